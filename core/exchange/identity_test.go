package exchange

import (
	"slices"
	"strings"
	"testing"

	"ferry/core"
)

// TestGoldenIDs: books hold these ids; a change of one would double every item that is read again.
func TestGoldenIDs(t *testing.T) {
	t.Parallel()
	at := day(t, "2026-11-03")
	for want, item := range map[core.ItemID]core.OpenItem{
		"sale/2026-0017":                             {Number: "2026-0017", Kind: core.Sale, Party: "X", Date: at},
		"sale/VF26/000017":                           {Number: " vf26/ 000017", Kind: core.Sale, PartyVAT: "BE0403170701", Date: at},
		"sale-credit/17@2026":                        {Number: "17", Kind: core.SaleCredit, Date: at},
		"sale/17":                                    {Number: "17", Kind: core.Sale},
		"purchase/vat:BE0403170701/A-9@2026":         {Number: "a-9", Kind: core.Purchase, Party: "X", PartyVAT: "BE 403.170.701", PartyIBAN: "BE68539007547034", Date: at},
		"purchase/vat:FR732829320/F/260099":          {Number: "F/260099", Kind: core.Purchase, PartyVAT: "FR44732829320", Date: at},
		"purchase/vat:NL820098395B01/1@2026":         {Number: "1", Kind: core.Purchase, PartyVAT: "8200.98.395.B.01", Date: at},
		"purchase/iban:BE68539007547034/1@2026":      {Number: "1", Kind: core.Purchase, Party: "X", PartyIBAN: "be68 5390 0754 7034", Date: at},
		"purchase-credit/name:ets durand cie/1@2026": {Number: "1", Kind: core.PurchaseCredit, Party: "Éts. DURAND & Cie", Date: at},
		"purchase/name:łodz 株式会社/NO1@2026":           {Number: "№1", Kind: core.Purchase, Party: "Łódź  株式会社", Date: at},
	} {
		if got := Identify(item); got != want {
			t.Errorf("%+v is %q, want %q", item, got, want)
		}
	}
}

func TestIdentityIgnoresWhatGetsCorrected(t *testing.T) {
	t.Parallel()
	item := core.OpenItem{Number: "F 12", Kind: core.Purchase, Party: "De Smet", PartyVAT: "BE0403170701", PartyIBAN: "BE68539007547034", Date: day(t, "2026-11-03"), Amount: eur(5)}
	other := item
	other.Number, other.Party, other.PartyIBAN, other.Date, other.Due, other.Amount, other.Reference = "f12", "Smet BV", "", day(t, "2026-12-01"), day(t, "2027-01-01"), eur(6), "RF18539007547034"
	if Identify(item) != Identify(other) {
		t.Errorf("%q and %q", Identify(item), Identify(other))
	}
	for name, change := range map[string]func(*core.OpenItem){
		"number": func(i *core.OpenItem) { i.Number = "F-12" }, "kind": func(i *core.OpenItem) { i.Kind = core.PurchaseCredit }, "company": func(i *core.OpenItem) { i.PartyVAT = "BE0842936273" },
		"year": func(i *core.OpenItem) { i.Date = day(t, "2027-01-01") }, "side": func(i *core.OpenItem) { i.Kind = core.Sale },
	} {
		other := item
		if change(&other); Identify(item) == Identify(other) {
			t.Errorf("another %s is the same item", name)
		}
	}
}

func TestRecognise(t *testing.T) {
	t.Parallel()
	at := day(t, "2026-11-03")
	paper := func(number, party, vat, iban string) core.OpenItem {
		i := core.OpenItem{Number: number, Kind: core.Purchase, Party: party, PartyVAT: vat, PartyIBAN: iban, Date: at, Amount: eur(100)}
		i.ID = Identify(i)
		return i
	}
	const vat, iban, otherVAT = "BE0403170701", "BE68539007547034", "BE0842936273"
	known := []core.OpenItem{paper("1", "De Smet", "", ""), paper("2", "De Smet", "", iban), paper("3", "De Smet", vat, iban), paper("3", "De Smet", otherVAT, ""), paper("4", "A", "", ""), paper("4", "B", "", "")}
	for _, c := range []struct {
		item core.OpenItem
		want core.ItemID
	}{
		{paper("1", "DE SMET", vat, iban), known[0].ID},      // now with numbers
		{paper("2", "Smet BV", vat, iban), known[1].ID},      // known by account
		{paper("3", "De Smet", "", iban), ""},                // two could be meant: the name is both's
		{paper("3", "Other", "", iban), known[2].ID},         // one has the account
		{paper("3", "De Smet", vat, ""), known[2].ID},        // by number
		{paper("5", "De Smet", vat, iban), ""},               // new
		{paper("2", "De Smet", otherVAT, iban), known[1].ID}, // same account; nothing contradicts
		{paper("3", "X", "NL820098395B01", iban), ""},        // another company behind the same account
		{core.OpenItem{Number: "1", Kind: core.Sale, Party: "De Smet", Date: at, ID: "sale/1@2026"}, ""},
	} {
		got := Recognise(Found{Items: []core.OpenItem{c.item}}, known).Items[0].ID
		if want := c.want; want == "" && got != c.item.ID || want != "" && got != want {
			t.Errorf("%s %s: %q, want %q", c.item.Number, c.item.PartyVAT, got, want)
		}
	}
	// Two new papers never become one known.
	twins := Found{Items: []core.OpenItem{paper("1", "De Smet", vat, ""), paper("1", "De Smet", otherVAT, "")}}
	if got := Recognise(twins, known).Items; got[0].ID == got[1].ID {
		t.Errorf("both became %q", got[0].ID)
	}
}

