package exchange

import (
	"bytes"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
)

// foreign marks a character that was not in the encoding of its table. The byte stands in no UTF-8, so a text with one says
// of itself that it was read by guessing; what is shown of it leaves the mark out.
const foreign = 0xFF

const notOneEncoding = "this is in another encoding than the rest of the file: save the whole table as UTF-8"

func isForeign(cell string) bool { return strings.IndexByte(cell, foreign) >= 0 }

// decode makes a table UTF-8. What is not UTF-8 is Windows-1252: no other encoding is usual where Ferry is used. Programs
// that put tables together mix the two; then the encoding of most lines is the table's, and what is otherwise is marked.
func decode(raw []byte) string {
	mark := []byte("\uFEFF")
	marked := bytes.HasPrefix(raw, mark)
	raw = bytes.TrimPrefix(raw, mark)
	if utf8.Valid(raw) {
		return string(raw)
	}
	well, ill := 0, 0 // lines with more than ASCII
	eachLine(raw, func(line []byte) {
		switch {
		case !utf8.Valid(line):
			ill++
		case !isASCII(line):
			well++
		}
	})
	mostly := marked || well > 0 && well >= ill
	var b strings.Builder
	b.Grow(len(raw) + len(raw)/8)
	eachLine(raw, func(line []byte) {
		switch {
		case isASCII(line):
			b.Write(line)
		case mostly:
			decodeUTF8(&b, line)
		case utf8.Valid(line):
			for _, r := range string(line) {
				if r >= utf8.RuneSelf {
					b.WriteByte(foreign)
				}
				b.WriteRune(r)
			}
		default:
			for _, c := range line {
				decodeByte(&b, c, false)
			}
		}
	})
	return b.String()
}

// decodeUTF8 marks the bytes that are not UTF-8, read as Windows-1252.
func decodeUTF8(b *strings.Builder, line []byte) {
	for len(line) > 0 {
		r, n := utf8.DecodeRune(line)
		if r == utf8.RuneError && n == 1 {
			decodeByte(b, line[0], true)
		} else {
			b.Write(line[:n])
		}
		line = line[n:]
	}
}

// decodeByte reads a byte of Windows-1252, which has no characters for a few of them.
func decodeByte(b *strings.Builder, c byte, otherwise bool) {
	r := charmap.Windows1252.DecodeByte(c)
	if r == utf8.RuneError {
		r, otherwise = '?', true
	}
	if otherwise {
		b.WriteByte(foreign)
	}
	b.WriteRune(r)
}

// eachLine passes on the lines with their breaks.
func eachLine(text []byte, take func(line []byte)) {
	for len(text) > 0 {
		n := len(text)
		if at := bytes.IndexAny(text, "\r\n"); at >= 0 {
			n = at + 1
		}
		take(text[:n])
		text = text[n:]
	}
}

func isASCII(text []byte) bool {
	for _, c := range text {
		if c >= utf8.RuneSelf {
			return false
		}
	}
	return true
}
