package main

import (
	"io"
	"strconv"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"ferry/core"
)

// jsonLines writes one JSON object a line. Every object of a command has the same keys in the same order; what is not
// known is null. Texts are cleaned: a line of JSON is as likely to end on a terminal as any other.
type jsonLines struct {
	w     io.Writer
	buf   []byte
	begun bool
}

// key writes the key of the next value.
func (j *jsonLines) key(name string) {
	if !j.begun {
		j.buf, j.begun = append(j.buf[:0], '{'), true
	} else {
		j.buf = append(j.buf, ',')
	}
	j.buf = append(strconv.AppendQuote(j.buf, name), ':')
}

// text writes a string, or null when it is empty.
func (j *jsonLines) text(name, value string) {
	j.key(name)
	if value == "" {
		j.buf = append(j.buf, "null"...)
		return
	}
	j.buf, _ = jsontext.AppendQuote(j.buf, core.CleanText(value)) // cleaned, so always valid UTF-8
}

// texts writes a list of strings.
func (j *jsonLines) texts(name string, values []string) {
	j.key(name)
	j.list(values)
}

// lists writes a list of lists of strings.
func (j *jsonLines) lists(name string, lists [][]string) {
	j.key(name)
	j.buf = append(j.buf, '[')
	for i, values := range lists {
		if i > 0 {
			j.buf = append(j.buf, ',')
		}
		j.list(values)
	}
	j.buf = append(j.buf, ']')
}

func (j *jsonLines) list(values []string) {
	j.buf = append(j.buf, '[')
	for i, value := range values {
		if i > 0 {
			j.buf = append(j.buf, ',')
		}
		j.buf, _ = jsontext.AppendQuote(j.buf, core.CleanText(value))
	}
	j.buf = append(j.buf, ']')
}

// postings writes what goes to ledger accounts, one object each. Amounts have the sign of what they do to the bank, as the line has.
func (j *jsonLines) postings(name string, list []core.Posting) {
	j.key(name)
	j.buf = append(j.buf, '[')
	for i, p := range list {
		if i > 0 {
			j.buf = append(j.buf, ',')
		}
		one := jsonLines{}
		one.text("ledger", p.Ledger)
		one.amount("amount", p.Amount)
		one.text("vatCode", p.VATCode)
		one.text("text", p.Text)
		j.buf = append(append(j.buf, one.buf...), '}')
	}
	j.buf = append(j.buf, ']')
}

// number writes a number that Ferry gave to something, or null when it gave none.
func (j *jsonLines) number(name string, n uint64) {
	if n == 0 {
		j.null(name)
		return
	}
	j.key(name)
	j.buf = strconv.AppendUint(j.buf, n, 10)
}

// numbers writes a list of such numbers.
func (j *jsonLines) numbers(name string, list []uint64) {
	j.key(name)
	j.buf = append(j.buf, '[')
	for i, n := range list {
		if i > 0 {
			j.buf = append(j.buf, ',')
		}
		j.buf = strconv.AppendUint(j.buf, n, 10)
	}
	j.buf = append(j.buf, ']')
}

// count writes a number of things.
func (j *jsonLines) count(name string, n int) {
	j.key(name)
	j.buf = strconv.AppendInt(j.buf, int64(n), 10)
}

// flag writes a truth.
func (j *jsonLines) flag(name string, b bool) {
	j.key(name)
	j.buf = strconv.AppendBool(j.buf, b)
}

// null writes that something is not known.
func (j *jsonLines) null(name string) { j.text(name, "") }

// day writes "2026-11-22", or null.
func (j *jsonLines) day(name string, d core.Date) { j.text(name, d.String()) }

// instant writes a time as the API does, in UTC with milliseconds, or null.
func (j *jsonLines) instant(name string, t time.Time) {
	if t.IsZero() {
		j.null(name)
		return
	}
	j.text(name, t.UTC().Format("2006-01-02T15:04:05.000Z"))
}

// amount writes an amount as a string, "-12.30", or null when its currency is not known.
func (j *jsonLines) amount(name string, a core.Amount) {
	if a.Currency == "" {
		j.null(name)
		return
	}
	j.text(name, a.String())
}

// end closes the object and writes its line.
func (j *jsonLines) end() error {
	if !j.begun {
		j.buf = append(j.buf[:0], '{')
	}
	j.begun = false
	j.buf = append(j.buf, '}', '\n')
	_, err := j.w.Write(j.buf)
	return err
}
