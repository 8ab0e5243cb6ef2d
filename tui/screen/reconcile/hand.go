package reconcile

import (
	"context"
	"slices"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"ferry/core"
	"ferry/core/app"
	"ferry/tui"
	"ferry/tui/action"
	"ferry/tui/place"
	"ferry/tui/theme"
	"ferry/tui/widget/confirm"
	"ferry/tui/widget/input"
	"ferry/tui/widget/table"
	"ferry/tui/words"
)

// hand is a match made by hand: the lines, the items that were picked for them, and what is left.
type hand struct {
	lines  []core.LineKey
	line   row // the first of them
	table  *table.Model[app.ItemView, core.ItemID]
	field  *input.Model
	text   string
	found  string         // what list was searched for
	list   []app.ItemView // as they were found
	more   bool           // there are others
	picks  []app.Pick
	views  map[core.ItemID]app.ItemView // of what was picked: the search may hide it
	view   app.HandView
	whole  core.Amount // what the lines come to
	some   bool        // of some items only a part is open: a column says of how much
	fault  error
	gen    generation
	counts generation // of the running difference

	holding bool // what the next key is meant for is being read
}

type (
	itemsMsg struct {
		hand *hand
		gen  generation
		list []app.ItemView
		err  error
	}
	balanceMsg struct {
		hand  *hand // of the match by hand, or
		split *split
		gen   generation
		view  app.HandView
		err   error
	}
)

// manyItems is how many open items a search shows. One more is asked for, to know whether there are others.
const manyItems = 1000

// openHand starts a match by hand for the targets.
func (s *Screen) openHand() tea.Cmd {
	t, svc := s.targets(), s.svc
	s.holding = true
	return tui.Read(func(ctx context.Context) tea.Msg {
		sum, err := t.tally(ctx, svc)
		return then(func() tea.Cmd {
			s.holding = false
			if err != nil {
				return tui.Fail(err)
			}
			return s.startHand(sum)
		})
	})
}

func (s *Screen) startHand(sum tally) tea.Cmd {
	if len(sum.lines) == 0 {
		return nil
	}
	h := &hand{lines: sum.keys(), line: row{Line: sum.lines[0]}, views: make(map[core.ItemID]app.ItemView)}
	h.table = table.New(table.Options[app.ItemView, core.ItemID]{
		Key: func(i app.ItemView) core.ItemID { return i.ID }, Columns: s.itemColumns(h), Empty: txtHandEmpty, EmptyHint: txtHandHint,
		Tone: func(i app.ItemView) theme.Token {
			if h.picked(i.ID) >= 0 {
				return theme.Marked
			}
			return theme.Plain
		},
	})
	s.hand, s.front, s.field = h, false, nil
	return tea.Batch(s.findItems(h), s.count(h))
}

func (s *Screen) itemColumns(h *hand) []table.Column[app.ItemView] {
	columns := []table.Column[app.ItemView]{
		{Title: "", Min: 1, Cell: func(i app.ItemView) string {
			if h.picked(i.ID) >= 0 {
				return s.theme.Glyph.Good
			}
			return " "
		}},
		{Title: "Number", Min: 8, Max: 18, Cell: func(i app.ItemView) string { return i.Number }},
		{Title: "Date", Whole: true, Priority: 1, Cell: func(i app.ItemView) string { return i.Date.String() }},
		{Title: "Open", Whole: true, Align: table.Right, Cell: func(i app.ItemView) string { return words.Signed(i.Effect()) }},
		{Title: "Gets", Whole: true, Align: table.Right, Cell: h.gets},
	}
	if h.some {
		columns = append(columns, table.Column[app.ItemView]{Title: "Of", Whole: true, Align: table.Right, Priority: 2, Cell: func(i app.ItemView) string {
			i.Settled = 0
			return words.Signed(i.Effect())
		}})
	}
	return append(columns, table.Column[app.ItemView]{Title: "Kind", Whole: true, Priority: 3, Cell: func(i app.ItemView) string { return i.Kind.String() }},
		table.Column[app.ItemView]{Title: "Party", Min: 12, Fill: true, Cell: func(i app.ItemView) string { return i.Party }})
}

func (h *hand) picked(id core.ItemID) int {
	return slices.IndexFunc(h.picks, func(p app.Pick) bool { return p.Item == id })
}

