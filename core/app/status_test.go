package app

import (
	"strings"
	"testing"
	"time"

	"ferry/core"
	"ferry/core/consent"
)

var noon = time.Date(2026, 5, 4, 12, 0, 0, 0, time.UTC)

// healthy is an account about which nothing needs to be said.
func healthy() AccountView {
	a := core.Account{ID: "a", Connection: "c", Reference: "BE68539007547034", Currency: core.EUR, Connected: true,
		ConnectedAt: noon.AddDate(0, -1, 0), AuthorizedAt: noon.AddDate(0, -1, 0), ExpiresAt: noon.AddDate(0, 5, 0)}
	return AccountView{Account: a, Bank: core.Institution{ID: "i", Name: "Spaarbank", Status: core.Stable}, Feed: core.FeedState{Outcome: core.CodeOK, LastGood: noon.Add(-time.Minute)}}
}

func TestEveryTroubleHasItsOwnSentenceAndNextStep(t *testing.T) {
	t.Parallel()
	conn := core.Connection{ID: "c", Name: "Example BV", Door: core.CustomIntegration}
	tests := []struct {
		name   string
		change func(*AccountView, *core.Connection)
		code   core.Code
		level  core.Level
		in     []string // all must be in sentence and next together
	}{
		{"fine", func(*AccountView, *core.Connection) {}, core.CodeOK, core.Info, []string{"Up to date as of 11:59"}},
		{"never read", func(v *AccountView, _ *core.Connection) { v.Feed = core.FeedState{} }, core.CodeOK, core.Info, []string{"Not read yet"}},
		{"unticked", func(v *AccountView, _ *core.Connection) { v.Connected = false }, core.CodeOK, core.Info, []string{"You unticked BE68", "stay readable", "Tick it again"}},
		{"withdrawn", func(v *AccountView, _ *core.Connection) { v.WithdrawnAt = noon.AddDate(0, 0, -3) }, core.CodeWithdrawn, core.Alarm,
			[]string{"taken out of the integration on 1 May 2026", "Integrations", "Fetch accounts"}},
		{"credentials", func(_ *AccountView, c *core.Connection) { c.Broken, c.BrokenSince = core.CodeAuth, noon }, core.CodeAuth, core.Alarm,
			[]string{"refuses the credentials of Example BV since 12:00", "Update credentials"}},
		{"expired, custom", func(v *AccountView, _ *core.Connection) { v.ExpiresAt = noon.AddDate(0, 0, -2) }, core.CodeConsentExpired, core.Alarm,
			[]string{"BE68 5390 0754 7034 EUR at Spaarbank expired on 2 May 2026", "Syncing stopped", "Ponto's site", "sees the new date"}},
		{"expired, connect", func(v *AccountView, c *core.Connection) {
			v.ExpiresAt, c.Door = noon.AddDate(0, 0, -2), core.PontoConnect
		}, core.CodeConsentExpired, core.Alarm,
			[]string{"Syncing stopped", "Choose Re-authorize: you get a link"}},
		{"bank wants consent", func(v *AccountView, _ *core.Connection) {
			v.LatestSync = core.SyncResult{Status: "error", Code: "authorizationInvalid", Updated: noon}
		}, core.CodeConsentNeeded, core.Alarm, []string{"wants a new authorization", "Re-authorize"}},
		{"maintenance", func(v *AccountView, _ *core.Connection) {
			v.Bank.Maintenance, v.Bank.MaintenanceTo = core.MaintenanceInstitution, noon.Add(3*time.Hour)
		}, core.CodeMaintenance, core.Warning, []string{"maintenance", "planned to end at 15:00", "by itself"}},
		{"read only", func(v *AccountView, _ *core.Connection) { v.ReadOnly = true }, core.CodeMaintenance, core.Warning, []string{"maintenance"}},
		{"too soon", func(v *AccountView, _ *core.Connection) {
			v.Feed.Outcome, v.Feed.NextSync = core.CodeTooSoon, noon.Add(3*time.Minute)
		}, core.CodeTooSoon, core.Info, []string{"refused the synchronization", "ask again at 12:03 (in 3 minutes)"}},
		{"bank down", func(v *AccountView, _ *core.Connection) {
			v.Feed.Outcome, v.Feed.NextTry = core.CodeBankDown, noon.Add(10*time.Minute)
		}, core.CodeBankDown, core.Warning, []string{"Spaarbank cannot be reached", "tries again by itself at 12:10", "as of 11:59"}},
		{"network", func(v *AccountView, _ *core.Connection) { v.Feed.Outcome = core.CodeNetwork }, core.CodeNetwork, core.Warning, []string{"internet connection"}},
		{"rate limited", func(v *AccountView, _ *core.Connection) { v.Feed.Outcome = core.CodeRateLimited }, core.CodeRateLimited, core.Warning, []string{"slow down"}},
		{"sync failed", func(v *AccountView, _ *core.Connection) {
			v.LatestSync = core.SyncResult{Status: "error", Code: "bankUnavailable", Updated: noon}
		}, core.CodeBankDown, core.Warning, []string{"did not answer", "02, 08, 14 and 20 h"}},
		{"beta", func(v *AccountView, _ *core.Connection) { v.Bank.Status = core.Beta }, core.CodeOK, core.Info, []string{"Up to date", "in beta", "Contact Ponto's support"}},
		{"deprecated", func(v *AccountView, _ *core.Connection) { v.Bank.Deprecated = true }, core.CodeOK, core.Warning, []string{"replaces", "Authorize the account again"}},
		{"critical", func(v *AccountView, _ *core.Connection) { v.ExpiresAt = noon.AddDate(0, 0, 2) }, core.CodeOK, core.Alarm, nil},
		{"notice", func(v *AccountView, _ *core.Connection) { v.ExpiresAt = noon.AddDate(0, 0, 20) }, core.CodeOK, core.Info, nil},
	}
	sentences := make(map[string]string)
	for _, tt := range tests {
		v, c := healthy(), conn
		tt.change(&v, &c)
		v.Consent = consent.Judge(v.Account, v.Bank.LifetimeDays, noon)
		s := accountStatus(v, c, true, noon)
		if s.Code != tt.code || s.Level != tt.level {
			t.Errorf("%s: code %s level %d, want %s %d", tt.name, s.Code, s.Level, tt.code, tt.level)
		}
		if s.Word == "" || s.Sentence == "" {
			t.Errorf("%s: word %q, sentence %q", tt.name, s.Word, s.Sentence)
		}
		for _, part := range tt.in {
			if !strings.Contains(s.Sentence+" "+s.Next, part) {
				t.Errorf("%s: %q is not in %q %q", tt.name, part, s.Sentence, s.Next)
			}
		}
		if s.Level != core.Info && s.Next == "" {
			t.Errorf("%s: no next step", tt.name)
		}
		if other, twice := sentences[s.Sentence+s.Next]; twice && tt.name != "read only" {
			t.Errorf("%s says the same as %s", tt.name, other)
		}
		sentences[s.Sentence+s.Next] = tt.name
	}
}

