package match

import (
	"regexp"
	"slices"
	"strings"
	"time"

	"ferry/core"
)

// moment is a day, an hour, or a telephone number that stands in a text: none of its rows of digits begins or ends a number.
type moment struct {
	start, end int
	hour       bool // or a telephone number
	year       int  // of a day
	date       core.Date
}

// writtenDays are 14/10/2026, 14.10.26 and 2026-10-14; writtenHours 14:30, 14u30, 14h30 and 14:30:59; pointedHour is 14.30 behind a day.
// telephones are those of the trade's countries, in pairs.
var (
	writtenDays  = regexp.MustCompile(`\b(?:\d{1,2}([-/.])\d{1,2}([-/.])(?:\d{4}|\d{2})|\d{4}([-/.])\d{2}([-/.])\d{2})\b`)
	writtenHours = regexp.MustCompile(`\b(?:[01]?\d|2[0-3])[:hHuU][0-5]\d(?::[0-5]\d)?\b`)
	telephones   = regexp.MustCompile(`(?:\+\d{2}[ .]?\(?0?\)?|\b0)\d{1,3}[ /.](?:\d{3}[ .]?\d{2}[ .]?\d{2}|\d{2}[ .]\d{2}[ .]\d{2}(?:[ .]\d{2})?)\b`)
	pointedHour  = regexp.MustCompile(`^[ ,]+(?:[01]?\d|2[0-3])[.][0-5]\d\b`)
)

// moments lists the days and hours of a text.
func moments(text string) (list []moment) {
	if len(onlyDigits(text)) < 3 {
		return nil
	}
	for _, at := range writtenDays.FindAllStringSubmatchIndex(text, -1) {
		m := moment{start: at[0], end: at[1]}
		rows := strings.FieldsFunc(text[m.start:m.end], func(r rune) bool { return r < '0' || r > '9' })
		day, month, year := number(rows[0]), number(rows[1]), number(rows[2])
		if len(rows[0]) == 4 {
			day, year = year, day
		}
		if year < 100 {
			year += 2000
		}
		marks := strings.Trim(text[m.start:m.end], "0123456789")
		alike := text[m.start+len(rows[0])] == text[m.end-len(rows[2])-1] && len(marks) > 0
		if m.year = year; !alike || day < 1 || day > 31 || month < 1 || month > 12 || year < 1990 || year > 2059 || !freeStanding(text, m.start, m.end, true) {
			continue
		}
		m.date = core.NewDate(year, time.Month(month), day)
		list = append(list, m)
		if behind := pointedHour.FindString(text[m.end:]); behind != "" {
			list = append(list, moment{start: m.end, end: m.end + len(behind), hour: true})
		}
	}
	for _, at := range hoursOf(text) {
		list = append(list, moment{start: at[0], end: at[1], hour: true})
	}
	return list
}

// hoursOf finds hours and telephone numbers.
func hoursOf(text string) (places [][]int) {
	if strings.ContainsAny(text, ":hHuU") {
		places = writtenHours.FindAllStringIndex(text, -1)
	}
	if len(onlyDigits(text)) >= 9 {
		places = append(places, telephones.FindAllStringIndex(text, -1)...)
	}
	return places
}

// cuts reports whether a place in the text takes a part of a day, or a day and more numbers.
func cuts(days []moment, start, end int) bool {
	return slices.ContainsFunc(days, func(m moment) bool {
		return !m.hour && m.start < end && start < m.end && (m.start != start || m.end != end)
	})
}

// within reports whether a row stands in one of the moments.
func within(list []moment, p segment) bool {
	return slices.ContainsFunc(list, func(m moment) bool { return m.start <= p.start && p.end <= m.end })
}
