package connect

import (
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"ferry/core"
	"ferry/tui"
	"ferry/tui/action"
	"ferry/tui/layout"
	"ferry/tui/theme"
	"ferry/tui/widget/confirm"
	"ferry/tui/words"
)

// confirming is the second step: see what is about to be connected, and by whom it is served.
type confirming struct{ *Screen }

// acceptedMsg says that the warning of a bank in beta was accepted.
type acceptedMsg struct{}

func split(block string) []string { return strings.Split(block, "\n") }

func (c *confirming) stage() int { return c.stageOf(txtStageConfirm) }

func (c *confirming) enter() tea.Cmd { return nil }

func (c *confirming) update(msg tea.Msg) tea.Cmd {
	if _, ok := msg.(acceptedMsg); ok {
		return c.goOn()
	}
	return nil
}

func (c *confirming) do(inv action.Invoke) (tea.Cmd, bool) {
	if inv.ID != nextStep {
		return nil, false
	}
	if c.doubtful() {
		return tui.Ask(c.question(), acceptedMsg{}), true
	}
	return c.goOn(), true
}

// question asks before a bank is chosen for which Ponto does not vouch. What that means stands on the page behind it, once.
func (c *confirming) question() confirm.Question {
	return confirm.Question{Title: say(txtBetaTitle, core.CleanText(c.bank.Name)), Text: []string{say(txtBetaText, string(c.bank.Status))}, Yes: txtBetaYes, No: txtBetaNo}
}

// doubtful reports whether Ponto itself does not vouch for its connection to the bank.
func (c *confirming) doubtful() bool {
	return c.bank.Status == core.Beta || c.bank.Status == core.Experimental
}

func (c *confirming) goOn() tea.Cmd {
	if c.flow.Institution != c.bank.ID {
		c.flow = core.Authorization{} // of another bank: it stays open and can be resumed
	}
	return c.forward(newAuthorizing(c.Screen))
}

func (c *confirming) scope() action.Scope { return action.Scope{Name: scopeStep} }

// lines show the warning before the facts: where there is little room, facts give way.
func (c *confirming) lines(w, h int) []string {
	b := c.bank
	top := []string{txtConfirmHead, "", c.theme.Paint(theme.Strong, core.CleanText(b.Name)), ""}
	if h < 14 {
		top = top[2:3]
	}
	if notice := c.notice(); notice != "" {
		top = append(append(top, c.paint(theme.Warn, paragraphs(w, c.theme.Glyph.Warn+" "+notice))...), "")
	}
	tail := append([]string{""}, paragraphs(w, txtConfirmNext)...)
	facts := c.facts(w)
	return append(append(top, facts[:max(min(len(facts), h-len(top)-len(tail)), 0)]...), tail...)
}

// notice is what must be known before going on.
func (c *confirming) notice() string {
	b := c.bank
	if b.Notice == "" && b.Maintenance != "" && c.svc.Now(c.conn.ID).Before(b.MaintenanceFrom) {
		return say(txtMaintenanceSoon, moment(b.MaintenanceFrom), moment(b.MaintenanceTo))
	}
	return b.Notice
}

func (c *confirming) facts(w int) []string {
	b := c.bank
	already := ""
	if b.Connected > 0 {
		already = say(txtConfirmAlready, words.Plural(b.Connected, "account", "accounts"))
	}
	rows := [][2]string{
		{"Served by", txtProvider}, {"Country", countryName(or(b.Country, "int"))}, {"BIC", b.BIC}, {"Consent", lifetime(b.LifetimeDays)},
		{"Lines", map[bool]string{true: txtPendingYes, false: txtPendingNo}[b.Pending]}, {"Brand", b.Brand}, {"Here", already},
	}
	var lines []string
	for _, row := range rows {
		for i, l := range layout.Wrap(core.CleanText(row[1]), w-12) {
			label := row[0]
			if i > 0 {
				label = ""
			}
			if row[1] != "" {
				lines = append(lines, c.theme.Paint(theme.Dim, layout.Left(label, 12))+l)
			}
		}
	}
	return lines
}

func lifetime(days int) string {
	if days == 0 {
		return txtLifetimeUnknown
	}
	return say(txtLifetime, words.Plural(days, "day", "days"))
}

func or(text, otherwise string) string {
	if text == "" {
		return otherwise
	}
	return text
}
