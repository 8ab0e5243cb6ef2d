package exchange

import (
	"strings"

	"ferry/core"
)

// ReadTyped reads an amount as a person types it: 12,5 and 12.50, 1 234,50, 1.234,50 and 1,234.50, with a sign before it and its
// currency beside it. Where thousands and decimals cannot be told apart, as in 1.234, it refuses rather than guesses; so it does
// with exponents, and with more decimals than the currency has. Its error is a sentence for the person.
func ReadTyped(text string, currency core.Currency) (core.Amount, error) {
	refuse := func(why string) (core.Amount, error) {
		return core.Amount{}, &core.Error{Code: core.CodeInvalid, Op: "read the amount", Msg: "“" + shown(text) + "” " + why}
	}
	f, err := readFigure(text)
	switch {
	case err != nil || f.agrees(currency) == notSuch:
		return refuse("is not an amount such as 12.50 or 1.204,50")
	case f.agrees(currency) != "":
		return refuse("is not an amount in " + string(currency))
	case f.either != 0:
		return refuse("may be " + f.whole + f.fraction + " or " + f.whole + "." + f.fraction + ": write " + f.whole + f.fraction + otherWay(f, currency))
	}
	amount, err := core.ParseAmount(f.text(), currency)
	if reason := whyNoAmount(err, currency); reason != "" {
		return refuse("cannot be taken: " + reason)
	}
	return amount, nil
}

// otherWay writes the figure so that it leaves no doubt: with decimals of both sorts, or as the small amount that a currency with
// three decimals allows.
func otherWay(f figure, currency core.Currency) string {
	switch currency.Decimals() {
	case 0:
		return ""
	case 3, 4:
		return " or " + f.whole + string(f.either) + f.fraction + "0"
	}
	decimal := "."
	if f.either == '.' {
		decimal = ","
	}
	return " or " + f.whole + string(f.either) + f.fraction + decimal + strings.Repeat("0", currency.Decimals())
}

// TypedFigures are the ways to read what a person types to find an amount, each as amounts are written, without sign: 1.210,5 is
// 1210.5, and 1.210 is 1.210 or 1210. What is still being typed may end in a decimal sign. Nothing for what is no number.
func TypedFigures(text string) []string {
	f, err := readFigure(strings.TrimRight(text, ".,"))
	if err != nil || !strings.Contains("€£$¥", f.money) { // letters are part of a number: INV-12
		return nil
	}
	f.negative = false
	ways := []string{f.text()}
	if f.either != 0 {
		ways = append(ways, f.whole+f.fraction)
	}
	return ways
}
