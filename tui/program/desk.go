package program

import (
	"context"
	"fmt"

	tea "github.com/charmbracelet/bubbletea"

	"ferry/core"
	"ferry/core/app"
	"ferry/tui"
	"ferry/tui/action"
	"ferry/tui/nav"
	"ferry/tui/place"
	"ferry/tui/widget/confirm"
	"ferry/tui/words"
)

// desk stands behind every screen and does what can be done everywhere, unless the screen does it itself: fetch and
// synchronize what is in view, and go to the other sides of the dossier in view.
type desk struct {
	tui.Screen
	svc *app.Service
}

// Everywhere adds to the screens of a maker what can be done everywhere.
func Everywhere(svc *app.Service, inner tui.Maker) tui.Maker {
	return func(p nav.Page) tui.Screen { return &desk{Screen: inner(p), svc: svc} }
}

// Waits is the screen's word on whether keys wait for its list.
func (d *desk) Waits() bool {
	w, ok := d.Screen.(tui.Waiter)
	return ok && w.Waits()
}

type (
	fetchedMsg struct {
		results []app.FetchResult
		err     error
		asked   bool // banks were asked: no key repeats that without a question
	}
	synchronizeMsg struct{ ids []core.AccountID }
	// inViewMsg brings the accounts that a synchronization would be about.
	inViewMsg struct {
		accounts []app.AccountView
		err      error
	}
)

// Update takes the desk's own replies; all others are the screen's.
func (d *desk) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case fetchedMsg:
		return d.tell(msg)
	case inViewMsg:
		return d.ask(msg)
	case synchronizeMsg:
		return d.synchronize(msg.ids)
	case leapMsg:
		return d.leap(msg.days)
	case leaptMsg:
		if msg.err != nil {
			return tui.Fail(msg.err)
		}
		return tui.Toast(txtLeapt)
	}
	return d.Screen.Update(msg)
}

// Do is asked after the screen.
func (d *desk) Do(inv action.Invoke) (tea.Cmd, bool) {
	if cmd, ok := d.Screen.Do(inv); ok {
		return cmd, true
	}
	switch inv.ID {
	case place.Fetch:
		return d.fetch(), true
	case place.Synchronize:
		return d.inView(), true
	case place.GoReconcile:
		if id, ok := d.account(); ok {
			return nav.Push(place.Books(id)), true
		}
	case moveClock:
		return d.chooseLeap(), true
	case place.Search:
		return tui.Warn("There is nothing to search on this page."), true
	}
	return place.Stay(place.DossierOf(d.Page()), inv)
}

// account is the one that the page is about; on a page of all dossiers, the one under the cursor.
func (d *desk) account() (core.AccountID, bool) {
	if id, ok := place.AccountOf(d.Page()); ok {
		return id, true
	}
	if s, ok := d.Screen.(interface {
		Account() (core.AccountID, bool)
	}); ok && place.DossierOf(d.Page()) == "" {
		return s.Account()
	}
	return "", false
}

// scope lists the ids of the accounts in view that are read.
func (d *desk) scope(ctx context.Context) ([]app.AccountView, error) {
	if id, ok := place.AccountOf(d.Page()); ok {
		a, err := d.svc.Account(ctx, id)
		return []app.AccountView{a}, err
	}
	all, err := d.svc.Accounts(ctx, place.DossierOf(d.Page()))
	var read []app.AccountView
	for _, a := range all {
		if a.Connected {
			read = append(read, a)
		}
	}
	return read, err
}

func idsOf(accounts []app.AccountView) []core.AccountID {
	ids := make([]core.AccountID, len(accounts))
	for i, a := range accounts {
		ids[i] = a.ID
	}
	return ids
}

func (d *desk) fetch() tea.Cmd {
	return tui.Work("Fetching", func(ctx context.Context, _ tui.Post) tea.Msg {
		accounts, err := d.scope(ctx)
		if err != nil || len(accounts) == 0 {
			return fetchedMsg{err: err}
		}
		results, err := d.svc.Fetch(ctx, idsOf(accounts), nil)
		return fetchedMsg{results: results, err: err}
	})
}

// inView reads what a synchronization would be about: the account under the cursor where the screen has one, because banks
// allow few of them, else all in view.
func (d *desk) inView() tea.Cmd {
	if s, ok := d.Screen.(interface {
		Account() (core.AccountID, bool)
	}); ok {
		if id, ok := s.Account(); ok {
			return tui.Read(func(ctx context.Context) tea.Msg {
				a, err := d.svc.Account(ctx, id)
				return inViewMsg{[]app.AccountView{a}, err}
			})
		}
	}
	return tui.Read(func(ctx context.Context) tea.Msg {
		accounts, err := d.scope(ctx)
		return inViewMsg{accounts, err}
	})
}

// ask says what a synchronization does, before it reaches a bank.
func (d *desk) ask(m inViewMsg) tea.Cmd {
	if m.err != nil {
		return tui.Fail(m.err)
	}
	if len(m.accounts) == 0 {
		return tui.Warn("No account is connected yet.")
	}
	what := m.accounts[0].Bank.Name + " " + m.accounts[0].Told()
	if n := len(m.accounts); n > 1 {
		what = fmt.Sprintf("%d accounts", n)
	}
	return tui.Ask(confirm.Question{
		Title: "Synchronize " + what + "?",
		Text: []string{
			"Ponto asks the bank now, in your name and with your internet address. Banks allow this a few times a day only.",
			"To read what Ponto already has, fetch instead.",
		},
		Yes: "Synchronize",
	}, synchronizeMsg{idsOf(m.accounts)})
}

func (d *desk) synchronize(ids []core.AccountID) tea.Cmd {
	return tui.Work("Waiting for the bank", func(ctx context.Context, _ tui.Post) tea.Msg {
		results, err := d.svc.Synchronize(ctx, ids, nil)
		return fetchedMsg{results, err, true}
	})
}

// tell sums a round up. What went wrong with one account stands on its page and in the activity; here it is counted.
func (d *desk) tell(m fetchedMsg) tea.Cmd {
	if m.err != nil {
		return d.fail(m, m.err)
	}
	if len(m.results) == 0 {
		return tui.Warn("No account is connected yet.")
	}
	added, failed := 0, 0
	var first error
	for _, r := range m.results {
		added += r.New
		if r.Err != nil {
			failed++
			if first == nil {
				first = r.Err
			}
		}
	}
	if failed == len(m.results) {
		return d.fail(m, first)
	}
	text := words.Plural(added, "new line", "new lines") + " in " + words.Plural(len(m.results)-failed, "account", "accounts") + "."
	if failed > 0 {
		return tui.Warn(text + " " + words.Plural(failed, "account", "accounts") + " could not be read: see the accounts page.")
	}
	return tui.Toast(text)
}

func (d *desk) fail(m fetchedMsg, err error) tea.Cmd {
	if m.asked {
		return tui.Fail(err)
	}
	return tui.Retry(err, d.fetch())
}