func TestRenewedAccountIsNotCalledExpired(t *testing.T) {
	t.Parallel()
	v := healthy()
	v.Feed.Outcome, v.Feed.LastTry, v.AuthorizedAt = core.CodeConsentExpired, noon.Add(-time.Hour), noon.Add(-time.Minute)
	v.Consent = consent.Judge(v.Account, 0, noon)
	if s := accountStatus(v, core.Connection{ID: "c"}, true, noon); s.Level != core.Info {
		t.Errorf("a consent given since the last round leaves the account %+v", s)
	}
}

func TestSentencesAreSentences(t *testing.T) {
	t.Parallel()
	v := healthy()
	v.Feed.Outcome, v.Feed.Message, v.Feed.Hint = core.CodeProtocol, "the answer is not what the API promises", "tell Ponto's support"
	v.Consent = consent.Judge(v.Account, 0, noon)
	s := accountStatus(v, core.Connection{ID: "c"}, true, noon)
	if s.Sentence != "The answer is not what the API promises." || !strings.HasPrefix(s.Next, "Tell Ponto's support.") {
		t.Errorf("%q %q", s.Sentence, s.Next)
	}
}

func TestRemovedConnectionKeepsItsAccountsReadable(t *testing.T) {
	t.Parallel()
	v := healthy()
	v.Connected = false
	if s := accountStatus(v, core.Connection{}, false, noon); !strings.Contains(s.Sentence, "stay readable") || s.Word != txtRemovedWord {
		t.Errorf("status %+v", s)
	}
}

