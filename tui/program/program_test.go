package program_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	tea "github.com/charmbracelet/bubbletea"

	"ferry/core"
	"ferry/tui"
	"ferry/tui/action"
	"ferry/tui/layout"
	"ferry/tui/nav"
	"ferry/tui/place"
	"ferry/tui/program"
	"ferry/tui/theme"
	"ferry/tui/tuitest"
	"ferry/tui/tuitest/officetest"
)

// bench is the whole program over a real service, a real file and a real simulator behind loopback HTTP.
type bench struct {
	*officetest.Office
	t *testing.T
}

func newBench(t *testing.T) *bench {
	t.Helper()
	return &bench{officetest.Open(t, officetest.Options{}), t}
}

// sign is a page that does nothing by itself, so that what is seen is the program's doing.
type sign struct{ page nav.Page }

func (s sign) Page() nav.Page                   { return s.page }
func (s sign) Title() string                    { return "Sign" }
func (s sign) Update(tea.Msg) tea.Cmd           { return nil }
func (s sign) Do(action.Invoke) (tea.Cmd, bool) { return nil, false }
func (s sign) View(r layout.Box) string         { return layout.Fit("This is "+s.page.String()+".", r) }
func (s sign) Scope() action.Scope              { return action.Scope{Name: "sign"} }

// on starts the program on a page that knows nothing by itself.
func (b *bench) on(p nav.Page) *tuitest.Driver {
	b.t.Helper()
	o := program.Options(b.Service, theme.New(theme.Options{}), "demo")
	o.Home = p
	for _, kind := range []nav.Kind{place.Accounts, place.Transactions} {
		o.Screens[kind] = func(p nav.Page) tui.Screen { return sign{p} }
	}
	o.Screens[p.Kind] = program.Everywhere(b.Service, func(p nav.Page) tui.Screen { return sign{p} })
	return tuitest.New(b.t, o)
}

