package connect

import (
	"context"
	"slices"

	tea "github.com/charmbracelet/bubbletea"

	"ferry/core"
	"ferry/core/app"
	"ferry/tui"
	"ferry/tui/action"
	"ferry/tui/layout"
	"ferry/tui/theme"
	"ferry/tui/widget/checklist"
	"ferry/tui/widget/choice"
	"ferry/tui/words"
)

// choosing is the fourth step: which of the authorized accounts Ferry reads.
type choosing struct {
	*Screen
	institution core.InstitutionID // the one that was searched for; empty: any
	choice      app.Choice
	list        *checklist.Model          // nil until the accounts are read, and when there is none
	empty       *choice.Model             // ways on when nothing of the chosen bank was authorized
	warnings    map[core.AccountID]string // what unticking a connected account does
	err         error
}

type choicesMsg struct {
	choice   app.Choice
	warnings map[core.AccountID]string
	err      error
}

func newChoosing(s *Screen, institution core.InstitutionID) *choosing {
	return &choosing{Screen: s, institution: institution}
}

func (c *choosing) stage() int { return c.stageOf(txtStageAccounts) }

func (c *choosing) enter() tea.Cmd {
	if c.list != nil || c.empty != nil {
		return nil
	}
	return c.read()
}

func (c *choosing) read() tea.Cmd {
	c.err = nil
	svc, conn, institution := c.svc, c.conn.ID, c.institution
	return tui.Work(txtLooking, func(ctx context.Context, _ tui.Post) tea.Msg {
		m := choicesMsg{warnings: make(map[core.AccountID]string)}
		if m.choice, m.err = svc.Choices(ctx, conn, institution); m.err != nil {
			return m
		}
		for _, a := range accountsOf(m.choice) {
			if a.Connected {
				if m.warnings[a.ID], m.err = svc.UntickWarning(ctx, a.ID); m.err != nil {
					return m
				}
			}
		}
		return m
	})
}

// accountsOf lists the accounts of all groups.
func accountsOf(c app.Choice) []app.AccountChoice {
	var list []app.AccountChoice
	for _, g := range c.Groups {
		list = append(list, g.Accounts...)
	}
	return list
}

func (c *choosing) update(msg tea.Msg) tea.Cmd {
	m, ok := msg.(choicesMsg)
	if !ok {
		return nil
	}
	c.choice, c.warnings, c.err = m.choice, m.warnings, m.err
	switch {
	case c.err != nil:
	case c.choice.NoneOfChosen || len(c.choice.Groups) == 0:
		c.empty = c.waysOn()
	default:
		c.fill()
	}
	return tui.Fail(c.err)
}

// waysOn are what can be done when nothing of the chosen bank was authorized.
func (c *choosing) waysOn() *choice.Model {
	var options []choice.Option
	if c.institution != "" {
		options = append(options, choice.Option{ID: "again", Title: txtAgain, Detail: txtAgainAbout})
	}
	options = append(options, choice.Option{ID: "other", Title: txtOther, Detail: txtOtherAbout})
	if len(c.choice.Groups) > 0 {
		options = append(options, choice.Option{ID: "all", Title: txtSeeAll, Detail: txtSeeAllAbout})
	}
	return choice.New(options...)
}

func (c *choosing) fill() {
	var groups []checklist.Group
	for _, g := range c.choice.Groups {
		group := checklist.Group{Title: or(g.Bank.Name, string(g.Bank.ID))}
		for _, a := range g.Accounts {
			group.Items = append(group.Items, c.tickBox(a))
		}
		groups = append(groups, group)
	}
	c.list = checklist.New(groups)
}

// tickBox is the tick box of an account.
func (c *choosing) tickBox(a app.AccountChoice) checklist.Item {
	item := checklist.Item{ID: string(a.ID), Title: a.Told(), Ticked: a.Ticked, Side: until(a.Consent)}
	if name := a.Name(); name != core.CleanText(a.Reference) {
		item.Title += "  " + name
	}
	switch {
	case a.Replaces != nil:
		item.Badges = append(item.Badges, say(txtContinues, a.Replaces.Told()))
	case a.New:
		item.Badges = append(item.Badges, txtNew)
	case a.Connected:
		item.Badges = append(item.Badges, txtConnected)
	}
	return item
}

