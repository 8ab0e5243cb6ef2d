package app

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"

	"ferry/core"
	"ferry/core/match"
)

// Accept takes an explanation of a line. It is checked against the books as they are: one that no longer adds up is refused.
func (s *Service) Accept(ctx context.Context, key core.LineKey, why core.Explanation) (done core.Done, err error) {
	defer tell("accept", &err)
	d, err := s.dossierOf([]core.LineKey{key})
	if err != nil {
		return core.Done{}, err
	}
	return s.do(ctx, d, func() (core.Act, effect, error) {
		m, err := s.matchOf(d, key, s.told(d, key, why))
		if err != nil {
			return core.Act{}, effect{}, err
		}
		return core.Act{What: acceptedSentence(m), Match: []core.Match{m}}, effect{}, nil
	})
}

// told gives an explanation the words of the proposal that it is an option of: the sentence with the margin, for the first.
func (s *Service) told(d core.DossierID, key core.LineKey, why core.Explanation) core.Explanation {
	line, state, _, err := s.lineAt(key)
	if err != nil || state.Match != 0 {
		return why // matchOf says what is wrong
	}
	p, err := s.bench(d).proposal(line, state)
	if err != nil {
		return why
	}
	for i, x := range p.Options {
		if match.SameOption(x, why) {
			return reasoned(p, i)
		}
	}
	return why
}

// reasoned is an option as it is kept with a match: the first with the proposal's own sentence.
func reasoned(p core.Proposal, i int) core.Explanation {
	x := p.Options[i]
	if i == 0 && p.Reason != "" {
		x.Reason = p.Reason
	}
	return x
}

// matchOf makes a match of an explanation of a line and all lines that belong to it, checked against the books.
func (s *Service) matchOf(d core.DossierID, key core.LineKey, why core.Explanation) (core.Match, error) {
	keys := append([]core.LineKey{key}, why.With...)
	lines, err := s.freeLines(keys)
	if err != nil {
		return core.Match{}, err
	}
	if owner, err := s.dossierOf(keys); err != nil {
		return core.Match{}, err
	} else if owner != d {
		return core.Match{}, refuse(core.CodeInvalid, txtTwoDossiers, txtTwoDossiersHint)
	}
	why = match.Join(why, lines[0], lines[1:])
	if err := match.Check(why, lines, s.itemsIn(d)); err != nil {
		return core.Match{}, changed(err)
	}
	if err := s.inChart(d, ledgersOf(why.Postings)); err != nil {
		return core.Match{}, err
	}
	return core.Match{Lines: keys, Why: why}, nil
}

// itemsIn looks items up in a dossier.
func (s *Service) itemsIn(d core.DossierID) func(core.ItemID) (core.OpenItem, bool) {
	return func(id core.ItemID) (core.OpenItem, bool) {
		item, err := s.store.Item(d, id)
		return item, err == nil
	}
}

// freeLines reads lines that can be matched; the first that cannot is refused with the reason.
func (s *Service) freeLines(keys []core.LineKey) ([]core.Line, error) {
	states, err := s.store.States(keys)
	if err != nil {
		return nil, err
	}
	lines := make([]core.Line, len(keys))
	for i, key := range keys {
		if lines[i], err = s.store.Line(key.Account, key.No); err != nil {
			return nil, err
		}
		switch {
		case states[i].Match != 0:
			return nil, refuseWith(core.CodeConflict, say(txtMatchedHint, strconv.FormatUint(states[i].Match, 10)), txtLineMatched, lines[i])
		case states[i].Locked:
			return nil, refuseWith(core.CodeConflict, txtLineInLockHint, txtLineInLock, lines[i])
		case !lines[i].Missing.IsZero():
			return nil, refuseWith(core.CodeConflict, txtLineNotListedHint, txtLineNotListed, lines[i])
		case lines[i].State == core.Pending || lines[i].AmountText != "":
			return nil, refuseWith(core.CodeInvalid, txtLineNotBookedHint, txtLineNotBooked, lines[i])
		}
	}
	return lines, nil
}

// lineName names a line in a sentence: its day, its amount, and who it is with.
func lineName(l core.Line, write func(core.Amount) string) string {
	name := strings.TrimSpace(core.CleanText(l.CounterpartName))
	return strings.TrimSpace(l.BookingDate.String() + " " + write(l.Amount) + " " + name)
}

