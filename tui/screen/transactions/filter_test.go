package transactions_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"ferry/core"
	"ferry/core/app"
	"ferry/core/event"
	"ferry/tui"
	"ferry/tui/action"
	"ferry/tui/nav"
	"ferry/tui/place"
	"ferry/tui/screen/transactions"
	"ferry/tui/theme"
	"ferry/tui/tuitest"
)

// ledger is a file in memory: lines in the order of the list, and what was asked of it. Commands read it on other goroutines.
type ledger struct {
	mu    sync.Mutex
	lines []core.Line
	notes map[core.LineNo]string
	asked []core.Query
	err   error
	set   core.Settings
}

func (l *ledger) Open(_ context.Context, q core.Query) (core.Listing, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.asked = append(l.asked, q)
	if l.err != nil {
		return nil, l.err
	}
	if strings.Contains(q.Text, "amt:x") {
		return nil, &core.Error{Code: core.CodeInvalid, Op: "search", Msg: `"amt:x" is not an amount`, Hint: "write amt:>100"}
	}
	var found rows
	for _, line := range l.lines {
		switch {
		case line.State == core.Pending && !q.Pending, !strings.Contains(strings.ToLower(line.CounterpartName), strings.ToLower(q.Text)):
		case !q.Since.IsZero() && (line.BookingDate < q.Since || line.BookingDate > q.Until):
		default:
			line.Note = l.notes[line.No]
			found = append(found, line)
		}
	}
	return found, nil
}

func (l *ledger) Line(_ context.Context, _ core.AccountID, no core.LineNo) (app.LineDetail, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, line := range l.lines {
		if line.No == no {
			line.Note = l.notes[no]
			return app.LineDetail{Line: line, Source: fmt.Sprintf("delivery %d", no)}, nil
		}
	}
	return app.LineDetail{}, &core.Error{Code: core.CodeNotFound, Msg: "there is no such line"}
}

func (l *ledger) Raw(context.Context, core.AccountID, core.LineNo) ([]byte, error) {
	return []byte(`{"id":"raw-1"}`), nil
}

func (l *ledger) SetNote(_ context.Context, _ core.AccountID, no core.LineNo, text string) error {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.notes[no] = text
	return nil
}

func (l *ledger) Accounts(context.Context, core.DossierID) ([]app.AccountView, error) {
	return []app.AccountView{{Account: core.Account{ID: "a", Reference: "BE68539007547034", ReferenceType: "IBAN", Currency: "EUR"},
		Bank: core.Institution{Name: "Dijlekas"}}}, nil
}
func (l *ledger) Settings(context.Context) (core.Settings, error) { return l.set, nil }
func (l *ledger) Now(core.ConnectionID) time.Time                 { return tuitest.Start }

// put adds lines above all others.
func (l *ledger) put(lines ...core.Line) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.lines = append(lines, l.lines...)
}

// last is what the list was last asked for.
func (l *ledger) last() core.Query {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.asked[len(l.asked)-1]
}

// rows is a listing in memory.
type rows []core.Line

func (r rows) Len() int                                { return len(r) }
func (r rows) Window(from, n int) ([]core.Line, error) { return r[from : from+n], nil }
func (r rows) IndexOf(_ core.AccountID, no core.LineNo) (int, bool) {
	for i, l := range r {
		if l.No == no {
			return i, true
		}
	}
	return 0, false
}
func (r rows) Totals() core.Totals { return core.Totals{Lines: len(r)} }
func (r rows) Revision() uint64    { return 1 }

func lineOf(no core.LineNo, day core.Date, name string) core.Line {
	return core.Line{No: no, Transaction: core.Transaction{ID: core.TransactionID(fmt.Sprint("t", no)), Account: "a", BookingDate: day, ValueDate: day,
		Amount: core.Amount{Minor: int64(no) * 100, Currency: core.EUR}, CounterpartName: name, Remittance: fmt.Sprint("invoice ", no)}}
}

// ledgerOf has so many booked lines, one a day back from 20 November 2026, and one announced line on top.
func ledgerOf(n int) *ledger {
	l := &ledger{notes: make(map[core.LineNo]string)}
	announced := lineOf(9000, core.NewDate(2026, 11, 22), "Announced BV")
	announced.State = core.Pending
	l.lines = append(l.lines, announced)
	for i := range n {
		name := "Peeters"
		if i%2 == 1 {
			name = "Claes"
		}
		l.lines = append(l.lines, lineOf(core.LineNo(n-i), core.NewDate(2026, 11, 20).AddDays(-i), name))
	}
	return l
}

