package connect

import (
	"context"

	tea "github.com/charmbracelet/bubbletea"

	"ferry/core"
	"ferry/core/app"
	"ferry/tui"
	"ferry/tui/action"
	"ferry/tui/layout"
	"ferry/tui/place"
	"ferry/tui/theme"
	"ferry/tui/widget/choice"
)

// authorizing is the third step: the consent, given in one of several ways, while Ferry waits for it.
type authorizing struct {
	*Screen
	ways    *choice.Model // nil until the authorization is open
	sandbox bool          // the consent can be given in the terminal
	waiting bool
	wait    int    // number of the wait, among all of the wizard; replies of earlier ones are old
	note    string // what the last look or wait said
}

// startedMsg brings the open authorization.
type startedMsg struct {
	step    *authorizing // one that was left does not answer for the next
	flow    core.Authorization
	account string // the account that is authorized again
	sandbox bool
	err     error
}

// resultMsg tells where the consent stands. A wait that is not the present one is old.
type resultMsg struct {
	flow   string
	wait   int // 0: a look or a pasted address
	result app.AuthResult
	err    error
}

type (
	pastedMsg    struct{ address string }
	abandonedMsg struct{ err error }
	openedURLMsg struct{ err error }
)

// Ways to give consent.
const (
	inTerminal = "terminal"
	inBrowser  = "browser"
	byQR       = "qr"
	byCopy     = "copy"
	byPaste    = "paste"
	lookNow    = "look"
	giveUp     = "abandon"
)

func newAuthorizing(s *Screen) *authorizing { return &authorizing{Screen: s} }

func (a *authorizing) stage() int { return a.stageOf(txtStageAuthorize) }

// enter opens the authorization, or goes on waiting for the one that is open.
func (a *authorizing) enter() tea.Cmd {
	svc, flow, conn, bank := a.svc, a.flow, a.conn.ID, a.bank.ID
	if a.ways != nil {
		return a.resume()
	}
	account, again := place.AccountOf(a.page)
	return tui.Work(txtPreparing, func(ctx context.Context, _ tui.Post) tea.Msg {
		m := startedMsg{step: a, flow: flow, sandbox: svc.Sandbox(ctx, conn)}
		switch {
		case flow.ID != "": // resumed
			account = flow.Account
		case again:
			m.flow, m.err = svc.Reauthorize(ctx, account)
		default:
			m.flow, m.err = svc.Authorize(ctx, conn, bank)
		}
		if account != "" {
			if v, err := svc.Account(ctx, account); err == nil {
				m.account = v.Bank.Name + " " + v.Told()
			}
		}
		return m
	})
}

func (a *authorizing) update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case startedMsg:
		return a.onStarted(msg)
	case resultMsg:
		return a.onResult(msg)
	case pageMsg:
		return a.onPage(msg)
	case pastedMsg:
		return a.paste(msg.address)
	case openedURLMsg:
		if msg.err != nil {
			return tui.Fail(msg.err)
		}
		a.note = txtBrowserOpened
	case abandonedMsg:
		return a.onAbandoned(msg)
	}
	return nil
}

func (a *authorizing) onStarted(m startedMsg) tea.Cmd {
	if m.step != a {
		return nil
	}
	if m.err != nil {
		cmd, _ := a.back()
		return tea.Batch(cmd, tui.Fail(m.err))
	}
	a.flow, a.sandbox, a.renewed = m.flow, m.sandbox, m.account
	if a.flow.Account == "" {
		a.purpose = adding // an account that was taken out comes back by a new consent only
	}
	var options []choice.Option
	if a.sandbox {
		options = append(options, choice.Option{ID: inTerminal, Title: txtWayTerminal, Detail: txtWayTerminalAbout})
	}
	options = append(options,
		choice.Option{ID: inBrowser, Title: txtWayBrowser, Detail: txtWayBrowserAbout},
		choice.Option{ID: byQR, Title: txtWayQR, Key: "u", Detail: txtWayQRAbout},
		choice.Option{ID: byCopy, Title: txtWayCopy, Key: "y", Detail: txtWayCopyAbout})
	if a.flow.State != "" {
		options = append(options, choice.Option{ID: byPaste, Title: txtWayPaste, Key: "p", Detail: txtWayPasteAbout})
	}
	a.ways = choice.New(append(options,
		choice.Option{ID: lookNow, Title: txtWayLook, Key: "r", Detail: txtWayLookAbout},
		choice.Option{ID: giveUp, Title: txtWayAbandon, Key: "x", Detail: txtWayAbandonAbout})...)
	return a.await()
}

