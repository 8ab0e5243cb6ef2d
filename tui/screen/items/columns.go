package items

import (
	"path/filepath"
	"slices"
	"strings"

	"ferry/core"
	"ferry/core/exchange"
	"ferry/tui/widget/form"
)

// Names of the fields of both forms; the columns' are their own.
const (
	fieldPath      = "path"
	fieldWith      = "mapping"
	fieldName      = "name"
	fieldDates     = "dates"
	fieldDecimal   = "decimal"
	fieldSeparator = "separator"
	fieldKind      = "kind:" // before a kind's word
	columnKind     = "kind"
)

// What stands before the value of a choice: a heading of the file, or what every row has.
const (
	heading = "heading:"
	fixed   = "fixed:"
)

// columns are those of Ferry's own table of open items.
var columns = []struct {
	name, label string
	needed      bool
	fixed       []string // what every row may have, where the file does not say it
}{
	{name: columnKind, label: "Sales or purchases", needed: true, fixed: []string{"sale", "purchase", "sale-credit", "purchase-credit"}},
	{name: "number", label: "Number", needed: true},
	{name: "party", label: "Party", needed: true},
	{name: "party_iban", label: "Their account"},
	{name: "party_vat", label: "Their VAT number"},
	{name: "date", label: "Date", needed: true},
	{name: "due", label: "Due"},
	{name: "currency", label: "Currency", needed: true, fixed: []string{"EUR", "USD", "GBP", "CHF"}},
	{name: "amount", label: "Amount", needed: true},
	{name: "reference", label: "Reference"},
}

// kindLabels name the fields for the file's words, in the order of the kinds.
var kindLabels = []struct {
	kind  core.ItemKind
	label string
}{
	{core.Sale, "A sale"}, {core.SaleCredit, "A credit note on a sale"}, {core.Purchase, "A purchase"}, {core.PurchaseCredit, "A credit note on one"},
}

// columnForm asks what the columns of the file are, filled in with what could be guessed.
func (im *Import) columnForm() *form.Model {
	name := im.with // a saved one that does not fit any more is put right under its name
	if name == "" {
		base := filepath.Base(strings.TrimSpace(im.path))
		name = strings.TrimSuffix(base, filepath.Ext(base))
	}
	const own, told = "Columns", "How the file writes"
	fields := []form.Field{{Name: fieldName, Label: txtMapName, Value: name, Hint: txtMapNameHint}}
	for _, c := range columns {
		options := []form.Option{{Value: "", Label: txtNotThere}}
		for _, value := range c.fixed {
			label := say(txtAlways, value)
			if all := allAre[value]; all != "" {
				label = all
			}
			options = append(options, form.Option{Value: fixed + value, Label: label})
		}
		options = append(options, im.headings()...)
		hint := txtMapChoose
		if c.name == columnKind {
			hint = txtKindHint
		}
		fields = append(fields, form.Field{Name: c.name, Label: c.label, Group: own, Kind: form.Select, Value: im.suggested(c.name), Options: options, Hint: hint})
	}
	for _, k := range kindLabels {
		var theirs []string
		for word, kind := range im.start.Kinds {
			if kind == k.kind.String() {
				theirs = append(theirs, word)
			}
		}
		slices.Sort(theirs)
		fields = append(fields, form.Field{Name: fieldKind + k.kind.String(), Label: k.label, Group: told, Value: strings.Join(theirs, "; "), Hint: txtKindsHint})
	}
	fields = append(fields,
		form.Field{Name: fieldDates, Label: "Days", Group: told, Kind: form.Select, Value: im.start.Dates, Options: dates(im.start.Dates), Hint: txtDatesHint},
		form.Field{Name: fieldDecimal, Label: "Cents after", Group: told, Kind: form.Select, Value: im.start.Decimal, Hint: txtDecimalHint,
			Options: []form.Option{{Value: "", Label: txtClear}, {Value: ",", Label: "a comma"}, {Value: ".", Label: "a point"}}},
		form.Field{Name: fieldSeparator, Label: "Between columns", Group: told, Kind: form.Select, Value: im.start.Separator, Hint: txtSeparatorHint,
			Options: []form.Option{{Value: "", Label: txtClear}, {Value: ";", Label: "a semicolon"}, {Value: ",", Label: "a comma"}, {Value: "tab", Label: "a tab"}, {Value: "|", Label: "a bar"}}})
	f := form.New(txtMapSave, fields...)
	im.focusMissing(f)
	return f
}

