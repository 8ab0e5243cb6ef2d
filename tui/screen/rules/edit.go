package rules

import (
	"errors"
	"math/big"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"ferry/core"
	"ferry/core/exchange"
	"ferry/core/match/rule"
	"ferry/core/reference"
	"ferry/tui/widget/form"
	"ferry/tui/words"
)

// Names of the fields.
const (
	fieldName        = "name"
	fieldMode        = "mode"
	fieldOn          = "on"
	fieldDirection   = "direction"
	fieldMin         = "min"
	fieldMax         = "max"
	fieldCurrency    = "currency"
	fieldContains    = "contains"
	fieldRegex       = "regex"
	fieldCounterpart = "counterpart"
	fieldCodes       = "codes"
	fieldReference   = "reference"
	fieldAccount     = "account:" // before an account's id
	fieldLedger      = "ledger"   // before a posting's number, as the next ones
	fieldHowMuch     = "how-much"
	fieldVATCode     = "vat-code"
	fieldText        = "text"

	ticked = "true"
	rest   = "rest"
)

// atLeast is how many postings there is room for at first.
const atLeast = 2

// edit opens the form of a rule.
func (s *Screen) edit(r core.Rule) {
	s.edited, s.touched = r, false
	s.form = form.New(txtSave, append(s.whenFields(r), s.thenFields(r.Then, max(len(r.Then)+1, atLeast))...)...)
	s.stage = editing
}

func (s *Screen) whenFields(r core.Rule) []form.Field {
	w := r.When
	const first = "The rule"
	size := func(minor *int64) string {
		if minor == nil {
			return ""
		}
		return words.Number(core.Amount{Minor: *minor, Currency: currencyOf(w)})
	}
	fields := []form.Field{
		{Name: fieldName, Label: "Name", Group: first, Value: r.Name, Hint: txtName},
		{Name: fieldMode, Label: "A line is", Group: first, Kind: form.Select, Value: string(r.Mode), Hint: txtMode, Options: []form.Option{
			{Value: string(core.RuleSuggest), Label: "given a suggestion"}, {Value: string(core.RuleOneKey), Label: "coded with one key"},
			{Value: string(core.RuleAutomatic), Label: "coded by itself"}}},
		{Name: fieldOn, Label: txtOn, Group: first, Kind: form.Checkbox, Value: map[bool]string{true: ticked}[!r.Off], Hint: txtOnHint},
		{Name: fieldContains, Label: "Contains", Group: txtWhenAll, Value: strings.Join(w.Contains, "; "), Hint: txtContains},
		{Name: fieldCounterpart, Label: "Counterpart", Group: txtWhenAll, Value: w.Counterpart, Hint: txtCounterpart},
		{Name: fieldDirection, Label: "Money goes", Group: txtWhenAll, Kind: form.Select, Value: string(w.Direction), Options: []form.Option{
			{Value: "", Label: "in or out"}, {Value: string(core.DirectionIn), Label: "in"}, {Value: string(core.DirectionOut), Label: "out"}}},
		{Name: fieldMin, Label: "At least", Group: txtWhenAll, Value: size(w.Min), Hint: txtBetween},
		{Name: fieldMax, Label: "At most", Group: txtWhenAll, Value: size(w.Max), Hint: txtBetween},
		{Name: fieldCurrency, Label: "Currency", Group: txtWhenAll, Value: string(w.Currency), Hint: txtCurrency},
		{Name: fieldRegex, Label: "Pattern", Group: txtWhenAll, Value: w.Regex, Hint: txtRegex},
		{Name: fieldCodes, Label: "Bank code", Group: txtWhenAll, Value: strings.Join(w.Codes, " "), Hint: txtCodes},
		{Name: fieldReference, Label: "Reference", Group: txtWhenAll, Kind: form.Select, Value: w.Reference, Options: references(), Hint: txtReference},
	}
	for _, a := range s.accounts {
		fields = append(fields, form.Field{Name: fieldAccount + string(a.ID), Label: strings.TrimSpace(a.Bank.Name + " " + a.Told()),
			Group: txtAccounts, Kind: form.Checkbox, Value: map[bool]string{true: ticked}[slices.Contains(w.Accounts, a.ID)]})
	}
	return fields
}

// references are the kinds of references that a rule can ask for.
func references() []form.Option {
	options := []form.Option{{Value: "", Label: "whatever it is"}, {Value: "any", Label: "any kind"}}
	for k := reference.None; k.String() != "?"; k++ {
		options = append(options, form.Option{Value: k.String(), Label: k.String()})
	}
	return options
}

