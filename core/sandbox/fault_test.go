package sandbox_test

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"ferry/core/sandbox"
)

func TestRefusingFaults(t *testing.T) {
	t.Parallel()
	b := start(t, sandbox.Options{Faults: []string{"500:1"}})
	accounts := b.at.API + "/accounts"
	b.refused(b.do(http.MethodGet, accounts, "", nil), 500)
	token := b.full()
	b.fault(map[string]any{"name": "429", "times": 2, "retryAfter": 7, "path": "/accounts"})
	b.get(b.at.API+"/financial-institutions", "") // another path
	for range 2 {
		a := b.do(http.MethodGet, accounts, token, nil)
		if code := b.refused(a, 429); code != "tooManyRequests" || a.header.Get("Retry-After") != "7" {
			t.Errorf("%s %v", code, a.header)
		}
	}
	b.get(accounts, token)
	b.fault(map[string]any{"name": "503", "times": 1, "retryAfter": 3})
	if a := b.do(http.MethodGet, accounts, token, nil); a.status != 503 || a.header.Get("Retry-After") != "3" {
		t.Errorf("%d %v", a.status, a.header)
	}
	b.fault(map[string]any{"name": "500html", "times": 1})
	if a := b.do(http.MethodGet, accounts, token, nil); a.status != 500 || !strings.HasPrefix(a.header.Get("Content-Type"), "text/html") {
		t.Errorf("%d %v", a.status, a.header)
	}
	b.fault(map[string]any{"name": "401"})
	b.refused(b.do(http.MethodGet, accounts, token, nil), 401)
	b.get(accounts, token) // the token itself is still good
	b.fault(map[string]any{"name": "slow", "millis": 1, "times": 1})
	b.get(accounts, token)
	if a := b.do(http.MethodPost, b.at.Control+"/faults", "", map[string]any{"name": "unheard of"}); a.status != 400 {
		t.Errorf("%d", a.status)
	}
}

func TestBrokenConnections(t *testing.T) {
	t.Parallel()
	b := start(t, sandbox.Options{})
	token := b.full()
	accounts := b.at.API + "/accounts"
	b.fault(map[string]any{"name": "cut", "bytes": 40, "times": 1})
	a := b.do(http.MethodGet, accounts, token, nil)
	if a.err == nil || len(a.body) != 40 {
		t.Errorf("%d bytes, %v", len(a.body), a.err)
	}
	b.fault(map[string]any{"name": "drop", "times": 5}) // net/http repeats a GET on a connection that was open before
	if _, err := b.try(http.MethodGet, accounts, token, nil); err == nil {
		t.Error("an answer arrived")
	}
	b.do(http.MethodDelete, b.at.Control+"/faults", "", nil)

	b.fault(map[string]any{"name": "hang"})
	ctx, cancel := context.WithCancel(t.Context())
	time.AfterFunc(20*time.Millisecond, cancel)
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, accounts, nil)
	if err != nil {
		t.Fatal(err)
	}
	if res, err := b.client.Do(r); err == nil {
		res.Body.Close()
		t.Error("the hanging request was answered")
	}
	b.do(http.MethodDelete, b.at.Control+"/faults", "", nil)
	b.get(accounts, token)
}

func TestCloseEndsHangingRequests(t *testing.T) {
	t.Parallel()
	b := start(t, sandbox.Options{Faults: []string{"hang"}})
	done := make(chan error)
	go func() {
		_, err := b.try(http.MethodGet, b.at.API+"/accounts", "", nil)
		done <- err
	}()
	// Whether the request arrived before or after does not matter: in both cases Close must come back.
	if err := b.server.Close(); err != nil {
		t.Error(err)
	}
	if err := <-done; err == nil {
		t.Error("answered")
	}
}

