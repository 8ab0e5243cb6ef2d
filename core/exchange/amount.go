package exchange

import (
	"errors"
	"strings"

	"ferry/core"
)

// figure is an amount as a cell writes it, cut into its parts.
type figure struct {
	negative bool
	money    string // currency code or sign that stands in the cell
	whole    string // digits
	fraction string // digits behind the decimal sign
	decimal  byte   // the decimal sign that the figure proves; 0: it proves none
	either   byte   // the one sign of a figure such as 1.234, which may be either; then whole and fraction are as for decimal
}

var errFigure = errors.New("not an amount")

// notSuch says of a cell that it is no amount at all.
const notSuch = "this is not an amount such as 1204.50 or 1.204,50"

// signs are the ways to write a currency beside an amount.
var signs = map[string][]core.Currency{
	"€": {"EUR"}, "£": {"GBP"}, "$": {"USD", "CAD", "AUD", "NZD", "HKD", "SGD"}, "¥": {"JPY", "CNY"}, "FR.": {"CHF"}, "KR": {"SEK", "NOK", "DKK", "ISK"},
}

// minuses are what is written for a minus.
var minuses = strings.NewReplacer("\u2212", "-", "\u2013", "-", "\u00a0", " ", "\u202f", " ", "\u2009", " ", "\u2019", "'")

// readFigure cuts a cell.
func readFigure(cell string) (figure, error) {
	var f figure
	s := strings.TrimSpace(minuses.Replace(cell))
	s, f.money = takeMoney(s)
	s = strings.TrimSpace(s)
	switch {
	case strings.HasPrefix(s, "(") && strings.HasSuffix(s, ")"):
		f.negative, s = true, s[1:len(s)-1]
	case strings.HasPrefix(s, "-"):
		f.negative, s = true, s[1:]
	case strings.HasSuffix(s, "-"):
		f.negative, s = true, s[:len(s)-1]
	case strings.HasPrefix(s, "+"):
		s = s[1:]
	}
	err := f.cut(strings.TrimSpace(s))
	return f, err
}

// takeMoney takes the currency off either end.
func takeMoney(s string) (rest, money string) {
	isDigit := func(r rune) bool { return r >= '0' && r <= '9' }
	first, last := strings.IndexFunc(s, isDigit), strings.LastIndexFunc(s, isDigit)
	if first < 0 {
		return s, ""
	}
	before, after := strings.Trim(s[:first], " -+()"), strings.Trim(s[last+1:], " -+()")
	switch {
	case before != "" && after == "":
		return strings.Replace(s, before, "", 1), strings.ToUpper(before)
	case after != "" && before == "":
		at := strings.LastIndex(s, after)
		return s[:at] + s[at+len(after):], strings.ToUpper(after)
	}
	return s, ""
}

// cut finds the decimal sign, if it is clear.
func (f *figure) cut(s string) error {
	commas, points := strings.Count(s, ","), strings.Count(s, ".")
	blanks := strings.ContainsAny(s, " '")
	switch {
	case commas == 0 && points == 0:
		return f.take(s, "", "")
	case commas > 0 && points > 0:
		sign := s[strings.LastIndexAny(s, ",.")]
		f.decimal = sign
		return f.splitAt(s, sign)
	case commas+points > 1:
		// The sign parts thousands, so the other one is the decimal sign.
		f.decimal = '.'
		if points > 0 {
			f.decimal = ','
		}
		return f.take(s, "", "")
	}
	sign := s[strings.IndexAny(s, ",.")]
	whole, fraction, _ := strings.Cut(s, string(sign))
	if blanks || len(fraction) != 3 || len(whole) > 3 || strings.HasPrefix(whole, "0") {
		f.decimal = sign
	} else {
		f.either = sign
	}
	return f.splitAt(s, sign)
}

func (f *figure) splitAt(s string, sign byte) error {
	whole, fraction, _ := strings.Cut(s, string(sign))
	if fraction == "" || !isDigits(fraction) {
		return errFigure
	}
	return f.take(whole, fraction, string(sign))
}

