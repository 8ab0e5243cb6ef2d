package rules

import (
	"context"
	"slices"
	"strconv"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"ferry/core"
	"ferry/core/event"
	"ferry/core/exchange"
	"ferry/tui"
	"ferry/tui/action"
	"ferry/tui/books"
	"ferry/tui/layout"
	"ferry/tui/nav"
	"ferry/tui/place"
	"ferry/tui/theme"
	"ferry/tui/widget/form"
	"ferry/tui/words"
)

// limiter is what the form of the limits needs; *app.Service has it.
type limiter interface {
	Limits(context.Context, core.DossierID) (core.Limits, error)
	PutLimits(context.Context, core.DossierID, core.Limits) error
	Dossiers(context.Context) ([]core.Dossier, error)
	SetDossierVAT(context.Context, core.DossierID, string) error
}

// Limits is the form: how far a payment may differ from what it pays, and the VAT number of the dossier.
type Limits struct {
	page    nav.Page
	dossier core.DossierID
	svc     limiter
	theme   *theme.Theme
	form    *form.Model  // nil until the limits are read
	whose   core.Dossier // as it is kept
	err     error
}

// NewLimits makes the form for a page.
func NewLimits(s limiter, t *theme.Theme, p nav.Page) *Limits {
	return &Limits{page: p, dossier: place.DossierOf(p), svc: s, theme: t}
}

// Page is the identity of the screen.
func (l *Limits) Page() nav.Page { return l.page }

// Title is the breadcrumb.
func (l *Limits) Title() string { return books.Title(l.whose.Name, txtLimits) }

// Names of the fields.
const (
	fieldRounding     = "rounding"
	fieldFee          = "fee"
	fieldDiscount     = "discount"
	fieldDiscountDays = "discount-days"
	fieldRates        = "rates"
	fieldSlack        = "slack"
	fieldTransfer     = "transfer-days"
	fieldVAT          = "vat"
)

type (
	limitsMsg struct {
		limits  core.Limits
		dossier core.Dossier
		err     error
	}
	keptMsg        struct{ err error }
	leaveLimitsMsg struct{}
)

// Update takes the program's messages and the screen's own replies.
func (l *Limits) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tui.Opened:
		return l.read()
	case tui.Changed:
		// What was typed is not thrown away because somebody else saved.
		if (msg.Has(event.Books, string(l.dossier)) || msg.Has(event.Dossiers, string(l.dossier))) && (l.form == nil || !l.form.Dirty()) {
			return l.read()
		}
	case limitsMsg:
		if l.err = msg.err; msg.err == nil {
			l.whose = msg.dossier
			l.form = form.New(txtSave, limitFields(msg.limits, msg.dossier.VAT)...)
			l.form.SetIntro(txtLimitsIntro)
		}
		return tui.Fail(msg.err)
	case keptMsg:
		return l.onKept(msg)
	case leaveLimitsMsg:
		l.form = nil
		return nav.Done()
	case action.Key:
		if l.form != nil {
			l.form.Key(msg)
		}
	}
	return nil
}

func (l *Limits) read() tea.Cmd {
	svc, dossier := l.svc, l.dossier
	return tui.Read(func(ctx context.Context) tea.Msg {
		limits, err := svc.Limits(ctx, dossier)
		if err != nil {
			return limitsMsg{err: err}
		}
		d, err := books.Dossier(ctx, svc, dossier)
		return limitsMsg{limits, d, err}
	})
}

// limitFields are the limits as they are.
func limitFields(lim core.Limits, vat string) []form.Field {
	cents := func(minor int64) string { return words.Number(core.Amount{Minor: minor, Currency: core.EUR}) }
	const small, early, abroad, own, client = "Small differences", "Paid early", "Other currencies", "Between own accounts", "The client"
	return []form.Field{
		{Name: fieldRounding, Label: "Rounding", Group: small, Value: cents(lim.Rounding), Hint: txtRounding},
		{Name: fieldFee, Label: "Bank fee", Group: small, Value: cents(lim.Fee), Hint: txtFee},
		{Name: fieldDiscount, Label: "Discount (%)", Group: early, Value: cents(lim.Discount), Hint: txtDiscount},
		{Name: fieldDiscountDays, Label: "Within (days)", Group: early, Value: strconv.Itoa(lim.DiscountDays), Hint: txtDiscountDays},
		{Name: fieldRates, Label: "Rates", Group: abroad, Value: ratesText(lim.Rates), Hint: txtRates},
		{Name: fieldSlack, Label: "Slack (%)", Group: abroad, Value: cents(lim.RateSlack), Hint: txtSlack},
		{Name: fieldTransfer, Label: "Days apart", Group: own, Value: strconv.Itoa(lim.TransferDays), Hint: txtTransfer},
		{Name: fieldVAT, Label: "VAT number", Group: client, Value: vat, Hint: txtVAT},
	}
}

// Do carries out actions; what was changed and not saved is asked about before the page is left.
func (l *Limits) Do(inv action.Invoke) (tea.Cmd, bool) {
	return books.DoForm(l.form, inv, txtLimitsDiscard, leaveLimitsMsg{}, l.save)
}

// save checks what was typed here, where the field is known; what else is wrong the service says.
func (l *Limits) save() tea.Cmd {
	lim, good := l.typed()
	if !good {
		return nil
	}
	svc, dossier, vat, was := l.svc, l.dossier, strings.TrimSpace(l.form.Value(fieldVAT)), l.whose.VAT
	return tui.Write(func(ctx context.Context) tea.Msg {
		if vat != was {
			if err := svc.SetDossierVAT(ctx, dossier, vat); err != nil {
				return keptMsg{err}
			}
		}
		return keptMsg{svc.PutLimits(ctx, dossier, lim)}
	})
}