// changed is what does not add up: the books are others than when the explanation was made.
func changed(err error) error {
	return &core.Error{Code: core.CodeConflict, Msg: say(txtChanged, core.CleanText(err.Error())), Hint: txtChangedHint, Err: err}
}

// AcceptAll takes the first option of each line, in one act. If a line has none, or two want the same item, nothing is done.
func (s *Service) AcceptAll(ctx context.Context, keys []core.LineKey) (done core.Done, err error) {
	defer tell("accept the lines", &err)
	d, err := s.dossierOf(keys)
	if err != nil {
		return core.Done{}, err
	}
	return s.do(ctx, d, func() (core.Act, effect, error) {
		act := core.Act{}
		taken := map[core.LineKey]bool{}
		by := map[core.ItemID]core.Line{}
		for _, key := range keys {
			if taken[key] {
				continue
			}
			m, line, err := s.firstOption(d, key)
			if err != nil {
				return act, effect{}, err
			}
			for _, other := range m.Lines {
				if taken[other] {
					return act, effect{}, refuseWith(core.CodeConflict, txtItemTwiceHint, txtLineTwice, line)
				}
				taken[other] = true
			}
			for _, p := range m.Why.Parts {
				if other, ok := by[p.Item]; ok {
					return act, effect{}, refuseWith(core.CodeConflict, txtItemTwiceHint, txtItemTwice, core.CleanText(p.Number), other, line)
				}
				by[p.Item] = line
			}
			act.Match = append(act.Match, m)
		}
		act.What = say(txtDidAcceptAll, count(len(act.Match), "proposal"))
		return act, effect{}, nil
	})
}

// firstOption makes a match of the first option of a line.
func (s *Service) firstOption(d core.DossierID, key core.LineKey) (core.Match, core.Line, error) {
	line, state, _, err := s.lineAt(key)
	if err != nil {
		return core.Match{}, line, err
	}
	if state.Match == 0 && !state.Locked {
		p, err := s.bench(d).proposal(line, state)
		if err != nil {
			return core.Match{}, line, err
		}
		if len(p.Options) == 0 {
			return core.Match{}, line, refuseWith(core.CodeConflict, txtNoOptionHint, txtNoOption, line)
		}
		m, err := s.matchOf(d, key, reasoned(p, 0))
		return m, line, err
	}
	_, err = s.freeLines([]core.LineKey{key}) // says why not
	return core.Match{}, line, err
}

// Reject keeps an explanation from being offered again for the line, and for the lines that belong to it.
func (s *Service) Reject(ctx context.Context, key core.LineKey, why core.Explanation) (done core.Done, err error) {
	defer tell("reject", &err)
	keys := append([]core.LineKey{key}, why.With...)
	d, err := s.dossierOf(keys)
	if err != nil {
		return core.Done{}, err
	}
	if why.Kind == core.MatchNone || why.Kind == "" {
		return core.Done{}, refuse(core.CodeInvalid, txtNothingToReject, txtNoOptionHint)
	}
	done, err = s.do(ctx, d, func() (core.Act, effect, error) {
		lines, err := s.freeLines(keys)
		if err != nil {
			return core.Act{}, effect{}, err
		}
		act := core.Act{What: say(txtDidReject, explanationName(why), lineName(lines[0], plainAmount))}
		for i, k := range keys {
			others := slices.Delete(slices.Clone(keys), i, i+1)
			slices.SortFunc(others, compareKeys)
			act.Reject = append(act.Reject, core.Rejection{Line: k, Kind: why.Kind, Items: itemsOf(why), With: others})
		}
		return act, effect{lines: keys}, nil
	})
	return s.inWords([]core.Done{done})[0], err
}

// Unmatch takes matches apart: their lines want an explanation again, their items are open again.
func (s *Service) Unmatch(ctx context.Context, d core.DossierID, ids []uint64) (done core.Done, err error) {
	defer tell("unmatch", &err)
	ids = slices.Compact(slices.Sorted(slices.Values(ids)))
	if len(ids) == 0 {
		return core.Done{}, refuse(core.CodeInvalid, txtNoMatches, txtNoMatchesHint)
	}
	return s.do(ctx, d, func() (core.Act, effect, error) {
		e := effect{doubt: true}
		what := say(txtDidUnmatchMany, len(ids))
		for _, id := range ids {
			m, err := s.store.Match(d, id)
			if err != nil {
				return core.Act{}, e, err
			}
			e.lines, e.items = append(e.lines, m.Lines...), append(e.items, itemsOf(m.Why)...)
			if len(ids) == 1 {
				what = say(txtDidUnmatch, explanationName(m.Why))
			}
		}
		return core.Act{What: what, Unmatch: ids}, e, nil
	})
}

