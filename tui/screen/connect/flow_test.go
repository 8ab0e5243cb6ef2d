package connect_test

import (
	"strings"
	"testing"

	"ferry/core"
	"ferry/tui/place"
	"ferry/tui/tuitest"
)

// TestTwoBanks is the main job: from the first page to the lines of accounts at two banks. The budget of keys is part of
// what is promised.
func TestTwoBanks(t *testing.T) {
	t.Parallel()
	b := newBench(t, core.CustomIntegration)
	b.Press("c")
	b.add("kem", "Kempische Handelsbank")
	b.Press("c")
	b.add("pol", "Polderbank")
	b.Press("enter")
	b.See("This is transactions.")
	if b.Keys() > 30 {
		t.Errorf("%d keys", b.Keys())
	}
	t.Logf("%d keys", b.Keys())
	accounts, err := b.Accounts(t.Context(), "")
	if err != nil || len(accounts) < 2 {
		t.Fatalf("%d accounts, %v", len(accounts), err)
	}
	for _, a := range accounts {
		truth, err := b.Sim.World().Truth(a.ID)
		if err != nil || a.Stats.Lines != truth.Lines || a.Stats.Sum != truth.Sum {
			t.Errorf("%s: %d lines, sum %v; the truth is %+v, %v", a.Reference, a.Stats.Lines, a.Stats.Sum, truth, err)
		}
	}
	for _, y := range b.Sim.World().Synchronizations() {
		if y.By == "user" {
			t.Errorf("a synchronization was started: %+v", y)
		}
	}
	b.Press("esc")
	if b.Page().Kind != place.Home {
		t.Errorf("the way back leads to %s", b.Page())
	}
}

// TestReconcileIsTheNextStep: the end of the wizard leads to the books of the dossier, and the wizard is left behind.
func TestReconcileIsTheNextStep(t *testing.T) {
	t.Parallel()
	b := newBench(t, core.CustomIntegration)
	b.Press("c")
	b.add("kem", "Kempische Handelsbank")
	b.See("Reconcile them")
	b.Press("M")
	if want := place.Of(place.Reconcile, b.Conn.Dossier); b.Page() != want {
		t.Fatalf("M leads to %s", b.Page())
	}
	b.Press("esc")
	if b.Page().Kind != place.Home {
		t.Errorf("esc leads to %s", b.Page())
	}
}

func TestNothingOfTheChosenBank(t *testing.T) {
	t.Parallel()
	b := newBench(t, core.CustomIntegration)
	other := b.institution("Polderbank")
	b.open("kem")
	b.Press("enter", "enter")
	b.See("Give your consent at Kempische Handelsbank")
	flows, err := b.OpenAuthorizations(t.Context())
	if err != nil || len(flows) != 1 {
		t.Fatalf("%d flows, %v", len(flows), err)
	}
	kempische := b.institution("Kempische Handelsbank")
	b.consent(strings.Replace(flows[0].URL, string(kempische.ID), string(other.ID), 1), other.ID)
	b.polls <- struct{}{}
	b.Await("authorized no account of")
	b.See("You chose Kempische Handelsbank but authorized no account of Kempische Handelsbank", "Add account", "Authorize again", "Choose another bank")
	b.GoldenSizes("none-of-chosen")

	// What was authorized is not lost: it can be connected all the same.
	b.Press("down", "down", "enter")
	b.See("Polderbank", "[x]", "[new]")
	b.Press("esc")
	b.See("1/5", "banks: 1")
}

func TestAuthorizeAgainAfterNothing(t *testing.T) {
	t.Parallel()
	b := newBench(t, core.CustomIntegration)
	b.open("kem")
	b.Press("enter", "enter")
	flows, err := b.OpenAuthorizations(t.Context())
	if err != nil || len(flows) != 1 {
		t.Fatalf("%d flows, %v", len(flows), err)
	}
	other := b.institution("Polderbank")
	b.consent(strings.Replace(flows[0].URL, string(b.institution("Kempische Handelsbank").ID), string(other.ID), 1), other.ID)
	b.Press("r") // look now
	b.See("authorized no account of Kempische Handelsbank")
	b.Press("enter")
	b.See("Give your consent at Kempische Handelsbank")
	b.Press("enter", "enter", "enter")
	b.See("Which accounts", "Kempische Handelsbank", "Polderbank")
}

