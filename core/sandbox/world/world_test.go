package world

import (
	"reflect"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"ferry/core"
)

func TestSameSeedSameWorld(t *testing.T) {
	t.Parallel()
	dump := func(seed uint64) any {
		w := New(Options{Seed: seed, Transactions: 600})
		if err := w.Advance(50 * time.Hour); err != nil {
			t.Fatal(err)
		}
		full := w.FullIntegration()
		return []any{full, w.Institutions(), w.Accounts(full.ID), allLines(t, w, full.ID), w.Truths(""), w.Synchronizations(), w.NewID()}
	}
	if !reflect.DeepEqual(dump(7), dump(7)) {
		t.Error("two worlds of one seed differ")
	}
	if reflect.DeepEqual(dump(7), dump(8)) {
		t.Error("two worlds of different seeds are equal")
	}
}

func TestDirectory(t *testing.T) {
	t.Parallel()
	w := New(Options{})
	all := w.Institutions()
	if len(all) < 60 {
		t.Errorf("%d institutions", len(all))
	}
	count := map[string]int{}
	names := map[string]bool{}
	for _, i := range all {
		names[i.Name] = true
		count["country "+i.Country]++
		count["status "+string(i.Status)]++
		count["maintenance "+string(i.Maintenance)+map[bool]string{true: " open", false: " not open"}[i.InMaintenance(w.Now())]]++
		count[map[int]string{0: "no lifetime", 90: "90", 180: "180"}[i.LifetimeDays]]++
		count[map[bool]string{true: "pending", false: "no pending"}[i.Pending]]++
		if i.Brand != "" {
			count["brand"]++
		}
		if i.Sparse {
			count["sparse"]++
		}
		if i.TimeZone == "" {
			count["no zone"]++
		}
		if i.Deprecated {
			if r, err := w.Institution(i.Replacement); err != nil || r.Deprecated {
				t.Errorf("%s has no replacement: %v", i.Name, err)
			}
			count["deprecated"]++
		}
	}
	for _, want := range []string{"country BE", "country NL", "country FR", "country LU", "country DE", "country ES", "country ", "status stable", "status beta",
		"status experimental", "maintenance internal open", "maintenance internal not open", "maintenance financialInstitution open",
		"maintenance financialInstitution not open", "no lifetime", "90", "180", "pending", "no pending", "brand", "sparse", "no zone", "deprecated"} {
		if count[want] == 0 {
			t.Errorf("no institution: %s", want)
		}
	}
	if len(names) != len(all) {
		t.Error("two institutions have one name")
	}
}

// Whatever bank a demo chooses, accounts wait there, but for the few where none do.
func TestStarterFindsAccountsEverywhere(t *testing.T) {
	t.Parallel()
	w := New(Options{})
	starter := w.StarterIntegration()
	if got := w.Accounts(starter.ID); len(got) != 0 {
		t.Fatalf("%d accounts already", len(got))
	}
	empty := 0
	for _, i := range w.Connectable("all") {
		list, err := w.BankAccounts(starter.Organization, i.ID)
		if err != nil || len(list) > 4 {
			t.Fatalf("%s: %d accounts, %v", i.Name, len(list), err)
		}
		if len(list) == 0 {
			empty++
			continue
		}
		if list[0].Lines <= 100 || list[0].Lines > 450 {
			t.Errorf("%s: %d lines in the first account", i.Name, list[0].Lines)
		}
	}
	if empty < 2 || empty > 5 {
		t.Errorf("%d banks without accounts", empty)
	}
}

func TestFullOrganizationShowsEverything(t *testing.T) {
	t.Parallel()
	w := New(Options{})
	full := w.FullIntegration()
	seen := map[string]bool{}
	total := 0
	numbers := map[string][]core.Currency{}
	for _, a := range w.Accounts(full.ID) {
		total += checkTruth(t, w, a).Lines
		seen[a.Subtype], seen[a.ReferenceType] = true, true
		numbers[a.Reference] = append(numbers[a.Reference], a.Currency)
		seen["deprecated"] = seen["deprecated"] || a.Deprecated
		seen["readonly"] = seen["readonly"] || a.ReadOnly
		seen["consent "+consentOf(a, w.Now())] = true
		if a.Latest == nil {
			t.Errorf("%s was never synchronized", a.Reference)
		} else if a.Latest.Status == Failed {
			seen["failed "+a.Latest.Errors[0].Code] = true
		}
	}
	for _, list := range numbers {
		if len(list) > 1 && list[0] != list[1] {
			seen["one reference, two currencies"] = true
		}
	}
	for _, want := range []string{"checking", "savings", "securities", "card", "psp", "IBAN", "BBAN", "email", "PAN", "MASKEDPAN", "MSISDN", "deprecated", "readonly",
		"consent ok", "consent notice", "consent warning", "consent critical", "consent expired", "consent unknown", "one reference, two currencies",
		"failed authorizationInvalid", "failed financialInstitutionInMaintenance"} {
		if !seen[want] {
			t.Errorf("not covered: %s", want)
		}
	}
	if total != 1000 {
		t.Errorf("%d transactions, want 1000", total)
	}
}

func consentOf(a Account, now time.Time) string {
	left := a.ExpiresAt.Sub(now)
	for _, s := range []struct {
		state string
		days  int
	}{{"expired", 0}, {"critical", 3}, {"warning", 14}, {"notice", 30}, {"ok", 999}} {
		if a.ExpiresAt.IsZero() {
			return "unknown"
		}
		if left <= time.Duration(s.days)*24*time.Hour {
			return s.state
		}
	}
	return "?"
}

