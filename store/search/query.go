package search

import (
	"bytes"
	"fmt"
	"math"
	"strings"
	"time"

	"ferry/core"
)

// Query is what a person typed, understood. Words must all occur; a field narrows further:
//
//	amt:>100  amt:<=-12.30  amt:50  amt:10..20   date:2026  date:2026-10  date:>=2026-10-05  date:2026-10..2026-11
//	acct:7925  iban:BE68  name:acme  name:"jan peeters"  state:booked|pending|late|missing  not:word
type Query struct {
	needle []byte   // the longest text that must occur: what the scan looks for
	must   [][]byte // texts that must occur
	never  [][]byte // texts that must not
	more   bool     // some of these beside the needle
	heads  []func(*Head) bool
	lines  []func(*core.Line) bool

	accounts []func(*core.Account) bool // of the lines; the records do not know them

	since, until core.Date
	pending      int // state:pending +1, any other state -1, none 0
}

// Parse understands a text. Since and until are bounds that hold besides it; zero is none.
func Parse(text string, since, until core.Date) (*Query, error) {
	q := &Query{since: since, until: until}
	terms, err := split(text)
	if err != nil {
		return nil, err
	}
	for _, t := range terms {
		if err := q.term(t); err != nil {
			return nil, err
		}
	}
	for _, w := range q.must {
		if len(w) > len(q.needle) {
			q.needle = w
		}
	}
	q.more = len(q.must) > 1 || len(q.never) > 0
	return q, nil
}

type term struct {
	word  string // as typed, for the message
	field string // "" for a plain word
	value string
}

// fields are those that a term can begin with; another word with a colon in it is just a word.
var fields = map[string]bool{"acct": true, "amt": true, "date": true, "iban": true, "name": true, "state": true, "not": true}

// split cuts at spaces, except inside double quotes.
func split(text string) ([]term, error) {
	var terms []term
	for rest := strings.TrimSpace(text); rest != ""; rest = strings.TrimSpace(rest) {
		quoted := false
		end := strings.IndexFunc(rest, func(r rune) bool {
			if r == '"' {
				quoted = !quoted
			}
			return !quoted && (r == ' ' || r == '\t' || r == '\n' || r == '\u00a0')
		})
		if end < 0 {
			end = len(rest)
		}
		if strings.Count(rest[:end], `"`)%2 != 0 {
			return nil, wrong(rest[:end], `has a " that is not closed`)
		}
		t := term{word: rest[:end]}
		if field, value, ok := strings.Cut(t.word, ":"); ok && fields[strings.ToLower(field)] {
			t.field, t.value = strings.ToLower(field), value
		} else {
			t.value = t.word
		}
		if t.value = strings.ReplaceAll(t.value, `"`, ""); t.field != "" && t.value == "" {
			return nil, wrong(t.word, "names a field but nothing to look for")
		}
		terms = append(terms, t)
		rest = rest[end:]
	}
	return terms, nil
}

func wrong(word, why string) error {
	return &core.Error{
		Code: core.CodeInvalid, Op: "search", Msg: fmt.Sprintf("%q %s", word, why),
		Hint: "words, or amt:>100 amt:10..20 date:2026-10 date:2026-10-01..2026-10-15 acct:7034 iban:BE68 name:acme state:pending|booked|late|missing not:word",
	}
}

func (q *Query) term(t term) error {
	switch t.field {
	case "acct":
		q.accounts = append(q.accounts, account(t.value))
	case "amt":
		return q.amount(t)
	case "date":
		return q.date(t)
	case "state":
		return q.state(t)
	case "iban":
		want := string(appendClosed(nil, t.value))
		q.demand([]byte(want))
		q.lines = append(q.lines, func(l *core.Line) bool {
			return strings.Contains(string(appendClosed(nil, l.CounterpartReference)), want)
		})
	case "name":
		want := string(AppendFold(nil, t.value))
		q.demand([]byte(want))
		q.lines = append(q.lines, func(l *core.Line) bool {
			return strings.Contains(string(AppendFold(nil, l.CounterpartName)), want)
		})
	case "not":
		if w := AppendFold(nil, t.value); len(w) > 0 {
			q.never = append(q.never, w)
		}
	default:
		q.demand(AppendFold(nil, t.value))
	}
	return nil
}

func (q *Query) demand(word []byte) {
	if len(word) > 0 {
		q.must = append(q.must, word)
	}
}

// comparison takes a leading <, <=, >, >= or = off a value.
func comparison(value string) (op, rest string) {
	for _, op := range []string{"<=", ">=", "<", ">", "="} {
		if rest, ok := strings.CutPrefix(value, op); ok {
			return op, strings.TrimSpace(rest)
		}
	}
	return "", value
}

