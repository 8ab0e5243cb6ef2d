package connect

import (
	"slices"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"ferry/core"
	"ferry/core/app"
	"ferry/tui/action"
	"ferry/tui/layout"
	"ferry/tui/nav"
	"ferry/tui/place"
	"ferry/tui/theme"
	"ferry/tui/widget/choice"
	"ferry/tui/words"
)

// leave ends the wizard; the next one starts afresh.
func leave() tea.Cmd { return nav.Done() }

// summary is the end: what each account has now, and what to do next.
type summary struct {
	*Screen
	rows   []app.AccountView
	failed map[core.AccountID]error
	added  int
	ways   *choice.Model
}

// Ways on from the end.
const (
	toLines       = "lines"
	toBooks       = "books"
	toBank        = "bank"
	toConsents    = "consents"
	toHome        = "home"
	toAccounts    = "accounts"
	toConnections = "connections"
	toBack        = "back"
)

func newSummary(s *Screen, p pick, rows []app.AccountView, results []app.FetchResult) *summary {
	sum := &summary{Screen: s, rows: rows, failed: make(map[core.AccountID]error), added: len(p.added)}
	for _, r := range results {
		if r.Err != nil {
			sum.failed[r.Account] = r.Err
		}
	}
	options := []choice.Option{{ID: toLines, Title: txtToLines, Key: "t"}}
	if slices.ContainsFunc(rows, func(a app.AccountView) bool { return a.Stats.Lines > 0 }) {
		options = append(options, choice.Option{ID: toBooks, Title: txtToBooks, Key: "M"})
	}
	sum.ways = choice.New(append(options, choice.Option{ID: toBank, Title: txtToBank, Key: "c"},
		choice.Option{ID: toConsents, Title: txtToConsents, Key: "o"}, choice.Option{ID: toHome, Title: txtToHome})...)
	return sum
}

func (s *summary) stage() int { return s.stageOf(txtStageFetch) }

func (s *summary) enter() tea.Cmd { return nil }

func (s *summary) update(tea.Msg) tea.Cmd { return nil }

func (s *summary) do(inv action.Invoke) (tea.Cmd, bool) {
	way, ok := map[action.ID]string{
		nextStep: s.ways.Selected().ID, place.GoTransactions: toLines, place.GoConnect: toBank, place.GoConsents: toConsents, action.Back: toHome,
		place.GoReconcile: toBooks, place.GoAccounts: toAccounts, place.GoConnections: toConnections,
	}[inv.ID]
	if !ok {
		return nil, s.ways.Do(inv)
	}
	return s.goWay(way), true
}

// goWay leaves the finished wizard behind: the way back does not lead into it.
func (s *summary) goWay(way string) tea.Cmd {
	switch way {
	case toLines:
		return nav.Replace(place.Of(place.Transactions, s.conn.Dossier))
	case toBooks:
		return nav.Replace(place.Of(place.Reconcile, s.conn.Dossier))
	case toAccounts:
		return nav.Replace(place.Of(place.Accounts, s.conn.Dossier))
	case toConnections:
		return nav.Replace(place.Of(place.Connections, s.conn.Dossier))
	case toConsents:
		return nav.Replace(place.Of(place.Consents, ""))
	case toBank:
		s.purpose, s.bank = adding, app.InstitutionView{}
		return s.restart(newSearching(s.Screen))
	}
	return leave()
}

func (s *summary) scope() action.Scope {
	return action.Scope{Name: scopeStep, With: []action.Name{action.List}}
}

func (s *summary) lines(w, h int) []string {
	accounts := words.Plural(len(s.rows), "account", "accounts")
	head, tok := s.theme.Glyph.Good+" "+say(txtSummaryHead, accounts), theme.Good
	switch {
	case len(s.failed) > 0:
		head, tok = s.theme.Glyph.Warn+" "+say(txtSummaryMixed, accounts, words.Plural(len(s.failed), "account", "accounts")), theme.Warn
	case s.added == 0:
		head = s.theme.Glyph.Good + " " + say(txtSummaryKept, accounts)
	}
	lines := append(s.paint(tok, paragraphs(w, head)), "")
	// The ways on always stay in sight, in a very low window those around the cursor; of many accounts the last give way.
	ways := s.ways.Lines(s.theme, w, min(8, max(h-len(lines)-4, 3)))
	room := max(h-len(lines)-len(ways)-3, 2)
	list := s.accounts(w)
	if len(list) > room {
		list = s.compact(w, room)
	}
	lines = append(lines, list...)
	return append(append(lines, "", txtSummaryNext), ways...)
}