// MarkCheck marks lines to be looked at again, or takes the marks away.
func (s *Service) MarkCheck(ctx context.Context, keys []core.LineKey, on bool) (done core.Done, err error) {
	defer tell("mark the lines", &err)
	d, err := s.dossierOf(keys)
	if err != nil {
		return core.Done{}, err
	}
	done, err = s.do(ctx, d, func() (core.Act, effect, error) {
		act := core.Act{What: say(txtDidMark, count(len(keys), "line"))}
		if !on {
			act.What = say(txtDidUnmark, count(len(keys), "line"))
		}
		for _, key := range keys {
			act.Check = append(act.Check, core.LineMark{Line: key, On: on})
		}
		return act, effect{idle: true}, nil
	})
	if err != nil {
		return done, err
	}
	w := s.bench(d)
	w.mu.Lock()
	defer w.mu.Unlock()
	marks := make(map[core.LineKey]bool, len(keys))
	for _, key := range keys {
		marks[key] = on
	}
	w.mark(marks)
	return done, nil
}

// NoteLines writes the user's note on lines; an empty text takes it away.
func (s *Service) NoteLines(ctx context.Context, keys []core.LineKey, text string) (done core.Done, err error) {
	defer tell("write the note", &err)
	d, err := s.dossierOf(keys)
	if err != nil {
		return core.Done{}, err
	}
	text = strings.TrimSpace(core.CleanText(text))
	return s.do(ctx, d, func() (core.Act, effect, error) {
		act := core.Act{What: say(txtDidNote, count(len(keys), "line"))}
		for _, key := range keys {
			act.Notes = append(act.Notes, core.LineNote{Line: key, Text: text})
		}
		return act, effect{idle: true}, nil
	})
}

// explanationName names an explanation in a sentence: its items, its accounts, or its kind.
func explanationName(x core.Explanation) string {
	list := x.Numbers()
	if len(list) == 0 {
		list = ledgersOf(x.Postings)
	}
	if len(list) == 0 {
		return say(txtTheKind, string(x.Kind))
	}
	if len(list) > 3 {
		list = append(slices.Clone(list[:2]), say(txtMore, len(list)-2))
	}
	name := strings.Join(list, ", ")
	if ledgers := ledgersOf(x.Postings); len(x.Parts) > 0 && len(ledgers) > 0 {
		name = say(txtRestTo, name, strings.Join(ledgers, ", "))
	}
	return core.CleanText(name)
}

func acceptedSentence(m core.Match) string {
	if len(m.Lines) > 1 {
		return say(txtDidAcceptLines, explanationName(m.Why), len(m.Lines))
	}
	return say(txtDidAccept, explanationName(m.Why))
}

// ledgersOf lists the accounts that postings name, each once.
func ledgersOf(postings []core.Posting) (list []string) {
	for _, p := range postings {
		if !slices.Contains(list, p.Ledger) {
			list = append(list, p.Ledger)
		}
	}
	return list
}

// inChart refuses accounts that the dossier's chart does not have.
func (s *Service) inChart(d core.DossierID, ledgers []string) error {
	if len(ledgers) == 0 {
		return nil
	}
	chart, err := s.store.Chart(d)
	if err != nil {
		return err
	}
	for _, number := range ledgers {
		if !slices.ContainsFunc(chart, func(a core.LedgerAccount) bool { return a.Number == number }) {
			return refuse(core.CodeInvalid, say(txtNoLedger, core.CleanText(number)), txtNoLedgerHint)
		}
	}
	return nil
}

// invalid is what a person put together and does not hold.
func invalid(err error) error {
	hint := txtHandHint
	switch {
	case errors.Is(err, match.ErrSettled):
		hint = txtSettledHint
	case errors.Is(err, match.ErrCurrencies), errors.Is(err, match.ErrNoRate):
		hint = txtCurrencyHint
	}
	return &core.Error{Code: core.CodeInvalid, Msg: core.CleanText(err.Error()), Hint: hint, Err: err}
}
