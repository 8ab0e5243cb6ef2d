package connect

import (
	"context"
	"slices"

	tea "github.com/charmbracelet/bubbletea"

	"ferry/core"
	"ferry/core/app"
	"ferry/core/event"
	"ferry/tui"
	"ferry/tui/action"
	"ferry/tui/layout"
	"ferry/tui/theme"
	"ferry/tui/widget/progress"
	"ferry/tui/words"
)

// fetching is the fifth step: the accounts are connected and their lines are read, each with its progress.
type fetching struct {
	*Screen
	picked   pick
	rows     []app.AccountView
	seen     map[core.AccountID]app.Progress
	results  []app.FetchResult
	chosen   bool // the accounts are connected
	gen      int
	finished bool
	err      error
}

type (
	chosenMsg struct {
		rows []app.AccountView
		err  error
	}
	progressMsg struct{ app.Progress }
	fetchedMsg  struct {
		results []app.FetchResult
		err     error
	}
	// rowsMsg brings the accounts as they are now.
	rowsMsg struct {
		gen  int
		rows []app.AccountView
		err  error
	}
)

func newFetching(s *Screen, p pick) *fetching {
	return &fetching{Screen: s, picked: p, seen: make(map[core.AccountID]app.Progress)}
}

func (f *fetching) stage() int { return f.stageOf(txtStageFetch) }

// enter connects the accounts. It is the point from which there is no way back but a new choice.
func (f *fetching) enter() tea.Cmd {
	if f.chosen {
		return nil
	}
	f.err = nil
	svc, dossier, p := f.svc, f.conn.Dossier, f.picked
	return tui.Work(txtConnecting, func(ctx context.Context, _ tui.Post) tea.Msg {
		if err := svc.ChooseAccounts(ctx, p.conn, p.all, p.from); err != nil {
			return chosenMsg{err: err}
		}
		rows, err := rowsOf(ctx, svc, dossier, p)
		return chosenMsg{rows, err}
	})
}

// rowsOf reads the accounts that the wizard shows at its end: the new ones, or all that were chosen when none is new.
func rowsOf(ctx context.Context, svc service, dossier core.DossierID, p pick) ([]app.AccountView, error) {
	ids := p.added
	if len(ids) == 0 {
		ids = p.all
	}
	all, err := svc.Accounts(ctx, dossier)
	return slices.DeleteFunc(all, func(a app.AccountView) bool { return !slices.Contains(ids, a.ID) }), err
}

func (f *fetching) update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case chosenMsg:
		return f.onChosen(msg)
	case progressMsg:
		f.seen[msg.Account] = msg.Progress
	case fetchedMsg:
		return f.onFetched(msg)
	case rowsMsg:
		return f.onRows(msg)
	case tui.Changed:
		if f.chosen && (msg.Has(event.Feeds, "") || msg.Has(event.Accounts, "")) {
			return f.read()
		}
	}
	return nil
}

func (f *fetching) onChosen(m chosenMsg) tea.Cmd {
	if f.err = m.err; f.err != nil {
		return tui.Fail(m.err)
	}
	f.chosen, f.rows = true, m.rows
	f.way = []step{f.way[0], f} // back leads to another bank: what was chosen is done
	svc, ids := f.svc, make([]core.AccountID, len(m.rows))
	for i, a := range m.rows {
		ids[i] = a.ID
	}
	return tea.Batch(tui.Fail(nil), tui.Work(txtFetching, func(ctx context.Context, post tui.Post) tea.Msg {
		results, err := svc.Fetch(ctx, ids, func(p app.Progress) { post(string(p.Account), progressMsg{p}) })
		return fetchedMsg{results, err}
	}))
}

func (f *fetching) read() tea.Cmd {
	f.gen++
	gen, svc, dossier, p := f.gen, f.svc, f.conn.Dossier, f.picked
	return tui.Read(func(ctx context.Context) tea.Msg {
		rows, err := rowsOf(ctx, svc, dossier, p)
		return rowsMsg{gen, rows, err}
	})
}

func (f *fetching) onFetched(m fetchedMsg) tea.Cmd {
	f.results, f.err, f.finished = m.results, m.err, true
	if m.err != nil {
		return tea.Batch(tui.Fail(m.err), f.read())
	}
	return f.read()
}

// onRows shows the accounts as they are now. After the end of the fetch they are the summary.
func (f *fetching) onRows(m rowsMsg) tea.Cmd {
	if m.gen != f.gen || m.err != nil {
		return nil
	}
	f.rows = m.rows
	if f.finished && f.err == nil {
		return f.replace(newSummary(f.Screen, f.picked, f.rows, f.results))
	}
	return nil
}

func (f *fetching) do(inv action.Invoke) (tea.Cmd, bool) {
	if inv.ID == nextStep && f.err != nil && !f.chosen {
		return f.enter(), true
	}
	return nil, false
}

func (f *fetching) scope() action.Scope { return action.Scope{Name: scopeStep} }

func (f *fetching) lines(w, h int) []string {
	if f.err != nil {
		what, next := words.Error(f.err)
		return paragraphs(w, f.theme.Glyph.Bad+" "+what, next)
	}
	if !f.chosen {
		return []string{f.theme.Paint(theme.Dim, txtConnecting+f.theme.Glyph.Ellipsis)}
	}
	lines := append(paragraphs(w, txtFetchHead+" "+txtFetchLeave), "")
	rows := make([]progress.Row, len(f.rows))
	for i, a := range f.rows {
		rows[i] = f.row(a)
	}
	box := layout.Box{W: w, H: max(min(h-len(lines), len(rows)), 1)}
	return append(lines, split(progress.View(f.theme, box, rows, f.now, f.tick))...)
}

// row is how far an account has come. The background may read it already: then its progress stands in the account's view.
func (f *fetching) row(a app.AccountView) progress.Row {
	p := f.seen[a.ID]
	if a.Progress != nil && (p.Phase == "" || p.Phase == "waiting") {
		p = *a.Progress
	}
	row := progress.Row{ID: string(a.ID), Title: a.Bank.Name + " " + a.Told(), Started: p.Since}
	switch p.Phase {
	case "", "waiting":
		row.Waiting, row.Text = true, txtFetchWaits
	case "done":
		row.Done, row.Text = true, words.Plural(a.Stats.Lines, "line", "lines")
	default:
		phase := map[string]string{"synchronizing": txtFetchSync, "reading": txtFetchRead, "writing": txtFetchWrite}[p.Phase]
		row.Text = phase + ", " + words.Plural(p.Lines, "line", "lines") + ", " + words.Plural(p.Pages, "page", "pages")
	}
	return row
}
