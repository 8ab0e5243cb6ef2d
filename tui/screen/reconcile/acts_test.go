package reconcile_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"ferry/core"
	"ferry/core/event"
	"ferry/tui/place"
	"ferry/tui/theme"
	"ferry/tui/tuitest"
)

// small is a book in which everything can be seen at a glance: one line for each way that lines come.
func small() *books {
	day := func(n int) core.Date { return core.NewDate(2026, 11, n) }
	eur := func(minor int64) core.Amount { return core.Amount{Minor: minor, Currency: core.EUR} }
	line := func(no core.LineNo, account core.AccountID, d int, minor int64, name, iban, text string) core.Line {
		return core.Line{No: no, Transaction: core.Transaction{ID: core.TransactionID(fmt.Sprint("t", no)), Account: account, BookingDate: day(d), ValueDate: day(d),
			Amount: eur(minor), CounterpartName: name, CounterpartReference: iban, Remittance: text}}
	}
	item := func(number string, kind core.ItemKind, party, iban string, minor int64) core.OpenItem {
		return core.OpenItem{ID: core.ItemID("i-" + number), Number: number, Kind: kind, Party: party, PartyIBAN: iban, Date: core.NewDate(2026, 10, 5),
			Due: core.NewDate(2026, 11, 4), Amount: eur(minor)}
	}
	const claes, janssens, maes = "BE71096123456769", "BE43068999999501", "BE54286737851040"
	return newBooks([]core.Line{
		line(1, "a", 20, 121_00, "Claes BV", claes, "factuur 2026-0101"),
		line(2, "a", 19, 500_00, "Janssens NV", janssens, "betaling"),
		line(3, "a", 18, -43_79, "Stadsbank", "", "kosten oktober"),
		line(4, "a", 17, -12_10, "Stadsbank", "", "kosten kaart"),
		line(5, "a", 16, 98_00, "Maes SA", maes, "2026-0301"),
		line(6, "a", 15, 250_00, "Onbekend", "", "wat is dit \x1b[2J\x1b]0;x\x07 \u202eevil"),
		line(7, "b", 14, 77_00, "Onbekend", "", "nog iets"),
		line(8, "b", 13, 60_00, "Claes BV", claes, "2026-0102 deel"),
	}, []core.OpenItem{
		item("2026-0101", core.Sale, "Claes BV", claes, 121_00), item("2026-0102", core.Sale, "Claes BV", claes, 150_00),
		item("2026-0201", core.Sale, "Janssens NV", janssens, 500_00), item("2026-0202", core.Sale, "Janssens NV", janssens, 500_00),
		item("2026-0301", core.Sale, "Maes SA \x1b[31m", maes, 100_00), item("F77", core.Sale, "Dupont", "", 200_00), item("F78", core.Sale, "Dupont", "", 50_00),
	})
}

func (b *books) stateOf(no core.LineNo) core.LineState {
	b.mu.Lock()
	defer b.mu.Unlock()
	for k, s := range b.states {
		if k.No == no {
			return s
		}
	}
	return core.LineState{}
}

