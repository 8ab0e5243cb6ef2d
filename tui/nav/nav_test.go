package nav_test

import (
	"slices"
	"testing"

	"ferry/tui/nav"
)

func page(address string) nav.Page { return nav.ParsePage(address) }

func TestAddress(t *testing.T) {
	t.Parallel()
	for _, address := range []string{"home", "account:4711", "line:4711:12"} {
		if got := page(address).String(); got != address {
			t.Errorf("%q becomes %q", address, got)
		}
	}
	if page("line:4711:12").ID != "4711:12" {
		t.Error("the id ends at its own colon")
	}
}

func TestStack(t *testing.T) {
	t.Parallel()
	s := nav.NewStack(page("home"))
	if s.Back() || s.Top() != page("home") {
		t.Error("the first page can be left")
	}
	s.Push(page("a"))
	s.Push(page("b"))
	s.Push(page("a"))
	if got := s.Path(); !slices.Equal(got, []nav.Page{page("home"), page("a")}) {
		t.Errorf("the way runs in a circle: %v", got)
	}
	s.Replace(page("c"))
	if s.Top() != page("c") || s.Depth() != 2 {
		t.Errorf("%v", s.Path())
	}
	s.Replace(page("home"))
	if s.Depth() != 1 {
		t.Errorf("replacing by a page on the way: %v", s.Path())
	}
	s.Push(page("d"))
	s.Home()
	if s.Top() != page("home") {
		t.Errorf("%v", s.Path())
	}
}

func TestCacheForgetsTheOldest(t *testing.T) {
	t.Parallel()
	c := nav.NewCache[int](2)
	for i, address := range []string{"home", "a", "b"} {
		c.Put(page(address), i)
	}
	c.Get(page("a"))
	if gone := c.Trim([]nav.Page{page("home")}); !slices.Equal(gone, []nav.Page{page("b")}) {
		t.Errorf("gone: %v", gone)
	}
	if _, ok := c.Get(page("home")); !ok {
		t.Error("a page on the way was forgotten")
	}
	var seen []string
	c.Each(func(p nav.Page, _ int) { seen = append(seen, p.String()) })
	if !slices.Equal(seen, []string{"a", "home"}) {
		t.Errorf("kept: %v", seen)
	}
}
