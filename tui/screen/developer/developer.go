// Package developer shows what Ferry and Ponto said to each other and where reading each account stands, for questions to
// Ponto's support.
package developer

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"ferry/core"
	"ferry/core/app"
	"ferry/core/event"
	"ferry/tui"
	"ferry/tui/action"
	"ferry/tui/layout"
	"ferry/tui/nav"
	"ferry/tui/place"
	"ferry/tui/theme"
	"ferry/tui/widget/table"
	"ferry/tui/words"
)

// Kind is the kind of the page.
const Kind = place.Developer

const scope action.Name = "developer"

// Ids of the actions.
const (
	open      action.ID = "developer.show-detail"
	otherView action.ID = "developer.other-view"
	copyID    action.ID = "developer.copy-id"
)

// service is what the screen needs; *app.Service has it.
type service interface {
	Settings(context.Context) (core.Settings, error)
	Requests() []app.Request
	Accounts(context.Context, core.DossierID) ([]app.AccountView, error)
}

// call is a request with a number of its own, since two may be equal in everything else.
type call struct {
	app.Request
	no int
}

// Screen shows requests or cursors.
type Screen struct {
	page     nav.Page
	svc      service
	theme    *theme.Theme
	requests *table.Model[call, int]
	cursors  *table.Model[app.AccountView, core.AccountID]
	second   bool // the cursors are in front
	on       bool // developer mode is on
	known    bool // the settings are known
	gen      int
}

// New makes the screen.
func New(s service, t *theme.Theme, p nav.Page) *Screen {
	return &Screen{page: p, svc: s, theme: t, requests: requestTable(), cursors: cursorTable()}
}

func requestTable() *table.Model[call, int] {
	return table.New(table.Options[call, int]{
		Key:   func(c call) int { return c.no },
		Empty: txtNoRequests, EmptyHint: txtNoRequestsHint,
		Tone: func(c call) theme.Token {
			if c.Err != "" || c.Status >= 400 {
				return theme.Warn
			}
			return theme.Plain
		},
		Columns: []table.Column[call]{
			{Title: "Time", Whole: true, Cell: func(c call) string { return c.At.Format("15:04:05") }},
			{Title: "Status", Whole: true, Align: table.Right, Cell: func(c call) string { return strconv.Itoa(c.Status) }},
			{Title: "ms", Whole: true, Align: table.Right, Cell: func(c call) string { return strconv.FormatInt(c.Took.Milliseconds(), 10) }},
			{Title: "", Whole: true, Cell: func(c call) string { return c.Method }},
			{Title: "Request id", Min: 12, Max: 36, Priority: 1, Cell: func(c call) string { return c.RequestID }},
			{Title: "Path", Fill: true, Min: 12, Cell: func(c call) string { return c.Path }},
		},
	})
}

func cursorTable() *table.Model[app.AccountView, core.AccountID] {
	return table.New(table.Options[app.AccountView, core.AccountID]{
		Key:   func(a app.AccountView) core.AccountID { return a.ID },
		Empty: txtNoAccounts, EmptyHint: txtNoAccountsHint,
		Columns: []table.Column[app.AccountView]{
			{Title: "Outcome", Min: 7, Max: 21, Cell: func(a app.AccountView) string { return string(a.Feed.Outcome) }},
			{Title: "Reading", Whole: true, Priority: 3, Align: table.Right, Cell: func(a app.AccountView) string { return strconv.FormatUint(a.Feed.Reading, 10) }},
			{Title: "Lines", Whole: true, Priority: 2, Align: table.Right, Cell: func(a app.AccountView) string { return words.Count(a.Stats.Lines) }},
			{Title: "Last good", Whole: true, Cell: func(a app.AccountView) string { return clock(a.Feed.LastGood) }},
			{Title: "Next try", Whole: true, Priority: 4, Cell: func(a app.AccountView) string { return clock(a.Feed.NextTry) }},
			{Title: "Account", Min: 16, Max: 34, Cell: func(a app.AccountView) string { return a.Told() }},
			{Title: "Cursor", Fill: true, Min: 8, Priority: 1, Cell: func(a app.AccountView) string { return a.Feed.Next }},
		},
	})
}

func clock(t time.Time) string {
	if t.IsZero() {
		return "-"
	}
	return t.Format("2 Jan 15:04:05")
}

// Page is the identity of the screen.
func (s *Screen) Page() nav.Page { return s.page }

// Title is the breadcrumb.
func (s *Screen) Title() string { return "Developer" }

type readMsg struct {
	gen      int
	on       bool
	requests []app.Request
	accounts []app.AccountView
	err      error
}

// Update takes the program's messages and the screen's own replies.
func (s *Screen) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tui.Opened, tui.Shown:
		return s.read()
	case tui.Changed:
		if msg.Has(event.Feeds, "") || msg.Has(event.Accounts, "") || msg.Has(event.Settings, "") {
			return s.read()
		}
	case readMsg:
		if msg.gen == s.gen {
			s.onRead(msg)
		}
	default:
		return tea.Batch(s.requests.Update(msg), s.cursors.Update(msg))
	}
	return nil
}

