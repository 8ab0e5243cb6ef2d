package picker_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/exp/golden"

	"ferry/tui/action"
	"ferry/tui/layout"
	"ferry/tui/theme"
	"ferry/tui/widget/picker"
)

var looks = theme.New(theme.Options{})

func banks() []picker.Item {
	return []picker.Item{
		{ID: "kbc", Title: "KBC", Side: "BE  KREDBEBB", Detail: "KBC Bank, served by Ponto."},
		{ID: "ing", Title: "ING Nederland", Side: "NL  INGBNL2A", Badges: []string{"beta"}, Detail: "ING"},
		{ID: "old", Title: "Fintro", Side: "BE", Badges: []string{"deprecated"}, Blocked: "Ponto no longer connects Fintro; its accounts are at BNP Paribas Fortis now, under the same sign-in."},
	}
}

func typed(m *picker.Model, text string) (changed bool) {
	for _, r := range text {
		changed = m.Key(action.Key{Name: string(r), Text: string(r)})
	}
	return changed
}

func TestOwnSearch(t *testing.T) {
	t.Parallel()
	m := picker.New(picker.Options{Placeholder: "name or BIC", Of: "banks"})
	m.SetItems(banks())
	view := func() string { return ansi.Strip(m.View(looks, layout.Box{W: 60, H: 9})) }
	before := view()
	if !typed(m, "fin") {
		t.Error("letters do not change the query")
	}
	if item, ok := m.Selected(); !ok || item.ID != "old" {
		t.Errorf("%v", item)
	}
	golden.RequireEqual(t, before+"\n"+view())
	typed(m, "zzz")
	if _, ok := m.Selected(); ok {
		t.Error("something is found")
	}
	m.SetQuery("")
	m.SetNote("The list of banks could not be read.")
	if _, ok := m.Selected(); ok {
		t.Error("a note can be taken")
	}
}

// TestWordsComeBeforeStrewnLetters: a number that begins so, then words that do, then what contains them; what cannot be taken is last.
func TestWordsComeBeforeStrewnLetters(t *testing.T) {
	t.Parallel()
	m := picker.New(picker.Options{})
	m.SetItems([]picker.Item{
		{ID: "meal", Title: "615000 Restaurantkosten"}, {ID: "out", Title: "650000 Betaalde rente"}, {ID: "in", Title: "750000 Rentebaten"},
		{ID: "paid", Title: "610500 Huurrente"}, {ID: "no", Title: "654000 Rente", Blocked: "it is closed"}, {ID: "fee", Title: "657000 Kosten 61"},
		{ID: "group", Lead: "Rente", Title: "go there"}, {ID: "éclat", Title: "Éclat"},
		{ID: "strewn", Title: "241009 Afschrijvingen op rollend materieel"}, {ID: "round", Title: "657500 Kasverschillen en afrondingen"},
	})
	for query, want := range map[string]string{
		"rente": "out in paid group no", "61": "meal paid fee", "eclat": "éclat", "kost rest": "meal", "650000 betaalde rente": "out", "rstrnt": "meal",
		"rente go": "group", "afrond": "round", "": "meal out in paid no fee group éclat strewn", "654000 rente": "no",
	} {
		m.SetQuery(query)
		var got []string
		for range 9 {
			if item, ok := m.Selected(); ok && !slices.Contains(got, item.ID) {
				got = append(got, item.ID)
			}
			m.Do(action.Invoke{ID: action.PickDown})
		}
		if strings.Join(got, " ") != want {
			t.Errorf("%q finds %v, want %s", query, got, want)
		}
	}
}

// TestNumbersAreFound however they are grouped, and where the entry says them beside its name; the key that searches elsewhere is no
// part of what is searched.
func TestNumbersAreFound(t *testing.T) {
	t.Parallel()
	m := picker.New(picker.Options{})
	m.SetItems([]picker.Item{
		{ID: "kbc", Title: "KBC", Detail: "BE68 5390 0754 7034"}, {ID: "ing", Title: "ING BE71 0961 2345 6769"}, {ID: "own", Title: "450300 Eigen rekening 7"},
		{ID: "act", Lead: "Lists", Title: "go down", Side: "j", Detail: "Move 1 row down."}, {ID: "side", Title: "Crelan", Side: "BE43 0689 9999 9501"},
	})
	for query, want := range map[string]string{
		"/4503": "own", "4503": "own", "/eigen": "own", "/ eigen": "own", "07547034": "kbc", "kbc 7034": "kbc", "BE68 5390": "kbc", "61234567": "ing", "99999501": "side", "/": "kbc",
	} {
		m.SetQuery(query)
		if item, _ := m.Selected(); item.ID != want {
			t.Errorf("%q finds %q, want %q", query, item.ID, want)
		}
	}
	m.SetQuery("kosten 7034")
	if item, ok := m.Selected(); ok {
		t.Errorf("found %q by its number alone", item.ID)
	}
}

func TestOutsideSearchKeepsTheCursorOnItsEntry(t *testing.T) {
	t.Parallel()
	m := picker.New(picker.Options{Outside: true})
	m.SetItems(banks())
	m.Do(action.Invoke{ID: action.PickDown})
	m.SetItems(banks()[1:])
	if item, _ := m.Selected(); item.ID != "ing" {
		t.Errorf("the cursor went to %s", item.ID)
	}
	typed(m, "x")
	m.SetItems(banks())
	if item, _ := m.Selected(); item.ID != "kbc" || m.Query() != "x" {
		t.Errorf("after typing the cursor stands on %s", item.ID)
	}
}

func TestMoving(t *testing.T) {
	t.Parallel()
	m := picker.New(picker.Options{})
	var items []picker.Item
	for i := range 50 {
		items = append(items, picker.Item{ID: fmt.Sprint(i), Title: fmt.Sprint("entry ", i)})
	}
	m.SetItems(items)
	m.View(looks, layout.Box{W: 30, H: 14})
	for _, c := range []struct {
		press action.ID
		want  string
	}{{action.PickPageDown, "10"}, {action.PickDown, "11"}, {action.PickUp, "10"}, {action.PickPageUp, "0"}, {action.PickUp, "0"}} {
		m.Do(action.Invoke{ID: c.press})
		if item, _ := m.Selected(); item.ID != c.want {
			t.Errorf("after %s: %s", c.press, item.ID)
		}
	}
	if m.Do(action.Invoke{ID: action.Back}) {
		t.Error("back is not the picker's")
	}
}

func TestHitsAreMarked(t *testing.T) {
	t.Parallel()
	open := looks.Open(theme.Hit)
	own, outside := picker.New(picker.Options{}), picker.New(picker.Options{Outside: true})
	for _, c := range []struct {
		m            *picker.Model
		query, marks string
	}{{own, "fnt", open + "F"}, {outside, "ingb", open + "INGB"}, {outside, "neder", open + "Neder"}} {
		c.m.SetItems(banks())
		c.m.SetQuery(c.query)
		if got := c.m.View(looks, layout.Box{W: 60, H: 9}); !strings.Contains(got, c.marks) {
			t.Errorf("%q marks nothing in %q", c.query, got)
		}
	}
}
