package nav

import "slices"

// Cache keeps what was made for pages, so that coming back finds the cursor where it was. It forgets the page that was not
// visited for the longest time.
type Cache[S any] struct {
	limit  int
	made   map[Page]S
	recent []Page // oldest first
}

// NewCache keeps at most limit pages, not counting those that Trim is told to spare.
func NewCache[S any](limit int) *Cache[S] {
	return &Cache[S]{limit: limit, made: make(map[Page]S)}
}

// Get finds what was made for a page and marks it as visited.
func (c *Cache[S]) Get(p Page) (S, bool) {
	s, ok := c.made[p]
	if ok {
		c.visit(p)
	}
	return s, ok
}

// Peek finds what was made for a page without marking it as visited.
func (c *Cache[S]) Peek(p Page) (S, bool) {
	s, ok := c.made[p]
	return s, ok
}

// Put keeps what was made for a page.
func (c *Cache[S]) Put(p Page, s S) {
	c.made[p] = s
	c.visit(p)
}

func (c *Cache[S]) visit(p Page) {
	c.recent = append(slices.DeleteFunc(c.recent, func(q Page) bool { return q == p }), p)
}

// Drop forgets a page.
func (c *Cache[S]) Drop(p Page) {
	delete(c.made, p)
	c.recent = slices.DeleteFunc(c.recent, func(q Page) bool { return q == p })
}

// Each visits everything that is kept, longest unvisited first.
func (c *Cache[S]) Each(f func(Page, S)) {
	for _, p := range slices.Clone(c.recent) {
		f(p, c.made[p])
	}
}

// Trim forgets the oldest pages beyond the limit, except those on the way, and returns what it forgot.
func (c *Cache[S]) Trim(spare []Page) []Page {
	var gone []Page
	for _, p := range slices.Clone(c.recent) {
		if len(c.recent) <= c.limit {
			break
		}
		if !slices.Contains(spare, p) {
			c.Drop(p)
			gone = append(gone, p)
		}
	}
	return gone
}
