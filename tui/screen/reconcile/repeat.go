package reconcile

import tea "github.com/charmbracelet/bubbletea"

// repeat is an act, as far as it makes sense on another line. One of its fields says which.
type repeat struct {
	best   bool // the first candidate is accepted
	part   bool // the line pays what it can of the candidate
	rest   bool // the difference is booked on ledger
	ledger string
	note   *string
	check  bool // none of the others: the mark is set, or taken away
}

// once does the last act on the line under the cursor, or on the marked ones.
func (s *Screen) once() tea.Cmd {
	a := *s.again
	switch {
	case a.best && s.table.MarkedCount() > 0:
		return s.acceptMarked(a)
	case a.best:
		return s.acceptAt(0, a)
	case a.part:
		return s.settlePart(a)
	case a.note != nil:
		return s.writeNote(a)
	case a.rest:
		return s.settleRest(a)
	case a.ledger != "":
		return s.codeTo(a)
	}
	return s.checkLines(a)
}
