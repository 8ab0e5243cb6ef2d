package chart

import (
	"fmt"

	"ferry/tui/action"
)

const (
	scope        action.Name = "chart"
	searching    action.Name = "chart-search"
	scopeForm    action.Name = "chart-form"
	scopePreview action.Name = "chart-import"
)

// Ids of the actions.
const (
	edit     action.ID = "chart.edit"
	add      action.ID = "chart.add"
	drop     action.ID = "chart.remove"
	usual    action.ID = "chart.take-usual"
	bring    action.ID = "chart.import"
	undo     action.ID = "chart.undo"
	redo     action.ID = "chart.redo"
	keep     action.ID = "chart-search.keep"
	takeFile action.ID = "chart-import.take"
)

// Actions is the table of what can be done with the chart of accounts.
func Actions() []action.Def {
	const group = "Chart of accounts"
	one := action.When(func(s *Screen) string {
		if s.table.Len() == 0 {
			return txtNone
		}
		return ""
	})
	good := action.When(func(s *Screen) string {
		if len(s.coming) == 0 {
			return txtNothing
		}
		return ""
	})
	def := func(id action.ID, title, help string, footer int, when func(any) string, keys ...string) action.Def {
		return action.Def{ID: id, Title: title, Help: help, Scope: scope, Group: group, Keys: keys, Footer: footer, When: when}
	}
	return []action.Def{
		def(edit, "change", "Change the name of the account, or its usual VAT code.", 1, one, "enter", "right", "l"),
		def(add, "new account", "Add an account to the chart.", 2, nil, "n"),
		def(drop, "remove", "Take the account off the chart; u brings it back.", 3, one, "x"),
		def(usual, "usual chart", "Take the usual accounts of Belgium, the Netherlands or France. What you have of the same number keeps your name.", 4, nil, "w"),
		def(bring, "import", "Read accounts from a file with the columns number and name. Shows first what it would do.", 5, nil, "m"),
		def(undo, "undo", "Take back the last thing done to the books of this dossier. Asks first where that was a reconciliation.", 6, nil, "u"),
		def(redo, "redo", "Do again what was taken back last.", 0, nil, "ctrl+r"),
		{ID: keep, Title: "keep", Help: "Keep the search and go to the accounts.", Scope: searching, Group: group, Keys: []string{"enter"}, Footer: 1},
		{ID: takeFile, Title: "import", Help: "Bring the accounts into the chart. Asks first.", Scope: scopePreview, Group: group, Keys: []string{"enter"}, Footer: 1, When: good},
	}
}

// The words of the page.
const (
	txtTitle       = "chart of accounts"
	txtNone        = "there is no account here"
	txtNothing     = "there is nothing to import"
	txtEmpty       = "No ledger account yet."
	txtEmptyHint   = "w takes the usual ones of Belgium, the Netherlands or France; m reads them from a file; n adds one."
	txtNoFit       = "No account fits."
	txtNoFitHint   = "esc shows all again."
	txtPlaceholder = "a number or a name"
	txtUndone      = "Taken back: %s."
	txtRedone      = "Done again: %s."
	txtDone        = "%s. u takes it back."

	txtWhich    = "Usual accounts of"
	txtAdd      = "New account"
	txtChange   = "Account %s"
	txtSave     = "Save"
	txtNumber   = "As it stands in the books: 613200."
	txtName     = "What it is for."
	txtVAT      = "The VAT code that is usual on it; a rule that books on it suggests this one. Empty: none."
	txtNoNumber = "Please write a number."
	txtNoName   = "Please write a name."
	txtKnown    = "The chart has this number already: %s."
	txtDiscard  = "Leave the account?"

	txtImport       = "Import a chart of accounts"
	txtPath         = "A CSV file with the columns number and name, and vatCode where there is one. ~ is your home folder. Nothing is written before you have seen it."
	txtReading      = "Reading the file"
	txtNoPath       = "Please write the name of a file."
	txtAsk          = "Import %s?"
	txtAskText      = "Accounts with the same number get the name of the file; all others stay as they are."
	txtAskBad       = "%s cannot be taken and stay out: see the list. Import the file again when they are mended: nothing doubles."
	txtFileEmpty    = "This file has no account."
	txtFileNoChange = "Every account of the file is in the chart already."
	txtGoBack       = "esc goes back."
)

func say(text string, with ...any) string { return fmt.Sprintf(text, with...) }
