package items

import (
	"context"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"ferry/core"
	"ferry/core/app"
	"ferry/tui"
	"ferry/tui/action"
	"ferry/tui/books"
	"ferry/tui/nav"
	"ferry/tui/place"
	"ferry/tui/widget/confirm"
	"ferry/tui/widget/input"
	"ferry/tui/widget/picker"
	"ferry/tui/words"
)

// Do carries out actions.
func (s *Screen) Do(inv action.Invoke) (tea.Cmd, bool) {
	switch inv.ID {
	case place.Search:
		s.field = input.New(input.Options{Value: s.text, Placeholder: txtPlaceholder})
		return nil, true
	case keep:
		return s.keep(), true
	case action.Back:
		return s.clear()
	case clearAll:
		cmd, _ := s.clear()
		return cmd, true
	case settled:
		s.all = !s.all
		return s.list(), true
	case bring:
		return nav.Push(place.Of(place.Import, s.dossier)), true
	case limits:
		return nav.Push(place.Of(place.Limits, s.dossier)), true
	case undo:
		return books.Undo(s.svc, s.dossier, func(done core.Done, err error) tea.Msg { return turnedMsg{txtUndone, done, err} }), true
	case redo:
		return s.turn(txtRedone, s.svc.Redo), true
	case mappings:
		return s.readMappings(), true
	case drop:
		return s.askDrop(), true
	}
	if item, ok := s.table.Selected(); ok {
		switch inv.ID {
		case open:
			return s.story(item), true
		case copyItem:
			return s.copyMenu(item), true
		}
	}
	return s.table.Do(inv)
}

// turn does something to the books: takes an act back, does it again, removes items.
func (s *Screen) turn(text string, way func(context.Context, core.DossierID) (core.Done, error)) tea.Cmd {
	dossier := s.dossier
	return tui.Write(func(ctx context.Context) tea.Msg {
		done, err := way(ctx, dossier)
		return turnedMsg{text, done, err}
	})
}

func (s *Screen) copyMenu(i app.ItemView) tea.Cmd {
	texts := map[string]string{
		"Number": core.CleanText(i.Number), "Reference": core.CleanText(i.Reference), "Open": i.Open().String(),
		"Party": core.CleanText(i.Party), "Whole item": s.pane(i).Text(),
	}
	var list []picker.Item
	for _, what := range []string{"Number", "Reference", "Open", "Party", "Whole item"} {
		if texts[what] == "" {
			continue
		}
		entry := picker.Item{ID: what, Title: what}
		if what != "Whole item" {
			entry.Side = texts[what]
		}
		list = append(list, entry)
	}
	return tui.Choose(txtCopy, list, func(what string) tea.Msg { return copyMsg{strings.ToLower(what), texts[what]} })
}

// batch is how many matches are read at once.
const batch = 500

// story tells everything of an item, with the bank lines that settled it.
func (s *Screen) story(i app.ItemView) tea.Cmd {
	pane, svc, dossier := s.pane(i), s.svc, s.dossier
	return tui.Read(func(ctx context.Context) tea.Msg {
		m := storyMsg{title: pane.Title()}
		left := i.Settled
		for before := uint64(0); left != 0 && m.err == nil && ctx.Err() == nil; {
			var list []core.Match
			if list, m.err = svc.Matches(ctx, dossier, before, batch); m.err != nil || len(list) == 0 {
				break
			}
			for _, match := range list {
				for _, p := range match.Why.Parts {
					if p.Item == i.ID {
						left -= p.Settles.Minor
						pane.Field("Settled", settling(ctx, svc, match, p))
					}
				}
			}
			before = list[len(list)-1].ID
		}
		m.text = pane.Text()
		return m
	})
}

// settling tells what a match took of an item, and from which bank lines.
func settling(ctx context.Context, svc service, m core.Match, p core.Part) string {
	text := words.Amount(p.Settles) + ", match " + words.Count(int(m.ID))
	for _, key := range m.Lines {
		if d, err := svc.Line(ctx, key.Account, key.No); err == nil {
			text += "; bank line of " + d.BookingDate.String() + ", " + words.Effect(d.Amount) + " " + d.CounterpartName
		}
	}
	if m.Why.Reason != "" {
		text += ". " + app.Told(m.Why.Reason, m.Why, words.Signed)
	}
	return text
}

func (s *Screen) readMappings() tea.Cmd {
	svc := s.svc
	return tui.Read(func(ctx context.Context) tea.Msg {
		list, err := svc.Mappings(ctx)
		return mappingsMsg{list, err}
	})
}

// onMappings shows the saved mappings; the one taken can be forgotten.
func (s *Screen) onMappings(m mappingsMsg) tea.Cmd {
	switch {
	case m.err != nil:
		return tui.Fail(m.err)
	case len(m.list) == 0:
		return tui.Warn(txtNoMapping)
	}
	list := make([]picker.Item, len(m.list))
	for i, mapping := range m.list {
		list[i] = picker.Item{ID: mapping.Name, Title: mapping.Name, Side: "forget", Detail: described(mapping)}
	}
	return tui.Choose(txtMappings, list, func(name string) tea.Msg { return chosenMsg{name} })
}

// described says in a line what a mapping holds.
func described(m core.Mapping) string {
	var parts []string
	for _, c := range columns {
		switch {
		case m.Columns[c.name] != "":
			parts = append(parts, c.name+" = "+m.Columns[c.name])
		case m.Fixed[c.name] != "":
			parts = append(parts, c.name+" "+say(txtAlways, m.Fixed[c.name]))
		}
	}
	return strings.Join(parts, ", ") + "."
}

func askForget(name string) tea.Cmd {
	return tui.Ask(confirm.Question{Title: say(txtForget, name), Text: []string{txtForgetText}, Yes: "Forget it", No: "Keep it"}, forgetMsg{name})
}

func (s *Screen) forget(name string) tea.Cmd {
	svc := s.svc
	return tui.Write(func(ctx context.Context) tea.Msg { return forgottenMsg{name, svc.DeleteMapping(ctx, name)} })
}
