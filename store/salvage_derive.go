package store

import (
	"bytes"
	"cmp"
	"encoding/binary"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"ferry/core"
	"ferry/store/pages"
	"ferry/store/row"
	"ferry/store/run"
	"ferry/store/search"
)

// index makes the runs of a ledger anew. Lines are sorted by number.
func (s *salvage) index(no uint32, lines []salvagedLine) error {
	days := make([]byte, 0, len(lines)*(dayShape.Key+dayShape.Value))
	for _, l := range lines {
		days = binary.BigEndian.AppendUint32(binary.BigEndian.AppendUint64(days, uint64(l.no)), uint32(l.day))
	}
	byID := slices.Clone(lines)
	slices.SortFunc(byID, func(a, b salvagedLine) int {
		listedFirst := 0
		if a.gone != b.gone {
			if listedFirst = -1; a.gone {
				listedFirst = 1
			}
		}
		return cmp.Or(bytes.Compare(a.id[:], b.id[:]), listedFirst, cmp.Compare(b.no, a.no))
	})
	byID = slices.CompactFunc(byID, func(a, b salvagedLine) bool { return a.id == b.id })
	ids := make([]byte, 0, len(byID)*(idShape.Key+idShape.Value))
	for _, l := range byID {
		ids = binary.BigEndian.AppendUint64(append(ids, l.id[:]...), uint64(l.no))
	}
	for _, part := range []struct {
		bucket, entries []byte
		shape           run.Shape
	}{{bDays, days, dayShape}, {bIDs, ids, idShape}} {
		set, err := run.Open(s.tx.Bucket(part.bucket), no, part.shape)
		if err == nil {
			err = set.Add(part.entries)
		}
		if err != nil {
			return err
		}
	}
	return s.wrote(len(lines) / 100)
}

// derive makes the search records anew, and the figures but for what the books say.
func (s *salvage) derive(no uint32) error {
	old := s.figures[no]
	fig := figures{Books: old.Books + 1}
	w := segmentWriter{ledger: no, next: 1}
	err := s.each(bRows, no, func(_ []byte, r *row.Row) error {
		w.bucket = s.tx.Bucket(bSegments)
		fig.count(r, +1)
		return w.add(search.HeadOf(&r.Line, 0), search.AppendText(nil, &r.Line))
	})
	if err != nil {
		return err
	}
	w.bucket = s.tx.Bucket(bSegments)
	if err := w.end(); err != nil {
		return err
	}
	err = s.each(bPending, no, func(_ []byte, r *row.Row) error {
		if r.Missing.IsZero() {
			fig.Pending++
		}
		return nil
	})
	if err != nil {
		return err
	}
	_, err = putDoc(s.tx, bFigures, ledgerKey(no), fig)
	return err
}

// losses compares the lines that are there with those that were. The old index names every line with its day; where it is
// lost too, the old figures tell how many there were, and the torn stretches of keys where.
func (s *salvage) losses(no uint32, lines []salvagedLine) SalvagedAccount {
	a := SalvagedAccount{Lines: len(lines), Lost: s.dropped[no]}
	known, size := s.known[no], dayShape.Key+dayShape.Value
	torn := s.torn(no)
	old := len(s.lost[string(bDays)]) > 0 // the index may be one of earlier times
	if len(known) > 0 {
		var gone []salvagedLine
		for e := known; len(e) > 0; e = e[size:] {
			line := core.LineNo(binary.BigEndian.Uint64(e))
			if _, ok := find(lines, line); !ok {
				gone = append(gone, salvagedLine{no: line, day: core.Date(binary.BigEndian.Uint32(e[8:]))})
			}
		}
		a.Lost, a.Gaps = max(len(gone), s.figures[no].Lines-len(lines)), gaps(lines, gone)
		a.Unsure = s.outdated[no] || old && len(torn) > 0
		a.Reread = a.Lost > 0 || a.Unsure || s.dropped[no] > 0
		return a
	}
	a.Lost = max(a.Lost, s.figures[no].Lines-len(lines))
	a.Unsure = len(torn) > 0 || s.outdated[no]
	a.Reread = a.Lost > 0 || a.Unsure
	for _, r := range torn {
		a.Gaps = append(a.Gaps, s.gapOf(no, r, lines))
	}
	return a
}

func find(lines []salvagedLine, no core.LineNo) (int, bool) {
	return slices.BinarySearchFunc(lines, no, func(l salvagedLine, no core.LineNo) int { return cmp.Compare(l.no, no) })
}

// torn are the stretches of a ledger's lines in which some may be missing.
func (s *salvage) torn(no uint32) (list []pages.Range) {
	for _, r := range s.lost[string(bRows)] {
		if (r.High == nil || bytes.Compare(r.High, ledgerKey(no)) > 0) && bytes.Compare(r.Low, ledgerKey(no+1)) < 0 {
			list = append(list, r)
		}
	}
	return list
}

