package reconcile_test

import (
	"context"
	"fmt"
	"slices"

	"ferry/core"
	"ferry/core/app"
	"ferry/core/event"
)

// act does something whole: a refusal changes nothing.
func (b *books) act(what string, lines []core.LineKey, do func() error) (core.Done, error) {
	before, first := b.clone(), b.rev
	for _, k := range lines {
		if b.locked(b.line(k)) {
			return core.Done{}, &core.Error{Code: core.CodeConflict, Op: "reconcile", Msg: "the period is locked until " + b.locks[k.Account].Until.String()}
		}
	}
	if err := do(); err != nil {
		b.state = before
		return core.Done{}, err
	}
	b.rev++
	b.props, b.future = nil, nil
	done := core.Done{ID: b.rev, By: "anna", What: what, Lines: slices.Clone(lines)}
	for id := first + 1; id < b.rev; id++ {
		if _, made := b.matches[id]; made {
			done.Matches = append(done.Matches, id)
		}
	}
	b.past = append(b.past, past{before, done})
	b.events.Put(event.Books, string(dossier))
	b.events.Put(event.Proposals, string(dossier))
	return done, nil
}

func (b *books) make(lines []core.LineKey, why core.Explanation, auto bool) error {
	b.rev++
	m := core.Match{ID: b.rev, By: "anna", Auto: auto, Lines: slices.Clone(lines), Why: why}
	for _, k := range lines {
		s := b.states[k]
		if s.Match != 0 {
			return &core.Error{Code: core.CodeConflict, Msg: "the line is explained already"}
		}
		s.Line, s.Match, s.Kind, s.Auto, s.Check = k, m.ID, why.Kind, auto, false
		b.states[k] = s
	}
	for _, p := range why.Parts {
		i := b.items[p.Item]
		i.Settled += p.Settles.Minor
		if over := i.Settled * i.Amount.Minor; over < 0 || i.Settled*i.Settled > i.Amount.Minor*i.Amount.Minor {
			return &core.Error{Code: core.CodeConflict, Msg: i.Number + " is settled already"}
		}
		b.items[p.Item] = i
	}
	b.matches[m.ID] = m
	return nil
}

func (b *books) Accept(_ context.Context, k core.LineKey, why core.Explanation) (core.Done, error) {
	defer b.call("Accept")()
	lines := append([]core.LineKey{k}, why.With...)
	return b.act(fmt.Sprintf("accepted %v for %s", why.Numbers(), b.line(k).Amount), lines, func() error { return b.make(lines, why, false) })
}

