package app

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"ferry/core"
	"ferry/core/consent"
)

// Ids of the actions that mend things, as Status.Action names them; the screens bind keys to them.
const (
	ActionConnect     = "connections.connect"
	ActionAuthorize   = "connections.authorize"
	ActionReauthorize = "connections.reauthorize"
	ActionCredentials = "connections.update-credentials"
	ActionAccounts    = "connections.fetch-accounts"
	ActionFetch       = "accounts.fetch"
)

// accountStatus tells the one thing that matters most about an account: what stops its lines comes before what will stop
// them, and that before what is merely good to know.
func accountStatus(v AccountView, conn core.Connection, known bool, now time.Time) Status {
	name, bank := accountName(v.Account), bankName(v.Bank)
	switch {
	case !v.Connected && !known:
		return Status{Code: core.CodeOK, Word: txtRemovedWord, Sentence: say(txtRemovedAccount, name), Next: txtRemovedAccountNext, Action: ActionConnect}
	case !v.Connected:
		return Status{Code: core.CodeOK, Word: txtUntickedWord, Sentence: say(txtUnticked, name), Next: txtUntickedNext, Action: ActionAccounts}
	case !v.WithdrawnAt.IsZero():
		return Status{Level: core.Alarm, Code: core.CodeWithdrawn, Word: txtWithdrawnWord, Sentence: say(txtWithdrawn, name, bank, day(v.WithdrawnAt, now)),
			Next: perDoor(conn.Door, say(txtWithdrawnNextCustom, bank), say(txtWithdrawnNextConnect, bank)), Action: ActionAuthorize, Since: v.WithdrawnAt}
	case conn.Broken != "":
		return Status{Level: core.Alarm, Code: core.CodeAuth, Word: txtAuthWord, Sentence: say(txtBroken, conn.Name, moment(conn.BrokenSince, now)),
			Next: perDoor(conn.Door, txtBrokenNextCustom, txtBrokenNextConnect), Action: ActionCredentials, Since: conn.BrokenSince}
	case v.Consent.State == core.ConsentExpired:
		return Status{Level: core.Alarm, Code: core.CodeConsentExpired, Word: consent.Word(v.Consent.State), Sentence: say(txtExpired, name, bank, day(v.Consent.ExpiresAt, now)),
			Next: perDoor(conn.Door, say(txtReauthorizeCustom, name), say(txtReauthorizeConnect, name)), Action: ActionReauthorize, Since: v.Consent.ExpiresAt}
	case wantsConsent(v.LatestSync):
		return Status{Level: core.Alarm, Code: core.CodeConsentNeeded, Word: txtConsentWord, Sentence: say(txtConsentNeeded, bank, name, moment(v.LatestSync.Updated, now)),
			Next: perDoor(conn.Door, say(txtReauthorizeCustom, name), say(txtReauthorizeConnect, name)), Action: ActionReauthorize, Since: v.LatestSync.Updated}
	case v.Bank.InMaintenance(now) || v.ReadOnly:
		sentence, next := maintenanceText(v.Bank, now)
		return Status{Level: core.Warning, Code: core.CodeMaintenance, Word: txtMaintenanceWord, Sentence: sentence, Next: next, Since: v.Bank.MaintenanceFrom}
	}
	if s, failed := feedStatus(v, now); failed {
		return s
	}
	return calmStatus(v, conn, now)
}

// wantsConsent reports whether the bank refused its last synchronization for want of an authorization. Ponto's codes of
// that kind all begin alike.
func wantsConsent(r core.SyncResult) bool {
	return r.Status == "error" && strings.HasPrefix(r.Code, "authorization")
}

// feedStatus tells why the last round failed and when the next one is.
func feedStatus(v AccountView, now time.Time) (Status, bool) {
	f := v.Feed
	if f.Outcome == "" || f.Outcome == core.CodeOK {
		return Status{}, false
	}
	if consentTrouble(f.Outcome) && v.AuthorizedAt.After(f.LastTry) {
		return Status{}, false // given again since; the next round will say so
	}
	sentence, next := trouble(f.Outcome)
	s := Status{Level: core.Warning, Code: f.Outcome, Word: feedWord(f.Outcome), Action: ActionFetch, Since: f.LastGood,
		Sentence: asSentence(or(f.Message, sentence)), Next: asSentence(or(f.Hint, next))}
	bank := bankName(v.Bank)
	switch f.Outcome {
	case core.CodeTooSoon:
		s.Level, s.Action, s.Sentence = core.Info, "", txtTooSoon
		s.Next = txtTooSoonOver
		if f.NextSync.After(now) {
			s.Next = say(txtTooSoonNext, moment(f.NextSync, now), left(f.NextSync.Sub(now)))
		}
		return s, true
	case core.CodeCancelled:
		return Status{}, false // the user did it and knows
	case core.CodeBankDown:
		s.Sentence = say(txtBankDown, bank)
	case core.CodeNetwork:
		s.Sentence = txtNetwork
	case core.CodeRateLimited:
		s.Sentence = txtRateLimited
	case core.CodeAuth:
		s.Level, s.Action = core.Alarm, ActionCredentials
	case core.CodeConsentExpired, core.CodeConsentNeeded:
		s.Level, s.Action = core.Alarm, ActionReauthorize
	case core.CodeWithdrawn:
		s.Level, s.Action = core.Alarm, ActionAuthorize
	case core.CodeStorage, core.CodeCorrupt:
		s.Level = core.Alarm
	}
	if f.NextTry.After(now) && s.Level == core.Warning {
		s.Next = say(txtNextTry, moment(f.NextTry, now))
	}
	if !f.LastGood.IsZero() {
		s.Next += " " + say(txtAsOf, moment(f.LastGood, now))
	}
	return s, true
}

