package items_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"ferry/core"
	"ferry/core/app"
	"ferry/tui/place"
	"ferry/tui/theme"
)

// mixed is a preview with everything in it.
func mixed() app.ItemsPreview {
	list := some()
	was := list[2].OpenItem
	was.Amount, was.Settled = eur(40000), 100
	return app.ItemsPreview{Dossier: "d", Revision: 7, Files: 2, Same: 31, Changes: []app.ItemChange{
		{Item: list[0].OpenItem, What: "new", File: "sales.csv", Line: 2},
		{Item: list[1].OpenItem, What: "new; a sale with a minus: taken as a sale-credit", Notes: []string{"a sale with a minus: taken as a sale-credit"}, File: "sales.csv", Line: 3},
		{Item: list[2].OpenItem, Was: &was, What: "amount 400.00 → 484.00", File: "2026/invoice-78.xml"},
	}, Bad: []core.BadRow{
		{File: "/tmp/export/sales.csv", Line: 14, Column: "kind", Value: "factuur\x1b]0;x\x07", Reason: `"factuur" is none of sale, sale-credit, purchase, purchase-credit`},
		{File: "/tmp/export/sales.csv", Line: 14, Column: "date", Value: "31/31/2026", Reason: "this is no day"},
		{File: "/tmp/export/invoice-77.xml", Reason: "the document has no number"},
		{File: "/tmp/export/invoice-77.xml", Line: 9, Column: "PayableAmount", Reason: "the amount due for payment is missing"},
	}}
}

func good() app.ItemsPreview {
	p := mixed()
	p.Bad = nil
	return p
}

func TestImportOfAGoodFile(t *testing.T) {
	t.Parallel()
	home, err := os.UserHomeDir()
	if err != nil {
		t.Skip("no home folder here")
	}
	f := &fake{items: some(), previews: map[string]app.ItemsPreview{"": good()}}
	d := open(t, f, theme.Options{}, place.Items)
	d.Press("n")
	d.GoldenSizes("ask")
	d.Press("enter")
	d.See("Please write the name of a file or folder.")
	d.Type("~/export")
	d.Press("enter")
	d.See("2 files: 2 new", "1 changed", "31 known already", "0 bad rows")
	d.GoldenSizes("good")
	d.Press("enter")
	d.See("Import 2 new items and 1 changed one?")
	d.Press("enter") // the safe button has the focus
	if f.imported != nil {
		t.Fatal("imported without a yes")
	}
	d.Press("enter", "y")
	d.See("Imported 3 items. u takes it back.")
	if d.Page() != place.Of(place.Items, "d") || len(f.imported) != 1 || f.imported[0] {
		t.Errorf("%s, %v", d.Page(), f.imported)
	}
	if want := filepath.Join(home, "export") + "|"; f.read[0] != want {
		t.Errorf("read %q instead of %q", f.read[0], want)
	}
}

func TestBadRowsStayOutOnlyWhenTheUserSaysSo(t *testing.T) {
	t.Parallel()
	f := &fake{previews: map[string]app.ItemsPreview{"": mixed()}}
	d := open(t, f, theme.Options{}, place.Import)
	d.Type("/tmp/export")
	d.Press("enter")
	d.See("1 bad row · 1 bad file", "line 14", "sales.csv", "invoice-78.xml", "a sale with a minus", `kind: "factuur" is none of`, "invoice-77.xml")
	d.GoldenSizes("mixed")
	if strings.Contains(d.Styled(), "\x1b]0;x") || strings.Contains(d.Styled(), "\x1b[2J") {
		t.Error("what the file says reaches the terminal")
	}
	d.Press("right")
	d.See("It says", "factuur", "Date: this is no day.", "31/31/2026", "/tmp/export/sales.csv")
	d.Press("esc", "tab")
	d.See("only the bad ones")
	d.NotSee("2026-0101")
	d.Press("tab")
	d.See("only the changed ones", "amount 400,00")
	d.Press("tab", "tab", "enter")
	d.See("1 row and 1 file cannot be taken. Import the others?", "The good rows only", "1 row and 1 file stay out.", "Nothing now")
	d.NotSee("Everything")
	d.Press("down", "enter")
	d.See("1 bad row")
	d.Press("enter", "enter")
	d.See("Imported 3 items.")
	if len(f.imported) != 1 || !f.imported[0] {
		t.Errorf("%v", f.imported)
	}
}

