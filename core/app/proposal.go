package app

import (
	"cmp"
	"context"
	"slices"
	"strconv"

	"ferry/core"
	"ferry/core/match"
)

// Proposal says what explains one line now. It is safe to accept without asking only if all lines were looked at together and
// nothing has changed since on which the line rests.
func (s *Service) Proposal(_ context.Context, key core.LineKey) (p core.Proposal, err error) {
	defer tell("explain the line", &err)
	line, state, d, err := s.lineAt(key)
	if err != nil {
		return core.Proposal{}, err
	}
	if state.Match != 0 {
		return core.Proposal{}, refuse(core.CodeConflict, txtMatched, say(txtMatchedHint, strconv.FormatUint(state.Match, 10)))
	}
	return s.bench(d).proposal(line, state)
}

// ProposalsOf says of many lines what [Service.Proposal] says of each, in order; of lines that are matched, that they are. What
// was found when all lines were looked at is read in the order in which it is kept.
func (s *Service) ProposalsOf(ctx context.Context, keys []core.LineKey) (list []core.Proposal, err error) {
	defer tell("explain the lines", &err)
	if len(keys) == 0 {
		return nil, nil
	}
	states, err := s.store.States(keys)
	if err != nil {
		return nil, err
	}
	places, err := s.byBench(keys)
	if err != nil {
		return nil, err
	}
	list = make([]core.Proposal, len(keys))
	placed := 0
	for w, mine := range places {
		placed += len(mine)
		for some := range slices.Chunk(w.inOrder(keys, mine), perBlock) {
			if err := ctx.Err(); err != nil {
				return nil, err
			}
			if err := w.proposals(keys, states, some, list); err != nil {
				return nil, err
			}
		}
	}
	for i := 0; placed < len(keys) && i < len(keys); i++ {
		if _, err := s.dossierOf(keys[i : i+1]); err != nil {
			return nil, err
		}
	}
	return list, nil
}

// proposals fills in what is said of the lines at some places.
func (w *workbench) proposals(keys []core.LineKey, states []core.LineState, places []int, list []core.Proposal) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	if err := w.load(); err != nil {
		return err
	}
	for _, i := range places {
		if states[i].Match != 0 {
			list[i] = core.Proposal{Line: keys[i], Reason: txtMatched}
			continue
		}
		line, err := w.s.store.Line(keys[i].Account, keys[i].No)
		if err != nil {
			return err
		}
		if list[i], err = w.said(line, states[i]); err != nil {
			return err
		}
	}
	return nil
}

// inOrder sorts the places of lines as the run has them, so that what is packed together is unpacked once.
func (w *workbench) inOrder(keys []core.LineKey, places []int) []int {
	w.mu.Lock()
	r := w.run
	w.mu.Unlock()
	if r == nil {
		return places
	}
	slices.SortStableFunc(places, func(a, b int) int { return cmp.Compare(r.at[keys[a]], r.at[keys[b]]) })
	return places
}

// lineAt reads a line, where it stands, and whose it is.
func (s *Service) lineAt(key core.LineKey) (line core.Line, state core.LineState, d core.DossierID, err error) {
	if line, err = s.store.Line(key.Account, key.No); err != nil {
		return line, state, d, err
	}
	states, err := s.store.States([]core.LineKey{key})
	if err != nil {
		return line, state, d, err
	}
	d, err = s.dossierOf([]core.LineKey{key})
	return line, states[0], d, err
}

// dossierOf is whose the lines are; they must be of one dossier.
func (s *Service) dossierOf(lines []core.LineKey) (d core.DossierID, err error) {
	if len(lines) == 0 {
		return "", refuse(core.CodeInvalid, txtNoLines, txtNoLinesHint)
	}
	seen := map[core.AccountID]bool{}
	for _, key := range lines {
		if seen[key.Account] {
			continue
		}
		seen[key.Account] = true
		account, err := s.store.Account(key.Account)
		switch {
		case err != nil:
			return "", err
		case account.Dossier == "":
			return "", refuse(core.CodeInvalid, say(txtNoDossierLine, accountName(account)), txtNoDossierLineHint)
		case d != "" && account.Dossier != d:
			return "", refuse(core.CodeInvalid, txtTwoDossiers, txtTwoDossiersHint)
		}
		d = account.Dossier
	}
	return d, nil
}

