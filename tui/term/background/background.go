// Package background pins the answer to the question whether the terminal is dark, before Bubble Tea asks the terminal.
//
// Bubble Tea v1 asks when it is imported: a terminal that does not answer then costs every command five seconds, even
// "ferry --version", and a late answer appears as garbage in the shell. Go initialises packages that are ready in the order of
// their import paths, and this one needs no more than Lip Gloss does, so "ferry/…" is initialised before
// "github.com/charmbracelet/bubbletea". A test in tui/term holds that fast. The answer itself does not matter: themes are chosen by the user
// and use the terminal's own colours.
package background

import "github.com/charmbracelet/lipgloss"

func init() { lipgloss.SetHasDarkBackground(true) }