// hand is what would be accepted.
func (h *hand) hand() app.Hand {
	return app.Hand{Lines: h.lines, Picks: slices.Clone(h.picks)}
}

// findItems reads the items that fit the search; without one, those that the line most likely means come first.
func (s *Screen) findItems(h *hand) tea.Cmd {
	h.gen++
	h.holding = h.field == nil
	svc, dossier, gen := s.svc, s.dossier, h.gen
	q := app.ItemQuery{Text: h.text, For: &h.lines[0], Limit: manyItems + 1}
	return tui.Read(func(ctx context.Context) tea.Msg {
		list, err := svc.Items(ctx, dossier, q)
		return itemsMsg{h, gen, list, err}
	})
}

func (s *Screen) onItems(m itemsMsg) tea.Cmd {
	if m.hand != s.hand || m.gen != m.hand.gen {
		return nil
	}
	m.hand.table.SetError(m.err)
	m.hand.holding, m.hand.found = false, m.hand.text
	if m.err == nil {
		m.hand.more = len(m.list) > manyItems
		m.hand.list = m.list[:min(len(m.list), manyItems)]
		m.hand.table.SetSearch(m.hand.text)
		s.arrange(m.hand)
	}
	return nil
}

// arrange shows the items: without a search those that fit to the cent come first.
func (s *Screen) arrange(h *hand) {
	list := slices.Clone(h.list)
	if h.text == "" && h.whole.Currency != "" {
		slices.SortStableFunc(list, func(a, b app.ItemView) int { return misfit(a, h.whole) - misfit(b, h.whole) })
	}
	h.some = slices.ContainsFunc(list, func(i app.ItemView) bool { return i.Settled != 0 })
	h.table.SetColumns(s.itemColumns(h))
	h.table.SetRows(list)
}

func misfit(i app.ItemView, whole core.Amount) int {
	if i.Effect() == whole {
		return 0
	}
	return 1
}

// count asks for the running difference.
func (s *Screen) count(h *hand) tea.Cmd {
	h.counts++
	svc, gen, what := s.svc, h.counts, h.hand()
	return tui.Read(func(ctx context.Context) tea.Msg {
		view, err := svc.PreviewHand(ctx, what)
		return balanceMsg{hand: h, gen: gen, view: view, err: err}
	})
}

func (s *Screen) onBalance(m balanceMsg) tea.Cmd {
	switch {
	case m.split != nil && m.split == s.split && m.gen == m.split.gen:
		m.split.balance(m)
	case m.hand != nil && m.hand == s.hand && m.gen == m.hand.counts:
		m.hand.view, m.hand.fault = m.view, m.err
		if len(m.hand.picks) == 0 && m.err == nil && m.hand.whole != m.view.Left {
			m.hand.whole = m.view.Left
			s.arrange(m.hand)
		}
		m.hand.table.SetColumns(s.itemColumns(m.hand)) // as wide as what each item gets
	}
	return nil
}

// typeHand edits the search over open items.
func (s *Screen) typeHand(k action.Key) tea.Cmd {
	h := s.hand
	if h.field == nil || !h.field.Key(k) {
		return nil
	}
	h.text = h.field.Value()
	h.gen++
	gen := h.gen
	return tui.After(pause, then(func() tea.Cmd {
		if s.hand != h || gen != h.gen {
			return nil
		}
		return s.findItems(h)
	}))
}

// doHand carries out what is done in a match by hand.
func (s *Screen) doHand(inv action.Invoke) (tea.Cmd, bool) {
	h := s.hand
	switch inv.ID {
	case place.Search:
		h.field = input.New(input.Options{Value: h.text, Placeholder: txtHandField})
		return nil, true
	case handKeep:
		h.field = nil
		if h.text != h.found { // what was typed last is not searched yet
			return s.findItems(h), true
		}
		return nil, true
	case action.Back:
		return s.leaveHand(h), true
	case handSettle:
		return s.settleHand(h), true
	case handRest:
		return s.openRest(h.inFull(), func(number string) tea.Cmd { return s.settleHandRest(h, number) }), true
	}
	if i, ok := h.table.Selected(); ok {
		switch inv.ID {
		case action.Mark:
			h.toggle(i)
			cmd, _ := h.table.Do(action.Invoke{ID: action.Down})
			return tea.Batch(cmd, s.count(h)), true
		case handAmount:
			return s.askAmount(h, i, "", ""), true
		}
	}
	return h.table.Do(inv)
}

