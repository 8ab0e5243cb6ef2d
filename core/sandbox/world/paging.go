package world

import "errors"

// ErrLimit refuses a page limit outside 1..100 (the API's code is invalid_paging_limit).
var ErrLimit = errors.New("the page limit must be between 1 and 100")

// Bounds of a page, as the real service has them.
const (
	DefaultLimit = 10
	MaxLimit     = 100
)

// List is an ordered collection that can be paged: newest or first item at 0.
type List[T any] interface {
	Len() int
	At(i int) T
	ID(item T) string
	Index(id string) (int, bool)
}

// Query asks for one page. Limit 0 with LimitGiven false means the default. When both cursors are set, After wins: the
// real service's choice is not known.
type Query struct {
	Limit         int
	LimitGiven    bool
	Before, After string
}

// Page is one window of a list. Before and After are what meta.paging shows: empty when there is no page on that side.
// Links follow from them: first always, prev when Before is set, next when After is set.
type Page[T any] struct {
	Items         []T
	Limit         int
	Before, After string
}

// PageOf cuts one page out of a list. An unknown cursor gives an empty page without neighbours, not an error.
func PageOf[T any](list List[T], q Query) (Page[T], error) {
	limit := DefaultLimit
	if q.LimitGiven {
		limit = q.Limit
	}
	if limit < 1 || limit > MaxLimit {
		return Page[T]{}, ErrLimit
	}
	from, to := 0, min(limit, list.Len())
	switch {
	case q.After != "":
		i, ok := list.Index(q.After)
		if !ok {
			return Page[T]{Limit: limit}, nil
		}
		from, to = i+1, min(i+1+limit, list.Len())
	case q.Before != "":
		i, ok := list.Index(q.Before)
		if !ok {
			return Page[T]{Limit: limit}, nil
		}
		from, to = max(0, i-limit), i
	}
	page := Page[T]{Limit: limit}
	if from >= to {
		return page, nil
	}
	page.Items = make([]T, 0, to-from)
	for i := from; i < to; i++ {
		page.Items = append(page.Items, list.At(i))
	}
	if from > 0 {
		page.Before = list.ID(page.Items[0])
	}
	if to < list.Len() {
		page.After = list.ID(page.Items[len(page.Items)-1])
	}
	return page, nil
}

// SliceList pages a slice held in memory.
type SliceList[T any] struct {
	items []T
	id    func(T) string
}

// ListOf makes a slice pageable by the ids that id gives.
func ListOf[T any](items []T, id func(T) string) SliceList[T] { return SliceList[T]{items, id} }

// Len is the number of items.
func (s SliceList[T]) Len() int { return len(s.items) }

// At is the item at a position.
func (s SliceList[T]) At(i int) T { return s.items[i] }

// ID is the item's id.
func (s SliceList[T]) ID(item T) string { return s.id(item) }

// Index finds an item by its id.
func (s SliceList[T]) Index(id string) (int, bool) {
	for i, item := range s.items {
		if s.id(item) == id {
			return i, true
		}
	}
	return 0, false
}
