package consent_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"ferry/core"
	"ferry/core/consent"
)

var start = time.Date(2026, 1, 1, 9, 30, 0, 0, time.UTC)

const day = 24 * time.Hour

func account(authorized, expires time.Time) core.Account {
	return core.Account{ID: "a", AuthorizedAt: authorized, ExpiresAt: expires}
}

func TestJudge(t *testing.T) {
	t.Parallel()
	end := start.Add(180 * day)
	given := account(start, end)
	gone := given
	gone.WithdrawnAt = start.Add(day)
	tests := []struct {
		name      string
		account   core.Account
		lifetime  int
		now       time.Time
		state     core.ConsentState
		days      int
		estimated bool
	}{
		{"fresh", given, 0, start, core.ConsentOK, 180, false},
		{"fresh, by a clock that is behind", given, 0, start.Add(-1900 * time.Millisecond), core.ConsentOK, 180, false},
		{"last second", given, 0, end.Add(-time.Second), core.ConsentCritical, 1, false},
		{"a second over", given, 0, end.Add(time.Second), core.ConsentExpired, 0, false},
		{"a day and a second over", given, 0, end.Add(day + time.Second), core.ConsentExpired, -1, false},
		{"31 days", given, 0, end.Add(-31 * day), core.ConsentOK, 31, false},
		{"30 days and an hour", given, 0, end.Add(-30*day - time.Hour), core.ConsentOK, 31, false},
		{"30 days", given, 0, end.Add(-30 * day), core.ConsentNotice, 30, false},
		{"15 days", given, 0, end.Add(-15 * day), core.ConsentNotice, 15, false},
		{"14 days", given, 0, end.Add(-14 * day), core.ConsentWarning, 14, false},
		{"4 days", given, 0, end.Add(-4 * day), core.ConsentWarning, 4, false},
		{"3 days", given, 0, end.Add(-3 * day), core.ConsentCritical, 3, false},
		{"last hour", given, 0, end.Add(-time.Hour), core.ConsentCritical, 1, false},
		{"the moment", given, 0, end, core.ConsentExpired, 0, false},
		{"an hour over", given, 0, end.Add(time.Hour), core.ConsentExpired, 0, false},
		{"over since last night", given, 0, end.Add(15 * time.Hour), core.ConsentExpired, -1, false},
		{"almost five days over", given, 0, end.Add(5*day - time.Hour), core.ConsentExpired, -5, false},
		{"a little more than five days over", given, 0, end.Add(5*day + time.Hour), core.ConsentExpired, -5, false},
		{"two days over", given, 0, end.Add(2 * day), core.ConsentExpired, -2, false},
		{"90-day bank without a date", account(start, time.Time{}), 90, start.Add(80 * day), core.ConsentWarning, 10, true},
		{"bank that says nothing", account(start, time.Time{}), 0, start.Add(80 * day), core.ConsentOK, 100, true},
		{"nothing known", account(time.Time{}, time.Time{}), 90, start, core.ConsentUnknown, 0, false},
		{"only the end known", account(time.Time{}, end), 0, start, core.ConsentOK, 180, false},
		{"withdrawn is not expired", gone, 0, end.Add(day), core.ConsentWithdrawn, -1, false},
	}
	for _, tt := range tests {
		c := consent.Judge(tt.account, tt.lifetime, tt.now)
		if c.State != tt.state || c.DaysLeft != tt.days || c.Estimated != tt.estimated {
			t.Errorf("%s: %s, %d days, estimated %v; want %s, %d, %v", tt.name, c.State, c.DaysLeft, c.Estimated, tt.state, tt.days, tt.estimated)
		}
	}
}

// TestLadderGivesEachStepOnce: however often the clock is looked at, no step comes twice, none comes after a more urgent
// one, and looking at least every few hours gives them all.
func TestLadderGivesEachStepOnce(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		a := account(start, start.Add(180*day))
		longest := time.Duration(rapid.IntRange(1, 90*24).Draw(t, "hours between looks")) * time.Hour
		var given []int
		for now := start; now.Before(start.Add(200 * day)); {
			now = now.Add(time.Duration(rapid.Int64Range(int64(time.Minute), int64(longest)).Draw(t, "wait")))
			for {
				step, ok := consent.Due(given, consent.Judge(a, 0, now))
				if !ok {
					break
				}
				given = append(given, step)
			}
		}
		if !slices.IsSortedFunc(given, func(a, b int) int { return b - a }) || len(slices.Compact(slices.Clone(given))) != len(given) {
			t.Fatalf("given %v", given)
		}
		if longest < day && !slices.Equal(given, consent.Ladder()) {
			t.Fatalf("given %v, want the whole ladder", given)
		}
	})
}

func TestDueSkipsToTheMostUrgent(t *testing.T) {
	t.Parallel()
	a := account(start, start.Add(180*day))
	step, ok := consent.Due([]int{30}, consent.Judge(a, 0, a.ExpiresAt.Add(-60*time.Hour)))
	if step != 3 || !ok {
		t.Errorf("step %d, %v; want 3", step, ok)
	}
	if step, ok := consent.Due(nil, consent.Judge(a, 0, start)); ok {
		t.Errorf("step %d at the start", step)
	}
	a.WithdrawnAt = start
	if _, ok := consent.Due(nil, consent.Judge(a, 0, a.ExpiresAt)); ok {
		t.Error("a reminder for an account that was taken out")
	}
	if _, ok := consent.Due(nil, consent.Judge(core.Account{}, 0, start)); ok {
		t.Error("a reminder without a date")
	}
}

func TestAdviceSaysWhatToDo(t *testing.T) {
	t.Parallel()
	for _, door := range []core.Door{core.CustomIntegration, core.PontoConnect} {
		for _, s := range []core.ConsentState{core.ConsentUnknown, core.ConsentOK, core.ConsentNotice, core.ConsentWarning,
			core.ConsentCritical, core.ConsentExpired, core.ConsentWithdrawn} {
			c := core.Consent{State: s, ExpiresAt: start, DaysLeft: 1, Estimated: true}
			sentence, next := consent.Advice(door, c, "Bank\x1b[2J")
			if sentence == "" || next == "" && s != core.ConsentOK || strings.Contains(sentence, "\x1b") || consent.Word(s) == "" {
				t.Errorf("%s, %s: %q, %q", door, s, sentence, next)
			}
		}
	}
	_, custom := consent.Advice(core.CustomIntegration, core.Consent{State: core.ConsentExpired}, "")
	if !strings.Contains(custom, "Ponto's site") {
		t.Errorf("custom integration: %q", custom)
	}
	c := core.Consent{State: core.ConsentCritical, DaysLeft: 1, ExpiresAt: start}
	if got := consent.Reminder(1, c, "Main", "Bank"); got != "Main: the authorization at Bank ends in 1 day, on 1 January 2026." {
		t.Error(got)
	}
	if consent.Level(30) != core.Info || consent.Level(7) != core.Warning || consent.Level(0) != core.Alarm {
		t.Error("levels")
	}
}