func TestLinesShowEveryShape(t *testing.T) {
	t.Parallel()
	for seed := range uint64(5) {
		w := New(Options{Seed: seed})
		seen := map[string]int{}
		digests := map[string]string{}
		for _, l := range allLines(t, w, w.FullIntegration().ID) {
			note := func(what string, is bool) {
				if is {
					seen[what]++
				}
			}
			note("no counterpart", l.CounterpartName == "")
			note("local midnight", l.ExecutionDate.Hour() == 22 || l.ExecutionDate.Hour() == 23)
			note("midnight", l.ExecutionDate.Hour() == 0 && l.ExecutionDate.Minute() == 0)
			note("true time", l.ExecutionDate.Second() != 0)
			note(l.RemittanceType, true)
			note("no remittance", l.Remittance == "")
			note("card", l.CardReference != "")
			note("fee", l.Fee.Minor != 0)
			note("br", strings.Contains(l.Remittance, "<br>"))
			note("line break", strings.Contains(l.Remittance, "\n"))
			note("not EUR", l.Amount.Currency != core.EUR)
			note("mandate", l.MandateID != "" && l.CreditorID != "")
			note("accent", strings.ContainsAny(l.CounterpartName, "éèëêçœïÉ"))
			note("value day differs", !l.ValueDate.Equal(l.ExecutionDate))
			note("own account", l.BankTransactionCode == "PMNT-ICDT-BOOK")
			note("twin", digests[l.Digest] != "" && digests[l.Digest] != l.ID)
			note("no description", l.Description == "")
			digests[l.Digest] = l.ID
			if l.UpdatedAt.Before(l.CreatedAt) || l.CreatedAt.After(w.Now()) {
				t.Fatalf("created %v, updated %v", l.CreatedAt, l.UpdatedAt)
			}
			for _, text := range []string{l.Remittance, l.CounterpartName, l.Description} {
				if strings.Contains(text, "%!") {
					t.Fatalf("badly written: %q", text)
				}
			}
		}
		for _, want := range []string{"no counterpart", "local midnight", "midnight", "true time", structured, unstructured, "no remittance", "card", "fee", "br", "line break",
			"not EUR", "mandate", "accent", "value day differs", "own account", "twin", "no description"} {
			if seen[want] == 0 {
				t.Errorf("seed %d: no line: %s", seed, want)
			}
		}
	}
}

// Both sides of a transfer between own accounts are there, with one amount.
func TestOwnTransfersHaveTwoSides(t *testing.T) {
	t.Parallel()
	w := New(Options{})
	accounts := w.Accounts(w.FullIntegration().ID)
	sides := func(id core.AccountID, other string, sign int64) (list []int64) {
		for _, l := range linesOf(t, w, id) {
			if l.CounterpartReference == other {
				list = append(list, sign*l.Amount.Minor)
			}
		}
		return list
	}
	out, in := sides(accounts[0].ID, accounts[1].Reference, -1), sides(accounts[1].ID, accounts[0].Reference, 1)
	if len(out) != ownFew || !slices.Equal(out, in) {
		t.Errorf("out %v, in %v", out, in)
	}
}

// A page costs the same at any place of a list of any length, and a world holds nothing per line.
func TestMillionLines(t *testing.T) {
	const n = 1_000_000
	allocated := func(n int) (*World, uint64) {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		w := New(Options{Transactions: n})
		runtime.ReadMemStats(&after)
		return w, after.TotalAlloc - before.TotalAlloc
	}
	_, small := allocated(1000)
	w, large := allocated(n)
	if large > small+small/4+64<<10 {
		t.Errorf("a world of %d lines allocates %d bytes, one of 1000 lines %d", n, large, small)
	}
	lines := 0
	for _, a := range w.Truths(w.FullIntegration().ID) {
		lines += a.Lines
	}
	if lines != n {
		t.Errorf("%d lines, want %d", lines, n)
	}
	a := w.Accounts(w.FullIntegration().ID)[0]
	day := core.Date(1 << 30)
	seen := map[string]bool{}
	for id := range w.TrueIDs(a.ID) {
		seen[id] = true
	}
	truth, _ := w.Truth(a.ID)
	if len(seen) != truth.Lines {
		t.Errorf("%d different ids of %d lines", len(seen), truth.Lines)
	}
	q := Query{Limit: 100, LimitGiven: true, After: at(t, w, a.ID, truth.Lines-150).ID}
	p, err := w.Transactions(a.ID, q)
	if err != nil || len(p.Items) != 100 || p.After == "" || p.Before == "" {
		t.Fatalf("page near the end: %d lines, %v", len(p.Items), err)
	}
	for _, l := range p.Items {
		if d := core.DateIn(l.ExecutionDate, time.UTC); d > day {
			t.Fatalf("%v stands below %v", d, day)
		} else {
			day = d
		}
	}
}

func at(t *testing.T, w *World, id core.AccountID, n int) Line {
	t.Helper()
	i := 0
	for line := range w.TrueIDs(id) {
		if i++; i > n {
			l, err := w.Transaction(id, line)
			if err != nil {
				t.Fatal(err)
			}
			return l
		}
	}
	t.Fatalf("no line %d", n)
	return Line{}
}

func BenchmarkPage(b *testing.B) {
	for name, n := range map[string]int{"1000": 1000, "1000000": 1_000_000} {
		b.Run(name, func(b *testing.B) {
			w := New(Options{Transactions: n})
			id := w.Accounts(w.FullIntegration().ID)[0].ID
			q := Query{Limit: 100, LimitGiven: true}
			b.ReportAllocs()
			for b.Loop() {
				p, err := w.Transactions(id, q)
				if err != nil {
					b.Fatal(err)
				}
				q.After = p.After
			}
		})
	}
}

func BenchmarkNew(b *testing.B) {
	for b.Loop() {
		New(Options{Transactions: 1_000_000})
	}
}
