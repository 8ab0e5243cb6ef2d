package reconcile

import (
	"fmt"

	tea "github.com/charmbracelet/bubbletea"

	"ferry/tui/words"
)

// repeat is an act, as far as it makes sense on another line. One of its fields says which.
type repeat struct {
	best   bool // the first candidate is accepted
	part   bool // the line pays what it can of the candidate
	rest   bool // the difference is booked on ledger
	ledger string
	note   *string
	check  bool // none of the others: the mark is set, or taken away

	on string // what the act is repeated on; empty: it is done for the first time
}

// once does the last act on the line under the cursor, or on the marked ones.
func (s *Screen) once() tea.Cmd {
	a := *s.again
	a.on = s.aim()
	switch {
	case a.best && s.table.MarkedCount() > 0:
		return s.acceptMarked(a)
	case a.best:
		return s.acceptAt(0, a)
	case a.part:
		return s.settlePart(a)
	case a.note != nil:
		return s.writeNote(s.targets(), a)
	case a.rest:
		return s.writeOffTo(a)
	case a.ledger != "":
		return s.codeTo(s.targets(), a)
	}
	return s.checkLines(s.targets(), a)
}

// aim names what the next act is about.
func (s *Screen) aim() string {
	if n := s.table.MarkedCount(); n > 0 {
		return words.Plural(n, "marked line", "marked lines")
	}
	r, _ := s.table.Selected()
	return lineName(r.Line)
}

// remember keeps an act that was done for the next time, and tells it: of a repeated one also on what. After one that makes sense
// on its own lines alone nothing is repeated: the act before it is not the last one.
func (s *Screen) remember(m actedMsg) string {
	if !m.moved {
		s.again, s.last = m.again, words.Act(m.done)
	}
	if m.again == nil || m.again.on == "" {
		return words.Act(m.done)
	}
	return fmt.Sprintf(txtRepeated, m.again.on, words.Act(m.done))
}

// Hint says what the key that repeats would do now, and on which line.
func (s *Screen) Hint() string {
	if s.split != nil || s.hand != nil || s.safe != nil || s.field != nil || s.repeatable() != "" {
		return ""
	}
	a, on := s.again, s.aim()
	format, ledger := txtAgainCheck, ""
	switch {
	case a.best && s.acceptable() != "", (a.part || a.rest) && s.candidate() != "":
		return ""
	case a.best:
		format = txtAgainBest
	case a.part:
		format = txtAgainPart
	case a.note != nil && *a.note == "":
		format = txtAgainNoNote
	case a.note != nil:
		format = txtAgainNote
	case a.rest:
		format, ledger = txtAgainRest, a.ledger
	case a.ledger != "":
		format, ledger = txtAgainCode, a.ledger
	case !a.check:
		format = txtAgainUncheck
	}
	if ledger == "" {
		return fmt.Sprintf(format, on)
	}
	return fmt.Sprintf(format, on, ledger, s.chart[ledger].Name)
}
