// Package settings is the form of the user's choices: how often to read, what a synchronization tells the bank, when to
// warn, looks and keys.
package settings

import (
	"context"
	"strconv"
	"strings"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"ferry/core"
	"ferry/core/event"
	"ferry/tui"
	"ferry/tui/action"
	"ferry/tui/books"
	"ferry/tui/layout"
	"ferry/tui/nav"
	"ferry/tui/place"
	"ferry/tui/theme"
	"ferry/tui/widget/form"
	"ferry/tui/words"
)

// Kind is the kind of the page.
const Kind = place.Settings

// service is what the screen needs; *app.Service has it.
type service interface {
	Settings(context.Context) (core.Settings, error)
	SaveSettings(context.Context, core.Settings) error
}

// Screen is the form.
type Screen struct {
	page  nav.Page
	svc   service
	theme *theme.Theme
	form  *form.Model // nil until the settings are read
	saved core.Settings
	err   error
}

// New makes the form.
func New(s service, t *theme.Theme, p nav.Page) *Screen { return &Screen{page: p, svc: s, theme: t} }

// Page is the identity of the screen.
func (s *Screen) Page() nav.Page { return s.page }

// Title is the breadcrumb.
func (s *Screen) Title() string { return "Settings" }

type (
	readMsg struct {
		set core.Settings
		err error
	}
	savedMsg struct {
		set core.Settings
		err error
	}
	discardMsg struct{}
)

// Update takes the program's messages and the screen's own replies.
func (s *Screen) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tui.Opened:
		return s.read()
	case tui.Changed:
		// What was typed is not thrown away because somebody else saved.
		if msg.Has(event.Settings, "") && (s.form == nil || !s.form.Dirty()) {
			return s.read()
		}
	case readMsg:
		if s.err = msg.err; msg.err == nil {
			s.saved = msg.set
			s.refill()
		}
		return tui.Fail(msg.err)
	case savedMsg:
		return s.onSaved(msg)
	case discardMsg:
		s.form = nil
		return nav.Done()
	case action.Key:
		s.form.Key(msg)
	}
	return nil
}

func (s *Screen) read() tea.Cmd {
	svc := s.svc
	return tui.Read(func(ctx context.Context) tea.Msg {
		set, err := svc.Settings(ctx)
		return readMsg{set, err}
	})
}

func (s *Screen) refill() {
	s.form = form.New(txtSave, fields(s.saved)...)
}

// Do carries out actions; what was changed and not saved is asked about before the page is left.
func (s *Screen) Do(inv action.Invoke) (tea.Cmd, bool) {
	return books.DoForm(s.form, inv, txtDiscardTitle, discardMsg{}, s.save)
}

// save checks numbers here, where the field is known; what else is wrong the service says.
func (s *Screen) save() tea.Cmd {
	set, good := s.typed()
	if !good {
		return nil
	}
	svc := s.svc
	return tui.Write(func(ctx context.Context) tea.Msg { return savedMsg{set, svc.SaveSettings(ctx, set)} })
}

func (s *Screen) onSaved(m savedMsg) tea.Cmd {
	if m.err != nil {
		what, next := words.Error(m.err)
		s.form.SetError("", what+" "+next)
		return nil
	}
	restart := m.set.Keymap != s.saved.Keymap || m.set.EscapeWait != s.saved.EscapeWait
	s.saved = m.set
	s.refill()
	looks := s.theme.Options
	looks.Name, looks.ASCII, looks.Still = m.set.Theme, m.set.ASCII, m.set.Still
	s.theme.Set(looks)
	if restart {
		return tui.Toast(txtSavedRestart)
	}
	return tui.Toast(txtSaved)
}

// typed reads the form.
func (s *Screen) typed() (core.Settings, bool) {
	set, good := s.saved, true
	s.form.SetError("", "")
	number := func(name string, unit time.Duration) time.Duration {
		n, err := strconv.Atoi(strings.TrimSpace(s.form.Value(name)))
		if err != nil || n < 0 || n > maxNumber {
			s.form.SetError(name, txtNoNumber)
			good = false
		}
		return time.Duration(n) * unit
	}
	// Backwards, so that of several wrong fields the first has the focus.
	set.RequestsPerSecond = int(number(fieldRate, 1))
	set.EscapeWait = number(fieldEscape, time.Millisecond)
	set.WarnDays = int(number(fieldWarn, 1))
	set.SyncCooldown = number(fieldCooldown, time.Minute)
	set.FetchEvery = number(fieldEvery, time.Minute)
	set.CustomerIP = strings.TrimSpace(s.form.Value(fieldIP))
	set.LookUpIP = s.form.Checked(fieldLookUp)
	set.Theme = s.form.Value(fieldTheme)
	set.ASCII = s.form.Value(fieldGlyphs) == glyphsASCII
	set.Still = s.form.Checked(fieldStill)
	set.Keymap = strings.TrimSpace(s.form.Value(fieldKeymap))
	set.DeveloperMode = s.form.Checked(fieldDeveloper)
	return set, good
}

// Scope says what keys mean.
func (s *Screen) Scope() action.Scope {
	if s.form == nil {
		return action.Scope{Name: "settings"}
	}
	return action.Scope{Name: "settings", With: []action.Name{action.Form}, Text: s.form.Typing()}
}

// View paints the form.
func (s *Screen) View(r layout.Box) string { return books.FormPage(s.theme, r, s.form, s.err) }
