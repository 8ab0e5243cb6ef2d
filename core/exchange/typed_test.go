package exchange

import (
	"slices"
	"strings"
	"testing"

	"ferry/core"
)

func TestReadTyped(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		text     string
		currency core.Currency
		minor    int64
		refusal  string // part of it
	}{
		{"12", core.EUR, 1200, ""}, {"12,5", core.EUR, 1250, ""}, {" 12.50 ", core.EUR, 1250, ""}, {"0,125", "BHD", 125, ""},
		{"1.234,50", core.EUR, 123450, ""}, {"1,234.50", core.EUR, 123450, ""}, {"1 234,50", core.EUR, 123450, ""}, {"1\u202f234,5", core.EUR, 123450, ""},
		{"1'234.50", core.EUR, 123450, ""}, {"1.234.567", core.EUR, 123456700, ""}, {"1234,500", core.EUR, 123450, ""}, {"1.234,00", core.EUR, 123400, ""},
		{"-12,5", core.EUR, -1250, ""}, {"+12,5", core.EUR, 1250, ""}, {"\u221212,50", core.EUR, -1250, ""}, {"€ 12,50", core.EUR, 1250, ""}, {"12.50 EUR", core.EUR, 1250, ""},
		{"1.234", core.EUR, 0, "“1.234” may be 1234 or 1.234: write 1234 or 1.234,00"},
		{"1,234", core.EUR, 0, "may be 1234 or 1.234: write 1234 or 1,234.00"},
		{"-1,000", core.EUR, 0, "may be 1000 or 1.000"},
		{"1.234", "JPY", 0, "may be 1234 or 1.234: write 1234"},
		{"1.234", "BHD", 0, "write 1234 or 1.2340"}, {"1.2340", "BHD", 1234, ""}, {"12.555", core.EUR, 0, "may be 12555 or 12.555"}, {"0.125", core.EUR, 0, "more decimals than EUR has"}, {"12,5", "JPY", 0, "more decimals than JPY has"},
		{"12e3", core.EUR, 0, "is not an amount such as"}, {"1.5E2", core.EUR, 0, "is not an amount"}, {"0x12", core.EUR, 0, "is not an amount"}, {"", core.EUR, 0, "is not an amount"},
		{"12.50.1", core.EUR, 0, "is not an amount"}, {"1 23,50", core.EUR, 0, "is not an amount"}, {"--5", core.EUR, 0, "is not an amount"}, {"5.", core.EUR, 0, "is not an amount"},
		{"12 USD", core.EUR, 0, "is not an amount in EUR"}, {"99999999999999999999", core.EUR, 0, "too large"}, {"1\x1b[2J", core.EUR, 0, "is not an amount"},
	} {
		got, err := ReadTyped(c.text, c.currency)
		switch {
		case c.refusal == "" && (err != nil || got != core.Amount{Minor: c.minor, Currency: c.currency}):
			t.Errorf("%q in %s is %v, %v", c.text, c.currency, got, err)
		case c.refusal != "" && (err == nil || !strings.Contains(err.Error(), c.refusal) || core.CodeOf(err) != core.CodeInvalid):
			t.Errorf("%q in %s is %v, %v; want %q", c.text, c.currency, got, err, c.refusal)
		}
	}
}

func TestTypedFigures(t *testing.T) {
	t.Parallel()
	for text, want := range map[string][]string{
		"1.210,5": {"1210.5"}, "1,210.50": {"1210.50"}, "1.210": {"1.210", "1210"}, "121,": {"121"}, "-12.5": {"12.5"}, "€12": {"12"}, "12e3": nil, "INV-12": nil, "EUR12": nil,
		"2026-0001": nil, "": nil, "+++090/9337/55493+++": nil,
	} {
		if got := TypedFigures(text); !slices.Equal(got, want) {
			t.Errorf("%q may be %q, want %q", text, got, want)
		}
	}
}

// TestOneFileIsReadOneWay: a cell that may be either is taken only where nothing in the file speaks against it.
func TestOneFileIsReadOneWay(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name    string
		cells   []string
		decimal string
		want    []string // the amounts; empty for a bad row
	}{
		{"nothing proves", []string{"1,234", "1.234", "7"}, "", []string{"", "", "7.00"}},
		{"a point proves", []string{"1,234", "12.50"}, "", []string{"1234.00", "12.50"}},
		{"a comma proves", []string{"1.234", "12,50"}, "", []string{"1234.00", "12,50"}},
		{"at odds", []string{"1,234", "1.234", "12.50"}, "", []string{"", "", "12.50"}},
		{"at odds the other way", []string{"1,234", "1.234", "12,50"}, "", []string{"", "", "12,50"}},
		{"both proved", []string{"1,234", "12,50", "13.50"}, "", []string{"", "12,50", "13.50"}},
		{"told", []string{"1,234", "1.234", "12.50"}, ".", []string{"1234.00", "", "12.50"}},
	} {
		text := "number;kind;party;date;amount\n"
		for i, cell := range c.cells {
			text += string(rune('1'+i)) + ";sale;P;2026-11-01;\"" + cell + "\"\n"
		}
		var m *core.Mapping
		if c.decimal != "" {
			m = &core.Mapping{Name: "told", Decimal: c.decimal}
		}
		found := read(t, text, m)
		got := make([]string, len(c.cells))
		for _, i := range found.Items {
			got[i.Number[0]-'1'] = i.Amount.String()
		}
		for i, want := range c.want {
			if got[i] != strings.ReplaceAll(want, ",", ".") {
				t.Errorf("%s: %q is %q, want %q", c.name, c.cells[i], got[i], want)
			}
		}
	}
}

func FuzzReadTyped(f *testing.F) {
	for _, s := range []string{"1.234,50", "1,234.50", "1 234,5", "12e3", "(12)", "12-", "€ 5", "1.234", "-0,01"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got, err := ReadTyped(text, core.EUR)
		if err != nil {
			if core.CodeOf(err) != core.CodeInvalid || core.CleanText(err.Error()) != err.Error() {
				t.Fatalf("%q: %v", text, err)
			}
			return
		}
		// The digits are those that were typed, but for zeros at either end.
		digits := func(s string) string {
			return strings.Trim(strings.Map(func(r rune) rune {
				if r < '0' || r > '9' {
					return -1
				}
				return r
			}, s), "0")
		}
		if digits(text) != digits(got.String()) {
			t.Fatalf("%q was read as %v", text, got)
		}
		if again, err := ReadTyped(got.String(), core.EUR); err != nil || again != got {
			t.Fatalf("%q is %v, which is read as %v, %v", text, got, again, err)
		}
	})
}
