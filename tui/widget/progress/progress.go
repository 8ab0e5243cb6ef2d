// Package progress shows how far work has come, one row for each account, without a clock of its own.
package progress

import (
	"time"

	"ferry/core"
	"ferry/tui/layout"
	"ferry/tui/theme"
	"ferry/tui/words"
)

// Row is the work on one account.
type Row struct {
	ID      string
	Title   string
	Text    string     // "reading, 300 lines"
	Started time.Time  // for the elapsed time, shown after three seconds
	Done    bool       // then Level and Text tell the outcome
	Level   core.Level // of the outcome
	Waiting bool       // not begun
}

// shownAfter is how long work may take before its time is worth telling.
const shownAfter = 3 * time.Second

// View paints the rows. Now comes from the message that caused the painting; tick moves the spinner. When there are more rows
// than room, finished ones above give way and are counted.
func View(t *theme.Theme, r layout.Box, rows []Row, now time.Time, tick int) string {
	names := 0
	for _, row := range rows {
		names = max(names, layout.Width(core.CleanText(row.Title)))
	}
	names = min(names, r.W/2)
	hidden := 0
	for len(rows)-hidden > r.H && hidden < len(rows) && rows[hidden].Done {
		hidden++
	}
	var lines []string
	if hidden > 0 {
		// The line that counts takes the place of one more.
		hidden++
		lines = append(lines, t.Paint(theme.Dim, "  "+words.Plural(hidden, "account", "accounts")+" above"))
	}
	for _, row := range rows[min(hidden, len(rows)):] {
		lines = append(lines, row.line(t, r.W, names, now, tick))
	}
	return layout.FitLines(lines, r)
}

func (r Row) line(t *theme.Theme, w, names int, now time.Time, tick int) string {
	tok, sign := theme.Plain, " "
	switch {
	case r.Done:
		tok, sign = t.Level(r.Level)
	case r.Waiting:
		tok = theme.Dim
	case t.Still:
		sign = t.Glyph.Right
	default:
		sign = t.Glyph.Spin[tick%len(t.Glyph.Spin)]
	}
	text := core.CleanText(r.Text)
	if d := now.Sub(r.Started); !r.Done && !r.Waiting && !r.Started.IsZero() && d >= shownAfter {
		text += " " + t.Glyph.Dot + " " + words.Elapsed(d)
	}
	return t.Paint(tok, layout.Left(" "+sign+" "+layout.Left(core.CleanText(r.Title), names)+"  "+text, w))
}