// posting is the name of a field of a posting.
func posting(field string, i int) string { return field + strconv.Itoa(i) }

func (s *Screen) thenFields(then []core.RuleThen, n int) []form.Field {
	var fields []form.Field
	for i := range n {
		t := core.RuleThen{}
		if i < len(then) {
			t = then[i]
		}
		group := say(txtThen, i+1)
		fields = append(fields,
			form.Field{Name: posting(fieldLedger, i), Label: "Account", Group: group, Value: t.Ledger, Hint: txtLedger},
			form.Field{Name: posting(fieldHowMuch, i), Label: "How much", Group: group, Value: howMuch(t, currencyOf(s.edited.When)), Hint: txtHowMuch},
			form.Field{Name: posting(fieldVATCode, i), Label: "VAT code", Group: group, Value: t.VATCode, Hint: txtVATCode},
			form.Field{Name: posting(fieldText, i), Label: "Text", Group: group, Value: t.Text, Hint: txtText})
	}
	return fields
}

// currencyOf is the currency in which a rule's amounts are written.
func currencyOf(w core.RuleWhen) core.Currency {
	if w.Currency == "" {
		return core.EUR
	}
	return w.Currency
}

// howMuch writes what a posting takes, as it can be typed.
func howMuch(t core.RuleThen, c core.Currency) string {
	switch {
	case t.Ledger == "":
		return ""
	case t.Rest:
		return rest
	case t.Share == core.Ratio{}:
		return words.Number(core.Amount{Minor: t.Amount, Currency: c})
	case t.Share.Den > 0 && tenThousand%t.Share.Den == 0:
		text := words.Number(core.Amount{Minor: t.Share.Num * (tenThousand / t.Share.Den)})
		return strings.TrimSuffix(text, ",00") + " %"
	}
	return strconv.FormatInt(t.Share.Num, 10) + "/" + strconv.FormatInt(t.Share.Den, 10)
}

// postings is how many postings the form has room for.
func (s *Screen) postings() int {
	values, n := s.form.Values(), 0
	for values.Has(posting(fieldLedger, n)) {
		n++
	}
	return n
}

// openPosting is the first posting without an account, else the last.
func (s *Screen) openPosting() int {
	n := s.postings()
	for i := range n {
		if strings.TrimSpace(s.form.Value(posting(fieldLedger, i))) == "" {
			return i
		}
	}
	return n - 1
}

// onLedger puts an account of the chart into a posting, with the VAT code that is usual on it.
func (s *Screen) onLedger(number string) {
	if s.stage != editing {
		return
	}
	i := s.openPosting()
	s.form.SetValue(posting(fieldLedger, i), number)
	for _, a := range s.chart {
		if a.Number == number && s.form.Value(posting(fieldVATCode, i)) == "" {
			s.form.SetValue(posting(fieldVATCode, i), a.VATCode)
		}
	}
	s.form.Focus(posting(fieldHowMuch, i))
}

// morePostings makes the form again with room for one more posting. What was typed stays.
func (s *Screen) morePostings() {
	old, n := s.form, s.postings()
	s.touched = s.touched || old.Dirty()
	fields := append(s.whenFields(s.edited), s.thenFields(nil, n+1)...)
	for i := range fields {
		fields[i].Value = old.Value(fields[i].Name)
	}
	s.form = form.New(txtSave, fields...)
	s.form.Focus(posting(fieldLedger, n))
}