func TestBetaMustBeAccepted(t *testing.T) {
	t.Parallel()
	b := newBench(t, core.CustomIntegration)
	b.open("ourthe")
	b.See("[beta]", "in beta: Ponto has connected it recently")
	b.Press("enter")
	b.See("Banque de l'Ourthe", "Contact Ponto's support")
	b.Press("enter")
	b.See("Go on with Banque de l'Ourthe?", "Its connection is beta.", "Not now")
	if n := strings.Count(strings.Join(strings.Fields(b.Screen()), " "), "Ponto has connected it recently"); n != 1 {
		t.Errorf("the warning stands there %d times:\n%s", n, b.Screen())
	}
	b.Press("enter") // the safe button has the focus
	b.See("You are about to connect")
	b.Press("enter", "y")
	b.See("Here, in this terminal")
}

func TestMaintenanceAndReplacedBanks(t *testing.T) {
	t.Parallel()
	b := newBench(t, core.CustomIntegration)
	b.open("zenne")
	b.See("[maintenance]", "in maintenance")
	b.Press("enter")
	b.See("Maintenance until 22 Dec 2026")
	b.Press("esc", "ctrl+u")
	b.Type("leieb")
	b.Press("down")
	b.See("[deprecated]", "Choose the institution that replaces it")
	b.Press("enter", "esc")
	b.See("1/5")
	b.Press("ctrl+u")
	b.Type("caisse de sambre")
	b.Press("enter")
	b.See("Maintenance is planned from")
}

func TestCountries(t *testing.T) {
	t.Parallel()
	b := newBench(t, core.CustomIntegration)
	b.open("")
	b.See("all countries", "banks: 68")
	b.Press("tab")
	b.See("Belgium", "Kempische")
	b.NotSee("Polderbank")
	b.Press("shift+tab", "shift+tab")
	b.See("international")
	b.Type("xyzxyz")
	b.See("No bank fits")
	b.Press("enter")
	b.See("No bank fits")
}

func TestWrongCodeKeepsWhatWasTyped(t *testing.T) {
	t.Parallel()
	b := newBench(t, core.CustomIntegration)
	b.open("kem")
	b.Press("enter", "enter", "enter")
	b.See("log in")
	b.Press("ctrl+u")
	b.Type("000000")
	b.Press("enter")
	b.See("× ", "Kempische Handelsbank: log in")
	b.Press("ctrl+u")
	b.Type("123456")
	b.Press("enter")
	b.See("choose accounts")
	b.Press("esc")
	b.See("Here, in this terminal")
	b.Press("esc")
	b.See("You are about to connect")
	b.Press("esc")
	b.See("› kem", "Kempische Handelsbank")
	b.Press("enter", "enter", "enter")
	b.See("log in")
}

func TestRefusingChangesNothing(t *testing.T) {
	t.Parallel()
	b := newBench(t, core.CustomIntegration)
	b.open("kem")
	b.Press("enter", "enter", "enter", "ctrl+o")
	b.See("Other ways on")
	b.Press("enter")
	b.See("No consent was given")
	b.Press("tab", "enter")
	b.See("Here, in this terminal")
	accounts, err := b.Accounts(t.Context(), "")
	if err != nil || len(accounts) != 0 {
		t.Errorf("%d accounts, %v", len(accounts), err)
	}
}

