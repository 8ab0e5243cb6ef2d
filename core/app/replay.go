package app

import (
	"context"
	"slices"

	"ferry/core"
	"ferry/core/match"
	"ferry/core/match/learn"
	"ferry/core/match/rule"
)

// Replay asks the engine again about the lines of a match, with the items and lines open as they were before it, and compares
// what it says with what was accepted.
func (s *Service) Replay(ctx context.Context, d core.DossierID, id uint64) (report ReplayReport, err error) {
	defer tell("replay the match", &err)
	m, err := s.store.Match(d, id)
	if err != nil {
		return ReplayReport{}, err
	}
	first, err := s.firstOfAct(d, id)
	if err != nil {
		return ReplayReport{}, err
	}
	later, err := s.matchesFrom(d, first)
	if err != nil {
		return ReplayReport{}, err
	}
	items, err := s.itemsBefore(d, later)
	if err != nil {
		return ReplayReport{}, err
	}
	lines, err := s.linesBefore(ctx, d, m, later)
	if err != nil {
		return ReplayReport{}, err
	}
	own, err := s.ownAccounts(d)
	if err != nil {
		return ReplayReport{}, err
	}
	limits, err := s.store.Limits(d)
	if err != nil {
		return ReplayReport{}, err
	}
	coders, err := s.codersBefore(d, later)
	if err != nil {
		return ReplayReport{}, err
	}
	proposals, err := match.New(items, own, match.Settings(limits)).ProposeContext(ctx, lines, nil)
	if err != nil {
		return ReplayReport{}, err
	}
	finish(proposals, lines, nil, coders...)
	return compared(m, proposals, lines), nil
}

// replayActs is how many acts are searched for the one that made a match; an older match is taken for an act of its own.
const replayActs = 1000

// firstOfAct is the first match of the act that made a match: what was decided at once is looked at at once.
func (s *Service) firstOfAct(d core.DossierID, id uint64) (uint64, error) {
	acts, err := s.store.Acts(d, replayActs)
	if err != nil {
		return 0, err
	}
	for _, a := range acts {
		if !a.Undone && slices.Contains(a.Matches, id) {
			return slices.Min(a.Matches), nil
		}
	}
	return id, nil
}

// matchesFrom lists a match and all later ones.
func (s *Service) matchesFrom(d core.DossierID, id uint64) (later []core.Match, err error) {
	before := uint64(0)
	for {
		page, err := s.store.Matches(d, before, matchPage)
		if err != nil {
			return nil, err
		}
		for _, m := range page {
			if m.ID < id {
				return later, nil
			}
			later = append(later, m)
		}
		if len(page) < matchPage {
			return later, nil
		}
		before = page[len(page)-1].ID
	}
}

// itemsBefore are the items as they were open before some matches.
func (s *Service) itemsBefore(d core.DossierID, later []core.Match) ([]core.OpenItem, error) {
	items, err := s.store.Items(d, false)
	if err != nil {
		return nil, err
	}
	back := map[core.ItemID]int64{}
	for _, m := range later {
		for _, p := range m.Why.Parts {
			back[p.Item] += p.Settles.Minor
		}
	}
	for i := range items {
		items[i].Settled -= back[items[i].ID]
	}
	return slices.DeleteFunc(items, func(i core.OpenItem) bool { return i.Open().IsZero() }), nil
}

// linesBefore are the lines that wanted an explanation before some matches: those that still do, and those of the matches.
// Lines that came after the match was made are not among them.
func (s *Service) linesBefore(ctx context.Context, d core.DossierID, m core.Match, later []core.Match) ([]core.Line, error) {
	list, err := s.store.Lines(ctx, core.Query{Dossier: d, Work: core.WorkOpen})
	if err != nil {
		return nil, err
	}
	lines, _, err := s.openLines(ctx, list)
	if err != nil {
		return nil, err
	}
	for _, x := range later {
		for _, key := range x.Lines {
			line, err := s.store.Line(key.Account, key.No)
			if err != nil {
				return nil, err
			}
			lines = append(lines, line)
		}
	}
	return slices.DeleteFunc(lines, func(l core.Line) bool { return l.FirstSeen.After(m.At) && !slices.Contains(m.Lines, l.Key()) }), nil
}

// codersBefore are the rules as they are, and what was learned before some matches.
func (s *Service) codersBefore(d core.DossierID, later []core.Match) ([]match.Coder, error) {
	rules, err := s.store.Rules(d)
	if err != nil {
		return nil, err
	}
	set, err := rule.Compile(rules)
	if err != nil {
		return nil, err
	}
	chart, err := s.chartNumbers(d)
	if err != nil {
		return nil, err
	}
	coded, err := s.codedLines(d)
	if err != nil {
		return nil, err
	}
	gone := map[core.LineKey]bool{}
	for _, m := range later {
		for _, key := range m.Lines {
			gone[key] = true
		}
	}
	coded = slices.DeleteFunc(coded, func(c learn.Done) bool { return gone[c.Line.Key()] })
	return []match.Coder{charted{set, chart}, charted{learn.New(coded, learn.Usual()), chart}}, nil
}

// compared finds what is said today of a match's first line among proposals, and tells the difference.
func compared(m core.Match, proposals []core.Proposal, lines []core.Line) ReplayReport {
	report := ReplayReport{Match: m}
	var line core.Line
	var others []core.Line
	for i, p := range proposals {
		switch {
		case len(m.Lines) > 0 && p.Line == m.Lines[0]:
			report.Now, line = p, lines[i]
		case slices.Contains(m.Lines, p.Line):
			others = append(others, lines[i])
		}
	}
	at := slices.IndexFunc(report.Now.Options, func(x core.Explanation) bool {
		return match.SameOption(match.Join(x, line, others), m.Why)
	})
	switch {
	case at == 0 && m.Auto && !report.Now.Auto:
		report.Why = say(txtReplayUnsafe, core.CleanText(report.Now.Reason))
	case at == 0:
		report.Same = true
		report.Why = txtReplaySame
		if said := reasoned(report.Now, 0).Reason; said != m.Why.Reason {
			report.Why = say(txtReplayWords, core.CleanText(said))
		}
	case at > 0:
		report.Why = say(txtReplayBehind, at+1, explanationName(report.Now.Options[0]))
	case len(report.Now.Options) > 0:
		report.Why = say(txtReplayOther, explanationName(report.Now.Options[0]))
	default:
		report.Why = txtReplayNothing
	}
	return report
}
