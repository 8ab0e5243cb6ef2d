package words_test

import (
	"errors"
	"testing"
	"time"

	"ferry/core"
	"ferry/tui/words"
)

func TestNumbers(t *testing.T) {
	t.Parallel()
	for got, want := range map[string]string{
		words.Count(0):        "0",
		words.Count(999):      "999",
		words.Count(1204):     "1 204",
		words.Count(-1234567): "-1 234 567",
		words.Amount(core.Amount{Minor: -1833210, Currency: "EUR"}): "-18 332,10 EUR",
		words.Amount(core.Amount{Minor: 5, Currency: "EUR"}):        "0,05 EUR",
		words.Amount(core.Amount{Minor: 123456, Currency: "JPY"}):   "123 456 JPY",
		words.Number(core.Amount{Minor: 100000, Currency: "EUR"}):   "1 000,00",
		words.Plural(1, "account", "accounts"):                      "1 account",
		words.Plural(1200, "account", "accounts"):                   "1 200 accounts",
		words.Days(3):                      "3 days",
		words.Days(0):                      "today",
		words.Days(-1):                     "1 day ago",
		words.Elapsed(9 * time.Second):     "9 s",
		words.Elapsed(185 * time.Second):   "3 min 05 s",
		words.Sentence("the bank is down"): "The bank is down.",
		words.Sentence("Really?"):          "Really?",
		words.Sentence("nl.csv is empty"):  "nl.csv is empty.",
		words.Sentence("in/nl is empty"):   "in/nl is empty.",
		words.Sentence("stop. go"):         "Stop. go.",
		words.Sentence("évité\x1b[31m"):    "Évité[31m.",
		words.Sentence(""):                 "",
	} {
		if got != want {
			t.Errorf("%q instead of %q", got, want)
		}
	}
}

func TestMoment(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 22, 9, 30, 0, 0, time.UTC)
	for at, want := range map[time.Time]string{
		{}:                        "never",
		now.Add(-time.Hour):       "08:30",
		now.Add(-24 * time.Hour):  "21 Nov 09:30",
		now.AddDate(-1, 0, 0):     "22 Nov 2025 09:30",
		now.Add(14 * time.Minute): "09:44",
	} {
		if got := words.Moment(at, now); got != want {
			t.Errorf("%q instead of %q", got, want)
		}
	}
}

func TestError(t *testing.T) {
	t.Parallel()
	if what, next := words.Error(&core.Error{Code: core.CodeAuth, Msg: "Ponto refused the credentials", Hint: "update them"}); what != "Ponto refused the credentials." || next != "Update them." {
		t.Error(what, next)
	}
	if what, _ := words.Error(errors.New("nil map")); what != "Something went wrong inside Ferry." {
		t.Error(what)
	}
}

func TestBankWords(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 11, 22, 9, 30, 0, 0, time.UTC)
	ends := core.Consent{ExpiresAt: now.AddDate(0, 0, 12), DaysLeft: 12}
	guess := ends
	guess.Estimated = true
	for got, want := range map[string]string{
		words.Account("BE68539007547034"):                                  "BE68 5390 0754 7034",
		words.Account("NL91 ABNA 0417 1643 00"):                            "NL91 ABNA 0417 1643 00",
		words.Account("JP-0001\x1b-998"):                                   "JP-0001-998",
		words.Account(""):                                                  "",
		words.Signed(core.Amount{Minor: 123456, Currency: "EUR"}):          "+1 234,56",
		words.Signed(core.Amount{Minor: -5, Currency: "EUR"}):              "-0,05",
		words.Left(ends) + "|" + words.Ends(ends, now):                     "12 days|4 Dec 2026",
		words.Left(guess) + "|" + words.Ends(guess, now):                   "~12 days|~4 Dec 2026",
		words.Left(core.Consent{}) + "|" + words.Ends(core.Consent{}, now): "no date|",
	} {
		if got != want {
			t.Errorf("%q instead of %q", got, want)
		}
	}
}

func TestShortNamesTellAccountsApart(t *testing.T) {
	t.Parallel()
	named := func(id core.AccountID, reference, bank string, currency core.Currency) words.Named {
		return words.Named{Account: core.Account{ID: id, Reference: reference, Currency: currency}, Bank: bank}
	}
	got := words.Short([]words.Named{
		named("a", "BE68 5390 0754 7991", "Kempische Handelsbank", "EUR"),
		named("b", "BE68 5390 0754 7034", "ING Belgium", "EUR"), named("c", "NL20INGB0001237034", "KBC", "EUR"),
		named("d", "FR761234", "BNP Paribas", "EUR"), named("e", "FR761234", "BNP Paribas", "USD"),
		named("f", "BE11000011112222", "Belfius", "EUR"), named("g", "BE22000011112222", "Belfius", "EUR"), named("h", "", "", ""),
	})
	for id, want := range map[core.AccountID]string{
		"a": "7991", "b": "INGB 7034", "c": "KBC 7034", "d": "1234 EUR", "e": "1234 USD", "f": "BE11000011112222 EUR", "g": "BE22000011112222 EUR", "h": "h",
	} {
		if got[id] != want {
			t.Errorf("%s is called %q, want %q", id, got[id], want)
		}
	}
}

func TestErrorsWriteAmountsAsTheScreenDoes(t *testing.T) {
	t.Parallel()
	sum := core.Amount{Minor: -123450, Currency: core.EUR}
	e := &core.Error{Code: core.CodeInvalid, Msg: "-1234.50 is left", Told: func(write func(core.Amount) string) string { return write(sum) + " is left" }}
	if got, _ := words.Error(e); got != "-1 234,50 is left." {
		t.Errorf("%q", got)
	}
}

func TestAnActIsToldInTheFormOfTheScreens(t *testing.T) {
	t.Parallel()
	sum := core.Amount{Minor: -4379, Currency: core.EUR}
	d := core.Done{What: "rejected x for -43.79 EUR", Told: func(write func(core.Amount) string) string { return "rejected x for " + write(sum) }}
	if got := words.Act(d); got != "rejected x for -43,79 EUR" {
		t.Error(got)
	}
	if got := words.Act(core.Done{What: "accepted 2026-0101\x1b[2J"}); got != "accepted 2026-0101[2J" {
		t.Errorf("%q", got)
	}
}
