package reconcile

import (
	"strings"

	"ferry/core"
	"ferry/core/app"
	"ferry/tui/words"
)

// distinct names the accounts of each dossier so that no two sound alike: by the first word of the bank, with the last signs of the
// number where that is not enough, then with the currency, as one number may have several, and in the end with all that is known.
func distinct(accounts map[core.AccountID]app.AccountView) map[core.AccountID]string {
	type key struct {
		dossier core.DossierID
		name    string
	}
	names := make(map[core.AccountID]string, len(accounts))
	for _, name := range []func(app.AccountView) string{
		func(app.AccountView) string { return "" },
		func(a app.AccountView) string { return ending(a.Reference) },
		func(a app.AccountView) string { return ending(a.Reference) + " " + string(a.Currency) },
		func(a app.AccountView) string { return words.Account(a.Reference) },
		func(a app.AccountView) string { return words.Account(a.Reference) + " " + string(a.Currency) },
		func(a app.AccountView) string { return words.Account(a.Reference) + " " + a.Description },
		func(a app.AccountView) string { return string(a.ID) },
	} {
		called := func(a app.AccountView) key {
			return key{a.Dossier, core.CleanText(strings.TrimSpace(firstWord(a.Bank.Name) + " " + strings.TrimSpace(name(a))))}
		}
		count := make(map[key]int)
		for _, a := range accounts {
			count[called(a)]++
		}
		for id, a := range accounts {
			if k := called(a); names[id] == "" && k.name != "" && count[k] == 1 {
				names[id] = k.name
			}
		}
	}
	return names
}

// ending is the last four signs of an account's number.
func ending(reference string) string {
	signs := []rune(strings.Join(strings.Fields(reference), ""))
	return string(signs[max(len(signs)-4, 0):])
}

// firstWord is the first word of a bank's name that says anything: not "La" alone.
func firstWord(name string) string {
	fields := strings.Fields(name)
	n := min(1, len(fields))
	if n > 0 && len([]rune(fields[0])) < 3 {
		n = min(2, len(fields))
	}
	return strings.Join(fields[:n], " ")
}

func (s *Screen) accountName(id core.AccountID) string { return s.names[id] }
