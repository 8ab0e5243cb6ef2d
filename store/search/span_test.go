package search

import (
	"math"
	"math/big"
	"testing"

	"ferry/core"

	"pgregory.net/rapid"
)

func TestRanges(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{
		"amt:10..20": true, "amt:12.30..12.30": true, "amt:12,31..20": false, "amt:..12.30": true, "amt:12.31..": false, "amt:12.30..": true,
		"amt:-20..-10": true, "amt:-20..0": true, "amt:+10..20": false, "amt:-12.29..20": false, "amt:0..": true, "amt:-20..": true,
		"amt:-9223372036854775808..99999999999999999999": true,
		"date:2026-10-01..2026-10-15":                    true, "date:2026-10-05..2026-10-05": true, "date:2026-10-06..": false, "date:..2026-10-05": true,
		"date:2026-10..2026-11": true, "date:2025..2026-09": false, "date:..2026": true, "date:5/10/2026..": true,
	} {
		if got := accepts(t, text, line()); got != want {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
	}
	for _, bad := range []string{"amt:..", "amt:1..x", "amt:20..10", "amt:1...2", "amt:>1..2", "amt:1.234..2", "amt:1..2..3",
		"date:..", "date:2026..gone", "date:2026-11..2026-10", "date:>2026.."} {
		if _, err := Parse(bad, 0, 0); core.CodeOf(err) != core.CodeInvalid {
			t.Errorf("%q: %v", bad, err)
		}
	}
}

// A range holds what lies between its bounds, to the last cent and in every currency; without a sign, either direction.
func TestRangesAreExact(t *testing.T) {
	t.Parallel()
	cent := func(a core.Amount) *big.Rat { // in hundredths
		scale := int64(1)
		for range a.Currency.Decimals() {
			scale *= 10
		}
		return new(big.Rat).Mul(big.NewRat(a.Minor, scale), big.NewRat(100, 1))
	}
	rapid.Check(t, func(t *rapid.T) {
		near := rapid.OneOf(rapid.Int64Range(-3000, 3000), rapid.SampledFrom([]int64{math.MaxInt64, math.MinInt64 + 1, 0}))
		a, b := near.Draw(t, "from"), near.Draw(t, "to")
		if a > b {
			a, b = b, a
		}
		from, to := core.Amount{Minor: a, Currency: core.EUR}, core.Amount{Minor: b, Currency: core.EUR}
		h := Head{Minor: near.Draw(t, "minor"), Currency: rapid.SampledFrom([]core.Currency{"JPY", "EUR", "BHD", "CLF"}).Draw(t, "currency")}
		value := cent(core.Amount{Minor: h.Minor, Currency: h.Currency})
		inside := func(v *big.Rat) bool { return v.Cmp(cent(from)) >= 0 && v.Cmp(cent(to)) <= 0 }
		want := inside(value)
		if a >= 0 {
			want = want || inside(new(big.Rat).Neg(value))
		}
		q, err := Parse("amt:"+from.String()+".."+to.String(), 0, 0)
		if err != nil {
			t.Fatal(err)
		}
		if got := q.head(&h); got != want {
			t.Fatalf("%s..%s holds %d %s: %v", from, to, h.Minor, h.Currency, got)
		}
	})
}

func TestOwnAccounts(t *testing.T) {
	t.Parallel()
	a := &core.Account{Reference: "BE68 5390 0754 7034", Currency: "EUR", Description: "Zichtrekening", Holder: "Bakkerij Peeters"}
	for text, want := range map[string]bool{
		"": true, "acct:7034": true, "acct:be68539007547034": true, `acct:"BE68 5390"`: true, "acct:7034EUR": true, "acct:7034USD": false,
		"acct:zicht": true, `acct:"bakkerij peeters"`: true, "acct:4059": false, "acct:7034 acct:zicht": true, "acct:7034 acct:4059": false, "7034": true,
	} {
		q, err := Parse(text, 0, 0)
		if err != nil {
			t.Fatalf("%q: %v", text, err)
		}
		if got := q.Account(a); got != want {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
	}
}