func (l *Limits) onKept(m keptMsg) tea.Cmd {
	if m.err != nil {
		what, next := words.Error(m.err)
		l.form.SetError("", strings.TrimSpace(what+" "+next))
		return nil
	}
	l.form = nil
	return tea.Batch(l.read(), tui.Toast(txtLimitsSaved))
}

// typed reads the form; what is wrong is marked there.
func (l *Limits) typed() (core.Limits, bool) {
	var lim core.Limits
	good := true
	l.form.SetError("", "")
	check := func(field string, fine bool, text string) {
		if fine {
			text = ""
		}
		l.form.SetError(field, text)
		good = good && fine
	}
	cents := func(field string, most int64, text string) int64 {
		a, err := exchange.ReadTyped(l.form.Value(field), core.EUR)
		check(field, err == nil && a.Minor >= 0 && a.Minor <= most, text)
		return a.Minor
	}
	days := func(field string) int {
		n, err := strconv.Atoi(strings.TrimSpace(l.form.Value(field)))
		check(field, err == nil && n >= 0 && n <= maxDays, txtNoDays)
		return n
	}
	// Backwards, so that of several wrong fields the first has the focus.
	lim.TransferDays = days(fieldTransfer)
	lim.RateSlack = cents(fieldSlack, tenThousand, txtNoPercent)
	var fine bool
	lim.Rates, fine = parseRates(l.form.Value(fieldRates))
	check(fieldRates, fine, txtNoRate)
	lim.DiscountDays = days(fieldDiscountDays)
	lim.Discount = cents(fieldDiscount, tenThousand, txtNoPercent)
	const mostCents = 1_000_000_00 // far beyond any difference that settles a bill
	lim.Fee = cents(fieldFee, mostCents, txtNoAmount)
	lim.Rounding = cents(fieldRounding, mostCents, txtNoAmount)
	return lim, good
}

// ratesText writes rates as they can be typed.
func ratesText(rates []core.Rate) string {
	texts := make([]string, len(rates))
	for i, r := range rates {
		texts[i] = "1 " + string(r.From) + " = " + decimal(r.Value) + " " + string(r.To)
	}
	return strings.Join(texts, "; ")
}

// decimal writes a fraction with a comma where it is one of tens, else as a fraction.
func decimal(r core.Ratio) string {
	digits, power := 0, int64(1)
	for r.Den > 0 && power < 1e12 && power%r.Den != 0 {
		power *= 10
		digits++
	}
	if r.Den <= 0 || power%r.Den != 0 {
		return strconv.FormatInt(r.Num, 10) + "/" + strconv.FormatInt(r.Den, 10)
	}
	text := strconv.FormatInt(r.Num*(power/r.Den), 10)
	if digits == 0 {
		return text
	}
	text = strings.Repeat("0", max(digits+1-len(text), 0)) + text
	return text[:len(text)-digits] + "," + text[len(text)-digits:]
}

// parseRates reads "1 USD = 0,92 EUR; 1 GBP = 1,17 EUR".
func parseRates(text string) ([]core.Rate, bool) {
	var rates []core.Rate
	for part := range strings.SplitSeq(text, ";") {
		if strings.TrimSpace(part) == "" {
			continue
		}
		left, right, ok := strings.Cut(part, "=")
		from, to := strings.Fields(left), strings.Fields(right)
		if !ok || len(from) != 2 || from[0] != "1" || len(to) != 2 {
			return nil, false
		}
		value, ok := parseRate(to[0])
		r := core.Rate{From: core.Currency(strings.ToUpper(from[1])), To: core.Currency(strings.ToUpper(to[1])), Value: value}
		twice := slices.ContainsFunc(rates, func(o core.Rate) bool { return o.From == r.From && o.To == r.To })
		if !ok || twice || !r.From.Valid() || !r.To.Valid() || r.From == r.To {
			return nil, false
		}
		rates = append(rates, r)
	}
	return rates, true
}

// parseRate reads a decimal number of at most eight decimals, or a fraction, exactly.
func parseRate(text string) (core.Ratio, bool) {
	if num, den, ok := strings.Cut(text, "/"); ok {
		n, err := strconv.ParseInt(num, 10, 64)
		d, err2 := strconv.ParseInt(den, 10, 64)
		if err != nil || err2 != nil || n <= 0 || d <= 0 {
			return core.Ratio{}, false
		}
		return ratio(n, d), true
	}
	whole, decimals, _ := strings.Cut(number(text), ".")
	n, err := strconv.ParseInt(whole+decimals, 10, 64)
	if err != nil || n <= 0 || len(decimals) > 8 {
		return core.Ratio{}, false
	}
	den := int64(1)
	for range len(decimals) {
		den *= 10
	}
	return ratio(n, den), true
}

// number writes a rate with a point: the last of comma and point stands before the decimals, blanks and the other one stand
// between thousands.
func number(text string) string {
	text = strings.NewReplacer(" ", "", "\u00a0", "", "\u202f", "").Replace(text)
	comma, point := strings.LastIndex(text, ","), strings.LastIndex(text, ".")
	if comma > point {
		return strings.Replace(strings.ReplaceAll(text, ".", ""), ",", ".", 1)
	}
	return strings.ReplaceAll(text, ",", "")
}

// Scope says what keys mean.
func (l *Limits) Scope() action.Scope {
	if l.form == nil {
		return action.Scope{Name: scopeLimits}
	}
	return action.Scope{Name: scopeLimits, With: []action.Name{action.Form}, Text: l.form.Typing()}
}

// View paints the form.
func (l *Limits) View(r layout.Box) string { return books.FormPage(l.theme, r, l.form, l.err) }
