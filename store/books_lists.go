package store

import (
	"context"
	"slices"
	"sync"

	"ferry/core"
	"ferry/store/row"
	"ferry/store/search"

	bolt "go.etcd.io/bbolt"
)

// rememberedLists are of so many choices of accounts.
const rememberedLists = 4

// openList is the list of all open lines of some ledgers as it was made. It is never changed: after every act the screen asks
// for it again, and what the act did is put into a copy.
type openList struct {
	revision uint64 // of the lines
	parts    map[uint32]openPart
	refs     []ref
	sums     sums
}

// openPart is what a ledger's lines are open by.
type openPart struct {
	set   *lineSet
	until core.Date
}

// openLists are the lists that were asked for last, the newest first.
type openLists struct {
	mu   sync.Mutex
	last []*openList
}

// about finds the list of the same ledgers, if neither their lines nor their locks are others.
func (o *openLists) about(revision uint64, parts map[uint32]openPart) *openList {
	o.mu.Lock()
	defer o.mu.Unlock()
	for _, list := range o.last {
		if list.revision == revision && list.covers(parts) {
			return list
		}
	}
	return nil
}

func (o *openLists) remember(list *openList) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.last = slices.DeleteFunc(o.last, func(old *openList) bool { return old.revision != list.revision || old.covers(list.parts) })
	o.last = slices.Insert(o.last, 0, list)
	o.last = o.last[:min(len(o.last), rememberedLists)]
}

func (l *openList) covers(parts map[uint32]openPart) bool {
	if len(l.parts) != len(parts) {
		return false
	}
	for no, part := range parts {
		if was, ok := l.parts[no]; !ok || was.until != part.until {
			return false
		}
	}
	return true
}

// openLines lists lines that want an explanation. A list of all of them is remembered; what a query takes out of it is looked
// for in the records, but its order is there already.
func (l *listing) openLines(ctx context.Context, tx *bolt.Tx, q *search.Query, all bool) error {
	parts, err := l.openParts(tx)
	if err != nil {
		return err
	}
	known, err := l.knownList(tx, parts)
	if err != nil {
		return err
	}
	switch {
	case known != nil && all:
	case known != nil && !q.NeedsLine():
		l.f.lists.remember(known)
		return l.narrow(ctx, tx, q, known)
	default:
		sums, err := l.scan(ctx, tx, q, core.WorkOpen)
		if err != nil || !all {
			return err
		}
		known = &openList{revision: l.revision, parts: parts, refs: l.refs, sums: sums}
	}
	l.f.lists.remember(known)
	l.refs = known.refs
	l.totals.Sums, l.totals.TooLarge = known.sums.amounts()
	return nil
}

func (l *listing) openParts(tx *bolt.Tx) (map[uint32]openPart, error) {
	parts := make(map[uint32]openPart, len(l.owners))
	for no := range l.owners {
		set, err := l.f.setOf(tx, no)
		if err != nil {
			return nil, err
		}
		until, err := lockedUntil(tx, no)
		if err != nil {
			return nil, err
		}
		parts[no] = openPart{set, until}
	}
	return parts, nil
}

// knownList is the remembered list, brought up to date; nil where only a search can tell.
func (l *listing) knownList(tx *bolt.Tx, parts map[uint32]openPart) (*openList, error) {
	known := l.f.lists.about(l.revision, parts)
	if known == nil {
		return nil, nil
	}
	return known.with(tx, l.owners, parts)
}

// narrow lists what a query takes out of a list.
func (l *listing) narrow(ctx context.Context, tx *bolt.Tx, q *search.Query, list *openList) error {
	work, err := l.scanners(tx, q, core.WorkOpen)
	if err != nil {
		return err
	}
	for _, s := range work {
		s.marked, s.hits.bits = true, make(bits)
	}
	if err := scanAll(ctx, work); err != nil {
		return err
	}
	l.add(work)
	l.refs = among(list.refs, work)
	return nil
}

// with is the list after the acts since it was made; nil where a new search is better.
func (l *openList) with(tx *bolt.Tx, owners map[uint32]core.AccountID, parts map[uint32]openPart) (*openList, error) {
	next := &openList{revision: l.revision, parts: parts, refs: l.refs, sums: l.sums}
	changes := 0
	for no, part := range parts {
		changed, known := part.set.since(l.parts[no].set)
		if changes += len(changed); !known || changes > rememberedTouches {
			return nil, nil
		}
		if len(changed) == 0 {
			continue
		}
		led, err := openLedgerNo(tx, no, owners[no])
		if err != nil {
			return nil, err
		}
		for _, line := range changed {
			var r row.Row
			if ok, err := led.row(line, &r); err != nil || !ok {
				return nil, err
			}
			if !next.put(ref{no, r.BookingDate, line}, r.Amount, wants(&r, part.until) && !part.set.matched.has(line)) {
				return nil, nil
			}
		}
	}
	return next, nil
}

// put lets a line be on the list or not, in a copy. Sums tell currencies in the order in which a search meets them: where
// one comes or goes, it reports that only a search can tell.
func (l *openList) put(at ref, amount core.Amount, wanted bool) bool {
	i, listed := slices.BinarySearchFunc(l.refs, at, ref.compare)
	if listed == wanted {
		return true
	}
	known := slices.IndexFunc(l.sums, func(s sum) bool { return s.Currency == amount.Currency })
	if known < 0 {
		return false
	}
	refs, sign := make([]ref, 0, len(l.refs)+1), +1
	if refs = append(refs, l.refs[:i]...); listed {
		refs, sign = append(refs, l.refs[i+1:]...), -1
	} else {
		refs = append(append(refs, at), l.refs[i:]...)
	}
	l.refs, l.sums = refs, slices.Clone(l.sums).add(amount, sign)
	return !l.sums[known].isZero()
}
