package app

import (
	"context"
	"strings"

	"ferry/core"
	"ferry/core/match"
)

// PreviewHand adds up an explanation that the user is putting together.
func (s *Service) PreviewHand(_ context.Context, h Hand) (view HandView, err error) {
	defer tell("add up", &err)
	_, made, err := s.hand(h)
	if err != nil {
		return HandView{}, err
	}
	return HandView{Why: made.Why, Left: made.Left, Partial: append(made.Partial, made.Unpaid...), Unpaid: made.Unpaid}, nil
}

// hand reads what a hand names and adds it up.
func (s *Service) hand(h Hand) (core.DossierID, match.Made, error) {
	d, err := s.dossierOf(h.Lines)
	if err != nil {
		return "", match.Made{}, err
	}
	lines, err := s.freeLines(h.Lines)
	if err != nil {
		return "", match.Made{}, err
	}
	limits, err := s.store.Limits(d)
	if err != nil {
		return "", match.Made{}, err
	}
	in := match.Hand{Lines: lines, Codings: postingsOf(h.Codings), Settings: match.Settings(limits)}
	for _, p := range h.Picks {
		item, err := s.store.Item(d, p.Item)
		if err != nil {
			return "", match.Made{}, err
		}
		if item.Open().IsZero() {
			return "", match.Made{}, refuse(core.CodeConflict, say(txtItemSettled, core.CleanText(item.Number)), txtSettledHint)
		}
		in.Picks = append(in.Picks, match.Pick{Item: item, Settles: p.Settles})
	}
	if err := s.inChart(d, ledgersOf(in.Codings)); err != nil {
		return "", match.Made{}, err
	}
	made, err := in.Explain()
	if err != nil {
		return "", match.Made{}, invalid(err)
	}
	return d, made, nil
}

func postingsOf(codings []Coding) []core.Posting {
	var list []core.Posting
	for _, c := range codings {
		list = append(list, core.Posting{Ledger: strings.TrimSpace(core.CleanText(c.Ledger)), Amount: c.Amount,
			VATCode: strings.TrimSpace(core.CleanText(c.VATCode)), Text: strings.TrimSpace(core.CleanText(c.Text))})
	}
	return list
}

// Settle accepts an explanation that the user put together, if it adds up to the cent.
func (s *Service) Settle(ctx context.Context, h Hand) (done core.Done, err error) {
	defer tell("settle", &err)
	d, err := s.dossierOf(h.Lines)
	if err != nil {
		return core.Done{}, err
	}
	return s.do(ctx, d, func() (core.Act, effect, error) {
		m, err := s.handMatch(h)
		if err != nil {
			return core.Act{}, effect{}, err
		}
		return core.Act{What: acceptedSentence(m), Match: []core.Match{m}}, effect{}, nil
	})
}

// handMatch makes a match of a hand that adds up.
func (s *Service) handMatch(h Hand) (core.Match, error) {
	d, made, err := s.hand(h)
	if err != nil {
		return core.Match{}, err
	}
	switch {
	case !made.Left.IsZero():
		text := txtLeft
		if line, err := s.store.Line(h.Lines[0].Account, h.Lines[0].No); err == nil && len(h.Lines) == 1 && (line.Amount.Minor < 0) != (made.Left.Minor < 0) {
			text = txtTooMuch
		}
		return core.Match{}, refuseWith(core.CodeInvalid, txtLeftHint, text, made.Left, string(made.Left.Currency))
	case len(made.Unpaid) > 0:
		return core.Match{}, refuse(core.CodeInvalid, say(txtUnpaid, core.CleanText(strings.Join(made.Unpaid, ", "))), txtUnpaidHint)
	case made.Why.Kind == core.MatchNone:
		return core.Match{}, invalid(match.ErrNothing)
	}
	lines, err := s.freeLines(h.Lines)
	if err != nil {
		return core.Match{}, err
	}
	if err := match.Check(made.Why, lines, s.itemsIn(d)); err != nil {
		return core.Match{}, invalid(err)
	}
	// The first line is the one whose With the others are.
	keys := []core.LineKey{firstKey(h.Lines)}
	return core.Match{Lines: append(keys, made.Why.With...), Why: made.Why}, nil
}

func firstKey(keys []core.LineKey) core.LineKey {
	first := keys[0]
	for _, key := range keys {
		if compareKeys(key, first) < 0 {
			first = key
		}
	}
	return first
}

// Code posts lines to ledger accounts, each line alone, all in one act.
func (s *Service) Code(ctx context.Context, keys []core.LineKey, codings []Coding) (done core.Done, err error) {
	defer tell("code the lines", &err)
	d, err := s.dossierOf(keys)
	if err != nil {
		return core.Done{}, err
	}
	if len(codings) == 0 {
		return core.Done{}, refuse(core.CodeInvalid, txtNoCoding, txtNoCodingHint)
	}
	return s.do(ctx, d, func() (core.Act, effect, error) {
		act := core.Act{}
		for _, key := range keys {
			m, err := s.handMatch(Hand{Lines: []core.LineKey{key}, Codings: codings})
			if err != nil {
				return act, effect{}, err
			}
			act.Match = append(act.Match, m)
		}
		act.What = say(txtDidCode, count(len(keys), "line"), explanationName(act.Match[0].Why))
		return act, effect{}, nil
	})
}
