package core

import (
	"errors"
	"math"
	"math/big"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestParseAmount(t *testing.T) {
	t.Parallel()
	tests := []struct {
		text     string
		currency Currency
		minor    int64
		err      error
	}{
		{"2.76", EUR, 276, nil},
		{"-84.4", EUR, -8440, nil},
		{"1204", EUR, 120400, nil},
		{"0.10", EUR, 10, nil},
		{"-0.01", EUR, -1, nil},
		{"-0", EUR, 0, nil},
		{"12.300", EUR, 1230, nil},
		{"+12.3", EUR, 1230, nil},
		{"-+1", EUR, 0, ErrAmountSyntax},
		{"1.5E2", EUR, 0, ErrAmountSyntax},
		{"12e3", EUR, 0, ErrAmountSyntax},
		{"1e-3", EUR, 0, ErrAmountSyntax},
		{"12.345", EUR, 0, ErrAmountPrecision},
		{"1500", "JPY", 1500, nil},
		{"1500.5", "JPY", 0, ErrAmountPrecision},
		{"1.234", "BHD", 1234, nil},
		{"92233720368547758.07", EUR, 9223372036854775807, nil},
		{"92233720368547758.08", EUR, 0, ErrAmountRange},
		{"", EUR, 0, ErrAmountSyntax},
		{"-", EUR, 0, ErrAmountSyntax},
		{".5", EUR, 0, ErrAmountSyntax},
		{"5.", EUR, 0, ErrAmountSyntax},
		{"1,50", EUR, 0, ErrAmountSyntax},
		{"--1", EUR, 0, ErrAmountSyntax},
		{"1.2.3", EUR, 0, ErrAmountSyntax},
		{"NaN", EUR, 0, ErrAmountSyntax},
	}
	for _, tt := range tests {
		got, err := ParseAmount(tt.text, tt.currency)
		if !errors.Is(err, tt.err) || (err == nil && got != (Amount{tt.minor, tt.currency})) {
			t.Errorf("ParseAmount(%q, %s) = %v, %v; want %d minor units, %v", tt.text, tt.currency, got, err, tt.minor, tt.err)
		}
	}
}

// TestExponentsAreForJSON: a bank's JSON may have them, and nothing else.
func TestExponentsAreForJSON(t *testing.T) {
	t.Parallel()
	for _, tt := range []struct {
		text  string
		minor int64
		err   error
	}{
		{"-12.3", -1230, nil}, {"1.5E2", 15000, nil}, {"15e-1", 150, nil}, {"-2e+1", -2000, nil}, {"1e-3", 0, ErrAmountPrecision}, {"1e99", 0, ErrAmountRange},
		{"1e999999999", 0, ErrAmountSyntax}, {"1e", 0, ErrAmountSyntax}, {"e1", 0, ErrAmountSyntax}, {"1e1e1", 0, ErrAmountSyntax},
	} {
		got, err := ParseJSONAmount(tt.text, EUR)
		if !errors.Is(err, tt.err) || (err == nil && got.Minor != tt.minor) {
			t.Errorf("ParseJSONAmount(%q) = %v, %v; want %d, %v", tt.text, got, err, tt.minor, tt.err)
		}
	}
}

func TestAmountRoundTrip(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		currency := rapid.SampledFrom([]Currency{EUR, "JPY", "BHD", "CLF"}).Draw(t, "currency")
		a := Amount{rapid.Int64().Draw(t, "minor"), currency}
		if a.Minor == -1<<63 {
			t.Skip("one more than fits when negated")
		}
		got, err := ParseAmount(a.String(), currency)
		if err != nil || got != a {
			t.Fatalf("%d %s is written %q and read back as %v, %v", a.Minor, currency, a, got, err)
		}
	})
}

func TestAddIsExactOrRefused(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		a, b := rapid.Int64().Draw(t, "a"), rapid.Int64().Draw(t, "b")
		sum, err := Amount{a, EUR}.Add(Amount{b, EUR})
		want := new(big.Int).Add(big.NewInt(a), big.NewInt(b))
		if want.IsInt64() != (err == nil) || (err == nil && sum.Minor != want.Int64()) {
			t.Fatalf("%d + %d = %v, %v; want %v", a, b, sum.Minor, err, want)
		}
	})
	if _, err := (Amount{1, EUR}).Add(Amount{1, "USD"}); !errors.Is(err, ErrCurrencyDiffers) {
		t.Errorf("adding EUR and USD: %v", err)
	}
}

func FuzzParseAmount(f *testing.F) {
	for _, s := range []string{"-12.30", "1e5", "1E-2", "00012.30", "9223372036854775808"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got, err := ParseJSONAmount(text, EUR)
		if strict, refused := ParseAmount(text, EUR); refused == nil && (err != nil || strict != got || strings.ContainsAny(text, "eE")) {
			t.Fatalf("%q is %v, and %v, %v as JSON", text, strict, got, err)
		}
		if err != nil {
			return
		}
		want, ok := new(big.Rat).SetString(text)
		if !ok || strings.ContainsAny(text, "_/xXpPoObB") {
			t.Fatalf("%q was taken as %v", text, got)
		}
		if want.Cmp(big.NewRat(got.Minor, 100)) != 0 {
			t.Fatalf("%q was read as %v", text, got)
		}
	})
}

func TestAddToLosesNothing(t *testing.T) {
	sums := AddTo(nil, Amount{Minor: math.MaxInt64, Currency: EUR})
	sums = AddTo(sums, Amount{Minor: 5, Currency: "USD"})
	sums = AddTo(sums, Amount{Minor: -1, Currency: EUR})
	sums = AddTo(sums, Amount{Minor: 2, Currency: EUR}) // fits no more
	want := []Amount{{math.MaxInt64 - 1, EUR}, {5, "USD"}, {2, EUR}}
	if !slices.Equal(sums, want) {
		t.Errorf("%v, want %v", sums, want)
	}
}
