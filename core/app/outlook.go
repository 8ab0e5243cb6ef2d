package app

import (
	"context"
	"encoding/binary"
	"hash/fnv"
	"slices"

	"ferry/core"
	"ferry/core/match"
)

// Outlook is what the last look at all open lines promises of one line, for a list that marks its rows.
type Outlook uint8

const (
	// OutlookUnknown stands for lines that were not looked at, or of which something changed since.
	OutlookUnknown Outlook = iota
	// OutlookSafe lines can be accepted without asking.
	OutlookSafe
	// OutlookChoice lines have options that a person must choose from.
	OutlookChoice
	// OutlookNone lines are those that nothing explains.
	OutlookNone
)

// outlookOf is what a proposal promises.
func outlookOf(p core.Proposal) Outlook {
	switch {
	case len(p.Options) == 0:
		return OutlookNone
	case p.Auto:
		return OutlookSafe
	}
	return OutlookChoice
}

// Outlooks tells what the last look promises of lines, one for each key, in order. It computes nothing: it is for the rows of a
// list, as they are painted. A line is unknown as soon as something changed on which its proposal rests.
func (s *Service) Outlooks(_ context.Context, keys []core.LineKey) (list []Outlook, err error) {
	defer tell("read what explains the lines", &err)
	list = make([]Outlook, len(keys))
	places, err := s.byBench(keys)
	if err != nil {
		return nil, err
	}
	for w, mine := range places {
		own, err := s.ownAccounts(w.id)
		if err != nil {
			return nil, err
		}
		w.outlooks(own, keys, mine, list)
	}
	return list, nil
}

// byBench sorts the places of lines by the workbench of their dossier; lines without one are left out.
func (s *Service) byBench(keys []core.LineKey) (map[*workbench][]int, error) {
	places := map[*workbench][]int{}
	known := map[core.AccountID]*workbench{}
	for i, key := range keys {
		w, ok := known[key.Account]
		if !ok {
			account, err := s.store.Account(key.Account)
			if err != nil {
				return nil, err
			}
			if account.Dossier != "" {
				w = s.bench(account.Dossier)
			}
			known[key.Account] = w
		}
		if w != nil {
			places[w] = append(places[w], i)
		}
	}
	return places, nil
}

// outlooks fills in what the run says of the lines at some places, if it is one of the books as they are.
func (w *workbench) outlooks(own []match.Own, keys []core.LineKey, places []int, list []Outlook) {
	w.mu.Lock()
	defer w.mu.Unlock()
	r := w.run
	if r == nil || w.since.doubt || w.books != w.s.store.BooksRevision(w.id) || !slices.Equal(own, r.own) {
		return
	}
	back := w.keptBack()
	for _, place := range places {
		if i, ok := r.at[keys[place]]; ok && !w.since.any(r.supports.of(i)) {
			if list[place] = r.outlooks[i]; back[i] {
				list[place] = OutlookChoice
			}
		}
	}
}

// supports lists for each line of a run what its proposal rests on: itself, its items and the lines beside it. They are kept as
// short sums; two things with the same sum only make a line look as if it had changed.
type supports struct {
	sums []uint32
	ends []int // by line: where its sums end
}

func (s *supports) add(p core.Proposal) {
	from := len(s.sums)
	put := func(sum uint32) {
		if !slices.Contains(s.sums[from:], sum) {
			s.sums = append(s.sums, sum)
		}
	}
	put(lineSum(p.Line))
	for _, x := range p.Options {
		for _, part := range x.Parts {
			put(itemSum(part.Item))
		}
		for _, key := range x.With {
			put(lineSum(key))
		}
	}
	s.ends = append(s.ends, len(s.sums))
}

func (s *supports) of(i int) []uint32 {
	from := 0
	if i > 0 {
		from = s.ends[i-1]
	}
	return s.sums[from:s.ends[i]]
}

func itemSum(id core.ItemID) uint32 {
	h := fnv.New32a()
	_, _ = h.Write([]byte(id)) // a hash takes everything
	return h.Sum32()
}

func lineSum(key core.LineKey) uint32 {
	h := fnv.New32a()
	_, _ = h.Write(binary.BigEndian.AppendUint64([]byte(key.Account), uint64(key.No)))
	return h.Sum32()
}
