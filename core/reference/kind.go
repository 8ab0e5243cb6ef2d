package reference

import "strings"

// Kind is a national or international sort of reference.
type Kind uint8

// The kinds, in the order in which a text is tried.
const (
	None      Kind = iota
	OGM            // Belgium: 10 digits and mod 97, written +++123/4567/89012+++
	RF             // ISO 11649: RF, two check digits, up to 21 letters and digits
	QRR            // Switzerland: 27 digits, recursive mod 10
	Kenmerk        // Netherlands: 7, 9-14 or 16 digits, weighted mod 11
	FIK            // Denmark, card type 71: 15 digits, Luhn
	KID            // Norway: 2-25 characters, Luhn or mod 11
	OCR            // Sweden: 2-25 digits, Luhn
	Viite          // Finland and Estonia: 4-20 digits, weights 7 3 1
	lastKind  = Viite
	firstKind = OGM
)

// kindWords are the names, by kind.
var kindWords = [...]string{None: "none", OGM: "ogm", RF: "rf", QRR: "qrr", Kenmerk: "kenmerk", FIK: "fik", KID: "kid", OCR: "ocr", Viite: "viite"}

// String is the word that rules and scripts use.
func (k Kind) String() string {
	if int(k) < len(kindWords) {
		return kindWords[k]
	}
	return "?"
}

// ParseKind reads the word of String.
func ParseKind(text string) (Kind, bool) {
	for k, word := range kindWords {
		if word == text {
			return Kind(k), true
		}
	}
	return None, false
}

// Reference is one reference in its normal form: digits or capital letters, nothing between them.
type Reference struct {
	Kind  Kind
	Value string
	// Valid reports whether the check digits hold. The seven-digit Dutch form has none and counts as valid.
	Valid bool
}

// Valid reports whether the normal form is one of the kind and its check digits hold. Zeros alone are no reference: banks
// write them where none was given.
func Valid(kind Kind, value string) bool {
	if !shaped(kind, value) || strings.Trim(value, "0") == "" {
		return false
	}
	switch kind {
	case OGM:
		return ogmHolds(value)
	case RF:
		return rfHolds(value)
	case QRR:
		return qrrHolds(value)
	case Kenmerk:
		return kenmerkHolds(value)
	case KID:
		return kidHolds(value)
	case FIK, OCR:
		return luhnHolds(value)
	case Viite:
		return viiteHolds(value)
	}
	return false
}

// shaped reports whether a value has the length and the characters of a kind.
func shaped(kind Kind, v string) bool {
	n := len(v)
	switch kind {
	case OGM:
		return n == 12 && digitsOnly(v)
	case RF:
		return n >= 5 && n <= 25 && v[:2] == "RF" && digitsOnly(v[2:4]) && alphanumeric(v[4:])
	case QRR:
		return n == 27 && digitsOnly(v)
	case Kenmerk:
		return (n == 7 || n >= 9 && n <= 14 || n == 16) && digitsOnly(v)
	case FIK:
		return n == 15 && digitsOnly(v)
	case KID:
		return n >= 2 && n <= 25 && (digitsOnly(v) || v[n-1] == '-' && digitsOnly(v[:n-1]))
	case OCR:
		return n >= 2 && n <= 25 && digitsOnly(v)
	case Viite:
		return n >= 4 && n <= 20 && digitsOnly(v)
	}
	return false
}

// Parse reads a text that as a whole is meant to be a reference, such as the reference field of an invoice. Of the kinds
// that fit, the first whose check digits hold is taken; if none holds, the text is a reference only where it is written
// as one (OGM, RF).
func Parse(text string) (Reference, bool) {
	found := Find(Field{Text: text})
	want := Compact(text)
	for _, f := range found {
		if f.Value == want {
			return f.Reference, true
		}
	}
	return Reference{}, false
}

// Compact is the normal form of a text: capital letters and digits without anything between them.
func Compact(text string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r >= '0' && r <= '9', r >= 'A' && r <= 'Z':
			return r
		case r >= 'a' && r <= 'z':
			return r - 'a' + 'A'
		}
		return -1
	}, text)
}

func digitsOnly(s string) bool {
	for i := range len(s) {
		if s[i] < '0' || s[i] > '9' {
			return false
		}
	}
	return s != ""
}

func alphanumeric(s string) bool {
	for i := range len(s) {
		if !isDigit(s[i]) && !isUpper(s[i]) {
			return false
		}
	}
	return s != ""
}

func isDigit(c byte) bool { return c >= '0' && c <= '9' }
func isUpper(c byte) bool { return c >= 'A' && c <= 'Z' }
