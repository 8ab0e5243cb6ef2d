package rules

import (
	"fmt"

	"ferry/tui/action"
)

const (
	scope          action.Name = "rules"
	scopeForm      action.Name = "rules-form"
	scopeRehearsal action.Name = "rehearsal"
	scopeLimits    action.Name = "limits"
)

// Ids of the actions.
const (
	edit     action.ID = "rules.edit"
	add      action.ID = "rules.add"
	up       action.ID = "rules.move-up"
	down     action.ID = "rules.move-down"
	turn     action.ID = "rules.switch"
	drop     action.ID = "rules.remove"
	rehearse action.ID = "rules.rehearse"
	undo     action.ID = "rules.undo"
	redo     action.ID = "rules.redo"
	limits   action.ID = "rules.limits"

	addPosting action.ID = "rules-form.add-posting"
	pickLedger action.ID = "rules-form.pick-account"

	goAhead action.ID = "rehearsal.go-ahead"
	lines   action.ID = "rehearsal.lines"
	longer  action.ID = "rehearsal.month-earlier"
	shorter action.ID = "rehearsal.month-later"
)

// Actions is the table of what can be done with rules.
func Actions() []action.Def {
	const group, form, trial = "Rules", "A rule", "Rehearsal of rules"
	one := action.When(func(s *Screen) string {
		if s.table.Len() == 0 {
			return txtNone
		}
		return ""
	})
	pending := action.When(func(s *Screen) string {
		if s.pending == nil {
			return txtNothingPending
		}
		return ""
	})
	tried := action.When(func(s *Screen) string {
		if s.trial.table.Len() == 0 {
			return txtNone
		}
		return ""
	})
	def := func(in action.Name, group string, id action.ID, title, help string, footer int, when func(any) string, keys ...string) action.Def {
		return action.Def{ID: id, Title: title, Help: help, Scope: in, Group: group, Keys: keys, Footer: footer, When: when}
	}
	return []action.Def{
		def(scope, group, edit, "change", "Change the rule.", 1, one, "enter", "right", "l"),
		def(scope, group, add, "new rule", "Make a rule, before all that stand below the cursor.", 2, nil, "n"),
		def(scope, group, turn, "on or off", "Switch the rule on, after its rehearsal, or off.", 3, one, "s"),
		def(scope, group, rehearse, "rehearsal", "Show what the list would have done to the last months.", 4, one, "p"),
		def(scope, group, up, "move up", "The first rule that holds is the one that codes: let this one be asked earlier.", 5, one, "<"),
		def(scope, group, down, "move down", "Let the rule be asked later.", 6, one, ">"),
		def(scope, group, drop, "remove", "Take the rule off the list; u brings it back.", 7, one, "x"),
		def(scope, group, undo, "undo", "Take back the last thing done to the books of this dossier. Asks first where that was a reconciliation.", 8, nil, "u"),
		def(scope, group, redo, "redo", "Do again what was taken back last.", 0, nil, "ctrl+r"),
		def(scope, group, limits, "limits", "How far a payment may differ from what it pays; the VAT number of the dossier.", 9, nil, "w"),
		def(scopeForm, form, pickLedger, "chart", "Choose a ledger account from the chart, for the first posting that has none.", 4, nil, "ctrl+o"),
		def(scopeForm, form, addPosting, "more postings", "Make room for one more posting.", 5, nil, "ctrl+n"),
		def(scopeRehearsal, trial, goAhead, "go ahead", "Save what was rehearsed.", 1, pending, "a"),
		def(scopeRehearsal, trial, lines, "its lines", "Show the bank lines that the rule would have coded.", 2, tried, "enter", "right", "l"),
		def(scopeRehearsal, trial, longer, "month earlier", "Begin the rehearsal one month earlier.", 3, nil, "<"),
		def(scopeRehearsal, trial, shorter, "month later", "Begin the rehearsal one month later.", 4, nil, ">"),
	}
}

// The words of the list.
const (
	txtTitle     = "rules"
	txtNone      = "there is no rule yet"
	txtEmpty     = "No rule yet."
	txtEmptyHint = "A rule codes bank lines that no invoice explains: bank costs, rent, wages. n makes the first one."
	txtUndone    = "Taken back: %s."
	txtRedone    = "Done again: %s."
	txtDone      = "%s. u takes it back."
	txtGone      = "the rule is no longer there"
	txtGoneHint  = "look at the list again"
	txtSuggests  = "It is shown among the options of a line."
	txtOneKey    = "A line is coded with one key."
	txtByItself  = "A line is coded by itself."
	txtIsOff     = "It is off."
)

