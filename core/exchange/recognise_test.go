package exchange

import (
	"slices"
	"strings"
	"testing"

	"ferry/core"
)

const wholeHead = "number,kind,party,party_iban,party_vat,date,due,currency,amount\n"

// again reads tables one after the other, each into what the ones before left in the books.
func again(t *testing.T, tables ...string) (known []core.OpenItem, last Found) {
	t.Helper()
	for _, table := range tables {
		last = read(t, wholeHead+table, nil)
		wantNoBad(t, last)
		last = Recognise(last, known)
		for _, item := range last.Items {
			if at := slices.IndexFunc(known, func(k core.OpenItem) bool { return k.ID == item.ID }); at >= 0 {
				known[at] = item
			} else {
				known = append(known, item)
			}
		}
	}
	return known, last
}

func TestReadAgain(t *testing.T) {
	t.Parallel()
	const ibanA, ibanB, vatA, vatB = "BE68539007547034", "NL91ABNA0417164300", "BE0403170701", "BE0842936273"
	for _, c := range []struct {
		name   string
		tables []string
		items  int
		alike  string // in the note; "-": there is none
	}{
		{"another account, another day and amount", []string{"1,purchase,Jan Peeters," + ibanA + ",,2026-01-05,,EUR,10.00\n", "1,purchase,Jan Peeters," + ibanB + ",,2026-01-09,,EUR,20.00\n"}, 2, "with another account"},
		{"another account", []string{"1,purchase,Jan Peeters," + ibanA + ",,2026-01-05,,EUR,10.00\n", "1,purchase,Jan Peeters," + ibanB + ",,2026-01-05,,EUR,10.00\n"}, 2, "looks like 1 of Jan Peeters over 10.00 EUR of 2026-01-05, with another account"},
		{"another account, without number", []string{"J1001,purchase,Jan," + ibanA + "," + vatA + ",2026-01-05,,EUR,10.00\n", "J1001,purchase,Jan," + ibanB + ",,2026-01-09,,EUR,20.00\n"}, 2, "with another account"},
		{"another company", []string{"J1001,purchase,Jan,," + vatA + ",2026-01-05,,EUR,10.00\n", "J1001,purchase,Jan,," + vatB + ",2026-01-05,,EUR,10.00\n"}, 2, "-"},
		{"a new account of one company", []string{"J1001,purchase,Jan," + ibanA + "," + vatA + ",2026-01-05,,EUR,10.00\n", "J1001,purchase,Jan," + ibanB + "," + vatA + ",2026-01-05,,EUR,10.00\n"}, 1, "-"},
		{"an account that went to another", []string{"J1,purchase,Jan," + ibanA + ",,2026-01-05,,EUR,10.00\n", "J1,purchase,Jan," + ibanA + "," + vatA + ",2026-01-05,,EUR,10.00\n",
			"J1,purchase,Jan," + ibanB + "," + vatA + ",2026-01-05,,EUR,10.00\n", "J1,purchase,Piet," + ibanA + ",,2026-01-05,,EUR,30.00\n", "J1,purchase,Piet," + ibanA + ",,2026-01-05,,EUR,31.00\n"}, 2, "-"},
		{"the date goes into the other year", []string{"F100,sale,Alfa,,,2026-01-01,,EUR,10.00\n", "F100,sale,Alfa,,,2025-12-31,,EUR,10.00\n"}, 1, "-"},
		{"the date goes into the other year, at a supplier's", []string{"7,purchase,Alfa,,,2025-12-31,,EUR,10.00\n", "7,purchase,ALFA,,,2026-01-02,,EUR,10.00\n"}, 1, "-"},
		{"next year's number", []string{"F100,sale,Alfa,,,2025-11-01,,EUR,10.00\n", "F100,sale,Alfa,,,2026-01-02,,EUR,10.00\n"}, 2, "-"},
		{"next year's number, another amount", []string{"1,sale,Alfa,,,2025-12-30,,EUR,10.00\n", "1,sale,Alfa,,,2026-01-02,,EUR,11.00\n"}, 2, "with another amount"},
		{"both years in one file", []string{"1,sale,Alfa,,,2025-12-31,,EUR,10.00\n1,sale,Alfa,,,2026-01-02,,EUR,10.00\n", "1,sale,Alfa,,,2026-01-02,,EUR,10.00\n1,sale,Alfa,,,2025-12-31,,EUR,10.00\n"}, 2, "-"},
		{"otherwise joined", []string{"F-100,sale,Alfa,,,2026-01-01,,EUR,10.00\n", "F 100,sale,Alfa,,,2026-01-01,,EUR,10.00\n", "F100,sale,alfa,,,2026-01-03,,EUR,10.00\n"}, 1, "-"},
		{"otherwise joined, another amount", []string{"F-100,sale,Alfa,,,2026-01-01,,EUR,10.00\n", "F 100,sale,Alfa,,,2026-01-01,,EUR,12.00\n"}, 2, "with another amount"},
		{"otherwise cut", []string{"2026-1-12,sale,Alfa,,,2026-01-01,,EUR,10.00\n", "2026-11-2,sale,Alfa,,,2026-01-01,,EUR,10.00\n"}, 2, "-"},
		{"which of two", []string{"F-100,sale,Alfa,,,2026-01-01,,EUR,10.00\nF/100,sale,Alfa,,,2026-01-01,,EUR,10.00\n", "F 100,sale,Alfa,,,2026-01-01,,EUR,10.00\n"}, 3, "with another spelling of the number"},
		{"another spelling of the name", []string{"55,purchase,Jan Peeters,,,2026-01-01,,EUR,10.00\n", "55,purchase,Peeters Jan BV,,,2026-01-01,,EUR,10.00\n"}, 2, "looks like 55 of Jan Peeters over 10.00 EUR of 2026-01-01, under another name"},
		{"another supplier's", []string{"55,purchase,Jan Peeters,,,2026-01-01,,EUR,10.00\n", "55,purchase,Proximus,,,2026-01-01,,EUR,99.00\n"}, 2, "-"},
		{"a credit note", []string{"55,sale,Alfa,,,2026-01-01,,EUR,10.00\n", "55,sale,Alfa,,,2026-01-01,,EUR,-10.00\n"}, 2, "-"},
	} {
		known, last := again(t, c.tables...)
		if len(known) != c.items {
			t.Errorf("%s: %d items: %+v", c.name, len(known), known)
		}
		switch {
		case c.alike == "-" && len(last.Alike) > 0:
			t.Errorf("%s: %+v", c.name, last.Alike)
		case c.alike != "-" && (len(last.Alike) != 1 || !strings.Contains(last.Alike[0].Why, c.alike) || last.Alike[0].Item != last.Items[0].ID):
			t.Errorf("%s: %+v, want %q", c.name, last.Alike, c.alike)
		}
		// What the books have as the file says it is never changed or doubled by that file.
		table := c.tables[len(c.tables)-1]
		if more, same := again(t, append(slices.Clone(c.tables), table)...); !slices.Equal(more, known) || len(same.Alike) > 0 {
			t.Errorf("%s: once more:\n%+v\nwant\n%+v %+v", c.name, more, known, same.Alike)
		}
	}
}