func TestHeadingsAreAskedFor(t *testing.T) {
	t.Parallel()
	asked := app.ItemsPreview{Dossier: "d", Files: 1, Headings: []string{"Factuurnr", "Datum", "Klant", "Totaal\x1b[2J", ""}, Unmapped: []string{"amount"},
		FirstRows: [][]string{{"", "01/11/2026", "Smets", "1.210,00", ""}, {"2026-1", "02/11/2026", "Étoile", "5,00", ""}}}
	f := &fake{previews: map[string]app.ItemsPreview{"": asked, "Kassa": good()}}
	d := open(t, f, theme.Options{}, place.Import)
	d.Type("~/kassa.csv")
	d.Press("enter")
	d.See("This file does not use Ferry's headings.", "Still to be said: Amount.", "Factuurnr (2026-1)", "all sales")
	d.GoldenSizes("headings")
	d.Press("ctrl+s")
	d.See("Please choose the column: no item can be read without it.")
	d.Type("t") // what is missing has the focus
	d.See("Totaal[2J (1.210,00)")
	d.Press("esc")
	d.See("File or folder", "~/kassa.csv")
	d.Press("enter")
	d.See("Totaal[2J (1.210,00)") // nothing of what was said is lost
	for range 9 {                 // to the name, above the columns
		d.Press("up")
	}
	d.See("› Keep it as")
	d.Press("ctrl+u", "ctrl+s")
	d.See("Please give it a name.")
	d.Type("Kassa")
	d.Press("ctrl+s")
	d.See("2 new")
	m := f.mappings[0]
	if m.Name != "Kassa" || m.Columns["number"] != "Factuurnr" || !strings.HasPrefix(m.Columns["amount"], "Totaal") || m.Fixed["kind"] != "sale" ||
		m.Fixed["currency"] != "EUR" || m.Columns["date"] != "Datum" || m.Columns["due"] != "" {
		t.Errorf("%+v", m)
	}
	if last := f.read[len(f.read)-1]; !strings.HasSuffix(last, "kassa.csv|Kassa") {
		t.Errorf("read %v", f.read)
	}
}

// TestSalesOrPurchases asks first what everything hangs on, where the file does not say it.
func TestSalesOrPurchases(t *testing.T) {
	t.Parallel()
	asked := app.ItemsPreview{Dossier: "d", Files: 1, Headings: []string{"N° pièce", "Date", "Tiers", "Montant TTC"}, Unmapped: []string{"kind"},
		FirstRows: [][]string{{"FA-1", "01/11/2026", "EDF", "318,00"}}}
	f := &fake{previews: map[string]app.ItemsPreview{"": asked, "achats": good()}}
	d := open(t, f, theme.Options{}, place.Import)
	d.Type("achats.csv")
	d.Press("enter")
	d.See("Are these sales or purchases?", "A column says it", "Invoices to customers")
	d.Press("down", "enter")
	d.See("all purchases; a minus is a credit note", "What the words of its headings mean")
	d.Press("ctrl+s")
	d.See("2 new")
	if got := f.mappings[0].Fixed["kind"]; got != "purchase" {
		t.Errorf("kind %q", got)
	}
}

func TestFileThatCannotBeRead(t *testing.T) {
	t.Parallel()
	f := &fake{readErr: &core.Error{Code: core.CodeNotFound, Msg: "there is no file /nowhere", Hint: "look at the name"}}
	d := open(t, f, theme.Options{}, place.Import)
	d.Type("/nowhere")
	d.Press("enter")
	d.See("There is no file /nowhere. Look at the name.", "File or folder  /nowhere")
}

func TestBooksThatChangedMeanwhile(t *testing.T) {
	t.Parallel()
	f := &fake{previews: map[string]app.ItemsPreview{"": good()}, takeErr: &core.Error{Code: core.CodeConflict, Msg: "the books changed"}}
	d := open(t, f, theme.Options{}, place.Import)
	d.Type("x.csv")
	d.Press("enter", "enter", "y")
	d.See("The books changed meanwhile: the files were read again.")
	if len(f.read) != 2 || f.imported != nil {
		t.Errorf("%v, %v", f.read, f.imported)
	}
	d.Press("enter", "y")
	d.See("Imported 3 items.")
}

func TestSavedMappings(t *testing.T) {
	t.Parallel()
	f := &fake{items: some(), mappings: []core.Mapping{{Name: "Kassa", Columns: map[string]string{"number": "Nr"}, Fixed: map[string]string{"kind": "sale"}}},
		previews: map[string]app.ItemsPreview{"Kassa": {Files: 1, Same: 4}}}
	d := open(t, f, theme.Options{}, place.Items)
	d.Press("n")
	d.Type("x.csv")
	d.Press("enter", "right", "enter")
	d.See("4 known already", "Nothing would change.")
	d.Press("enter")
	d.See("there is nothing to import")
	d.Press("esc")
	d.See("Headings        Kassa", "x.csv")
	d.Press("esc", "N")
	d.See("kind always sale, number = Nr.")
	d.Press("enter", "y")
	d.See("The mapping Kassa is forgotten.")
	d.Press("N")
	d.See("No mapping is saved")
}
