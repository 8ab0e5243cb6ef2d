package ponto

import (
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"
)

// A first fetch of 100,000 lines is 85 MB of JSON, of one and the same shape. scanPage reads that shape four times as fast
// as the general decoder, without an allocation per text. It understands nothing else: at the first thing that is not as
// expected it gives up, and the general decoder, which forgives, reads the page from the start. So whatever it accepts it
// must read exactly as decode does; a fuzz test holds the two against each other.
func scanPage(raw []byte) (lines []lineResource, rest jsontext.Value, ok bool) {
	x := scanner{s: string(raw)} // the one allocation; every text is a piece of it
	lines = make([]lineResource, 0, pageLimit)
	found := 0
	envelope := []byte{'{'}
	x.object(func(name string) {
		if name == "data" {
			found++
			x.list(func() {
				lines = append(lines, lineResource{})
				x.line(&lines[len(lines)-1])
			})
			return
		}
		// links and meta are small and come once a page: they are left to the general decoder.
		from := x.i
		x.skip(0)
		if len(envelope) > 1 {
			envelope = append(envelope, ',')
		}
		envelope = append(append(envelope, '"'), name...)
		envelope = append(append(envelope, '"', ':'), x.s[min(from, x.i):x.i]...)
	})
	x.space()
	if x.bad || x.i != len(x.s) || found != 1 {
		return nil, nil, false
	}
	return lines, append(envelope, '}'), true
}

// scanner reads JSON front to back. Once bad it stays bad, and what it returns means nothing.
type scanner struct {
	s   string
	i   int
	bad bool
}

// maxScanDepth bounds the recursion; what is deeper is left to the general decoder.
const maxScanDepth = 16

func (x *scanner) space() {
	for x.i < len(x.s) && (x.s[x.i] == ' ' || x.s[x.i] == '\n' || x.s[x.i] == '\t' || x.s[x.i] == '\r') {
		x.i++
	}
}

// peek is the next byte that is not space, 0 at the end.
func (x *scanner) peek() byte {
	if x.i < len(x.s) && x.s[x.i] > ' ' && !x.bad {
		return x.s[x.i]
	}
	x.space()
	if x.bad || x.i >= len(x.s) {
		return 0
	}
	return x.s[x.i]
}

func (x *scanner) take(c byte) bool {
	if x.peek() != c {
		return false
	}
	x.i++
	return true
}

func (x *scanner) want(c byte) {
	if !x.take(c) {
		x.bad = true
	}
}

func (x *scanner) object(member func(name string)) {
	x.want('{')
	if x.take('}') {
		return
	}
	for !x.bad {
		name := x.text()
		x.want(':')
		x.space()
		if !x.bad {
			member(name)
		}
		if !x.take(',') {
			break
		}
	}
	x.want('}')
}

func (x *scanner) list(item func()) {
	x.want('[')
	if x.take(']') {
		return
	}
	for !x.bad {
		item()
		if !x.take(',') {
			break
		}
	}
	x.want(']')
}

// text reads a string that needs no unescaping.
func (x *scanner) text() string {
	x.want('"')
	if x.bad {
		return ""
	}
	s, ascii := x.s[x.i:], true // locals: this loop is what reading costs
	for i := 0; i < len(s); i++ {
		c := s[i]
		if c > '"' && c < utf8.RuneSelf && c != '\\' || c == ' ' || c == '!' {
			continue
		}
		if c == '"' {
			x.i += i + 1
			x.bad = !ascii && !utf8.ValidString(s[:i])
			return s[:i]
		}
		if c < utf8.RuneSelf {
			break // a control character, or an escape
		}
		ascii = false
	}
	x.bad = true
	return ""
}

// textOrNull reads what an attribute is. Escapes occur in texts of a bank, so they are no reason to give up.
func (x *scanner) textOrNull() string {
	start := 0
	switch x.peek() {
	case 'n':
		x.literal("null")
		return ""
	case '"':
		start = x.i
	default:
		x.bad = true
		return ""
	}
	if text := x.text(); !x.bad {
		return text
	}
	return x.escaped(start)
}

// escaped reads the string that begins at start with its escapes.
func (x *scanner) escaped(start int) string {
	for i := start + 1; i < len(x.s); i++ {
		switch x.s[i] {
		case '\\':
			i++
		case '"':
			text, err := jsontext.AppendUnquote(nil, x.s[start:i+1])
			x.bad, x.i = err != nil, i+1
			return string(text)
		}
	}
	return ""
}

func (x *scanner) literal(word string) {
	if len(x.s)-x.i < len(word) || x.s[x.i:x.i+len(word)] != word {
		x.bad = true
		return
	}
	x.i += len(word)
}

// number reads a number as it is written, with its sign, its fraction and its exponent.
func (x *scanner) number() string {
	start := x.i
	if x.i < len(x.s) && x.s[x.i] == '-' {
		x.i++
	}
	if whole := x.i; x.digits() > 1 && x.s[whole] == '0' {
		x.bad = true
	}
	if x.i < len(x.s) && x.s[x.i] == '.' {
		x.i++
		x.digits()
	}
	if x.i < len(x.s) && x.s[x.i]|0x20 == 'e' {
		x.i++
		if x.i < len(x.s) && (x.s[x.i] == '+' || x.s[x.i] == '-') {
			x.i++
		}
		x.digits()
	}
	return x.s[start:x.i]
}

// digits takes at least one.
func (x *scanner) digits() int {
	start := x.i
	for x.i < len(x.s) && '0' <= x.s[x.i] && x.s[x.i] <= '9' {
		x.i++
	}
	x.bad = x.bad || x.i == start
	return x.i - start
}

// amount reads a number as the type number does: also from a string, null as nothing.
func (x *scanner) amount() number {
	if c := x.peek(); c == 'n' || c == '"' {
		return number(x.textOrNull())
	}
	return number(x.number())
}

// skip passes over any value, which must be well formed.
func (x *scanner) skip(depth int) {
	if depth > maxScanDepth {
		x.bad = true
		return
	}
	switch c := x.peek(); c {
	case '{':
		x.object(func(string) { x.skip(depth + 1) })
	case '[':
		x.list(func() { x.skip(depth + 1) })
	case '"':
		x.textOrNull()
	case 't':
		x.literal("true")
	case 'f':
		x.literal("false")
	case 'n':
		x.literal("null")
	default:
		x.number()
	}
}
