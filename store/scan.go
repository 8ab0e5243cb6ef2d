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

// scanner searches some of a ledger's records. Everything that needs the transaction is gathered first, because a transaction
// belongs to one goroutine; the mapped memory itself may be read by many.
type scanner struct {
	ledger   uint32
	part     int
	q        *search.Query
	work     *workFilter
	segments []search.Segment
	stamps   map[core.LineNo]uint32
	marked   bool // what is found is wanted as a set
	found    []ref
	hits     bitCursor
	sums     sums
	err      error
}

// segmentsAtOnce are about 20,000 lines: enough that sharing them out costs nothing, few enough that all cores have some.
const segmentsAtOnce = 20

// newScanners are those of a ledger, in the order of its records.
func newScanners(tx *bolt.Tx, no uint32, q *search.Query, work *workFilter) (list []*scanner, err error) {
	stamps, err := stampsOf(tx, no)
	if err != nil {
		return nil, err
	}
	var segments []search.Segment
	err = eachSegment(tx, no, func(seg search.Segment) error {
		segments = append(segments, seg)
		return nil
	})
	for some := range slices.Chunk(segments, segmentsAtOnce) {
		list = append(list, &scanner{ledger: no, part: len(list), q: q, work: work.clone(), segments: some, stamps: stamps})
	}
	return list, err
}

// scanAll runs the scanners on all cores.
func scanAll(ctx context.Context, work []*scanner) error {
	// The longest first, so that no core is left with one at the end.
	work = slices.SortedStableFunc(slices.Values(work), func(a, b *scanner) int { return len(b.segments) - len(a.segments) })
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
			if !s.q.NeedsLine() && h.Flags&search.Missing == 0 {
				s.sums = s.sums.add(core.Amount{Minor: h.Minor, Currency: h.Currency}, +1)
			}
			if s.marked {
				s.hits.add(h.No)
				return
			}
			at := ref{s.ledger, h.Day, h.No}
			if n := len(s.found); n > 0 && sorted {
				sorted = s.found[n-1].compare(at) < 0
			}
			s.found = append(s.found, at)
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

// among are the lines of a list that the scanners marked, in the list's order: nothing need be sorted for it.
func among(refs []ref, work []*scanner) []ref {
	hits, n := make(map[uint32]*bitCursor), 0
	for _, s := range work {
		n += s.hits.count()
		if one := hits[s.ledger]; one == nil {
			hits[s.ledger] = &bitCursor{bits: s.hits.bits}
		} else {
			one.join(s.hits.bits)
		}
	}
	found := make([]ref, 0, n)
	for _, at := range refs {
		if one := hits[at.ledger]; one != nil && one.has(at.no) {
			found = append(found, at)
		}
	}
	return found
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
