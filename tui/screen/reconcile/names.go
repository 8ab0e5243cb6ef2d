package reconcile

import (
	"maps"
	"strings"

	"ferry/core"
	"ferry/core/app"
	"ferry/tui/words"
)

// distinct names the accounts of each dossier so that no two sound alike: by the first word of the bank, with the last signs of the
// number where that is not enough, then with the currency, as one number may have several, and in the end with all that is known.
func distinct(accounts map[core.AccountID]app.AccountView) map[core.AccountID]string {
	byDossier := make(map[core.DossierID][]app.AccountView)
	for _, a := range accounts {
		byDossier[a.Dossier] = append(byDossier[a.Dossier], a)
	}
	bank := func(a app.AccountView) string { return firstWord(a.Bank.Name) }
	names := make(map[core.AccountID]string, len(accounts))
	for _, list := range byDossier {
		maps.Copy(names, words.Apart(list, func(a app.AccountView) core.AccountID { return a.ID },
			bank,
			func(a app.AccountView) string { return bank(a) + " " + words.Ending(a.Reference) },
			func(a app.AccountView) string {
				return bank(a) + " " + words.Ending(a.Reference) + " " + string(a.Currency)
			},
			func(a app.AccountView) string { return bank(a) + " " + words.Account(a.Reference) },
			func(a app.AccountView) string { return bank(a) + " " + a.Told() },
			func(a app.AccountView) string {
				return bank(a) + " " + words.Account(a.Reference) + " " + a.Description
			},
			func(a app.AccountView) string { return bank(a) + " " + string(a.ID) }))
	}
	return names
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