// consentTrouble reports whether a round failed for want of the bank's authorization.
func consentTrouble(c core.Code) bool {
	return c == core.CodeConsentExpired || c == core.CodeConsentNeeded
}

// asSentence gives the text of an error, lower case and without a full stop, both.
func asSentence(s string) string {
	if s == "" {
		return s
	}
	first, size := utf8.DecodeRuneInString(s)
	s = string(unicode.ToUpper(first)) + s[size:]
	if !strings.HasSuffix(s, ".") && !strings.HasSuffix(s, "!") && !strings.HasSuffix(s, "?") {
		s += "."
	}
	return s
}

// calmStatus is for an account whose lines arrive: what will end that, and what is good to know.
func calmStatus(v AccountView, conn core.Connection, now time.Time) Status {
	name, bank := accountName(v.Account), bankName(v.Bank)
	sentence, next := consent.Advice(conn.Door, v.Consent, bank)
	s := Status{Code: core.CodeOK, Word: consent.Word(v.Consent.State), Sentence: sentence, Next: next}
	switch v.Consent.State {
	case core.ConsentCritical, core.ConsentWarning:
		s.Level, s.Action, s.Since = core.Warning, ActionReauthorize, v.Consent.ExpiresAt
		if v.Consent.State == core.ConsentCritical {
			s.Level = core.Alarm
		}
		return s
	case core.ConsentNotice:
		s.Action = ActionReauthorize
		return s
	}
	switch {
	case v.Deprecated || v.Bank.Deprecated:
		return Status{Level: core.Warning, Code: core.CodeOK, Word: txtDeprecatedWord, Sentence: say(txtDeprecatedAccount, bank, name), Next: txtDeprecatedAccountNext, Action: ActionAuthorize}
	case v.LatestSync.Status == "error":
		return Status{Level: core.Warning, Code: core.CodeBankDown, Word: txtSyncWord, Sentence: say(txtSyncFailed, bank, moment(v.LatestSync.Updated, now)), Next: txtSyncFailedNext, Since: v.LatestSync.Updated}
	case v.Feed.LastGood.IsZero():
		return Status{Code: core.CodeOK, Word: txtNewWord, Sentence: txtNeverRead, Next: txtNeverReadNext, Action: ActionFetch}
	}
	s = Status{Code: core.CodeOK, Word: txtOkWord, Sentence: say(txtUpToDate, moment(v.Feed.LastGood, now))}
	switch {
	case v.Bank.Status == core.Beta:
		s.Next = betaNotice(bank)
	case v.Bank.Status == core.Experimental:
		s.Next = experimentalNotice(bank)
	case v.Consent.State == core.ConsentUnknown:
		s.Next = say(txtUnknownEnd, bank)
	}
	return s
}

// connectionStatus tells how a connection stands; good is the last time any of its accounts was read.
func connectionStatus(v ConnectionView, good, now time.Time) Status {
	switch {
	case v.Broken != "":
		return Status{Level: core.Alarm, Code: v.Broken, Word: txtAuthWord, Sentence: say(txtBroken, v.Name, moment(v.BrokenSince, now)),
			Next: perDoor(v.Door, txtBrokenNextCustom, txtBrokenNextConnect), Action: ActionCredentials, Since: v.BrokenSince}
	case v.Accounts == 0:
		return Status{Code: core.CodeOK, Word: txtEmptyWord, Sentence: txtNoAccounts, Next: txtNoAccountsNext, Action: ActionAuthorize}
	case good.IsZero():
		return Status{Code: core.CodeOK, Word: txtNewWord, Sentence: txtNeverRead, Next: txtNeverReadNext, Action: ActionFetch}
	}
	return Status{Code: core.CodeOK, Word: txtOkWord, Sentence: say(txtUpToDate, moment(good, now))}
}

func perDoor(door core.Door, custom, connect string) string {
	if door == core.PontoConnect {
		return connect
	}
	return custom
}
