package core

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestDateInZone(t *testing.T) {
	t.Parallel()
	brussels, err := time.LoadLocation("Europe/Brussels")
	if err != nil {
		t.Fatal(err)
	}
	tests := map[string]string{
		"2026-07-14T22:00:00Z": "2026-07-15", // local midnight in summer
		"2026-01-14T23:00:00Z": "2026-01-15", // local midnight in winter
		"2026-01-14T22:59:59Z": "2026-01-14",
		"2026-03-28T23:00:00Z": "2026-03-29", // the clock goes forward in the night of the 29th
		"2026-03-29T22:00:00Z": "2026-03-30",
		"2026-10-24T22:00:00Z": "2026-10-25", // and back in that of the 25th
		"2026-10-25T23:00:00Z": "2026-10-26",
		"2026-05-01T00:00:00Z": "2026-05-01",
	}
	for instant, want := range tests {
		at, err := time.Parse(time.RFC3339, instant)
		if err != nil {
			t.Fatal(err)
		}
		if got := DateIn(at, brussels).String(); got != want {
			t.Errorf("%s in Brussels is %s, want %s", instant, got, want)
		}
	}
}

func TestDateRoundTrip(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		d := Date(rapid.Int32Range(1, 3_652_059).Draw(t, "day")) // years 1 to 9999
		got, err := ParseDate(d.String())
		if err != nil || got != d {
			t.Fatalf("day %d is written %q and read as %d, %v", d, d, got, err)
		}
		if y, m, day := d.Time().Date(); NewDate(y, m, day) != d {
			t.Fatalf("day %d is not its own calendar day", d)
		}
	})
}

func TestUnknownDate(t *testing.T) {
	t.Parallel()
	var d Date
	if !d.IsZero() || d.String() != "" || !DateIn(time.Time{}, time.UTC).IsZero() {
		t.Error("the zero Date must mean that no day is known")
	}
	for _, text := range []string{"2026-02-30", "22-11-2026", "", "2026-1-1"} {
		if got, err := ParseDate(text); err == nil {
			t.Errorf("ParseDate(%q) = %v", text, got)
		}
	}
}
