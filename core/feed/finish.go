package feed

import (
	"ferry/core"
)

// Finish ends the reading once Page said Done. The ledger must have all earlier changes. When the balance shows that
// something is missing further down, or the reading did not begin at the top, the step is not Done: go on with Page.
func (r *Reading) Finish(view core.LedgerView, balance core.Amount, known bool) (Step, error) {
	stats, err := view.Stats()
	if err != nil {
		return Step{}, err
	}
	if r.partial {
		return r.again(stats), nil
	}
	if !r.end && r.deeper(stats, balance, known) {
		return Step{State: r.state, First: r.position}, nil
	}
	r.corrections = 0
	changes := r.settleAll()
	gone, err := r.missing(view, stats, len(changes) > 0)
	if err != nil {
		return Step{}, err
	}
	changes = append(changes, gone...)
	r.proof(sumAfter(stats.Sum, changes, r.corrections), balance, known && !stats.SumTooLarge)
	r.close(stats)
	return Step{Changes: changes, State: r.state, First: r.position, Done: true}, nil
}

// again ends a reading that was taken up behind an interruption, and begins a light one at the top: what came meanwhile
// stands above the place where it went on. A partial reading decides nothing, so that there is nothing to write before.
func (r *Reading) again(stats core.AccountStats) Step {
	r.close(stats)
	r.forget()
	r.partial, r.end = false, false
	r.state.Reading, r.state.Taken, r.state.Open = r.state.Reading+1, 0, true
	return Step{State: r.state, First: r.position}
}

// deeper sends the reading further down when the balance does not agree and this disagreement has not been looked into.
func (r *Reading) deeper(stats core.AccountStats, balance core.Amount, known bool) bool {
	s := r.state
	offset, ok := offsetOf(balance, stats.Sum, known && !stats.SumTooLarge)
	if !ok || !s.OffsetKnown || offset == s.Offset || s.ProbedKnown && offset == s.Probed {
		return false
	}
	if s.Depth == core.Light {
		r.state.Depth = core.Deep
		if !r.enough() {
			return true
		}
	}
	if r.state.Depth == core.Deep && r.opts.Now.Sub(s.Full) > fullEvery {
		r.state.Depth = core.Full
		return !r.enough()
	}
	return false
}

// sumAfter is the sum of listed lines once the changes are written. corrections is what revised amounts add.
func sumAfter(sum core.Amount, changes []core.Change, corrections int64) core.Amount {
	sum.Minor += corrections
	for _, c := range changes {
		switch c.Kind {
		case core.Insert, core.Relist:
			sum.Minor += c.New.Amount.Minor
		case core.Unlist:
			sum.Minor -= c.New.Amount.Minor
		}
		if sum.Currency == "" {
			sum.Currency = c.New.Amount.Currency
		}
	}
	return sum
}

// proof notes what the balance now says. The offset is settled only when there was nothing left to look for.
func (r *Reading) proof(sum, balance core.Amount, known bool) {
	offset, ok := offsetOf(balance, sum, known)
	switch {
	case !ok:
	case !r.state.OffsetKnown || r.end || r.state.Depth == core.Full || offset == r.state.Offset:
		r.state.Offset, r.state.OffsetKnown = offset, true
		r.state.Probed, r.state.ProbedKnown = core.Amount{}, false
	default:
		r.state.Probed, r.state.ProbedKnown = offset, true
	}
}

func offsetOf(balance, sum core.Amount, known bool) (core.Amount, bool) {
	if sum == (core.Amount{}) {
		sum.Currency = balance.Currency
	}
	offset, err := balance.Add(sum.Neg())
	return offset, known && err == nil
}

// missing lists the stored lines that the bank no longer lists, within the days that this reading is sure to have covered.
func (r *Reading) missing(view core.LedgerView, stats core.AccountStats, undecided bool) ([]core.Change, error) {
	from := r.deepest().AddDays(slack)
	switch {
	case r.alive == 0, !r.end && r.state.Depth == core.Light:
		return nil, nil
	case r.end:
		from = r.oldest + 1 // the oldest day may have been cut by the bank's own window
	case r.state.Depth == core.Full:
		from = r.opts.HistoryFrom
	}
	if !undecided && stats.Missing == 0 && stats.Lines == r.alive {
		return nil, nil // every stored line was listed
	}
	var changes []core.Change
	for day := max(from, stats.Oldest); day <= stats.Newest; day++ {
		lines, err := view.OnDay(day)
		if err != nil {
			return nil, err
		}
		for _, l := range lines {
			if l.Missing.IsZero() && r.unlisted(l) {
				changes = append(changes, core.Change{Kind: core.Unlist, Line: l.No, New: l.Transaction, Item: -1})
			}
		}
	}
	return changes, nil
}

// close stamps what the reading has achieved. A list that came back empty although lines are stored has achieved nothing.
func (r *Reading) close(stats core.AccountStats) {
	s := &r.state
	now := r.opts.Now
	s.Open, s.Next, s.Restart = false, "", false
	if r.position == 0 && stats.Lines > 0 {
		return
	}
	s.Complete, s.Exhausted = now, s.Exhausted || r.end
	if s.Depth >= core.Deep || r.end {
		s.Deep = now
	}
	if s.Depth == core.Full || r.end {
		s.Full, s.HistoryFrom = now, r.opts.HistoryFrom
	}
	s.Depth = core.Light
}
