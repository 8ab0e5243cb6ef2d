package kill

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"ferry/core"
	"ferry/core/app"
	"ferry/core/sandbox"
	"ferry/core/sandbox/world"
)

// stage is a simulator, and a file on which one operation is killed again and again.
type stage struct {
	*testing.T
	operation
	path  string
	sim   *sandbox.Server
	at    sandbox.Addresses
	world *world.World
	conn  core.Connection
	bank  place
	rnd   *rand.Rand
}

func newStage(t *testing.T, op operation, rnd *rand.Rand) *stage {
	t.Helper()
	sim, err := sandbox.New(sandbox.Options{Seed: rnd.Uint64(), Transactions: 1200})
	s := &stage{T: t, operation: op, path: filepath.Join(t.TempDir(), "ferry.db"), sim: sim, rnd: rnd}
	s.must(err)
	s.world = sim.World()
	s.at, err = sim.Start(t.Context(), "")
	s.must(err)
	t.Cleanup(func() {
		if err := sim.Close(); err != nil {
			t.Error(err)
		}
	})
	p, err := open(t.Context(), s.path, s.at)
	s.must(err)
	s.connect(p)
	s.must(p.close())
	return s
}

func (s *stage) must(err error) {
	s.Helper()
	if err != nil {
		s.Fatal(err)
	}
}

// connect makes the connection and chooses accounts. Nothing is fetched yet: the first killed process begins.
func (s *stage) connect(p *program) {
	s.Helper()
	ctx := s.Context()
	credentials, ok := p.SimulatorCredentials("", s.door)
	if !ok {
		s.Fatal("no simulator")
	}
	if s.door == core.CustomIntegration {
		credentials.Secret = core.Secret{ClientID: s.at.ClientID, ClientSecret: s.at.ClientSecret}
	}
	var err error
	s.conn, err = p.Connect(ctx, credentials)
	s.must(err)
	if s.door == core.PontoConnect {
		s.bank = s.someBank()
		s.must(p.authorize(ctx, s.conn.ID, s.bank))
	}
	s.must(p.choose(ctx, s.conn.ID, s.bank.ID))
	settings, err := p.Settings(ctx)
	s.must(err)
	settings.CustomerIP, settings.RequestsPerSecond = "81.82.83.84", 1000
	s.must(p.SaveSettings(ctx, settings))
}

// someBank has accounts of the organization behind the Ponto Connect door.
func (s *stage) someBank() place {
	s.Helper()
	for _, i := range s.world.Connectable("all") {
		accounts, err := s.world.BankAccounts(s.world.ConnectOrganization().ID, i.ID)
		s.must(err)
		if len(accounts) > 0 && i.Status == core.Stable && i.LifetimeDays == 180 {
			return place{i.ID, i.Country}
		}
	}
	s.Fatal("no bank to authorize")
	return place{}
}

// accounts are those that the file reads.
func (s *stage) accounts(p *program) (list []core.Account) {
	s.Helper()
	all, err := p.file.Accounts()
	s.must(err)
	for _, a := range all {
		if a.Connected && a.WithdrawnAt.IsZero() {
			list = append(list, a)
		}
	}
	if len(list) == 0 {
		s.Fatal("no account is read")
	}
	return list
}

// stir lets something happen at the bank: lines come, one changes, an account gets new ids for all its lines.
func (s *stage) stir(id core.AccountID, currency core.Currency) {
	s.Helper()
	for range 1 + s.rnd.IntN(40) {
		at := s.world.Now().AddDate(0, 0, -s.rnd.IntN(20)).Truncate(24 * time.Hour)
		_, err := s.world.Post(id, world.Content{
			Amount:        core.Amount{Minor: s.rnd.Int64N(40) * 25, Currency: currency}, // many alike
			ExecutionDate: at, ValueDate: at, CounterpartName: fmt.Sprintf("Klant %d", s.rnd.IntN(5)),
			Remittance: fmt.Sprintf("factuur %d", s.rnd.IntN(9)), RemittanceType: "unstructured",
		})
		s.must(err)
	}
	for line := range s.world.TrueIDs(id) {
		if s.rnd.IntN(8) == 0 {
			s.must(s.world.Change(id, line, func(c *world.Content) { c.CounterpartName += " NV" }))
			break
		}
	}
	if s.name != "sync" { // there it is the child that has the bank asked
		s.must(s.world.Sync(id))
	}
	if s.rnd.IntN(6) == 0 {
		s.must(s.world.Reissue(id))
	}
}

