package match

import (
	"regexp"
	"strings"

	"ferry/core"
)

// amountAfter and amountBefore are an amount with its currency, either way around; decimalNumber is any number with a point
// or a comma.
var (
	amountAfter   = regexp.MustCompile(`\b([A-Z]{3})\s?([0-9][0-9.,' ]*[0-9]|[0-9])`)
	amountBefore  = regexp.MustCompile(`([0-9][0-9.,']*[0-9]|[0-9])\s?([A-Z]{3})\b`)
	decimalNumber = regexp.MustCompile(`[0-9]+[.,][0-9]+`)
)

func statedAmounts(text string) (amounts []core.Amount, numbers []string) {
	if !strings.ContainsAny(text, "0123456789") {
		return nil, nil
	}
	add := func(number, code string) {
		if a, ok := looseAmount(number, core.Currency(code)); ok {
			amounts = append(amounts, a)
		}
	}
	for _, m := range amountAfter.FindAllStringSubmatch(text, -1) {
		add(m[2], m[1])
	}
	for _, m := range amountBefore.FindAllStringSubmatch(text, -1) {
		add(m[1], m[2])
	}
	for _, n := range decimalNumber.FindAllString(text, -1) {
		numbers = append(numbers, strings.Replace(n, ",", ".", 1))
	}
	return amounts, numbers
}

// looseAmount reads "1.234,50", "1,234.50", "1 234,50" and "1234": the last mark before one or two digits is the decimal one.
func looseAmount(text string, currency core.Currency) (core.Amount, bool) {
	text = strings.Map(func(r rune) rune {
		if r == ' ' || r == '\'' {
			return -1
		}
		return r
	}, text)
	whole, fraction := text, ""
	if i := strings.LastIndexAny(text, ".,"); i >= 0 && len(text)-i <= 3 {
		whole, fraction = text[:i], text[i:]
	}
	whole = strings.NewReplacer(".", "", ",", "").Replace(whole)
	a, err := core.ParseAmount(whole+strings.Replace(fraction, ",", ".", 1), currency)
	return a, err == nil && a.Minor > 0
}
