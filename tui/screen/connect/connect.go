// Package connect is the wizard from no bank to its lines: search the institution, confirm it, authorize, choose the accounts and
// how far back, fetch. It also takes up a consent that was left half way, authorizes one account again, and chooses among the
// accounts of a connection without a new consent.
package connect

import (
	"context"
	"net/url"
	"time"

	tea "github.com/charmbracelet/bubbletea"

	"ferry/core"
	"ferry/core/app"
	"ferry/core/sandbox"
	"ferry/tui"
	"ferry/tui/action"
	"ferry/tui/layout"
	"ferry/tui/nav"
	"ferry/tui/place"
	"ferry/tui/theme"
)

// Kind is the kind of the wizard's pages.
const Kind = place.Connect

// service is what the wizard needs; *app.Service has it.
type service interface {
	Now(core.ConnectionID) time.Time
	Connections(context.Context, core.DossierID) ([]app.ConnectionView, error)
	Accounts(context.Context, core.DossierID) ([]app.AccountView, error)
	Account(context.Context, core.AccountID) (app.AccountView, error)
	Countries(context.Context, core.ConnectionID) ([]string, error)
	SearchInstitutions(context.Context, core.ConnectionID, app.InstitutionQuery) ([]app.InstitutionView, error)

	Authorize(context.Context, core.ConnectionID, core.InstitutionID) (core.Authorization, error)
	Reauthorize(context.Context, core.AccountID) (core.Authorization, error)
	OpenAuthorizations(context.Context) ([]core.Authorization, error)
	AwaitAuthorization(context.Context, string) (app.AuthResult, error)
	CheckAuthorization(context.Context, string) (app.AuthResult, error)
	PasteRedirect(ctx context.Context, id, address string) (app.AuthResult, error)
	AbandonAuthorization(context.Context, string) error
	OpenBrowser(context.Context, string) error
	Sandbox(context.Context, core.ConnectionID) bool
	OpenForm(context.Context, string) (sandbox.Form, error)
	SubmitForm(context.Context, sandbox.Form, url.Values) (sandbox.Form, error)

	Choices(context.Context, core.ConnectionID, core.InstitutionID) (app.Choice, error)
	UntickWarning(context.Context, core.AccountID) (string, error)
	ChooseAccounts(context.Context, core.ConnectionID, []core.AccountID, core.Date) error
	Fetch(context.Context, []core.AccountID, func(app.Progress)) ([]app.FetchResult, error)
}

// step is one page of the wizard. It keeps what was typed when the user goes back and comes again.
type step interface {
	// stage is the position among stages, or 0 for what is not counted.
	stage() int
	// enter is called when the step comes to the front.
	enter() tea.Cmd
	update(tea.Msg) tea.Cmd
	do(action.Invoke) (tea.Cmd, bool)
	scope() action.Scope
	lines(w, h int) []string
}

// purpose is what the wizard was opened for.
type purpose uint8

const (
	adding       purpose = iota // a bank
	renewing                    // the consent of one account
	choosingOnly                // the accounts, without a new consent
)

// Screen is the wizard.
type Screen struct {
	page  nav.Page
	svc   service
	theme *theme.Theme
	way   []step // from the first step to the present one

	purpose purpose
	conn    app.ConnectionView
	bank    app.InstitutionView // the chosen one; without an id when the consent is about anything
	flow    core.Authorization
	renewed string // name of the account that is authorized again
	waits   int    // how many times a consent was waited for
	box     layout.Box
	now     time.Time // of the last key or tick
	tick    int
}

// New makes the wizard for a page.
func New(s service, t *theme.Theme, p nav.Page) *Screen {
	w := &Screen{page: p, svc: s, theme: t}
	if _, of := place.AccountOf(p); of {
		w.purpose = renewing
	} else if _, of := place.ChoiceOf(p); of {
		w.purpose = choosingOnly
	}
	w.way = []step{&opening{Screen: w}}
	return w
}

// Page is the identity of the wizard.
func (s *Screen) Page() nav.Page { return s.page }

// Title is the breadcrumb.
func (s *Screen) Title() string {
	return map[purpose]string{adding: txtTitle, renewing: txtTitleRenew, choosingOnly: txtTitleChoose}[s.purpose]
}

func (s *Screen) step() step { return s.way[len(s.way)-1] }

// forward goes to the next step.
func (s *Screen) forward(next step) tea.Cmd {
	s.way = append(s.way, next)
	return next.enter()
}

