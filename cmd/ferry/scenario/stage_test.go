package scenario

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net/http"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"time"

	"ferry/core"
	"ferry/core/app"
	"ferry/core/ponto"
	"ferry/core/sandbox"
	"ferry/core/sandbox/world"
	"ferry/store"
)

// Banks of the simulator and what is special about them.
const (
	plain     = "Kempische Handelsbank" // days as midnight UTC, announces lines
	midnight  = "Noordzeebank België"   // days as local midnight, the evening before in UTC; texts joined by <br>
	french    = "Banque Mutuelle Loire" // local midnight too, nothing announced
	manyMoney = "Globo Multicurrency"   // one number in four currencies, days as the moment of the payment
	leaving   = "Leiebank"              // is being replaced…
	taking    = "Leiebank Plus"         // …by this one
	ending    = "Zuiderzee Coöperatie"  // two days of consent left
	ended     = "Volksspar Eifel"       // consent over
	dateless  = "Lighthouse Trust International"
	cards     = "Meridian Card Services"
	empty     = "Landbouwkas Haspengouw" // a savings account without lines
)

// teller is what a play needs of the test it is part of: *testing.T and *rapid.T have it.
type teller interface {
	Helper()
	Errorf(format string, args ...any)
	Fatalf(format string, args ...any)
	Cleanup(func())
	Context() context.Context
}

// stage is one simulator, one file and one person at the desk.
type stage struct {
	teller
	path  string
	sim   *sandbox.Server
	at    sandbox.Addresses
	world *world.World
	wire  *wire
	file  *store.File
	desk  *app.Service
	conn  core.Connection
	notes map[payment]string
	// unsure: ids and texts have changed between two readings, so that nobody can tell which line had which note.
	unsure bool
	asks   int // synchronizations that the person at the desk has asked for
}

// payment names what a line truly is, whatever numbers it had and has: the account at the bank and the bank's own count.
type payment struct {
	reference string
	currency  core.Currency
	number    uint64
}

// linesInAll is how many lines the simulator has over all accounts: some 140 for the plain one, two pages.
const linesInAll = 480

// newStage connects a person to the simulator. Nothing is chosen yet.
func newStage(t teller, dir string, transactions int) *stage {
	t.Helper()
	sim, err := sandbox.New(sandbox.Options{Seed: 11, Transactions: transactions})
	s := &stage{teller: t, path: filepath.Join(dir, "ferry.db"), sim: sim, notes: make(map[payment]string)}
	s.must(err)
	s.world = sim.World()
	s.at, err = sim.Start(t.Context(), "")
	s.must(err)
	s.wire = &wire{next: &http.Transport{}}
	t.Cleanup(func() {
		s.close()
		s.wire.next.CloseIdleConnections()
		if err := sim.Close(); err != nil {
			t.Errorf("%v", err)
		}
	})
	s.open()
	s.conn, err = s.desk.Connect(t.Context(), app.Credentials{Door: core.CustomIntegration, API: s.at.API, Dashboard: s.at.Dashboard, Sandbox: true,
		Secret: core.Secret{ClientID: s.at.ClientID, ClientSecret: s.at.ClientSecret}})
	s.must(err)
	return s
}

func (s *stage) must(err error) {
	s.Helper()
	if err != nil {
		s.Fatalf("%v", err)
	}
}

// open starts the program on the file, as after a restart.
func (s *stage) open() {
	s.Helper()
	file, err := store.Open(s.Context(), store.Options{Path: s.path, Seal: turned{}, Now: s.world.Now, Holder: "a test"})
	s.must(err)
	s.file = file
	s.desk, err = app.New(s.Context(), app.Config{
		Store: file, Now: s.world.Now, Rand: rand.Reader, Simulator: &s.at, UserAgent: "ferry-scenario", Transport: s.wire,
		// Waiting moves the clock on, so that no test waits.
		Sleep:    func(ctx context.Context, d time.Duration) error { return errors.Join(ctx.Err(), s.world.Advance(d)) },
		LookUpIP: func(context.Context) (string, error) { return "81.82.83.84", nil },
	})
	s.must(err)
}

func (s *stage) close() {
	if s.desk != nil {
		if err := errors.Join(s.desk.Close(), s.file.Close()); err != nil {
			s.Errorf("%v", err)
		}
	}
	s.desk = nil
}

// restart ends the program and starts it again.
func (s *stage) restart() {
	s.Helper()
	s.close()
	s.open()
}

// turned seals by turning every byte over.
type turned struct{}

func (turned) Seal(clear []byte) ([]byte, error)    { return turn(clear), nil }
func (turned) Unseal(sealed []byte) ([]byte, error) { return turn(sealed), nil }

func turn(b []byte) []byte {
	out := bytes.Clone(b)
	for i := range out {
		out[i] = ^out[i]
	}
	return out
}

