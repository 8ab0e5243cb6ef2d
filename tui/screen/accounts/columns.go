package accounts

import (
	"fmt"
	"strings"

	"ferry/core"
	"ferry/core/app"
	"ferry/tui/place"
	"ferry/tui/theme"
	"ferry/tui/widget/detail"
	"ferry/tui/widget/table"
	"ferry/tui/words"
)

// columns of the list. What is dropped first where it is narrow is the least urgent; status, number and balance stay.
func (s *Screen) columns() []table.Column[app.AccountView] {
	type view = app.AccountView
	right := func(title string, priority int, cell func(view) string) table.Column[view] {
		return table.Column[view]{Title: title, Whole: true, Align: table.Right, Priority: priority, Cell: cell}
	}
	whole := func(title string, priority int, cell func(view) string) table.Column[view] {
		return table.Column[view]{Title: title, Whole: true, Priority: priority, Cell: cell}
	}
	columns := []table.Column[view]{
		{Title: "Status", Min: 8, Max: 14, Cell: s.status, Tone: func(a view) theme.Token { tok, _ := s.theme.Standing(a.Status.Level, a.Consent.State); return tok }},
		whole("Account", 0, func(a view) string { return words.Account(a.Reference) }),
		right("Balance", 0, balance),
		whole("", 0, func(a view) string { return string(a.Currency) }),
		whole("On", 6, func(a view) string { return words.Day(a.BalanceDate, s.now) }),
		right("Lines", 4, func(a view) string { return words.Count(a.Stats.Lines) }),
		whole("Newest", 7, func(a view) string { return a.Stats.Newest.String() }),
		right("Consent", 2, func(a view) string { return words.Left(a.Consent) }),
		whole("Fetched", 3, func(a view) string { return words.Moment(a.Feed.LastGood, s.now) }),
		whole("Next", 8, func(a view) string { return s.next(a) }),
	}
	if place.DossierOf(s.page) == "" {
		columns = append(columns, table.Column[view]{Title: "Dossier", Min: 10, Max: 24, Priority: 5, Cell: func(a view) string { return a.DossierName }})
	}
	return append(columns, table.Column[view]{Title: "Bank", Min: 16, Fill: true, Priority: 1, Cell: func(a view) string { return a.Bank.Name }})
}

func balance(a app.AccountView) string {
	if !a.BalanceKnown {
		return "?"
	}
	return words.Number(a.CurrentBalance)
}

// status is glyph and word, or how far the reading is that goes on now.
func (s *Screen) status(a app.AccountView) string {
	if p := a.Progress; p != nil && p.Phase != "done" {
		text := s.theme.Glyph.Right + " " + p.Phase
		if p.Lines > 0 {
			text = s.theme.Glyph.Right + " " + words.Count(p.Lines)
		}
		return text
	}
	_, glyph := s.theme.Standing(a.Status.Level, a.Consent.State)
	return glyph + " " + a.Status.Word
}

func (s *Screen) next(a app.AccountView) string {
	if !a.Connected || a.Feed.NextTry.IsZero() {
		return ""
	}
	return words.Moment(a.Feed.NextTry, s.now)
}

// detail says everything of one account, the urgent things first.
func (s *Screen) detail(a app.AccountView) *detail.Pane {
	d := detail.New(strings.TrimSpace(a.Bank.Name + "  " + a.Told()))
	tok, glyph := s.theme.Standing(a.Status.Level, a.Consent.State)
	d.Say(tok, glyph, a.Status.Sentence)
	d.Say(theme.Accent, s.theme.Glyph.Right, a.Status.Next)
	if p := a.Progress; p != nil {
		d.Field("Reading", fmt.Sprintf("%s, %s, %s new", p.Phase, words.Plural(p.Lines, "line", "lines"), words.Count(p.New)))
	}
	if !a.Status.Since.IsZero() {
		d.Field("Since", words.Moment(a.Status.Since, s.now))
	}
	_, glyph = s.theme.Consent(a.Consent.State)
	consent := glyph + " " + string(a.Consent.State)
	if ends := words.Ends(a.Consent, s.now); ends != "" {
		consent += ", " + words.Left(a.Consent) + ", " + until(a.Consent.DaysLeft) + " " + ends
		if a.Consent.Estimated {
			consent += " (estimate: the bank gives no date)"
		}
	}
	d.Field("Consent", consent)
	if a.BalanceKnown {
		d.Field("Balance", words.Amount(a.CurrentBalance)+on(words.Day(a.BalanceDate, s.now)))
		if a.AvailableBalance.Currency != "" {
			d.Field("Available", words.Amount(a.AvailableBalance))
		}
	} else {
		d.Field("Balance", txtNotKnown)
	}
	d.Field("Lines", fmt.Sprintf("%s, %s to %s; %s pending", words.Count(a.Stats.Lines), a.Stats.Oldest, a.Stats.Newest, words.Count(a.Stats.Pending)))
	if a.Stats.Missing > 0 {
		d.Field("Missing", words.Plural(a.Stats.Missing, "line", "lines")+" the bank no longer lists")
	}
	s.names(d, a)
	s.feed(d, a)
	return d
}

func until(daysLeft int) string {
	if daysLeft <= 0 {
		return "ended"
	}
	return "ends"
}

func on(day string) string {
	if day == "" {
		return ""
	}
	return " on " + day
}

func (s *Screen) names(d *detail.Pane, a app.AccountView) {
	d.Field("Holder", a.Holder)
	d.Field("Name", a.Description)
	d.Field("Product", a.Product)
	d.Field("Dossier", a.DossierName)
	if !a.HistoryFrom.IsZero() {
		d.Field("History from", a.HistoryFrom.String())
	}
	if len(a.Replaces) > 0 {
		d.Field("Continues", txtReplaced)
	}
}

// feed tells how reading goes: Ponto's synchronizations, and Ferry's own rounds.
func (s *Screen) feed(d *detail.Pane, a app.AccountView) {
	if l := a.LatestSync; !l.Updated.IsZero() {
		text := words.Moment(l.Updated, s.now) + ", " + l.Status
		if l.Status == "error" {
			text = words.Moment(l.Updated, s.now) + ", " + txtSyncFailed + ": " + strings.TrimSpace(l.Detail+" "+l.Code)
		}
		d.Field("Bank asked", text)
	}
	d.Field("Last good fetch", words.Moment(a.Feed.LastGood, s.now))
	d.Field("Next fetch", s.next(a))
	if a.Feed.OffsetKnown {
		d.Field("Balance proof", fmt.Sprintf(txtBehind, words.Amount(a.Feed.Offset)))
	}
	if a.Feed.Outcome != "" && a.Feed.Outcome != core.CodeOK {
		d.Field("Last round", string(a.Feed.Outcome)+", "+words.Plural(a.Feed.Failures, "failure", "failures")+" in a row")
	}
	d.Field("Request id", a.Feed.RequestID)
}
