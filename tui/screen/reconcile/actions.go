package reconcile

import (
	"fmt"

	"ferry/core"
	"ferry/tui/action"
)

const (
	scope     action.Name = "reconcile"
	inFront   action.Name = "reconcile-explanation"
	searching action.Name = "reconcile-search"
	byHand    action.Name = "reconcile-hand"
	handField action.Name = "reconcile-hand-search"
	allSafe   action.Name = "reconcile-safe"
	splitting action.Name = "reconcile-split"
)

// Ids of the actions.
const (
	explain   action.ID = "reconcile.show-explanation"
	accept    action.ID = "reconcile.accept"
	reject    action.ID = "reconcile.reject"
	match     action.ID = "reconcile.match-by-hand"
	splitUp   action.ID = "reconcile.split"
	writeOff  action.ID = "reconcile.write-off"
	partial   action.ID = "reconcile.settle-in-part"
	code      action.ID = "reconcile.code"
	check     action.ID = "reconcile.mark-to-check"
	note      action.ID = "reconcile.write-note"
	repeating action.ID = "reconcile.repeat"
	undo      action.ID = "reconcile.undo"
	redo      action.ID = "reconcile.redo"
	acceptAll action.ID = "reconcile.accept-safe"
	lock      action.ID = "reconcile.lock-period"
	views     action.ID = "reconcile.next-view"
	earlier   action.ID = "reconcile.previous-month"
	later     action.ID = "reconcile.next-month"
	clearAll  action.ID = "reconcile.clear-filter"
	copyLine  action.ID = "reconcile.copy"
	keep      action.ID = "reconcile-search.keep"

	optionTake action.ID = "reconcile-explanation.accept"
	evidence   action.ID = "reconcile-explanation.read"

	handSettle action.ID = "reconcile-hand.accept"
	handRest   action.ID = "reconcile-hand.write-off"
	handAmount action.ID = "reconcile-hand.set-amount"
	handKeep   action.ID = "reconcile-hand-search.keep"

	splitChoose action.ID = "reconcile-split.choose-account"

	safeTake action.ID = "reconcile-safe.accept"
)

const group = "Reconciling"

// Actions is the table of what can be done here.
func Actions() []action.Def {
	return append(append(lineActions(), listActions()...), stepActions()...)
}

func def(in action.Name, id action.ID, title, help string, footer int, when func(*Screen) string, keys ...string) action.Def {
	d := action.Def{ID: id, Title: title, Help: help, Scope: in, Group: group, Keys: keys, Footer: footer}
	if when != nil {
		d.When = action.When(when)
	}
	return d
}

// lineActions are what can be done about the line under the cursor, or about all marked ones.
func lineActions() []action.Def {
	refuse := def(scope, reject, "reject", "Do not offer this candidate again; on a line that is explained: take the explanation apart.", 4, (*Screen).rejectable, "x")
	refuse.Now = action.When((*Screen).apart)
	return []action.Def{
		def(scope, accept, "accept", "Accept the candidate under the cursor, at first the best; a digit accepts the one with that number, once it is on the screen. With marks: the best of each line; asks first unless all are safe.", 1, (*Screen).acceptable,
			"a", "1", "2", "3", "4", "5", "6", "7", "8", "9"),
		refuse,
		def(scope, match, "by hand", "Search the open items and pick those that the line, or the marked lines, pay.", 5, (*Screen).undecided, "m"),
		def(scope, code, "code", "Book the line, or each marked one, on an account of the chart.", 6, (*Screen).undecided, "="),
		def(scope, check, "to check", "Set the line to check, so that somebody looks at it again; again: it is no longer.", 7, (*Screen).free, "!"),
		def(scope, splitUp, "split", "Divide the line over several accounts and open items.", 0, (*Screen).alone, "s"),
		def(scope, writeOff, "write off", "Settle the candidate's items in full and book the difference on an account.", 0, (*Screen).candidate, "w"),
		def(scope, partial, "part payment", "Let the line pay what it can of the candidate's items; the rest stays open.", 0, (*Screen).candidate, "p"),
		def(scope, note, "note", "Write your own note on the line, or on all marked ones.", 0, (*Screen).free, "n"),
		def(scope, repeating, "repeat", "Do the last act on this line as well; the line above the footer says which act, and on which line.", 0, (*Screen).repeatable, "."),
		def(scope, copyLine, "copy", "Copy the line with what explains it.", 0, (*Screen).one, "y"),
		def(scope, undo, "undo", "Take the last act back, whole; again: the one before.", 8, nil, "u"),
		def(scope, redo, "redo", "Do again what was taken back.", 0, nil, "ctrl+r"),
	}
}