func TestLeaveAndResume(t *testing.T) {
	t.Parallel()
	b := newBench(t, core.CustomIntegration)
	b.open("kem")
	b.Press("enter", "enter")
	b.See("You may leave")
	b.Press("q")
	flows, err := b.OpenAuthorizations(t.Context())
	if err != nil || len(flows) != 1 {
		t.Fatalf("%d flows, %v", len(flows), err)
	}
	b.consent(flows[0].URL, b.institution("Kempische Handelsbank").ID)

	// Another program is started on the same file and takes the consent up.
	o := b.options()
	o.Open = place.Resume(flows[0].ID)
	d := tuitest.New(t, o)
	d.Await("Which accounts")
	d.See("Kempische Handelsbank", "[new]", "4/5")
	d.Press("esc")
	d.See("name, BIC or brand")

	// What is over cannot be resumed twice.
	o = b.options()
	o.Open = place.Resume(flows[0].ID)
	d = tuitest.New(t, o)
	d.See("no longer open")
	d.Press("enter")
	d.See("name, BIC or brand")
}

func TestAbandon(t *testing.T) {
	t.Parallel()
	b := newBench(t, core.CustomIntegration)
	b.open("kem")
	b.Press("enter", "enter")
	b.Press("x")
	b.See("Given up. Nothing was changed.", "name, BIC or brand")
	if flows, err := b.OpenAuthorizations(t.Context()); err != nil || len(flows) != 0 {
		t.Errorf("%d flows, %v", len(flows), err)
	}
}

func TestPasteBack(t *testing.T) {
	t.Parallel()
	b := newBench(t, core.PontoConnect)
	b.open("kem")
	b.Press("enter", "enter")
	b.See("Paste the address on which the browser ended", "QR code")
	flows, err := b.OpenAuthorizations(t.Context())
	if err != nil || len(flows) != 1 {
		t.Fatalf("%d flows, %v", len(flows), err)
	}
	end := b.consent(flows[0].URL, b.institution("Kempische Handelsbank").ID)
	b.Press("p")
	b.See("Address of the browser")
	b.Paste("http://127.0.0.1/nothing")
	b.Press("enter")
	b.See("That is not the address")
	b.Press("p")
	b.Paste(end)
	b.Press("enter")
	b.See("Which accounts", "Kempische Handelsbank", "[new]")
}

func TestConnectDoorInTheTerminal(t *testing.T) {
	t.Parallel()
	b := newBench(t, core.PontoConnect)
	b.open("kem")
	b.Press("enter", "enter", "enter")
	b.See("Sign in to authorize")
	for range 20 {
		if strings.Contains(b.Screen(), "Which accounts") {
			break
		}
		b.Press("ctrl+s")
	}
	b.See("Which accounts")
}

func TestCopyAndQR(t *testing.T) {
	t.Parallel()
	b := newBench(t, core.CustomIntegration)
	b.open("kem")
	b.Press("enter", "enter", "y")
	flows, err := b.OpenAuthorizations(t.Context())
	if err != nil || len(flows) != 1 || b.Copied() != flows[0].URL {
		t.Fatalf("copied %q of %v, %v", b.Copied(), flows, err)
	}
	b.Press("u")
	b.See("█", flows[0].URL[:40])
	b.Press("esc")
	b.See("Here, in this terminal")
}

func TestUntickingWarnsInPlace(t *testing.T) {
	t.Parallel()
	b := newBench(t, core.CustomIntegration)
	b.Press("c")
	b.add("kem", "Kempische Handelsbank")
	o := b.options()
	o.Open = place.Choose(b.Conn.ID)
	d := tuitest.New(t, o)
	d.See("Choose accounts", "[connected]")
	d.Press("space")
	d.See("is connected. Without the tick Ferry stops reading it")
	d.Press("space")
	d.NotSee("Without the tick")
	d.Press("*", "enter")
	d.See("Tick at least one account")
	d.Press("*", "enter")
	d.See("as before, nothing new to connect")
}

