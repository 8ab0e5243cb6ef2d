// Package officetest sets up for tests what a user sits in front of: the whole program over a real service, a real file and,
// behind loopback HTTP, a simulated Ponto.
package officetest

import (
	"bytes"
	"context"
	"crypto/rand"
	"path/filepath"
	"testing"
	"time"

	"ferry/core"
	"ferry/core/app"
	"ferry/core/sandbox"
	"ferry/store"
	"ferry/tui/nav"
	"ferry/tui/program"
	"ferry/tui/theme"
	"ferry/tui/tuitest"
)

// Office is a service with one dossier in a file of its own.
type Office struct {
	*app.Service
	Dossier core.Dossier
	Sim     *sandbox.Server // nil: there is no bank
	Conn    core.Connection // of the dossier to the simulator
}

// Options say what is special about an office.
type Options struct {
	NoBank bool
	Door   core.Door // how the dossier is connected; empty: as a custom integration
	Sleep  func(context.Context, time.Duration) error
	Browse func(context.Context, string) error
}

// Open sets up an office that is cleared away when the test ends. Its clock stands at tuitest.Start.
func Open(t testing.TB, o Options) *Office {
	t.Helper()
	office := &Office{}
	var at *sandbox.Addresses
	if !o.NoBank {
		office.Sim, at = bank(t)
	}
	office.Service = serve(t, File(t), at, o)
	must(t, func() (err error) {
		office.Dossier, err = office.CreateDossier(t.Context(), "Demo")
		return err
	}())
	if o.NoBank {
		return office
	}
	door := o.Door
	if door == "" {
		door = core.CustomIntegration
	}
	credentials, _ := office.SimulatorCredentials(office.Dossier.ID, door)
	must(t, func() (err error) {
		office.Conn, err = office.Connect(t.Context(), credentials)
		return err
	}())
	return office
}

// Serve makes a service over a file that a test has filled itself.
func Serve(t testing.TB, file *store.File, o Options) *app.Service {
	t.Helper()
	return serve(t, file, nil, o)
}

// File makes an empty file.
func File(t testing.TB) *store.File {
	t.Helper()
	file, err := store.Open(t.Context(), store.Options{Path: filepath.Join(t.TempDir(), "ferry.db"), Seal: turned{}, Now: now, Holder: "a test"})
	must(t, err)
	t.Cleanup(func() { closed(t, file.Close) })
	return file
}

// Screen shows the whole program over a service, at a page; the zero page is where the program starts.
func Screen(t testing.TB, s *app.Service, page nav.Page) *tuitest.Driver {
	t.Helper()
	o := program.Options(s, theme.New(theme.Options{}), "demo")
	if page != (nav.Page{}) {
		o.Home = page
	}
	return tuitest.New(t, o)
}

// Walk connects a bank with the keys that a user presses.
func Walk(d *tuitest.Driver, letters string) {
	d.Press("c")
	d.See("1/5")
	d.Type(letters)
	d.Press("enter", "enter", "enter", "enter", "enter", "enter", "enter")
	d.See("Done: ")
}

func bank(t testing.TB) (*sandbox.Server, *sandbox.Addresses) {
	t.Helper()
	sim, err := sandbox.New(sandbox.Options{Seed: 7, Transactions: 300, Now: tuitest.Start})
	must(t, err)
	at, err := sim.Start(t.Context(), "")
	must(t, err)
	t.Cleanup(func() { closed(t, sim.Close) })
	return sim, &at
}

func serve(t testing.TB, file *store.File, at *sandbox.Addresses, o Options) *app.Service {
	t.Helper()
	if o.Sleep == nil {
		o.Sleep = func(ctx context.Context, _ time.Duration) error { return ctx.Err() }
	}
	s, err := app.New(t.Context(), app.Config{Store: file, Now: now, Rand: rand.Reader, Simulator: at, UserAgent: "ferry-test", Sleep: o.Sleep, Browse: o.Browse})
	must(t, err)
	t.Cleanup(func() { closed(t, s.Close) })
	return s
}

func now() time.Time { return tuitest.Start }

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func closed(t testing.TB, end func() error) {
	t.Helper()
	if err := end(); err != nil {
		t.Error(err)
	}
}

// turned seals by turning every byte over.
type turned struct{}

// Seal hides a text from nobody.
func (turned) Seal(clear []byte) ([]byte, error) { return turn(clear), nil }

// Unseal shows it again.
func (turned) Unseal(sealed []byte) ([]byte, error) { return turn(sealed), nil }

func turn(b []byte) []byte {
	out := bytes.Clone(b)
	for i := range out {
		out[i] = ^out[i]
	}
	return out
}
