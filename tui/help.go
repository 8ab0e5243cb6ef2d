package tui

import (
	"slices"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"ferry/tui/action"
	"ferry/tui/layout"
	"ferry/tui/nav"
	"ferry/tui/widget/pager"
	"ferry/tui/widget/picker"
)

// openHelp shows what can be done here, from the table of actions.
func (m *Model) openHelp() {
	scope := m.scope()
	var b strings.Builder
	last := ""
	for _, d := range ownFirst(m.actions.Here(scope), scope.Name) {
		if g := d.Heading(); g != last {
			if last != "" {
				b.WriteString("\n")
			}
			b.WriteString(g + "\n")
			last = g
		}
		line := "  " + layout.Left(keyList(d.Keys), keyWidth) + " " + d.Help
		if reason := m.actions.Reason(d, scope); reason != "" {
			line += " (not now: " + reason + ")"
		}
		b.WriteString(line + "\n")
	}
	b.WriteString("\n" + m.actions.KeyOf(action.Help) + " again searches all commands.")
	m.put(&reading{title: "Help: " + m.top().Title(), Model: pager.New(b.String()).Hang(keyWidth + 3)})
}

// keyWidth is the room of the keys in the help.
const keyWidth = 16

// keyList names the keys of an action, a row of figures by its first and its last.
func keyList(keys []string) string {
	var list []string
	for i := 0; i < len(keys); i++ {
		last := i
		for last+1 < len(keys) && figure(keys[i]) && figure(keys[last+1]) && keys[last+1][0] == keys[last][0]+1 {
			last++
		}
		if last > i+1 {
			list = append(list, keys[i]+"-"+keys[last])
			i = last
			continue
		}
		list = append(list, action.Label(keys[i]))
	}
	return strings.Join(list, " ")
}

func figure(key string) bool { return len(key) == 1 && key[0] >= '0' && key[0] <= '9' }

// ownFirst puts the screen's own actions before the shared ones.
func ownFirst(defs []action.Def, own action.Name) []action.Def {
	slices.SortStableFunc(defs, func(a, b action.Def) int {
		switch {
		case a.Scope == own && b.Scope != own:
			return -1
		case a.Scope != own && b.Scope == own:
			return 1
		}
		return 0
	})
	return defs
}

// placesMsg brings the pages that the palette offers besides the actions.
type placesMsg struct{ places []Place }

// prefixes of the palette's entries.
const (
	actionEntry = "action:"
	placeEntry  = "page:"
)

// palette is the menu of everything.
type palette struct {
	*menu
	items []picker.Item
}

// openPalette lists every action with its key: what this screen does, then the pages, then the rest, last what is not possible
// now, with the reason. The places follow when they are read.
func (m *Model) openPalette() tea.Cmd {
	p := &palette{menu: &menu{Model: picker.New(picker.Options{Placeholder: "what do you want to do?"}), title: "Commands", rows: 20}}
	p.taken = (*Model).take
	scope := m.top().Scope()
	var ranks [4][]picker.Item
	for _, d := range m.actions.All() {
		if d.Shared() || d.ID == action.Palette {
			continue
		}
		item := picker.Item{ID: actionEntry + string(d.ID), Lead: d.Heading(), Title: d.Title, Side: m.actions.KeyOf(d.ID), Detail: d.Help}
		rank := 2
		switch {
		case d.Scope == scope.Name:
			rank = 0
		case d.Opens != (nav.Page{}):
			rank = 1
		}
		if d.Opens == (nav.Page{}) {
			item.Blocked = m.actions.Reason(d, scope)
		}
		if item.Blocked != "" {
			rank = 3
		}
		ranks[rank] = append(ranks[rank], item)
	}
	p.items = slices.Concat(ranks[:]...)
	p.SetItems(p.items)
	m.put(p)
	if m.o.Places == nil {
		return nil
	}
	m.busy++
	return func() tea.Msg {
		places, err := m.o.Places(m.ctx)
		return placesRead(places, err)
	}
}

func placesRead(places []Place, err error) tea.Msg {
	if err != nil {
		places = nil // the palette works without them; the screens themselves show what is wrong
	}
	return placesMsg{places}
}

func (m *Model) onPlaces(msg placesMsg) {
	m.busy--
	p, ok := m.overlay().(*palette)
	if !ok {
		return
	}
	for _, at := range msg.places {
		p.items = append(p.items, picker.Item{ID: placeEntry + at.Page.String(), Title: at.Title, Detail: at.Detail})
	}
	p.SetItems(p.items)
}

// take carries out what was chosen in the palette, as if its key had been pressed on the screen.
func (m *Model) take(item picker.Item) tea.Cmd {
	if address, ok := strings.CutPrefix(item.ID, placeEntry); ok {
		return m.move(nav.Move{Op: nav.OpPush, Page: nav.ParsePage(address)})
	}
	d, ok := m.actions.Lookup(action.ID(strings.TrimPrefix(item.ID, actionEntry)))
	if !ok {
		return nil
	}
	cmd, _ := m.invoke(d, action.Invoke{ID: d.ID, At: m.o.Now()})
	return cmd
}
