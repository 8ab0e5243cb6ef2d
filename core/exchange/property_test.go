package exchange

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"
	"pgregory.net/rapid"

	"ferry/core"
)

// drawItem draws an item that a table can carry whole.
func drawItem(t *rapid.T, n int) core.OpenItem {
	word := rapid.StringMatching(`[A-Za-zÀ-ÿ=+@'"(-][A-Za-zÀ-ÿ0-9 ,;.'"&()=+-]{1,30}`)
	party := "P" + clean(word.Draw(t, "party"))
	i := core.OpenItem{
		Number: fmt.Sprint(rapid.SampledFrom([]string{"", "F-", "=", "2026/", "-"}).Draw(t, "series"), 100000+n), Kind: core.ItemKind(rapid.IntRange(0, 3).Draw(t, "kind")), Party: party,
		PartyIBAN: rapid.SampledFrom([]string{"", "BE68539007547034", "NL57RABO0107307510"}).Draw(t, "iban"), PartyVAT: rapid.SampledFrom([]string{"", "BE0403170701", "FR44732829320"}).Draw(t, "vat"),
		Date: core.NewDate(2026, 1, 1).AddDays(rapid.IntRange(0, 700).Draw(t, "date")), Amount: core.Amount{Minor: rapid.Int64Range(1, 1<<50).Draw(t, "amount"), Currency: rapid.SampledFrom([]core.Currency{"EUR", "USD", "JPY", "KWD"}).Draw(t, "currency")},
		Reference: clean(rapid.SampledFrom([]string{"", "+++090/9337/55493+++", "RF18539007547034", "=cmd", "'=x", "a;b,c\t"}).Draw(t, "reference")),
	}
	if rapid.Bool().Draw(t, "has due") {
		i.Due = i.Date.AddDays(30)
	}
	i.ID = Identify(i)
	return i
}

func drawItems(t *rapid.T) []core.OpenItem {
	list := make([]core.OpenItem, rapid.IntRange(1, 12).Draw(t, "n"))
	for n := range list {
		list[n] = drawItem(t, n)
	}
	return list
}

func cellOf(i core.OpenItem, column string) string {
	return map[string]string{
		columnNumber: i.Number, columnKind: i.Kind.String(), columnParty: i.Party, columnIBAN: i.PartyIBAN, columnVAT: i.PartyVAT, columnDate: i.Date.String(), columnDue: i.Due.String(),
		columnCurrency: string(i.Amount.Currency), columnAmount: i.Amount.String(), columnReference: i.Reference,
	}[column]
}

// written is a table of items with the columns in some order.
func written(t *rapid.T, list []core.OpenItem, order []string) string {
	var b bytes.Buffer
	w := WriteCSV(&b)
	rows := [][]string{order}
	for _, i := range list {
		var cells []string
		for _, column := range order {
			cells = append(cells, cellOf(i, column))
		}
		rows = append(rows, cells)
	}
	for _, cells := range rows {
		if err := w.Row(cells...); err != nil {
			t.Fatal(err)
		}
	}
	return b.String()
}

func byID(list []core.OpenItem) []core.OpenItem {
	return slices.SortedFunc(slices.Values(list), func(a, b core.OpenItem) int { return strings.Compare(string(a.ID), string(b.ID)) })
}

// point: the sign of amounts with three decimals is told, as it is ambiguous by design.
var point = core.Mapping{Decimal: "."}

// TestRoundTrip: what is written is read again, whatever the order of rows and columns, and in every encoding that has its
// letters.
func TestRoundTrip(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		list := drawItems(t)
		text := written(t, rapid.Permutation(list).Draw(t, "rows"), rapid.Permutation(columns[:]).Draw(t, "columns"))
		encodings := []string{text, "\uFEFF" + text, strings.ReplaceAll(text, "\n", "\r\n")}
		if narrow, err := charmap.Windows1252.NewEncoder().String(text); err == nil {
			encodings = append(encodings, narrow)
		}
		for _, text := range encodings {
			found, err := ReadItems("x.csv", strings.NewReader(text), &point, Ours{})
			if err != nil || len(found.Bad) > 0 || !slices.Equal(byID(found.Items), byID(list)) {
				t.Fatalf("%q\ngave %+v\nbad %+v, %v\nwant %+v", text, found.Items, found.Bad, err, list)
			}
		}
	})
}

