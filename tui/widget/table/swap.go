package table

// swapMsg brings another list that a change left behind, or a newer state of the same one.
type swapMsg[T any, K comparable] struct {
	sourceMsg[T, K]
	moves  int
	placed bool // the change says where the cursor goes
}

// Swap is SetSource for lists that are read in a command of the screen's own: call it before the command, let the command
// call what it returns, and hand the message that comes of it to Update. With rows the cursor goes to the first of them that
// the list has, on the line of the screen where it stood; without, the place is kept as SetSource keeps it, also when the
// user has moved meanwhile.
func (m *Model[T, K]) Swap() func(s Source[T, K], at ...K) any {
	if m.total == 0 {
		m.loading = true
	}
	near, old := m.neighbours(), place{m.cursor, m.top, m.fresh}
	screen, gen, moves, height := m.screen, m.gen, m.moves, m.height
	return func(s Source[T, K], at ...K) any {
		msg := swapMsg[T, K]{sourceMsg: sourceMsg[T, K]{windowMsg: windowMsg[T, K]{table: m, gen: gen}, src: s}, moves: moves}
		msg.total = s.Len()
		msg.place = keep(s, old, near)
		for _, k := range at {
			if rank, ok := s.IndexOf(k); ok {
				msg.placed, msg.place = true, onto(rank, old, height)
				break
			}
		}
		msg.span = around(msg.place.cursor, screen, msg.total)
		msg.rows, msg.err = s.Window(msg.span.from, msg.span.n)
		return msg
	}
}

// Stay ends what Swap began where the list turned out to be the one that is shown.
func (m *Model[T, K]) Stay() { m.loading = m.src == nil }

// onto places the cursor on a rank. Within the rows that are seen the view stays; beyond them the row comes to the line of
// the screen where the cursor was.
func onto(rank int, old place, height int) place {
	now := place{cursor: rank, top: old.top, fresh: old.fresh}
	if rank < old.top || rank >= old.top+height {
		now.top = max(rank-(old.cursor-old.top), 0)
	}
	return now
}

// Seen forgets how many rows arrived above: for pages on which rows come and go for other reasons.
func (m *Model[T, K]) Seen() { m.fresh = 0 }

// onSwap shows the other list. Where the user has moved since it was read, its place is looked up again.
func (m *Model[T, K]) onSwap(msg swapMsg[T, K]) func() any {
	if !msg.placed && msg.moves != m.moves {
		again := m.Swap()
		return func() any { return again(msg.src) }
	}
	m.gen++ // windows of the old list that are still under way
	m.short = false
	m.touched = m.touched || msg.placed
	m.onSource(msg.sourceMsg)
	return nil
}