// wire is the line between program and bank: it tells of every request before it leaves, and can cut it.
type wire struct {
	next *http.Transport
	mu   sync.Mutex
	tell func(*http.Request)
	bend func(*http.Request, *http.Response) (*http.Response, error)
}

// RoundTrip sends a request.
func (w *wire) RoundTrip(r *http.Request) (*http.Response, error) {
	w.mu.Lock()
	if w.tell != nil {
		w.tell(r)
	}
	bend := w.bend
	w.mu.Unlock()
	if err := r.Context().Err(); err != nil {
		return nil, err // cut by what was told
	}
	response, err := w.next.RoundTrip(r)
	if err != nil || bend == nil {
		return response, err
	}
	return bend(r, response)
}

// bent has every further answer changed on its way; nil ends that.
func (w *wire) bent(how func(*http.Request, *http.Response) (*http.Response, error)) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.bend = how
}

// on has do called before every further request; nil ends that.
func (w *wire) on(do func(*http.Request)) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.tell = do
}

// beforePage has do called once, before the n-th request for booked lines from now on.
func (s *stage) beforePage(n int, do func()) {
	s.wire.on(func(r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/transactions") {
			if n--; n == 0 {
				do()
			}
		}
	})
}

// accountAt finds an account of the full organization by its bank and, where there are several, its currency.
func (s *stage) accountAt(bank string, currency core.Currency) core.AccountID {
	s.Helper()
	for _, a := range s.world.Accounts(s.world.FullIntegration().ID) {
		if i, err := s.world.Institution(a.Institution); err == nil && i.Name == bank && a.Currency == currency {
			return a.ID
		}
	}
	s.Fatalf("no account at %s in %s", bank, currency)
	return ""
}

// institution is the bank of an account.
func (s *stage) institution(id core.AccountID) world.Institution {
	s.Helper()
	a, err := s.world.Account(id)
	s.must(err)
	i, err := s.world.Institution(a.Institution)
	s.must(err)
	return i
}

// choose ticks these accounts and no others.
func (s *stage) choose(ids ...core.AccountID) {
	s.Helper()
	_, err := s.desk.Choices(s.Context(), s.conn.ID, "")
	s.must(err)
	s.must(s.desk.ChooseAccounts(s.Context(), s.conn.ID, ids, 0))
}

// read chooses accounts and reads them for the first time.
func (s *stage) read(banks ...string) core.AccountID {
	s.Helper()
	var ids []core.AccountID
	for _, bank := range banks {
		ids = append(ids, s.accountAt(bank, core.EUR))
	}
	s.choose(ids...)
	s.fetch()
	s.judge("after the first fetch")
	return ids[0]
}

// fetch reads all accounts, each of which must end well.
func (s *stage) fetch() (sum app.FetchResult) {
	s.Helper()
	for _, r := range s.attempt() {
		if r.Outcome != core.CodeOK {
			s.Errorf("account %s: %s, %v", r.Account, r.Outcome, r.Err)
		}
		sum.New, sum.Changed, sum.Late, sum.Pending = sum.New+r.New, sum.Changed+r.Changed, sum.Late+r.Late, sum.Pending+r.Pending
	}
	return sum
}

// attempt reads all accounts, with whatever outcome.
func (s *stage) attempt() []app.FetchResult {
	s.Helper()
	results, err := s.desk.Fetch(s.Context(), nil, nil)
	s.must(err)
	return results
}

// outcome reads one account and returns how it ended.
func (s *stage) outcome(id core.AccountID) app.FetchResult {
	s.Helper()
	results, err := s.desk.Fetch(s.Context(), []core.AccountID{id}, nil)
	s.must(err)
	return results[0]
}

// want fails unless a count is as it should be.
func (s *stage) want(what string, got, want int) {
	s.Helper()
	if got != want {
		s.Errorf("%s: %d, want %d", what, got, want)
	}
}

// later moves the clock on; Ponto's own runs happen on the way.
func (s *stage) later(d time.Duration) {
	s.Helper()
	s.must(s.world.Advance(d))
}

const day = 24 * time.Hour

// today is the bank's day so many days ago.
func (s *stage) today(ago int) core.Date {
	return core.DateIn(s.world.Now(), core.Institution{}.Zone()).AddDays(-ago)
}

// pay is a payment to be posted; date and texts have defaults.
type pay struct {
	cents    int64
	ago      int // days
	who      string
	number   string // of the counterpart's account
	text     string
	endToEnd string
}

func (s *stage) content(id core.AccountID, p pay) world.Content {
	s.Helper()
	a, err := s.world.Account(id)
	s.must(err)
	at := s.instant(id, s.today(p.ago))
	return world.Content{Amount: core.Amount{Minor: p.cents, Currency: a.Currency}, ExecutionDate: at, ValueDate: at, CounterpartName: p.who,
		CounterpartReference: p.number, Remittance: p.text, RemittanceType: "unstructured", EndToEndID: p.endToEnd, Description: "Payment"}
}

