package consent

import (
	"fmt"
	"time"

	"ferry/core"
)

// Word is the state in one word, for a narrow column.
func Word(s core.ConsentState) string {
	switch s {
	case core.ConsentOK:
		return "ok"
	case core.ConsentNotice, core.ConsentWarning:
		return "ends soon"
	case core.ConsentCritical:
		return "ends now"
	case core.ConsentExpired:
		return "expired"
	case core.ConsentWithdrawn:
		return "withdrawn"
	default:
		return "unknown"
	}
}

// Advice is what a screen says of a consent: what is the matter, and what to do next. bank is the institution's name.
func Advice(door core.Door, c core.Consent, bank string) (sentence, next string) {
	bank = name(bank)
	switch c.State {
	case core.ConsentOK:
		return fmt.Sprintf("%s lets Ponto read until %s%s.", bank, date(c.ExpiresAt), estimate(c)), ""
	case core.ConsentNotice, core.ConsentWarning, core.ConsentCritical:
		return fmt.Sprintf("The authorization at %s ends in %s, on %s%s. After that no new lines arrive.",
			bank, days(c.DaysLeft), date(c.ExpiresAt), estimate(c)), renew(door, "Renew it in time")
	case core.ConsentExpired:
		return fmt.Sprintf("The authorization at %s ended on %s%s. No new lines arrive; what was fetched stays.",
			bank, date(c.ExpiresAt), estimate(c)), renew(door, "Re-authorize")
	case core.ConsentWithdrawn:
		return fmt.Sprintf("The account at %s was taken out of the integration. Its lines stay; nothing new is read.", bank), restore(door)
	default:
		return fmt.Sprintf("Nobody says how long %s lets Ponto read this account.", bank), "Ferry shows when reading stops; look at Ponto's site to be sure."
	}
}

func renew(door core.Door, what string) string {
	if door == core.PontoConnect {
		return what + ": Ferry opens a link with which the account holder signs at the bank. The account and its lines stay as they are."
	}
	return what + " on Ponto's site, under Accounts › Live › this account › Re-authorize. Only the account holder can do it; Ferry sees the new date by itself."
}

func restore(door core.Door) string {
	if door == core.PontoConnect {
		return "Authorize the account again if you still need it: Ferry recognises it and goes on where it stopped."
	}
	return "Tick the account again on Ponto's site, under Integrations › your integration › Accounts, if you still need it: Ferry recognises it and goes on where it stopped."
}

// Reminder is the text of a step of the ladder, for the activity list. account is what screens call it.
func Reminder(step int, c core.Consent, account, bank string) string {
	account, bank = core.CleanText(account), name(bank)
	switch {
	case step == After:
		return fmt.Sprintf("%s: the authorization at %s ended on %s and has not been renewed. No new lines arrive.", account, bank, date(c.ExpiresAt))
	case c.State == core.ConsentExpired:
		return fmt.Sprintf("%s: the authorization at %s has ended%s. No new lines arrive.", account, bank, estimate(c))
	default:
		return fmt.Sprintf("%s: the authorization at %s ends in %s, on %s%s.", account, bank, days(c.DaysLeft), date(c.ExpiresAt), estimate(c))
	}
}

// Level says how loud a reminder is.
func Level(step int) core.Level {
	switch {
	case step <= 0:
		return core.Alarm
	case step <= warningDays:
		return core.Warning
	default:
		return core.Info
	}
}

func name(bank string) string {
	if bank == "" {
		return "the bank"
	}
	return core.CleanText(bank)
}

func days(n int) string {
	if n == 1 {
		return "1 day"
	}
	return fmt.Sprintf("%d days", n)
}

func date(t time.Time) string { return t.Format("2 January 2006") }

func estimate(c core.Consent) string {
	if c.Estimated {
		return " (an estimate: the bank gives no date)"
	}
	return ""
}
