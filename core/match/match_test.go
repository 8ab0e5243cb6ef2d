package match_test

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"ferry/core"
	"ferry/core/match"
	"ferry/core/match/monthtest"
)

func eur(minor int64) core.Amount { return core.Amount{Minor: minor, Currency: core.EUR} }

func day(d int) core.Date { return core.NewDate(2026, 10, 1).AddDays(d) }

// sale is an invoice of ten days ago.
func sale(number string, minor int64, edit ...func(*core.OpenItem)) core.OpenItem {
	i := core.OpenItem{ID: core.ItemID(number), Number: number, Party: "Bakkerij Vermeulen BV", PartyIBAN: "BE68539007547034", Date: day(-10), Amount: eur(minor)}
	for _, e := range edit {
		e(&i)
	}
	return i
}

func from(minor int64, text string, edit ...func(*core.Line)) core.Line {
	l := core.Line{No: 1}
	l.Account, l.Amount, l.Remittance, l.BookingDate = "a1", eur(minor), text, day(0)
	l.CounterpartName, l.CounterpartReference = "BAKKERIJ VERMEULEN", "BE68 5390 0754 7034"
	for _, e := range edit {
		e(&l)
	}
	return l
}

func stranger(l *core.Line) {
	l.CounterpartName, l.CounterpartReference = "J. Niemand", "NL91ABNA0417164300"
}

func ref(v string) func(*core.OpenItem)         { return func(i *core.OpenItem) { i.Reference = v } }
func kind(k core.ItemKind) func(*core.OpenItem) { return func(i *core.OpenItem) { i.Kind = k } }

// TestCases are the cases by which other programs are known to go wrong.
func TestCases(t *testing.T) {
	t.Parallel()
	discount := func(i *core.OpenItem) { i.Discount = core.Discount{PerTenThousand: 200, Until: day(5)} }
	for name, c := range map[string]struct {
		items []core.OpenItem
		line  core.Line
		want  string // numbers of the best option
		kind  core.MatchKind
		auto  bool
	}{
		"discount of exactly 2 %":       {[]core.OpenItem{sale("2026-0001", 121000, discount)}, from(118580, "2026-0001"), "2026-0001", core.MatchDiscount, true},
		"discount too late":             {[]core.OpenItem{sale("2026-0001", 121000, discount)}, from(118580, "2026-0001", func(l *core.Line) { l.BookingDate = day(9) }), "2026-0001", core.MatchPartial, true},
		"refund chosen in any order":    {[]core.OpenItem{sale("A-1100", 110000), sale("C-0100", 10000, kind(core.SaleCredit))}, from(100000, ""), "A-1100 C-0100", core.MatchSet, true},
		"one cent":                      {[]core.OpenItem{sale("2026-0001", 121000, ref("090933755493"))}, from(120999, "090/9337/55493"), "2026-0001", core.MatchRounding, true},
		"one cent, nothing named":       {[]core.OpenItem{sale("2026-0001", 121000)}, from(120999, ""), "2026-0001", core.MatchRounding, false},
		"reference without marks":       {[]core.OpenItem{sale("1", 5000, ref("+++090/9337/55493+++"))}, from(5000, "090 9337 55493", stranger), "1", core.MatchExact, true},
		"reference in another field":    {[]core.OpenItem{sale("1", 5000, ref("090933755493"))}, from(5000, "", stranger, func(l *core.Line) { l.AdditionalInformation = "+++090/9337/55493+++" }), "1", core.MatchExact, true},
		"failing reference":             {[]core.OpenItem{sale("1", 5000, ref("090933755493"))}, from(5000, "+++090/9337/55494+++", stranger), "1", core.MatchExact, false},
		"short numbers never":           {[]core.OpenItem{sale("123", 5000)}, from(5000, "betaling 123", stranger), "123", core.MatchExact, false},
		"year is no number":             {[]core.OpenItem{sale("2026", 5000)}, from(5000, "oktober 2026", stranger), "2026", core.MatchExact, false},
		"number within a longer one":    {[]core.OpenItem{sale("20260001", 5000)}, from(5000, "1202600019", stranger), "20260001", core.MatchExact, false},
		"leading zeros dropped":         {[]core.OpenItem{sale("2026-00042", 5000)}, from(5000, "fact 2026/42", stranger), "2026-00042", core.MatchExact, true},
		"leading zeros, known payer":    {[]core.OpenItem{sale("2026-00042", 5000), sale("2026-00043", 5000)}, from(5000, "fact 2026/42"), "2026-00042", core.MatchExact, true},
		"amount alone":                  {[]core.OpenItem{sale("2026-0001", 5000)}, from(5000, "", stranger), "2026-0001", core.MatchExact, false},
		"twins":                         {[]core.OpenItem{sale("2026-0001", 5000), sale("2026-0002", 5000)}, from(5000, ""), "2026-0001", core.MatchExact, false},
		"single or sum":                 {[]core.OpenItem{sale("2026-0001", 5000), sale("2026-0002", 3011), sale("2026-0003", 1989)}, from(5000, ""), "2026-0001", core.MatchExact, false},
		"zero sum beside it":            {[]core.OpenItem{sale("2026-0001", 5000), sale("2026-0002", 3011), sale("C-00003", 3011, kind(core.SaleCredit))}, from(5000, ""), "2026-0001", core.MatchExact, true},
		"money out pays no sale":        {[]core.OpenItem{sale("2026-0001", 5000, ref("090933755493"))}, from(-5000, "090933755493"), "", core.MatchNone, false},
		"purchase":                      {[]core.OpenItem{sale("2026-0001", 5000, kind(core.Purchase))}, from(-5000, ""), "2026-0001", core.MatchExact, true},
		"not yet invoiced":              {[]core.OpenItem{sale("2026-0001", 5000, func(i *core.OpenItem) { i.Date = day(20) })}, from(5000, ""), "2026-0001", core.MatchExact, false},
		"another invoice of the series": {[]core.OpenItem{sale("2026-0001", 5000)}, from(5000, "2026-0007"), "2026-0001", core.MatchExact, false},
		"someone else's reference":      {[]core.OpenItem{sale("2026-0001", 5000)}, from(5000, "+++090/9337/55493+++"), "2026-0001", core.MatchExact, false},
		"part of one, nearly another":   {[]core.OpenItem{sale("1", 9000, ref("090933755493")), sale("2", 5000)}, from(4900, "090933755493"), "1", core.MatchPartial, false},
		"part of one":                   {[]core.OpenItem{sale("1", 9000, ref("090933755493")), sale("2", 5000)}, from(4100, "090933755493"), "1", core.MatchPartial, true},
		"overpaid":                      {[]core.OpenItem{sale("2026-0001", 5000, ref("090933755493"))}, from(5500, "090933755493"), "2026-0001", core.MatchOver, false},
	} {
		got := match.New(c.items, nil, match.Usual()).Propose([]core.Line{c.line}, nil)[0]
		if best := got.Best(); strings.Join(best.Numbers(), " ") != c.want || best.Kind != c.kind || got.Auto != c.auto {
			t.Errorf("%s: %v %s auto=%v: %s", name, best.Numbers(), best.Kind, got.Auto, got.Reason)
		}
		if got.Reason == "" {
			t.Errorf("%s: no reason", name)
		}
	}
}