// leaveHand goes one step back: out of the search, then out of the match by hand.
func (s *Screen) leaveHand(h *hand) tea.Cmd {
	if h.field != nil || h.text != "" {
		h.field, h.text = nil, ""
		return s.findItems(h)
	}
	leave := func() tea.Cmd {
		if s.hand == h {
			s.hand = nil
		}
		return s.rest()
	}
	if h.laborious() {
		return tui.Ask(leaving(words.Plural(len(h.picks), "item is", "items are")+txtHandPicked), then(leave))
	}
	return leave()
}

// laborious reports whether what was picked takes more than a key to be picked again.
func (h *hand) laborious() bool {
	return len(h.picks) > 1 || slices.ContainsFunc(h.picks, func(p app.Pick) bool { return p.Settles.Currency != "" })
}

// leaving asks before something that was put together is lost.
func leaving(what string) confirm.Question {
	return confirm.Question{Title: txtLeave, Text: []string{what}, Yes: txtLeaveYes, No: txtLeaveNo}
}

func (h *hand) toggle(i app.ItemView) {
	if at := h.picked(i.ID); at >= 0 {
		h.picks = slices.Delete(h.picks, at, at+1)
		return
	}
	h.picks = append(h.picks, app.Pick{Item: i.ID})
	h.views[i.ID] = i
}

// settleHand accepts what was picked. With nothing picked the item under the cursor is, and accepted when that explains the
// line to the cent.
func (s *Screen) settleHand(h *hand) tea.Cmd {
	if len(h.picks) == 0 {
		i, ok := h.table.Selected()
		if !ok {
			return nil
		}
		h.toggle(i)
		h.holding = true
		svc, what := s.svc, h.hand()
		return tui.Read(func(ctx context.Context) tea.Msg {
			view, err := svc.PreviewHand(ctx, what)
			return then(func() tea.Cmd {
				h.holding = false
				if s.hand != h {
					return nil
				}
				h.view, h.fault = view, err
				if err == nil && view.Left.IsZero() && len(view.Partial) == 0 {
					return s.settleHand(h)
				}
				return nil
			})
		})
	}
	if h.fault == nil && h.view.Left.IsZero() && h.view.Left.Currency != "" && len(h.unpaid()) > 0 {
		return tui.Warn(s.tooMuch(h))
	}
	svc, what := s.svc, h.hand()
	return s.act(toNext, txtUndo, func(ctx context.Context) (core.Done, error) { return svc.Settle(ctx, what) })
}

// inFull is what was picked, with all that is open of it where no amount was given.
func (h *hand) inFull() app.Hand {
	what := h.hand()
	for i, p := range what.Picks {
		if p.Settles.Currency == "" {
			what.Picks[i].Settles = h.views[p.Item].Open()
		}
	}
	return what
}

// settleHandRest settles what was picked in full and books what is left on an account.
func (s *Screen) settleHandRest(h *hand, number string) tea.Cmd {
	what := h.inFull()
	what.Codings = []app.Coding{s.coding(number)}
	svc := s.svc
	return s.act(toNext, txtUndo, func(ctx context.Context) (core.Done, error) { return svc.Settle(ctx, what) })
}

// askAmount settles only a part of an item.
func (s *Screen) askAmount(h *hand, i app.ItemView, typed, wrong string) tea.Cmd {
	help := "How much of " + i.Number + " is settled? Open: " + words.Amount(i.Open()) + ". Empty: as much as the line can pay."
	if wrong != "" {
		help = words.Sentence(wrong) + " " + help
	}
	return tui.Prompt("Amount", help, typed, func(text string) tea.Msg {
		return then(func() tea.Cmd {
			settles := core.Amount{}
			if strings.TrimSpace(text) != "" {
				a, err := typedAmount(text, i.Amount.Currency)
				switch {
				case err != nil:
					return s.askAmount(h, i, text, err.Error())
				case a.Minor == 0 || (a.Minor < 0) != (i.Open().Minor < 0):
					return s.askAmount(h, i, text, "that is no part of what is open")
				case beyond(a, i) > 0:
					return s.askAmount(h, i, text, moreThanOpen(a, i)+", and "+txtOverHand)
				}
				settles = a
			}
			if h.picked(i.ID) < 0 {
				h.toggle(i)
			}
			h.picks[h.picked(i.ID)].Settles = settles
			return s.count(h)
		})
	})
}
