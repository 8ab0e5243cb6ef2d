package main

import (
	"fmt"
	"strings"
	"time"

	"github.com/muesli/mango"
)

// roff writes the source of a manual page. Texts keep their own line breaks, so that tables in the help stay tables.
type roff struct{ b strings.Builder }

var _ mango.Builder = (*roff)(nil)

// Heading begins the page. It carries no date: the same program must print the same page.
func (r *roff) Heading(section uint, title, description string, _ time.Time) {
	fmt.Fprintf(&r.b, ".TH %s %d \"\" %q\n", strings.ToUpper(title), section, description)
}

// Paragraph begins a paragraph.
func (r *roff) Paragraph() { r.b.WriteString("\n.PP\n") }

// Indent moves what follows to the right.
func (r *roff) Indent(n int) { fmt.Fprintf(&r.b, "\n.RS %d\n", n) }

// IndentEnd moves back.
func (r *roff) IndentEnd() { r.b.WriteString("\n.RE\n") }

// TaggedParagraph begins a paragraph whose first line hangs out.
func (r *roff) TaggedParagraph(int) { r.b.WriteString("\n.PP\n") }

// List writes an item.
func (r *roff) List(text string) { r.b.WriteString("\n.IP \\(bu 3\n" + escape(text) + "\n") }

// Section begins a section.
func (r *roff) Section(text string) { r.b.WriteString("\n.SH " + strings.ToUpper(escape(text)) + "\n") }

// EndSection ends a section or a term.
func (r *roff) EndSection() { r.b.WriteString("\n.br\n") }

// Text writes text with the line breaks it has.
func (r *roff) Text(text string) {
	if strings.Contains(text, "\n") {
		r.b.WriteString("\n.nf\n" + escape(text) + "\n.fi\n")
		return
	}
	r.b.WriteString(escape(text))
}

// TextBold writes bold text.
func (r *roff) TextBold(text string) { r.b.WriteString("\\fB" + escape(text) + "\\fP") }

// TextItalic writes slanted text.
func (r *roff) TextItalic(text string) { r.b.WriteString("\\fI" + escape(text) + "\\fP") }

// String returns the page without empty lines outside of literal text, which roff would show.
func (r *roff) String() string {
	page := r.b.String()
	for strings.Contains(page, "\n\n.") {
		page = strings.ReplaceAll(page, "\n\n.", "\n.")
	}
	return page
}

// escape protects what roff would take for itself: backslashes, dashes that must stay dashes, and dots and quotes at
// the beginning of a line.
func escape(text string) string {
	text = strings.NewReplacer(`\`, `\e`, "-", `\-`).Replace(text)
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		if strings.HasPrefix(line, ".") || strings.HasPrefix(line, "'") {
			lines[i] = `\&` + line
		}
	}
	return strings.Join(lines, "\n")
}
