package app_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"net/http"
	"net/url"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"ferry/core"
	"ferry/core/app"
	"ferry/core/sandbox"
	"ferry/core/sandbox/world"
	"ferry/store"
)

// bench is a service over a real file, with a real simulator behind loopback HTTP.
type bench struct {
	*app.Service
	t    *testing.T
	sim  *sandbox.Server
	at   sandbox.Addresses
	path string
	file *store.File
	wire http.RoundTripper // between the service and the simulator; nil: the default
	save func()            // is deferred in the service's goroutines
}

func newBench(t *testing.T) *bench {
	t.Helper()
	sim, err := sandbox.New(sandbox.Options{Seed: 7, Transactions: 600})
	if err != nil {
		t.Fatal(err)
	}
	at, err := sim.Start(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	b := &bench{t: t, sim: sim, at: at, path: filepath.Join(t.TempDir(), "ferry.db")}
	t.Cleanup(func() {
		b.close()
		if err := sim.Close(); err != nil {
			t.Error(err)
		}
	})
	b.open()
	return b
}

// open starts a program on the file, as after a restart.
func (b *bench) open() {
	b.t.Helper()
	file, err := store.Open(b.t.Context(), store.Options{Path: b.path, Seal: turned{}, Now: time.Now, Holder: "a test"})
	if err != nil {
		b.t.Fatal(err)
	}
	b.file = file
	b.Service, err = app.New(b.t.Context(), app.Config{
		Store: file, Now: time.Now, Rand: rand.Reader, Simulator: &b.at, UserAgent: "ferry-test", Transport: b.wire, Recover: b.save,
		Sleep:    func(ctx context.Context, _ time.Duration) error { return rest(ctx) },
		LookUpIP: func(context.Context) (string, error) { return "81.82.83.84", nil },
		Origin: func(account core.AccountID, no core.LineNo) (app.Origin, error) {
			raw, item, err := file.Origin(account, no)
			return app.Origin{No: raw.No, Source: raw.Source, At: raw.At, By: raw.By, Raw: raw.Raw, Item: item}, err
		},
	})
	if err != nil {
		b.t.Fatal(err)
	}
}

// patience is how long a test waits for what never comes: long enough for the busiest machine, and never slept.
const patience = 30 * time.Second

// rest lets others run for a moment: the simulator answers in less.
func rest(ctx context.Context) error {
	timer := time.NewTimer(time.Millisecond)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return ctx.Err()
	case <-timer.C:
		return nil
	}
}

func (b *bench) close() {
	b.t.Helper()
	if b.Service == nil {
		return
	}
	if err := b.Service.Close(); err != nil {
		b.t.Error(err)
	}
	if err := b.file.Close(); err != nil {
		b.t.Error(err)
	}
	b.Service = nil
}

// turned seals by turning every byte over: enough to see that secrets do not lie in the file as they are.
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

// connect makes a dossier with a connection through a door of the simulator.
func (b *bench) connect(door core.Door) core.Connection {
	b.t.Helper()
	dossier, err := b.CreateDossier(b.t.Context(), "Example BV")
	if err != nil {
		b.t.Fatal(err)
	}
	credentials, ok := b.SimulatorCredentials(dossier.ID, door)
	if !ok {
		b.t.Fatal("no simulator")
	}
	conn, err := b.Connect(b.t.Context(), credentials)
	if err != nil {
		b.t.Fatal(err)
	}
	return conn
}

// organization is whom a connection belongs to in the simulator.
func (b *bench) organization(door core.Door) string {
	if door == core.PontoConnect {
		return b.sim.World().ConnectOrganization().ID
	}
	return b.sim.World().StarterIntegration().Organization
}

// banks are stable institutions at which the organization of a door has accounts.
func (b *bench) banks(door core.Door, n int) []world.Institution {
	b.t.Helper()
	var list []world.Institution
	for _, i := range b.sim.World().Connectable("all") {
		accounts, err := b.sim.World().BankAccounts(b.organization(door), i.ID)
		if err != nil {
			b.t.Fatal(err)
		}
		if len(accounts) > 0 && i.Status == core.Stable && i.LifetimeDays == 180 {
			list = append(list, i)
		}
	}
	if len(list) < n {
		b.t.Fatalf("the simulator has %d banks for the test, want %d", len(list), n)
	}
	return list[:n]
}

