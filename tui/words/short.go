package words

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"ferry/core"
)

// Named is an account that is to be told apart from others in few cells.
type Named struct {
	core.Account
	Bank string
}

// Short gives accounts the shortest names that tell them apart: the last four signs of the number, with the bank's initials
// where two end alike, then with the currency, and in the end the whole number.
func Short(accounts []Named) map[core.AccountID]string {
	names := make(map[core.AccountID]string, len(accounts))
	for _, name := range []func(Named) string{
		func(a Named) string { return ending(a.Reference) },
		func(a Named) string { return strings.TrimSpace(Initials(a.Bank) + " " + ending(a.Reference)) },
		func(a Named) string { return strings.TrimSpace(ending(a.Reference) + " " + string(a.Currency)) },
		func(a Named) string { return strings.TrimSpace(a.Reference + " " + string(a.Currency)) },
	} {
		count := make(map[string]int)
		for _, a := range accounts {
			count[name(a)]++
		}
		for _, a := range accounts {
			if n := name(a); names[a.ID] == "" && n != "" && count[n] == 1 {
				names[a.ID] = core.CleanText(n)
			}
		}
	}
	for _, a := range accounts {
		if names[a.ID] == "" {
			names[a.ID] = string(a.ID)
		}
	}
	return names
}

// ending is the last four signs of an account's number.
func ending(reference string) string {
	signs := []rune(strings.Join(strings.Fields(reference), ""))
	return string(signs[max(len(signs)-4, 0):])
}

// Initials shortens a bank's name to its first letters; what is written in capitals stays whole: "KBC", "INGB", "KH".
func Initials(bank string) string {
	var b strings.Builder
	for _, word := range strings.FieldsFunc(bank, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		if word == strings.ToUpper(word) && utf8.RuneCountInString(word) <= 4 {
			b.WriteString(word)
			continue
		}
		first, _ := utf8.DecodeRuneInString(word)
		b.WriteRune(unicode.ToUpper(first))
	}
	return b.String()
}
