package tuitest_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"ferry/core"
	"ferry/core/event"
	"ferry/tui"
	"ferry/tui/action"
	"ferry/tui/layout"
	"ferry/tui/nav"
	"ferry/tui/theme"
	"ferry/tui/widget/confirm"
	"ferry/tui/widget/input"
	"ferry/tui/widget/picker"
	"ferry/tui/widget/table"
)

// shop is an example of a screen: a list of things that can be searched, renamed and thrown away.
type shop struct {
	page   nav.Page
	theme  *theme.Theme
	data   *stock
	table  *table.Model[thing, string]
	search *input.Model // nil when nobody searches
	gen    int
	log    []string
}

type thing struct{ id, name string }

// stock is what the screens read; the test changes it behind their back.
type stock struct {
	things []thing
	err    error
	work   chan struct{} // Work ends when it is closed
}

const kindShop nav.Kind = "shop"

const (
	open   action.ID = "shop.open"
	search action.ID = "shop.search"
	drop   action.ID = "shop.drop"
	rename action.ID = "shop.rename"
	slow   action.ID = "shop.work"
	fail   action.ID = "shop.fail"
	choose action.ID = "shop.choose"
	write  action.ID = "shop.write"
	alert  action.ID = "shop.alert"
	empty  action.ID = "shop.empty"
	try    action.ID = "shop.try"
)

func actions() []action.Def {
	const s = action.Name("shop")
	one := action.When(func(s *shop) string {
		if s.table.Len() == 0 {
			return "there is nothing to throw away"
		}
		return ""
	})
	return []action.Def{
		{ID: open, Title: "open", Help: "Open the thing.", Scope: s, Keys: []string{"enter"}, Footer: 1},
		{ID: search, Title: "search", Help: "Search things.", Scope: s, Keys: []string{"/"}, Footer: 2},
		{ID: drop, Title: "throw away", Help: "Throw the thing away.", Scope: s, Keys: []string{"x"}, Footer: 3, Danger: true, When: one},
		{ID: rename, Title: "rename", Help: "Give the thing a name.", Scope: s, Keys: []string{"n"}, Footer: 4},
		{ID: slow, Title: "work", Help: "Do something that takes long.", Scope: s, Keys: []string{"w"}},
		{ID: fail, Title: "fail", Help: "Do something that fails.", Scope: s, Keys: []string{"f"}},
		{ID: choose, Title: "choose", Help: "Choose a colour.", Scope: s, Keys: []string{"c"}},
		{ID: write, Title: "write", Help: "Write something down.", Scope: s, Keys: []string{"i"}},
		{ID: alert, Title: "alert", Help: "Let a question come by itself.", Scope: s},
		{ID: try, Title: "try", Help: "Do something that can be tried again.", Scope: s, Keys: []string{"t"}},
		{ID: empty, Title: "empty the shop", Help: "Throw everything away.", Scope: s, Danger: true},
	}
}

func newShop(data *stock, t *theme.Theme) tui.Maker {
	return func(p nav.Page) tui.Screen {
		s := &shop{page: p, theme: t, data: data}
		s.table = table.New(table.Options[thing, string]{
			Key: func(t thing) string { return t.id },
			Columns: []table.Column[thing]{
				{Title: "Id", Cell: func(t thing) string { return t.id }, Whole: true},
				{Title: "Name", Cell: func(t thing) string { return t.name }, Fill: true},
			},
			Empty: "No things.", EmptyHint: "Buy some.", Choose: true,
		})
		return s
	}
}

func (s *shop) Page() nav.Page { return s.page }

func (s *shop) Title() string {
	if s.page.ID == "" {
		return "Shop"
	}
	return "Thing " + s.page.ID
}

type (
	thingsMsg struct {
		gen    int
		things []thing
		err    error
	}
	dropMsg   struct{ id string }
	emptyMsg  struct{}
	renameMsg struct{ id, name string }
	saidMsg   string
	stepMsg   int
	triedMsg  struct{ err error }
)

func (s *shop) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tui.Opened:
		return s.read()
	case tui.Changed:
		if msg.Has(event.Accounts, "") {
			return s.read()
		}
	case thingsMsg:
		if msg.gen == s.gen {
			s.table.SetRows(msg.things)
			s.table.SetError(msg.err)
		}
	case dropMsg:
		s.data.things = s.data.things[1:]
		return tea.Batch(s.read(), tui.Toast("Thrown away: "+msg.id))
	case emptyMsg:
		s.data.things = nil
		return s.read()
	case renameMsg:
		s.log = append(s.log, msg.id+" is now "+msg.name)
	case triedMsg:
		if msg.err != nil {
			return tui.Retry(msg.err, s.try())
		}
		return tui.Toast("Done.")
	case saidMsg:
		s.log = append(s.log, string(msg))
	case stepMsg:
		s.log = append(s.log, fmt.Sprint("step ", int(msg)))
	case action.Key:
		s.search.Key(msg)
		return s.read()
	default:
		return s.table.Update(msg)
	}
	return nil
}