// consent walks the simulator's pages as a person would, choosing the given bank where it is asked for one.
func (b *bench) consent(address string, bank world.Institution) sandbox.Form {
	b.t.Helper()
	visitor := sandbox.NewVisitor(http.Client{})
	form, err := visitor.Open(b.t.Context(), address)
	for range 12 {
		if err != nil {
			b.t.Fatal(err)
		}
		if form.Error != "" {
			b.t.Fatalf("%s: %s", form.Title, form.Error)
		}
		if form.Done || form.Redirect != "" {
			return form
		}
		answers := url.Values{}
		for _, f := range form.Fields {
			switch f.Name {
			case "country":
				country := bank.Country
				if country == "" {
					country = "international"
				}
				answers.Set("country", country)
			case "institution":
				answers.Set("institution", string(bank.ID))
			}
		}
		form, err = visitor.Submit(b.t.Context(), form, answers)
	}
	b.t.Fatalf("the pages do not end: %s", form.Title)
	return form
}

// add authorizes a bank's accounts and connects all that is authorized.
func (b *bench) add(conn core.Connection, bank world.Institution) app.Choice {
	b.t.Helper()
	ctx := b.t.Context()
	flow, err := b.Authorize(ctx, conn.ID, bank.ID)
	if err != nil {
		b.t.Fatal(err)
	}
	form := b.consent(flow.URL, bank)
	if form.Redirect != "" {
		if _, err := b.PasteRedirect(ctx, flow.ID, form.Redirect); err != nil {
			b.t.Fatal(err)
		}
	} else if result, err := b.AwaitAuthorization(ctx, flow.ID); err != nil || !result.Done {
		b.t.Fatalf("await: %+v, %v", result, err)
	}
	choice, err := b.Choices(ctx, conn.ID, bank.ID)
	if err != nil {
		b.t.Fatal(err)
	}
	if err := b.ChooseAccounts(ctx, conn.ID, ticked(choice), 0); err != nil {
		b.t.Fatal(err)
	}
	return choice
}

func ticked(c app.Choice) []core.AccountID {
	var ids []core.AccountID
	for _, g := range c.Groups {
		for _, a := range g.Accounts {
			if a.Ticked {
				ids = append(ids, a.ID)
			}
		}
	}
	return ids
}

// fetch reads all accounts, none of which may fail but with the given codes.
func (b *bench) fetch(allowed ...core.Code) (added int) {
	b.t.Helper()
	results, err := b.Fetch(b.t.Context(), nil, nil)
	if err != nil {
		b.t.Fatal(err)
	}
	for _, r := range results {
		if r.Outcome != core.CodeOK && !slices.Contains(allowed, r.Outcome) {
			b.t.Errorf("account %s: %s, %v", r.Account, r.Outcome, r.Err)
		}
		added += r.New
	}
	return added
}

// equalsTruth compares every connected account with what the simulator holds.
func (b *bench) equalsTruth(conn core.Connection, want int) {
	b.t.Helper()
	views, err := b.Accounts(b.t.Context(), conn.Dossier)
	if err != nil {
		b.t.Fatal(err)
	}
	n := 0
	for _, v := range views {
		truth, err := b.sim.World().Truth(v.ID)
		if err != nil {
			b.t.Fatal(err)
		}
		n++
		if v.Stats.Lines != truth.Lines || v.Stats.Sum != truth.Sum {
			b.t.Errorf("%s: %d lines, sum %v; the truth is %d, %v", v.Reference, v.Stats.Lines, v.Stats.Sum, truth.Lines, truth.Sum)
		}
	}
	if n != want {
		b.t.Errorf("%d accounts, want %d", n, want)
	}
}

func (b *bench) view(id core.AccountID) app.AccountView {
	b.t.Helper()
	v, err := b.Account(b.t.Context(), id)
	if err != nil {
		b.t.Fatal(err)
	}
	return v
}

func (b *bench) one(conn core.Connection) core.AccountID {
	b.t.Helper()
	views, err := b.Accounts(b.t.Context(), conn.Dossier)
	if err != nil || len(views) == 0 {
		b.t.Fatalf("%d accounts, %v", len(views), err)
	}
	i := slices.IndexFunc(views, func(v app.AccountView) bool { return !v.ExpiresAt.IsZero() })
	return views[max(i, 0)].ID
}
