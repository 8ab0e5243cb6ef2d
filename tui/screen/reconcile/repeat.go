package reconcile

import (
	"fmt"
	"slices"

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

// marks reports whether the act sets lines to check, or no longer.
func (r repeat) marks() bool { return !r.best && !r.part && !r.rest && r.ledger == "" && r.note == nil }

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

// deeds are the acts of this page, newest last, and those that were taken back.
type deeds struct{ done, undone []onceDone }

// onceDone is an act, with how it is done once more; nil: it makes no sense on another line.
type onceDone struct {
	id    uint64
	again *repeat
	what  string
}

// remember keeps an act that was done for the next time, and tells it: of a repeated one also on what. After one that makes sense
// on its own lines alone nothing is repeated: the act before it is not the last one.
func (s *Screen) remember(m actedMsg) string {
	what := words.Act(m.done)
	if m.moved {
		s.turned(m)
		return what
	}
	s.deeds.done = append(s.deeds.done, onceDone{m.done.ID, m.again, what})
	s.deeds.undone = nil
	s.again, s.last = m.again, what
	if m.again == nil || m.again.on == "" {
		return what
	}
	return fmt.Sprintf(txtRepeated, m.again.on, what)
}

// turned follows an act that was taken back or done again. One that can be done on other lines still can when it was taken back, as
// it may only have been the wrong line; with any other one the act before it is the last again.
func (s *Screen) turned(m actedMsg) {
	from, to := &s.deeds.done, &s.deeds.undone
	if m.where != toThere {
		from, to = to, from
	}
	i := slices.IndexFunc(*from, func(d onceDone) bool { return d.id == m.done.ID })
	if i < 0 {
		return // it was done elsewhere
	}
	d := (*from)[i]
	*from, *to = slices.Delete(*from, i, i+1), append(*to, d)
	switch n := len(s.deeds.done); {
	case d.again != nil || m.where != toThere:
		s.again, s.last = d.again, d.what
	case n > 0:
		s.again, s.last = s.deeds.done[n-1].again, s.deeds.done[n-1].what
	default:
		s.again, s.last = nil, ""
	}
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