// replace goes to a step instead of the present one, to which there is no way back.
func (s *Screen) replace(next step) tea.Cmd {
	s.way[len(s.way)-1] = next
	return next.enter()
}

// restart begins again with a step.
func (s *Screen) restart(first step) tea.Cmd {
	s.way = []step{first}
	return first.enter()
}

// back goes one step back; false at the first one. Only the wait for a consent ends with its step: reading goes on, and the
// pages walked in the terminal are a part of that wait.
func (s *Screen) back() (tea.Cmd, bool) {
	if len(s.way) == 1 {
		return nil, false
	}
	_, waits := s.step().(*authorizing)
	s.way = s.way[:len(s.way)-1]
	if waits {
		return tea.Batch(tui.CancelWork(), s.step().enter()), true
	}
	return s.step().enter(), true
}

// Update takes the program's messages and those of the present step. A step that is no longer in front does not hear its
// late replies.
func (s *Screen) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tui.Opened:
		return s.step().enter()
	case tui.Tick:
		s.now, s.tick = msg.At, msg.N
		return nil
	case layout.Size:
		s.box = msg.Box
	}
	return s.step().update(msg)
}

// Do hands actions to the present step; back goes one step back before it leaves the wizard.
func (s *Screen) Do(inv action.Invoke) (tea.Cmd, bool) {
	s.now = inv.At
	if cmd, ok := s.step().do(inv); ok {
		return cmd, true
	}
	switch inv.ID {
	case action.Back:
		return s.back()
	case place.GoConnect:
		return nil, true // this is where it leads
	}
	return place.Stay(s.conn.Dossier, inv)
}

// Scope is that of the present step.
func (s *Screen) Scope() action.Scope {
	scope := s.step().scope()
	scope.State = s
	switch s.step().(type) {
	case *summary, *renewed: // the task is over: it may lead anywhere
	default:
		scope.Task = true
	}
	return scope
}

// Texts are set in lines of a readable length, whatever the window.
const (
	margin   = 2
	maxWidth = 100
)

// View paints the step under a line that says how far the wizard has come.
func (s *Screen) View(r layout.Box) string {
	w := min(r.W-2*margin, maxWidth)
	lines := []string{"", layout.Spaces(margin) + s.trail(w), ""}
	if r.H < 16 {
		lines = lines[1:] // every line counts
	}
	for _, l := range s.step().lines(w, r.H-len(lines)) {
		lines = append(lines, layout.Spaces(margin)+l)
	}
	return layout.FitLines(lines, r)
}

// trail shows the stages with the present one marked, or only that where there is little room.
func (s *Screen) trail(w int) string {
	at, names := s.step().stage(), s.stages()
	if at == 0 || at > len(names) {
		return s.theme.Paint(theme.Title, layout.Cut(s.Title(), w))
	}
	head := stageNumber(at, len(names))
	if w < 90 {
		return s.theme.Paint(theme.Accent, head) + " " + s.theme.Paint(theme.Title, names[at-1])
	}
	line := s.theme.Paint(theme.Accent, head) + " "
	for i, name := range names {
		if i > 0 {
			line += s.theme.Paint(theme.Dim, " "+s.theme.Glyph.Path+" ")
		}
		tok := theme.Dim
		if i == at-1 { // seen without colour, too
			tok, name = theme.Title, "["+name+"]"
		}
		line += s.theme.Paint(tok, name)
	}
	return line
}

// stages are the names of what is counted.
func (s *Screen) stages() []string {
	switch s.purpose {
	case renewing:
		return []string{txtStageAuthorize, txtStageDone}
	case choosingOnly:
		return []string{txtStageAccounts, txtStageFetch}
	}
	return []string{txtStageBank, txtStageConfirm, txtStageAuthorize, txtStageAccounts, txtStageFetch}
}

// stageOf is the position of a stage in this wizard.
func (s *Screen) stageOf(name string) int {
	for i, n := range s.stages() {
		if n == name {
			return i + 1
		}
	}
	return 0
}

// paragraphs wraps texts, with an empty line between them.
func paragraphs(w int, texts ...string) []string {
	var lines []string
	for _, text := range texts {
		if text == "" {
			continue
		}
		if len(lines) > 0 {
			lines = append(lines, "")
		}
		lines = append(lines, layout.Wrap(core.CleanText(text), w)...)
	}
	return lines
}

// paint gives every line of a text the same style.
func (s *Screen) paint(tok theme.Token, lines []string) []string {
	for i, l := range lines {
		lines[i] = s.theme.Paint(tok, l)
	}
	return lines
}