// blow is what one kill has met.
type blow struct {
	after  time.Duration
	rounds int    // that were over
	before int    // refresh tokens that the simulator had replaced when the child began
	safe   string // the refresh token that was in the file at the end of the last round
}

// strike starts a child and kills it at a moment drawn from the seed.
func (s *stage) strike(account core.AccountID) (b blow) {
	s.Helper()
	text, err := json.Marshal(order{Operation: s.name, Path: s.path, At: s.at, Connection: s.conn.ID, Bank: s.bank, Account: account})
	s.must(err)
	b.safe, b.before = s.refreshToken(), s.rotations()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), childOrder+"="+string(text))
	out, err := cmd.StdoutPipe()
	s.must(err)
	s.must(cmd.Start())
	lines := bufio.NewScanner(out)
	if !lines.Scan() || lines.Text() != "ready" {
		s.Fatalf("the child says %q", lines.Text())
	}
	b.after = time.Duration(s.rnd.Int64N(int64(s.span)))
	moment := time.AfterFunc(b.after, func() { _ = cmd.Process.Kill() })
	defer moment.Stop()
	for lines.Scan() {
		said, token, _ := strings.Cut(lines.Text(), " ")
		if said != "done" {
			s.Errorf("the child says %q", lines.Text())
		}
		b.rounds, b.safe = b.rounds+1, token
	}
	_ = cmd.Wait() // killed: that is what it says
	return b
}

// judge compares the file with what the simulator knows, line by line.
func (s *stage) judge(p *program) (wrong []string) {
	s.Helper()
	for _, a := range s.accounts(p) {
		truth, err := s.world.Truth(a.ID)
		s.must(err)
		stats, err := p.file.Stats(a.ID)
		s.must(err)
		if stats.Sum != truth.Sum || stats.Pending != truth.Pending || stats.Lines-stats.Missing != truth.Lines && stats.Lines != truth.Lines {
			wrong = append(wrong, fmt.Sprintf("%s: %+v; the truth is %+v", a.Reference, stats, truth))
		}
		held := make(map[string]core.Line)
		list, err := p.Open(s.Context(), core.Query{Accounts: []core.AccountID{a.ID}})
		s.must(err)
		lines, err := list.Window(0, list.Len())
		s.must(err)
		for _, l := range lines {
			if !l.Missing.IsZero() {
				continue
			}
			if _, twice := held[string(l.ID)]; twice {
				wrong = append(wrong, fmt.Sprintf("%s stands twice", l.ID))
			}
			held[string(l.ID)] = l
		}
		for t := range s.world.TrueLines(a.ID) {
			l, ok := held[t.ID]
			if !ok || l.Amount != t.Amount || l.BookingDate != t.Day || !strings.HasPrefix(l.CounterpartName, t.CounterpartName) {
				wrong = append(wrong, fmt.Sprintf("%s: %s of %v is %+v in the file", a.Reference, t.ID, t.Amount, l.Transaction))
			}
			delete(held, t.ID)
		}
		for id := range held {
			wrong = append(wrong, fmt.Sprintf("%s: %s is not at the bank", a.Reference, id))
		}
	}
	return wrong
}

// fetch reads all accounts and returns the first failure.
func (s *stage) fetch(p *program) error {
	s.Helper()
	results, err := p.Fetch(context.WithoutCancel(s.Context()), nil, nil)
	s.must(err)
	for _, r := range results {
		if r.Outcome != core.CodeOK {
			return named(r)
		}
	}
	return nil
}

// named is a failed outcome as an error, which must have been told.
func named(r app.FetchResult) error {
	if r.Err == nil {
		return fmt.Errorf("account %s: %s without an error", r.Account, r.Outcome)
	}
	return r.Err
}