// proposal combines what the last look at all lines said with the books as they are.
func (w *workbench) proposal(line core.Line, state core.LineState) (core.Proposal, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if err := w.load(); err != nil {
		return core.Proposal{}, err
	}
	return w.said(line, state)
}

// said is the proposal of a line, when the parts are those of the books. mu is held.
func (w *workbench) said(line core.Line, state core.LineState) (core.Proposal, error) {
	key := line.Key()
	switch {
	case state.Locked:
		return core.Proposal{Line: key, Reason: txtLineLocked}, nil
	case !line.Missing.IsZero():
		return core.Proposal{Line: key, Reason: txtLineGone}, nil
	}
	kept, known := w.run.proposal(key)
	if known && w.stands(kept) {
		return w.caution(kept), nil
	}
	p := core.Proposal{Line: key, Reason: txtNoItem}
	switch {
	case line.State == core.Pending || line.AmountText != "":
		p.Reason = txtNotBooked
		return p, nil
	case line.Amount.IsZero():
		p.Reason = match.NothingPaid
		return p, nil
	}
	if known {
		together, err := w.together(kept)
		if err != nil {
			return p, err
		}
		p.Options = together
	}
	for _, x := range w.engine.Explain(line) {
		if !slices.ContainsFunc(p.Options, func(o core.Explanation) bool { return match.SameOption(o, x) }) {
			p.Options = append(p.Options, x)
		}
	}
	if len(p.Options) > 0 {
		p.Reason = p.Options[0].Reason + " " + txtLookingAgain
	}
	one := []core.Proposal{p}
	finish(one, []core.Line{line}, map[core.LineKey][]core.Rejection{key: state.Rejected}, w.coders()...)
	p = one[0]
	if p.Auto { // a rule's, which other lines have no say in; but an item may explain the line in a moment
		p.Auto, p.OneKey = false, true
	}
	return p, nil
}

// stands reports whether nothing has changed on which a kept proposal rests. mu is held.
func (w *workbench) stands(p core.Proposal) bool {
	if w.since.doubt || w.since.lines[p.Line] {
		return false
	}
	for _, x := range p.Options {
		for _, part := range x.Parts {
			if w.since.items[part.Item] {
				return false
			}
		}
		for _, key := range x.With {
			if w.since.lines[key] {
				return false
			}
		}
	}
	return true
}

// together are the options of a kept proposal that only show when lines are looked at together, and are still there.
func (w *workbench) together(kept core.Proposal) (options []core.Explanation, err error) {
	for _, x := range kept.Options {
		if len(x.With) == 0 {
			continue
		}
		states, err := w.s.store.States(x.With)
		if err != nil {
			return nil, err
		}
		if slices.ContainsFunc(states, func(s core.LineState) bool { return s.Match != 0 || s.Locked }) || !w.stillOpen(x) {
			continue
		}
		options = append(options, x)
	}
	return options, nil
}

// stillOpen reports whether all that an option settles is open. mu is held.
func (w *workbench) stillOpen(x core.Explanation) bool {
	for _, part := range x.Parts {
		item := w.open.byID[part.Item]
		if item == nil || item.Open().Currency != part.Settles.Currency || magnitude(item.Open().Minor) < magnitude(part.Settles.Minor) {
			return false
		}
	}
	return true
}

// Told is a reason of an explanation, or of the proposal whose first it is, with its amounts as write writes them, for screens.
func Told(reason string, e core.Explanation, write func(core.Amount) string) string {
	return match.Told(reason, e, write)
}

func magnitude(v int64) int64 { return max(v, -v) }

// rejects reports whether a rejection is of this option.
func rejects(r core.Rejection, x core.Explanation) bool {
	return r.Kind == x.Kind && slices.Equal(r.Items, itemsOf(x)) && slices.Equal(r.With, withOf(x))
}

// itemsOf are the items of an explanation in the order of their ids.
func itemsOf(x core.Explanation) []core.ItemID {
	var ids []core.ItemID
	for _, p := range x.Parts {
		ids = append(ids, p.Item)
	}
	slices.Sort(ids)
	return ids
}

// withOf are the other lines of an explanation in the order of their keys.
func withOf(x core.Explanation) []core.LineKey {
	return slices.SortedFunc(slices.Values(x.With), compareKeys)
}
