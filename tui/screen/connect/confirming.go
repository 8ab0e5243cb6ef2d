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
		return tui.Ask(confirm.Question{Title: say(txtBetaTitle, c.bank.Name), Text: []string{c.bank.Notice}, Yes: txtBetaYes, No: txtBetaNo}, acceptedMsg{}), true
	}
	return c.goOn(), true
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

func (c *confirming) lines(w, _ int) []string {
	b := c.bank
	lines := []string{txtConfirmHead, "", c.theme.Paint(theme.Strong, core.CleanText(b.Name)), ""}
	rows := [][2]string{{"Country", countryName(or(b.Country, "int"))}, {"BIC", b.BIC}, {"Brand", b.Brand}, {"Served by", txtProvider}, {"Consent", lifetime(b.LifetimeDays)}}
	rows = append(rows, [2]string{"Lines", map[bool]string{true: txtPendingYes, false: txtPendingNo}[b.Pending]})
	for _, row := range rows {
		if row[1] == "" {
			continue
		}
		for i, l := range layout.Wrap(core.CleanText(row[1]), w-12) {
			label := row[0]
			if i > 0 {
				label = ""
			}
			lines = append(lines, c.theme.Paint(theme.Dim, layout.Left(label, 12))+l)
		}
	}
	if b.Connected > 0 {
		lines = append(append(lines, ""), paragraphs(w, say(txtConfirmAlready, words.Plural(b.Connected, "account", "accounts")))...)
	}
	if b.Notice != "" {
		lines = append(append(lines, ""), c.paint(theme.Warn, paragraphs(w, c.theme.Glyph.Warn+" "+b.Notice))...)
	} else if now := c.svc.Now(c.conn.ID); b.Maintenance != "" && now.Before(b.MaintenanceFrom) {
		notice := say(txtMaintenanceSoon, moment(b.MaintenanceFrom), moment(b.MaintenanceTo))
		lines = append(append(lines, ""), c.paint(theme.Warn, paragraphs(w, c.theme.Glyph.Warn+" "+notice))...)
	}
	return append(append(lines, ""), paragraphs(w, txtConfirmNext)...)
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
