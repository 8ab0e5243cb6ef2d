package reconcile

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"ferry/core"
	"ferry/core/app"
	"ferry/core/exchange"
	"ferry/tui"
	"ferry/tui/action"
	"ferry/tui/layout"
	"ferry/tui/theme"
	"ferry/tui/widget/form"
	"ferry/tui/words"
)

// split divides a line over accounts and open items with a form.
type split struct {
	line row
	form *form.Model
	gen  generation
	say  string
	tone theme.Token
}

// shares is how many parts a line can be divided into.
const shares = 6

func whatField(i int) string   { return "what" + strconv.Itoa(i) }
func amountField(i int) string { return "amount" + strconv.Itoa(i) }

// openSplit starts with the line under the cursor.
func (s *Screen) openSplit(r row) tea.Cmd {
	var list []form.Field
	for i := range shares {
		list = append(list,
			form.Field{Name: whatField(i), Label: "Account or invoice", Hint: "The number, or a part of the name.", Group: "Part " + strconv.Itoa(i+1)},
			form.Field{Name: amountField(i), Label: "Amount", Hint: "Empty: what the other parts leave."})
	}
	s.split = &split{line: r, form: form.New("Book it", list...)}
	s.split.form.SetIntro(txtSplitIntro)
	s.front, s.field = false, nil
	return s.tally()
}

// typeSplit edits the form; the running difference follows when typing rests.
func (s *Screen) typeSplit(k action.Key) tea.Cmd {
	if s.split.form.Key(k) != form.Changed {
		return nil
	}
	p := s.split
	p.gen++
	gen := p.gen
	return tui.After(pause, then(func() tea.Cmd {
		if s.split != p || gen != p.gen {
			return nil
		}
		return s.tally()
	}))
}

// doSplit carries out what is done in the form.
func (s *Screen) doSplit(inv action.Invoke) (tea.Cmd, bool) {
	if inv.ID == action.Back {
		return s.leaveSplit(), true
	}
	if inv.ID == splitChoose {
		return s.chooseShare(s.split), true
	}
	switch s.split.form.Do(inv) {
	case form.Nothing:
		return nil, false
	case form.Submitted:
		return s.settleSplit(), true
	}
	return nil, true
}

// Secrets says that no field of the form is one.
func (s *Screen) Secrets() bool { return false }

// chooseShare offers the chart for the part of which a field has the focus.
func (s *Screen) chooseShare(p *split) tea.Cmd {
	part := 0
	for i := range shares {
		if name := p.form.Focused(); name == whatField(i) || name == amountField(i) {
			part = i
		}
	}
	if len(s.chart) == 0 {
		return tui.Warn(txtNoChart)
	}
	return s.ledgers().choose(fmt.Sprintf(txtSplitWhich, lineName(p.line.Line)), p.line.Amount.Minor < 0, func(number string) tea.Cmd {
		if s.split != p {
			return nil
		}
		p.form.SetValue(whatField(part), number)
		return s.tally()
	})
}

// leaveSplit goes back to the list; what was typed is not lost without a question.
func (s *Screen) leaveSplit() tea.Cmd {
	p := s.split
	leave := func() tea.Cmd {
		if s.split == p {
			s.split = nil
		}
		return s.rest()
	}
	if p.form.Dirty() {
		return tui.Ask(leaving(txtSplitTyped), then(leave))
	}
	return leave()
}

// shareFault says which field cannot be understood.
type shareFault struct{ field, text string }

func (e shareFault) Error() string { return e.text }

// share is one part of a split, as it was typed.
type share struct{ what, amount string }

func (p *split) shares() []share {
	list := make([]share, shares)
	for i := range list {
		list[i] = share{strings.TrimSpace(p.form.Value(whatField(i))), strings.TrimSpace(p.form.Value(amountField(i)))}
	}
	return list
}

// reader understands what was typed.
type shareReader struct {
	svc     reading
	dossier core.DossierID
	chart   map[string]core.LedgerAccount
	line    row
}

// hand turns the parts into a match by hand.
func (r shareReader) hand(ctx context.Context, list []share) (app.Hand, error) {
	key := r.line.Key()
	h := app.Hand{Lines: []core.LineKey{key}}
	for i, part := range list {
		if part.what == "" && part.amount == "" {
			continue
		}
		if part.what == "" {
			return h, shareFault{whatField(i), "where does this amount go?"}
		}
		number, item, err := r.find(ctx, part.what)
		if err != nil {
			return h, shareFault{whatField(i), err.Error()}
		}
		var a core.Amount
		if part.amount != "" {
			currency := r.line.Amount.Currency
			if item != nil {
				currency = item.Amount.Currency
			}
			if a, err = typedAmount(part.amount, currency); err != nil {
				return h, shareFault{amountField(i), err.Error()}
			}
			if item != nil && beyond(a, *item) > 0 {
				return h, shareFault{amountField(i), moreThanOpen(a, *item) + ": " + txtOverSplit}
			}
		}
		if item != nil {
			h.Picks = append(h.Picks, app.Pick{Item: item.ID, Settles: a})
			continue
		}
		if r.line.Amount.Minor < 0 {
			a.Minor = -a.Minor
		}
		h.Codings = append(h.Codings, app.Coding{Ledger: number, Amount: a, VATCode: r.chart[number].VATCode})
	}
	return h, nil
}