// await waits for the consent, whichever way it is given.
func (a *authorizing) await() tea.Cmd {
	a.waits++
	a.wait = a.waits
	a.waiting, a.note = true, ""
	svc, id, wait := a.svc, a.flow.ID, a.wait
	title := txtWaitingRenew
	if a.bank.Name != "" {
		title = say(txtWaiting, a.bank.Name)
	}
	return tui.Wait(title, func(ctx context.Context, _ tui.Post) tea.Msg {
		result, err := svc.AwaitAuthorization(ctx, id)
		return resultMsg{id, wait, result, err}
	})
}

// look asks once, now.
func (a *authorizing) look() tea.Cmd {
	svc, id := a.svc, a.flow.ID
	return tui.Work(txtLooking, func(ctx context.Context, _ tui.Post) tea.Msg {
		result, err := svc.CheckAuthorization(ctx, id)
		return resultMsg{id, 0, result, err}
	})
}

func (a *authorizing) paste(address string) tea.Cmd {
	svc, id := a.svc, a.flow.ID
	return tui.Work(txtLooking, func(ctx context.Context, _ tui.Post) tea.Msg {
		result, err := svc.PasteRedirect(ctx, id, address)
		return resultMsg{id, 0, result, err}
	})
}

// finish ends a consent that was given in the terminal. Ponto Connect's pages end on an address with a code.
func (a *authorizing) finish(redirect string) tea.Cmd {
	if redirect == "" {
		return a.look()
	}
	return a.paste(redirect)
}

// onPage hears of a walk that was left while its page was on the way: a consent that was given counts all the same.
func (a *authorizing) onPage(m pageMsg) tea.Cmd {
	if m.err != nil || !last(m.page) || m.walk.of != a.flow.ID {
		return nil
	}
	return a.finish(m.page.Redirect)
}

// concerns reports whether a result is of the present authorization, and of its present wait.
func (a *authorizing) concerns(m resultMsg) bool {
	return m.flow == a.flow.ID && (m.wait == 0 || m.wait == a.wait)
}

// onResult goes on when the consent is there. Two may tell it, the one who waits and the one who looks: the second finds the
// authorization closed.
func (a *authorizing) onResult(m resultMsg) tea.Cmd {
	if !a.concerns(m) {
		return nil
	}
	if m.wait != 0 {
		a.waiting = false
	}
	switch code := core.CodeOf(m.err); {
	case code == core.CodeCancelled:
		a.note = txtCancelledWait
		return nil
	case code == core.CodeNotFound && a.waiting:
		return nil
	case m.err != nil:
		return tui.Fail(m.err)
	case !m.result.Done:
		a.note = m.result.Sentence
		return nil
	}
	return a.given(m.result)
}

// given goes on from a consent that was given. There is no way back to it: it is used up.
func (a *authorizing) given(result app.AuthResult) tea.Cmd {
	bank := a.bank.ID
	renewal := a.flow.Account != ""
	a.flow = core.Authorization{}
	if renewal {
		return tea.Batch(tui.CancelWait(), tui.Fail(nil), a.restart(newRenewed(a.Screen, result)))
	}
	first, ok := a.way[0].(*searching)
	if !ok {
		first = newSearching(a.Screen)
	}
	a.way = []step{first}
	return tea.Batch(tui.CancelWait(), tui.Fail(nil), a.forward(newChoosing(a.Screen, bank)))
}

// fruitless goes on from pages that ended without a new account or date: the choice tells which bank brought nothing, and
// what to do. The authorization stays open, to be given again.
func (a *authorizing) fruitless() tea.Cmd {
	if a.flow.Account != "" {
		cmd, _ := a.Screen.back()
		return tea.Batch(cmd, tui.Warn(txtNotRenewed))
	}
	a.way = a.way[:1]
	return a.forward(newChoosing(a.Screen, a.bank.ID))
}