func (b *books) matchOf(t *testing.T, no core.LineNo) core.Match {
	t.Helper()
	s := b.stateOf(no)
	if s.Match == 0 {
		t.Fatalf("line %d is not explained", no)
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.matches[s.Match]
}

func at(t *testing.T, d *tuitest.Driver, want string) {
	t.Helper()
	if row := cursorRow(t, d); !strings.Contains(row, want) {
		t.Fatalf("the cursor is on %q, not on %q:\n%s", row, want, d.Screen())
	}
}

func TestAcceptGoesOnToTheNextLineAndUndoComesBack(t *testing.T) {
	t.Parallel()
	b := small()
	d := show(t, b, theme.Options{})
	d.See("8 open", "2026-11 explained  KBC 0 of 6  ING 0 of 2", "Safe: 2026-0101")
	d.Press("a")
	d.See("Accepted [2026-0101]", "u takes it back", "7 open", "KBC 1 of 6")
	at(t, d, "500,00")
	if m := b.matchOf(t, 1); m.Why.Parts[0].Number != "2026-0101" || m.Why.Reason == "" {
		t.Errorf("%+v", m.Why)
	}
	d.Press("G", "u")
	d.See("Taken back: accepted [2026-0101]", "8 open")
	at(t, d, "121,00")
	d.Press("ctrl+r")
	d.See("Done again", "7 open")
	at(t, d, "500,00")
	d.Press("u", "u")
	d.See("There is nothing to take back")
}

// TestUndoAsksBeforeOtherActs: an import is taken back only when that is wanted, and after a refusal u does nothing at first.
func TestUndoAsksBeforeOtherActs(t *testing.T) {
	t.Parallel()
	b := small()
	d := show(t, b, theme.Options{})
	if _, err := b.act("imported 357 open items", nil, func() error { return nil }); err != nil {
		t.Fatal(err)
	}
	d.Press("u")
	d.See("Take this back?", "Imported 357 open items")
	d.Press("n")
	if len(b.past) != 1 {
		t.Fatal("the import is gone")
	}
	d.Press("u", "y")
	d.See("Taken back: imported 357 open items")
	d.Press("a")
	d.See("Accepted")
	b.mu.Lock()
	b.locks["a"] = core.Lock{Account: "a", Until: core.NewDate(2026, 11, 30), By: "anna"} // behind the page's back
	b.mu.Unlock()
	d.Press("a")
	d.See("The period is locked")
	d.Press("u")
	d.See("What was refused changed nothing. u again takes back: accepted [2026-0101]")
	if len(b.past) != 1 {
		t.Error("u took back what was done before the refusal")
	}
	d.Press("u")
	d.See("Taken back: accepted [2026-0101]")
}

func TestCandidateByNumberAndInFront(t *testing.T) {
	t.Parallel()
	b := small()
	d := show(t, b, theme.Options{})
	d.Resize(80, 24)
	d.Press("j")
	d.See("1 one item: 2026-0201", "2 one item: 2026-0202")
	d.Press("9")
	d.See("There is no candidate 9 here.")
	d.Press("enter")
	d.See("1 one item: 2026-0201", "2 one item: 2026-0202")
	d.Press("esc")
	d.See("Booked")
	d.Press("2")
	if n := b.matchOf(t, 2).Why.Parts[0].Number; n != "2026-0202" {
		t.Errorf("2 accepted %s", n)
	}
	d.Press("u", "enter", "enter", "enter") // a quick second enter books nothing
	d.See("a accepts it; enter takes a candidate that the cursor was moved to")
	if b.stateOf(2).Match != 0 {
		t.Error("enter, pressed twice, accepted something")
	}
	d.Press("j", "enter") // the twin of the digit: arrow and enter
	if n := b.matchOf(t, 2).Why.Parts[0].Number; n != "2026-0202" {
		t.Errorf("arrow and enter accepted %s", n)
	}
}

func TestRejectStaysAndTakesApart(t *testing.T) {
	t.Parallel()
	b := small()
	d := show(t, b, theme.Options{})
	d.Press("j", "x")
	at(t, d, "500,00")
	d.See("1 one item: 2026-0202", "1 candidate was rejected here")
	d.NotSee("one item: 2026-0201")
	d.Press("a", "V", "V")
	d.See("1 done", "Accepted by anna")
	d.Press("a")
	d.See("the line is explained already; x takes that apart")
	d.Press("x")
	d.See("Took a match apart", "No line is explained yet.")
	if s := b.stateOf(2); s.Match != 0 {
		t.Error("it is still matched")
	}
}

func TestCodeMarksAndRepeat(t *testing.T) {
	t.Parallel()
	b := small()
	d := show(t, b, theme.Options{})
	d.Press("j", "j", "space", "space")
	d.See("2 marked")
	d.Press("x")
	d.See("one line at a time")
	d.Press("=")
	d.Type("bankk")
	d.Press("enter")
	d.See("Coded 2 lines to 650000", "6 open")
	d.NotSee("marked")
	at(t, d, "98,00")
	for _, no := range []core.LineNo{3, 4} {
		if p := b.matchOf(t, no).Why.Postings; len(p) != 1 || p[0].Ledger != "650000" || p[0].Amount.Minor == 0 {
			t.Errorf("line %d: %+v", no, p)
		}
	}
	d.Press("j", ".")
	d.See("Repeated on +250,00 EUR Onbekend: coded 1 lines to 650000")
	if b.matchOf(t, 6).Why.Postings[0].Ledger != "650000" {
		t.Error("the repeat went elsewhere")
	}
	d.Press("u", "u")
	at(t, d, "43,79")
	d.See("8 open")
}

func TestAllMatchingAsksOnce(t *testing.T) {
	t.Parallel()
	b := small()
	d := show(t, b, theme.Options{})
	d.Press("/")
	d.Type("onbekend")
	d.Press("enter", "*", "!")
	d.See("Set to check: 2 lines, +327,00 EUR?", "Everything that fits the filter is marked.", "[ y  To check ]")
	d.Press("y")
	d.See("Marked 2 lines to check")
	if !b.stateOf(6).Check || !b.stateOf(7).Check || b.stateOf(1).Check {
		t.Error("the wrong lines are marked")
	}
	d.Press("esc")
	d.See("8 open")
	d.Press("V")
	d.See("2 to check")
	d.Press("!")
	if b.stateOf(6).Check && b.stateOf(7).Check {
		t.Error("the mark is not taken away")
	}
}

// TestAcceptAllTakesTheSafeOnes: what is to choose or unexplained is skipped, and said.
func TestAcceptAllTakesTheSafeOnes(t *testing.T) {
	t.Parallel()
	b := small()
	d := show(t, b, theme.Options{})
	d.Press("*", "a")
	d.See("Every line of the list is marked.", "Only those that are safe")
	d.Press("y")
	d.See("1 line to choose skipped", "4 lines that nothing explains skipped")
	if b.stateOf(1).Match == 0 || b.stateOf(2).Match != 0 || b.stateOf(6).Match != 0 {
		t.Error("the wrong lines were accepted")
	}
}

func TestToCheckIsPassedOver(t *testing.T) {
	t.Parallel()
	b := small()
	d := show(t, b, theme.Options{})
	d.Press("j", "!", "k", "k", "a")
	at(t, d, "43,79") // not the line to check between
	d.Press("G", "!")
	d.See("8")
	at(t, d, "43,79") // round to the first that is left
}

func TestWriteOffAndPartial(t *testing.T) {
	t.Parallel()
	b := small()
	d := show(t, b, theme.Options{})
	d.Press("j", "j", "j", "j")
	at(t, d, "98,00")
	d.See("stays open +2,00")
	d.Press("w")
	d.See("Write off -2,00 EUR: which account is debited?", "› 657000 Betalingsverschillen")
	d.Type("657")
	d.Press("enter")
	m := b.matchOf(t, 5)
	if m.Why.Parts[0].Settles.Minor != 100_00 || m.Why.Postings[0].Ledger != "657000" || m.Why.Postings[0].Amount.Minor != -2_00 {
		t.Errorf("%+v", m.Why)
	}
	d.Press("G")
	at(t, d, "60,00")
	d.Press("p")
	if m := b.matchOf(t, 8); m.Why.Parts[0].Number != "2026-0102" || m.Why.Parts[0].Settles.Minor != 60_00 {
		t.Errorf("%+v", m.Why)
	}
	d.Press("g", "w")
	d.See("There is no difference to write off.")
}

func TestByHand(t *testing.T) {
	t.Parallel()
	b := small()
	d := show(t, b, theme.Options{})
	for range 5 {
		d.Press("j")
	}
	at(t, d, "250,00")
	d.Press("m")
	d.See("To explain: +250,00 EUR", "Nothing is picked")
	d.Press("/")
	d.Type("dupont")
	d.Press("enter")
	d.NotSee("Janssens")
	d.Press("space")
	d.See("Picked +200,00 for +250,00 EUR. Left +50,00 EUR", "Picked F77 +200,00")
	d.Press("enter")
	d.See("It does not add up")
	d.Press("space")
	d.See("Adds up to the cent")
	d.Press("enter")
	d.See("Matched [F77 F78] by hand")
	if m := b.matchOf(t, 6); len(m.Why.Parts) != 2 {
		t.Errorf("%+v", m.Why)
	}
	at(t, d, "77,00")
	d.Press("m", "/")
	d.Type("0102")
	d.Press("enter", "enter") // the one under the cursor does not pay it whole: it is picked, and said what stays open
	d.See("A part payment: 2026-0102 stays open in part.")
	d.Press("esc")
	d.See("Janssens") // the search is cleared first
	d.Press("esc")
	d.See("open")
	if b.stateOf(7).Match != 0 {
		t.Error("something was accepted")
	}
}

// TestTooMuchByHand: what is more than the line pays does not add up, and is said to the cent.
func TestTooMuchByHand(t *testing.T) {
	t.Parallel()
	b := small()
	d := show(t, b, theme.Options{})
	d.Press("j", "m")
	if row := cursorRow(t, d); !strings.Contains(row, "2026-0201") {
		t.Errorf("what fits to the cent is not first: %q", row)
	}
	d.Press("space", "space")
	d.See("Picked +1 000,00 for +500,00 EUR: 500,00 too much. Nothing is left for 2026-0202.", "nothing")
	d.NotSee("Adds up")
	d.Press("enter")
	d.See("500,00 too much")
	if b.calls["Settle"] != 0 {
		t.Error("it was asked for all the same")
	}
}

func TestManyLinesToOneItem(t *testing.T) {
	t.Parallel()
	b := small()
	d := show(t, b, theme.Options{})
	d.Press("G", "space", "k", "space", "m") // 60 and 77 towards 150
	d.See("2 lines together", "To explain: +137,00 EUR")
	d.Press("/")
	d.Type("0102")
	d.Press("enter", "space", "enter")
	m := b.matchOf(t, 8)
	if len(m.Lines) != 2 || m.Why.Parts[0].Settles.Minor != 137_00 {
		t.Errorf("%+v", m)
	}
}

func TestHandWritesTheRestOffAndTakesAmounts(t *testing.T) {
	t.Parallel()
	b := small()
	d := show(t, b, theme.Options{})
	for range 5 {
		d.Press("j")
	}
	d.Press("m", "/")
	d.Type("f77")
	d.Press("enter", "=")
	d.Type("120,50")
	d.Press("enter")
	d.See("Left +129,50 EUR", "Picked F77 +120,50")
	d.Press("=")
	d.Type("abc")
	d.Press("enter")
	d.See("“abc” is not an amount", "› abc") // and can be put right
	for _, typed := range []string{"0", "-5", "12e3", "1.234"} {
		d.Press("ctrl+u")
		d.Type(typed)
		d.Press("enter")
		d.See("› " + typed)
	}
	d.See("“1.234” may be 1234 or 1.234: write 1234 or 1.234,00")
	d.Press("esc")
	d.Press("w")
	d.See("Write off +129,50 EUR: which account is credited?")
	d.Type("499")
	d.Press("enter")
	m := b.matchOf(t, 6)
	if m.Why.Parts[0].Settles.Minor != 120_50 || m.Why.Postings[0].Amount.Minor != 129_50 || m.Why.Postings[0].Ledger != "499000" {
		t.Errorf("%+v", m.Why)
	}
}

func TestSplit(t *testing.T) {
	t.Parallel()
	b := small()
	d := show(t, b, theme.Options{})
	for range 5 {
		d.Press("j")
	}
	d.Press("s")
	d.See("Divide the line", "Left: 250,00 EUR")
	d.Type("f77")
	d.Press("tab", "tab")
	d.Type("huur")
	d.Press("tab")
	d.Type("30")
	d.See("Left: 20,00 EUR")
	d.Press("ctrl+u")
	d.Type("90")
	d.See("Too much by: 40,00 EUR")
	d.Press("ctrl+u")
	d.Type("30")
	d.Press("tab")
	d.Type("kosten en meer")
	d.Press("ctrl+s")
	d.See("No account and no open invoice is called so")
	d.Press("ctrl+u")
	d.Type("ing")
	d.Press("ctrl+s")
	d.See("499000 Wachtrekening, 580000 Interne overboekingen", "write the number, or more of the name")
	d.Press("ctrl+u")
	d.Type("650")
	d.See("Adds up to the cent")
	d.Press("ctrl+s")
	m := b.matchOf(t, 6)
	if len(m.Why.Parts) != 1 || len(m.Why.Postings) != 2 || m.Why.Postings[0].Amount.Minor != 30_00 || m.Why.Postings[1].Amount.Minor != 20_00 || m.Why.Postings[0].VATCode != "21" {
		t.Errorf("%+v", m.Why)
	}
}

// TestAccountsUsedLastComeFirst also where they were used before the program was started.
func TestAccountsUsedLastComeFirst(t *testing.T) {
	t.Parallel()
	b := small()
	d := show(t, b, theme.Options{})
	d.Press("j", "j", "=")
	d.See("› 610000 Huur")
	d.Type("bank")
	d.Press("enter")
	d = show(t, b, theme.Options{})
	d.Press("j", "j", "=")
	d.See("› 650000 Bankkosten")
}

// TestUsualAccountsComeFirst: where nothing was used yet, what money that goes out is spent on, or what brings it in.
func TestUsualAccountsComeFirst(t *testing.T) {
	t.Parallel()
	account := func(number string) core.LedgerAccount { return core.LedgerAccount{Number: number, Name: "A" + number} }
	for name, c := range map[string]struct{ chart, out, in []string }{
		"Belgium": {[]string{"100000", "440000", "580000", "610000", "700000"}, []string{"610000", "440000", "100000", "580000", "700000"},
			[]string{"700000", "100000", "440000", "580000", "610000"}},
		"Netherlands": {[]string{"0100", "1300", "4100", "7000", "8000"}, []string{"4100", "7000", "0100", "1300", "8000"},
			[]string{"8000", "0100", "1300", "4100", "7000"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			b := small()
			b.chart = nil
			for _, number := range c.chart {
				b.chart = append(b.chart, account(number))
			}
			d := show(t, b, theme.Options{})
			order := func(want []string) {
				t.Helper()
				screen, from := d.Screen(), 0
				for _, number := range want {
					i := strings.Index(screen[from:], number+" A"+number)
					if i < 0 {
						t.Fatalf("%s does not stand after those before it of %v:\n%s", number, want, screen)
					}
					from += i
				}
			}
			d.Press("j", "j", "=")
			order(c.out)
			d.Press("esc", "g", "=")
			order(c.in)
			d.Press("esc", "j", "j", "space", "space", "=") // out, both of them
			order(c.out)
		})
	}
}

// TestAccountsOfEarlierDaysAreFound behind many lines that were accepted as safe.
func TestAccountsOfEarlierDaysAreFound(t *testing.T) {
	t.Parallel()
	b := small()
	b.matches[1] = core.Match{ID: 1, Why: core.Explanation{Postings: []core.Posting{{Ledger: "657000"}}}}
	for i := range uint64(500) {
		b.matches[i+2] = core.Match{ID: i + 2, Auto: true}
	}
	d := show(t, b, theme.Options{})
	d.Press("j", "j", "=")
	d.See("› 657000 Betalingsverschillen")
}

// TestLearnedCodingNamesItsLines shows from which lines a coding was learned: the newest, and how many more there are.
func TestLearnedCodingNamesItsLines(t *testing.T) {
	t.Parallel()
	b := small()
	key := func(no core.LineNo) core.LineKey { return core.LineKey{Account: "a", No: no} }
	p := core.Proposal{Line: core.LineKey{Account: "b", No: 7}, Reason: "6 of 8 lines with “nog iets” were coded to 650000.", Confidence: core.Ratio{Num: 6, Den: 8},
		Options: []core.Explanation{{Kind: core.MatchLearned, Postings: []core.Posting{{Ledger: "650000", Amount: core.Amount{Minor: 77_00, Currency: core.EUR}}}}},
		From:    []core.LineKey{key(1), key(2), key(3), key(4), key(5), key(6)}}
	b.learned = []core.Proposal{p}
	d := show(t, b, theme.Options{})
	for range 6 {
		d.Press("j")
	}
	at(t, d, "77,00")
	d.Resize(120, 36)
	d.See("as before: +77,00 to 650000 Bankkosten", "6 of 8 earlier lines like this were coded so:", "2026-11-18 0000 -43,79 Stadsbank kosten oktober", "2026-11-15 0000 +250,00 Onbekend", "and 2 more")
	d.NotSee("2026-11-20 0000", "\x1b[2J")
	d.Press("enter", "right")
	d.See("Learned from", "2026-11-16 0000 +98,00 Maes SA 2026-0301;")
}

func TestNoteStaysAndIsShown(t *testing.T) {
	t.Parallel()
	b := small()
	d := show(t, b, theme.Options{})
	d.Press("j", "n")
	d.Type("ask the client")
	d.Press("enter")
	at(t, d, "500,00")
	d.See("Note: ask the client")
}

func TestLock(t *testing.T) {
	t.Parallel()
	b := small()
	d := show(t, b, theme.Options{})
	d.Press("L")
	d.See("which account?", "KBC", "ING")
	d.Press("enter")
	d.See("Lock KBC", "2026-10-31") // the month before: this one still grows
	d.Press("enter")
	d.See("Lock KBC up to 2026-10-31?")
	d.NotSee("NOT explained")
	d.Press("n", "L", "enter", "ctrl+u")
	d.Type("2026-11-18 VAT return filed")
	d.Press("enter")
	d.See("4 lines of KBC up to that day are NOT explained", "Up to and with 2026-11-18", "Because: VAT return filed", "Lock all the same")
	d.Press("y")
	d.See("Locked KBC up to 2026-11-18; 4 lines unexplained inside.")
	if got := b.locks["a"].Why; got != "VAT return filed" {
		t.Errorf("the reason is %q", got)
	}
	for range 4 {
		d.Press("V") // round to the open ones
	}
	d.See("4 open")
	d.Press("V", "V", "V", "g", "j", "j")
	d.See("8 all")
	for _, key := range []string{"a", "x", "!", "=", "m", "s", "w", "p"} {
		d.Press(key)
		d.See("the period is locked until 2026-11-18 by anna")
	}
	if len(b.past) != 0 {
		t.Errorf("%d acts got through", len(b.past))
	}
	d.Press("L", "enter", "ctrl+u", "enter", "y")
	d.See("Unlocked KBC.")
	d.Press("g", "a")
	d.See("Accepted")
}

func TestArrivalsKeepThePlaceAndAreCounted(t *testing.T) {
	t.Parallel()
	b := small()
	d := show(t, b, theme.Options{})
	d.Press("j", "j")
	at(t, d, "43,79")
	b.mu.Lock()
	for i := range 3 {
		l := b.lines[0]
		l.No, l.BookingDate, l.CounterpartName = core.LineNo(100+i), core.NewDate(2026, 11, 25), "New BV"
		b.lines = append([]core.Line{l}, b.lines...)
	}
	b.props = nil
	b.mu.Unlock()
	b.events.Put(event.Transactions, "a")
	d.Settle()
	at(t, d, "43,79")
	d.See("3 new lines", "11 open")
	d.Press("g")
	d.NotSee("3 new lines")
}

func TestFastKeysActOnWhatComesNext(t *testing.T) {
	t.Parallel()
	b := ofMonth(month(t))
	d := show(t, b, theme.Options{})
	n := len(b.waiting(t))
	d.Press("j")
	d.Burst("!", "!", "!", "!", "!")
	if left := len(b.waiting(t)); left != n-5 {
		t.Errorf("%d lines are marked after five keys", n-left)
	}
	d.Burst("u", "u", "u", "u", "u")
	if left := len(b.waiting(t)); left != n {
		t.Errorf("%d lines are still marked", n-left)
	}
}

// TestUndoOfAnotherAccountAsks: what the page does not show is not taken back at a stroke.
func TestUndoOfAnotherAccountAsks(t *testing.T) {
	t.Parallel()
	b := small()
	d := showAt(t, b, theme.Options{}, place.Books("a"))
	d.Press("a")
	if b.stateOf(1).Match == 0 {
		t.Fatal("nothing was accepted")
	}
	d.Press("u", "ctrl+r")
	d = showAt(t, b, theme.Options{}, place.Books("b"))
	d.Press("u")
	d.See("Take this back?", "lines of other accounts")
	if b.stateOf(1).Match == 0 {
		t.Error("it was taken back before it was asked")
	}
	d.Press("y")
	if b.stateOf(1).Match != 0 {
		t.Error("it was not taken back")
	}
}

func TestFilterMonthAndFaults(t *testing.T) {
	t.Parallel()
	b := small()
	d := show(t, b, theme.Options{})
	d.Press("/")
	d.Type("claes")
	d.See("2 open")
	d.Paste("amt:x")
	d.See(`"amt:x" is not an amount`, "2 open")
	d.Press("esc")
	d.See("8 open")
	d.Press("<", "<", "<")
	d.See("8 open · November 2026", "No line is older than November 2026.") // and not a month without lines
	d.Press(">")
	d.See("No line is newer than November 2026.")
	d.Burst("<", "<", "<")
	d.See("8 open · November 2026")
	d.Press(`\`)
	d.See("8 open")
	d.NotSee("November 2026")
}

// TestEveryKeyOfABurstGoesAMonthBack: also where it comes before the month of the key before it is read.
func TestEveryKeyOfABurstGoesAMonthBack(t *testing.T) {
	t.Parallel()
	b := small()
	for i := range b.lines {
		b.lines[i].BookingDate = core.NewDate(2026, time.Month(11-i), 20)
	}
	d := show(t, b, theme.Options{})
	d.Burst("<", "<", "<", "<", "<")
	d.See("1 open · July 2026")
	d.Burst("<", "<", "<", "<", "<")
	d.See("1 open · April 2026")
}

// TestMonthSaysWhatIsOpenBefore: a month that is closed line by line must not make one forget those before it.
func TestMonthSaysWhatIsOpenBefore(t *testing.T) {
	t.Parallel()
	b := small()
	for i := range 3 { // the last three are of October, one of them on the other account
		b.lines[5+i].BookingDate = core.NewDate(2026, 10, 20-i)
	}
	d := show(t, b, theme.Options{})
	d.Resize(80, 24)
	d.NotSee(" before")
	d.Press("<")
	d.See("5 open · November 2026 · +3 before")
	d.Press("<")
	d.See("3 open · October 2026")
	d.NotSee(" before")
	d.Press("=")
	d.Type("650")
	d.Press("enter", ">")
	d.See("+2 before")
	d.Press(`\`)
	d.NotSee(" before")
	d = showAt(t, b, theme.Options{}, place.Books("b"))
	d.Press("<", ">")
	d.See("November 2026 · +2 before")
}

// Lines that a filter hid are not new when it is taken away.
func TestWhatWasHiddenIsNotNew(t *testing.T) {
	t.Parallel()
	d := show(t, ofMonth(month(t)), theme.Options{})
	d.Press("/")
	d.Type("Bakkerij")
	d.Press("enter", "G", "\\")
	d.NotSee(" new")
}

func TestOneAccount(t *testing.T) {
	t.Parallel()
	d := showAt(t, small(), theme.Options{}, place.Books("b"))
	d.See("2 open", "2026-11 explained  ING 0 of 2", "Reconcile ING")
	d.NotSee("KBC")
}

func TestWhoMovedMeanwhileStaysThere(t *testing.T) {
	t.Parallel()
	b := small()
	d := show(t, b, theme.Options{})
	b.events.Put(event.Books, string(dossier))
	d.Burst("j", "j", "j")
	at(t, d, "12,10")
}
