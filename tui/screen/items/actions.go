package items

import (
	"fmt"

	"ferry/tui/action"
)

const (
	scope        action.Name = "items"
	searching    action.Name = "items-search"
	scopeForm    action.Name = "import-form"
	scopePreview action.Name = "import-preview"
)

// Ids of the actions.
const (
	open     action.ID = "items.open"
	bring    action.ID = "items.import"
	settled  action.ID = "items.toggle-settled"
	copyItem action.ID = "items.copy"
	clearAll action.ID = "items.clear-search"
	undo     action.ID = "items.undo"
	redo     action.ID = "items.redo"
	limits   action.ID = "items.limits"
	mappings action.ID = "items.mappings"
	drop     action.ID = "items.remove"
	keep     action.ID = "items-search.keep"

	takeFile  action.ID = "import-preview.take"
	otherRows action.ID = "import-preview.other-rows"
	whole     action.ID = "import-preview.whole-row"
)

// Actions is the table of what can be done with open items, and with files of them.
func Actions() []action.Def {
	const group, files = "Open items", "Import of open items"
	one := action.When(func(s *Screen) string {
		if s.table.Len() == 0 {
			return txtNone
		}
		return ""
	})
	row := action.When(func(s *Import) string {
		if s.stage != showing || s.table.Len() == 0 {
			return txtNoRow
		}
		return ""
	})
	ready := action.When(func(s *Import) string {
		if s.stage != showing || len(s.preview.Changes) == 0 {
			return txtNothingToDo
		}
		return ""
	})
	def := func(id action.ID, title, help string, footer int, when func(any) string, keys ...string) action.Def {
		return action.Def{ID: id, Title: title, Help: help, Scope: scope, Group: group, Keys: keys, Footer: footer, When: when}
	}
	return []action.Def{
		def(open, "whole item", "Show everything known of the item, and what settled it.", 1, one, "enter", "right", "l"),
		def(bring, "import", "Read invoices and credit notes from files: CSV, UBL, CII. Shows first what it would do.", 2, nil, "m", "n"),
		def(settled, "settled", "Show or hide the items that are settled.", 3, nil, "s"),
		def(copyItem, "copy", "Copy the number, the reference, what is open, or the whole item.", 5, one, "y"),
		def(drop, "remove", "Take the item, or the marked ones, off the list. Asks first; u brings them back.", 6, one, "x"),
		def(clearAll, "clear search", "Show all again.", 0, nil, `\`, "backspace"),
		def(undo, "undo", "Take back the last thing done to the books of this dossier. Asks first where that was a reconciliation.", 7, nil, "u"),
		def(redo, "redo", "Do again what was taken back last.", 0, nil, "ctrl+r"),
		def(limits, "limits", "How far a payment may differ from what it pays; the VAT number of the dossier.", 8, nil, "w"),
		def(mappings, "mappings", "The saved names of other programs' columns; take one away.", 0, nil, "N"),
		{ID: keep, Title: "keep", Help: "Keep the search and go to the items.", Scope: searching, Group: group, Keys: []string{"enter"}, Footer: 1},
		{ID: takeFile, Title: "import", Help: "Bring in what is shown. Asks first.", Scope: scopePreview, Group: files, Keys: []string{"enter"}, Footer: 1, When: ready},
		{ID: otherRows, Title: "other rows", Help: "Show all rows, only those that cannot be taken, or only those that change.", Scope: scopePreview, Group: files,
			Keys: []string{"tab"}, Footer: 2, When: row},
		{ID: whole, Title: "whole row", Help: "Show everything of the row.", Scope: scopePreview, Group: files, Keys: []string{"right", "l"}, Footer: 3, When: row},
	}
}

// The words of the list.
const (
	txtTitle        = "open items"
	txtNone         = "there is no item here"
	txtEmpty        = "No open item."
	txtEmptyHint    = "m imports invoices and credit notes from files: CSV, UBL, CII."
	txtAllSettled   = "Nothing is open."
	txtAllHint      = "m imports invoices and credit notes from files: CSV, UBL, CII; s shows what is settled."
	txtNothing      = "No item fits."
	txtNothingHint  = "esc shows all again; s also looks among those that are settled."
	txtPlaceholder  = "a number, a name, an amount"
	txtUndone       = "Taken back: %s."
	txtRedone       = "Done again: %s."
	txtDropped      = "%s. u brings back what was removed."
	txtDrop         = "Remove %s?"
	txtDropText     = "Bank lines are not matched with it from then on. u brings it back."
	txtDropHidden   = "%s not in the list now: the search hides what was marked before."
	txtOverdue      = "Overdue since %s."
	txtSettledWhole = "Settled."
	txtSettledPart  = "%s of %s is settled."
	txtCopy         = "Copy"
	txtMappings     = "Saved mappings"
	txtNoMapping    = "No mapping is saved: one is made when a file with other headings is imported."
	txtForget       = "Forget the mapping %s?"
	txtForgetText   = "Files with those headings will ask again what each column is. Nothing that was imported changes."
	txtForgotten    = "The mapping %s is forgotten."
)

// The words of an import.
const (
	txtImport        = "Import open items"
	txtFrom          = "File or folder"
	txtFromHint      = "CSV, UBL 2.1 or Peppol, CII: one file, or a folder of them. ~ is your home folder. Nothing is written before you have seen what it does."
	txtWith          = "Headings"
	txtWithHint      = "Left and right choose. Ferry's own are number, kind, party, party_iban, party_vat, date, due, currency, amount, reference. Others are asked about where one file is named; in a folder, choose here what they are called."
	txtOwn           = "Ferry's own; of one file, ask"
	txtShow          = "Show what it would do"
	txtReading       = "Reading the files"
	txtImporting     = "Importing"
	txtNoPath        = "Please write the name of a file or folder."
	txtAgain         = "row only repeats another"
	txtAgainMany     = "rows only repeat others"
	txtNoRow         = "there is no row here"
	txtNothingToDo   = "there is nothing to import"
	txtLeftOut       = "left out: "
	txtNoInvoice     = "%s no invoices and are left alone: %s."
	txtNoChange      = "Nothing would change."
	txtNoChangeHint  = "esc goes back, to another file."
	txtNoneOfThese   = "No row of this sort."
	txtNoneOfHint    = "tab shows the others."
	txtAsk           = "Import %s?"
	txtAskText       = "%s. They are matched with bank lines from then on; u takes the whole import back."
	txtAskBad        = "%s cannot be taken. Import the others?"
	txtGoodOnly      = "The good rows only"
	txtGoodOnlyMore  = "%s; %s out. When the file is corrected, import it again: nothing comes in twice."
	txtNotNow        = "Nothing now"
	txtNotNowMore    = "Nothing is written."
	txtImported      = "%s. u takes it back."
	txtMeanwhile     = "The books changed meanwhile: the files were read again. Please look once more."
	txtMapTitle      = "What the columns are"
	txtMapIntro      = "This file does not use Ferry's headings. Say once which of its columns is which; the answer is kept under a name."
	txtMapMissing    = "Still to be said: %s."
	txtSide          = "Are these sales or purchases?"
	txtSideSales     = "Invoices to customers: their money comes in. An amount with a minus is a credit note."
	txtSidePurchases = "Invoices of suppliers: your money goes out. An amount with a minus is a credit note."
	txtSideColumn    = "The file has both, with a column that tells them apart: choose that column in the form."
	txtKindHint      = "Left and right choose: what all rows are, or the column of the file that says it row by row."
	txtMapChoose     = "Left and right choose which column of the file it is; a letter goes to the next one that begins so."
	txtMapGuessed    = "What the words of its headings mean is filled in: please look whether it is right."
	txtMapOpen       = "“%s” is left out, for the amount is “%s”: where less is open, a part was paid already, and the row says so."
	txtMapName       = "Keep it as"
	txtMapNameHint   = "The program the file comes from. The next file from there is read with it."
	txtMapSave       = "Keep it, and show what it would do"
	txtNoName        = "Please give it a name."
	txtNoColumn      = "Please choose the column: no item can be read without it."
	txtNotThere      = "not in the file"
	txtAlways        = "always %s"
	txtKindsHint     = "The file's own words for it, with ; between them. Empty: the word is the same as Ferry's."
	txtDatesHint     = "How days are written; \"as is clear\" reads what can be read in one way only."
	txtDecimalHint   = "Which sign stands before the cents."
	txtSeparatorHint = "What stands between the columns."
	txtClear         = "as is clear"
	txtDiscard       = "Leave the import?"
	txtDiscardText   = "What you said of the columns is not kept."
)

func say(text string, with ...any) string { return fmt.Sprintf(text, with...) }
