// Package theme holds the looks: tokens name what a text means, a theme gives each a style that was made once, and a set of
// glyphs says the same without colour. No other package knows a colour.
package theme

import (
	"github.com/charmbracelet/x/ansi"

	"ferry/core"
)

// Token is what a piece of text means.
type Token uint8

// The tokens.
const (
	Plain    Token = iota // ordinary text
	Dim                   // what may be overlooked: placeholders, pending lines, hints
	Strong                // what must not be overlooked
	Title                 // headings, column titles
	Accent                // names of keys, the present step
	Good                  // in order
	Notice                // soon
	Warn                  // needs a person
	Bad                   // stopped
	Selected              // the row or field under the cursor: reverse, so that it is seen without colour
	Marked                // marked rows
	Hit                   // what a search found
	Border                // lines and frames
	Bar                   // header and footer
	tokens
)

// Names of the themes.
const (
	Dark         = "dark"
	Light        = "light"
	Mono         = "mono"
	HighContrast = "high-contrast"
)

// Names lists the themes in the order of a menu.
func Names() []string { return []string{Dark, Light, Mono, HighContrast} }

// Options choose the looks.
type Options struct {
	Name    string // one of Names; empty: dark
	NoColor bool   // bold, dim and reverse only
	ASCII   bool   // glyphs that every font has
	Still   bool   // reduced motion: words instead of spinners
}

// Theme is a set of looks. Screens hold the pointer; Set changes what it shows.
type Theme struct {
	Options
	Glyph  Glyphs
	styles [tokens]string // opening sequence; empty: no style
}

// New makes a theme.
func New(o Options) *Theme {
	t := &Theme{}
	t.Set(o)
	return t
}

// Set changes the looks in place.
func (t *Theme) Set(o Options) {
	if o.Name == "" {
		o.Name = Dark
	}
	t.Options = o
	t.Glyph = glyphs(o.ASCII)
	name := o.Name
	if o.NoColor {
		name = Mono
	}
	for tok, style := range palette(name) {
		t.styles[tok] = ""
		if len(style) > 0 {
			t.styles[tok] = style.String()
		}
	}
}

const reset = "\x1b[m"

// Paint gives a text the style of a token. The text must not contain styles itself.
func (t *Theme) Paint(tok Token, s string) string {
	open := t.styles[tok]
	if open == "" || s == "" {
		return s
	}
	return open + s + reset
}

// Open is the sequence that starts a token's style, for painters that write row by row; Close ends it.
func (t *Theme) Open(tok Token) string { return t.styles[tok] }

// Close is the sequence that ends a token's style.
func (t *Theme) Close(tok Token) string {
	if t.styles[tok] == "" {
		return ""
	}
	return reset
}

// Level is the token and the glyph that tell a level.
func (t *Theme) Level(l core.Level) (Token, string) {
	switch l {
	case core.Alarm:
		return Bad, t.Glyph.Bad
	case core.Warning:
		return Warn, t.Glyph.Warn
	}
	return Good, t.Glyph.Good
}

// Standing is how an account stands: Level, but an authorization that ends within weeks is not simply good, though nothing is the
// matter yet.
func (t *Theme) Standing(l core.Level, s core.ConsentState) (Token, string) {
	if l == core.Info && s == core.ConsentNotice {
		return t.Consent(s)
	}
	return t.Level(l)
}

// Consent is the token and the glyph that tell how an authorization stands.
func (t *Theme) Consent(s core.ConsentState) (Token, string) {
	switch s {
	case core.ConsentOK:
		return Good, t.Glyph.Good
	case core.ConsentNotice:
		return Notice, t.Glyph.Notice
	case core.ConsentWarning:
		return Warn, t.Glyph.Warn
	case core.ConsentCritical, core.ConsentExpired, core.ConsentWithdrawn:
		return Bad, t.Glyph.Bad
	}
	return Dim, t.Glyph.Unknown
}

// palette uses the terminal's own sixteen colours, so that every theme follows what the user has made readable.
func palette(name string) [tokens]ansi.Style {
	fg := func(c ansi.BasicColor) ansi.Style { return ansi.NewStyle().ForegroundColor(c) }
	p := [tokens]ansi.Style{
		Plain: nil, Dim: ansi.NewStyle().Faint(), Strong: ansi.NewStyle().Bold(), Title: ansi.NewStyle().Bold(),
		Accent: fg(ansi.Cyan), Good: fg(ansi.Green), Notice: fg(ansi.Cyan), Warn: fg(ansi.Yellow), Bad: fg(ansi.Red),
		Selected: ansi.NewStyle().Reverse(true), Marked: ansi.NewStyle().Bold(), Hit: ansi.NewStyle().Bold().Underline(true),
		Border: ansi.NewStyle().Faint(), Bar: ansi.NewStyle().Faint(),
	}
	switch name {
	case Light:
		p[Accent], p[Notice] = fg(ansi.Blue), fg(ansi.Blue)
		p[Warn] = fg(ansi.Magenta) // yellow on white cannot be read
	case Mono:
		p[Accent], p[Good], p[Notice] = ansi.NewStyle().Bold(), nil, nil
		p[Warn], p[Bad] = ansi.NewStyle().Bold(), ansi.NewStyle().Bold()
	case HighContrast:
		bold := func(c ansi.BasicColor) ansi.Style { return fg(c).Bold() }
		p[Dim], p[Border], p[Bar] = nil, nil, ansi.NewStyle().Bold()
		p[Accent], p[Good], p[Notice] = bold(ansi.BrightCyan), bold(ansi.BrightGreen), bold(ansi.BrightCyan)
		p[Warn], p[Bad] = bold(ansi.BrightYellow), bold(ansi.BrightRed).Underline(true)
		p[Selected] = ansi.NewStyle().Reverse(true).Bold()
	}
	return p
}
