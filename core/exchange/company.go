package exchange

import (
	"regexp"
	"strings"

	"ferry/core/reference"
)

// vatShapes are the VAT numbers of the countries whose numbers Ferry's users see most. Only the shape is judged: numbers
// with wrong check digits stand on real invoices.
var vatShapes = map[string]*regexp.Regexp{
	"BE": regexp.MustCompile(`^BE\d{10}$`),
	"NL": regexp.MustCompile(`^NL\d{9}B\d{2}$`),
	"FR": regexp.MustCompile(`^FR[0-9A-HJ-NP-Z]{2}\d{9}$`),
	"DE": regexp.MustCompile(`^DE\d{9}$`),
	"LU": regexp.MustCompile(`^LU\d{8}$`),
	"ES": regexp.MustCompile(`^ES[0-9A-Z]\d{7}[0-9A-Z]$`),
	"IT": regexp.MustCompile(`^IT\d{11}$`),
	"AT": regexp.MustCompile(`^ATU\d{8}$`),
	"PL": regexp.MustCompile(`^PL\d{10}$`),
	"PT": regexp.MustCompile(`^PT\d{9}$`),
	"DK": regexp.MustCompile(`^DK\d{8}$`),
	"FI": regexp.MustCompile(`^FI\d{8}$`),
	"SE": regexp.MustCompile(`^SE\d{12}$`),
}

var (
	dutchBare = regexp.MustCompile(`^\d{9}B\d{2}$`)
	vatShape  = regexp.MustCompile(`^([A-Z]{2})?[0-9A-Z]{4,16}$`)
)

// vatNumber is the normal form of a VAT or company number, and whether it can be one. Belgian numbers get the zero and the
// country that people leave out. What stands for "none" is none.
func vatNumber(text string) (string, bool) {
	if noNumber(text) {
		return "", true
	}
	v := strings.TrimPrefix(strings.TrimPrefix(strings.TrimPrefix(reference.Compact(text), "BTW"), "TVA"), "VAT")
	if digits := strings.TrimPrefix(v, "BE"); belgian(digits) || digits != v && len(digits) == 9 && isDigits(digits) {
		v = "BE" + strings.Repeat("0", 10-len(digits)) + digits
	}
	if dutchBare.MatchString(v) {
		v = "NL" + v
	}
	if len(v) > 2 {
		if shape := vatShapes[v[:2]]; shape != nil {
			return v, shape.MatchString(v)
		}
	}
	return v, vatShape.MatchString(v)
}

// noNumber: people and programs fill the field of who has no number: "unknown", "n/a", 0000000000.
func noNumber(text string) bool { return !strings.ContainsAny(text, "123456789") }

// belgian reports whether bare digits are a Belgian enterprise number, with or without its leading zero.
func belgian(digits string) bool {
	if len(digits) == 9 {
		digits = "0" + digits
	}
	if len(digits) != 10 || !isDigits(digits) || digits[0] > '1' {
		return false
	}
	return number(digits[8:]) == 97-number(digits[:8])%97
}

// companyKey is what two spellings of a company's number share. In France VAT number, SIREN and SIRET all hold the SIREN.
func companyKey(text string) string {
	v, ok := vatNumber(text)
	switch {
	case v == "" || !ok:
		return v
	case vatShapes["FR"].MatchString(v):
		return "FR" + v[4:]
	case len(v) == 14 && isDigits(v) && luhn(v[:9]):
		return "FR" + v[:9] // SIRET: establishment 5 digits behind the SIREN
	case len(v) == 9 && isDigits(v) && luhn(v):
		return "FR" + v
	}
	return v
}

func luhn(digits string) bool {
	sum := 0
	for i := range len(digits) {
		d := int(digits[len(digits)-1-i] - '0')
		if i%2 == 1 {
			if d *= 2; d > 9 {
				d -= 9
			}
		}
		sum += d
	}
	return sum%10 == 0
}
