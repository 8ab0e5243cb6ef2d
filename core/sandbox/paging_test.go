package sandbox_test

import (
	"net/http"
	"reflect"
	"strings"
	"testing"

	"ferry/core/sandbox"
)

// The recorded behaviour of the real sandbox's lists.
func TestPagingEdges(t *testing.T) {
	t.Parallel()
	b := start(t, sandbox.Options{})
	token := b.full()
	var two string
	for _, a := range b.all(b.at.API+"/accounts?limit=100", token) {
		address := b.at.API + "/accounts/" + a.ID + "/transactions"
		if len(b.get(address+"?limit=3", token).items(t)) >= 2 {
			two = address
			break
		}
	}
	whole := b.all(two+"?limit=100", token)
	first, second, last := whole[0].ID, whole[1].ID, whole[len(whole)-1].ID
	cases := []struct {
		query  string
		ids    []string
		paging map[string]any
		links  map[string]string
	}{
		{"?limit=1", []string{first}, map[string]any{"limit": 1.0, "after": first},
			map[string]string{"first": two + "?limit=1", "next": two + "?after=" + first + "&limit=1"}},
		{"?page[limit]=1", []string{first}, map[string]any{"limit": 1.0, "after": first},
			map[string]string{"first": two + "?page[limit]=1", "next": two + "?page[after]=" + first + "&page[limit]=1"}},
		{"?page%5Blimit%5D=1&page%5Bafter%5D=" + first, []string{second}, map[string]any{"limit": 1.0, "before": second, "after": second},
			map[string]string{"first": two + "?page[limit]=1", "prev": two + "?page[before]=" + second + "&page[limit]=1",
				"next": two + "?page[after]=" + second + "&page[limit]=1"}},
		{"?before=" + second + "&limit=1", []string{first}, map[string]any{"limit": 1.0, "after": first},
			map[string]string{"first": two + "?limit=1", "next": two + "?after=" + first + "&limit=1"}},
		{"?after=" + last, nil, map[string]any{"limit": 10.0}, map[string]string{"first": two}},
		{"?before=" + first, nil, map[string]any{"limit": 10.0}, map[string]string{"first": two}},
		{"?after=00000000-0000-4000-8000-000000000000", nil, map[string]any{"limit": 10.0}, map[string]string{"first": two}},
	}
	for _, c := range cases {
		d := b.get(two+c.query, token)
		var ids []string
		for _, i := range d.items(t) {
			ids = append(ids, i.ID)
		}
		if !reflect.DeepEqual(ids, c.ids) || !reflect.DeepEqual(d.Meta["paging"], any(c.paging)) || !reflect.DeepEqual(d.Links, c.links) {
			t.Errorf("%s: %v\n%v\n%v", c.query, ids, d.Meta["paging"], d.Links)
		}
	}
}

func TestPagingLimits(t *testing.T) {
	t.Parallel()
	b := start(t, sandbox.Options{})
	list := b.at.API + "/financial-institutions"
	for _, limit := range []string{"0", "-1", "101", "1001", "x", ""} {
		for _, name := range []string{"limit", "page[limit]"} {
			if code := b.refused(b.do(http.MethodGet, list+"?"+name+"="+limit, "", nil), http.StatusBadRequest); code != "invalid_paging_limit" {
				t.Errorf("%s=%s: %s", name, limit, code)
			}
		}
	}
	d := b.get(list, "")
	if n := len(d.items(t)); n != 10 || d.Links["first"] != list || !strings.HasPrefix(d.Links["next"], list+"?after=") ||
		strings.Contains(d.Links["next"], "limit") {
		t.Errorf("%d items, %v", n, d.Links)
	}
	// Clients that fill an empty id into the template ask with a slash at the end.
	if d := b.get(list+"/?limit=100", ""); len(d.items(t)) < 60 || d.Links["first"] != list+"?limit=100" {
		t.Errorf("%d institutions, %v", len(d.items(t)), d.Links)
	}
}

func TestPagesOfEveryListJoin(t *testing.T) {
	t.Parallel()
	b := start(t, sandbox.Options{Transactions: 2000})
	token := b.full()
	for _, truth := range b.server.World().Truths(b.server.World().FullIntegration().ID) {
		seen := map[string]bool{}
		for _, line := range b.all(b.at.API+"/accounts/"+string(truth.Account)+"/transactions?page[limit]=100", token) {
			if seen[line.ID] {
				t.Fatalf("line %s twice", line.ID)
			}
			seen[line.ID] = true
		}
		if len(seen) != truth.Lines {
			t.Errorf("account %s: %d lines, the world has %d", truth.Account, len(seen), truth.Lines)
		}
	}
}
