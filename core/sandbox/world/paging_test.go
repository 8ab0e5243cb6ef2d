package world

import (
	"errors"
	"slices"
	"testing"

	"pgregory.net/rapid"
)

// The table of what the real service answered for a list of two, and the neighbours of its cases.
func TestPageOf(t *testing.T) {
	t.Parallel()
	two := ListOf([]string{"A", "B"}, func(s string) string { return s })
	for _, c := range []struct {
		name string
		q    Query
		want Page[string]
		err  error
	}{
		{name: "no limit", want: Page[string]{Items: []string{"A", "B"}, Limit: 10}},
		{name: "larger limit", q: Query{Limit: 20, LimitGiven: true}, want: Page[string]{Items: []string{"A", "B"}, Limit: 20}},
		{name: "exact limit", q: Query{Limit: 2, LimitGiven: true}, want: Page[string]{Items: []string{"A", "B"}, Limit: 2}},
		{name: "first of two", q: Query{Limit: 1, LimitGiven: true}, want: Page[string]{Items: []string{"A"}, Limit: 1, After: "A"}},
		{name: "after the first", q: Query{Limit: 2, LimitGiven: true, After: "A"}, want: Page[string]{Items: []string{"B"}, Limit: 2, Before: "B"}},
		{name: "after the last", q: Query{After: "B"}, want: Page[string]{Limit: 10}},
		{name: "after an unknown id", q: Query{After: "C"}, want: Page[string]{Limit: 10}},
		{name: "before the first", q: Query{Before: "A"}, want: Page[string]{Limit: 10}},
		{name: "before the second", q: Query{Before: "B"}, want: Page[string]{Items: []string{"A"}, Limit: 10, After: "A"}},
		{name: "before an unknown id", q: Query{Before: "C"}, want: Page[string]{Limit: 10}},
		{name: "both: after counts", q: Query{After: "A", Before: "A"}, want: Page[string]{Items: []string{"B"}, Limit: 10, Before: "B"}},
		{name: "limit 0", q: Query{LimitGiven: true}, err: ErrLimit},
		{name: "limit -1", q: Query{Limit: -1, LimitGiven: true}, err: ErrLimit},
		{name: "limit 100", q: Query{Limit: 100, LimitGiven: true}, want: Page[string]{Items: []string{"A", "B"}, Limit: 100}},
		{name: "limit 101", q: Query{Limit: 101, LimitGiven: true}, err: ErrLimit},
	} {
		got, err := PageOf(two, c.q)
		if !errors.Is(err, c.err) || !slices.Equal(got.Items, c.want.Items) || got.Limit != c.want.Limit ||
			got.Before != c.want.Before || got.After != c.want.After {
			t.Errorf("%s: got %+v, %v; want %+v, %v", c.name, got, err, c.want, c.err)
		}
	}
}

// Walking forward and back gives the same items in the same order, whatever the limit.
func TestPagesCoverTheList(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		ids := rapid.SliceOfNDistinct(rapid.StringMatching(`[a-z]{4}`), 0, 60, rapid.ID[string]).Draw(t, "ids")
		limit := rapid.IntRange(1, 100).Draw(t, "limit")
		list := ListOf(ids, func(s string) string { return s })
		if got := walk(t, list, limit); !slices.Equal(got, ids) {
			t.Fatalf("forward: %v, want %v", got, ids)
		}
		var back []string
		q := Query{Limit: limit, LimitGiven: true}
		for at := len(ids) - 1; at > 0; {
			q.Before = ids[at]
			p, err := PageOf(list, q)
			if err != nil || len(p.Items) == 0 {
				t.Fatalf("before %s: %v, %v", q.Before, p, err)
			}
			back = append(slices.Clone(p.Items), back...)
			at -= len(p.Items)
			if p.Before == "" != (at == 0) {
				t.Fatalf("at %d: paging.before is %q", at, p.Before)
			}
		}
		if len(ids) > 0 && !slices.Equal(back, ids[:len(ids)-1]) {
			t.Fatalf("back: %v, want %v", back, ids)
		}
	})
}

type fataler interface{ Fatalf(string, ...any) }

// walk follows the links to the end.
func walk[T any](t fataler, list List[T], limit int) []T {
	var all []T
	for q := (Query{Limit: limit, LimitGiven: true}); ; {
		p, err := PageOf(list, q)
		if err != nil {
			t.Fatalf("page: %v", err)
		}
		all = append(all, p.Items...)
		if p.After == "" {
			return all
		}
		q.After = p.After
	}
}
