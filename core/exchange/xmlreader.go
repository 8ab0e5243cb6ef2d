package exchange

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"

	"golang.org/x/text/encoding/charmap"
)

// maxDepth is far more than an invoice nests.
const maxDepth = 64

// maxElements is how many may stand besides the lines of an invoice.
const maxElements = 50_000

// maxRun is the longest text between two tags that is kept; what is longer is an attachment, and its rest is passed over.
const maxRun = 64 << 10

var (
	errDeep    = errors.New("its elements are nested too deeply")
	errMany    = errors.New("it has more elements than an invoice can have")
	errLongTag = errors.New("one of its tags is too long")
	errDoctype = errors.New("it has a document type declaration, which no electronic invoice needs and Ferry does not follow")
	errCharset = errors.New("it is written in an encoding that Ferry does not know")
)

// charsets are those that are declared in the wild besides UTF-8.
var charsets = map[string]*charmap.Charmap{
	"windows-1252": charmap.Windows1252, "cp1252": charmap.Windows1252, "iso-8859-1": charmap.ISO8859_1, "latin1": charmap.ISO8859_1,
	"iso-8859-15": charmap.ISO8859_15, "us-ascii": charmap.Windows1252, "ascii": charmap.Windows1252,
}

// newXML reads a document of a file that anybody may have sent: bounded in length and depth, without declarations that
// expand, and without keeping what is attached.
func newXML(src source) *xml.Decoder {
	inner := xml.NewDecoder(&shortRuns{r: &limited{r: src.r, left: maxDocument}})
	inner.CharsetReader = func(label string, r io.Reader) (io.Reader, error) {
		label = strings.ToLower(label)
		if src.decoded && strings.HasPrefix(label, "utf-16") {
			return r, nil
		}
		if table := charsets[label]; table != nil {
			return table.NewDecoder().Reader(r), nil
		}
		return nil, fmt.Errorf("%w: %s", errCharset, shown(label))
	}
	return xml.NewTokenDecoder(&bounded{inner: inner})
}

// passed are elements that an open item takes nothing from, and that are many or large. They are passed over whole.
var passed = map[string]bool{
	"InvoiceLine": true, "CreditNoteLine": true, "IncludedSupplyChainTradeLineItem": true, "AdditionalDocumentReference": true,
	"AdditionalReferencedDocument": true, "UBLExtensions": true, "TaxTotal": true, "AllowanceCharge": true,
}

// bounded hands on raw tokens; the decoder around it checks that they nest and what their prefixes mean.
type bounded struct {
	inner    *xml.Decoder
	depth    int
	elements int
	passing  int // depth of the element that is passed over; 0: none
}

func (b *bounded) Token() (xml.Token, error) {
	for {
		token, err := b.inner.RawToken()
		if err != nil {
			return nil, err
		}
		inside := b.passing > 0
		switch t := token.(type) {
		case xml.StartElement:
			if b.depth++; b.depth > maxDepth {
				return nil, errDeep
			}
			if !inside && b.depth > 1 && passed[t.Name.Local] {
				b.passing, inside = b.depth, true
			}
			if !inside {
				b.elements++
			}
			if b.elements > maxElements {
				return nil, errMany
			}
		case xml.EndElement:
			if b.passing == b.depth && inside {
				b.passing = 0
			}
			b.depth--
		case xml.Directive:
			if strings.HasPrefix(strings.ToUpper(string(t)), "DOCTYPE") {
				return nil, errDoctype
			}
		}
		if !inside {
			return token, nil
		}
	}
}

// shortRuns leaves out of every long text, comment and CDATA section what goes beyond maxRun, but for the signs that end
// them. A tag as long as that is refused.
type shortRuns struct {
	r     io.Reader
	state runState
	run   int  // bytes since the last sign that began or ended a tag
	cut   bool // the run is being left out
}

// runState is where in the text of a document a byte stands.
type runState uint8

const (
	inText runState = iota
	tagBegins
	inTag
	inSection // a comment, or CDATA
)

func (s *shortRuns) Read(p []byte) (int, error) {
	for {
		n, err := s.r.Read(p)
		kept, ok := s.keep(p[:n])
		if !ok {
			return 0, errLongTag
		}
		if kept > 0 || err != nil || len(p) == 0 {
			return kept, err
		}
	}
}

// keep moves what stays to the front; false where a tag is too long.
func (s *shortRuns) keep(p []byte) (kept int, ok bool) {
	for _, c := range p {
		switch {
		case s.state == tagBegins && c == '!':
			s.state = inSection
		case s.state == tagBegins:
			s.state = inTag
		}
		switch c {
		case '<':
			s.state, s.run, s.cut = tagBegins, 0, false
		case '>':
			s.state, s.run, s.cut = inText, 0, false
		default:
			s.run++
		}
		if s.run > maxRun {
			if s.state == inTag {
				return 0, false
			}
			// Not in the middle of a character.
			s.cut = s.cut || c < 0x80 || c >= 0xC0
		}
		if !s.cut || c == ']' || c == '-' {
			p[kept] = c
			kept++
		}
	}
	return kept, true
}

// words is the text of an element.
type words struct {
	Text     string `xml:",chardata"`
	Scheme   string `xml:"schemeID,attr"`
	Currency string `xml:"currencyID,attr"`
	Format   string `xml:"format,attr"`
	Unit     string `xml:"unitCode,attr"`
}

func (w words) String() string { return clean(w.Text) }

// firstOf is the first that says anything.
func firstOf(list ...string) string {
	for _, s := range list {
		if s = clean(s); s != "" {
			return s
		}
	}
	return ""
}