// TestOrderNeverMatters shuffles items and lines.
func TestOrderNeverMatters(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		m := monthtest.New(rapid.Uint64().Draw(t, "seed"), 1)
		first := map[core.LineKey]core.Proposal{}
		for _, p := range match.New(m.Items, m.Own, m.Settings).Propose(m.Lines, nil) {
			first[p.Line] = p
		}
		r := rand.New(rand.NewPCG(rapid.Uint64().Draw(t, "order"), 1))
		r.Shuffle(len(m.Items), func(i, j int) { m.Items[i], m.Items[j] = m.Items[j], m.Items[i] })
		r.Shuffle(len(m.Lines), func(i, j int) { m.Lines[i], m.Lines[j] = m.Lines[j], m.Lines[i] })
		r.Shuffle(len(m.Own), func(i, j int) { m.Own[i], m.Own[j] = m.Own[j], m.Own[i] })
		e := match.New(m.Items, m.Own, m.Settings)
		for range 2 { // an engine keeps nothing from one run for the next
			for i, p := range e.Propose(m.Lines, nil) {
				if p.Line != m.Lines[i].Key() || !reflect.DeepEqual(p, first[p.Line]) {
					t.Fatalf("line %v: %+v, was %+v", p.Line, p, first[p.Line])
				}
			}
		}
	})
}

// TestTwinsAreQuestions adds to each accepted line an equal one, and to each accepted item an equal one.
func TestTwinsAreQuestions(t *testing.T) {
	t.Parallel()
	m := monthtest.New(7, 1)
	e := match.New(m.Items, m.Own, m.Settings)
	proposals := e.Propose(m.Lines, nil)
	for i, p := range proposals {
		if !p.Auto {
			continue
		}
		twin := m.Lines[i]
		twin.No += 100_000
		for _, q := range e.Propose(append([]core.Line{twin}, m.Lines...), nil) {
			if (q.Line == p.Line || q.Line == twin.Key()) && q.Auto {
				t.Errorf("twin line of %v %v is accepted: %s", m.Labels[p.Line].Kind, p.Best().Numbers(), q.Reason)
			}
		}
		if len(p.Best().Parts) == 0 {
			continue
		}
		for _, item := range m.Items {
			if item.ID != p.Best().Parts[0].Item {
				continue
			}
			item.ID += "-twin" // the same paper entered twice
			for _, q := range match.New(append([]core.OpenItem{item}, m.Items...), m.Own, m.Settings).Propose(m.Lines, nil) {
				if q.Line == p.Line && q.Auto {
					t.Errorf("twin item of %v %v is accepted: %s", m.Labels[p.Line].Kind, p.Best().Numbers(), q.Reason)
				}
			}
		}
	}
}

