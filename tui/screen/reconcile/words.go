package reconcile

import (
	"ferry/core"
	engine "ferry/core/match"
)

// The words of the page.
const (
	txtTitle       = "Reconcile"
	txtAccount     = "Acct"
	txtEmpty       = "No line wants an explanation."
	txtEmptyHint   = "V shows what is to check or done; f fetches what Ponto has."
	txtNoItems     = "There are no open items yet, so that only transfers and rules can explain a line: I shows and imports them, or ferry items import FILE."
	txtNoCheck     = "No line is to check."
	txtNoDone      = "No line is explained yet."
	txtNoLine      = "No bank line yet."
	txtOtherHint   = "V shows other lines."
	txtNothing     = "No line fits."
	txtNothingHint = `\ shows all lines again.`
	txtPlaceholder = "words, name:peeters, iban:BE68, amt:>100, date:2026-11"
	txtOldest      = "No line is older than %s."
	txtNewest      = "No line is newer than %s."
	txtBefore      = "+%s before"
	txtUndo        = "u takes it back."
	txtTaken       = "ctrl+r does it again."
	txtMoreParts   = " and %d more"
	txtReading     = "reading what explains the line"
	txtLookFirst   = "The line is not safe to accept unseen. Look at what explains it, then accept."
	txtNoOption    = "Nothing explains this line yet."
	txtNoHint      = "m matches by hand, = codes it to an account, ! sets it to check."
	txtBroughtUp   = "Candidate %d was not on the screen: look at it, then enter or %d accepts it."
	txtMoreOne     = "more candidate"
	txtMoreMany    = "more candidates"
	txtAndMore     = "and %d more"
	txtStaysOpen   = "stays open"
	txtTooMany     = "Too many lines at once: %s are marked. Mark at most %s."

	txtApart         = "take apart"
	txtDivided       = "split"
	txtAccept        = "Accept"
	txtUnmark        = "esc takes the marks away"
	txtUnmarkThen    = "esc takes the filter away, and again the marks"
	txtSetCheck      = "Set to check:"
	txtSetCheckYes   = "To check"
	txtNoMoreCheck   = "No longer to check:"
	txtNoMoreYes     = "No longer"
	txtDidSkipChoice = ", %s to choose skipped"
	txtDidSkipNone   = ", %s that nothing explains skipped"
	txtAllMarked     = "Every line of the list is marked."
	txtAllFitting    = "Everything that fits the filter is marked."
	txtOneAct        = "It is one act:"
	txtOnlySafe      = "Only those that are safe are accepted; those to choose and those that nothing explains are skipped and counted."
	txtSafeOf        = "%s safe."
	txtChoiceTaken   = "%s for you to choose: the first candidate of each is taken, and it may be the wrong one."
	txtUnseenTaken   = "%s not yet compared with the other lines: the first candidate of each is taken, if there is one."
	txtChoiceSkipped = "%s to choose: skipped."
	txtCheckSkipped  = "%s marked to check: skipped."
	txtNoneSkipped   = "%s explained by nothing: skipped."
	txtCurrencies    = "in %d currencies"
	txtUnread        = "%s of which the amount cannot be read"

	txtRepeated     = "repeated on %s: %s"
	txtNoAgain      = "the last act makes sense on its own lines alone: %s"
	txtAgainBest    = ". accepts the best candidate of %s"
	txtAgainPart    = ". takes %s as a part payment"
	txtAgainRest    = ". settles %s in full, the difference to %s %s"
	txtAgainCode    = ". codes %s to %s %s"
	txtAgainNote    = ". writes the same note on %s"
	txtAgainNoNote  = ". takes the note off %s"
	txtAgainCheck   = ". sets %s to check"
	txtAgainUncheck = ". takes %s off the lines to check"
	txtChecked      = "the line is to check already"
	txtUnchecked    = "the line is not to check"

	txtNoteTitle     = "Note on"
	txtNoteWrite     = "Write the note on"
	txtNoteYes       = "Write it"
	txtNoteOff       = "Take the note off"
	txtNoteOffYes    = "Take it off"
	txtNoteHelp      = "Your own words; they stay whatever the bank changes. Empty takes the note away."
	txtCodeTitle     = "Code"
	txtOffDebit      = "Write off %s: which account is debited?"
	txtOffCredit     = "Write off %s: which account is credited?"
	txtNoChart       = "There is no chart of accounts yet: K makes the usual one."
	txtCopied        = "line with its explanation"
	txtLockedHint    = "Locked days are left out; L tells which, and opens them."
	txtLockedOpens   = "L tells which, and opens them."
	txtMonthLocked   = "The days of %s are locked: nothing there wants an explanation."
	txtInAll         = "in the whole dossier"
	txtLockTitle     = "Lock "
	txtLockHelp      = "Up to and with which day, and why if you like (2026-11-30 VAT return filed)? Nothing of the reconciliation changes there any more. Empty takes the lock away."
	txtLockWhich     = "Lock or unlock which account?"
	txtLockWhy       = "Because: "
	txtLockWhyKept   = "As before, because: "
	txtRefused       = "What was refused changed nothing."
	txtNoneSafe      = "none of the marked lines can be accepted without a choice"
	txtNoneSafeHint  = "after * only safe ones are; mark those you mean with space, and a asks"
	txtElsewhere     = "It is about lines of other accounts, which this page does not show. ctrl+r does it again."
	txtNoReconciling = "This is no act of reconciliation, and it is taken back whole. ctrl+r does it again."
	txtNothingLeft   = "There is no difference to write off."

	txtSafeTitle   = "Looking for what is safe"
	txtSafeNone    = "No line can be accepted without asking."
	txtSafeAll     = "Nothing is left here."
	txtSafeLeft    = " left."
	txtOtherKinds  = "others"
	txtDiffer      = "%s by %s"
	txtNoneDiffers = "no difference"
	txtSafeHint    = "esc goes back; each candidate is one key there."

	txtHandEmpty = "No open item fits."
	txtHandHint  = "/ searches for another one."
	txtHandMore  = "Only the %s open items nearest to the line are listed: / searches for the others."
	txtHandField = "number, party or amount"

	txtLeave      = "Leave without accepting?"
	txtLeaveYes   = "Leave"
	txtLeaveNo    = "Stay"
	txtHandPicked = " picked, and nothing is accepted yet. Leaving forgets what was picked."
	txtSplitTyped = "Nothing is booked yet. Leaving forgets what was typed."

	txtBeyond    = "that is %s more than is open of %s"
	txtOverHand  = "what is paid too much settles nothing: take what is open at most, and w books what is left over."
	txtOverSplit = "leave the amount empty, and another part takes what is left over"
	txtOverLine  = "%s more than is paid: = takes less of an item."

	txtSplitWhich = "Which account gets a part of %s?"
	txtSplitIntro = "Divide the line. An empty amount takes what the others leave; amounts need no sign."
)

