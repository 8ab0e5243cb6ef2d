package connect

import (
	"context"

	tea "github.com/charmbracelet/bubbletea"

	"ferry/core"
	"ferry/core/sandbox"
	"ferry/tui"
	"ferry/tui/action"
	"ferry/tui/layout"
	"ferry/tui/theme"
	"ferry/tui/widget/form"
	"ferry/tui/widget/picker"
)

// walking goes through the simulator's pages inside the terminal.
type walking struct {
	*Screen
	over    *authorizing // what is told the end
	address string
	page    sandbox.Form
	form    *form.Model // nil while the first page is read
	ended   bool        // the last page was sent; only what came of it is still to be seen
}

type (
	pageMsg struct {
		page sandbox.Form
		err  error
	}
	linkMsg struct{ address string }
)

func (w *walking) stage() int { return w.stageOf(txtStageAuthorize) }

func (w *walking) enter() tea.Cmd { return w.open(w.address) }

func (w *walking) open(address string) tea.Cmd {
	svc := w.svc
	return tui.Work(txtOpeningPage, func(ctx context.Context, _ tui.Post) tea.Msg {
		page, err := svc.OpenForm(ctx, address)
		return pageMsg{page, err}
	})
}

func (w *walking) send() tea.Cmd {
	if w.form == nil {
		return nil
	}
	if w.page.Action == "" { // the person refused
		cmd, _ := w.back()
		return tea.Batch(cmd, tui.Warn(txtNoConsent))
	}
	svc, page, values := w.svc, w.page, w.form.Values()
	return tui.Work(txtSendingPage, func(ctx context.Context, _ tui.Post) tea.Msg {
		next, err := svc.SubmitForm(ctx, page, values)
		return pageMsg{next, err}
	})
}

func (w *walking) update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case pageMsg:
		return w.onPage(msg)
	case linkMsg:
		return w.open(msg.address)
	case action.Key:
		if w.form != nil {
			w.form.Key(msg)
		}
	case resultMsg: // the list of accounts may tell it sooner than the page
		return w.onResult(msg)
	}
	return nil
}

// onPage shows the next page, or ends the walk: the browser's way back is gone here by Ferry itself.
func (w *walking) onPage(m pageMsg) tea.Cmd {
	if m.err != nil {
		return tui.Fail(m.err)
	}
	if m.page.Done || m.page.Redirect != "" {
		w.ended = true
		return w.over.finish(m.page.Redirect)
	}
	w.page, w.form = m.page, form.FromSandbox(m.page)
	return tui.Fail(nil)
}

// onResult leaves pages that ended without a new account or date, once the wait for one is over, too: the page was sent and
// takes no second answer.
func (w *walking) onResult(m resultMsg) tea.Cmd {
	if !w.ended || m.result.Done || m.err != nil && core.CodeOf(m.err) != core.CodeCancelled {
		return w.over.onResult(m)
	}
	if m.wait == w.over.wait {
		w.over.waiting = false
	}
	if w.over.waiting {
		return tui.CancelWork()
	}
	return w.over.fruitless()
}

func (w *walking) do(inv action.Invoke) (tea.Cmd, bool) {
	if inv.ID == followLink {
		return w.links(), true
	}
	if w.form == nil {
		return nil, false
	}
	switch w.form.Do(inv) {
	case form.Submitted:
		return w.send(), true
	case form.Nothing:
		return nil, false
	}
	return nil, true
}

func (w *walking) links() tea.Cmd {
	var items []picker.Item
	for _, l := range w.page.Links {
		items = append(items, picker.Item{ID: l.URL, Title: l.Label})
	}
	return tui.Choose(txtLinks, items, func(address string) tea.Msg { return linkMsg{address} })
}

func (w *walking) scope() action.Scope {
	return action.Scope{Name: scopeWalk, With: []action.Name{action.Form}, Text: w.form != nil && w.form.Typing()}
}

func (w *walking) lines(width, h int) []string {
	if w.form == nil {
		return []string{w.theme.Paint(theme.Dim, txtOpeningPage+"…")}
	}
	title := w.theme.Paint(theme.Title, layout.Cut(core.CleanText(w.page.Title), width))
	return append([]string{title, ""}, split(w.form.View(w.theme, layout.Box{W: width, H: max(h-2, 1)}))...)
}