func (a *authorizing) onAbandoned(m abandonedMsg) tea.Cmd {
	if m.err != nil {
		return tui.Fail(m.err)
	}
	a.flow = core.Authorization{}
	if a.purpose == renewing {
		return tea.Batch(tui.Toast(txtAbandoned), leave())
	}
	return tea.Batch(tui.Toast(txtAbandoned), a.restart(newSearching(a.Screen)))
}

func (a *authorizing) do(inv action.Invoke) (tea.Cmd, bool) {
	if a.ways == nil {
		return nil, false
	}
	if a.ways.Do(inv) {
		return nil, true
	}
	way, ok := map[action.ID]string{
		takeWay: a.ways.Selected().ID, showQR: byQR, copyAddress: byCopy, pasteBack: byPaste, abandon: giveUp, action.Reload: lookNow,
	}[inv.ID]
	if !ok {
		return nil, false
	}
	a.ways.Select(way)
	return a.goWay(way), true
}

func (a *authorizing) goWay(way string) tea.Cmd {
	address := a.flow.URL
	switch way {
	case inTerminal:
		return a.forward(&walking{Screen: a.Screen, over: a, of: a.flow.ID, address: address})
	case inBrowser:
		svc := a.svc
		return tea.Batch(a.resume(), tui.Read(func(ctx context.Context) tea.Msg { return openedURLMsg{svc.OpenBrowser(ctx, address)} }))
	case byQR:
		return tea.Batch(a.resume(), tui.ShowQR(txtQRTitle, address))
	case byCopy:
		return tea.Batch(a.resume(), tui.Copy(txtAddressCopied, address))
	case byPaste:
		return tui.Prompt(txtPasteTitle, txtPasteHelp, "", func(address string) tea.Msg { return pastedMsg{address} })
	case lookNow:
		return a.look()
	case giveUp:
		svc, id := a.svc, a.flow.ID
		return tui.Write(func(ctx context.Context) tea.Msg { return abandonedMsg{svc.AbandonAuthorization(ctx, id)} })
	}
	return nil
}

// resume waits again when the wait was cancelled or its deadline passed.
func (a *authorizing) resume() tea.Cmd {
	if a.waiting {
		return nil
	}
	return a.await()
}

func (a *authorizing) scope() action.Scope {
	return action.Scope{Name: scopeAuthorize, With: []action.Name{action.List}}
}

func (a *authorizing) lines(w, h int) []string {
	if a.ways == nil {
		return []string{a.theme.Paint(theme.Dim, txtPreparing+a.theme.Glyph.Ellipsis)}
	}
	lines := append(paragraphs(w, a.headline()), "")
	address := append([]string{"", a.theme.Paint(theme.Dim, txtAddress)}, layout.Chunks(core.CleanText(a.flow.URL), w)...)
	state := a.state(w)
	room := h - len(lines) - len(address)
	if room < 5 { // the address in full matters more than what stands beside it
		address, room = address[1:], room+1
	}
	ways := a.ways.Lines(a.theme, w, max(room-len(state), 4))
	if how := paragraphs(w, a.how()); len(ways)+len(state)+len(how)+1 <= room {
		ways = append(append(ways, ""), a.paint(theme.Dim, how)...)
	}
	lines = append(append(lines, ways...), address...)
	if len(lines)+len(state) <= h {
		lines = append(lines, state...)
	}
	return lines
}

func (a *authorizing) headline() string {
	if a.purpose == renewing {
		return say(txtRenewHead, or(a.renewed, a.bank.Name))
	}
	return say(txtAuthorizeHead, a.bank.Name)
}

// how says what has to be done there, for those who open the address elsewhere.
func (a *authorizing) how() string {
	switch {
	case a.conn.Door == core.PontoConnect && a.purpose == adding:
		return say(txtHowConnect, a.bank.Name)
	case a.conn.Door == core.PontoConnect:
		return ""
	case a.purpose == renewing:
		return txtHowRenew
	}
	return say(txtHowCustom, a.bank.Name)
}

func (a *authorizing) state(w int) []string {
	text := txtNotWaiting
	if a.waiting {
		text = say(txtUntil, a.flow.Deadline.Format("15:04")) + " " + txtLeave
	}
	if a.note != "" {
		text = a.note + " " + text
	}
	return append([]string{""}, paragraphs(w, text)...)
}
