package connect

import (
	"context"
	"slices"

	tea "github.com/charmbracelet/bubbletea"

	"ferry/core/app"
	"ferry/tui"
	"ferry/tui/action"
	"ferry/tui/layout"
	"ferry/tui/theme"
	"ferry/tui/widget/picker"
	"ferry/tui/words"
)

// searching is the first step: find the bank by typing.
type searching struct {
	*Screen
	picker    *picker.Model
	banks     []app.InstitutionView // as the picker shows them
	countries []string              // "" for all comes first
	country   int                   // position in countries
	gen       int                   // of the search under way
	shown     int                   // of the search whose result is shown
	take      bool                  // enter was pressed before the result came
}

// foundMsg brings the banks that fit.
type foundMsg struct {
	gen       int
	banks     []app.InstitutionView
	countries []string // with the first search only
	err       error
}

func newSearching(s *Screen) *searching {
	p := picker.New(picker.Options{Placeholder: txtSearchHint, Outside: true, Of: txtBanks})
	p.SetNote(txtSearching)
	return &searching{Screen: s, picker: p, countries: []string{""}}
}

func (s *searching) stage() int { return s.stageOf(txtStageBank) }

func (s *searching) enter() tea.Cmd { return s.search() }

func (s *searching) search() tea.Cmd {
	s.gen++
	gen, svc, conn, first := s.gen, s.svc, s.conn.ID, len(s.countries) == 1
	q := app.InstitutionQuery{Text: s.picker.Query(), Country: s.countries[s.country]}
	return tui.Read(func(ctx context.Context) tea.Msg {
		m := foundMsg{gen: gen}
		m.banks, m.err = svc.SearchInstitutions(ctx, conn, q)
		if m.err == nil && first {
			m.countries, m.err = svc.Countries(ctx, conn)
		}
		return m
	})
}

func (s *searching) update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case action.Key:
		if s.picker.Key(msg) {
			s.take = false
			return s.search()
		}
	case foundMsg:
		if msg.gen == s.gen {
			return s.onFound(msg)
		}
	case tui.Changed:
		if msg.All {
			return s.search()
		}
	}
	return nil
}

func (s *searching) onFound(m foundMsg) tea.Cmd {
	s.shown = m.gen
	if m.countries != nil {
		s.countries = append([]string{""}, m.countries...)
	}
	if m.err != nil {
		what, next := words.Error(m.err)
		s.banks = nil
		s.picker.SetItems(nil)
		s.picker.SetNote(what + " " + next)
		return nil
	}
	s.banks = m.banks
	items := make([]picker.Item, len(m.banks))
	for i, b := range m.banks {
		items[i] = itemOf(b)
	}
	s.picker.SetItems(items)
	if len(items) == 0 {
		s.picker.SetNote(s.nothing())
	}
	if s.take {
		s.take = false
		return s.chosen()
	}
	return nil
}

// nothing says what to do when no bank fits.
func (s *searching) nothing() string {
	switch {
	case s.countries[s.country] != "":
		return txtNoBankThere
	case s.conn.Sandbox:
		return txtNoBankDemo
	}
	return txtNoBank
}

// itemOf is a bank in the list. Blocked banks stay in it with the reason: who looks for one must find out why.
func itemOf(b app.InstitutionView) picker.Item {
	item := picker.Item{ID: string(b.ID), Title: b.Name, Detail: txtServedBy, Blocked: b.Blocked}
	item.Side = layout.Right(b.BIC, 8) + "  " + layout.Left(b.Country, 2)
	item.Badges = slices.DeleteFunc(slices.Clone(b.Badges), func(badge string) bool { return badge == "stable" })
	if b.Connected > 0 {
		item.Badges = append(item.Badges, words.Plural(b.Connected, "account", "accounts")+" connected")
	}
	if b.Notice != "" {
		item.Detail = b.Notice
	}
	if b.Blocked != "" && b.Maintenance != "" && !b.MaintenanceTo.IsZero() {
		item.Blocked = say(txtMaintenanceUntil, moment(b.MaintenanceTo)) + " " + b.Blocked
	}
	return item
}

func (s *searching) do(inv action.Invoke) (tea.Cmd, bool) {
	switch inv.ID {
	case action.PickTake:
		return s.chosen(), true
	case nextCountry:
		return s.turn(1), true
	case prevCountry:
		return s.turn(-1), true
	case action.Back: // first out of the search, then out of the wizard
		if s.picker.Query() == "" {
			return nil, false
		}
		s.picker.SetQuery("")
		return s.search(), true
	}
	return nil, s.picker.Do(inv)
}

// turn goes to another country. An empty search field lists all its banks.
func (s *searching) turn(by int) tea.Cmd {
	n := len(s.countries)
	s.country = (s.country + by + n) % n
	return s.search()
}

// chosen goes on with the bank under the cursor, once the list belongs to what was typed.
func (s *searching) chosen() tea.Cmd {
	if s.shown != s.gen {
		s.take = true
		return nil
	}
	item, ok := s.picker.Selected()
	if !ok {
		return nil
	}
	if item.Blocked != "" {
		return tui.Show(item.Title, item.Blocked)
	}
	i := slices.IndexFunc(s.banks, func(b app.InstitutionView) bool { return string(b.ID) == item.ID })
	s.bank = s.banks[i]
	return s.forward(&confirming{Screen: s.Screen})
}

func (s *searching) scope() action.Scope {
	return action.Scope{Name: scopeSearch, With: []action.Name{action.Pick}, Text: true}
}

func (s *searching) lines(w, h int) []string {
	head := s.theme.Paint(theme.Dim, layout.Cut(s.conn.DossierName+" "+s.theme.Glyph.Dot+" "+s.conn.Name+" "+s.theme.Glyph.Dot+" "+countryName(s.countries[s.country]), w))
	return append([]string{head}, split(s.picker.View(s.theme, layout.Box{W: w, H: max(h-1, 5)}))...)
}
