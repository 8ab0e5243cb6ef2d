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
	of      string       // id of the authorization
	address string
	page    sandbox.Form
	form    *form.Model // nil while there is nothing to answer
	under   bool        // a page, or what came of the last one, is on its way
	ended   bool        // the last page came; only what came of it is still to be seen
}

type (
	// pageMsg brings the page after the one that was answered. It is heard after its walk was left, too: the answer counts.
	pageMsg struct {
		walk *walking
		page sandbox.Form
		err  error
	}
	linkMsg struct{ address string }
)

func (w *walking) stage() int { return w.stageOf(txtStageAuthorize) }

func (w *walking) enter() tea.Cmd { return w.open(w.address) }

// open reads a page. Only one is on its way: what was pressed while nobody sees which page comes next means none of them.
func (w *walking) open(address string) tea.Cmd {
	if w.under || w.ended {
		return nil
	}
	w.under = true
	svc := w.svc
	return tui.Work(txtOpeningPage, func(ctx context.Context, _ tui.Post) tea.Msg {
		page, err := svc.OpenForm(ctx, address)
		return pageMsg{w, page, err}
	})
}

// send answers the page, once: the next one comes after a while where the way is slow, and a page that was answered takes no
// second answer.
func (w *walking) send() tea.Cmd {
	switch {
	case w.under:
		return nil
	case w.ended: // what came of it could not be read
		return w.finish()
	case w.form == nil: // the first page could not be read
		return w.open(w.address)
	case w.page.Action == "":
		return w.leave()
	}
	w.under = true
	svc, page, values := w.svc, w.page, w.form.Values()
	return tui.Work(txtSendingPage, func(ctx context.Context, _ tui.Post) tea.Msg {
		next, err := svc.SubmitForm(ctx, page, values)
		return pageMsg{w, next, err}
	})
}

// leave goes back from a page that leads nowhere: the person refused, or it tells of trouble. After trouble nobody knows what
// the pages before it have changed.
func (w *walking) leave() tea.Cmd {
	text := txtNoConsent
	if w.page.Error != "" {
		text = txtPagesFailed
	}
	cmd, _ := w.back()
	return tea.Batch(cmd, tui.Warn(text))
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
	if m.walk != w {
		return w.over.onPage(m)
	}
	w.under = false
	if m.err != nil {
		return tui.Fail(m.err)
	}
	w.page, w.form = m.page, nil
	if last(m.page) {
		w.ended = true
		return w.finish()
	}
	w.form = form.FromSandbox(m.page)
	return tui.Fail(nil)
}

// last reports whether a page is the end of a walk.
func last(page sandbox.Form) bool { return page.Done || page.Redirect != "" }

// finish sees what came of the last page.
func (w *walking) finish() tea.Cmd {
	w.under = true
	return w.over.finish(w.page.Redirect)
}

// onResult leaves pages that ended without a new account or date, once the wait for one is over, too: the page was sent and
// takes no second answer.
func (w *walking) onResult(m resultMsg) tea.Cmd {
	if !w.over.concerns(m) {
		return nil
	}
	if m.wait == 0 && w.ended {
		w.under = false
	}
	if !w.ended || m.result.Done || m.err != nil && core.CodeOf(m.err) != core.CodeCancelled {
		return w.over.onResult(m)
	}
	if m.wait != 0 {
		w.over.waiting = false
	}
	if w.over.waiting {
		return tui.CancelWork()
	}
	return w.over.fruitless()
}

func (w *walking) do(inv action.Invoke) (tea.Cmd, bool) {
	if w.form == nil {
		if inv.ID == action.Submit || inv.ID == action.Save {
			return w.send(), true
		}
		return nil, inv.ID == followLink
	}
	if inv.ID == followLink {
		return w.links(), true
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
		text := txtOpeningPage
		if w.ended {
			text = txtLooking
		}
		return []string{w.theme.Paint(theme.Dim, text+w.theme.Glyph.Ellipsis)}
	}
	title := w.theme.Paint(theme.Title, layout.Cut(core.CleanText(w.page.Title), width))
	return append([]string{title, ""}, split(w.form.View(w.theme, layout.Box{W: width, H: max(h-2, 1)}))...)
}
