package core

import (
	"fmt"
	"strings"
	"time"
)

// Date is a calendar day without a time zone. The zero value means that no day is known.
type Date int32

// civilEpoch is the day before day 1, so that the zero Date stays free to mean "unknown".
var civilEpoch = time.Date(0, 12, 31, 0, 0, 0, 0, time.UTC)

const secondsPerDay = 24 * 60 * 60

// NewDate returns the day with this year, month and day of the month.
func NewDate(year int, month time.Month, day int) Date {
	t := time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
	return Date((t.Unix() - civilEpoch.Unix()) / secondsPerDay)
}

// DateIn returns the calendar day on which the instant falls in the given time zone. Banks send instants, and a local
// midnight in Brussels is the evening before in UTC, so the zone must be the institution's.
func DateIn(t time.Time, zone *time.Location) Date {
	if t.IsZero() {
		return 0
	}
	y, m, d := t.In(zone).Date()
	return NewDate(y, m, d)
}

// ParseDate reads "2026-11-22".
func ParseDate(text string) (Date, error) {
	t, err := time.Parse(time.DateOnly, text)
	if err != nil {
		return 0, fmt.Errorf("%q is not a day such as 2026-11-22", clip(text))
	}
	return NewDate(t.Date()), nil
}

// ParseTypedDate reads a day as a person in these countries types it: 2026-11-22, or the day first: 22/11/2026, 22-11-2026,
// 22.11.2026.
func ParseTypedDate(text string) (Date, error) {
	text = strings.TrimSpace(text)
	for _, layout := range []string{"2/1/2006", "2-1-2006", "2.1.2006"} {
		if t, err := time.Parse(layout, text); err == nil {
			return NewDate(t.Date()), nil
		}
	}
	return ParseDate(text)
}

// Time returns midnight UTC of the day, for formatting and arithmetic only.
func (d Date) Time() time.Time { return time.Unix(civilEpoch.Unix()+int64(d)*secondsPerDay, 0).UTC() }

// IsZero reports whether the day is unknown.
func (d Date) IsZero() bool { return d == 0 }

// AddDays returns the day n days later, or earlier for a negative n.
func (d Date) AddDays(n int) Date { return d + Date(n) }

// String writes "2026-11-22", or nothing for an unknown day.
func (d Date) String() string {
	if d.IsZero() {
		return ""
	}
	return d.Time().Format(time.DateOnly)
}

// MarshalText writes the form of String.
func (d Date) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// UnmarshalText reads the form of String.
func (d *Date) UnmarshalText(text []byte) error {
	if len(text) == 0 {
		*d = 0
		return nil
	}
	parsed, err := ParseDate(string(text))
	if err == nil {
		*d = parsed
	}
	return err
}
