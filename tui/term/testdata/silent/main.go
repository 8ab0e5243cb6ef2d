// Silent imports the terminal packages and Bubble Tea as the real program does, and ends.
package main

import (
	"fmt"

	tea "github.com/charmbracelet/bubbletea"

	"ferry/tui/term"
)

func main() {
	_ = tea.Quit
	fmt.Print("version ", term.DefaultEscapeWait)
}