// listActions are about the list as a whole.
func listActions() []action.Def {
	safe := def(scope, acceptAll, "accept all safe", "Show every line that can be accepted without asking, with sums; enter there accepts them as one act.", 3, (*Screen).safeLeft, "A")
	safe.Danger = true // it asks first
	return []action.Def{
		def(scope, explain, "why", "Show what explains the line, with all candidates and the evidence.", 2, (*Screen).behind, "enter", "right", "l"),
		safe,
		def(scope, views, "other lines", "Show the lines to check, then those that are done, then all, then the open ones again.", 9, nil, "V"),
		def(scope, earlier, "month before", "Show one month; again: the month before.", 0, nil, "<"),
		def(scope, later, "month after", "Show the month after.", 0, nil, ">"),
		def(scope, clearAll, "clear filter", "Show all months again, without a search.", 0, nil, `\`, "backspace"),
		def(scope, lock, "lock", "Lock an account up to a day: nothing before it changes any more. Asks first.", 0, (*Screen).lockable, "L"),
	}
}

// stepActions are those of the explanation, the search and the steps of their own.
func stepActions() []action.Def {
	return []action.Def{
		def(searching, keep, "keep", "Keep the search and go to the lines.", 1, nil, "enter"),
		def(inFront, optionTake, "accept", "Accept the candidate that the cursor was moved to; a accepts in any case.", 1, (*Screen).takeable, "enter"),
		def(inFront, evidence, "read all", "Read the line and the whole explanation.", 2, nil, "right", "l"),
		def(byHand, handSettle, "accept", "Accept what was picked; with nothing picked: the item under the cursor.", 1, nil, "enter"),
		def(byHand, handRest, "write off rest", "Book what is left on an account, and accept.", 4, nil, "w"),
		def(byHand, handAmount, "amount", "Settle only a part of the item under the cursor.", 5, nil, "="),
		def(handField, handKeep, "keep", "Keep the search and go to the items.", 1, nil, "enter"),
		def(splitting, splitChoose, "accounts", "Choose the account of this part from the chart.", 4, nil, "ctrl+o"),
		def(allSafe, safeTake, "accept them", "Accept all of them as one act, which one key takes back.", 1, (*Screen).anySafe, "enter"),
	}
}

// one says why there is nothing to act on.
func (s *Screen) one() string {
	if _, ok := s.table.Selected(); !ok {
		return "there is no line here"
	}
	return ""
}

// lockable says why no account can be locked. It needs no line: where all is locked, none is shown.
func (s *Screen) lockable() string {
	if len(s.order) == 0 {
		return "there is no account here"
	}
	return ""
}

// behind says why the explanation cannot be brought to the front.
func (s *Screen) behind() string {
	if s.front {
		return "it is shown already"
	}
	return s.one()
}

// free says why nothing of the line may change: the period is locked.
func (s *Screen) free() string {
	r, ok := s.table.Selected()
	if !ok {
		return s.one()
	}
	if l, locked := s.locks[r.Account]; r.state.Locked || locked && r.BookingDate <= l.Until {
		return lockedText(l)
	}
	return ""
}

// undecided says why the line cannot be explained now.
func (s *Screen) undecided() string {
	if n := s.table.MarkedCount(); n > 0 {
		return ""
	}
	if why := s.free(); why != "" {
		return why
	}
	r, _ := s.table.Selected()
	switch {
	case r.state.Match != 0:
		return "the line is explained already; x takes that apart"
	case r.State == core.Pending:
		return "the bank has not booked the line yet"
	case r.AmountText != "":
		return "the amount of the line could not be read"
	case !r.Missing.IsZero():
		return "the bank no longer lists the line"
	}
	return ""
}

// acceptable says why there is nothing to accept.
func (s *Screen) acceptable() string {
	if why := s.undecided(); why != "" {
		return why
	}
	if t, ok := s.current(); ok && len(t.options()) == 0 && s.table.MarkedCount() == 0 {
		return "nothing explains this line; m matches by hand, = codes it"
	}
	return ""
}

// takeable says why enter accepts nothing in the explanation: a key that opened it and is pressed twice books nothing.
func (s *Screen) takeable() string {
	if why := s.acceptable(); why != "" {
		return why
	}
	if !s.moved {
		return "a accepts it; enter takes a candidate that the cursor was moved to"
	}
	return ""
}

// unmarked says how the marks go away.
func (s *Screen) unmarked() string {
	if s.filtered() {
		return txtUnmarkThen
	}
	return txtUnmark
}

// single says why the act is not possible: it is about one line.
func (s *Screen) single() string {
	if n := s.table.MarkedCount(); n > 0 {
		return "one line at a time: " + s.unmarked()
	}
	return s.free()
}

// rejectable says why there is nothing to reject or to take apart.
func (s *Screen) rejectable() string {
	if why := s.single(); why != "" {
		return why
	}
	if t, ok := s.current(); ok && len(t.options()) == 0 {
		return "no candidate is offered here"
	}
	return ""
}

// apart is what rejecting is called on a line that is explained.
func (s *Screen) apart() string {
	if r, ok := s.table.Selected(); ok && r.state.Match != 0 {
		return txtApart
	}
	return ""
}

// alone says why one line alone cannot be explained now.
func (s *Screen) alone() string {
	if s.table.MarkedCount() > 0 {
		return s.single()
	}
	return s.undecided()
}

// candidate says why there is no open item to settle with.
func (s *Screen) candidate() string {
	if why := s.alone(); why != "" {
		return why
	}
	if e, ok := s.chosen(); !ok || len(e.Parts) == 0 {
		return "no open item is offered; m finds one by hand"
	}
	return ""
}

func (s *Screen) repeatable() string {
	switch {
	case s.again == nil && s.last != "":
		return fmt.Sprintf(txtNoAgain, s.last)
	case s.again == nil:
		return "nothing was done yet that could be repeated"
	}
	if r, ok := s.table.Selected(); ok && s.again.marks() && s.table.MarkedCount() == 0 && r.state.Check == s.again.check {
		if r.state.Check {
			return txtChecked
		}
		return txtUnchecked
	}
	return s.undecided()
}

// safeLeft says that nothing is safe, once that is known.
func (s *Screen) safeLeft() string {
	if s.engine.Fresh && s.engine.Safe == 0 {
		return "no line can be accepted without asking"
	}
	return ""
}

func (s *Screen) anySafe() string {
	if s.safe == nil || len(s.safe.preview.Proposals) == 0 {
		return "no line can be accepted without asking"
	}
	return ""
}

func lockedText(l core.Lock) string {
	text := "the period is locked"
	if !l.Until.IsZero() {
		text += " until " + l.Until.String()
	}
	if l.By != "" {
		text += " by " + core.CleanText(l.By)
	}
	if l.Why != "" {
		text += ": " + core.CleanText(l.Why)
	}
	return text
}