// TestEqualItemsAreQuestions adds to each item that was accepted by its payer alone another one of the same party, day and
// amount, and with another number: nothing in the line tells them apart.
func TestEqualItemsAreQuestions(t *testing.T) {
	t.Parallel()
	for seed := range uint64(3) {
		m := monthtest.New(seed, 1)
		for _, p := range match.New(m.Items, m.Own, m.Settings).Propose(m.Lines, nil) {
			if best := p.Best(); !p.Auto || best.Grade < match.GradePayer || best.Grade > match.GradeName {
				continue
			}
			for _, item := range m.Items {
				if item.ID != p.Best().Parts[0].Item {
					continue
				}
				item.ID, item.Number, item.Reference = item.ID+"-equal", "ZZ-"+fmt.Sprint(990_000+len(m.Items)), ""
				for _, q := range match.New(append([]core.OpenItem{item}, m.Items...), m.Own, m.Settings).Propose(m.Lines, nil) {
					if q.Line == p.Line && q.Auto && !slices.Equal(named(p), p.Best().Numbers()) {
						t.Errorf("seed %d, %v: an equal item of %v changes nothing: %s", seed, m.Labels[p.Line].Kind, p.Best().Numbers(), q.Reason)
					}
				}
			}
		}
	}
}

// named are the numbers of the items of which the texts hold any evidence.
func named(p core.Proposal) (numbers []string) {
	for _, part := range p.Best().Parts {
		if slices.ContainsFunc(p.Best().Evidence, func(e core.Evidence) bool { return e.Item == part.Item && e.Text != "" }) {
			numbers = append(numbers, part.Number)
		}
	}
	return numbers
}

// TestStrongBeforeWeak: what a reference names is not taken by an earlier line with weaker evidence.
func TestStrongBeforeWeak(t *testing.T) {
	t.Parallel()
	items := []core.OpenItem{sale("2026-0001", 5000, ref("090933755493")), sale("2026-0002", 5000)}
	weak, strong := from(5000, ""), from(5000, "+++090/9337/55493+++", func(l *core.Line) { l.No = 2 })
	got := match.New(items, nil, match.Usual()).Propose([]core.Line{weak, strong}, nil)
	if !got[1].Auto || got[1].Best().Numbers()[0] != "2026-0001" || !got[0].Auto || got[0].Best().Numbers()[0] != "2026-0002" {
		t.Errorf("%v %v", got[0].Reason, got[1].Reason)
	}
}

func TestManyItemsOfOneParty(t *testing.T) {
	t.Parallel()
	// All amounts are multiples of one euro: nearly every sum is reached many times, so nothing is certain, at once.
	var items []core.OpenItem
	for i := range 60 {
		items = append(items, sale(fmt.Sprintf("2026-%04d", i), int64(10_000+100*i)))
	}
	if p := match.New(items, nil, match.Usual()).Propose([]core.Line{from(100_000, "")}, nil)[0]; p.Auto {
		t.Errorf("accepted: %s", p.Reason)
	}
}

func ExampleEngine_Propose() {
	items := []core.OpenItem{
		{ID: "1", Number: "2026-0041", Party: "Bakkerij Vermeulen BV", PartyIBAN: "BE68539007547034", Date: day(-20), Amount: eur(121000), Reference: "+++090/9337/55493+++"},
		{ID: "2", Number: "2026-0042", Party: "Bakkerij Vermeulen BV", PartyIBAN: "BE68539007547034", Date: day(-9), Amount: eur(4999)},
	}
	line := core.Line{No: 7}
	line.Account, line.BookingDate, line.Amount = "a1", day(0), eur(125999)
	line.CounterpartName, line.CounterpartReference = "BAKKERIJ VERMEULEN", "BE68539007547034"
	line.Remittance = "090 9337 55493 en 2026/0042"

	engine := match.New(items, nil, match.Usual())
	for _, p := range engine.Propose([]core.Line{line}, nil) {
		fmt.Println(p.Auto, p.Best().Kind, p.Best().Numbers())
		fmt.Println(p.Reason)
	}
	// Output:
	// true set [2026-0041 2026-0042]
	// 2026-0041, 2026-0042: reference 090 9337 55493 in the communication, number 2026/0042 in the communication, the account is Bakkerij Vermeulen BV's, the name agrees; the sum is equal to the cent. Next best: 2026-0041, by a hint only.
}

