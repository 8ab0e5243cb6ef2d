package action

import (
	"strings"
	"time"
	"unicode/utf8"
)

// Key is one key press or one paste. It is what screens see instead of the framework's type.
type Key struct {
	// Name is "a", "?", "enter", "esc", "space", "tab", "shift+tab", "up", "pgdown", "home", "ctrl+d", "f1"…; empty for a paste.
	Name  string
	Text  string // what the key writes; a whole paste
	Paste bool
	At    time.Time
}

// Printable reports whether the key writes something.
func (k Key) Printable() bool { return k.Text != "" }

// Editing reports whether a text field uses the key to move or to delete. Such keys are never actions while it has the focus.
func Editing(name string) bool {
	switch name {
	case "left", "right", "home", "end", "backspace", "delete", "ctrl+a", "ctrl+e", "ctrl+w", "ctrl+u",
		"ctrl+left", "ctrl+right", "space":
		return true
	}
	return false
}

// Label is how a key is written on the screen: "↑", "space", "ctrl+d".
func Label(name string) string {
	switch name {
	case "up":
		return "↑"
	case "down":
		return "↓"
	case "left":
		return "←"
	case "right":
		return "→"
	case "pgup":
		return "PgUp"
	case "pgdown":
		return "PgDn"
	case "home":
		return "Home"
	case "end":
		return "End"
	}
	return name
}

// named are the keys that have a name of more than one character.
func named(name string) bool {
	switch name {
	case "enter", "esc", "space", "tab", "up", "down", "left", "right", "pgup", "pgdown", "home", "end", "backspace", "delete", "insert":
		return true
	}
	return len(name) >= 2 && len(name) <= 3 && name[0] == 'f' && strings.Trim(name[1:], "0123456789") == ""
}

// knownKey reports whether a name in a keymap can ever be pressed.
func knownKey(name string) bool {
	rest := name
	for {
		cut := false
		for _, mod := range []string{"ctrl+", "shift+", "alt+"} {
			if after, ok := strings.CutPrefix(rest, mod); ok && after != "" {
				rest, cut = after, true
			}
		}
		if !cut {
			break
		}
	}
	return named(rest) || utf8.RuneCountInString(rest) == 1
}