func (s *shop) read() tea.Cmd {
	s.gen++
	gen, data, query := s.gen, s.data, ""
	if s.search != nil {
		query = s.search.Value()
	}
	return tui.Read(func(context.Context) tea.Msg {
		var found []thing
		for _, t := range data.things {
			if strings.Contains(t.name, query) {
				found = append(found, t)
			}
		}
		return thingsMsg{gen, found, data.err}
	})
}

func (s *shop) Do(inv action.Invoke) (tea.Cmd, bool) {
	row, _ := s.table.Selected()
	switch inv.ID {
	case open:
		return nav.Push(nav.Page{Kind: kindShop, ID: row.id}), true
	case search:
		s.search = input.New(input.Options{})
	case action.Back:
		if s.search == nil {
			return s.table.Do(inv)
		}
		s.search = nil
		return s.read(), true
	case drop:
		return tui.Ask(confirm.Question{Title: "Throw away " + row.name + "?", Text: []string{"It is gone then."}, Yes: "Throw away", No: "Keep"}, dropMsg{row.id}), true
	case empty:
		return tui.Ask(confirm.Question{Title: "Empty the shop?", Word: "empty"}, emptyMsg{}), true
	case alert:
		return tui.Ask(confirm.Question{Title: "The bank asks again", ByItself: true}, saidMsg("asked")), true
	case rename:
		return tui.Prompt("Rename", "A short name.", row.name, func(name string) tea.Msg { return renameMsg{row.id, name} }), true
	case choose:
		return tui.Choose("Colour", []picker.Item{{ID: "r", Title: "red"}, {ID: "g", Title: "green"}, {ID: "b", Title: "blue", Blocked: "sold out"}},
			func(id string) tea.Msg { return saidMsg("chose " + id) }), true
	case slow:
		return s.work(), true
	case try:
		return s.try(), true
	case write:
		return tui.Write(func(context.Context) tea.Msg { return saidMsg("written") }), true
	case fail:
		return tui.Fail(&core.Error{Code: core.CodeBankDown, Op: "fetch", Msg: "the bank does not answer", Hint: "try again later", RequestID: "req-17", Err: errors.New("status 502")}), true
	default:
		return s.table.Do(inv)
	}
	return nil, true
}

func (s *shop) work() tea.Cmd {
	end := s.data.work
	return tui.Wait("Working", func(ctx context.Context, post tui.Post) tea.Msg {
		for i := range 3 {
			post("step", stepMsg(i))
		}
		select {
		case <-end:
			return saidMsg("work is done")
		case <-ctx.Done():
			return saidMsg("work was cancelled")
		}
	})
}

// try does what fails as long as the stock has an error.
func (s *shop) try() tea.Cmd {
	data := s.data
	return tui.Read(func(context.Context) tea.Msg { return triedMsg{data.err} })
}

func (s *shop) View(r layout.Box) string {
	boxes := r.Rows(layout.Fixed(1), layout.Fill(1), layout.Fixed(2))
	head := "Things"
	if s.search != nil {
		head = "/" + s.search.View(s.theme, r.W-1, true)
	}
	return layout.Above(layout.Fit(head, boxes[0]), s.table.View(s.theme, boxes[1]), layout.FitLines(s.log[max(len(s.log)-2, 0):], boxes[2]))
}

func (s *shop) Scope() action.Scope {
	return action.Scope{Name: "shop", With: []action.Name{action.List}, Text: s.search != nil, State: s}
}

// stockOf makes things with the names of days, so that searching finds some of them.
func stockOf(n int) *stock {
	data := &stock{work: make(chan struct{})}
	for i := range n {
		name := time.Date(2026, 1, 1+i, 0, 0, 0, 0, time.UTC).Format("Monday 2 January")
		data.things = append(data.things, thing{fmt.Sprintf("t%03d", i), name})
	}
	return data
}

func places(context.Context) ([]tui.Place, error) {
	return []tui.Place{{Title: "Thing seven", Page: nav.Page{Kind: kindShop, ID: "t007"}}}, nil
}