func TestReplay(t *testing.T) {
	t.Parallel()
	m := monthtest.New(3, 1)
	for _, p := range match.New(m.Items, m.Own, m.Settings).Propose(m.Lines, nil)[:12] {
		if err := match.Replay(p, m.Items, m.Own, m.Settings, m.Lines); err != nil {
			t.Error(err)
		}
		for i := range m.Lines {
			if m.Lines[i].Key() == p.Line && p.Auto {
				m.Lines[i].Amount.Minor *= 3
				if err := match.Replay(p, m.Items, m.Own, m.Settings, m.Lines); err == nil {
					t.Errorf("a line changed and nothing flips: %s", p.Reason)
				}
				m.Lines[i].Amount.Minor /= 3
			}
		}
	}
}

// always codes every line, as a rule would.
type always struct{ auto bool }

func (a always) Proposal(l core.Line) (core.Proposal, bool) {
	return core.Proposal{Line: l.Key(), Auto: a.auto, Options: []core.Explanation{{Kind: core.MatchRule}}}, true
}

func TestItemsComeBeforeRules(t *testing.T) {
	t.Parallel()
	items := []core.OpenItem{sale("2026-0001", 5000), sale("2026-0002", 5000)}
	lines := []core.Line{from(5000, ""), from(777, "", stranger, func(l *core.Line) { l.No = 2 }), from(5000, "", stranger, func(l *core.Line) { l.No = 3 })}
	got := match.New(items, nil, match.Usual()).Propose(lines, nil)
	match.Complete(got, lines, always{true})
	if got[0].Auto || got[0].Best().Kind != core.MatchExact || !got[1].Auto || !got[2].Auto || len(got[2].Options) != 3 {
		t.Errorf("%+v", got)
	}
}

// TestWeeklyTransfers: equal transfers a week apart are not mixed up.
func TestWeeklyTransfers(t *testing.T) {
	t.Parallel()
	own := []match.Own{{ID: "a1", IBAN: "BE68539007547034"}, {ID: "a2", IBAN: "NL91ABNA0417164300"}}
	var lines []core.Line
	for week := range 3 {
		out := from(-50000, "", func(l *core.Line) {
			l.No, l.CounterpartReference, l.BookingDate = core.LineNo(week), own[1].IBAN, day(7*week)
		})
		in := from(50000, "", func(l *core.Line) {
			l.No, l.Account, l.CounterpartReference, l.BookingDate = core.LineNo(week), "a2", own[0].IBAN, day(7*week+week)
		})
		lines = append(lines, out, in)
	}
	for i, p := range match.New(nil, own, match.Usual()).Propose(lines, nil) {
		if !p.Auto || p.Best().With[0] != lines[i^1].Key() {
			t.Errorf("%v: %s", p.Line, p.Reason)
		}
	}
}

// FuzzExplain feeds hostile lines and items: nothing panics, and nothing is accepted that does not add up.
func FuzzExplain(f *testing.F) {
	f.Add("factuur 2026-0042 +++090/9337/55493+++", "2026-0042", "090933755493", "Bakkerij <br>", int64(5000), int64(5000))
	f.Add("#|/- 00000000 1e9 \xff\xfe RF18", "0-0/0", "RF18", "\u202e", int64(-1), int64(1)<<62)
	f.Fuzz(func(t *testing.T, text, number, reference, party string, paid, owed int64) {
		items := []core.OpenItem{sale(number, owed, ref(reference), func(i *core.OpenItem) { i.Party = party }), sale("2026-0042", 5000, ref("090933755493"))}
		p := match.New(items, match.OwnAccounts([]core.Account{{ID: "a1", Reference: text}}), match.Usual()).Propose([]core.Line{from(paid, text)}, nil)[0]
		if best := p.Best(); p.Auto && best.Kind == core.MatchExact && best.Parts[0].Settles.Minor != paid && best.Parts[0].Settles.Minor != -paid {
			t.Fatalf("%d settles %v", paid, best.Parts)
		}
	})
}

// While work is left, progress does not say that all is done.
func TestProgressEndsWithTheWork(t *testing.T) {
	m := monthtest.New(3, 2)
	var told []int
	match.New(m.Items, m.Own, m.Settings).Propose(m.Lines, func(done, total int) {
		if done == total {
			told = append(told, done)
		}
	})
	if len(told) != 1 {
		t.Errorf("%d times all was done", len(told))
	}
}
