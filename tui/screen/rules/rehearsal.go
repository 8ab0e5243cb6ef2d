package rules

import (
	"context"
	"slices"
	"strings"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"ferry/core"
	"ferry/core/app"
	"ferry/tui"
	"ferry/tui/action"
	"ferry/tui/layout"
	"ferry/tui/theme"
	"ferry/tui/widget/detail"
	"ferry/tui/widget/table"
	"ferry/tui/words"
)

// usualMonths is how far back a rehearsal goes at first.
const usualMonths = 3

// trial is a rehearsal on the page.
type trial struct {
	gen      int
	since    core.Date
	outcomes []app.RuleOutcome
	table    *table.Model[outcome, string]
}

// outcome is one rule's, with its place in the list.
type outcome struct {
	no int
	app.RuleOutcome
}

type (
	outcomesMsg struct {
		gen      int
		outcomes []app.RuleOutcome
		err      error
	}
	linesMsg struct {
		title, text string
		err         error
	}
)

func newTrial(s *Screen) trial {
	count := func(of func(app.RuleOutcome) int) func(outcome) string {
		return func(o outcome) string {
			if n := of(o.RuleOutcome); n > 0 {
				return words.Count(n)
			}
			return ""
		}
	}
	met := func(o app.RuleOutcome) (n int) {
		for _, lines := range o.Behind {
			n += lines
		}
		return n
	}
	return trial{table: table.New(table.Options[outcome, string]{Key: func(o outcome) string { return o.Rule.ID }, Tone: func(o outcome) theme.Token {
		if o.Rule.Off {
			return theme.Dim
		}
		return theme.Plain
	}, Empty: txtNoOutcome, EmptyHint: txtNoOutcomeHint, Columns: []table.Column[outcome]{
		{Title: "#", Whole: true, Align: table.Right, Cell: func(o outcome) string { return words.Count(o.no) }},
		{Title: "Lines", Whole: true, Align: table.Right, Cell: count(func(o app.RuleOutcome) int { return len(o.Fired) })},
		{Title: "Agree", Whole: true, Align: table.Right, Cell: count(func(o app.RuleOutcome) int { return len(o.Agreed) })},
		{Title: "Differ", Whole: true, Align: table.Right, Cell: count(func(o app.RuleOutcome) int { return len(o.Differs) }),
			Tone: func(o outcome) theme.Token { return map[bool]theme.Token{true: theme.Warn}[len(o.Differs) > 0] }},
		{Title: "Invoices", Whole: true, Align: table.Right, Priority: 1, Cell: count(func(o app.RuleOutcome) int { return len(o.Matched) })},
		{Title: "Behind", Whole: true, Align: table.Right, Priority: 2, Cell: count(met)},
		{Title: "Sum", Whole: true, Align: table.Right, Priority: 3, Cell: func(o outcome) string { return sumText(o.Sum) }},
		{Title: "Rule", Fill: true, Min: 18, Cell: func(o outcome) string { return o.Rule.Name }},
	}})}
}

func sumText(sums []core.Amount) string {
	texts := make([]string, len(sums))
	for i, a := range sums {
		texts[i] = words.Signed(a) + " " + core.CleanText(string(a.Currency))
	}
	return strings.Join(texts, ", ")
}

// rehearse shows what the list would have done: as it is, or with a change that waits to be saved.
func (s *Screen) rehearse(c *change) tea.Cmd {
	s.pending = c
	if s.trial.since.IsZero() {
		t := s.now
		s.trial.since = core.NewDate(t.Year(), t.Month()-usualMonths, 1)
	}
	return s.try()
}

// try asks the engine. The list is read afresh, so that what is shown is what would be saved.
func (s *Screen) try() tea.Cmd {
	s.trial.gen++
	gen, svc, dossier, since, pending := s.trial.gen, s.svc, s.dossier, s.trial.since, s.pending
	return tui.Work(txtRehearsing, func(ctx context.Context, _ tui.Post) tea.Msg {
		list, err := svc.Rules(ctx, dossier)
		if err == nil && pending != nil {
			list, err = pending.do(list)
		}
		if err != nil {
			return outcomesMsg{gen: gen, err: err}
		}
		outcomes, err := svc.Rehearse(ctx, dossier, list, since)
		return outcomesMsg{gen, outcomes, err}
	})
}

func (s *Screen) onOutcomes(m outcomesMsg) tea.Cmd {
	switch {
	case m.gen != s.trial.gen:
		return nil
	case m.err != nil && s.stage == editing:
		what, next := words.Error(m.err)
		s.form.SetError("", strings.TrimSpace(what+" "+next))
		return nil
	case m.err != nil:
		return tui.Fail(m.err)
	}
	s.stage, s.trial.outcomes = rehearsing, m.outcomes
	list := make([]outcome, len(m.outcomes))
	at := 0
	for i, o := range m.outcomes {
		list[i] = outcome{i + 1, o}
		if s.pending != nil && o.Rule.Name == s.pending.name {
			at = i
		}
	}
	s.trial.table.SetRows(list)
	if len(list) == 0 {
		return nil
	}
	return s.trial.table.Select(list[at].Rule.ID)
}

