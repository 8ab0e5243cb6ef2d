package core

import (
	"errors"
	"fmt"
	"strings"
)

// Amount is an exact sum of money: an integer number of minor units (cents) in one currency.
type Amount struct {
	Minor    int64
	Currency Currency
}

// Reasons why a text is not an amount.
var (
	ErrAmountSyntax    = errors.New("not a decimal number")
	ErrAmountPrecision = errors.New("more decimals than the currency has")
	ErrAmountRange     = errors.New("too large")
	ErrCurrencyDiffers = errors.New("amounts in two currencies cannot be added")
)

// ParseAmount reads a decimal number: digits, a sign before them, one decimal point. "-12.3", "1204". It refuses to round: digits
// beyond the currency's decimals are allowed only when they are zero. What a person types is read by exchange.ReadTyped.
func ParseAmount(text string, currency Currency) (Amount, error) {
	return parseAmount(text, 0, text, currency)
}

// ParseJSONAmount reads a number as JSON may write it, also with an exponent: "1.5E2". Nothing else has exponents: where people
// write, 12e3 is a slip.
func ParseJSONAmount(text string, currency Currency) (Amount, error) {
	mantissa, exponent, err := splitNumber(text)
	if err != nil {
		return Amount{}, amountError(text, currency, err)
	}
	return parseAmount(mantissa, exponent, text, currency)
}

func amountError(text string, currency Currency, err error) error {
	return fmt.Errorf("amount %q in %s: %w", clip(text), currency, err)
}

// parseAmount reads a mantissa whose decimal point stands exponent places further right; text is what the caller was given.
func parseAmount(mantissa string, exponent int, text string, currency Currency) (Amount, error) {
	fail := func(err error) (Amount, error) { return Amount{}, amountError(text, currency, err) }
	digits, negative := strings.CutPrefix(mantissa, "-")
	if !negative {
		digits = strings.TrimPrefix(digits, "+")
	}
	whole, fraction, _ := strings.Cut(digits, ".")
	if whole == "" || !onlyDigits(whole) || !onlyDigits(fraction) || strings.HasSuffix(digits, ".") {
		return fail(ErrAmountSyntax)
	}
	// The decimal point stands behind digits[:point]; minor units need it moved by the currency's decimals.
	digits = whole + fraction
	point := len(whole) + exponent + currency.Decimals()
	if point < 0 {
		digits, point = strings.Repeat("0", -point)+digits, 0
	}
	for len(digits) < point {
		digits += "0"
	}
	if strings.Trim(digits[point:], "0") != "" {
		return fail(ErrAmountPrecision)
	}
	var minor int64
	for _, d := range digits[:point] {
		if minor > (1<<63-1-int64(d-'0'))/10 {
			return fail(ErrAmountRange)
		}
		minor = minor*10 + int64(d-'0')
	}
	if negative {
		minor = -minor
	}
	return Amount{Minor: minor, Currency: currency}, nil
}

// splitNumber takes the exponent off a JSON number. Exponents are bounded so that a hostile "1e999999999" cannot make
// the parser allocate.
func splitNumber(text string) (mantissa string, exponent int, err error) {
	i := strings.IndexAny(text, "eE")
	if i < 0 {
		return text, 0, nil
	}
	exp := strings.TrimPrefix(text[i+1:], "+")
	negative := strings.HasPrefix(exp, "-")
	exp = strings.TrimPrefix(exp, "-")
	if exp == "" || len(exp) > 2 || !onlyDigits(exp) {
		return "", 0, ErrAmountSyntax
	}
	for _, d := range exp {
		exponent = exponent*10 + int(d-'0')
	}
	if negative {
		exponent = -exponent
	}
	return text[:i], exponent, nil
}

func onlyDigits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return true
}

func clip(s string) string {
	if len(s) > 40 {
		return s[:40] + "…"
	}
	return s
}

// String writes the amount with all its decimals and without the currency: "-12.30". Scripts rely on this form.
func (a Amount) String() string {
	decimals := a.Currency.Decimals()
	magnitude := uint64(a.Minor)
	sign := ""
	if a.Minor < 0 {
		sign, magnitude = "-", -magnitude
	}
	digits := fmt.Sprintf("%0*d", decimals+1, magnitude)
	if decimals == 0 {
		return sign + digits
	}
	cut := len(digits) - decimals
	return sign + digits[:cut] + "." + digits[cut:]
}

// Add returns the exact sum, or an error when the currencies differ or the sum does not fit.
func (a Amount) Add(b Amount) (Amount, error) {
	if a.Currency != b.Currency {
		return Amount{}, ErrCurrencyDiffers
	}
	sum := a.Minor + b.Minor
	if (sum > a.Minor) != (b.Minor > 0) {
		return Amount{}, ErrAmountRange
	}
	return Amount{Minor: sum, Currency: a.Currency}, nil
}

// AddTo adds an amount to the sum of its currency, or begins one: what does not fit stands beside, and nothing is lost.
func AddTo(sums []Amount, a Amount) []Amount {
	for i := range sums {
		if sum, err := sums[i].Add(a); err == nil {
			sums[i] = sum
			return sums
		}
	}
	return append(sums, a)
}

// Neg returns the amount with the other sign.
func (a Amount) Neg() Amount { return Amount{Minor: -a.Minor, Currency: a.Currency} }

// IsZero reports whether nothing is owed either way.
func (a Amount) IsZero() bool { return a.Minor == 0 }