// The words of the form.
const (
	txtNew          = "New rule"
	txtSave         = "Save"
	txtName         = "How you call it. It stands in the reason of every line that it codes."
	txtMode         = "What happens to a line that it holds for. Begin with suggest."
	txtOn           = "The rule is on"
	txtOnHint       = "Before it is on you see what it would have done."
	txtWhenAll      = "When: all that is filled in must hold"
	txtBetween      = "The size of the amount, without its sign; empty: whatever it is."
	txtCurrency     = "EUR, USD…; empty: any."
	txtContains     = "Words that stand somewhere in the line's texts, every one of them, with ; between."
	txtRegex        = "A pattern (RE2) found anywhere in the texts, whatever the case: loon .* nov"
	txtCounterpart  = "Their account number, or a part of their name."
	txtCodes        = "The bank's transaction code begins so: PMNT-CCRD. Several with blanks between."
	txtReference    = "A structured reference in the communication."
	txtAccounts     = "Accounts: none ticked means all"
	txtThen         = "Then: posting %d"
	txtLedger       = "The number of a ledger account; ctrl+o chooses it from the chart."
	txtHowMuch      = "rest, or a share such as 21 % or 1/3, or an amount such as 12,50. One posting takes the rest, or the shares make 100 %."
	txtVATCode      = "Empty: none."
	txtText         = "Goes into the books with the posting; empty: none."
	txtNoName       = "Please give the rule a name."
	txtNoAmount     = "Please write an amount such as 12,50."
	txtTurned       = "This is less than the one before it."
	txtNoCurrency   = "Please write a currency of three letters, such as EUR."
	txtNoCondition  = "A rule without any condition would take every line: please fill in one of them."
	txtNoPattern    = "This pattern cannot be read: %s."
	txtNoPosting    = "Please write at least one ledger account."
	txtNoHowMuch    = "Please write rest, a share such as 21 % or 1/3, or an amount such as 12,50."
	txtNoLedger     = "Please write the ledger account."
	txtNotInChart   = "The chart of this dossier has no account %s."
	txtNotWhole     = "The postings must take the whole amount: one of them the rest, or shares that make 100 %."
	txtNoChart      = "The chart of this dossier is empty: take a usual one on its page."
	txtPick         = "Ledger account of posting %d"
	txtDiscard      = "Leave the rule?"
	txtNotCompiling = "This rule cannot be used: %s."
)

// The words of a rehearsal.
const (
	txtRehearsing     = "Rehearsing the rules"
	txtRehearsal      = "What the list would have done since %s"
	txtBefore         = "Nothing is saved yet. a saves %s and switches it on; esc goes back."
	txtNothingPending = "nothing waits to be saved"
	txtNoOutcome      = "No rule is on."
	txtNoOutcomeHint  = "esc goes back."
	txtFires          = "It would have coded %s."
	txtNever          = "It would have coded no line."
	txtAgrees         = "%s you coded the same way by hand."
	txtDiffers        = "%s you coded otherwise by hand: see whether the rule is right."
	txtWide           = "%s settled with invoices although the rule holds: it is wide. Invoices come first."
	txtBehind         = "%s it holds for too, %s takes first."
	txtTakes          = "%s that %s holds for too, it takes first."
	txtOffNow         = "It is off: it was not asked."
	txtLinesOf        = "Lines of %s"
	txtMoreLines      = "… and %s more."
)

// The words of the limits.
const (
	txtLimits        = "limits"
	txtLimitsIntro   = "How far a payment may differ from what it pays and still settle it. What differs is shown and kept with the match; w books it."
	txtRounding      = "More or less, in euros and cents: 0,05."
	txtFee           = "How much less may arrive because banks on the way took a fee: 0 for none."
	txtDiscount      = "What anybody may take off who pays early, in percent; an invoice's own terms come first. 0 for none."
	txtDiscountDays  = "Within how many days of the invoice."
	txtRates         = "Rates that you state, with ; between: 1 USD = 0,92 EUR; 1 GBP = 1,17 EUR. Empty: payments in another currency are yours to match."
	txtSlack         = "How far, in percent, a payment may lie from such a rate."
	txtTransfer      = "How many days may lie between the two sides of a transfer between own accounts."
	txtVAT           = "Of the client of this dossier, BE0123456749. It tells sales from purchases in files of invoices."
	txtLimitsSaved   = "Saved."
	txtNoPercent     = "Please write a percentage between 0 and 100, such as 2 or 2,5."
	txtNoDays        = "Please write a whole number of days."
	txtNoRate        = "Please write rates such as 1 USD = 0,92 EUR, with ; between."
	txtLimitsDiscard = "Leave the limits?"
	maxDays          = 366
	tenThousand      = 10_000
)

func say(text string, with ...any) string { return fmt.Sprintf(text, with...) }