// TestRowsAreIndependent: spoiled rows cost themselves and nothing else, and doubled rows change nothing.
func TestRowsAreIndependent(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		list := drawItems(t)
		lines := strings.SplitAfter(written(t, list, columns[:]), "\n")
		lines = lines[:len(lines)-1]
		want, spoiled := []core.OpenItem{}, 0
		for n, item := range list {
			switch rapid.IntRange(0, 4).Draw(t, "what") {
			case 0:
				lines[n+1] = rapid.SampledFrom([]string{"\"\n", "x\n", "a,b,c\n", "\"a\"b,c\n", ",,,,,,,,,x\n"}).Draw(t, "spoiled")
				spoiled++
				continue
			case 1:
				lines = append(lines, lines[n+1])
				spoiled++
			}
			want = append(want, item)
		}
		found, err := ReadItems("x.csv", strings.NewReader(strings.Join(lines, "")), &point, Ours{})
		if err != nil || !slices.Equal(byID(found.Items), byID(want)) || len(found.Bad)+len(found.Again) < spoiled {
			t.Fatalf("%q\ngave %+v\nbad %+v, %v\nwant %+v", lines, found.Items, found.Bad, err, want)
		}
	})
}

// TestMergeIsReadingAtOnce: two halves of a table in two files hold what the table holds.
func TestMergeIsReadingAtOnce(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		list := drawItems(t)
		list = append(list, list[:rapid.IntRange(0, len(list)).Draw(t, "again")]...)
		for i := range list {
			if rapid.IntRange(0, 9).Draw(t, "differs") == 0 {
				list[i].Amount.Minor++
			}
		}
		at := rapid.IntRange(0, len(list)).Draw(t, "cut")
		var parts []Found
		for _, part := range [][]core.OpenItem{list, list[:at], list[at:]} {
			found, err := ReadItems(fmt.Sprint(len(parts)), strings.NewReader(written(t, part, columns[:])), &point, Ours{})
			if err != nil {
				t.Fatal(err)
			}
			parts = append(parts, found)
		}
		if whole, merged := parts[0], Merge(parts[1], parts[2]); !slices.Equal(whole.Items, merged.Items) || len(whole.Bad) != len(merged.Bad) {
			t.Fatalf("at once %+v\nbad %+v\nmerged %+v\nbad %+v", whole.Items, whole.Bad, merged.Items, merged.Bad)
		}
	})
}

// TestNeutralAndPlain: the apostrophe comes off again, and no cell that is written begins a formula.
func TestNeutralAndPlain(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := core.CleanText(rapid.StringMatching(`[ '=+@0-9.,a-z-]{0,8}`).Draw(t, "text"))
		safe := neutral(text)
		if plain(safe) != text {
			t.Fatalf("%q became %q and %q", text, safe, plain(safe))
		}
		if startsFormula(safe) && safe[0] != '\'' && !plainNumber.MatchString(safe) {
			t.Fatalf("%q is a formula", safe)
		}
	})
}

// TestFigures: an amount written in any usual way, with clear signs, reads as itself.
func TestFigures(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		minor := rapid.Int64Range(-1<<52, 1<<52).Draw(t, "minor")
		text := strings.TrimPrefix(eur(minor).String(), "-")
		whole, cents, _ := strings.Cut(text, ".")
		style := rapid.SampledFrom([][2]string{{"", "."}, {"", ","}, {".", ","}, {",", "."}, {" ", ","}, {"'", "."}, {"\u00a0", ","}, {"\u202f", ","}}).Draw(t, "style")
		for at := len(whole) - 3; at > 0; at -= 3 {
			whole = whole[:at] + style[0] + whole[at:]
		}
		text = whole + style[1] + cents
		if minor < 0 {
			text = rapid.SampledFrom([]string{"-%s", "%s-", "(%s)", "\u2212%s", "- %s"}).Draw(t, "minus")
			text = fmt.Sprintf(text, whole+style[1]+cents)
		}
		text = fmt.Sprintf(rapid.SampledFrom([]string{"%s", "%s €", "€ %s", "EUR %s", "%s EUR"}).Draw(t, "money"), text)
		var n notation
		got, reason := n.amount(text, core.EUR)
		if reason != "" || got.Minor != minor {
			t.Fatalf("%q: %d %q, want %d", text, got.Minor, reason, minor)
		}
	})
}