// amount compares exactly. Without a sign the direction does not matter: amt:50 finds 50.00 and -50.00.
func (q *Query) amount(t term) error {
	if from, to, ok := between(t.value); ok {
		return q.amounts(t, from, to)
	}
	op, number := comparison(strings.ReplaceAll(t.value, ",", "."))
	// Parsed once per number of decimals that currencies have; nothing is rounded.
	var minor [5]int64
	var fits [5]bool
	for decimals, c := range [...]core.Currency{"JPY", "", "EUR", "BHD", "CLF"} {
		if c == "" {
			continue
		}
		a, err := core.ParseAmount(number, c)
		if err != nil && c == core.EUR {
			return wrong(t.word, "is not an amount such as amt:>100 or amt:-12.30")
		}
		minor[decimals], fits[decimals] = a.Minor, err == nil
	}
	signed := op != "" || strings.HasPrefix(number, "-") || strings.HasPrefix(number, "+")
	q.heads = append(q.heads, func(h *Head) bool {
		d := h.Currency.Decimals()
		if d >= len(minor) || !fits[d] || h.Flags&Unreadable != 0 {
			return false
		}
		if !signed {
			return h.Minor == minor[d] || h.Minor == -minor[d]
		}
		return holds(op, h.Minor, minor[d])
	})
	return nil
}

func holds(op string, a, b int64) bool {
	switch op {
	case "<":
		return a < b
	case "<=":
		return a <= b
	case ">":
		return a > b
	case ">=":
		return a >= b
	}
	return a == b
}

// date takes a year, a month or a day, with or without a comparison.
func (q *Query) date(t term) error {
	if from, to, ok := between(t.value); ok {
		return q.days(t, from, to)
	}
	op, value := comparison(t.value)
	first, last, ok := period(value)
	if !ok {
		return wrong(t.word, "is not a day, month or year such as date:2026-10-05, date:2026-10, date:>=2026")
	}
	from, to := core.Date(math.MinInt32), core.Date(math.MaxInt32)
	switch op {
	case "<":
		to = first - 1
	case "<=":
		to = last
	case ">":
		from = last + 1
	case ">=":
		from = first
	default:
		from, to = first, last
	}
	q.heads = append(q.heads, func(h *Head) bool { return from <= h.Day && h.Day <= to })
	return nil
}

// period is the first and the last day of a year, a month or a day.
func period(value string) (first, last core.Date, ok bool) {
	for _, layout := range []string{"2006", "2006-01", "1/2006", time.DateOnly, "2/1/2006"} {
		d, err := time.Parse(layout, value)
		if err != nil {
			continue
		}
		end := d.AddDate(0, 0, 1)
		switch layout {
		case "2006":
			end = d.AddDate(1, 0, 0)
		case "2006-01", "1/2006":
			end = d.AddDate(0, 1, 0)
		}
		first, last = core.NewDate(d.Date()), core.NewDate(end.Date())-1
	}
	return first, last, first != 0
}

func (q *Query) state(t term) error {
	q.pending = -1
	switch strings.ToLower(t.value) {
	case "pending":
		q.pending = 1
	case "booked":
	case "late":
		q.heads = append(q.heads, func(h *Head) bool { return h.Flags&Late != 0 })
	case "missing":
		q.heads = append(q.heads, func(h *Head) bool { return h.Flags&Missing != 0 })
	default:
		return wrong(t.word, "is not one of state:pending, state:booked, state:late, state:missing")
	}
	return nil
}

// account finds own accounts by a part of the number, with the currency or without, or by words of what they are called.
func account(value string) func(*core.Account) bool {
	number, name := appendClosed(nil, value), AppendFold(nil, value)
	return func(a *core.Account) bool {
		if len(number) > 0 && bytes.Contains(appendClosed(nil, a.Reference+string(a.Currency)), number) {
			return true
		}
		return len(name) > 0 && bytes.Contains(AppendFold(nil, a.Description+"\x00"+a.Product+"\x00"+a.Holder), name)
	}
}

// NeedsAccount reports whether Account must be asked of the accounts before their lines are looked at.
func (q *Query) NeedsAccount() bool { return len(q.accounts) > 0 }

// Account decides on the lines of an account.
func (q *Query) Account(a *core.Account) bool {
	for _, accept := range q.accounts {
		if !accept(a) {
			return false
		}
	}
	return true
}

// Everything reports whether the query leaves nothing out but by account and day: then the order of the keys is the answer.
func (q *Query) Everything() bool {
	return len(q.must)+len(q.never)+len(q.heads)+len(q.lines) == 0 && q.pending <= 0
}

// OnlyPending reports whether only announced lines can be found.
func (q *Query) OnlyPending() bool { return q.pending > 0 }

// NeedsLine reports whether a record alone does not decide: Line must be asked too.
func (q *Query) NeedsLine() bool { return len(q.lines) > 0 }

// Line finishes the decision on a line whose record matched.
func (q *Query) Line(l *core.Line) bool {
	for _, accept := range q.lines {
		if !accept(l) {
			return false
		}
	}
	return true
}

// Pending decides on an announced line, which has no record.
func (q *Query) Pending(l *core.Line) bool {
	if q.pending < 0 {
		return false
	}
	h := HeadOf(l, 0)
	return q.head(&h) && q.words(AppendText(nil, l)) && q.Line(l)
}

func (q *Query) head(h *Head) bool {
	if h.Day < q.since || (q.until != 0 && h.Day > q.until) {
		return false
	}
	for _, accept := range q.heads {
		if !accept(h) {
			return false
		}
	}
	return true
}

func (q *Query) words(text []byte) bool {
	for _, w := range q.must {
		if !bytes.Contains(text, w) {
			return false
		}
	}
	for _, w := range q.never {
		if bytes.Contains(text, w) {
			return false
		}
	}
	return true
}
