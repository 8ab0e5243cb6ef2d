package sandbox

import (
	"strconv"
	"time"
	"unicode/utf8"

	"ferry/core"
)

// jsonWriter writes JSON front to back. Lists of a hundred lines are the simulator's daily bread, and reflection would
// cost them ten times as much; a test holds its output against encoding/json.
type jsonWriter struct {
	b []byte
	// omitNulls leaves attributes without value out. Both habits occur in the wild, so the world has banks of each.
	omitNulls bool
}

func (j *jsonWriter) comma() {
	if n := len(j.b); n > 0 && j.b[n-1] != '{' && j.b[n-1] != '[' {
		j.b = append(j.b, ',')
	}
}

// key starts a member; names are the API's own and need no escaping.
func (j *jsonWriter) key(name string) {
	j.comma()
	j.b = append(j.b, '"')
	j.b = append(j.b, name...)
	j.b = append(j.b, '"', ':')
}

func (j *jsonWriter) begin(name string)     { j.key(name); j.b = append(j.b, '{') }
func (j *jsonWriter) end()                  { j.b = append(j.b, '}') }
func (j *jsonWriter) beginList(name string) { j.key(name); j.b = append(j.b, '[') }
func (j *jsonWriter) endList()              { j.b = append(j.b, ']') }
func (j *jsonWriter) beginItem()            { j.comma(); j.b = append(j.b, '{') }

func (j *jsonWriter) null(name string) {
	if !j.omitNulls {
		j.key(name)
		j.b = append(j.b, "null"...)
	}
}

// text writes a string; the empty one is null.
func (j *jsonWriter) text(name, value string) {
	if value == "" {
		j.null(name)
		return
	}
	j.key(name)
	j.b = appendString(j.b, value)
}

// plain writes a string of the server's own making: an id, a digest. It needs no look for characters to escape.
func (j *jsonWriter) plain(name, value string) {
	if value == "" {
		j.null(name)
		return
	}
	j.key(name)
	j.b = append(append(append(j.b, '"'), value...), '"')
}

func (j *jsonWriter) instant(name string, t time.Time) {
	if t.IsZero() {
		j.null(name)
		return
	}
	j.key(name)
	j.b = appendInstant(j.b, t)
}

// amount writes an exact decimal as a JSON number. It never passes through a float.
func (j *jsonWriter) amount(name string, a core.Amount) {
	if a.Currency == "" {
		j.null(name)
		return
	}
	j.key(name)
	j.b = appendAmount(j.b, a)
}

func (j *jsonWriter) boolean(name string, value bool) {
	j.key(name)
	j.b = strconv.AppendBool(j.b, value)
}

func (j *jsonWriter) integer(name string, value int) {
	j.key(name)
	j.b = strconv.AppendInt(j.b, int64(value), 10)
}

func (j *jsonWriter) texts(name string, values []string) {
	j.beginList(name)
	for _, v := range values {
		j.comma()
		j.b = appendString(j.b, v)
	}
	j.endList()
}

// raw writes a member whose value is JSON already.
func (j *jsonWriter) raw(name string, value []byte) {
	j.key(name)
	j.b = append(j.b, value...)
}

func appendAmount(dst []byte, a core.Amount) []byte {
	decimals, magnitude := a.Currency.Decimals(), uint64(a.Minor)
	if a.Minor < 0 {
		dst, magnitude = append(dst, '-'), -magnitude
	}
	// The API writes -84.4 and 12, not -84.40 and 12.00.
	for decimals > 0 && magnitude%10 == 0 {
		magnitude, decimals = magnitude/10, decimals-1
	}
	var scratch [20]byte
	digits := strconv.AppendUint(scratch[:0], magnitude, 10)
	cut := len(digits) - decimals
	if cut > 0 {
		dst = append(dst, digits[:cut]...)
	} else {
		dst = append(dst, '0')
	}
	if decimals == 0 {
		return dst
	}
	dst = append(dst, '.')
	for ; cut < 0; cut++ {
		dst = append(dst, '0')
	}
	return append(dst, digits[cut:]...)
}

// appendInstant writes the quoted RFC 3339 form with milliseconds, which time.AppendFormat would do four times slower.
func appendInstant(dst []byte, t time.Time) []byte {
	t = t.UTC()
	year, month, day := t.Date()
	hour, minute, second := t.Clock()
	two := func(n int) { dst = append(dst, byte('0'+n/10), byte('0'+n%10)) }
	dst = append(dst, '"')
	two(year / 100 % 100)
	two(year % 100)
	dst = append(dst, '-')
	two(int(month))
	dst = append(dst, '-')
	two(day)
	dst = append(dst, 'T')
	two(hour)
	dst = append(dst, ':')
	two(minute)
	dst = append(dst, ':')
	two(second)
	millis := t.Nanosecond() / 1_000_000
	dst = append(dst, '.', byte('0'+millis/100))
	two(millis % 100)
	return append(dst, 'Z', '"')
}

const hexDigits = "0123456789abcdef"

// appendString writes a quoted JSON string. Invalid UTF-8 becomes U+FFFD, as encoding/json does.
func appendString(dst []byte, s string) []byte {
	dst = append(dst, '"')
	start, i := 0, 0
	for i < len(s) && s[i] >= 0x20 && s[i] < utf8.RuneSelf && s[i] != '"' && s[i] != '\\' {
		i++ // most texts of a bank end here
	}
	for i < len(s) {
		c := s[i]
		if c < utf8.RuneSelf {
			if c >= 0x20 && c != '"' && c != '\\' {
				i++
				continue
			}
			dst = append(dst, s[start:i]...)
			switch c {
			case '"', '\\':
				dst = append(dst, '\\', c)
			case '\n':
				dst = append(dst, '\\', 'n')
			case '\t':
				dst = append(dst, '\\', 't')
			default:
				dst = append(dst, '\\', 'u', '0', '0', hexDigits[c>>4], hexDigits[c&15])
			}
			i++
			start = i
			continue
		}
		r, size := utf8.DecodeRuneInString(s[i:])
		if r == utf8.RuneError && size == 1 {
			dst = append(append(dst, s[start:i]...), "\uFFFD"...)
			start = i + 1
		}
		i += size
	}
	return append(append(dst, s[start:]...), '"')
}
