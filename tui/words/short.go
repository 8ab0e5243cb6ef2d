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
	return Apart(accounts, func(a Named) core.AccountID { return a.ID },
		func(a Named) string { return Ending(a.Reference) },
		func(a Named) string { return Initials(a.Bank) + " " + Ending(a.Reference) },
		func(a Named) string { return Ending(a.Reference) + " " + string(a.Currency) },
		func(a Named) string { return a.Reference + " " + string(a.Currency) },
		func(a Named) string { return string(a.ID) })
}

// Apart gives each of a list the first of some names that no other has, safe to paint.
func Apart[T any, K comparable](list []T, key func(T) K, names ...func(T) string) map[K]string {
	called := make(map[K]string, len(list))
	for _, name := range names {
		clean := func(one T) string { return core.CleanText(strings.TrimSpace(name(one))) }
		count := make(map[string]int)
		for _, one := range list {
			count[clean(one)]++
		}
		for _, one := range list {
			if n := clean(one); called[key(one)] == "" && n != "" && count[n] == 1 {
				called[key(one)] = n
			}
		}
	}
	return called
}

// Ending is the last four signs of an account's number.
func Ending(reference string) string {
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
