// Silent imports the whole program on the screen as the real one does, with all libraries that could ask the terminal or start
// a helper when they are imported, and ends.
package main

import (
	"fmt"

	"ferry/tui"
	"ferry/tui/term"
)

func main() {
	_ = tui.Run
	fmt.Print("version ", term.DefaultEscapeWait)
}
