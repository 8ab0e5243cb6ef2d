package table_test

import (
	"testing"

	"ferry/tui/action"
	"ferry/tui/layout"
	"ferry/tui/widget/table"
)

// numbers is a list of numbers from a to b.
type numbers struct{ a, b int }

func (n numbers) Len() int { return n.b - n.a }
func (n numbers) Window(from, count int) ([]int, error) {
	list := make([]int, count)
	for i := range list {
		list[i] = n.a + from + i
	}
	return list, nil
}
func (n numbers) IndexOf(k int) (int, bool) { return k - n.a, k >= n.a && k < n.b }

func swapped(t *testing.T, first table.Source[int, int], moves int) *table.Model[int, int] {
	t.Helper()
	m := table.New(table.Options[int, int]{Key: func(i int) int { return i }})
	m.Update(layout.Size{Box: layout.Box{W: 80, H: 20}})
	m.Update(m.Swap()(first))
	for range moves {
		m.Do(action.Invoke{ID: action.Down})
	}
	return m
}

func at(t *testing.T, m *table.Model[int, int], want int) {
	t.Helper()
	if got, ok := m.Selected(); !ok || got != want {
		t.Errorf("the cursor is on %d (%v), not on %d", got, ok, want)
	}
}

func TestSwapKeepsThePlaceOrGoesWhereItIsTold(t *testing.T) {
	t.Parallel()
	m := swapped(t, numbers{0, 1000}, 5)
	at(t, m, 5)
	m.Update(m.Swap()(numbers{-3, 1000})) // three arrive above
	at(t, m, 5)
	m.Update(m.Swap()(numbers{0, 1000}, 5000, 7)) // the first that is there
	at(t, m, 7)
	m.Update(m.Swap()(numbers{8, 1000})) // it went away
	at(t, m, 8)
}

func TestSwapDoesNotPullBackWhoMoved(t *testing.T) {
	t.Parallel()
	m := swapped(t, numbers{0, 1000}, 5)
	late := m.Swap()(numbers{0, 999})
	m.Do(action.Invoke{ID: action.Down})
	again := m.Update(late)
	at(t, m, 6)
	if again == nil {
		t.Fatal("the other list is lost")
	}
	m.Update(again())
	at(t, m, 6)
	if m.Len() != 999 {
		t.Errorf("%d rows", m.Len())
	}
}

func TestSwapOfAnOlderListIsDropped(t *testing.T) {
	t.Parallel()
	m := swapped(t, numbers{0, 10}, 0)
	old := m.Swap()(numbers{0, 20})
	m.Update(m.Swap()(numbers{0, 30}))
	m.Update(old)
	if m.Len() != 30 {
		t.Errorf("%d rows: an older list took the place of a newer one", m.Len())
	}
}