func TestTwice(t *testing.T) {
	t.Parallel()
	const row = "2026001,sale,A,2026-11-01,5\n"
	found := read(t, "number,kind,party,date,amount\n"+row+row, nil)
	if len(found.Items) != 1 || len(found.Bad) != 0 || len(found.Again) != 1 || found.Again[0].Line != 3 || !strings.Contains(found.Again[0].Reason, "line 2") {
		t.Errorf("equal: %+v", found)
	}
	// What is not read tells whether it may be another line of one invoice.
	const lines = "number,kind,party,date,amount,article\n2026001,sale,A,2026-11-01,5,bread\n2026001,sale,A,2026-11-01,5,"
	if found = read(t, lines+"milk\n", nil); len(found.Items) != 1 || len(found.Bad) != 1 || len(found.Again) != 0 || !strings.Contains(found.Bad[0].Reason, "a line of the same invoice?") {
		t.Errorf("another article: %+v", found)
	}
	if found = read(t, lines+" bread,\n", nil); len(found.Items) != 1 || len(found.Bad) != 0 || len(found.Again) != 1 {
		t.Errorf("the same article: %+v", found)
	}
	found = read(t, "number,kind,party,date,amount\n"+row+"2026001 ,sale,A,2026-11-01,6\n", nil)
	if len(found.Items) != 0 || len(found.Bad) != 2 || !strings.Contains(found.Bad[0].Reason, "line 3, with another amount") || !strings.Contains(found.Bad[1].Reason, "line 2") {
		t.Errorf("different: %+v", found)
	}
	// The same supplier under a name, and under name and number, is one; two companies of one name are two.
	table := "number,kind,party,date,amount,party_vat\n7,purchase,A,2026-11-01,5,BE0403170701\n7,purchase,A,2026-11-01,5,"
	if found := read(t, table+"\n", nil); len(found.Items) != 0 || len(found.Bad) != 2 {
		t.Errorf("with and without number: %+v", found)
	}
	if found := read(t, table+"BE0842936273\n", nil); len(found.Items) != 2 || len(found.Bad) != 0 {
		t.Errorf("namesakes: %+v", found)
	}
}

func TestMerge(t *testing.T) {
	t.Parallel()
	file := func(name, text string) Found {
		f, err := ReadItems(name, strings.NewReader("number,kind,party,date,amount\n"+text), nil, Ours{})
		if err != nil {
			t.Fatal(err)
		}
		return f
	}
	a := file("a.csv", "2026001,sale,A,2026-11-01,5\n2026002,sale,A,2026-11-01,5\nx,y,z,,\n")
	b := file("b.csv", "2026002,sale,A,2026-11-01,5\n2026003,sale,A,2026-11-01,5\n")
	c := file("c.csv", "2026003,sale,A,2026-11-01,6\n")
	all := Merge(a, b, c)
	var numbers []string
	for _, i := range all.Items {
		numbers = append(numbers, i.Number)
	}
	if !slices.Equal(numbers, []string{"2026001", "2026002"}) {
		t.Errorf("items %q", numbers)
	}
	var reasons []string
	for _, r := range all.Bad[len(a.Bad):] {
		reasons = append(reasons, r.File+": "+r.Reason)
	}
	if len(all.Again) != 1 || !strings.Contains(all.Again[0].Reason, "in a.csv line 3") {
		t.Errorf("again %+v", all.Again)
	}
	if len(reasons) != 2 || !strings.Contains(reasons[0], "in c.csv line 2, with another amount") || !strings.Contains(reasons[1], "in b.csv line 3") {
		t.Errorf("bad %q", reasons)
	}
	steps := Merge(Merge(a, b), c)
	if !slices.Equal(steps.Items, all.Items) || !slices.Equal(steps.Bad, all.Bad) {
		t.Errorf("in steps: %+v", steps)
	}
	byHand := Merge(Found{Items: a.Items, Bad: a.Bad})
	if !slices.Equal(byHand.Items, a.Items) || !slices.Equal(byHand.Bad, a.Bad) {
		t.Errorf("by hand: %+v", byHand)
	}
	odd, odder := read(t, "Nr;Klant\n1;2\n", nil), read(t, "Nr;Naam\n1;2\n", nil)
	if m := Merge(odd, a, odd, odder); !slices.Equal(m.Headings, odd.Headings) || len(m.Bad) != len(a.Bad)+1 {
		t.Errorf("unknown headings: %+v", m)
	}
}

func TestVATNumbers(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"BE 0403.170.701": "BE0403170701", "0403170701": "BE0403170701", "403170701": "BE0403170701", "be403.170.701": "BE0403170701", "BTW BE0403.170.701": "BE0403170701", "TVA BE 0403170701": "BE0403170701",
		"123456789B01": "NL123456789B01", "NL 1234.56.789.B01": "NL123456789B01", "FR 44 732 829 320": "FR44732829320", "GB123456789": "GB123456789", "12345678": "12345678", "": "", "-": "", "ONBEKEND": "", "n/a": "", "BE0000.000.000": "", "CHE-123.456.788 TVA": "CHE123456788TVA",
	} {
		if got, ok := vatNumber(text); !ok || got != want {
			t.Errorf("%q is %q (%v), want %q", text, got, ok, want)
		}
	}
	for _, text := range []string{"BE12", "NL123456789", "FR123", "DE12345678", "123", strings.Repeat("1", 30)} {
		if got, ok := vatNumber(text); ok {
			t.Errorf("%q passes as %q", text, got)
		}
	}
}
