package items_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"ferry/core"
	"ferry/core/app"
	"ferry/tui/nav"
	"ferry/tui/place"
	"ferry/tui/tuitest"
	"ferry/tui/tuitest/officetest"
)

// flow is the whole program over a real service and a real file, on a page of one dossier.
type flow struct {
	*officetest.Office
	*tuitest.Driver
	folder string
}

func newFlow(t *testing.T, kind nav.Kind) *flow {
	t.Helper()
	o := officetest.Open(t, officetest.Options{NoBank: true})
	return &flow{Office: o, folder: t.TempDir(), Driver: officetest.Screen(t, o.Service, place.Of(kind, ""))}
}

// write puts a file into the folder and returns its path.
func (f *flow) write(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(f.folder, name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func (f *flow) open(t *testing.T) []app.ItemView {
	t.Helper()
	list, err := f.Items(t.Context(), f.Dossier.ID, app.ItemQuery{})
	if err != nil {
		t.Fatal(err)
	}
	return list
}

const own = "number,kind,party,party_iban,party_vat,date,due,currency,amount,reference\n"

// TestFlowOfImports goes the real way: a table of Ferry's own, the same one again, a changed one with a bad row, undo and redo.
func TestFlowOfImports(t *testing.T) {
	t.Parallel()
	f := newFlow(t, place.Items)
	f.See("Demo: open items", "Nothing is open.")
	path := f.write(t, "items.csv", own+
		"2026-1,sale,Garage Smets,BE68539007547034,,2026-10-01,2026-10-31,EUR,1210.00,+++090/9337/55493+++\n"+
		"A/77,purchase,Brouwerij De Zenne,,,2026-11-01,2026-12-01,EUR,484.00,\n")
	f.Press("n")
	f.Paste(path)
	f.Press("enter")
	f.See("1 file: 2 new", "0 bad rows", "Garage Smets", "+1 210,00")
	// Whoever comes back to a preview sees the file as it is by then.
	f.Press("q")
	f.write(t, "items.csv", own+"2026-1,sale,Garage Smets,BE68539007547034,,2026-10-01,2026-10-31,EUR,999.00,+++090/9337/55493+++\n")
	f.Press("n")
	f.See("1 file: 1 new", "+999,00")
	f.write(t, "items.csv", own+
		"2026-1,sale,Garage Smets,BE68539007547034,,2026-10-01,2026-10-31,EUR,1210.00,+++090/9337/55493+++\n"+
		"A/77,purchase,Brouwerij De Zenne,,,2026-11-01,2026-12-01,EUR,484.00,\n")
	f.Press("q", "n")
	f.See("1 file: 2 new")
	f.Press("enter", "y")
	f.See("2 items", "Garage Smets", "22 days", "Brouwerij De Zenne")
	if n := len(f.open(t)); n != 2 {
		t.Fatalf("%d items", n)
	}
	f.Press("n")
	f.Paste(path)
	f.Press("enter")
	f.See("0 new", "2 known already", "Nothing would change.")
	f.Press("esc", "esc")

	f.write(t, "items.csv", own+
		"2026-1,sale,Garage Smets,BE68539007547034,,2026-10-01,2026-10-31,EUR,1200.00,+++090/9337/55493+++\n"+
		"A/78,purchase,\x1b]0;evil\x07,,,2026-11-01,2026-12-01,EUR,12.345,\n")
	f.Press("n")
	f.Press("ctrl+u")
	f.Paste(path)
	f.Press("enter")
	f.See("1 changed", "1 bad row", "line 3", "amount 1 210,00 → 1 200,00")
	if strings.Contains(f.Styled(), "\x1b]0;") {
		t.Error("what the file says reaches the terminal")
	}
	f.Press("enter")
	f.See("1 row cannot be taken. Import the others?")
	f.Press("enter")
	f.See("2 items", "1 200,00")
	f.Press("u")
	f.See("Taken back", "1 210,00")
	f.Press("ctrl+r")
	f.See("Done again", "1 200,00")
	f.Press("u", "u")
	f.See("Nothing is open.")
}

// TestFlowOfAForeignTable imports what another program wrote, and says once what its columns are.
func TestFlowOfAForeignTable(t *testing.T) {
	t.Parallel()
	f := newFlow(t, place.Import)
	path := f.write(t, "kassa.csv", "Factuurnr;Klant;Datum;Vervaldag;Te innen\n2026001;Smets;01/11/2026;30/11/2026;1.210,00\n2026002;Étoile;02/11/2026;;-5,00\n")
	f.Paste(path)
	f.Press("enter")
	f.See("This file does not use Ferry's headings.", "Factuurnr (2026001)", "Klant (Smets)", "all sales", "always EUR")
	f.Press("ctrl+s")
	f.See("Please choose the column")
	f.Type("te")
	f.See("Te innen (1.210,00)")
	f.Press("ctrl+s")
	f.See("2 new", "0 bad")
	f.Press("enter", "y")
	list := f.open(t)
	if len(list) != 2 || list[0].Amount.Minor != 121000 || list[1].Kind != core.SaleCredit {
		t.Fatalf("%+v", list)
	}
	saved, err := f.Mappings(t.Context())
	if err != nil || len(saved) != 1 || saved[0].Name != "kassa" {
		t.Errorf("%+v, %v", saved, err)
	}
}

// In the whole program too, what is typed without a pause after a search is meant for the items that it finds.
func TestFlowOfKeysAfterASearch(t *testing.T) {
	t.Parallel()
	f := newFlow(t, place.Items)
	path := f.write(t, "items.csv", own+"V-1,sale,Smets,,,2026-10-01,,EUR,10.00,\nV-2,sale,Claes,,,2026-11-01,,EUR,20.00,\n")
	f.Press("n")
	f.Paste(path)
	f.Press("enter", "enter", "y")
	f.See("2 items")
	f.Burst("/", "V", "-", "2", "enter", "x")
	f.See("Remove V-2?")
}

// What was invoiced is the amount; where less is open, a part was paid already, and the row says so.
func TestFlowOfATableWithWhatIsOpen(t *testing.T) {
	t.Parallel()
	f := newFlow(t, place.Import)
	path := f.write(t, "boek.csv", "Factuurnr;Klant;Datum;Openstaand;Bedrag incl. btw\n2026001;Smets;01/11/2026;1.000,00;1.210,00\n2026002;Claes;02/11/2026;60,50;60,50\n2026003;Claes;03/11/2026;0,00;12,10\n")
	f.Paste(path)
	f.Press("enter")
	f.See("“Openstaand” is left out, for the amount is “Bedrag incl. btw”", "Bedrag incl. btw (1.210,00)")
	f.Press("ctrl+s")
	f.See("3 new", "0 bad", "amount = Bedrag incl. btw · left out: Openstaand", "+1 210,00 EUR",
		"The file has 1.000,00 open of it, so a part was paid already: the whole amount is taken.")
	f.Press("j")
	f.NotSee("The file has 60,50")
	f.Press("j")
	f.See("The file has 0,00 open of it")
	f.Press("enter", "y")
	if list := f.open(t); len(list) != 3 || list[0].Amount.Minor != 121000 {
		t.Errorf("%+v", list)
	}
}

// TestFlowOfAFolder reads all files of a folder, and says which one cannot be read.
func TestFlowOfAFolder(t *testing.T) {
	t.Parallel()
	f := newFlow(t, place.Import)
	f.Paste(filepath.Join(f.folder, "nowhere"))
	f.Press("enter")
	f.See("nowhere", "› File or folder")
	f.write(t, "a.csv", own+"1,sale,Smets,,,2026-11-01,,EUR,10.00,\n")
	f.write(t, "b.csv", own+"2,sale,Smets,,,2026-11-01,,EUR,20.00,\n3,bill,Smets,,,2026-11-01,,EUR,20.00,\n")
	f.Press("ctrl+u")
	f.Paste(f.folder)
	f.Press("enter")
	f.See("2 files: 2 new", "1 bad", "kind", "b.csv")
}

// TestFlowOfAFolderWithAStrangeFile: what is neither table nor invoice is a bad row of the folder, and nobody is asked for its columns.
func TestFlowOfAFolderWithAStrangeFile(t *testing.T) {
	t.Parallel()
	f := newFlow(t, place.Import)
	f.write(t, "items.csv", own+"2026-1,sale,Garage Smets,,,2026-10-01,2026-10-31,EUR,1210.00,\n")
	f.write(t, "broken.xml", "not xml")
	f.write(t, "scan.pdf", "%PDF-1.7")
	f.write(t, "photo.jpg", "\xff\xd8")
	f.Paste(f.folder)
	f.Press("enter")
	f.See("2 files: 1 new", "1 bad file", "2 files are no invoices and are left alone: photo.jpg, scan.pdf.", "broken.xml", "it is no invoice and its headings are not known")
	f.Press("enter", "enter")
	if n := len(f.open(t)); n != 1 {
		t.Errorf("%d items", n)
	}
}

// The rows of another file are other rows: the cursor begins at the first.
func TestAPreviewBeginsAtItsFirstRow(t *testing.T) {
	t.Parallel()
	f := newFlow(t, place.Import)
	var rows strings.Builder
	for i := range 9 {
		rows.WriteString(strings.Replace("N-1,sale,Smets,,,2026-11-01,,EUR,10.00,\n", "1", string(rune('1'+i)), 1))
	}
	f.write(t, "a.csv", own+rows.String())
	f.write(t, "b.csv", own+strings.ReplaceAll(rows.String(), "N-", "M-"))
	f.Paste(filepath.Join(f.folder, "a.csv"))
	f.Press("enter", "j", "j", "j")
	f.See("4 of 9")
	f.Press("esc", "ctrl+u")
	f.Paste(filepath.Join(f.folder, "b.csv"))
	f.Press("enter")
	f.See("M-1", "1 of 9")
}