// instant is how an account's bank writes a day.
func (s *stage) instant(id core.AccountID, d core.Date) time.Time {
	s.Helper()
	i := s.institution(id)
	zone := i.Zone()
	y, m, dd := d.Time().Date()
	switch i.Name {
	case midnight, french, ending, ended:
		return time.Date(y, m, dd, 0, 0, 0, 0, zone).UTC()
	case manyMoney:
		return time.Date(y, m, dd, 11, 22, 33, 0, zone).UTC()
	}
	return d.Time()
}

// post books payments at the bank, the first one first, and returns the ids they will have.
func (s *stage) post(id core.AccountID, list ...pay) (ids []string) {
	s.Helper()
	for _, p := range list {
		line, err := s.world.Post(id, s.content(id, p))
		s.must(err)
		ids = append(ids, line)
	}
	return ids
}

// arrive posts payments and lets Ponto fetch them.
func (s *stage) arrive(id core.AccountID, list ...pay) []string {
	s.Helper()
	ids := s.post(id, list...)
	s.run(id)
	return ids
}

// announce announces payments at the bank and lets Ponto fetch them.
func (s *stage) announce(id core.AccountID, list ...pay) (ids []string) {
	s.Helper()
	for _, p := range list {
		line, err := s.world.PostPending(id, s.content(id, p))
		s.must(err)
		ids = append(ids, line)
	}
	s.run(id)
	return ids
}

// change edits a line at the bank and lets Ponto fetch it.
func (s *stage) change(id core.AccountID, line string, edit func(*world.Content)) {
	s.Helper()
	s.must(s.world.Change(id, line, edit))
	s.run(id)
}

// book books an announced line, changed on the way, and lets Ponto fetch it.
func (s *stage) book(id core.AccountID, line string, edit func(*world.Content)) string {
	s.Helper()
	booked, err := s.world.Book(id, line, edit)
	s.must(err)
	s.run(id)
	return booked
}

// remove makes a line vanish at the bank and lets Ponto notice.
func (s *stage) remove(id core.AccountID, line string) {
	s.Helper()
	s.must(s.world.Remove(id, line))
	s.run(id)
}

// run is one of Ponto's own runs for an account.
func (s *stage) run(id core.AccountID) {
	s.Helper()
	s.must(s.world.Sync(id))
}

// fault switches a fault on for the requests below a path.
func (s *stage) fault(name, path string, times int) {
	s.Helper()
	s.control("/faults", fmt.Sprintf(`{"name":%q,"path":%q,"times":%d}`, name, path, times))
}

// control sends an order to the simulator's control address.
func (s *stage) control(path, order string) {
	s.Helper()
	r, err := http.NewRequestWithContext(s.Context(), http.MethodPost, s.at.Control+path, strings.NewReader(order))
	s.must(err)
	answer, err := s.wire.next.RoundTrip(r)
	s.must(err)
	s.must(answer.Body.Close())
	if answer.StatusCode/100 != 2 {
		s.Fatalf("%s %s: %s", path, order, answer.Status)
	}
}

// calm switches all faults off.
func (s *stage) calm() {
	s.Helper()
	r, err := http.NewRequestWithContext(s.Context(), http.MethodDelete, s.at.Control+"/faults", nil)
	s.must(err)
	answer, err := s.wire.next.RoundTrip(r)
	s.must(err)
	s.must(answer.Body.Close())
}

// requests counts what the program has asked of the API below a path and since a number of entries.
func (s *stage) requests(method, part string) int {
	n := 0
	for _, r := range s.sim.Requests() {
		if r.Door == "custom" && r.Method == method && strings.Contains(r.Path, part) {
			n++
		}
	}
	return n
}

// stored is an account as the file has it.
func (s *stage) stored(id core.AccountID) core.Account {
	s.Helper()
	a, err := s.file.Account(id)
	s.must(err)
	return a
}

// lines are all booked lines of an account in the file, also those that the bank no longer lists.
func (s *stage) lines(id core.AccountID) []core.Line {
	s.Helper()
	list, err := s.file.Lines(s.Context(), core.Query{Accounts: []core.AccountID{id}})
	s.must(err)
	all, err := list.Window(0, list.Len())
	s.must(err)
	return all
}

// line finds a booked line of the file by its id.
func (s *stage) line(id core.AccountID, line string) core.Line {
	s.Helper()
	all := s.lines(id)
	i := slices.IndexFunc(all, func(l core.Line) bool { return string(l.ID) == line })
	if i < 0 {
		s.Fatalf("the file has no line %s", line)
	}
	return all[i]
}

// decode reads raw deliveries again, for the check of the file.
func (s *stage) decode(_ string, raw []byte, account core.Account) ([]core.Transaction, error) {
	bank, _ := s.file.Institution(account.Institution) // one that is not known counts its days in Brussels
	page, err := ponto.DecodePage(raw, ponto.TransactionsOf{Account: account.ID, Currency: account.Currency, Zone: bank.Zone()})
	return page.Lines, err
}