// gapOf says between which days a stretch lies: newer lines have smaller keys.
func (s *salvage) gapOf(no uint32, r pages.Range, lines []salvagedLine) (g Gap) {
	for _, l := range lines {
		g.Until = max(g.Until, l.day)
		if g.From.IsZero() || l.day < g.From {
			g.From = l.day
		}
	}
	if len(r.Low) == rowKeySize && bytes.HasPrefix(r.Low, ledgerKey(no)) {
		_, g.Until, _ = splitRowKey(r.Low)
	}
	if len(r.High) == rowKeySize && bytes.HasPrefix(r.High, ledgerKey(no)) {
		_, g.From, _ = splitRowKey(r.High)
	}
	return g
}

// gaps puts lost lines together between which no line is left, the newest first.
func gaps(left, gone []salvagedLine) (list []Gap) {
	all := make([]salvagedLine, 0, len(left)+len(gone))
	for _, l := range left {
		all = append(all, salvagedLine{no: l.no, day: l.day})
	}
	for _, l := range gone {
		all = append(all, salvagedLine{no: l.no, day: l.day, gone: true})
	}
	slices.SortFunc(all, func(a, b salvagedLine) int { return cmp.Or(cmp.Compare(b.day, a.day), cmp.Compare(b.no, a.no)) })
	open := false
	for _, l := range all {
		switch {
		case !l.gone:
		case !open:
			list = append(list, Gap{From: l.day, Until: l.day, Lines: 1})
		default:
			g := &list[len(list)-1]
			g.From, g.Lines = l.day, g.Lines+1
		}
		open = l.gone
	}
	return list
}

// everything is a day that no reading ever went back to: a feed that was asked for no older lines reads all of them again,
// and does not call them late.
func everything() core.Date { return core.NewDate(9999, time.December, 31) }

// feed lets the next reading of an account be one of everything where lines are lost, and never gives a number again that a
// lost line may have had.
func (s *salvage) feed(id core.AccountID, lines []salvagedLine, reread bool) error {
	state, ok, err := getDoc[core.FeedState](s.tx, bFeeds, []byte(id))
	if err != nil {
		return err
	}
	if ok && !reread {
		return nil
	}
	const unknown = 1 << 12 // readings that nobody remembers
	if state.Account = id; !ok {
		state.Reading = unknown
	}
	for _, l := range lines {
		state.Reading = max(state.Reading, uint64(l.no)>>32)
	}
	state.Open, state.Next, state.Restart, state.Taken = false, "", false, 0
	state.Deep, state.Full, state.NextTry, state.SeenSync, state.Exhausted = time.Time{}, time.Time{}, time.Time{}, "", false
	state.Offset, state.OffsetKnown, state.Probed, state.ProbedKnown = core.Amount{}, false, core.Amount{}, false
	if !state.Complete.IsZero() {
		state.HistoryFrom = everything()
	}
	_, err = putDoc(s.tx, bFeeds, []byte(id), state)
	return err
}

// books lets go of what stands on something that is lost, and counts what is open.
func (s *salvage) books(owners map[uint32]core.AccountID) error {
	if !s.names[string(bBooks)] {
		return nil // the way to that format counts
	}
	dropped, err := s.matches(owners)
	if err != nil {
		return err
	}
	strays, err := s.lineNotes(owners)
	if err != nil {
		return err
	}
	whole := dropped+strays == 0
	for _, bucket := range bookBuckets {
		whole = whole && len(s.lost[string(bucket)]) == 0
	}
	if dropped > 0 {
		s.other("%d matches stood on lines or items that are lost: what they explained is open again", dropped)
	}
	if !whole {
		if err := s.forgetActs(); err != nil {
			return err
		}
	}
	for no := range owners {
		fig, err := readFigures(s.tx, no)
		if err != nil {
			return err
		}
		until, err := lockedUntil(s.tx, no)
		if err != nil {
			return err
		}
		if fig.Open, err = countOpen(s.tx, no, until); err != nil {
			return err
		}
		set, err := loadSet(s.tx, no)
		if err != nil {
			return err
		}
		fig.Check = countBits(set.marks)
		if _, err := putDoc(s.tx, bFigures, ledgerKey(no), fig); err != nil {
			return err
		}
	}
	return nil
}

func (s *salvage) other(format string, args ...any) {
	s.report.Others = append(s.report.Others, fmt.Sprintf(format, args...))
}

// sayWhatWasLost adds what no count tells, and puts the whole into the journal.
func (s *salvage) sayWhatWasLost() error {
	counted := map[string]bool{}
	for _, name := range [][]byte{bRows, bDays, bFigures, bJournal, bDeliveries, bNumbers, bRevisions, bPending, bFeeds} {
		counted[string(name)] = true
	}
	var may []string
	for _, name := range slices.Sorted(maps.Keys(s.lost)) {
		if !counted[name] {
			may = append(may, name)
		}
	}
	if len(may) > 0 {
		s.other("some of these may be lost: %s", strings.Join(may, ", "))
	}
	if s.report.Whole() {
		return nil
	}
	lost := 0
	for _, a := range s.report.Accounts {
		lost += a.Lost
	}
	return s.note(core.JournalEntry{Kind: salvageKind, What: fmt.Sprintf(
		"brought over from a damaged file; lost: %d lines, %d journal entries, %d deliveries", lost, s.report.EntriesLost, s.report.DeliveriesLost),
		Why: strings.Join(s.report.Others, "; ")})
}
