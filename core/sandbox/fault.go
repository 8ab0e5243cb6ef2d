package sandbox

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// Fault is one way to misbehave, for a number of requests below a path.
type Fault struct {
	Name  string `json:"name"`
	Times int    `json:"times,omitempty"` // how often; 0: until it is switched off
	// Path is where it strikes: a prefix of the path, with or without the door's own; empty: everywhere in the API.
	Path       string `json:"path,omitempty"`
	RetryAfter int    `json:"retryAfter,omitempty"` // seconds, of 429 and 503
	Bytes      int64  `json:"bytes,omitempty"`      // sent before the cut, or size of the gigabyte
	Millis     int    `json:"millis,omitempty"`     // of slow
}

// The names of the faults.
const (
	FaultTooMany      = "429"         // refused with Retry-After
	FaultServerError  = "500"         // JSON body
	FaultHTML         = "500html"     // HTML body
	FaultUnavailable  = "503"         // with Retry-After when it has one
	FaultHang         = "hang"        // no answer until the client goes away
	FaultCut          = "cut"         // the body ends in the middle
	FaultSlow         = "slow"        // the answer comes late
	FaultDrop         = "drop"        // the request is carried out, the connection closed without an answer
	FaultLostRefresh  = "lostrefresh" // the same, for the next token refresh only
	FaultUnauthorized = "401"         // a good token is refused
	FaultRepeat       = "repeat"      // the first page again instead of the one asked for
	FaultOverlap      = "overlap"     // a page begins with the last lines of the one before
	FaultReversed     = "reversed"    // the lines of a page stand upside down
	FaultForeign      = "foreign"     // links.next leads to another host
	FaultCyclic       = "cyclic"      // links.next leads to the page it stands on
	FaultEndless      = "endless"     // every page has a next one, each with new ids
	FaultGigabyte     = "gigabyte"    // a body that does not end for a long while
	FaultDeep         = "deep"        // JSON nested a hundred thousand levels deep
	FaultUnknown      = "unknown"     // attributes that nobody knows
	FaultNulls        = "nulls"       // every attribute that may be null is
)

// kind is what the server knows about a fault by its name.
type kind struct {
	text    string
	once    bool                     // strikes once when no count is given
	matches func(*http.Request) bool // nil: every request
}

// faultKinds describes every fault.
func faultKinds() map[string]kind {
	refresh := func(r *http.Request) bool {
		return r.URL.Path == "/oauth2/token" && r.Form.Get("grant_type") == "refresh_token"
	}
	second := func(r *http.Request) bool {
		p, err := readPaging(r.URL)
		return err == nil && p.after != ""
	}
	resource := func(r *http.Request) bool { return r.URL.Path != "/" && !strings.HasPrefix(r.URL.Path, "/oauth2/") }
	read := func(r *http.Request) bool { return r.Method == http.MethodGet && resource(r) }
	list := func(r *http.Request) bool { return r.Method == http.MethodGet && isList(r.URL.Path) }
	return map[string]kind{
		FaultTooMany:      {text: "refused with Retry-After"},
		FaultServerError:  {text: "server error, JSON body"},
		FaultHTML:         {text: "server error, HTML body"},
		FaultUnavailable:  {text: "unavailable, with Retry-After when given"},
		FaultHang:         {text: "no answer until the client goes away"},
		FaultCut:          {text: "the body ends in the middle, or after the given bytes"},
		FaultSlow:         {text: "the answer comes late, by the given milliseconds or 500"},
		FaultDrop:         {text: "carried out, then the connection is closed without an answer"},
		FaultLostRefresh:  {text: "a token refresh is carried out, its answer never arrives", once: true, matches: refresh},
		FaultUnauthorized: {text: "a good token is refused", once: true, matches: resource},
		FaultRepeat:       {text: "the first page instead of the one asked for", matches: second},
		FaultOverlap:      {text: "a page begins with the last lines of the one before", matches: second},
		FaultReversed:     {text: "the lines of a page stand upside down", matches: list},
		FaultForeign:      {text: "links.next leads to another host", matches: list},
		FaultCyclic:       {text: "links.next leads to the page it stands on", matches: list},
		FaultEndless:      {text: "every page has a next one, each with new ids", matches: list},
		FaultGigabyte:     {text: "a body of a gigabyte, or of the given bytes", matches: resource},
		FaultDeep:         {text: "JSON nested a hundred thousand levels deep", matches: resource},
		FaultUnknown:      {text: "attributes that nobody knows", matches: read},
		FaultNulls:        {text: "every attribute that may be null is", matches: read},
	}
}

// isList tells the address of a list from that of one of its items.
func isList(path string) bool {
	switch path[strings.LastIndexByte(path, '/')+1:] {
	case "accounts", "transactions", "pending-transactions", "updated-transactions", "updated-pending-transactions",
		"financial-institutions", "financial-institution-accounts", "financial-institution-transactions",
		"integrations", "integration-accounts":
		return true
	}
	return false
}

// ParseFault reads NAME or NAME:TIMES.
func ParseFault(text string) (Fault, error) {
	name, count, counted := strings.Cut(text, ":")
	f := Fault{Name: name}
	if counted {
		n, err := strconv.Atoi(count)
		if err != nil || n < 1 {
			return Fault{}, fmt.Errorf("fault %q: the count must be a number above zero", text)
		}
		f.Times = n
	}
	return f, f.check()
}

func (f Fault) check() error {
	kinds := faultKinds()
	if _, ok := kinds[f.Name]; !ok {
		names := make([]string, 0, len(kinds))
		for name := range kinds {
			names = append(names, name)
		}
		slices.Sort(names)
		return fmt.Errorf("no fault is called %q; the names are %s", f.Name, strings.Join(names, ", "))
	}
	if f.Times < 0 || f.RetryAfter < 0 || f.Bytes < 0 || f.Millis < 0 {
		return fmt.Errorf("fault %q: a number below zero", f.Name)
	}
	return nil
}

// faults are the ones switched on, in that order.
type faults struct {
	mu     sync.Mutex
	active []*armed
}

type armed struct {
	Fault
	kind kind
	left int // 0: endless
}

func (f *faults) add(fault Fault) {
	a := &armed{Fault: fault, kind: faultKinds()[fault.Name], left: fault.Times}
	if a.left == 0 && a.kind.once {
		a.left = 1
	}
	f.mu.Lock()
	defer f.mu.Unlock()
	f.active = append(f.active, a)
}

// take finds the first fault that strikes this request and counts it. full is the path with the door, r's without.
func (f *faults) take(r *http.Request, full string) (Fault, bool) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for i, a := range f.active {
		if !strings.HasPrefix(full, a.Path) && !strings.HasPrefix(r.URL.Path, a.Path) {
			continue
		}
		if a.kind.matches != nil && !a.kind.matches(r) {
			continue
		}
		if a.left > 0 {
			if a.left--; a.left == 0 {
				f.active = slices.Delete(f.active, i, i+1)
			}
		}
		return a.Fault, true
	}
	return Fault{}, false
}

// list shows what is switched on, with what is left of each.
func (f *faults) list() []Fault {
	f.mu.Lock()
	defer f.mu.Unlock()
	out := make([]Fault, 0, len(f.active))
	for _, a := range f.active {
		left := a.Fault
		left.Times = a.left
		out = append(out, left)
	}
	return out
}

// clear switches a fault off, or all of them without a name.
func (f *faults) clear(name string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.active = slices.DeleteFunc(f.active, func(a *armed) bool { return name == "" || a.Name == name })
}