// find understands an account or an invoice: by its number, else by a part of number or name that only one has.
func (r shareReader) find(ctx context.Context, what string) (string, *app.ItemView, error) {
	if _, ok := r.chart[what]; ok {
		return what, nil, nil
	}
	key := r.line.Key()
	items, err := r.svc.Items(ctx, r.dossier, app.ItemQuery{Text: what, For: &key, Limit: 20})
	if err != nil {
		return "", nil, err
	}
	for i := range items {
		if strings.EqualFold(items[i].Number, what) {
			return "", &items[i], nil
		}
	}
	var fits, names []string
	low := strings.ToLower(what)
	if strings.Trim(what, "0123456789") == "" { // an invoice may have the same figures anywhere in its number, or in its amount
		if begins := r.beginning(what); len(begins) == 1 {
			return begins[0], nil, nil
		}
	}
	for number, a := range r.chart {
		if strings.HasPrefix(number, what) || strings.Contains(strings.ToLower(a.Name), low) {
			fits = append(fits, number)
		}
	}
	switch {
	case len(fits) == 1 && len(items) == 0:
		return fits[0], nil, nil
	case len(fits) == 0 && len(items) == 1:
		return "", &items[0], nil
	case len(fits)+len(items) == 0:
		return "", nil, errors.New("no account and no open invoice is called so")
	}
	slices.Sort(fits)
	for _, number := range fits {
		names = append(names, number+" "+r.chart[number].Name)
	}
	for _, i := range items {
		names = append(names, i.Number)
	}
	const shown = 3
	more := ""
	if n := len(names) - shown; n > 0 {
		names, more = names[:shown], " and "+words.Count(n)+" more"
	}
	return "", nil, fmt.Errorf("%s%s: write the number, or more of the name", core.CleanText(strings.Join(names, ", ")), more)
}

// beginning lists the accounts of which the number begins so.
func (r shareReader) beginning(what string) (list []string) {
	for number := range r.chart {
		if strings.HasPrefix(number, what) {
			list = append(list, number)
		}
	}
	return list
}

// typedAmount reads an amount; what cannot be read is told in a sentence.
func typedAmount(text string, currency core.Currency) (core.Amount, error) {
	a, err := exchange.ReadTyped(text, currency)
	if e, ok := errors.AsType[*core.Error](err); ok {
		return a, errors.New(e.Msg)
	}
	return a, err
}

func (s *Screen) shareReader() shareReader {
	return shareReader{svc: s.svc, dossier: s.dossier, chart: s.chart, line: s.split.line}
}

// tally asks for the running difference of what was typed so far.
func (s *Screen) tally() tea.Cmd {
	p := s.split
	p.gen++
	gen, svc, reader, list := p.gen, s.svc, s.shareReader(), p.shares()
	return tui.Read(func(ctx context.Context) tea.Msg {
		h, err := reader.hand(ctx, list)
		m := balanceMsg{split: p, gen: gen, err: err}
		if err == nil {
			m.view, m.err = svc.PreviewHand(ctx, h)
		}
		return m
	})
}

// balance says what is left. What is half typed is no fault yet.
func (p *split) balance(m balanceMsg) {
	switch {
	case m.err != nil:
		p.say, p.tone = "", theme.Plain
	case m.view.Left.IsZero():
		p.say, p.tone = "Adds up to the cent.", theme.Good
	case (m.view.Left.Minor < 0) != (p.line.Amount.Minor < 0):
		over := m.view.Left
		over.Minor = max(over.Minor, -over.Minor)
		p.say, p.tone = "Too much by: "+words.Amount(over), theme.Bad
	default:
		p.say, p.tone = "Left: "+words.Amount(m.view.Left), theme.Warn
	}
}

// settleSplit books the parts; what cannot be understood stands under its field.
func (s *Screen) settleSplit() tea.Cmd {
	p, svc, reader := s.split, s.svc, s.shareReader()
	list := p.shares()
	return tui.Read(func(ctx context.Context) tea.Msg {
		h, err := reader.hand(ctx, list)
		return then(func() tea.Cmd {
			fault, typed := errors.AsType[shareFault](err)
			switch {
			case s.split != p:
				return nil
			case typed:
				p.form.SetError(fault.field, words.Sentence(fault.text))
				return nil
			case err != nil:
				return tui.Fail(err)
			}
			return s.act(toNext, txtUndo, func(ctx context.Context) (core.Done, error) { return svc.Settle(ctx, h) })
		})
	})
}

// viewSplit paints the line, what is left, and the form.
func (s *Screen) viewSplit(r layout.Box) string {
	p, t := s.split, s.theme
	head := []string{t.Paint(theme.Strong, layout.Cut(" "+core.CleanText(title(p.line)), r.W)), t.Paint(theme.Dim, layout.Cut(" "+core.CleanText(text(p.line.Line)), r.W)),
		t.Paint(p.tone, layout.Cut(" "+p.say, r.W))}
	boxes := r.Rows(layout.Fixed(len(head)+1), layout.Fill(1))
	in := boxes[1].Inner(1, 0)
	lines := strings.Split(p.form.View(t, in), "\n")
	for i := range lines {
		lines[i] = " " + lines[i]
	}
	return layout.Above(layout.FitLines(head, boxes[0]), layout.FitLines(lines, boxes[1]))
}
