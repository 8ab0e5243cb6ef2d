package reference

// ibanLengths are those of the registry for the countries of the SEPA area.
var ibanLengths = map[string]int{
	"AD": 24, "AL": 28, "AT": 20, "BE": 16, "BG": 22, "CH": 21, "CY": 28, "CZ": 24, "DE": 22, "DK": 18, "EE": 20, "ES": 24,
	"FI": 18, "FO": 18, "FR": 27, "GB": 22, "GI": 23, "GL": 18, "GR": 27, "HR": 21, "HU": 28, "IE": 22, "IS": 26, "IT": 27,
	"LI": 21, "LT": 20, "LU": 20, "LV": 21, "MC": 27, "MD": 24, "ME": 22, "MK": 19, "MT": 31, "NL": 18, "NO": 15, "PL": 28,
	"PT": 25, "RO": 24, "RS": 22, "SE": 24, "SI": 19, "SK": 24, "SM": 27, "TR": 26, "UA": 29, "VA": 22, "XK": 20,
}

// IBAN returns the normal form of an account number and whether length and check digits hold. Countries that are not in
// the table are judged by the general rule alone.
func IBAN(text string) (string, bool) {
	v := Compact(text)
	if len(v) < 5 || len(v) > 34 || !isUpper(v[0]) || !isUpper(v[1]) || !digitsOnly(v[2:4]) {
		return v, false
	}
	if want, ok := ibanLengths[v[:2]]; ok && len(v) != want {
		return v, false
	}
	return v, mod97(v[4:]+v[:4]) == 1
}

// BIC returns the normal form of a bank's code and whether it has the right shape (ISO 9362:2014).
func BIC(text string) (string, bool) {
	v := Compact(text)
	if len(v) != 8 && len(v) != 11 {
		return v, false
	}
	return v, alphanumeric(v) && isUpper(v[4]) && isUpper(v[5])
}

// FindIBANs lists the valid account numbers in a text, in their order, each once.
func FindIBANs(text string) []string {
	var found []string
	seen := map[string]bool{}
	for i := 0; i+5 <= len(text); i++ {
		if !startsIBAN(text, i) {
			continue
		}
		if v, ok := ibanAt(text[i:]); ok && !seen[v] {
			seen[v] = true
			found = append(found, v)
		}
	}
	return found
}

func startsIBAN(text string, i int) bool {
	letter := func(c byte) bool { return isUpper(c&^0x20) && c|0x20 >= 'a' }
	if !letter(text[i]) || !letter(text[i+1]) || !isDigit(text[i+2]) {
		return false
	}
	return i == 0 || !letter(text[i-1]) && !isDigit(text[i-1])
}

// ibanAt reads as many characters as the country's numbers have, over spaces and line breaks.
func ibanAt(text string) (string, bool) {
	want, ok := ibanLengths[Compact(text[:2])]
	if !ok {
		return "", false
	}
	n := 0
	for i := range len(text) {
		c := text[i]
		switch {
		case isDigit(c), isUpper(c&^0x20) && c|0x20 >= 'a':
			n++
		case c == ' ' || c == '\n' || c == '\r' || c == '.' || c == '-':
			continue
		default:
			return "", false
		}
		if n == want {
			if end := i + 1; end < len(text) && isDigit(text[end]) {
				return "", false
			}
			return IBAN(text[:i+1])
		}
	}
	return "", false
}
