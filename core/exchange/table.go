package exchange

import (
	"slices"
	"strconv"
	"strings"

	"ferry/core"
)

// columns are Ferry's, in their usual order.
var columns = [...]string{columnNumber, columnKind, columnParty, columnIBAN, columnVAT, columnDate, columnDue, columnCurrency, columnAmount, columnReference}

// needed are those without which a row is no item. Without a currency column a table is in euro.
var needed = [...]string{columnNumber, columnKind, columnParty, columnDate, columnAmount}

// rules are a mapping, checked.
type rules struct {
	columns map[string]string // Ferry's column -> folded heading; empty where the file's own is not to be taken
	fixed   map[string]string
	kinds   map[string]core.ItemKind
	decimal byte
	layout  string
	sep     byte
}

func rulesOf(m *core.Mapping) (rules, error) {
	r := rules{columns: map[string]string{}, fixed: map[string]string{}, kinds: map[string]core.ItemKind{}}
	if m == nil {
		return r, nil
	}
	for column, heading := range m.Columns {
		if !slices.Contains(columns[:], column) {
			return r, wrongMapping(m, "names a column “"+shown(column)+"” that Ferry does not have", "Ferry's columns are "+strings.Join(columns[:], ", "))
		}
		r.columns[column] = foldHeading(heading)
	}
	for column, value := range m.Fixed {
		if !slices.Contains(columns[:], column) {
			return r, wrongMapping(m, "fixes a column “"+shown(column)+"” that Ferry does not have", "Ferry's columns are "+strings.Join(columns[:], ", "))
		}
		if value != "" {
			r.fixed[column] = value
		}
	}
	for word, kind := range m.Kinds {
		k, err := core.ParseItemKind(strings.ToLower(clean(kind)))
		if err != nil {
			return r, wrongMapping(m, "gives “"+shown(word)+"” a kind that there is not: "+err.Error(), "")
		}
		r.kinds[foldName(word)] = k
	}
	switch m.Decimal {
	case "", ",", ".":
		r.decimal = (m.Decimal + "\x00")[0]
	default:
		return r, wrongMapping(m, "has the decimal sign “"+shown(m.Decimal)+"”", "it is “,” or “.”, or empty to find it out")
	}
	if m.Dates != "" {
		layout, ok := layoutOf(m.Dates)
		if !ok {
			return r, wrongMapping(m, "writes dates as “"+shown(m.Dates)+"”", "write yyyy, mm and dd, such as dd/mm/yyyy")
		}
		r.layout = layout
	}
	return r, r.separate(m)
}

func (r *rules) separate(m *core.Mapping) error {
	switch s := strings.ToLower(m.Separator); s {
	case "":
	case "tab", `\t`:
		r.sep = '\t'
	case ",", ";", "\t", "|":
		r.sep = s[0]
	default:
		return wrongMapping(m, "has the separator “"+shown(s)+"”", "it is a comma, a semicolon, a bar or tab, or empty to find it out")
	}
	return nil
}

func wrongMapping(m *core.Mapping, what, hint string) error {
	return &core.Error{Code: core.CodeInvalid, Op: "read open items", Msg: "the mapping “" + shown(m.Name) + "” " + what, Hint: hint}
}

// table is a table whose headings are understood.
type table struct {
	*sheet
	rules    rules
	notation notation
	headings []string
	at       map[string]int // Ferry's column -> place in a row; none where the table lacks it
	open     int            // place of what is still open, where it is not what is read; -1: none
}

func readTable(s *sheet, text string, r rules) error {
	t := &table{sheet: s, rules: r, notation: notation{told: r.decimal, layout: r.layout}}
	split, ok := t.findHeadings(text)
	if !ok {
		return nil
	}
	rows, err := t.rows(split)
	if err != nil {
		return err
	}
	for _, row := range rows {
		for _, cell := range t.cells(row, columnAmount) {
			t.notation.learn(cell, t.decimals(row))
		}
		for _, cell := range append(t.cells(row, columnDate), t.cells(row, columnDue)...) {
			t.notation.learnDay(cell)
		}
	}
	for _, row := range rows {
		t.item(row)
		if len(s.bad) > maxBad {
			return hopeless(s)
		}
	}
	return nil
}

// decimals is how many the currency of a row has; two where none is known.
func (t *table) decimals(r row) int {
	code, _ := t.cell(r, columnCurrency)
	if c := core.Currency(strings.ToUpper(clean(code))); c.Valid() {
		return c.Decimals()
	}
	return core.EUR.Decimals()
}

func hopeless(s *sheet) error {
	first := s.bad[0]
	return &core.Error{Code: core.CodeInvalid, Op: "read open items", Err: errHopeless,
		Msg:  s.file + " has more than " + strconv.Itoa(maxBad) + " bad rows; the first, on line " + strconv.Itoa(first.Line) + ": " + first.Reason,
		Hint: "this may be another table than one of open items, or it wants a mapping"}
}