// kinds say how a line is explained.
var kinds = map[core.MatchKind]string{
	core.MatchNone: "unexplained", core.MatchExact: "one item", core.MatchSet: "several items", core.MatchDiscount: "less discount",
	core.MatchFee: "less bank fee", core.MatchRounding: "rounding", core.MatchCurrency: "other currency", core.MatchPartial: "part payment",
	core.MatchOver: "more than open", core.MatchLines: "several lines", core.MatchTransfer: "own transfer", core.MatchReversal: "payment and return",
	core.MatchRule: "rule", core.MatchLearned: "as before",
	engine.Coded: "coded", engine.WrittenOff: "written off",
}

// kindOf names the kind of an explanation. A line that is divided over an item and accounts is no overpayment, as nothing of it is
// left over.
func kindOf(e core.Explanation) string {
	if e.Kind == engine.Coded && len(e.Postings) > 1 || e.Kind == core.MatchOver && len(e.Postings) > 0 {
		return txtDivided
	}
	if word, ok := kinds[e.Kind]; ok {
		return word
	}
	return string(e.Kind)
}

// fields say where in the bank line a fact stands.
var fields = map[string]string{
	"remittanceInformation": "communication", "counterpartName": "counterpart", "counterpartReference": "their account",
	"endToEndId": "end-to-end id", "additionalInformation": "more from bank", "description": "kind",
}

func fieldOf(name string) string {
	if word, ok := fields[name]; ok {
		return word
	}
	return name
}
