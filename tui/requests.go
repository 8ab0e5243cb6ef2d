package tui

import (
	tea "github.com/charmbracelet/bubbletea"

	"ferry/tui/nav"
	"ferry/tui/widget/confirm"
	"ferry/tui/widget/pager"
	"ferry/tui/widget/qr"
	"ferry/tui/words"
)

// onAsk carries out what a screen asks of the program; false when the message is the screen's own.
func (m *Model) onAsk(p nav.Page, msg tea.Msg) (tea.Cmd, bool) {
	switch msg := msg.(type) {
	case nav.Move:
		return m.moveFrom(p, msg), true
	case taskMsg:
		return m.start(p, msg), true
	case cancelMsg:
		if msg.waits {
			m.cancelWaits(p)
			break
		}
		m.cancelTasks(&p)
	case afterMsg:
		return m.after(p, msg), true
	case toastMsg:
		return m.onToast(msg), true
	case failMsg:
		if msg.err != nil && p == m.stack.Top() {
			m.typed = nil // what followed was meant for what did not happen
		}
		m.fault.show(msg, m.o.Log, p)
		m.fault.after = m.pressed
	case askMsg:
		msg.question.ByItself = msg.question.ByItself || p != m.stack.Top()
		m.put(&question{Model: confirm.New(msg.question), page: p, yes: msg.yes, opened: m.o.Now()})
	case chooseMsg:
		m.put(newMenu(msg, p))
	case promptMsg:
		m.put(newPrompt(msg, p))
	case showMsg:
		m.put(&reading{title: msg.title, Model: pager.New(msg.text)})
	case qrMsg:
		m.showQR(msg)
	case copyMsg:
		return m.copy(p, msg), true
	case tea.QuitMsg:
		return m.quitNow(), true
	default:
		return nil, false
	}
	return nil, true
}

// moveFrom goes where a screen wants to go, if it is in front: work that ends behind the user's back must not carry them away.
func (m *Model) moveFrom(p nav.Page, mv nav.Move) tea.Cmd {
	if p == m.stack.Top() {
		return m.move(mv)
	}
	if mv.Op == nav.OpDone {
		m.forget(p)
	}
	return nil
}

func (m *Model) after(p nav.Page, a afterMsg) tea.Cmd {
	return m.timer(a.d, doneMsg{page: p, msg: a.msg}, false)
}

// leave ends the program, after a question when something is not finished or when the key may have been meant otherwise.
func (m *Model) leave(ask bool) tea.Cmd {
	reason := ""
	if m.o.Busy != nil {
		reason = m.o.Busy()
	}
	if t, more := m.running(); reason == "" && t != nil {
		reason = t.title + " is not finished"
		if more > 0 {
			reason += ", and other work neither"
		}
	}
	if reason == "" && !ask {
		return m.quitNow()
	}
	q := confirm.Question{Title: "Leave Ferry?", Yes: "Leave", No: "Stay"}
	if reason != "" {
		q.Text = []string{words.Sentence(reason), "What has been read so far is safe."}
	}
	m.put(&question{Model: confirm.New(q), leaving: true, opened: m.o.Now()})
	return nil
}

func (m *Model) quitNow() tea.Cmd {
	m.quit = true
	for _, t := range m.tasks {
		t.cancel()
	}
	return tea.Quit
}

// copy puts a text on the clipboard. Where that is not possible, the text is shown to be selected by hand.
func (m *Model) copy(p nav.Page, c copyMsg) tea.Cmd {
	clip := m.o.Clip
	if clip == nil {
		m.put(&reading{title: c.what, Model: pager.New(c.text)})
		return nil
	}
	return m.own(p, func() tea.Msg {
		if err := clip(c.text); err != nil {
			return showMsg{title: c.what + " (could not be copied: " + err.Error() + ")", text: c.text}
		}
		return toastMsg{text: "Copied: " + c.what + "."}
	})
}

func (m *Model) showQR(q qrMsg) {
	lines, err := qr.Lines(q.address)
	if err != nil {
		lines = []string{"This address is too long for a QR code."}
	}
	m.put(&code{title: q.title, address: q.address, lines: lines})
}
