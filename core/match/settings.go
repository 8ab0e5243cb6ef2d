package match

import (
	"math/big"

	"ferry/core"
)

// Settings are the user's limits. The zero value accepts nothing that differs by a cent.
type Settings core.Limits

// Usual are limits that suit most books.
func Usual() Settings { return Settings(core.DefaultLimits()) }

// perCurrency is a limit in the smallest units of a currency. Limits are in hundredths: five are five cents, 50 fils, and no yen.
func perCurrency(limit int64, c core.Currency) int64 {
	for range c.Decimals() - 2 {
		limit *= 10
	}
	for range 2 - c.Decimals() {
		limit /= 10
	}
	return limit
}

// rounding is by how much a payment of an amount may differ: what the user allows, and no more than a hundredth of it.
func (s Settings) rounding(of core.Amount) int64 {
	return min(perCurrency(s.Rounding, of.Currency), max(of.Minor, -of.Minor)/100)
}

// convert returns the exact value of an amount in another currency, in minor units, rounded half away from zero, and whether
// a rate is stated for the pair.
func (s Settings) convert(a core.Amount, to core.Currency) (int64, bool) {
	for _, r := range s.Rates {
		num, den := r.Value.Num, r.Value.Den
		if r.From == to && r.To == a.Currency {
			num, den = den, num
		} else if r.From != a.Currency || r.To != to {
			continue
		}
		if num <= 0 || den <= 0 {
			continue
		}
		return scale(a, to, big.NewRat(num, den)), true
	}
	return 0, false
}

// scale multiplies by a rate between whole units.
func scale(a core.Amount, to core.Currency, rate *big.Rat) int64 {
	v := new(big.Rat).Mul(new(big.Rat).SetInt64(a.Minor), rate)
	shift := to.Decimals() - a.Currency.Decimals()
	ten := new(big.Rat).SetInt(new(big.Int).Exp(big.NewInt(10), big.NewInt(int64(max(shift, -shift))), nil))
	if shift < 0 {
		ten.Inv(ten)
	}
	return roundRat(v.Mul(v, ten))
}

// roundRat rounds half away from zero; what does not fit is clamped, and can then match nothing.
func roundRat(v *big.Rat) int64 {
	half := big.NewRat(1, 2)
	if v.Sign() < 0 {
		half.Neg(half)
	}
	v = new(big.Rat).Add(v, half)
	n := new(big.Int).Quo(v.Num(), v.Denom())
	if !n.IsInt64() {
		return 0
	}
	return n.Int64()
}

// discounted is what remains of an untouched item's amount for who pays on the day, and whether a discount applies.
func (s Settings) discounted(item core.OpenItem, day core.Date) (int64, bool) {
	full := max(item.Amount.Minor, -item.Amount.Minor)
	terms := item.Discount
	if terms == (core.Discount{}) && s.Discount > 0 {
		terms = core.Discount{PerTenThousand: s.Discount, Until: item.Date.AddDays(s.DiscountDays)}
	}
	if terms.PerTenThousand <= 0 || terms.PerTenThousand >= 10_000 || day > terms.Until {
		return full, false
	}
	// Rounded half up, in steps that cannot overflow.
	off := full/10_000*terms.PerTenThousand + (full%10_000*terms.PerTenThousand+5_000)/10_000
	return full - off, true
}

// near reports whether a lies within slack per ten thousand of b.
func near(a, b, slack int64) bool {
	d := new(big.Int).Sub(big.NewInt(a), big.NewInt(b))
	d.Abs(d).Mul(d, big.NewInt(10_000))
	limit := new(big.Int).Mul(new(big.Int).Abs(big.NewInt(b)), big.NewInt(slack))
	return d.Cmp(limit) <= 0
}
