package tui

import (
	tea "github.com/charmbracelet/bubbletea"

	"ferry/tui/term"
)

// NewLoop is the program as Run gives it to the framework.
func NewLoop(m *Model) tea.Model { return &loop{Model: m, guard: &term.Guard{}} }