func (b *books) AcceptAll(_ context.Context, keys []core.LineKey) (core.Done, error) {
	defer b.call("AcceptAll")()
	props := b.propose()
	return b.act(fmt.Sprintf("accepted %d lines", len(keys)), keys, func() error {
		for _, k := range keys {
			if len(props[k].Options) == 0 {
				return &core.Error{Code: core.CodeConflict, Msg: "nothing explains one of the lines"}
			}
			if why := props[k].Options[0]; b.states[k].Match == 0 {
				if err := b.make(append([]core.LineKey{k}, why.With...), why, false); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

func (b *books) AcceptSafe(_ context.Context, p app.SafePreview) (core.Done, error) {
	defer b.call("AcceptSafe")()
	if p.Revision != b.rev {
		return core.Done{}, &core.Error{Code: core.CodeConflict, Msg: "the books changed meanwhile"}
	}
	var lines []core.LineKey
	for _, x := range p.Proposals {
		lines = append(append(lines, x.Line), x.Best().With...)
	}
	return b.act(fmt.Sprintf("accepted %d safe proposals", len(p.Proposals)), lines, func() error {
		for _, x := range p.Proposals {
			if err := b.make(append([]core.LineKey{x.Line}, x.Best().With...), x.Best(), true); err != nil {
				return err
			}
		}
		return nil
	})
}

func (b *books) Reject(_ context.Context, k core.LineKey, why core.Explanation) (core.Done, error) {
	defer b.call("Reject")()
	return b.act("rejected a candidate", []core.LineKey{k}, func() error {
		s := b.states[k]
		s.Rejected = append(slices.Clone(s.Rejected), core.Rejection{Line: k, Kind: why.Kind, Items: itemsOf(why), With: why.With})
		b.states[k] = s
		return nil
	})
}

// hand works a hand explanation out.
func (b *books) hand(h app.Hand) (app.HandView, error) {
	var v app.HandView
	v.Left.Currency = core.EUR
	for _, k := range h.Lines {
		v.Left.Minor += b.line(k).Amount.Minor
	}
	total := v.Left.Minor
	v.Why.Kind = core.MatchExact
	if len(h.Picks) > 1 {
		v.Why.Kind = core.MatchSet
	}
	for _, p := range h.Picks {
		i, ok := b.items[p.Item]
		if !ok {
			return v, &core.Error{Code: core.CodeNotFound, Msg: "there is no such item"}
		}
		settles, sign := i.Open(), int64(1)
		if (i.Effect().Minor < 0) != (settles.Minor < 0) {
			sign = -1
		}
		if p.Settles.Currency != "" {
			settles = p.Settles
		} else if pays := sign * v.Left.Minor; len(h.Codings) == 0 && pays >= 0 && settles.Minor > pays && total != 0 {
			settles.Minor = pays
		}
		if settles.Minor == 0 {
			v.Partial = append(v.Partial, i.Number)
			continue
		}
		v.Left.Minor -= sign * settles.Minor
		if settles.Minor != i.Open().Minor {
			v.Partial, v.Why.Kind = append(v.Partial, i.Number), core.MatchPartial
		}
		v.Why.Parts = append(v.Why.Parts, core.Part{Item: i.ID, Number: i.Number, Settles: settles})
	}
	rest := -1
	for n, c := range h.Codings {
		if c.Amount.Currency == "" {
			rest = n
		}
		v.Left.Minor -= c.Amount.Minor
		v.Why.Postings = append(v.Why.Postings, core.Posting{Ledger: c.Ledger, Amount: c.Amount, VATCode: c.VATCode, Text: c.Text})
	}
	if rest >= 0 {
		v.Why.Postings[rest].Amount, v.Left.Minor = v.Left, 0
	}
	return v, nil
}

func (b *books) PreviewHand(_ context.Context, h app.Hand) (app.HandView, error) {
	defer b.call("PreviewHand")()
	return b.hand(h)
}

func (b *books) Settle(_ context.Context, h app.Hand) (core.Done, error) {
	defer b.call("Settle")()
	v, err := b.hand(h)
	if err != nil {
		return core.Done{}, err
	}
	if !v.Left.IsZero() {
		return core.Done{}, &core.Error{Code: core.CodeInvalid, Msg: "it does not add up: " + v.Left.String() + " is left", Hint: "write it off or pick more"}
	}
	return b.act(fmt.Sprintf("matched %v by hand", v.Why.Numbers()), h.Lines, func() error { return b.make(h.Lines, v.Why, false) })
}

func (b *books) Code(_ context.Context, keys []core.LineKey, codings []app.Coding) (core.Done, error) {
	defer b.call("Code")()
	return b.act(fmt.Sprintf("coded %d lines to %s", len(keys), codings[0].Ledger), keys, func() error {
		for _, k := range keys {
			v, err := b.hand(app.Hand{Lines: []core.LineKey{k}, Codings: codings})
			if err != nil {
				return err
			}
			v.Why.Kind = "coded"
			if err := b.make([]core.LineKey{k}, v.Why, false); err != nil {
				return err
			}
		}
		return nil
	})
}

func (b *books) Unmatch(_ context.Context, _ core.DossierID, ids []uint64) (core.Done, error) {
	defer b.call("Unmatch")()
	m := b.matches[ids[0]]
	return b.act("took a match apart", m.Lines, func() error {
		for _, k := range m.Lines {
			s := b.states[k]
			s.Match, s.Kind = 0, ""
			b.states[k] = s
		}
		for _, p := range m.Why.Parts {
			i := b.items[p.Item]
			i.Settled -= p.Settles.Minor
			b.items[p.Item] = i
		}
		delete(b.matches, m.ID)
		return nil
	})
}

func (b *books) MarkCheck(_ context.Context, keys []core.LineKey, on bool) (core.Done, error) {
	defer b.call("MarkCheck")()
	return b.act(fmt.Sprintf("marked %d lines to check", len(keys)), keys, func() error {
		for _, k := range keys {
			s := b.states[k]
			s.Check = on
			b.states[k] = s
		}
		return nil
	})
}

func (b *books) NoteLines(_ context.Context, keys []core.LineKey, text string) (core.Done, error) {
	defer b.call("NoteLines")()
	return b.act("noted", keys, func() error {
		for _, k := range keys {
			b.notes[k] = text
		}
		return nil
	})
}

func (b *books) NextUndo(context.Context, core.DossierID) (core.Done, bool, error) {
	defer b.call("NextUndo")()
	n := len(b.past)
	if n == 0 {
		return core.Done{}, false, &core.Error{Code: core.CodeNotFound, Msg: "there is nothing to take back"}
	}
	done := b.past[n-1].done
	return done, len(done.Lines) > 0, nil
}

func (b *books) Undo(context.Context, core.DossierID) (core.Done, error) {
	return b.turn("Undo", &b.past, &b.future)
}
func (b *books) Redo(context.Context, core.DossierID) (core.Done, error) {
	return b.turn("Redo", &b.future, &b.past)
}

// turn goes one act back or forth.
func (b *books) turn(name string, from, to *[]past) (core.Done, error) {
	defer b.call(name)()
	n := len(*from)
	if n == 0 {
		return core.Done{}, &core.Error{Code: core.CodeNotFound, Msg: "there is nothing to take back"}
	}
	p := (*from)[n-1]
	*from = (*from)[:n-1]
	*to = append(*to, past{b.clone(), p.done})
	rev := b.rev + 1
	b.state = p.before
	b.rev, b.props = rev, nil
	b.events.Put(event.Books, string(dossier))
	return p.done, nil
}