// doTrial carries out actions on the rehearsal.
func (s *Screen) doTrial(inv action.Invoke) (tea.Cmd, bool) {
	switch inv.ID {
	case action.Back:
		s.stage = listing
		if s.pending != nil && s.pending.form && s.form != nil {
			s.stage = editing
		}
		s.pending = nil
		return tui.CancelWork(), true
	case goAhead:
		if s.pending == nil {
			return nil, true
		}
		return s.put(*s.pending), true
	case longer:
		return s.shift(-1), true
	case shorter:
		return s.shift(1), true
	case lines:
		if o, ok := s.trial.table.Selected(); ok {
			return s.linesOf(o), true
		}
		return nil, true
	}
	return s.trial.table.Do(inv)
}

// shift begins the rehearsal in another month, never later than this one.
func (s *Screen) shift(months int) tea.Cmd {
	t := s.trial.since.Time()
	since := core.NewDate(t.Year(), t.Month()+time.Month(months), 1)
	if since > core.DateIn(s.now, s.now.Location()) {
		return nil
	}
	s.trial.since = since
	return s.try()
}

// maxLines is how many lines of a rule are shown: enough to see what it does.
const maxLines = 200

// linesOf tells the bank lines of a rule: those to look at first.
func (s *Screen) linesOf(o outcome) tea.Cmd {
	svc := s.svc
	title := say(txtLinesOf, o.Rule.Name)
	keys, how := slices.Clone(o.Differs), map[core.LineKey]string{}
	for _, k := range o.Agreed {
		how[k] = "agrees"
	}
	for _, k := range o.Differs {
		how[k] = "differs"
	}
	for _, k := range o.Matched {
		how[k] = "invoice"
	}
	for _, k := range slices.Concat(o.Matched, o.Fired) {
		if how[k] != "differs" {
			keys = append(keys, k)
		}
	}
	return tui.Read(func(ctx context.Context) tea.Msg {
		var b strings.Builder
		for i, k := range keys {
			if i == maxLines {
				b.WriteString(say(txtMoreLines, words.Count(len(keys)-i)))
				break
			}
			d, err := svc.Line(ctx, k.Account, k.No)
			if err != nil {
				return linesMsg{err: err}
			}
			word, text := how[k], d.Remittance
			if word == "" {
				word = "open"
			}
			if text == "" {
				text = d.Description
			}
			b.WriteString(layout.Left(word, 9) + d.BookingDate.String() + layout.Right(words.Signed(d.Amount), 14) + " " + string(d.Amount.Currency) + "  " +
				strings.TrimSpace(d.CounterpartName+"  "+text) + "\n")
		}
		if b.Len() == 0 {
			b.WriteString(txtNever)
		}
		return linesMsg{title: title, text: b.String()}
	})
}

func onLines(m linesMsg) tea.Cmd {
	if m.err != nil {
		return tui.Fail(m.err)
	}
	return tui.Show(m.title, m.text)
}

// outcomePane says in sentences what a rule would have done, and where it meets others.
func (s *Screen) outcomePane(o outcome) *detail.Pane {
	g := s.theme.Glyph
	d := detail.New(o.Rule.Name)
	n := func(lines int) string { return words.Plural(lines, "line", "lines") }
	switch {
	case o.Rule.Off:
		d.Say(theme.Dim, g.Dot, txtOffNow)
		return d
	case len(o.Fired) == 0:
		d.Say(theme.Notice, g.Notice, txtNever)
	default:
		d.Say(theme.Plain, g.Dot, say(txtFires, n(len(o.Fired))+", "+sumText(o.Sum)))
	}
	if len(o.Differs) > 0 {
		d.Say(theme.Warn, g.Warn, say(txtDiffers, n(len(o.Differs))))
	}
	if len(o.Agreed) > 0 {
		d.Say(theme.Good, g.Good, say(txtAgrees, n(len(o.Agreed))))
	}
	if len(o.Matched) > 0 {
		d.Say(theme.Notice, g.Notice, say(txtWide, words.Plural(len(o.Matched), "line was", "lines were")))
	}
	for _, other := range s.trial.outcomes {
		if lines := o.Behind[other.Rule.ID]; lines > 0 {
			d.Say(theme.Notice, g.Notice, say(txtBehind, n(lines), other.Rule.Name))
		}
		if lines := other.Behind[o.Rule.ID]; lines > 0 {
			d.Say(theme.Notice, g.Notice, say(txtTakes, n(lines), other.Rule.Name))
		}
	}
	return d
}