func TestFetchAndSynchronizeWhatIsInView(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	d := b.on(nav.Page{Kind: "sign"})
	d.See("demo")
	d.Press("f")
	d.See("No account is connected yet.")
	d.Press("R")
	d.See("No account is connected yet.")
	d.Press("/")
	d.See("nothing to search on this page")
	officetest.Walk(d, "kem")
	d.Press("esc")
	d.See("This is sign.")
	d.Press("f")
	d.See("0 new lines in 4 accounts.")
	d.Press("R")
	d.See("Synchronize 4 accounts?", "in your name")
	d.Press("enter")
	d.NotSee("Synchronize 4 accounts?")
	d.Press("R", "y")
	d.See("Your public IP address is not known")
	for _, y := range b.Sim.World().Synchronizations() {
		if y.By == "user" {
			t.Errorf("a bank was asked: %+v", y)
		}
	}
	set, err := b.Settings(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	set.CustomerIP = "81.82.83.84"
	if err := b.SaveSettings(t.Context(), set); err != nil {
		t.Fatal(err)
	}
	accounts, err := b.Accounts(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	d = b.on(place.Lines(accounts[0].ID))
	d.Press("R")
	d.See("Synchronize Kempische Handelsbank " + accounts[0].Told() + "?")
	d.Press("y")
	d.See("in 1 account.")
	asked := 0
	for _, y := range b.Sim.World().Synchronizations() {
		if y.By == "user" {
			asked++
		}
	}
	if asked == 0 {
		t.Error("the bank was not asked")
	}
}

func TestStaysInTheDossier(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	d := b.on(nav.Page{Kind: "sign", ID: "d1"})
	d.Press("b")
	if want := place.Of(place.Accounts, "d1"); d.Page() != want {
		t.Errorf("b leads to %s", d.Page())
	}
	d = b.on(nav.Page{Kind: "sign"})
	d.Press("t")
	if want := place.Of(place.Transactions, ""); d.Page() != want {
		t.Errorf("t leads to %s", d.Page())
	}
}

func TestPaletteFindsPlaces(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	d := b.on(nav.Page{Kind: "sign"})
	officetest.Walk(d, "kem")
	d.Press("esc", ":")
	d.Type("kempische")
	d.See("Account: Kempische Handelsbank")
	d.Press("enter")
	if id, ok := place.AccountOf(d.Page()); !ok || d.Page() != place.Lines(id) {
		t.Errorf("the palette leads to %s", d.Page())
	}
}

// TestPaletteLeadsToAPageByItsName: its name is enough, also where commands are called alike.
func TestPaletteLeadsToAPageByItsName(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	for name, kind := range map[string]nav.Kind{"rules": place.Rules, "chart": place.Chart, "open items": place.Items, "recon": place.Reconcile, "limits": place.Limits} {
		for _, from := range []nav.Page{{Kind: "sign"}, place.Of(place.Rules, b.Conn.Dossier), place.Of(place.Items, b.Conn.Dossier)} {
			o := program.Options(b.Service, theme.New(theme.Options{}), "demo")
			if o.Home = from; from.Kind == "sign" {
				o.Home = nav.Page{Kind: place.Home}
			}
			d := tuitest.New(t, o)
			d.Press(":")
			d.Type(name)
			d.Press("enter")
			if d.Page().Kind != kind {
				t.Errorf("from %s %q leads to %s", from, name, d.Page())
			}
		}
	}
}

// TestTablesFitTogether finds keys that mean two things before a user does.
func TestTablesFitTogether(t *testing.T) {
	t.Parallel()
	o := program.Options(newBench(t).Service, theme.New(theme.Options{}), "")
	tables := append([][]action.Def{action.Builtin()}, o.Actions...)
	if _, err := action.NewRegistry(tables...); err != nil {
		t.Error(err)
	}
	for _, table := range o.Actions {
		if err := action.Check(table); err != nil {
			t.Error(err)
		}
		for _, d := range table {
			if kind := d.Opens.Kind; kind != "" && o.Screens[kind] == nil {
				t.Errorf("%s opens %s, which is no page", d.ID, kind)
			}
		}
	}
}

func TestRunReadsTheSettings(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	set, err := b.Settings(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	set.Keymap = filepath.Join(t.TempDir(), "keys")
	if err := b.SaveSettings(t.Context(), set); err != nil {
		t.Fatal(err)
	}
	if err := program.Run(t.Context(), b.Service, program.Host{}); core.CodeOf(err) != core.CodeInvalid || !strings.Contains(err.Error(), "file with your keys") {
		t.Errorf("a keymap that is not there: %v", err)
	}
	if err := os.WriteFile(set.Keymap, []byte("global.fetch = ctrl+f2\nnonsense"), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := program.Run(t.Context(), b.Service, program.Host{}); err == nil || !strings.Contains(err.Error(), "keymap line 2") {
		t.Errorf("a wrong keymap: %v", err)
	}
}

// TestFromTheFirstScreenToTwoBanks is the main job on the whole program. The budget of keys is part of what is promised.
func TestFromTheFirstScreenToTwoBanks(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	o := program.Options(b.Service, theme.New(theme.Options{}), "demo")
	d := tuitest.New(t, o)
	d.Resize(80, 24)
	d.See("Connect your first bank")
	d.Press("enter")
	for i, letters := range []string{"kem", "pol"} {
		if i > 0 {
			d.Press("c")
		}
		d.See("1/5")
		d.Type(letters)
		d.Press("enter")
		d.See("2/5")
		d.Press("enter", "enter", "enter")
		d.See("3/5", "Give consent")
		d.Press("enter")
		d.See("4/5", "Which accounts")
		d.Press("enter", "enter")
		d.See("5/5", "Done: ")
	}
	d.Press("enter")
	if d.Page() != place.Of(place.Transactions, b.Conn.Dossier) {
		t.Errorf("the end is %s", d.Page())
	}
	if d.Keys() > 30 {
		t.Errorf("%d keys", d.Keys())
	}
	accounts, err := b.Accounts(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	banks := make(map[core.InstitutionID]int)
	for _, a := range accounts {
		banks[a.Institution] += a.Stats.Lines
	}
	if len(banks) != 2 {
		t.Errorf("lines of %v", banks)
	}
}
