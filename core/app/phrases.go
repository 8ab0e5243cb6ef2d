package app

import (
	"fmt"
	"time"

	"ferry/core"
)

// say fills a sentence of the catalogue.
func say(format string, args ...any) string { return fmt.Sprintf(format, args...) }

// trouble is the sentence and the next step of a code, for errors that bring none of their own.
func trouble(code core.Code) (sentence, hint string) {
	switch code {
	case core.CodeAuth:
		return "Ponto refused the credentials", "Check client id and secret on Ponto's site under Integrations, then use Update credentials."
	case core.CodeConsentExpired:
		return "the authorization at the bank expired", "Re-authorize the account; its lines stay readable meanwhile."
	case core.CodeConsentNeeded:
		return "the bank wants a new authorization", "Re-authorize the account."
	case core.CodeWithdrawn:
		return "the account was taken out of the integration", "Authorize it again and choose Fetch accounts."
	case core.CodeRateLimited:
		return "Ponto asked to wait", "Ferry tries again by itself."
	case core.CodeTooSoon:
		return "the account was synchronized a few minutes ago", "Wait some minutes; reading what Ponto already has goes on."
	case core.CodeMaintenance:
		return "the institution is in maintenance", "Nothing to do: try again later."
	case core.CodeBankDown:
		return "Ponto or the bank fails at the moment", "Try again in a while; what was fetched stays readable."
	case core.CodeNetwork:
		return "Ponto could not be reached", "Check the internet connection and the address."
	case core.CodeProtocol:
		return "Ponto's answer was not understood", "Try again; if it stays, send Ponto's support the request id."
	}
	return localTrouble(code)
}

// localTrouble is what can go wrong without Ponto.
func localTrouble(code core.Code) (sentence, hint string) {
	switch code {
	case core.CodeConflict:
		return "that stands in conflict with what is there", "Look at it again before changing it."
	case core.CodeLocked:
		return "the file is in use by another program", "Close the other Ferry, or wait for it."
	case core.CodeInvalid:
		return "that is not valid", "Check what was entered."
	case core.CodeNotFound:
		return "that is not there", "It may have been removed meanwhile: go back and look again."
	case core.CodeCorrupt:
		return "the file is damaged", "Stop working in it, run ferry verify and restore a backup."
	case core.CodeStorage:
		return "the file could not be written", "Check that the disk has room and that the file may be written."
	case core.CodeCancelled:
		return txtCancelled, txtCancelledHint
	}
	return "something went wrong that Ferry did not expect", "Try again; the log has the details."
}

// feedWord is a failed round in one or two words.
func feedWord(code core.Code) string {
	switch code {
	case core.CodeAuth:
		return txtAuthWord
	case core.CodeConsentExpired:
		return "expired"
	case core.CodeConsentNeeded:
		return txtConsentWord
	case core.CodeWithdrawn:
		return txtWithdrawnWord
	case core.CodeRateLimited, core.CodeTooSoon:
		return "wait"
	case core.CodeMaintenance:
		return txtMaintenanceWord
	case core.CodeBankDown:
		return "bank down"
	case core.CodeNetwork:
		return "offline"
	case core.CodeStorage, core.CodeCorrupt, core.CodeLocked:
		return "file"
	}
	return "failed"
}

func betaNotice(bank string) string { return say(txtBeta, bank) }

func experimentalNotice(bank string) string { return say(txtExperimental, bank) }

func clockText(ahead time.Duration) string {
	// ahead is how far the server is ahead: this machine is behind by as much.
	if ahead > 0 {
		return say(txtClock, left(ahead), txtBehind)
	}
	return say(txtClock, left(-ahead), txtAhead)
}

// day writes a day as people say it: "21 May 2027". now gives the time zone of the reader.
func day(t, now time.Time) string {
	if t.IsZero() {
		return "a day that is not known"
	}
	return t.In(now.Location()).Format("2 January 2006")
}

// moment writes an instant as briefly as it stays clear: "14:05" today, else with the day.
func moment(t, now time.Time) string {
	if t.IsZero() {
		return "a time that is not known"
	}
	t, now = t.In(now.Location()), now.In(now.Location())
	if t.Format(time.DateOnly) == now.Format(time.DateOnly) {
		return t.Format("15:04")
	}
	return t.Format("2 January 2006, 15:04")
}

// instant writes day and time whatever today is.
func instant(t, now time.Time) string { return t.In(now.Location()).Format("2 January 2006, 15:04:05") }

// left writes a waiting time rounded up, so that it is never over before it says so.
func left(d time.Duration) string {
	switch {
	case d <= time.Minute:
		return count(ceil(d, time.Second), "second")
	case d <= 2*time.Hour:
		return count(ceil(d, time.Minute), "minute")
	case d <= 48*time.Hour:
		return count(ceil(d, time.Hour), "hour")
	}
	return count(ceil(d, 24*time.Hour), "day")
}

func ceil(d, unit time.Duration) int { return int((d + unit - 1) / unit) }

func count(n int, unit string) string {
	if n == 1 {
		return "1 " + unit
	}
	return fmt.Sprintf("%d %ss", n, unit)
}

// authSentence tells what came of a consent flow, in words for the moment after it.
func authSentence(r AuthResult, renewal bool, now time.Time) string {
	switch {
	case r.Renewed && (renewal || r.New == 0):
		if !r.Expires.After(now) {
			return txtRenewedNoDate
		}
		return say(txtRenewed, day(r.Expires, now))
	case r.New > 0:
		return count(r.New, "new account") + " authorized."
	}
	return txtNothingYet
}

// choiceText says what there is to choose from, and how to mend it when there is nothing.
func choiceText(conn core.Connection, c Choice, fresh int) (sentence, next string) {
	switch {
	case c.NoneOfChosen:
		name := bankName(*c.Institution)
		return say(txtNoneOfChosen, name, name), perDoor(conn.Door, say(txtNoneCustom, name), say(txtNoneConnect, name))
	case len(c.Groups) == 0:
		return txtNothingAtAll, txtNoAccountsNext
	case fresh == 0:
		return txtAllConnected, ""
	}
	all := 0
	for _, g := range c.Groups {
		all += len(g.Accounts)
	}
	if all == fresh {
		return say(txtNewAccounts, fresh), ""
	}
	return say(txtNewAmongOthers, fresh), ""
}
