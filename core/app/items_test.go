package app_test

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"ferry/core"
	"ferry/core/app"
)

// write makes a file of lines in a folder.
func write(t *testing.T, path string, lines ...string) string {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(strings.Join(lines, "\n")+"\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

const heading = "number,kind,party,party_iban,party_vat,date,due,currency,amount,reference"

func TestImportTwiceChangesNothing(t *testing.T) {
	t.Parallel()
	o := newOffice(t, small())
	ctx := t.Context()
	dir := t.TempDir()
	row := "2026-0101,sale,Bakkerij Vermeulen BV,BE68539007547034,,2026-10-01,2026-10-31,EUR,121.00,"
	second := "2026-0102,sale,Garage Maes,,,2026-10-02,2026-11-01,EUR,300.00,"
	write(t, filepath.Join(dir, "b", "second.csv"), heading, second)
	path := write(t, filepath.Join(dir, "a.csv"), heading, row)
	write(t, filepath.Join(dir, "notes.pdf"), "no table")
	write(t, filepath.Join(dir, ".hidden.csv"), "no table")
	if err := os.Symlink(dir, filepath.Join(dir, "loop.csv")); err != nil && !errors.Is(err, errors.ErrUnsupported) {
		t.Log(err)
	}
	p, err := o.ReadItems(ctx, o.dossier, []string{dir}, "")
	if err != nil || p.Files != 2 || len(p.Changes) != 2 || p.Changes[0].What != "new" || len(p.Bad) != 0 {
		t.Fatalf("%+v, %v", p, err)
	}
	if a, b := p.Changes[0], p.Changes[1]; a.File != "a.csv" || a.Line != 2 || b.File != filepath.Join("b", "second.csv") {
		t.Errorf("read in %s:%d and %s", a.File, a.Line, b.File)
	}
	books := o.books()
	done, err := o.ImportItems(ctx, p, false)
	if err != nil || !strings.Contains(done.What, "2 new") {
		t.Fatalf("%+v, %v", done, err)
	}
	_, err = o.ImportItems(ctx, p, false)
	o.refused(err, core.CodeConflict)
	again, err := o.ReadItems(ctx, o.dossier, []string{dir, path}, "")
	if err != nil || again.Same != 3 || len(again.Again) != 1 || len(again.Changes) != 0 {
		t.Errorf("again: %+v, %v", again, err)
	}
	same, err := o.ReadItems(ctx, o.dossier, []string{dir}, "")
	o.must(err)
	after := o.books()
	if done, err := o.ImportItems(ctx, same, false); err != nil || done.ID != 0 || o.books() != after {
		t.Errorf("a repeated import did something: %+v, %v", done, err)
	}
	write(t, path, heading, strings.Replace(row, "121.00", "100.00", 1), "2026-0103,sale,Nobody,,,no day,,EUR,1.00,")
	p, err = o.ReadItems(ctx, o.dossier, []string{path}, "")
	if err != nil || len(p.Changes) != 1 || p.Changes[0].What != "amount 121.00 → 100.00" || len(p.Bad) != 1 || p.Bad[0].Line != 3 {
		t.Fatalf("changed: %+v, %v", p, err)
	}
	_, err = o.ImportItems(ctx, p, false)
	o.refused(err, core.CodeInvalid)
	_, err = o.ImportItems(ctx, p, true)
	o.must(err)
	if item := o.item(p.Changes[0].Item.ID); item.Amount != amount(10_000) {
		t.Errorf("%+v", item)
	}
	for range 2 {
		_, err = o.Undo(ctx, o.dossier)
		o.must(err)
	}
	if o.books() != books {
		t.Error("two undos do not bring back what was there")
	}
}

// TestImportSaysWhatLooksLikeAKnownItem: a supplier under another name may be a new one, or an invoice that comes twice.
func TestImportSaysWhatLooksLikeAKnownItem(t *testing.T) {
	t.Parallel()
	o := newOffice(t, small())
	path := filepath.Join(t.TempDir(), "items.csv")
	read := func(party string) app.ItemsPreview {
		write(t, path, heading, "55,purchase,"+party+",,,2026-10-01,2026-10-31,EUR,121.00,")
		p, err := o.ReadItems(t.Context(), o.dossier, []string{path}, "")
		o.must(err)
		return p
	}
	_, err := o.ImportItems(t.Context(), read("Alfa BV"), false)
	o.must(err)
	if p := read("Alfa Belgium BV"); len(p.Changes) != 1 || !strings.Contains(p.Changes[0].What, "looks like 55 of Alfa BV") {
		t.Errorf("%+v", p.Changes)
	}
}

func TestImportKeepsWhatIsSettled(t *testing.T) {
	t.Parallel()
	m := small()
	m.Lines = []core.Line{payment(1, 12_100, "2026-0101")}
	o := newOffice(t, m)
	ctx := t.Context()
	path := filepath.Join(t.TempDir(), "items.csv")
	row := "2026-0101,sale,Bakkerij Vermeulen BV,BE68539007547034,,2026-10-01,2026-10-31,EUR,%s,"
	read := func(amount string) app.ItemsPreview {
		write(t, path, heading, fmt.Sprintf(row, amount))
		p, err := o.ReadItems(ctx, o.dossier, []string{path}, "")
		o.must(err)
		return p
	}
	_, err := o.ImportItems(ctx, read("200.00"), false)
	o.must(err)
	o.safe()
	key := o.names[m.Lines[0].Key()]
	_, err = o.Accept(ctx, key, o.propose(key).Best())
	o.must(err)
	if p := read("100.00"); len(p.Changes) != 0 || len(p.Bad) != 1 || !strings.Contains(p.Bad[0].Reason, "matches settle 121.00 EUR of this item") || !strings.Contains(p.Bad[0].Reason, "unmatch") {
		t.Errorf("less than is settled: %+v", p)
	}
	o.must(o.SetLock(ctx, "a1", core.NewDate(2026, 10, 31), "VAT return filed"))
	if p := read("150.00"); len(p.Changes) != 0 || len(p.Bad) != 1 || !strings.Contains(p.Bad[0].Reason, "locked up to 2026-10-31") ||
		filepath.Base(p.Bad[0].File) != "items.csv" || p.Bad[0].Line != 2 {
		t.Errorf("settled in locked days: %+v", p)
	}
	o.must(o.SetLock(ctx, "a1", 0, "corrected"))
	p := read("150.00")
	_, err = o.ImportItems(ctx, p, false)
	o.must(err)
	if item := o.item(p.Changes[0].Item.ID); item.Settled != 12_100 || item.Open() != amount(2_900) {
		t.Errorf("%+v", item)
	}
	_, err = o.ReadItems(ctx, o.dossier, []string{filepath.Join(t.TempDir(), "nowhere.csv")}, "")
	o.refused(err, core.CodeNotFound)
	_, err = o.ReadItems(ctx, o.dossier, nil, "")
	o.refused(err, core.CodeInvalid)
	_, err = o.ReadItems(ctx, o.dossier, []string{t.TempDir()}, "")
	o.refused(err, core.CodeInvalid)
	_, err = o.ReadItems(ctx, o.dossier, []string{path}, "winbooks")
	o.refused(err, core.CodeNotFound)
}

func TestUnknownHeadingsWantAMapping(t *testing.T) {
	t.Parallel()
	o := newOffice(t, small())
	ctx := t.Context()
	path := write(t, filepath.Join(t.TempDir(), "export.csv"), "Doc;Soort;Wie;Op;Bedrag", "2026-0101;VK;Bakkerij Vermeulen;01/10/2026;121,00")
	p, err := o.ReadItems(ctx, o.dossier, []string{path}, "")
	if err != nil || len(p.Unmapped) == 0 || len(p.Headings) != 5 || len(p.Changes) != 0 {
		t.Fatalf("%+v, %v", p, err)
	}
	_, err = o.ImportItems(ctx, p, true)
	o.refused(err, core.CodeInvalid)
	o.must(o.PutMapping(ctx, core.Mapping{Name: "Winboeken", Columns: map[string]string{"number": "Doc", "kind": "Soort", "party": "Wie", "date": "Op", "amount": "Bedrag"},
		Kinds: map[string]string{"VK": "sale"}, Fixed: map[string]string{"currency": "EUR"}, Dates: "dd/mm/yyyy", Decimal: ","}))
	p, err = o.ReadItems(ctx, o.dossier, []string{path}, "winboeken")
	if err != nil || len(p.Changes) != 1 || p.Changes[0].Item.Amount != amount(12_100) {
		t.Errorf("%+v, %v", p, err)
	}
	o.must(o.DeleteMapping(ctx, "Winboeken"))
	if list, err := o.Mappings(ctx); err != nil || len(list) != 0 {
		t.Errorf("%v, %v", list, err)
	}
	o.refused(o.PutMapping(ctx, core.Mapping{Name: " "}), core.CodeInvalid)
}

func TestSearchItems(t *testing.T) {
	t.Parallel()
	m := small()
	credit := invoice("CN-7", 5_000)
	credit.Kind = core.SaleCredit
	elsewhere := other(invoice("2026-0102", 121_050))
	elsewhere.Party, elsewhere.Reference = "Garage Müller-Roux 7 NV", "090933755493"
	m.Items = []core.OpenItem{invoice("2026-0101", 12_100), elsewhere, credit}
	m.Lines = []core.Line{payment(1, 121_050, "betaling"), payment(2, 12_100, "2026-0101")}
	m.Lines[0].CounterpartName, m.Lines[0].CounterpartReference = "", ""
	o := newOffice(t, m)
	ctx := t.Context()
	find := func(q app.ItemQuery) string {
		views, err := o.Items(ctx, o.dossier, q)
		o.must(err)
		var list []string
		for _, v := range views {
			list = append(list, v.Number)
		}
		return strings.Join(list, " ")
	}
	for text, want := range map[string]string{
		"":              "2026-0101 2026-0102 CN-7",
		"muller":        "2026-0102",
		"MÜLLER gar":    "2026-0102",
		"121,00":        "2026-0101",
		"121":           "2026-0101 2026-0102", // the beginning of an amount
		"1.210,50":      "2026-0102",
		"1210.5":        "2026-0102",
		"2026-0102":     "2026-0102",
		"20260102":      "2026-0102",
		"be68539":       "2026-0101 CN-7",
		"090/9337":      "",
		"0909337":       "2026-0102",
		"50,00":         "CN-7",
		"vermeulen 121": "2026-0101",
		"xyzzy":         "",
		"7":             "2026-0101 2026-0102 CN-7", // also in an account
		"N-":            "CN-7",
		"-7":            "CN-7", // and no Roux 7
		"cn/7":          "CN-7",
		"x-7":           "",
		"müller-r":      "2026-0102",
		"2026/0102":     "2026-0102",
		"-1.210,50":     "2026-0102",
		"€121":          "2026-0101 2026-0102",
	} {
		if got := find(app.ItemQuery{Text: text}); got != want {
			t.Errorf("%q finds %q, want %q", text, got, want)
		}
	}
	key := o.names[m.Lines[0].Key()]
	if got := find(app.ItemQuery{For: &key}); !strings.HasPrefix(got, "2026-0102") {
		t.Errorf("for the line %q", got)
	}
	paid := o.names[m.Lines[1].Key()]
	if got := find(app.ItemQuery{For: &paid, Limit: 1}); got != "2026-0101" {
		t.Errorf("for the other line %q", got)
	}
	_, err := o.Accept(ctx, paid, o.propose(paid).Best())
	o.must(err)
	if got := find(app.ItemQuery{}); got != "2026-0102 CN-7" {
		t.Errorf("open: %q", got)
	}
	if got := find(app.ItemQuery{All: true}); got != "2026-0101 2026-0102 CN-7" {
		t.Errorf("all: %q", got)
	}
	list, err := o.Items(ctx, o.dossier, app.ItemQuery{All: true})
	o.must(err)
	if got := find(app.ItemQuery{IDs: []core.ItemID{list[2].ID, "none", list[0].ID}}); got != "CN-7 2026-0101" {
		t.Errorf("by what they are: %q", got)
	}
	_, err = o.Undo(ctx, o.dossier)
	o.must(err)
	if got := find(app.ItemQuery{Text: "121,00"}); got != "2026-0101" {
		t.Errorf("open again: %q", got)
	}
	views, err := o.Items(ctx, o.dossier, app.ItemQuery{Limit: 1})
	if err != nil || len(views) != 1 || views[0].Overdue != 22 { // due 31 October, today is 22 November
		t.Errorf("%+v, %v", views, err)
	}
}

func TestChartAndVAT(t *testing.T) {
	t.Parallel()
	o := newOffice(t, small())
	ctx := t.Context()
	_, err := o.PutChart(ctx, o.dossier, []core.LedgerAccount{{Number: "61 3", Name: "x"}})
	o.refused(err, core.CodeInvalid)
	_, err = o.PutChart(ctx, o.dossier, []core.LedgerAccount{{Number: "613000", Name: "Mine"}})
	o.must(err)
	_, err = o.UsualChart(ctx, o.dossier, "be")
	o.must(err)
	chart, err := o.Chart(ctx, o.dossier)
	i := slices.IndexFunc(chart, func(a core.LedgerAccount) bool { return a.Number == "613000" })
	if err != nil || len(chart) < 50 || i < 0 || chart[i].Name != "Mine" {
		t.Errorf("%d accounts, %v", len(chart), err)
	}
	_, err = o.UsualChart(ctx, o.dossier, "XX")
	o.refused(err, core.CodeInvalid)
	_, err = o.UsualChart(ctx, o.dossier, "BE")
	o.refused(err, core.CodeInvalid)
	path := write(t, filepath.Join(t.TempDir(), "chart.csv"), "number,name", "700000,Sales")
	if list, bad, err := o.ReadChart(ctx, path); err != nil || len(list) != 1 || len(bad) != 0 {
		t.Errorf("%v %v %v", list, bad, err)
	}
	o.refused(o.SetDossierVAT(ctx, o.dossier, "hello"), core.CodeInvalid)
	o.must(o.SetDossierVAT(ctx, o.dossier, "BE 0123.456.749"))
	dossiers, err := o.Dossiers(ctx)
	if err != nil || dossiers[0].VAT != "BE0123456749" || dossiers[0].Name != "Atelier Ferrand" {
		t.Errorf("%+v, %v", dossiers, err)
	}
}

// TestACreditNoteByItsMinusIsNoted: it is another kind than the row says, so the preview tells it; a row known already says nothing.
func TestACreditNoteByItsMinusIsNoted(t *testing.T) {
	t.Parallel()
	o := newOffice(t, small())
	ctx := t.Context()
	path := write(t, filepath.Join(t.TempDir(), "a.csv"), heading, "2026-0101,sale,Bakkerij Vermeulen BV,,,2026-10-01,2026-10-31,EUR,-121.00,")
	p, err := o.ReadItems(ctx, o.dossier, []string{path}, "")
	o.must(err)
	const note = "a sale with a minus: taken as a sale-credit"
	if c := p.Changes[0]; c.Item.Kind != core.SaleCredit || !slices.Equal(c.Notes, []string{note}) || c.What != "new; "+note {
		t.Fatalf("%+v", c)
	}
	_, err = o.ImportItems(ctx, p, false)
	o.must(err)
	write(t, path, heading, "2026-0101,sale,Bakkerij Vermeulen BV,,,2026-10-01,2026-10-31,EUR,-100.00,")
	p, err = o.ReadItems(ctx, o.dossier, []string{path}, "")
	o.must(err)
	if c := p.Changes[0]; c.Told(core.Amount.String) != "amount 121.00 → 100.00; "+note {
		t.Errorf("%+v", c)
	}
}
