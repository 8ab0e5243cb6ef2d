package world

import (
	"fmt"
	"strings"
)

// mod97 reads digits and letters (A=10 … Z=35) as one number, as ISO 7064 and ISO 13616 do.
func mod97(s string) int {
	r := 0
	for i := range len(s) {
		switch c := s[i]; {
		case c >= '0' && c <= '9':
			r = (r*10 + int(c-'0')) % 97
		case c >= 'A' && c <= 'Z':
			r = (r*100 + int(c-'A') + 10) % 97
		}
	}
	return r
}

// digits draws a string of n decimal digits.
func digits(h uint64, n int) string {
	b := make([]byte, n)
	for i := range b {
		if i%16 == 15 {
			h = mix(h + uint64(n))
		}
		b[i] = '0' + byte(h%10)
		h /= 10
	}
	return string(b)
}

// ogm makes the twelve digits of a Belgian structured communication: the last two are the first ten modulo 97, 97 for 0.
func ogm(ten string) string {
	check := mod97(ten)
	if check == 0 {
		check = 97
	}
	return fmt.Sprintf("%s%02d", ten, check)
}

// wrongDigit spoils a digit in the middle, as a typing error does: the check digits no longer fit.
func wrongDigit(s string) string {
	b := []byte(s)
	b[4] = '0' + (b[4]-'0'+1)%10
	return string(b)
}

const ogmSpellings = 8

// spellOGM writes twelve digits in one of the ways in which they reach banks.
func spellOGM(d string, way uint64) string {
	a, b, c := d[:3], d[3:7], d[7:]
	switch way % ogmSpellings {
	case 0:
		return "+++" + a + "/" + b + "/" + c + "+++"
	case 1:
		return "***" + a + "/" + b + "/" + c + "***"
	case 2:
		return a + "/" + b + "/" + c
	case 3:
		return a + " " + b + " " + c
	case 4:
		return "+++ " + a + " / " + b + " / " + c + " +++"
	case 5:
		return "+++" + a + "/" + b + "\n/" + c + "+++"
	case 6:
		return d[:6] + "\n" + d[6:]
	}
	return d
}

// creditorReference makes an ISO 11649 reference: "RF", two check digits, the text.
func creditorReference(text string) string {
	return fmt.Sprintf("RF%02d%s", 98-mod97(text+"RF00"), text)
}

// spellRF writes a creditor reference bare, in groups of four, in lower case or broken over two lines.
func spellRF(rf string, way uint64) string {
	switch way % 4 {
	case 0:
		return rf
	case 1:
		return inFours(rf)
	case 2:
		return strings.ToLower(rf)
	}
	return rf[:9] + "\n" + rf[9:]
}

func inFours(s string) string {
	var b strings.Builder
	for i := range len(s) {
		if i > 0 && i%4 == 0 {
			b.WriteByte(' ')
		}
		b.WriteByte(s[i])
	}
	return b.String()
}

// paymentReference makes a Dutch betalingskenmerk of sixteen digits: a check digit (weights 2 4 8 5 10 9 7 3 6 1 from
// the right, modulo 11) before fifteen digits.
func paymentReference(fifteen string) string {
	weights := [...]int{2, 4, 8, 5, 10, 9, 7, 3, 6, 1}
	sum := 0
	for i := range len(fifteen) {
		sum += int(fifteen[len(fifteen)-1-i]-'0') * weights[i%len(weights)]
	}
	check := 11 - sum%11
	switch check {
	case 10:
		check = 1
	case 11:
		check = 0
	}
	return fmt.Sprintf("%d%s", check, fifteen)
}

// iban makes an account number with right check digits; the Belgian one also has the national ones right.
func iban(country string, h uint64) string {
	var bban string
	switch country {
	case "NL":
		banks := [...]string{"POLD", "ZUID", "HAVN", "NRDZ", "DUIN"}
		bban = banks[h%uint64(len(banks))] + "0" + digits(h>>4, 9)
	case "FR":
		bban = digits(h, 23)
	case "LU":
		bban = digits(h, 16)
	case "DE":
		bban = digits(h, 18)
	case "ES":
		bban = digits(h, 20)
	default:
		country = "BE"
		bban = ogm(digits(h, 10))
	}
	return fmt.Sprintf("%s%02d%s", country, 98-mod97(bban+country+"00"), bban)
}
