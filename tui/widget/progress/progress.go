// Package progress shows how far work has come, one row for each account, without a clock of its own.
package progress

import (
	"time"

	"ferry/core"
	"ferry/tui/layout"
	"ferry/tui/theme"
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

// View paints the rows. Now comes from the message that caused the painting; tick moves the spinner.
func View(t *theme.Theme, r layout.Box, rows []Row, now time.Time, tick int) string { return "" }