// focusMissing names what is still to be said, and puts the focus on the first of it.
func (im *Import) focusMissing(f *form.Model) {
	f.Focus(columns[0].name)
	intro, missing := txtMapGuessed, []string{}
	for _, c := range slices.Backward(columns) {
		if c.needed && f.Value(c.name) == "" {
			missing = append([]string{c.label}, missing...)
			f.Focus(c.name)
		}
	}
	if len(missing) > 0 {
		intro = say(txtMapMissing, strings.Join(missing, ", "))
	}
	if open := exchange.OpenBeside(im.start, im.preview.Headings); open != "" {
		intro += " " + say(txtMapOpen, open, im.start.Columns["amount"])
	}
	f.SetIntro(txtMapIntro, intro)
}

// allAre are the words for what every row of a file is.
var allAre = map[string]string{
	"sale": "all sales; a minus is a credit note", "purchase": "all purchases; a minus is a credit note",
	"sale-credit": "all credit notes on sales", "purchase-credit": "all credit notes on purchases",
}

// dates are the ways to write days that can be told apart by name, and the one that was guessed.
func dates(guess string) []form.Option {
	options := []form.Option{{Value: "", Label: txtClear}}
	ways := []string{"yyyy-mm-dd", "dd/mm/yyyy", "dd-mm-yyyy", "dd.mm.yyyy", "mm/dd/yyyy", "yyyymmdd"}
	if guess != "" && !slices.Contains(ways, guess) {
		ways = append(ways, guess)
	}
	for _, way := range ways {
		options = append(options, form.Option{Value: way, Label: way})
	}
	return options
}

// headings are the columns of the file, each with what stands in it first.
func (im *Import) headings() []form.Option {
	var options []form.Option
	seen := map[string]bool{}
	for i, h := range im.preview.Headings {
		if h == "" || seen[h] {
			continue
		}
		seen[h] = true
		label := h
		for _, row := range im.preview.FirstRows {
			if i < len(row) && strings.TrimSpace(row[i]) != "" {
				label += " (" + strings.TrimSpace(row[i]) + ")"
				break
			}
		}
		options = append(options, form.Option{Value: heading + h, Label: label})
	}
	return options
}

// suggested is the choice that a guess makes for one of Ferry's columns.
func (im *Import) suggested(column string) string {
	for _, h := range im.preview.Headings {
		if guess := im.start.Columns[column]; guess != "" && strings.TrimSpace(core.CleanText(h)) == guess {
			return heading + h
		}
	}
	if value := im.start.Fixed[column]; value != "" {
		return fixed + value
	}
	return ""
}

// said reads the form; what is missing is marked there.
func (im *Import) said() (core.Mapping, bool) {
	f, good := im.columns, true
	f.SetError("", "")
	m := core.Mapping{Name: strings.TrimSpace(f.Value(fieldName)), Columns: map[string]string{}, Fixed: map[string]string{}, Kinds: map[string]string{},
		Dates: f.Value(fieldDates), Decimal: f.Value(fieldDecimal), Separator: f.Value(fieldSeparator)}
	refuse := func(field, text string) {
		f.SetError(field, text)
		good = false
	}
	// Backwards, so that of several wrong fields the first has the focus.
	for _, c := range slices.Backward(columns) {
		f.SetError(c.name, "")
		value := f.Value(c.name)
		if h, ok := strings.CutPrefix(value, heading); ok {
			m.Columns[c.name] = h
		} else if v, ok := strings.CutPrefix(value, fixed); ok {
			m.Fixed[c.name] = v
		} else if c.needed {
			refuse(c.name, txtNoColumn)
		}
	}
	for _, k := range kindLabels {
		for word := range strings.SplitSeq(f.Value(fieldKind+k.kind.String()), ";") {
			if word = strings.TrimSpace(word); word != "" {
				m.Kinds[word] = k.kind.String()
			}
		}
	}
	f.SetError(fieldName, "")
	if m.Name == "" {
		refuse(fieldName, txtNoName)
	}
	return m, good
}