// until tells the end of a consent.
func until(c core.Consent) string {
	if c.ExpiresAt.IsZero() {
		return txtNoEnd
	}
	text := say(txtUntil2, day(c.ExpiresAt))
	if c.Estimated {
		text += "~"
	}
	return text
}

func (c *choosing) do(inv action.Invoke) (tea.Cmd, bool) {
	switch {
	case inv.ID == action.Reload:
		return c.read(), true
	case c.empty != nil:
		if inv.ID == nextStep {
			return c.goOn(), true
		}
		return nil, c.empty.Do(inv)
	case c.list == nil:
		if inv.ID == nextStep && c.err != nil {
			return c.read(), true
		}
		return nil, false
	case inv.ID == nextStep:
		return c.taken(), true
	}
	return nil, c.list.Do(inv)
}

// goOn leaves the picture of a consent that brought nothing of the chosen bank.
func (c *choosing) goOn() tea.Cmd {
	switch c.empty.Selected().ID {
	case "again":
		return c.replace(newAuthorizing(c.Screen))
	case "all":
		c.empty, c.institution = nil, ""
		return c.read()
	}
	return c.restart(newSearching(c.Screen))
}

// taken goes on with what is ticked. How far back is asked for accounts only that were never read.
func (c *choosing) taken() tea.Cmd {
	picked := pick{conn: c.conn.ID}
	ticked := c.list.Ticked()
	if len(ticked) == 0 {
		return tui.Warn(txtNoTick)
	}
	fresh := false
	for _, a := range accountsOf(c.choice) {
		if !slices.Contains(ticked, string(a.ID)) {
			continue
		}
		picked.all = append(picked.all, a.ID)
		if !a.Connected {
			picked.added = append(picked.added, a.ID)
			fresh = fresh || a.ConnectedAt.IsZero()
		}
	}
	if fresh {
		return c.forward(newHistory(c.Screen, picked))
	}
	return c.forward(newFetching(c.Screen, picked))
}

func (c *choosing) scope() action.Scope {
	return action.Scope{Name: scopeStep, With: []action.Name{action.List}}
}

func (c *choosing) lines(w, h int) []string {
	switch {
	case c.err != nil:
		what, next := words.Error(c.err)
		return paragraphs(w, c.theme.Glyph.Bad+" "+what, next)
	case c.empty != nil:
		return c.nothing(w, h)
	case c.list == nil:
		return []string{c.theme.Paint(theme.Dim, txtLooking+c.theme.Glyph.Ellipsis)}
	}
	lines := paragraphs(w, txtChooseHead+" "+c.choice.Sentence)
	for _, warning := range c.choice.Warnings {
		lines = append(lines, c.paint(theme.Warn, paragraphs(w, c.theme.Glyph.Warn+" "+warning))...)
	}
	lines = append(lines, "")
	var foot []string
	if item, ok := c.list.Selected(); ok && !item.Ticked && c.warnings[core.AccountID(item.ID)] != "" {
		foot = c.paint(theme.Warn, paragraphs(w, c.theme.Glyph.Warn+" "+c.warnings[core.AccountID(item.ID)]))
	} else {
		foot = c.paint(theme.Dim, paragraphs(w, txtChooseHelp))
	}
	const noteRoom = 2 // the list keeps two lines for notes of its own, which stay empty here
	room := max(h-len(lines)-len(foot)-1, 3) + noteRoom
	list := split(c.list.View(c.theme, layout.Box{W: w, H: min(room, len(accountsOf(c.choice))+len(c.choice.Groups)+noteRoom)}))
	lines = append(lines, list[:len(list)-noteRoom]...)
	return append(append(lines, ""), foot...)
}

// nothing is the picture of a consent that brought nothing of the chosen bank: which bank, and what to do.
func (c *choosing) nothing(w, h int) []string {
	sentence := or(c.choice.Sentence, txtNothingAuthorized)
	lines := c.paint(theme.Warn, paragraphs(w, c.theme.Glyph.Warn+" "+sentence))
	if c.choice.Next != "" {
		lines = append(append(lines, ""), paragraphs(w, c.choice.Next)...)
	}
	lines = append(lines, "")
	return append(lines, c.empty.Lines(c.theme, w, h-len(lines))...)
}