func TestSpoiledLists(t *testing.T) {
	t.Parallel()
	b := start(t, sandbox.Options{})
	token := b.full()
	account := b.get(b.at.API+"/accounts", token).items(t)[0].ID
	lines := b.at.API + "/accounts/" + account + "/transactions?limit=2"
	clean := b.get(lines, token)
	once := func(name, address string) doc {
		b.fault(map[string]any{"name": name, "times": 1, "path": "/accounts"})
		return b.get(address, token)
	}
	if d := once("repeat", clean.Links["next"]); d.items(t)[0].ID != clean.items(t)[0].ID {
		t.Error("another page")
	}
	page := func(d doc) (ids []string) {
		for _, i := range d.items(t) {
			ids = append(ids, i.ID)
		}
		return ids
	}
	upper := page(clean)
	if got := page(once("overlap", clean.Links["next"])); got[0] != upper[len(upper)-1] || len(got) != len(upper) {
		t.Errorf("the page begins with %v, the one before ended with %v", got, upper)
	}
	if got := page(once("reversed", lines)); got[0] != upper[len(upper)-1] || got[len(got)-1] != upper[0] {
		t.Errorf("not upside down: %v", got)
	}
	if next := once("foreign", lines).Links["next"]; !strings.HasPrefix(next, "https://api.elsewhere.invalid/accounts/") {
		t.Error(next)
	}
	if next := once("cyclic", lines).Links["next"]; next != lines {
		t.Error(next)
	}
	unknown := once("unknown", lines).items(t)[0]
	if unknown.Attributes["labels"] == nil || unknown.Attributes["amount"] != clean.items(t)[0].Attributes["amount"] {
		t.Errorf("%v", unknown.Attributes)
	}
	nulls := once("nulls", lines).items(t)[0].Attributes
	if v, there := nulls["description"]; v != nil || !there || nulls["amount"] == nil {
		t.Errorf("%v", nulls)
	}
	b.fault(map[string]any{"name": "endless"})
	seen, address := map[string]bool{}, lines
	for range 20 {
		d := b.get(address, token)
		for _, i := range d.items(t) {
			if seen[i.ID] {
				t.Fatal("an id twice")
			}
			seen[i.ID] = true
		}
		address = d.Links["next"]
	}
	if len(seen) != 40 {
		t.Errorf("%d lines", len(seen))
	}
}

func TestHostileBodies(t *testing.T) {
	t.Parallel()
	b := start(t, sandbox.Options{})
	b.fault(map[string]any{"name": "deep", "times": 1})
	if a := b.do(http.MethodGet, b.at.API+"/accounts", "", nil); !strings.HasPrefix(string(a.body), `{"data":[[[[`) || json.Unmarshal(a.body, new(any)) == nil {
		t.Errorf("%.40s", a.body)
	}
	b.fault(map[string]any{"name": "gigabyte", "times": 1, "bytes": 5_000_000})
	if a := b.do(http.MethodGet, b.at.API+"/accounts", "", nil); len(a.body) < 5_000_000 {
		t.Errorf("%d bytes", len(a.body))
	}
	// The whole gigabyte costs nothing when the client goes away.
	b.fault(map[string]any{"name": "gigabyte", "times": 1})
	r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, b.at.API+"/accounts", nil)
	if err != nil {
		t.Fatal(err)
	}
	res, err := b.client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.ReadFull(res.Body, make([]byte, 1<<20)); err != nil {
		t.Error(err)
	}
	res.Body.Close()
}

func TestParseFault(t *testing.T) {
	t.Parallel()
	f, err := sandbox.ParseFault("429:3")
	if err != nil || f.Name != sandbox.FaultTooMany || f.Times != 3 {
		t.Errorf("%+v %v", f, err)
	}
	for _, bad := range []string{"", "429:", "429:0", "429:x", "nothing", "hang:-1"} {
		if _, err := sandbox.ParseFault(bad); err == nil {
			t.Errorf("%q was taken", bad)
		}
	}
	if _, err := sandbox.New(sandbox.Options{Faults: []string{"nothing"}}); err == nil {
		t.Error("a server with an unknown fault")
	}
}
