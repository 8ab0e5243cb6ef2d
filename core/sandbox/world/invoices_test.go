package world

import (
	"fmt"
	"reflect"
	"testing"

	"ferry/core"
	"ferry/core/match"
	"ferry/core/reference"
)

// booksOf authorizes the accounts of the starter organization at a bank and returns its books and lines.
func booksOf(t *testing.T, w *World, slug string) ([]core.OpenItem, []core.Line) {
	t.Helper()
	starter := w.StarterIntegration()
	i := w.bySlug[slug].id
	banks, err := w.BankAccounts(starter.Organization, i)
	if err != nil {
		t.Fatal(err)
	}
	var ids []string
	for _, b := range banks {
		ids = append(ids, b.ID)
	}
	accounts, err := w.Authorize(starter.ID, i, ids)
	if err != nil {
		t.Fatal(err)
	}
	var lines []core.Line
	for _, a := range accounts {
		for l := range w.TrueLines(a.ID) {
			lines = append(lines, core.Line{No: core.LineNo(len(lines) + 1), Transaction: core.Transaction{ID: core.TransactionID(l.ID), Account: a.ID, Amount: l.Amount,
				BookingDate: l.Day, ValueDate: l.Day, Description: l.Description, Remittance: l.Remittance, RemittanceType: l.RemittanceType,
				CounterpartName: l.CounterpartName, CounterpartReference: l.CounterpartReference, BankTransactionCode: l.BankTransactionCode,
				EndToEndID: l.EndToEndID, AdditionalInformation: l.AdditionalInformation}})
		}
	}
	return w.OpenItems(starter.Organization), lines
}

func TestInvoicesAreInvoices(t *testing.T) {
	t.Parallel()
	w := New(Options{})
	items := w.OpenItems(w.FullIntegration().Organization)
	if len(items) < 200 {
		t.Fatalf("%d invoices behind 1,000 lines", len(items))
	}
	taken := map[string]bool{}
	kinds := map[core.ItemKind]int{}
	for n, i := range items {
		kinds[i.Kind]++
		name := fmt.Sprint(i.Kind, i.Number)
		if i.Kind == core.Purchase {
			name += i.Party
		}
		if taken[name] {
			t.Errorf("%s is given twice", name)
		}
		taken[name] = true
		if i.Amount.Minor <= 0 || i.Amount.Currency == "" || i.Party == "" || i.Number == "" || i.Due < i.Date || i.Date == 0 {
			t.Errorf("%+v", i)
		}
		if r, ok := reference.Parse(i.Reference); i.Reference != "" && (!ok || !r.Valid) {
			t.Errorf("%s: reference %s", i.Number, i.Reference)
		}
		if n > 0 && i.Date < items[n-1].Date {
			t.Error("not in the order of their dates")
		}
	}
	if kinds[core.Sale] < 100 || kinds[core.Purchase] < 20 || kinds[core.SaleCredit] == 0 {
		t.Errorf("%v", kinds)
	}
}

// TestInvoicesFitTheLines: to who tries the program out, every kind of work must show, and most of it be easy.
func TestInvoicesFitTheLines(t *testing.T) {
	t.Parallel()
	for _, slug := range []string{"kempen", "noordzee", "loire", "polder"} {
		for seed := range uint64(3) {
			w := New(Options{Seed: seed + 1})
			items, lines := booksOf(t, w, slug)
			for n := range items {
				items[n].ID = core.ItemID(fmt.Sprint(n))
			}
			auto, choice, none := 0, 0, 0
			kinds := map[core.MatchKind]int{}
			for _, p := range match.New(items, nil, match.Usual()).Propose(lines, nil) {
				switch {
				case p.Auto:
					auto++
				case len(p.Options) > 0:
					choice++
				default:
					none++
				}
				kinds[p.Best().Kind]++
			}
			t.Logf("%s: %d lines, %d items, %d safe, %d to choose, %d open: %v", slug, len(lines), len(items), auto, choice, none, kinds)
			if auto*5 < len(lines) || choice*30 < len(lines) || none*20 < len(lines) {
				t.Errorf("%s, seed %d: of %d lines %d are safe, %d a choice, %d open", slug, seed+1, len(lines), auto, choice, none)
			}
		}
	}
}

func TestInvoicesFollowTheSeed(t *testing.T) {
	t.Parallel()
	first, lines := booksOf(t, New(Options{Seed: 5}), "kempen")
	w := New(Options{Seed: 5})
	if got := w.OpenItems(w.StarterIntegration().Organization); len(got) != 0 {
		t.Errorf("%d invoices without an account", len(got))
	}
	again, sameLines := booksOf(t, w, "kempen")
	if !reflect.DeepEqual(first, again) || !reflect.DeepEqual(lines, sameLines) {
		t.Error("two worlds of one seed differ")
	}
	select {
	case <-w.Added():
	default:
		t.Error("nobody told that accounts were added")
	}
	if other, _ := booksOf(t, New(Options{Seed: 6}), "kempen"); reflect.DeepEqual(first, other) {
		t.Error("two seeds have the same books")
	}
}

func TestNextNumber(t *testing.T) {
	t.Parallel()
	for number, want := range map[string]string{"2026-0009": "2026-0010", "2026-9999": "2026-10000", "0000009": "0000010", "999": "1000", "CN": "CN1"} {
		if got := nextNumber(number); got != want {
			t.Errorf("%s: got %s, want %s", number, got, want)
		}
	}
}