// TestNothingKnownIsErased by a file that says less.
func TestNothingKnownIsErased(t *testing.T) {
	t.Parallel()
	for _, kind := range []string{"purchase", "sale"} {
		known, _ := again(t, "J1001,"+kind+",Jan,BE68539007547034,BE0403170701,2026-01-05,2026-02-05,EUR,10.00\n")
		known[0].Reference, known[0].Discount = "RF18539007547034", core.Discount{PerTenThousand: 200, Until: day(t, "2026-01-12")}
		less := Recognise(read(t, wholeHead+"J1001,"+kind+",Jan,,,2026-01-05,,EUR,10.00\n", nil), known)
		if !slices.Equal(less.Items, known) {
			t.Errorf("%+v\nwant\n%+v", less.Items, known)
		}
	}
}

// TestOneInvoiceTwoAccounts in one file is a question; two invoices are two.
func TestOneInvoiceTwoAccounts(t *testing.T) {
	t.Parallel()
	const first = "1,purchase,Jan Peeters,BE68539007547034,,2026-01-05,,EUR,10.00\n"
	found := read(t, wholeHead+first+"1,purchase,Jan Peeters,NL91ABNA0417164300,,2026-01-05,,EUR,10.00\n", nil)
	if len(found.Items) != 0 || len(found.Bad) != 2 || !strings.Contains(found.Bad[0].Reason, "with another account: which one is right?") {
		t.Errorf("%+v", found)
	}
	found = read(t, wholeHead+first+"1,purchase,Jan Peeters,NL91ABNA0417164300,,2026-01-09,,EUR,20.00\n", nil)
	if len(found.Items) != 2 || len(found.Bad) != 0 {
		t.Errorf("%+v", found)
	}
}

func TestPlaces(t *testing.T) {
	t.Parallel()
	found := read(t, wholeHead+"x\n2026001,sale,A,,,2026-11-01,,EUR,5\n2026002,sale,A,,,2026-11-01,,EUR,5\n", nil)
	all := Recognise(Merge(found), found.Items[:1])
	if file, line := all.Place(1); file != "items.csv" || line != 4 || all.Items[1].Number != "2026002" {
		t.Errorf("%s %d of %+v", file, line, all.Items)
	}
	if file, line := all.Place(2); file != "" || line != 0 {
		t.Errorf("%s %d", file, line)
	}
}