func TestRenewal(t *testing.T) {
	t.Parallel()
	b := newBench(t, core.CustomIntegration)
	b.Press("c")
	b.add("kem", "Kempische Handelsbank")
	accounts, err := b.Accounts(t.Context(), "")
	if err != nil || len(accounts) == 0 {
		t.Fatal(err)
	}
	if err := b.MoveSandboxClock(t.Context(), 170); err != nil {
		t.Fatal(err)
	}
	o := b.options()
	o.Open = place.Renew(accounts[0].ID)
	d := tuitest.New(t, o)
	d.See("Re-authorize", "1/2", "Reauthorize. Only the account holder can")
	d.Press("enter")
	d.See("log in")
	d.Press("enter")
	d.See("2/2", "The new end date was seen")
	d.Press("enter")
	d.See("This is home.")
}

func TestHistory(t *testing.T) {
	t.Parallel()
	b := newBench(t, core.CustomIntegration)
	b.open("kem")
	b.Press("enter", "enter", "enter", "enter", "enter", "enter")
	b.See("How far back")
	b.Press("G", "enter")
	b.Type("yesterday")
	b.Press("enter")
	b.See("That is not a day")
	b.Press("enter")
	b.Type("1/1/2031")
	b.Press("enter")
	b.See("still to come")
	b.Press("enter")
	b.Type("1/10/2026")
	b.Press("enter")
	b.See("Done: ")
	accounts, err := b.Accounts(t.Context(), "")
	if err != nil || len(accounts) == 0 {
		t.Fatal(err)
	}
	for _, a := range accounts {
		if a.Stats.Oldest < core.NewDate(2026, 10, 1) {
			t.Errorf("%s goes back to %s", a.Reference, a.Stats.Oldest)
		}
	}
}

// TestWalkThatBringsNothing: the pages end here, in the terminal, without an account of the chosen bank. To stay on a page
// that was sent already would be a dead end.
func TestWalkThatBringsNothing(t *testing.T) {
	t.Parallel()
	b := newBench(t, core.CustomIntegration)
	b.open("topaas")
	b.Press("enter", "enter", "enter", "enter")
	b.See("choose accounts")
	b.Press("ctrl+s")
	b.Await("You chose Topaas Private Bankers but authorized no account")
	b.See("Authorize again", "Choose another bank")
	b.Press("enter")
	b.See("Give your consent at Topaas Private Bankers")
	b.Press("enter", "enter", "ctrl+s")
	b.Await("You chose Topaas Private Bankers but authorized no account")
	b.Press("down", "enter")
	b.See("1/5")
}

// TestTypedCodeReplacesTheSuggestedOne: who types the code that was told must not end with it twice.
func TestTypedCodeReplacesTheSuggestedOne(t *testing.T) {
	t.Parallel()
	b := newBench(t, core.CustomIntegration)
	b.open("kem")
	b.Press("enter", "enter", "enter")
	b.See("log in")
	b.Type("123456")
	b.Press("enter")
	b.See("choose accounts")
}

// TestLeavingTheSearch: the next search starts with an empty field.
func TestLeavingTheSearch(t *testing.T) {
	t.Parallel()
	b := newBench(t, core.CustomIntegration)
	b.open("xyzxyz")
	b.See("No bank fits", "invented")
	b.Press("esc")
	b.See("1/5", "banks: 68")
	b.Press("esc")
	b.See("This is home.")
	b.open("kem")
	b.See("› Kempische Handelsbank")
}

// TestFooterOfTheWizard: what does nothing here, or leads away from a consent half given, is not offered.
func TestFooterOfTheWizard(t *testing.T) {
	t.Parallel()
	b := newBench(t, core.CustomIntegration)
	b.open("kem")
	for _, page := range []string{"1/5", "You are about", "Here, in this terminal", "log in", "choose accounts", "Which accounts", "How far back"} {
		b.See(page, "help")
		b.NotSee("c connect a bank", "f fetch", "t transactions", "Keep the others")
		b.Press("enter")
	}
	b.See("Done: ", "c connect a bank")
}
