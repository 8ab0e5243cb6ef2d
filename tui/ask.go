package tui

import (
	"context"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"ferry/core"
	"ferry/tui/widget/confirm"
	"ferry/tui/widget/picker"
)

// What screens ask of the program around them. Each function makes a command; return it from Update or Do.

type (
	taskMsg struct {
		title string
		kind  taskKind
		work  func(context.Context, Post) tea.Msg
	}
	afterMsg struct {
		d   time.Duration
		msg tea.Msg
	}
	toastMsg struct {
		level core.Level
		text  string
	}
	failMsg struct {
		err   error
		again tea.Cmd // nil: nothing to try again
	}
	askMsg struct {
		question confirm.Question
		yes      tea.Msg
	}
	chooseMsg struct {
		title string
		items []picker.Item
		taken func(id string) tea.Msg
	}
	promptMsg struct {
		title, help, value string
		secret             bool
		done               func(string) tea.Msg
	}
	showMsg   struct{ title, text string }
	qrMsg     struct{ title, address string }
	copyMsg   struct{ what, text string }
	cancelMsg struct{ waits bool } // only what Wait runs
)

type taskKind uint8

const (
	quietTask taskKind = iota // a short read: not shown, ended when its page is forgotten
	workTask                  // shown with its title and the time it takes, cancelled by ctrl+c
	writeTask                 // a short change of the file: keys typed meanwhile wait for it
	waitTask                  // as workTask, but waits for a person or a bank: the program counts as idle meanwhile
)

// Post sends an intermediate message to the screen while work goes on, at most thirty times a second; of two with the same
// key the later one is enough.
type Post func(key string, msg tea.Msg)

// Read runs a short read of the store and brings its message back.
func Read(work func(context.Context) tea.Msg) tea.Cmd {
	return send(taskMsg{kind: quietTask, work: func(ctx context.Context, _ Post) tea.Msg { return work(ctx) }})
}

// Write runs a short change of the file. Keys typed meanwhile are kept and act on what the change leaves behind.
func Write(work func(context.Context) tea.Msg) tea.Cmd {
	return send(taskMsg{kind: writeTask, work: func(ctx context.Context, _ Post) tea.Msg { return work(ctx) }})
}

// Work runs something that may take long. Its title is shown with the time it takes, and ctrl+c cancels it.
func Work(title string, work func(context.Context, Post) tea.Msg) tea.Cmd {
	return send(taskMsg{title: title, kind: workTask, work: work})
}

// Wait runs something that waits for a person: a consent in the browser. It is shown and cancelled like Work.
func Wait(title string, work func(context.Context, Post) tea.Msg) tea.Cmd {
	return send(taskMsg{title: title, kind: waitTask, work: work})
}

// CancelWork ends everything that Work and Wait run for this screen.
func CancelWork() tea.Cmd { return send(cancelMsg{}) }

// CancelWait ends what Wait runs for this screen: what it waits for has come by another way.
func CancelWait() tea.Cmd { return send(cancelMsg{waits: true}) }

// After brings a message back after a while: a debounce. Compare a generation when it comes.
func After(d time.Duration, msg tea.Msg) tea.Cmd { return send(afterMsg{d, msg}) }

// Toast tells in a sentence that goes away by itself what was done. That nothing happened, and why, is a Warn.
func Toast(text string) tea.Cmd { return send(toastMsg{core.Info, text}) }

// Warn tells a warning in a sentence that goes away by itself: also a refusal, which must not look like what worked.
func Warn(text string) tea.Cmd { return send(toastMsg{core.Warning, text}) }

// Fail shows an error: sentence, next step, and the key for the detail. A cancelled one shows nothing; nil takes away
// the last one, when what failed has worked.
func Fail(err error) tea.Cmd { return send(failMsg{err: err}) }

// Retry is Fail for what can be tried again: while the error is shown, the key that reads a page again runs the command
// instead.
func Retry(err error, again tea.Cmd) tea.Cmd { return send(failMsg{err, again}) }

// Ask puts a question and sends the screen the message yes when it is confirmed.
func Ask(q confirm.Question, yes tea.Msg) tea.Cmd { return send(askMsg{q, yes}) }

// Choose shows a small menu with a search field and sends the screen what taken makes of the choice.
func Choose(title string, items []picker.Item, taken func(id string) tea.Msg) tea.Cmd {
	return send(chooseMsg{title, items, taken})
}

// Prompt asks for one line of text and sends the screen what done makes of it.
func Prompt(title, help, value string, done func(string) tea.Msg) tea.Cmd {
	return send(promptMsg{title: title, help: help, value: value, done: done})
}

// Show opens a long text to read and copy: raw JSON, an explanation.
func Show(title, text string) tea.Cmd { return send(showMsg{title, text}) }

// ShowQR opens an address as a QR code with the address under it.
func ShowQR(title, address string) tea.Cmd { return send(qrMsg{title, address}) }

// Copy puts a text on the clipboard and says what was copied.
func Copy(what, text string) tea.Cmd { return send(copyMsg{what, text}) }

func send(msg tea.Msg) tea.Cmd { return func() tea.Msg { return msg } }
