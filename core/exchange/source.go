package exchange

import (
	"bufio"
	"bytes"
	"errors"
	"fmt"
	"io"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/unicode"
)

// Sizes that are refused before they are read. Documents may be larger because their attachments are passed over.
const (
	maxTable    = 20 << 20
	maxDocument = 100 << 20
)

var errTooLarge = errors.New("too large")

// source is a file whose sort and encoding are known.
type source struct {
	r       io.Reader
	xml     bool
	decoded bool // r gives UTF-8, whatever the file says of itself
	refused string
}

// notText are the beginnings of files that people take for a table, and what to do about each.
var notText = []struct{ magic, reason string }{
	{"PK\x03\x04", "this is a spreadsheet or an archive, not a text file: save it as CSV, or unpack it"},
	{"\xD0\xCF\x11\xE0", "this is an old Excel or Word file: save it as CSV"},
	{"%PDF", "this is a PDF: ask the sender for the invoice as XML (UBL or CII), or type it into a table"},
	{"\x1f\x8b", "this is a compressed file: unpack it first"},
}

// openSource looks at the first bytes.
func openSource(r io.Reader) (source, error) {
	buffered := bufio.NewReaderSize(r, 64<<10)
	head, err := buffered.Peek(1024)
	if err != nil && !errors.Is(err, io.EOF) {
		return source{}, err
	}
	for _, kind := range notText {
		if bytes.HasPrefix(head, []byte(kind.magic)) {
			return source{refused: kind.reason}, nil
		}
	}
	s := source{r: buffered}
	if wide := utf16Of(head); wide != nil {
		s.r, s.decoded = wide.NewDecoder().Reader(buffered), true
		head, err = wide.NewDecoder().Bytes(head[:len(head)&^1])
		if err != nil {
			return source{}, err
		}
	}
	start := bytes.TrimLeft(bytes.TrimPrefix(head, []byte("\uFEFF")), " \t\r\n")
	s.xml = bytes.HasPrefix(start, []byte("<"))
	if len(start) == 0 && len(head) < 1024 {
		s.refused = "the file is empty"
	}
	return s, nil
}

// utf16Of recognises two-byte text by its mark, or by the empty half of its first letters.
func utf16Of(head []byte) encoding.Encoding {
	switch {
	case bytes.HasPrefix(head, []byte{0xFF, 0xFE}), len(head) >= 4 && head[0] != 0 && head[1] == 0 && head[2] != 0 && head[3] == 0:
		return unicode.UTF16(unicode.LittleEndian, unicode.UseBOM)
	case bytes.HasPrefix(head, []byte{0xFE, 0xFF}), len(head) >= 4 && head[0] == 0 && head[1] != 0 && head[2] == 0 && head[3] != 0:
		return unicode.UTF16(unicode.BigEndian, unicode.UseBOM)
	}
	return nil
}

// text reads a table whole, see decode.
func (s source) text() (text, refused string, err error) {
	raw, err := io.ReadAll(&limited{r: s.r, left: maxTable})
	switch {
	case errors.Is(err, errTooLarge):
		return "", fmt.Sprintf("the file is larger than %d MB, too large for a table of open items", maxTable>>20), nil
	case err != nil:
		return "", "", err
	case bytes.IndexByte(raw, 0) >= 0:
		return "", "this is not a text file", nil
	}
	return decode(raw), "", nil
}

// limited fails, rather than ends, where a file is longer than allowed: a cut file must not look whole.
type limited struct {
	r    io.Reader
	left int64
}

func (l *limited) Read(p []byte) (int, error) {
	if l.left < 0 {
		return 0, errTooLarge
	}
	if int64(len(p)) > l.left+1 {
		p = p[:l.left+1]
	}
	n, err := l.r.Read(p)
	if l.left -= int64(n); l.left < 0 {
		return 0, errTooLarge
	}
	return n, err
}
