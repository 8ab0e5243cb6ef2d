package store

import (
	"context"
	"runtime"
	"runtime/debug"
	"slices"
	"sync"
	"sync/atomic"

	"ferry/core"
	"ferry/store/row"
	"ferry/store/search"

	bolt "go.etcd.io/bbolt"
)

// scanner searches one ledger's records. Everything that needs the transaction is gathered first, because a transaction
// belongs to one goroutine; the mapped memory itself may be read by many.
type scanner struct {
	ledger   uint32
	owner    core.AccountID
	q        *search.Query
	work     *workFilter
	segments []search.Segment
	stamps   map[core.LineNo]uint32
	found    []ref
	sums     sums
	err      error
}

func newScanner(tx *bolt.Tx, no uint32, owner core.AccountID, q *search.Query) (s *scanner, err error) {
	s = &scanner{ledger: no, owner: owner, q: q}
	if s.stamps, err = stampsOf(tx, no); err != nil {
		return nil, err
	}
	return s, eachSegment(tx, no, func(seg search.Segment) error {
		s.segments = append(s.segments, seg)
		return nil
	})
}

// scanAll runs the scanners on all cores.
func scanAll(ctx context.Context, work []*scanner) error {
	// The longest first, so that no core is left with one at the end.
	slices.SortFunc(work, func(a, b *scanner) int { return len(b.segments) - len(a.segments) })
	var next atomic.Int64
	var wg sync.WaitGroup
	for range min(len(work), runtime.GOMAXPROCS(0)) {
		wg.Go(func() {
			defer debug.SetPanicOnFault(debug.SetPanicOnFault(true))
			for i := next.Add(1) - 1; int(i) < len(work); i = next.Add(1) - 1 {
				work[i].run(ctx)
			}
		})
	}
	wg.Wait()
	for _, s := range work {
		if s.err != nil {
			return s.err
		}
	}
	return ctx.Err()
}

func (s *scanner) run(ctx context.Context) {
	defer caught("search", &s.err)()
	sorted := true
	for _, seg := range s.segments {
		if ctx.Err() != nil {
			return
		}
		seg.Match(s.q, func(_ int, h search.Head) {
			if s.stamps != nil && s.stamps[h.No] != h.Stamp {
				return // an earlier record of the line
			}
			if !s.work.takes(&h) {
				return
			}
			at := ref{s.ledger, h.Day, h.No}
			if n := len(s.found); n > 0 && sorted {
				sorted = s.found[n-1].compare(at) < 0
			}
			s.found = append(s.found, at)
			if !s.q.NeedsLine() && h.Flags&search.Missing == 0 {
				s.sums = s.sums.add(core.Amount{Minor: h.Minor, Currency: h.Currency}, +1)
			}
		})
	}
	if !sorted {
		slices.SortFunc(s.found, ref.compare)
	}
}

// confirm asks the lines themselves where a record alone does not decide.
func (s *scanner) confirm(tx *bolt.Tx) error {
	if !s.q.NeedsLine() {
		return nil
	}
	kept := s.found[:0]
	for _, at := range s.found {
		var r row.Row
		if err := row.Decode(tx.Bucket(bRows).Get(rowKey(at.ledger, at.day, at.no)), &r); err != nil {
			return err
		}
		if !s.q.Line(&r.Line) {
			continue
		}
		kept = append(kept, at)
		if r.Missing.IsZero() {
			s.sums = s.sums.add(r.Amount, +1)
		}
	}
	s.found = kept
	return nil
}

// mergeRefs appends what the scanners found, in the order of lists. Each one's findings are in order already.
func mergeRefs(refs []ref, work []*scanner) []ref {
	lists := make([][]ref, 0, len(work))
	for _, s := range work {
		if len(s.found) > 0 {
			lists = append(lists, s.found)
		}
	}
	// Pairs of neighbours, again and again: every line is moved as often as the number of lists has binary digits.
	for len(lists) > 1 {
		var next [][]ref
		for i := 0; i < len(lists); i += 2 {
			if i+1 == len(lists) {
				next = append(next, lists[i])
				continue
			}
			next = append(next, mergeTwo(lists[i], lists[i+1]))
		}
		lists = next
	}
	if len(lists) == 1 {
		refs = append(refs, lists[0]...)
	}
	return refs
}

func mergeTwo(a, b []ref) []ref {
	out := make([]ref, 0, len(a)+len(b))
	for len(a) > 0 && len(b) > 0 {
		if a[0].compare(b[0]) < 0 {
			out, a = append(out, a[0]), a[1:]
		} else {
			out, b = append(out, b[0]), b[1:]
		}
	}
	return append(append(out, a...), b...)
}
