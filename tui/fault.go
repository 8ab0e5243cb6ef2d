package tui

import (
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"ferry/core"
	"ferry/tui/nav"
	"ferry/tui/widget/pager"
	"ferry/tui/words"
)

// fault is the last error: shown until the user goes back or elsewhere, or until something newer happens: a change, a question, a
// word about another act. Once hidden it never shows up again by itself; it is kept for the detail.
type fault struct {
	err   error
	shown bool
	after int      // how many keys were pressed before it
	page  nav.Page // where it happened
	again tea.Cmd  // tries once more; nil when that makes no sense
}

func (f *fault) show(msg failMsg, log *slog.Logger, p nav.Page) {
	code := core.CodeOf(msg.err)
	if msg.err == nil {
		f.hide()
		return
	}
	if code == core.CodeCancelled {
		return
	}
	log.Warn("shown to the user", "page", p.String(), "code", code, "error", msg.err)
	*f = fault{err: msg.err, shown: true, page: p, again: msg.again}
}

func (f *fault) hide() (was bool) {
	was, f.shown = f.shown, false
	return was
}

// reload tries once more what failed, while its error is shown; else the page in front reads what it shows again.
func (m *Model) reload() tea.Cmd {
	if f := m.fault; m.fault.hide() && f.again != nil {
		return m.own(f.page, f.again)
	}
	return m.tell(m.stack.Top(), Changed{All: true})
}

// openFault shows everything known of the last error, to copy it into a question to Ponto's support.
func (m *Model) openFault() {
	if m.fault.err == nil {
		m.put(&reading{title: "Last error", Model: pager.New("There was no error since Ferry was started.")})
		return
	}
	what, next := words.Error(m.fault.err)
	var b strings.Builder
	b.WriteString(what + "\n")
	if next != "" {
		b.WriteString("\n" + next + "\n")
	}
	if e, ok := errors.AsType[*core.Error](m.fault.err); ok {
		fmt.Fprintf(&b, "\nKind: %s\n", e.Code)
		for _, line := range [][2]string{{"While", e.Op}, {"Request id", e.RequestID}} {
			if line[1] != "" {
				fmt.Fprintf(&b, "%s: %s\n", line[0], line[1])
			}
		}
		if e.Err != nil {
			fmt.Fprintf(&b, "Cause: %v\n", e.Err)
		}
	} else {
		fmt.Fprintf(&b, "\nCause: %v\n", m.fault.err)
	}
	m.fault.hide()
	m.put(&reading{title: "Error", Model: pager.New(b.String())})
}

// toast is a sentence that goes away by itself or with the next key.
type toast struct {
	level core.Level
	text  string
	gen   int
}

type toastOverMsg struct{ gen int }

func (t *toast) clear() { t.text = "" }

func (t *toast) over(gen int) {
	if gen == t.gen {
		t.text = ""
	}
}

// A fact stays for two seconds, a warning for four; each further line takes as long to read as a fact.
const (
	factTime    = 2 * time.Second
	warningTime = 4 * time.Second
)

func (m *Model) onToast(msg toastMsg) tea.Cmd {
	// What was said before the last key is older, and must not come back when the toast goes.
	if m.fault.after != m.pressed {
		m.fault.hide()
	}
	m.toast = toast{level: msg.level, text: core.CleanText(msg.text), gen: m.toast.gen + 1}
	d := factTime
	if msg.level != core.Info {
		d = warningTime
	}
	if m.size.W > 0 {
		d += time.Duration(len(m.message())-1) * factTime
	}
	return m.timer(d, toastOverMsg{m.toast.gen}, true)
}
