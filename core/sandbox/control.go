package sandbox

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	"ferry/core"
	"ferry/core/sandbox/world"
)

// The control address: whoever tests or shows something moves the world through it. Plain JSON, not JSON:API.

// controlHandler answers with a value that becomes JSON.
type controlHandler func(r *http.Request) (any, error)

// order is a request to the control address; each one uses the fields it needs.
type order struct {
	Advance string    `json:"advance"` // "170d", "36h"
	Set     time.Time `json:"set"`

	Account     core.AccountID       `json:"account"`
	ID          string               `json:"id"` // of a line
	Institution core.InstitutionID   `json:"institution"`
	Action      string               `json:"action"`
	Kind        core.MaintenanceKind `json:"kind"`
	From        time.Time            `json:"from"`
	To          time.Time            `json:"to"`
	Down        bool                 `json:"down"`
	Pending     bool                 `json:"pending"` // announce the line instead of booking it
	Sync        bool                 `json:"sync"`    // let Ponto fetch at once what the order changed at the bank
	OldCodes    *bool                `json:"oldCodes"`
	Day         core.Date            `json:"day"`
	Gone        string               `json:"gone"`    // id of a line that is no longer listed
	Subtype     string               `json:"subtype"` // of a synchronization; empty: balance and lines
	Most        int64                `json:"most"`

	content map[string]json.RawMessage // all members, for the attributes of a line
}

// controlHelp is what GET /control says.
func controlHelp() map[string]any {
	faults := map[string]string{}
	for name, k := range faultKinds() {
		faults[name] = k.text
	}
	return map[string]any{
		"GET /control/clock":                "the virtual time",
		"POST /control/clock":               `{"advance":"170d"} or {"set":"2026-11-22T10:00:00Z"}`,
		"POST /control/transactions":        `{"account":id,"amount":"-12.30","executionDate":"2026-01-31",…,"pending":true,"sync":true}`,
		"POST /control/transactions/change": `{"account":id,"id":line,"counterpartName":…,"sync":true}`,
		"POST /control/transactions/remove": `{"account":id,"id":line,"sync":true}`,
		"POST /control/book":                `{"account":id,"id":pending line,…,"sync":true}`,
		"POST /control/reissue":             `{"account":id}: every line gets a new id`,
		"POST /control/renumber":            `{"account":id,"day":"2026-01-31"}: the ids of a day's lines move on by one line`,
		"POST /control/reuse":               `{"account":id,"id":line,"gone":id}: the line gets the id of one that was removed`,
		"POST /control/arrival":             `{"account":id}: lines that come in stand on top, whatever their day`,
		"POST /control/pages":               `{"most":7}: no page of lines holds more, whatever is asked; 0 takes it back`,
		"POST /control/sync":                `{"account":id}: one of Ponto's own runs; with "subtype":"accountDetails" it brings the balance only`,
		"POST /control/consent":             `{"account":id,"action":"expire"|"revoke"|"withdraw"|"restore"|"reauthorize"}`,
		"POST /control/institution":         `{"institution":id,"down":true} or {"institution":id,"kind":"internal"|"financialInstitution"|"","from":…,"to":…}`,
		"POST /control/codes":               `{"oldCodes":true}: the 401 code of 2019 at the custom door`,
		"GET /control/faults":               "what is switched on; DELETE clears, ?name= only one",
		"POST /control/faults":              `{"name":…,"times":n,"path":prefix,"retryAfter":s,"bytes":n,"millis":n}`,
		"GET /control/requests":             "the log, oldest first; ?door= &path= &method= filter, ?limit= keeps the last; DELETE clears",
		"GET /control/synchronizations":     "who started which; ?by=user|ponto|control",
		"GET /control/truth":                "per account what a client must hold; ?integration=",
		"GET /control/items.csv":            "the open invoices that the lines pay, as a table; ?client= is the client id of another integration",
		"faults":                            faults,
	}
}

func (s *Server) controlRoutes() http.Handler {
	mux := http.NewServeMux()
	on := func(pattern string, h controlHandler) {
		mux.HandleFunc(pattern, func(w http.ResponseWriter, r *http.Request) { s.answerControl(w, r, h) })
	}
	post := func(path string, h func(*order) (any, error)) {
		on("POST /control"+path, func(r *http.Request) (any, error) {
			o, err := readOrder(r)
			if err != nil {
				return nil, err
			}
			return h(o)
		})
	}
	on("GET /control", func(*http.Request) (any, error) { return controlHelp(), nil })
	on("/control/", func(*http.Request) (any, error) { return nil, notFound("") })
	on("GET /control/clock", func(*http.Request) (any, error) { return s.clock(), nil })
	post("/clock", s.moveClock)
	post("/transactions", s.postLine)
	post("/transactions/change", s.changeLine)
	post("/transactions/remove", s.removeLine)
	post("/book", s.bookLine)
	post("/reissue", s.onAccount(s.world.Reissue))
	post("/renumber", s.onAccountWith(func(o *order) error {
		_, err := s.world.Renumber(o.Account, o.Day)
		return err
	}))
	post("/reuse", s.onAccountWith(func(o *order) error { return s.world.Reuse(o.Account, o.ID, o.Gone) }))
	post("/arrival", s.onAccount(s.world.ListByArrival))
	post("/pages", func(o *order) (any, error) {
		s.mostLines.Store(o.Most)
		return map[string]any{"most": o.Most}, nil
	})
	post("/sync", s.onAccountWith(func(o *order) error {
		if o.Subtype == world.AccountDetails {
			return s.world.SyncDetails(o.Account)
		}
		return s.world.Sync(o.Account)
	}))
	post("/consent", s.turnConsent)
	post("/institution", s.turnInstitution)
	post("/codes", func(o *order) (any, error) {
		if o.OldCodes != nil {
			s.oldCodes.Store(*o.OldCodes)
		}
		return map[string]any{"oldCodes": s.oldCodes.Load()}, nil
	})
	on("GET /control/faults", func(*http.Request) (any, error) { return s.faults.list(), nil })
	on("POST /control/faults", s.switchFault)
	on("DELETE /control/faults", func(r *http.Request) (any, error) {
		s.faults.clear(r.URL.Query().Get("name"))
		return s.faults.list(), nil
	})
	on("GET /control/requests", s.askLog)
	on("DELETE /control/requests", func(*http.Request) (any, error) { s.requests.clear(); return []Request{}, nil })
	on("GET /control/synchronizations", s.askSynchronizations)
	on("GET /control/truth", s.askTruth)
	mux.HandleFunc("GET /control/items.csv", s.giveItems)
	return mux
}