// typed reads the form; what is wrong is marked there.
func (s *Screen) typed() (core.Rule, bool) {
	f, good := s.form, true
	for name := range f.Values() {
		f.SetError(name, "")
	}
	f.SetError("", "")
	refuse := func(field, text string) {
		f.SetError(field, text)
		good = false
	}
	value := func(name string) string { return strings.TrimSpace(f.Value(name)) }
	r := core.Rule{ID: s.edited.ID, Name: value(fieldName), Mode: core.RuleMode(f.Value(fieldMode)), Off: !f.Checked(fieldOn)}
	r.When = core.RuleWhen{Direction: core.Direction(f.Value(fieldDirection)), Currency: core.Currency(strings.ToUpper(value(fieldCurrency))), Regex: value(fieldRegex),
		Counterpart: value(fieldCounterpart), Codes: strings.FieldsFunc(value(fieldCodes), func(r rune) bool { return strings.ContainsRune(" ,;", r) }), Reference: f.Value(fieldReference)}
	for text := range strings.SplitSeq(value(fieldContains), ";") {
		if text = strings.TrimSpace(text); text != "" {
			r.When.Contains = append(r.When.Contains, text)
		}
	}
	for _, a := range s.accounts {
		if f.Checked(fieldAccount + string(a.ID)) {
			r.When.Accounts = append(r.When.Accounts, a.ID)
		}
	}
	// From the last field to the first, so that of several wrong ones the first has the focus.
	r.Then = s.typedPostings(currencyOf(r.When), refuse)
	if _, err := regexp.Compile(r.When.Regex); err != nil {
		refuse(fieldRegex, say(txtNoPattern, err))
	}
	if r.When.Currency != "" && !r.When.Currency.Valid() {
		refuse(fieldCurrency, txtNoCurrency)
	}
	r.When.Max = s.size(fieldMax, currencyOf(r.When), refuse)
	r.When.Min = s.size(fieldMin, currencyOf(r.When), refuse)
	if r.When.Min != nil && r.When.Max != nil && *r.When.Max < *r.When.Min {
		refuse(fieldMax, txtTurned)
	}
	if r.Name == "" {
		refuse(fieldName, txtNoName)
	}
	return r, good && s.usable(r, refuse)
}

// usable asks the engine whether it can use the rule.
func (s *Screen) usable(r core.Rule, refuse func(field, text string)) bool {
	if r.ID == "" {
		r.ID = "new"
	}
	_, err := rule.Compile([]core.Rule{r})
	switch {
	case err == nil:
		return true
	case errors.Is(err, rule.ErrEmpty):
		refuse(fieldContains, txtNoCondition)
	case errors.Is(err, rule.ErrPostings):
		refuse(posting(fieldHowMuch, 0), txtNotWhole)
	default:
		refuse("", say(txtNotCompiling, err))
	}
	return false
}

func (s *Screen) size(field string, c core.Currency, refuse func(field, text string)) *int64 {
	text := strings.TrimSpace(s.form.Value(field))
	if text == "" {
		return nil
	}
	a, err := exchange.ReadTyped(text, c)
	if err != nil || a.Minor < 0 {
		refuse(field, txtNoAmount)
	}
	return &a.Minor
}

func (s *Screen) typedPostings(c core.Currency, refuse func(field, text string)) []core.RuleThen {
	var then []core.RuleThen
	for i := range s.postings() {
		value := func(field string) string { return strings.TrimSpace(s.form.Value(posting(field, i))) }
		t := core.RuleThen{Ledger: value(fieldLedger), VATCode: value(fieldVATCode), Text: value(fieldText)}
		much := value(fieldHowMuch)
		if t == (core.RuleThen{}) && much == "" {
			continue
		}
		if !parseHowMuch(much, c, &t) {
			refuse(posting(fieldHowMuch, i), txtNoHowMuch)
		}
		switch known := slices.ContainsFunc(s.chart, func(a core.LedgerAccount) bool { return a.Number == t.Ledger }); {
		case t.Ledger == "":
			refuse(posting(fieldLedger, i), txtNoLedger)
		case len(s.chart) > 0 && !known:
			refuse(posting(fieldLedger, i), say(txtNotInChart, t.Ledger))
		}
		then = append(then, t)
	}
	if len(then) == 0 {
		refuse(posting(fieldLedger, 0), txtNoPosting)
	}
	return then
}

// parseHowMuch reads rest, a share or an amount; nothing at all is the rest.
func parseHowMuch(text string, c core.Currency, t *core.RuleThen) bool {
	if text == "" || strings.EqualFold(text, rest) {
		t.Rest = true
		return true
	}
	if share, ok := strings.CutSuffix(text, "%"); ok {
		a, err := exchange.ReadTyped(share, core.EUR) // a number with at most two decimals
		t.Share = ratio(a.Minor, tenThousand)
		return err == nil && a.Minor > 0
	}
	if num, den, ok := strings.Cut(text, "/"); ok {
		n, err := strconv.ParseInt(strings.TrimSpace(num), 10, 64)
		d, err2 := strconv.ParseInt(strings.TrimSpace(den), 10, 64)
		if err != nil || err2 != nil || n <= 0 || d <= 0 {
			return false
		}
		t.Share = ratio(n, d)
		return true
	}
	a, err := exchange.ReadTyped(text, c)
	t.Amount = a.Minor
	return err == nil && a.Minor != 0
}

// ratio is a fraction in its lowest terms.
func ratio(num, den int64) core.Ratio {
	r := big.NewRat(num, den)
	return core.Ratio{Num: r.Num().Int64(), Den: r.Denom().Int64()}
}
