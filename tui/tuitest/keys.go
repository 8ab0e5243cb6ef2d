package tuitest

import (
	"fmt"
	"testing"
	"unicode/utf8"

	tea "github.com/charmbracelet/bubbletea"
)

// Size is a window's width and height.
type Size [2]int

// String writes 80x24.
func (s Size) String() string { return fmt.Sprintf("%dx%d", s[0], s[1]) }

// Sizes lists the windows in which every screen is looked at: the smallest, the old standard, a usual and a large one.
func Sizes() []Size { return []Size{{60, 16}, {80, 24}, {120, 36}, {200, 50}} }

// keyMsg is the framework's message for a key's name.
func keyMsg(t testing.TB, name string) tea.KeyMsg {
	t.Helper()
	if name == "space" {
		return tea.KeyMsg{Type: tea.KeySpace, Runes: []rune{' '}}
	}
	if utf8.RuneCountInString(name) == 1 {
		return tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune(name)}
	}
	// The framework knows its names by type only: look for the type that has this one.
	for typ := tea.KeyType(-100); typ < 130; typ++ {
		if msg := (tea.KeyMsg{Type: typ}); typ != tea.KeyRunes && msg.String() == name {
			return msg
		}
	}
	t.Fatalf("no key is called %q", name)
	return tea.KeyMsg{}
}
