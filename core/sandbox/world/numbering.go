package world

import (
	"errors"
	"maps"
	"time"

	"ferry/core"
)

// numbering says which lines are listed under another line's number. Both maps are nil until something is renumbered,
// and are replaced, never written: views that were handed out keep theirs.
type numbering struct {
	shown map[uint64]uint64 // a line's key to the key whose id it has
	meant map[uint64]uint64 // the inverse
}

func (n numbering) show(key uint64) uint64 {
	if other, ok := n.shown[key]; ok {
		return other
	}
	return key
}

func (n numbering) mean(key uint64) uint64 {
	if other, ok := n.meant[key]; ok {
		return other
	}
	return key
}

// swap lets two lines change their ids.
func (n *numbering) swap(x, y uint64) {
	next := numbering{maps.Clone(n.shown), maps.Clone(n.meant)}
	if next.shown == nil {
		next = numbering{map[uint64]uint64{}, map[uint64]uint64{}}
	}
	idOfX, idOfY := n.show(x), n.show(y)
	next.shown[x], next.shown[y] = idOfY, idOfX
	next.meant[idOfY], next.meant[idOfX] = x, y
	*n = next
}

// Renumber makes a bank number the lines of a day anew: their ids move on by one line, the last one's goes to the first.
// It returns how many lines there are.
func (w *World) Renumber(id core.AccountID, day core.Date) (count int, err error) {
	err = w.withLive(id, func(a *account, _ time.Time) {
		var keys []uint64
		for i := range a.book.len() {
			if key := a.book.keyAt(i); a.book.dayOf(key) == day {
				keys = append(keys, key)
			}
		}
		for i := 1; i < len(keys); i++ {
			a.numbers.swap(keys[0], keys[i])
		}
		count = len(keys)
	})
	return count, err
}

// Reuse gives a line the id that another one had, which must have left Ponto's list.
func (w *World) Reuse(id core.AccountID, line, gone string) (err error) {
	bad := w.withLive(id, func(a *account, _ time.Time) {
		v := w.view(a)
		old, known := v.key(gone)
		_, listed := a.book.position(old)
		key, ok := v.key(line)
		if _, there := a.book.position(key); !known || listed || !ok || !there {
			err = ErrInvalid
			return
		}
		a.numbers.swap(key, old)
	})
	return errors.Join(bad, err)
}

// ListByArrival makes a bank list every line that comes in from now on at the top, whatever its day.
func (w *World) ListByArrival(id core.AccountID) error {
	return w.withLive(id, func(a *account, _ time.Time) {
		a.bank.book.byArrival, a.book.byArrival = true, true
	})
}