// accounts tells of every account what it has now: one line where there is room, else two.
func (s *summary) accounts(w int) []string {
	var lines []string
	bank, nameWidth := "", 0
	for _, a := range s.rows {
		nameWidth = max(nameWidth, layout.Width(a.Told()))
	}
	for _, a := range s.rows {
		if a.Bank.Name != bank {
			bank = a.Bank.Name
			lines = append(lines, s.theme.Paint(theme.Title, layout.Cut(core.CleanText(bank), w)))
		}
		sign, pieces := s.account(a)
		name := layout.Left(a.Told(), nameWidth)
		for i, l := range pack(max(w-nameWidth-4, 20), pieces) {
			if i > 0 {
				sign, name = " ", layout.Spaces(nameWidth)
			}
			lines = append(lines, sign+" "+name+"  "+l)
		}
	}
	return lines
}

// compact tells one thing of each account, and how many did not find room.
func (s *summary) compact(w, room int) []string {
	var lines []string
	for i, a := range s.rows {
		if left := len(s.rows) - i; len(lines) == room-1 && left > 1 {
			return append(lines, s.theme.Paint(theme.Dim, "and "+words.Plural(left, "more account", "more accounts")))
		}
		sign, pieces := s.account(a)
		lines = append(lines, sign+" "+layout.Cut(a.Bank.Name+" "+a.Told()+"  "+strings.TrimSuffix(strings.Join(pieces, " "), ","), w-2))
	}
	return lines
}

// account tells how an account stands, in pieces that are not broken: a broken amount would be a wrong one.
func (s *summary) account(a app.AccountView) (sign string, pieces []string) {
	if err := s.failed[a.ID]; err != nil {
		what, _ := words.Error(err)
		return s.theme.Paint(theme.Warn, s.theme.Glyph.Warn), strings.Fields(what)
	}
	sign, pieces = s.theme.Paint(theme.Good, s.theme.Glyph.Good), []string{txtNoLines + ","}
	if n := a.Stats.Lines; n > 0 {
		pieces = []string{words.Plural(n, "line", "lines") + ",", dayOf(a.Stats.Oldest) + " to " + dayOf(a.Stats.Newest) + ",", "sum " + words.Amount(a.Stats.Sum) + ","}
	}
	end := txtConsentNoEnd
	if !a.Consent.ExpiresAt.IsZero() {
		end = say(txtConsentUntil, day(a.Consent.ExpiresAt))
		if a.Consent.Estimated {
			end += txtEstimate
		}
	}
	return sign, append(pieces, end)
}

// pack sets pieces in lines of w cells, as many in each as fit.
func pack(w int, pieces []string) []string {
	var lines []string
	line := ""
	for _, p := range pieces {
		if line != "" && layout.Width(line)+1+layout.Width(p) > w {
			lines, line = append(lines, line), ""
		}
		line = strings.TrimPrefix(line+" "+p, " ")
	}
	return append(lines, line)
}

func dayOf(d core.Date) string { return d.Time().Format("2 Jan 2006") }

// renewed is the end of a renewal: the new date.
type renewed struct {
	*Screen
	result app.AuthResult
	ways   *choice.Model
}

func newRenewed(s *Screen, result app.AuthResult) *renewed {
	return &renewed{Screen: s, result: result, ways: choice.New(
		choice.Option{ID: toBack, Title: txtRenewedBack}, choice.Option{ID: toConsents, Title: txtRenewedNext, Key: "o"})}
}

func (r *renewed) stage() int { return r.stageOf(txtStageDone) }

func (r *renewed) enter() tea.Cmd { return nil }

func (r *renewed) update(tea.Msg) tea.Cmd { return nil }

func (r *renewed) do(inv action.Invoke) (tea.Cmd, bool) {
	switch {
	case inv.ID == place.GoConsents || inv.ID == nextStep && r.ways.Selected().ID == toConsents:
		return nav.Replace(place.Of(place.Consents, "")), true
	case inv.ID == nextStep || inv.ID == action.Back:
		return leave(), true
	}
	return nil, r.ways.Do(inv)
}

func (r *renewed) scope() action.Scope {
	return action.Scope{Name: scopeStep, With: []action.Name{action.List}}
}

func (r *renewed) lines(w, h int) []string {
	lines := []string{}
	if r.Screen.renewed != "" {
		lines = append(lines, r.theme.Paint(theme.Strong, layout.Cut(core.CleanText(r.Screen.renewed), w)), "")
	}
	lines = append(lines, r.paint(theme.Good, paragraphs(w, r.theme.Glyph.Good+" "+r.result.Sentence))...)
	return append(append(lines, ""), r.ways.Lines(r.theme, w, h-len(lines)-1)...)
}
