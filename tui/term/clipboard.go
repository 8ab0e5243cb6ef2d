package term

import (
	"errors"
	"io"

	"github.com/aymanbagabas/go-osc52/v2"
)

// longestCopy is how much every terminal that knows OSC 52 takes: more is cut or dropped without a word.
const longestCopy = 74_994

// Reasons why a text cannot be copied.
var (
	ErrTooLong     = errors.New("too long for the terminal's clipboard")
	ErrNoClipboard = errors.New("this terminal has no clipboard")
)

// Copy asks the terminal to put a text on the clipboard of the machine it stands on, also over SSH and through tmux.
func Copy(w io.Writer, e Environ, text string) error {
	if e.Term == "dumb" || e.Term == "linux" {
		return ErrNoClipboard
	}
	if len(text) > longestCopy {
		return ErrTooLong
	}
	seq := osc52.New(text)
	if e.Tmux {
		seq = seq.Tmux()
	}
	_, err := io.WriteString(w, seq.String())
	return err
}