// take joins the groups of thousands, which must be of one sort and of three digits each.
func (f *figure) take(whole, fraction, decimal string) error {
	at := strings.IndexAny(whole, " '.,")
	if at >= 0 {
		part := whole[at : at+1]
		groups := strings.Split(whole, part)
		if part == decimal || len(groups[0]) > 3 {
			return errFigure
		}
		for _, g := range groups[1:] {
			if len(g) != 3 {
				return errFigure
			}
		}
		whole = strings.Join(groups, "")
	}
	if !isDigits(whole) {
		return errFigure
	}
	f.whole, f.fraction = whole, fraction
	return nil
}

// notation is the decimal sign of a file, as far as it is known.
type notation struct {
	told   byte // by the mapping
	comma  bool // some cell proves it
	point  bool
	groups string // signs that part thousands, or the amount would have more decimals than its currency
	months bool   // some date has the month first
	layout string
}

// learn takes what one cell proves for amounts with so many decimals.
func (n *notation) learn(cell string, decimals int) {
	f, err := readFigure(cell)
	if err != nil {
		return
	}
	if f.either != 0 && len(strings.TrimRight(f.fraction, "0")) > decimals {
		n.groups += string(f.either)
	}
	n.comma = n.comma || f.decimal == ','
	n.point = n.point || f.decimal == '.'
}

// decimal is the sign of the file: 0 where nothing says which, or where the file is at odds with itself. One file is read one way: if
// 12.50 proves the point, 1.234 stands beside it by a mistake, and then 1,234 is no safer.
func (n *notation) decimal() byte {
	switch {
	case n.told != 0:
		return n.told
	case n.comma && !n.point && !strings.Contains(n.groups, ","):
		return ','
	case n.point && !n.comma && !strings.Contains(n.groups, "."):
		return '.'
	}
	return 0
}

// amount reads a cell in a currency; an empty currency is that of the cell, or the euro.
func (n *notation) amount(cell string, currency core.Currency) (core.Amount, string) {
	f, err := readFigure(cell)
	if err != nil {
		return core.Amount{}, notSuch
	}
	if reason := f.agrees(currency); reason != "" {
		return core.Amount{}, reason
	}
	sign := n.decimal()
	switch {
	case n.told != 0 && f.decimal != 0 && f.decimal != n.told:
		return core.Amount{}, "the mapping says that the decimal sign is “" + string(n.told) + "”, and this amount is written otherwise"
	case f.either != 0 && sign == 0:
		return core.Amount{}, "this may be " + f.whole + f.fraction + " or " + f.whole + "." + f.fraction + ": say in the mapping what the decimal sign is"
	case f.either != 0 && f.either != sign:
		f.whole, f.fraction = f.whole+f.fraction, ""
	}
	amount, err := core.ParseAmount(f.text(), currency)
	return amount, whyNoAmount(err, currency)
}

// text writes the figure as core reads amounts.
func (f figure) text() string {
	text := f.whole
	if f.fraction != "" {
		text += "." + f.fraction
	}
	if f.negative {
		text = "-" + text
	}
	return text
}

// agrees refuses an amount that names another currency than its row.
func (f figure) agrees(currency core.Currency) string {
	if f.money == "" || f.money == string(currency) {
		return ""
	}
	of, known := signs[f.money]
	for _, c := range of {
		if c == currency {
			return ""
		}
	}
	if known || core.Currency(f.money).Valid() {
		return "the amount is in " + f.money + " and the row in " + string(currency)
	}
	return notSuch
}

// whyNoAmount says in a sentence why the digits are no amount; nothing where they are.
func whyNoAmount(err error, currency core.Currency) string {
	switch {
	case err == nil:
		return ""
	case errors.Is(err, core.ErrAmountPrecision):
		return "the amount has more decimals than " + string(currency) + " has"
	case errors.Is(err, core.ErrAmountRange):
		return "the amount is too large"
	}
	return "this is not an amount such as 1204.50"
}

func isDigits(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}