func show(t *testing.T, l *ledger) (*tuitest.Driver, *event.Mailbox) {
	t.Helper()
	th, events := theme.New(theme.Options{}), event.NewMailbox()
	screen := func(p nav.Page) tui.Screen { return transactions.New(l, th, p) }
	return tuitest.New(t, tui.Options{Theme: th, Home: nav.Page{Kind: place.Home}, Open: place.Lines("a"), Events: events,
		Actions: [][]action.Def{place.Defs(), transactions.Actions()},
		Screens: map[nav.Kind]tui.Maker{place.Home: screen, place.Transactions: screen}}), events
}

func TestFilterCountsAndIsCleared(t *testing.T) {
	t.Parallel()
	l := ledgerOf(40)
	d, _ := show(t, l)
	d.See("41 lines", "1 of 41")
	d.Press("/")
	d.Type("peeters")
	d.See("20 of 41 lines", "1 of 20")
	d.NotSee("Claes")
	if got := len(l.asked); got > 20 {
		t.Errorf("%d questions to the file for seven letters", got)
	}
	d.Press("enter")
	d.See("20 of 41 lines") // kept
	d.Press("j", "j")
	d.See("3 of 20")
	d.Press(`\`)
	d.See("41 lines", "Claes")
	d.Press("/")
	d.Type("nobody")
	d.See("No line fits.", "0 of 41 lines")
	d.Press("esc")
	d.See("41 lines", "Claes")
	if d.Page() != place.Lines("a") {
		t.Errorf("esc left the page: %s", d.Page())
	}
}

func TestEscapeClosesAnEmptySearchAndStays(t *testing.T) {
	t.Parallel()
	d, _ := show(t, ledgerOf(4))
	d.Press("/", "esc")
	if d.Page() != place.Lines("a") {
		t.Fatalf("esc left the page: %s", d.Page())
	}
	d.Press("j")
	d.See("2 of 5") // the keys are those of the list again
}

// A filter that cannot be read has no lines: those of another one would be taken for its answer, and acted on.
func TestFaultyFilterShowsNoLines(t *testing.T) {
	t.Parallel()
	l := ledgerOf(40)
	d, _ := show(t, l)
	d.Press("/")
	d.Type("claes")
	d.See("20 of 41 lines")
	d.Paste("amt:x")
	d.See(`"amt:x" is not an amount`, "Write amt:>100. x shows all lines again.", "0 of 41 lines")
	d.NotSee("reading", "Claes")
	d.Press("enter", "n")
	d.See("there is no line here")
	d.Press("/")
	for range len("amt:x") {
		d.Press("backspace")
	}
	d.NotSee("is not an amount")
	d.See("20 of 41 lines", "Claes")
}

// What is typed without a pause after a search is meant for the lines that it finds.
func TestKeysAfterASearchAreForWhatItFinds(t *testing.T) {
	t.Parallel()
	l := ledgerOf(40)
	d, _ := show(t, l)
	d.Burst("/", "c", "l", "a", "e", "s", "enter", "j", "n", "h", "i", "enter")
	d.See("20 of 41 lines", "2 of 20", "Noted.")
	if len(l.notes) != 1 || l.notes[37] != "hi" {
		t.Errorf("notes %v, want one on the second line of Claes", l.notes)
	}
	d.Burst("esc", "<", "<", "j", "n")
	d.See("October 2026", "6 of 20", "Note on +15,00 EUR")
}

// Whatever becomes of the list meanwhile: a note is on the line that it was opened on.
func TestANoteIsOnTheLineItWasOpenedOn(t *testing.T) {
	t.Parallel()
	l := ledgerOf(40)
	d, events := show(t, l)
	d.Press("j", "n")
	d.See("Note on +40,00 EUR  Peeters")
	l.mu.Lock()
	l.lines = l.lines[3:]
	l.mu.Unlock()
	events.Put(event.Transactions, "a")
	d.Settle()
	d.Type("ask")
	d.Press("enter")
	if len(l.notes) != 1 || l.notes[40] != "ask" {
		t.Errorf("notes %v", l.notes)
	}
}

func TestPendingLinesAreHiddenAndShown(t *testing.T) {
	t.Parallel()
	d, _ := show(t, ledgerOf(3))
	d.See("Announced BV", "4 lines")
	d.Press("p")
	d.NotSee("Announced BV")
	d.See("3 lines", "pending hidden")
	d.Press("p")
	d.See("Announced BV", "4 lines")
}

func TestMonths(t *testing.T) {
	t.Parallel()
	l := ledgerOf(100)
	d, _ := show(t, l)
	d.Press("<")
	d.See("November 2026", "21 of 101 lines")
	d.Press("<")
	d.See("October 2026", "31 of 101 lines")
	if q := l.last(); q.Since != core.NewDate(2026, 10, 1) || q.Until != core.NewDate(2026, 10, 31) {
		t.Errorf("October was asked as %s to %s", q.Since, q.Until)
	}
	d.Press("<", "<", ">")
	d.See("September 2026")
	d.Press("esc")
	d.See("101 lines")
	d.NotSee("September 2026")
}

func TestThePlaceStaysWhenLinesArrive(t *testing.T) {
	t.Parallel()
	l := ledgerOf(200)
	d, events := show(t, l)
	for range 60 {
		d.Press("j")
	}
	d.See("61 of 201", "invoice 141")
	before := cursorRow(t, d)
	for i := range 12 {
		l.put(lineOf(core.LineNo(1000+i), core.NewDate(2026, 11, 21), "New BV"))
	}
	events.Put(event.Transactions, "a")
	d.Settle()
	d.See("73 of 213", "12 new")
	if after := cursorRow(t, d); after != before {
		t.Errorf("the view moved: %q became %q", before, after)
	}
	d.Press("g")
	d.See("New BV", "1 of 213")
	d.NotSee("12 new")
	events.Put(event.Transactions, "another account")
	asked := len(l.asked)
	d.Settle()
	if len(l.asked) != asked {
		t.Error("lines of another account are read again")
	}
}

// Lines that a search hid are not new when it is over.
func TestWhatASearchHidIsNotNew(t *testing.T) {
	t.Parallel()
	d, _ := show(t, ledgerOf(200))
	d.Press("/")
	d.Type("peeters")
	d.Press("enter", "G", "x")
	d.See(" of 201")
	d.NotSee(" new")
}

// cursorRow is the line of the screen with the cursor, with where it stands.
func cursorRow(t *testing.T, d *tuitest.Driver) string {
	t.Helper()
	for i, line := range strings.Split(d.Screen(), "\n") {
		if strings.HasPrefix(line, "› ") {
			return fmt.Sprint(i, line)
		}
	}
	t.Fatalf("no cursor:\n%s", d.Screen())
	return ""
}

func TestNoteCopyAndRaw(t *testing.T) {
	t.Parallel()
	l := ledgerOf(3)
	d, _ := show(t, l)
	d.Press("j", "n")
	d.Type("ask client")
	d.Press("enter")
	d.See("Noted.")
	if l.notes[3] != "ask client" {
		t.Errorf("notes %v", l.notes)
	}
	d.Press("y")
	d.Type("communication")
	d.Press("enter")
	if d.Copied() != "invoice 3" {
		t.Errorf("copied %q", d.Copied())
	}
	d.Press("J")
	d.See("developer mode")
	d.Press("enter")
	d.See("delivery 3")
	l = ledgerOf(3)
	l.set.DeveloperMode = true
	d, _ = show(t, l)
	d.Press("J")
	d.See(`{"id":"raw-1"}`)
}

func TestErrorKeepsTheLines(t *testing.T) {
	t.Parallel()
	l := ledgerOf(3)
	d, events := show(t, l)
	l.mu.Lock()
	l.err = &core.Error{Code: core.CodeStorage, Msg: "the file cannot be read", Hint: "check the disk"}
	l.mu.Unlock()
	events.Put(event.Transactions, "a")
	d.Settle()
	d.See("The file cannot be read.", "Check the disk.", "Peeters")
	d.NotSee("reading")
}

func TestActionsKeepTheRules(t *testing.T) {
	t.Parallel()
	if err := action.Check(transactions.Actions()); err != nil {
		t.Error(err)
	}
}
