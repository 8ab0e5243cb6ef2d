// Package consent judges how an account's authorization at the bank stands, which reminder is due and what to do next.
// It is pure: the clock is an argument.
package consent

import (
	"slices"
	"time"

	"ferry/core"
)

const (
	day = 24 * time.Hour
	// usualLifetime is how long banks let an authorization live since the European rule of 2023, where they do not say.
	usualLifetime = 180
	// The states begin at so many days left.
	noticeDays, warningDays, criticalDays = 30, 14, 3
	// After is the last step of the ladder: it is over.
	After = -1
)

// Ladder is the steps at which a reminder is given, in days left.
func Ladder() []int { return []int{30, 14, 7, 3, 1, 0, After} }

// Judge says how an account's authorization stands at an instant. lifetimeDays is what the institution expects of an
// authorization, 0 when it does not say.
func Judge(account core.Account, lifetimeDays int, now time.Time) core.Consent {
	c := core.Consent{Account: account.ID, State: core.ConsentUnknown, AuthorizedAt: account.AuthorizedAt, ExpiresAt: account.ExpiresAt}
	if c.ExpiresAt.IsZero() && !account.AuthorizedAt.IsZero() {
		if lifetimeDays <= 0 {
			lifetimeDays = usualLifetime
		}
		c.ExpiresAt, c.Estimated = account.AuthorizedAt.AddDate(0, 0, lifetimeDays), true
	}
	if !c.ExpiresAt.IsZero() {
		c.DaysLeft = daysLeft(c.ExpiresAt, now)
		c.State = stateOf(c, now)
	}
	if !account.WithdrawnAt.IsZero() {
		c.State = core.ConsentWithdrawn
	}
	return c
}

// daysLeft counts started days: a consent that ends in an hour has one day left. Once it is over, it counts the days of the
// calendar since, which are what a person counts who reads the day of the end beside it: over since this morning is 0.
// Seconds do not start a day: the clock that now comes from is known to a second or two only (the Date header of an
// answer), so that a consent given this moment for 180 days would now and then show 181.
func daysLeft(expires, now time.Time) int {
	left := expires.Sub(now)
	if left <= 0 {
		return int(core.DateIn(expires, now.Location()) - core.DateIn(now, now.Location()))
	}
	days := int(left.Truncate(time.Minute) / day)
	if rest := left.Truncate(time.Minute) % day; rest > 0 || days == 0 {
		days++
	}
	return days
}

func stateOf(c core.Consent, now time.Time) core.ConsentState {
	switch {
	case !now.Before(c.ExpiresAt):
		return core.ConsentExpired
	case c.DaysLeft <= criticalDays:
		return core.ConsentCritical
	case c.DaysLeft <= warningDays:
		return core.ConsentWarning
	case c.DaysLeft <= noticeDays:
		return core.ConsentNotice
	default:
		return core.ConsentOK
	}
}

// Due returns the reminder to give now: the most urgent step that has been reached, unless it was given. Milder steps
// that were slept through are skipped for good. given are the steps already given for this end of the consent.
func Due(given []int, c core.Consent) (step int, ok bool) {
	if c.ExpiresAt.IsZero() || c.State == core.ConsentWithdrawn {
		return 0, false
	}
	reached := false
	for _, s := range Ladder() {
		if c.DaysLeft <= threshold(s) {
			step, reached = s, true
		}
	}
	// A later step that was given makes this one stale, should the clock have gone back a little.
	stale := slices.ContainsFunc(given, func(g int) bool { return g <= step })
	return step, reached && !stale
}

// threshold is the number of days left at which a step is reached: step 0 belongs to the moment it ends, the last one to
// the second day after, when nobody has acted on the others for a whole day.
func threshold(step int) int {
	if step == After {
		return -2
	}
	return step
}
