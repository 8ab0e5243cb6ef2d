package exchange

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"ferry/core"
)

func seed(f *testing.F, pattern string) {
	f.Helper()
	paths, err := filepath.Glob(filepath.Join("testdata", pattern))
	if err != nil || len(paths) == 0 {
		f.Fatalf("no %s: %v", pattern, err)
	}
	for _, path := range paths {
		raw, err := os.ReadFile(path)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(raw)
	}
}

// checkFound is what holds of any file: items are whole and fit to paint, each id stands once, bad rows say why, and
// reading again gives the same.
func checkFound(t *testing.T, raw []byte, m *core.Mapping, ours Ours) {
	found, err := ReadItems("f", bytes.NewReader(raw), m, ours)
	if err != nil {
		if core.CodeOf(err) == core.CodeInternal {
			t.Fatalf("%v is no error of ours", err)
		}
		return
	}
	ids := map[core.ItemID]bool{}
	for _, i := range found.Items {
		if ids[i.ID] || i.ID != Identify(i) || i.Number == "" || i.Party == "" || i.Date.IsZero() || i.Amount.Minor <= 0 || !i.Amount.Currency.Valid() {
			t.Fatalf("item %+v", i)
		}
		ids[i.ID] = true
		for _, text := range []string{i.Number, i.Party, i.PartyIBAN, i.PartyVAT, i.Reference, string(i.ID)} {
			if core.CleanText(text) != text {
				t.Fatalf("%q can not be painted", text)
			}
		}
	}
	for _, b := range found.Bad {
		if b.Reason == "" || b.File != "f" || core.CleanText(b.Value+b.Column+b.Reason) != b.Value+b.Column+b.Reason {
			t.Fatalf("bad row %+v", b)
		}
	}
	again, err := ReadItems("f", bytes.NewReader(raw), m, ours)
	if err != nil || fmt.Sprint(again) != fmt.Sprint(found) {
		t.Fatal("reading again gives another result")
	}
	if merged := Merge(found); !slices.Equal(merged.Items, found.Items) || !slices.Equal(merged.Bad, found.Bad) {
		t.Fatal("merging one file changes it")
	}
}

func FuzzReadItems(f *testing.F) {
	seed(f, "*.csv")
	seed(f, "*.txt")
	f.Add([]byte("number,kind,party,date,amount\n1,sale,\"A,2026-11-01,5\n2,sale,B,2026-11-01,\"5\"\n"))
	f.Add([]byte("sep=|\rnumber|kind|party|date|amount\r1|sale|A|01/13/2026|1.234\r"))
	f.Fuzz(func(t *testing.T, raw []byte) {
		checkFound(t, raw, nil, Ours{})
		m := Suggest([]string{"Factuurnr.", "Klantnaam", "Factuurdatum", "Vervaldatum", "Openstaand bedrag", "Betalingskenmerk"})
		checkFound(t, raw, &m, Ours{})
	})
}

func FuzzReadDocuments(f *testing.F) {
	seed(f, "*.xml")
	f.Fuzz(func(t *testing.T, raw []byte) { checkFound(t, raw, nil, midi) })
}

func FuzzReadChart(f *testing.F) {
	for _, text := range []string{"number,name,vat code\n1,A,V\n", "580000;\"Virements\ninternes\"\n", "Kop\tX\n1000\tKas\n", "'1000,=x\n"} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, raw []byte) {
		accounts, bad, err := ReadChart("f", bytes.NewReader(raw))
		if err != nil {
			t.Fatal(err)
		}
		for i, a := range accounts {
			if a.Number == "" || a.Name == "" || clean(a.Name) != a.Name || i > 0 && accounts[i-1].Number >= a.Number {
				t.Fatalf("account %+v", a)
			}
		}
		if len(accounts) == 0 && len(bad) == 0 {
			t.Fatal("nothing is said")
		}
		// What was read is written and read again.
		var b strings.Builder
		w := WriteCSV(&b)
		for _, a := range append([]core.LedgerAccount{{Number: "number", Name: "name", VATCode: "vat code"}}, accounts...) {
			if err := w.Row(a.Number, a.Name, a.VATCode); err != nil {
				t.Fatal(err)
			}
		}
		if again, _, err := ReadChart("f", strings.NewReader(b.String())); err != nil || len(accounts) > 0 && !slices.Equal(again, accounts) {
			t.Fatalf("%+v became %+v, %v", accounts, again, err)
		}
	})
}

// BenchmarkReadItems reads 10,000 rows.
func BenchmarkReadItems(b *testing.B) {
	var text strings.Builder
	text.WriteString("number;kind;party;party_iban;party_vat;date;due;currency;amount;reference\n")
	for n := range 10_000 {
		fmt.Fprintf(&text, "F-%d;purchase;\"Leverancier %d BV\";BE68539007547034;BE0403170701;%02d/11/2026;;EUR;1.%03d,50;+++090/9337/55493+++\n", 100000+n, n%700, n%28+1, n%1000)
	}
	b.SetBytes(int64(text.Len()))
	b.ReportAllocs()
	for b.Loop() {
		found, err := ReadItems("x.csv", strings.NewReader(text.String()), nil, Ours{})
		if err != nil || len(found.Items) != 10_000 {
			b.Fatal(len(found.Items), found.Bad[:1], err)
		}
	}
}

// BenchmarkReadDocument reads one invoice.
func BenchmarkReadDocument(b *testing.B) {
	raw, err := os.ReadFile("testdata/ubl-purchase-be.xml")
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	for b.Loop() {
		if found, err := ReadItems("x.xml", bytes.NewReader(raw), nil, midi); err != nil || len(found.Items) != 1 {
			b.Fatal(found.Bad, err)
		}
	}
}