func (s *Screen) read() tea.Cmd {
	s.gen++
	m, svc := readMsg{gen: s.gen}, s.svc
	return tui.Read(func(ctx context.Context) tea.Msg {
		set, err := svc.Settings(ctx)
		if m.on, m.err = set.DeveloperMode, err; err == nil && m.on {
			m.requests = svc.Requests()
			m.accounts, m.err = svc.Accounts(ctx, "")
		}
		return m
	})
}

func (s *Screen) onRead(m readMsg) {
	s.known, s.on = true, m.on
	// The list is newest first: counted from its end, a request keeps its number while new ones come.
	calls := make([]call, len(m.requests))
	for i, r := range m.requests {
		calls[i] = call{r, len(m.requests) - i}
	}
	s.requests.SetRows(calls)
	s.cursors.SetRows(m.accounts)
	s.requests.SetError(m.err)
	s.cursors.SetError(m.err)
}

// Do carries out actions on the row under the cursor.
func (s *Screen) Do(inv action.Invoke) (tea.Cmd, bool) {
	request, isRequest := s.requests.Selected()
	account, isAccount := s.cursors.Selected()
	switch {
	case inv.ID == otherView:
		s.second = !s.second
	case inv.ID == open && !s.second && isRequest:
		return tui.Show(request.Method+" "+request.Path, describeRequest(request.Request)), true
	case inv.ID == open && s.second && isAccount:
		return tui.Show(account.Bank.Name+" "+account.Told(), describeFeed(account)), true
	case inv.ID == copyID && !s.second && isRequest:
		return tui.Copy("the request id", request.RequestID), true
	case inv.ID == copyID && s.second && isAccount:
		return tui.Copy("the account id", string(account.ID)), true
	case s.second:
		return s.cursors.Do(inv)
	default:
		return s.requests.Do(inv)
	}
	return nil, true
}

// Scope says what keys mean.
func (s *Screen) Scope() action.Scope {
	return action.Scope{Name: scope, With: []action.Name{action.List}, State: s}
}

// View paints the table in front under the names of both.
func (s *Screen) View(r layout.Box) string {
	if s.known && !s.on {
		return layout.FitLines([]string{"", "  " + txtOff, "", "  " + txtOffHint}, r)
	}
	boxes := r.Rows(layout.Fixed(2), layout.Fill(1))
	names := []theme.Token{theme.Title, theme.Dim}
	if s.second {
		names = []theme.Token{theme.Dim, theme.Title}
	}
	head := " " + s.theme.Paint(names[0], txtRequests) + "  " + s.theme.Paint(names[1], txtCursors)
	view := s.requests.View
	if s.second {
		view = s.cursors.View
	}
	return layout.Above(layout.Fit(head, boxes[0]), view(s.theme, boxes[1]))
}

func describeRequest(r app.Request) string {
	return listOf([][2]string{{"At", r.At.Format(time.RFC3339Nano)}, {"Method", r.Method}, {"Path", r.Path}, {"Status", strconv.Itoa(r.Status)},
		{"Took", r.Took.String()}, {"Request id", r.RequestID}, {"Error", r.Err}, {"Connection", string(r.Connection)}})
}

func describeFeed(a app.AccountView) string {
	f := a.Feed
	return listOf([][2]string{
		{"Account id", string(a.ID)}, {"Institution id", string(a.Institution)}, {"Connection", string(a.Connection)},
		{"Internal reference", a.InternalReference}, {"Reading", strconv.FormatUint(f.Reading, 10)}, {"Open", strconv.FormatBool(f.Open)},
		{"Cursor", f.Next}, {"Starts again", strconv.FormatBool(f.Restart)}, {"Seen synchronization", f.SeenSync},
		{"Complete", clock(f.Complete)}, {"Deep", clock(f.Deep)}, {"Full", clock(f.Full)}, {"To the end", strconv.FormatBool(f.Exhausted)},
		{"Balance less lines", offset(f)}, {"Outcome", string(f.Outcome)}, {"Message", f.Message}, {"Request id", f.RequestID},
		{"Failures in a row", strconv.Itoa(f.Failures)}, {"Last try", clock(f.LastTry)}, {"Last good", clock(f.LastGood)},
		{"Next try", clock(f.NextTry)}, {"Next synchronization", clock(f.NextSync)},
		{"Latest synchronization", strings.TrimSpace(a.LatestSync.ID + " " + a.LatestSync.Status + " " + a.LatestSync.Code)},
	})
}

func offset(f core.FeedState) string {
	if !f.OffsetKnown {
		return "not known"
	}
	return words.Amount(f.Offset)
}

// listOf writes names and values under each other, without those that are empty.
func listOf(rows [][2]string) string {
	var b strings.Builder
	for _, row := range rows {
		if row[1] != "" {
			fmt.Fprintf(&b, "%-22s %s\n", row[0], row[1])
		}
	}
	return b.String()
}