// rows cuts what stands under the headings. Rows of empty cells are passed over.
func (t *table) rows(split *splitter) ([]row, error) {
	var rows []row
	for {
		r, ok := split.next()
		if !ok {
			return rows, nil
		}
		switch {
		case r.problem != "":
			t.refuse(r.line, "", r.raw, r.problem)
		case r.empty() && !r.folded:
		case !t.fits(r):
			t.refuse(r.line, "", strings.Join(r.cells, " "), "the row has "+strconv.Itoa(len(r.cells))+" cells under "+strconv.Itoa(len(t.headings))+" headings")
			if r.folded {
				split.resume(r) // the rows that a quotation mark too many has swallowed
			}
		case t.readable(r):
			rows = append(rows, r)
		}
		if len(t.bad) > maxBad {
			return nil, hopeless(t.sheet)
		}
	}
}

// fits reports whether a row has a cell for every heading. Empty cells too many are let be, and so are missing ones behind
// the last that an item needs: spreadsheets write both.
func (t *table) fits(r row) bool {
	for _, extra := range r.cells[min(len(r.cells), len(t.headings)):] {
		if strings.TrimSpace(extra) != "" {
			return false
		}
	}
	for _, column := range needed {
		if at, ok := t.at[column]; ok && at >= len(r.cells) {
			return false
		}
	}
	return true
}

// readable refuses what is in another encoding than the table, in the columns that are read.
func (t *table) readable(r row) bool {
	ok := true
	for _, column := range columns {
		if at, has := t.at[column]; has && at < len(r.cells) && isForeign(r.cells[at]) {
			t.refuse(r.line, t.headings[at], r.cells[at], notOneEncoding)
			ok = false
		}
	}
	return ok
}

// cells is the row's cell of a column that the table has.
func (t *table) cells(r row, column string) []string {
	if at, ok := t.at[column]; ok && at < len(r.cells) {
		return []string{clean(plain(r.cells[at]))}
	}
	return nil
}

// cell is what stands for a row in one of Ferry's columns: the file's cell; where that is empty or there is none, what the
// mapping fixes. It comes with the heading as the file writes it.
func (t *table) cell(r row, column string) (value, heading string) {
	heading = column
	if at, ok := t.at[column]; ok {
		heading = t.headings[at]
	}
	if found := t.cells(r, column); len(found) > 0 && found[0] != "" {
		return found[0], heading
	}
	return t.rules.fixed[column], heading
}

// item reads one row, and tells all that is wrong with it.
func (t *table) item(r row) {
	d := &draft{sheet: t.sheet, line: r.line, cells: r.whole()}
	set := func(column string, setter func(column, value string)) {
		value, heading := t.cell(r, column)
		setter(heading, value)
	}
	set(columnNumber, d.setNumber)
	set(columnKind, func(column, value string) { t.setKind(d, column, value) })
	set(columnParty, d.setParty)
	set(columnIBAN, d.setIBAN)
	set(columnVAT, d.setVAT)
	set(columnReference, d.setReference)
	set(columnDate, func(column, value string) {
		if value == "" {
			d.wrong(column, value, "the date is missing")
			return
		}
		d.item.Date = t.day(d, column, value)
	})
	set(columnDue, func(column, value string) {
		if value != "" {
			d.item.Due = t.day(d, column, value)
		}
	})
	_, hasCurrency := t.at[columnCurrency]
	set(columnCurrency, func(column, value string) {
		if value == "" && !hasCurrency {
			value = string(core.EUR)
		}
		d.setCurrency(column, value)
	})
	set(columnAmount, func(column, value string) { t.setAmount(d, r, column, value) })
	d.finish()
}

func (t *table) day(d *draft, column, value string) core.Date {
	day, reason := t.notation.day(value)
	if reason != "" {
		d.wrong(column, value, reason)
	}
	return day
}

func (t *table) setKind(d *draft, column, value string) {
	kind, known := t.rules.kinds[foldName(value)]
	if !known {
		var err error
		if kind, err = core.ParseItemKind(strings.ReplaceAll(foldName(value), " ", "-")); err != nil {
			d.wrong(column, value, "this is none of sale, sale-credit, purchase, purchase-credit; other words are told by a mapping")
		}
	}
	d.item.Kind = kind
}

func (t *table) setAmount(d *draft, row row, column, value string) {
	if value == "" {
		d.wrong(column, value, "the amount is missing")
		return
	}
	currency := d.item.Amount.Currency
	if !currency.Valid() {
		return // said already; how many decimals are allowed is not known
	}
	amount, reason := t.notation.amount(value, currency)
	if reason != "" {
		d.wrong(column, value, reason)
		return
	}
	d.setAmount(column, value, amount)
	t.noteOpen(d, row)
}

// noteOpen tells that the file has less open of an item than its amount: a part was paid already. The whole amount is taken, because
// that payment may be among the bank lines.
func (t *table) noteOpen(d *draft, r row) {
	if t.open < 0 || t.open >= len(r.cells) || d.bad {
		return
	}
	cell := clean(plain(r.cells[t.open]))
	open, reason := t.notation.amount(cell, d.item.Amount.Currency)
	if reason != "" || open.Minor == d.item.Amount.Minor || open.Minor == -d.item.Amount.Minor {
		return
	}
	d.tell("the file has " + shown(cell) + " open of it, so a part was paid already: the whole amount is taken")
}
