// Package term is everything that is peculiar about terminals: what must be cured around Bubble Tea v1, what the environment
// says about colours and speed, the clipboard, and giving the terminal back after a crash.
package term

import _ "ferry/tui/term/background" // must come before Bubble Tea is initialised