func (s *Server) answerControl(w http.ResponseWriter, r *http.Request, h controlHandler) {
	x := w.(*exchange)
	answer, err := h(r)
	if err != nil {
		writeError(x, r, err)
		return
	}
	x.entry.Did = "control"
	writeJSON(x, http.StatusOK, "application/json", encodeJSON(answer))
}

func badOrder(detail string) error {
	return &problem{status: http.StatusBadRequest, code: "invalidOrder", detail: detail}
}

func readOrder(r *http.Request) (*order, error) {
	body, err := io.ReadAll(io.LimitReader(r.Body, bodyLimit))
	if err != nil {
		return nil, badOrder(err.Error())
	}
	o := &order{}
	if err := errors.Join(json.Unmarshal(body, o), json.Unmarshal(body, &o.content)); err != nil {
		return nil, badOrder("the body is not the JSON that GET /control describes: " + err.Error())
	}
	return o, nil
}

func (s *Server) clock() any { return map[string]any{"now": s.world.Now().UTC()} }

func (s *Server) moveClock(o *order) (any, error) {
	var err error
	switch {
	case o.Advance != "":
		var d time.Duration
		if d, err = readSpan(o.Advance); err == nil {
			err = s.world.Advance(d)
		}
	case !o.Set.IsZero():
		err = s.world.Set(o.Set)
	default:
		err = badOrder(`say {"advance":"170d"} or {"set":"2026-11-22T10:00:00Z"}`)
	}
	if err != nil {
		return nil, err
	}
	return s.clock(), nil
}

// readSpan reads a duration in Go's spelling, with days besides: "170d", "1d12h".
func readSpan(text string) (time.Duration, error) {
	var days time.Duration
	rest := text
	if n, after, ok := strings.Cut(text, "d"); ok {
		count, err := strconv.Atoi(n)
		if err != nil || count > 36500 || count < -36500 {
			return 0, badOrder("not a span of time: " + text)
		}
		days, rest = time.Duration(count)*24*time.Hour, after
	}
	if rest == "" {
		return days, nil
	}
	d, err := time.ParseDuration(rest)
	if err != nil {
		return 0, badOrder("not a span of time: " + text)
	}
	return days + d, nil
}

func (s *Server) switchFault(r *http.Request) (any, error) {
	var f Fault
	if err := json.NewDecoder(io.LimitReader(r.Body, bodyLimit)).Decode(&f); err != nil {
		return nil, badOrder(err.Error())
	}
	if err := f.check(); err != nil {
		return nil, badOrder(err.Error())
	}
	s.faults.add(f)
	return s.faults.list(), nil
}

func (s *Server) askLog(r *http.Request) (any, error) {
	q := r.URL.Query()
	found := []Request{}
	for _, e := range s.requests.all() {
		if (q.Get("door") == "" || e.Door == q.Get("door")) && (q.Get("method") == "" || e.Method == q.Get("method")) &&
			strings.HasPrefix(e.Path, q.Get("path")) {
			found = append(found, e)
		}
	}
	if n, err := strconv.Atoi(q.Get("limit")); err == nil && n >= 0 && n < len(found) {
		found = found[len(found)-n:]
	}
	return found, nil
}

func (s *Server) askSynchronizations(r *http.Request) (any, error) {
	type entry struct {
		ID         string         `json:"id"`
		Account    core.AccountID `json:"account"`
		Subtype    string         `json:"subtype"`
		Status     string         `json:"status"`
		By         string         `json:"by"`
		CustomerIP string         `json:"customerIp,omitempty"`
		CreatedAt  time.Time      `json:"createdAt"`
		Updated    int            `json:"updated"`
	}
	out := []entry{}
	for _, y := range s.world.Synchronizations() {
		if by := r.URL.Query().Get("by"); by == "" || by == y.By {
			out = append(out, entry{y.ID, y.Account, y.Subtype, y.Status, y.By, y.CustomerIP, y.CreatedAt, y.Updated})
		}
	}
	return out, nil
}

func (s *Server) askTruth(r *http.Request) (any, error) {
	type entry struct {
		ID           core.AccountID `json:"id"`
		Organization string         `json:"organization"`
		Integration  string         `json:"integration"`
		Currency     core.Currency  `json:"currency"`
		Lines        int            `json:"lines"`
		Sum          string         `json:"sum"`
		Pending      int            `json:"pending"`
		BankLines    int            `json:"bankLines"`
		BankSum      string         `json:"bankSum"`
		BankBalance  string         `json:"bankBalance"`
		Opening      string         `json:"opening"`
	}
	out := []entry{}
	for _, t := range s.world.Truths(r.URL.Query().Get("integration")) {
		out = append(out, entry{t.Account, t.Organization, t.Integration, t.Sum.Currency, t.Lines, t.Sum.String(), t.Pending,
			t.BankLines, t.BankSum.String(), t.BankBalance.String(), t.Opening.String()})
	}
	return out, nil
}
