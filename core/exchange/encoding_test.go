package exchange

import (
	"strings"
	"testing"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"pgregory.net/rapid"
)

func latin(t testing.TB, text string) string {
	t.Helper()
	narrow, err := charmap.Windows1252.NewEncoder().String(text)
	if err != nil {
		t.Fatal(err)
	}
	return narrow
}

// TestMixedEncodings: rows of another encoding than the table's are bad, and spoil no other.
func TestMixedEncodings(t *testing.T) {
	t.Parallel()
	const head = "number,kind,party,date,amount,remark\n"
	row := func(number, party, remark string) string {
		return number + ",sale," + party + ",2026-11-01,5," + remark + "\n"
	}
	a, b := row("2026001", "Café", ""), row("2026002", "Zürich €", "")
	odd, plainRow := row("2026003", "Señor", ""), row("2026004", "Jan", "")
	for name, c := range map[string]struct {
		text  string
		items int
		bad   int // the line; 0: none
	}{
		"utf-8":                 {head + a + b + odd, 3, 0},
		"latin":                 {latin(t, head+a+b+odd), 3, 0},
		"one latin row":         {head + a + latin(t, odd) + b + plainRow, 3, 3},
		"one of each":           {head + a + latin(t, odd), 1, 3},
		"one utf-8 row":         {latin(t, head+a+b+plainRow) + odd, 3, 5},
		"marked":                {"\uFEFF" + head + plainRow + latin(t, odd), 1, 3},
		"latin, carriage":       {strings.ReplaceAll(head+a+b+latin(t, odd), "\n", "\r"), 2, 4},
		"in a column not read":  {head + a + b + row("2026005", "Jan", latin(t, "très")), 3, 0},
		"a byte without letter": {head + latin(t, a) + strings.Replace(odd, "ñ", "\x81", 1), 1, 3},
	} {
		found := read(t, c.text, nil)
		if len(found.Items) != c.items || c.bad == 0 && len(found.Bad) > 0 || c.bad != 0 && (len(found.Bad) != 1 || found.Bad[0].Line != c.bad ||
			found.Bad[0].Column != "party" || !strings.HasPrefix(found.Bad[0].Value, "Se") || !strings.Contains(found.Bad[0].Reason, "another encoding")) {
			t.Errorf("%s: %+v %+v", name, found.Items, found.Bad)
		}
		for _, i := range found.Items {
			if want := map[string]string{"2026001": "Café", "2026002": "Zürich €", "2026003": "Señor"}[i.Number]; want != "" && i.Party != want {
				t.Errorf("%s: %q", name, i.Party)
			}
		}
	}
	chart, bad, err := ReadChart("chart.csv", strings.NewReader("number;name\n610;Électricité\n"+latin(t, "611;Télé\n")+"612;x\n"))
	if err != nil || len(chart) != 2 || chart[0].Name != "Électricité" || len(bad) != 1 || bad[0].Line != 3 || bad[0].Column != "name" || bad[0].Value != "Télé" {
		t.Errorf("%+v %+v %v", chart, bad, err)
	}
}

// TestNothingIsGuessedSilently: whatever the bytes, what is not marked is UTF-8 as it came, or a table of Windows-1252 through
// and through.
func TestNothingIsGuessedSilently(t *testing.T) {
	t.Parallel()
	piece := rapid.SampledFrom([]string{"a", "\n", "\r", "é", "€", "\xe9", "\x80", "\x81", "\xff", "\xc3", "\xa9", "\uFEFF", "𝄞"})
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOf(piece).Draw(t, "pieces"), "")
		got := decode([]byte(text))
		bare := strings.TrimPrefix(text, "\uFEFF")
		switch {
		case !utf8.ValidString(strings.ReplaceAll(got, "\xff", "")):
			t.Fatalf("%q is %q", text, got)
		case utf8.ValidString(bare) && got != bare:
			t.Fatalf("%q is %q", text, got)
		case strings.Count(got, "\n") != strings.Count(bare, "\n"):
			t.Fatalf("%q is %q: a line is lost", text, got)
		case isForeign(got) || utf8.ValidString(bare):
			return
		}
		if whole, err := charmap.Windows1252.NewDecoder().String(bare); err != nil || whole != got {
			t.Fatalf("%q is %q, not %q", text, got, whole)
		}
	})
}
