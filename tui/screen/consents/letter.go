package consents

import (
	"context"
	"slices"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"ferry/core"
	"ferry/core/app"
	"ferry/tui"
	"ferry/tui/action"
	"ferry/tui/layout"
	"ferry/tui/place"
	"ferry/tui/theme"
	"ferry/tui/widget/detail"
	"ferry/tui/widget/pager"
	"ferry/tui/widget/table"
	"ferry/tui/words"
)

// letter is the message to a client who must renew, open to be read and copied.
type letter struct {
	account  core.AccountID
	language string
	*pager.Model
}

type letterMsg struct {
	account        core.AccountID
	language, text string
	err            error
}

func (s *Screen) readLetter(account core.AccountID, language string) tea.Cmd {
	svc := s.svc
	return tui.Read(func(ctx context.Context) tea.Msg {
		text, err := svc.RenewalMessage(ctx, account, language)
		return letterMsg{account, language, text, err}
	})
}

func (s *Screen) onLetter(m letterMsg) tea.Cmd {
	if m.err != nil {
		return tui.Fail(m.err)
	}
	s.letter = &letter{m.account, m.language, pager.New(m.text)}
	return nil
}

func (s *Screen) doLetter(inv action.Invoke) (tea.Cmd, bool) {
	switch inv.ID {
	case action.Back, action.Close:
		s.letter = nil
		return nil, true
	case language:
		next := (slices.Index(languages, s.letter.language) + 1) % len(languages)
		return s.readLetter(s.letter.account, languages[next]), true
	case action.ReadCopy:
		return tui.Copy(txtLetter, s.letter.Text()), true
	case place.Search:
		return nil, true
	}
	return nil, s.letter.Do(inv)
}

func (s *Screen) viewLetter(r layout.Box) string {
	boxes := r.Rows(layout.Fixed(2), layout.Fill(1))
	var names []string
	for _, l := range languages {
		if name := strings.ToUpper(l); l == s.letter.language {
			names = append(names, s.theme.Paint(theme.Selected, " "+name+" "))
		} else {
			names = append(names, s.theme.Paint(theme.Dim, " "+name+" "))
		}
	}
	head := " " + s.theme.Paint(theme.Title, txtLetterTitle) + "  " + strings.Join(names, " ")
	text := boxes[1].Inner(1, 0)
	margin := layout.Box{W: 1, H: boxes[1].H}
	return layout.Above(layout.Fit(head, boxes[0]), layout.Beside(layout.Fit("", margin), s.letter.View(s.theme, text), layout.Fit("", margin)))
}

func (s *Screen) columns() []table.Column[app.ConsentView] {
	type view = app.ConsentView
	columns := []table.Column[view]{
		{Title: "Consent", Min: 11, Cell: s.state, Tone: func(c view) theme.Token { tok, _ := s.theme.Consent(c.Consent.State); return tok }},
		{Title: "Left", Whole: true, Align: table.Right, Cell: func(c view) string { return words.Left(c.Consent) }},
		{Title: "Ends", Whole: true, Align: table.Right, Cell: func(c view) string { return words.Ends(c.Consent, s.now) }},
	}
	if place.DossierOf(s.page) == "" {
		columns = append(columns, table.Column[view]{Title: "Dossier", Min: 8, Max: 24, Priority: 1, Cell: func(c view) string { return c.DossierName }})
	}
	return append(columns,
		table.Column[view]{Title: "Account", Whole: true, Priority: 2, Cell: func(c view) string {
			return c.Told()
		}},
		table.Column[view]{Title: "Who acts", Min: 44, Max: 64, Priority: 3, Cell: func(c view) string { return c.WhoActs }},
		table.Column[view]{Title: "Bank", Min: 8, Fill: true, Cell: func(c view) string { return c.Bank.Name }})
}

// state is glyph and word.
func (s *Screen) state(c app.ConsentView) string {
	_, glyph := s.theme.Consent(c.Consent.State)
	return glyph + " " + string(c.Consent.State)
}

func (s *Screen) detail(c app.ConsentView) *detail.Pane {
	d := detail.New(strings.TrimSpace(c.Bank.Name + "  " + c.Told()))
	tok, glyph := s.theme.Standing(c.Status.Level, c.Consent.State)
	d.Say(tok, glyph, c.Status.Sentence)
	d.Say(theme.Accent, s.theme.Glyph.Right, c.Status.Next)
	d.Field("Who acts", c.WhoActs)
	ends := words.Ends(c.Consent, s.now)
	if c.Consent.Estimated {
		ends += " " + txtEstimate
	}
	d.Field("Ends", ends)
	d.Field("Given", words.Day(c.Consent.AuthorizedAt, s.now))
	d.Field("Dossier", c.DossierName)
	d.Field("Holder", c.Holder)
	d.Field("Last good fetch", words.Moment(c.Feed.LastGood, s.now))
	return d
}