func TestLettersNameAccountDayLinkAndSteps(t *testing.T) {
	t.Parallel()
	for language, days := range map[string]string{"en": "4 October 2026", "nl": "4 oktober 2026", "fr": "4 octobre 2026"} {
		v := healthy()
		v.Consent = consent.Judge(v.Account, 0, noon)
		text := letters[language].write(v, "https://ponto.example/renew", noon)
		for _, needed := range []string{"BE68 5390 0754 7034 EUR", "Spaarbank", days, "https://ponto.example/renew", "1. ", "2. ", "3. "} {
			if !strings.Contains(text, needed) {
				t.Errorf("the letter in %s lacks %q:\n%s", language, needed, text)
			}
		}
		v.ExpiresAt = noon.AddDate(0, 0, -1)
		v.Consent = consent.Judge(v.Account, 0, noon)
		if after := letters[language].write(v, "x", noon); after == text || strings.Contains(after, "%!") || strings.Contains(text, "%!") {
			t.Errorf("the letter in %s does not know that it is over, or is badly filled in:\n%s", language, after)
		}
	}
}

func TestWaitingTimesAreRoundedUp(t *testing.T) {
	t.Parallel()
	for d, want := range map[time.Duration]string{
		time.Second: "1 second", 1500 * time.Millisecond: "2 seconds", 61 * time.Second: "2 minutes", 3 * time.Minute: "3 minutes",
		150 * time.Minute: "3 hours", 49 * time.Hour: "3 days",
	} {
		if got := left(d); got != want {
			t.Errorf("left(%v) = %q, want %q", d, got, want)
		}
	}
}

func TestChecklistTicksOnlyWhatTheAPIShows(t *testing.T) {
	t.Parallel()
	done := func(f facts) string {
		var b strings.Builder
		for _, step := range checklist(f) {
			switch {
			case step.Done:
				b.WriteByte('x')
			case step.Known:
				b.WriteByte('.')
			default:
				b.WriteByte('?')
			}
		}
		return b.String()
	}
	for want, f := range map[string]facts{
		"..?.??.": {}, "xx?.??.": {credentials: true}, "xxx.??.": {credentials: true, onboarded: true}, "xxxxxxx": {credentials: true, accounts: 2},
	} {
		if got := done(f); got != want {
			t.Errorf("%+v ticks %s, want %s", f, got, want)
		}
	}
}

func TestErrorsThatLeaveHaveSentenceAndHint(t *testing.T) {
	t.Parallel()
	codes := []core.Code{core.CodeAuth, core.CodeConsentExpired, core.CodeConsentNeeded, core.CodeWithdrawn, core.CodeRateLimited, core.CodeTooSoon,
		core.CodeMaintenance, core.CodeBankDown, core.CodeNetwork, core.CodeProtocol, core.CodeConflict, core.CodeLocked, core.CodeInvalid,
		core.CodeNotFound, core.CodeCorrupt, core.CodeStorage, core.CodeCancelled, core.CodeInternal}
	for _, code := range codes {
		cause := &core.Error{Code: code}
		err := error(cause)
		tell("try", &err)
		if told, ok := err.(*core.Error); !ok || told.Msg == "" || told.Hint == "" || told.Op != "try" || told.Code != code {
			t.Errorf("%s leaves as %#v", code, err)
		}
		if cause.Msg != "" {
			t.Errorf("%s: the cause was changed", code)
		}
	}
}

func TestPublicAddress(t *testing.T) {
	t.Parallel()
	for text, ok := range map[string]bool{"81.82.83.84": true, " 2a02:a03f::1 ": true, "192.168.1.2": false, "127.0.0.1": false, "10.0.0.1": false, "x": false, "": false, "0.0.0.0": false} {
		if _, err := publicAddress(text); (err == nil) != ok {
			t.Errorf("publicAddress(%q): %v", text, err)
		}
	}
}

func TestRingKeepsTheNewest(t *testing.T) {
	t.Parallel()
	var r ring
	for i := range keptRequests + 3 {
		r.put(Request{Connection: core.ConnectionID(rune('a' + i%26))})
		r.kept[i%keptRequests].Status = i
	}
	list := r.newestFirst()
	if len(list) != keptRequests || list[0].Status != keptRequests+2 || list[keptRequests-1].Status != 3 {
		t.Errorf("%d kept, from %d to %d", len(list), list[0].Status, list[len(list)-1].Status)
	}
}

func TestDashboardLink(t *testing.T) {
	t.Parallel()
	real, err := dashboardLink(core.Connection{Dashboard: dashboardURL}, "id", "add", "institution", "i")
	if err != nil || real != dashboardURL+"/" {
		t.Errorf("the real dashboard: %s, %v", real, err)
	}
	simulated, err := dashboardLink(core.Connection{Dashboard: "http://127.0.0.1:4001/dashboard"}, "a b", "reauthorize", "account", "x")
	if err != nil || simulated != "http://127.0.0.1:4001/dashboard/reauthorize?account=x&client=a+b" {
		t.Errorf("the simulator's: %s, %v", simulated, err)
	}
}
