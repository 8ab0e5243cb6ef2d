package nav

import "slices"

// Stack is the way from the first page to the present one. It is never empty.
type Stack struct{ pages []Page }

// NewStack starts at the given page.
func NewStack(home Page) *Stack { return &Stack{pages: []Page{home}} }

// Top is the present page.
func (s *Stack) Top() Page { return s.pages[len(s.pages)-1] }

// Path lists the pages from the first to the present one.
func (s *Stack) Path() []Page { return slices.Clone(s.pages) }

// Depth is how many pages lie on the way, the present one included.
func (s *Stack) Depth() int { return len(s.pages) }

// Push goes to a page. A page that is already on the way is returned to, so that the way never runs in a circle.
func (s *Stack) Push(p Page) {
	if i := slices.Index(s.pages, p); i >= 0 {
		s.pages = s.pages[:i+1]
		return
	}
	s.pages = append(s.pages, p)
}

// Replace puts a page in place of the present one.
func (s *Stack) Replace(p Page) {
	if len(s.pages) > 1 {
		s.pages = s.pages[:len(s.pages)-1]
		s.Push(p)
		return
	}
	s.pages[0] = p
}

// Back leaves the present page; false at the first one.
func (s *Stack) Back() bool {
	if len(s.pages) == 1 {
		return false
	}
	s.pages = s.pages[:len(s.pages)-1]
	return true
}

// Home goes back to the first page.
func (s *Stack) Home() { s.pages = s.pages[:1] }
