package exchange

import (
	"regexp"
	"strconv"
	"strings"
	"time"

	"ferry/core"
)

// Years outside of these are slips of the hand.
const (
	firstYear = 1990
	lastYear  = 2099
)

var (
	yearFirst = regexp.MustCompile(`^(\d{4})([-/.])(\d{1,2})([-/.])(\d{1,2})$`)
	yearLast  = regexp.MustCompile(`^(\d{1,2})([-/.])(\d{1,2})([-/.])(\d{4})$`)
	yearShort = regexp.MustCompile(`^\d{1,2}[-/.]\d{1,2}[-/.]\d{2}$`)
	compact   = regexp.MustCompile(`^(\d{4})(\d{2})(\d{2})$`)
	midnight  = regexp.MustCompile(`[T ]0{1,2}:00(:00(\.0+)?)?$`)
)

const (
	notADay  = "this is not a day such as 2026-11-22 or 22/11/2026"
	noSuch   = "there is no such day"
	oddYear  = "the year is not between 1990 and 2099"
	twoWays  = "this may be the day or the month first: other dates of the file have the month first; say in the mapping how dates are written"
	shortDay = "the year has two digits: say in the mapping how dates are written, such as dd/mm/yy"
)

// layoutOf turns "dd/mm/yyyy" into the form that package time reads; false for what is no such form.
func layoutOf(words string) (string, bool) {
	s := strings.ToLower(strings.TrimSpace(words))
	parted := strings.ContainsAny(s, "/-. ")
	day, month := "02", "01"
	if parted {
		day, month = "2", "1" // with or without a leading zero
	}
	layout := strings.NewReplacer("yyyy", "2006", "yy", "06", "mm", month, "dd", day, "m", "1", "d", "2").Replace(s)
	once := func(letter string, most int) bool {
		n := strings.Count(s, letter)
		return n >= 1 && n <= most && strings.Contains(s, strings.Repeat(letter, n))
	}
	whole := once("y", 4) && strings.Count(s, "y")%2 == 0 && once("m", 2) && once("d", 2)
	if !whole || strings.Trim(s, "ymd/-. ") != "" || !parted && len(s) < 6 {
		return "", false
	}
	return layout, true
}

// learnDay takes what one cell proves: a second number above twelve is a day.
func (n *notation) learnDay(cell string) {
	if p := yearLast.FindStringSubmatch(midnight.ReplaceAllString(cell, "")); p != nil && number(p[1]) <= 12 && number(p[3]) > 12 {
		n.months = true
	}
}

// day reads a cell, and says why it cannot.
func (n *notation) day(cell string) (core.Date, string) {
	cell = midnight.ReplaceAllString(cell, "")
	if n.layout != "" {
		t, err := time.Parse(n.layout, cell)
		if err != nil {
			return 0, "this is not a day as the mapping says that they are written"
		}
		return dayOf(t.Year(), int(t.Month()), t.Day())
	}
	if p := yearFirst.FindStringSubmatch(cell); p != nil && p[2] == p[4] {
		return dayOf(number(p[1]), number(p[3]), number(p[5]))
	}
	if p := compact.FindStringSubmatch(cell); p != nil {
		return dayOf(number(p[1]), number(p[2]), number(p[3]))
	}
	if p := yearLast.FindStringSubmatch(cell); p != nil && p[2] == p[4] {
		if n.months && number(p[1]) <= 12 && p[1] != p[3] {
			return 0, twoWays
		}
		return dayOf(number(p[5]), number(p[3]), number(p[1]))
	}
	if yearShort.MatchString(cell) {
		return 0, shortDay
	}
	return 0, notADay
}

func number(digits string) int {
	n, err := strconv.Atoi(digits)
	if err != nil {
		return -1
	}
	return n
}

func dayOf(year, month, day int) (core.Date, string) {
	switch t := time.Date(year, time.Month(month), day, 0, 0, 0, 0, time.UTC); {
	case t.Year() != year || int(t.Month()) != month || t.Day() != day:
		return 0, noSuch
	case year < firstYear || year > lastYear:
		return 0, oddYear
	}
	return core.NewDate(year, time.Month(month), day), ""
}
