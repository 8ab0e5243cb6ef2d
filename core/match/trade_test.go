package match_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"ferry/core"
	"ferry/core/match"
)

// tradeCase is what a bookkeeper would say of the last line: the numbers that it pays for sure, or none.
type tradeCase struct {
	items []core.OpenItem
	line  core.Line
	want  string // accepted; empty: a question
}

func checkTrade(t *testing.T, cases []tradeCase) {
	t.Helper()
	t.Parallel()
	for _, c := range cases {
		got := match.New(c.items, nil, match.Usual()).Propose([]core.Line{c.line}, nil)[0]
		if said := strings.Join(got.Best().Numbers(), " "); got.Auto != (c.want != "") || got.Auto && said != c.want {
			t.Errorf("%v %q for %q: auto=%v %s %s, wanted %q: %s", c.line.Amount, c.line.Remittance, c.items[0].Number, got.Auto, got.Best().Kind, said, c.want, got.Reason)
		}
	}
}

func items(list ...core.OpenItem) []core.OpenItem { return list }

func bill(number string, minor int64, edit ...func(*core.OpenItem)) core.OpenItem {
	return sale(number, minor, append([]func(*core.OpenItem){kind(core.Purchase)}, edit...)...)
}

// TestShortNumbers: a number that is called an invoice and is another speaks against an item, however short it is.
func TestShortNumbers(t *testing.T) {
	a := sale("2026-057", 60500)
	four := sale("2026-1057", 60500)
	elsewhere := func(i *core.OpenItem) { i.ID, i.Party, i.PartyIBAN = "other", "Drukkerij Maes", "NL91ABNA0417164300" }
	third := func(i *core.OpenItem) { i.ID, i.Party, i.PartyIBAN = "third", "Garage Claes", "" }
	checkTrade(t, []tradeCase{
		{items(a, sale("F2026/0056", 88005, elsewhere)), from(60500, "factuur 56"), ""}, {items(a), from(60500, "0485 58 51 80"), "2026-057"}, {items(a), from(60500, "+32 9 994 76 40"), "2026-057"},
		{items(a), from(60500, "factuur 56"), ""}, {items(a, sale("2026-0056", 88005, elsewhere), sale("2026/0056", 99005, third)), from(60500, "factuur 2026-0056"), ""}, {items(a), from(60500, "fact. nr 7"), ""}, {items(a), from(60500, "F56"), ""}, {items(a), from(60500, "Fact. 56 merci"), ""},
		{items(a), from(60500, "56"), ""}, {items(a), from(60500, "factuur nr. 55 onderhoud"), ""},
		{items(a), from(60500, "factuur 57"), "2026-057"}, {items(a), from(60500, "fact 057"), "2026-057"}, {items(a), from(60500, "57"), "2026-057"}, {items(a), from(60500, "factuur 57/26"), "2026-057"},
		{items(a), from(60500, "factuur 5 oktober"), "2026-057"}, {items(a), from(60500, "factuur 3 maanden"), "2026-057"}, {items(a), from(60500, "betaling dd 12/10/2026 14:30"), "2026-057"},
		{items(a), from(60500, "12.10.2026 14.30"), "2026-057"}, {items(a), from(60500, "factuur oktober"), "2026-057"},
		{items(bill("8", 60500)), from(-60500, "factuur 7"), ""}, {items(bill("8", 60500)), from(-60500, "factuur 7/2026"), ""}, {items(bill("8", 60500)), from(-60500, "factuur 7/26"), ""},
		{items(bill("8", 60500)), from(-60500, "fact 07"), ""}, {items(bill("8", 60500)), from(-60500, "factuur 8"), "8"}, {items(bill("8", 60500)), from(-60500, "factuur 8/2026"), "8"},
		{items(bill("56", 60500)), from(-60500, "factuur 156"), ""}, {items(bill("107", 60500)), from(-60500, "factuur 25107"), ""}, {items(bill("107", 60500)), from(-60500, "factuur 2026-0107"), "107"},
		{items(four), from(60500, "factuurnummers 1056"), ""}, {items(four), from(60500, "fct 1056"), ""}, {items(four), from(60500, "Uw factuur met nummer 1056"), ""},
		{items(four), from(60500, "onderhoud 26-1056"), ""}, {items(four), from(60500, "onderhoud nr 1056"), ""}, {items(four), from(60500, "factuur 57"), ""}, {items(four), from(60500, "faktuur 1057"), "2026-1057"},
		{items(four), from(60500, "onderhoud klant 9000 Gent"), "2026-1057"},
		{items(bill("7", 60500), bill("8", 60500)), from(-60500, "factuur 7"), "7"}, {items(bill("107", 60500), bill("108", 60500)), from(-60500, "factuur 107"), "107"},
		{items(sale("20262107", 60500), sale("20262108", 60500)), from(60500, "factuur 2107"), "20262107"}, {items(sale("20260107", 60500), sale("20260108", 60500)), from(60500, "factuur 107"), "20260107"},
		{items(sale("260117", 46598), sale("260118", 226853), bill("2026/00118", 14343, elsewhere)), from(273451, "facturen 0117 en 0118"), "260117 260118"},
		{items(sale("261712", 347164), sale("261713", 276797)), from(623961, "fact 261712-713"), "261712 261713"},
	})
}

// TestOtherBeneficiary: money that goes out to another account and another name than the item's is another's, whatever number is
// written. Who pays for a customer may be anybody.
func TestOtherBeneficiary(t *testing.T) {
	lotte := func(i *core.OpenItem) { i.Party = "Lotte Maes" }
	karim := func(l *core.Line) { l.CounterpartName, l.CounterpartReference = "Karim Segers", "NL91ABNA0417164300" }
	moved := func(l *core.Line) { l.CounterpartName, l.CounterpartReference = "MAES LOTTE", "NL91ABNA0417164300" }
	unseen := func(l *core.Line) { l.CounterpartName, l.CounterpartReference = "Karim Segers", "" }
	credit := kind(core.PurchaseCredit)
	checkTrade(t, []tradeCase{
		{items(bill("2026-009", 25000, lotte)), from(-25000, "factuur 2026-009", karim), ""},
		{items(bill("2026-009", 25000, lotte)), from(-25000, "factuur 2026-009", moved), "2026-009"},
		{items(bill("2026-009", 25000, lotte)), from(-25000, "factuur 2026-009", unseen), "2026-009"},
		{items(bill("2026-009", 25000, lotte, credit)), from(25000, "creditnota 2026-009", karim), ""},
		{items(sale("2026-009", 25000, lotte, kind(core.SaleCredit))), from(-25000, "creditnota 2026-009", karim), ""},
		{items(sale("2026-009", 25000, lotte)), from(25000, "factuur 2026-009", karim), "2026-009"},
	})
}

// TestSharedAccount: the account of a factor, a provider or a couple proves nobody; the name says whose invoice is paid.
func TestSharedAccount(t *testing.T) {
	who := func(name, vat string) func(*core.OpenItem) {
		return func(i *core.OpenItem) { i.Party, i.PartyVAT = name, vat }
	}
	to := func(name string) func(*core.Line) { return func(l *core.Line) { l.CounterpartName = name } }
	w, b := bill("V11", 36168, who("Pharmacie Wauters", "BE0770753371")), bill("K9", 51200, who("Drukkerij Bogaert", "BE0403170701"))
	w2, b2 := bill("V11", 36168, who("Pharmacie Wauters", "")), bill("K9", 51200, who("Drukkerij Bogaert", ""))
	same := bill("K9", 51200, who("Wauters Pharmacie", "0770.753.371"))
	checkTrade(t, []tradeCase{
		{items(w, b), from(-36168, "", to("Drukkerij Bogaert")), ""}, {items(w, b), from(-36168, "", to("Pharmacie Wauters")), "V11"},
		{items(w, b), from(-87368, "", to("Drukkerij Bogaert")), ""}, {items(w, b), from(-36168, "", to("KBC Commercial Finance")), ""}, {items(w, b), from(-36168, "", to("")), ""},
		{items(w2, b2), from(-36168, "", to("Drukkerij Bogaert")), ""}, {items(w2, b2), from(-51200, "", to("Drukkerij Bogaert")), "K9"},
		{items(w, b), from(-87368, "V11 en K9", to("KBC Commercial Finance")), ""},
		{items(w, same), from(-87368, "", to("Pharmacie Wauters")), "K9 V11"}, // one VAT number, written in two ways
		{items(w), from(-36168, "", to("Drukkerij Bogaert")), "V11"},          // the account is nobody else's
	})
}

// TestInitialsAndForms: initials that look like a legal form are a part of the name, and another legal form is somebody else.
func TestInitialsAndForms(t *testing.T) {
	who := func(name, iban, vat string) func(*core.OpenItem) {
		return func(i *core.OpenItem) { i.Party, i.PartyIBAN, i.PartyVAT = name, iban, vat }
	}
	by := func(name, iban string) func(*core.Line) {
		return func(l *core.Line) { l.CounterpartName, l.CounterpartReference = name, iban }
	}
	const other, one, two = "NL91ABNA0417164300", "BE0403170701", "BE0776567890"
	ag, ab := sale("2026-0410", 325950, who("AG Design Gent BV", "", "")), sale("2026-0411", 99900, who("AB Design Gent BV", other, ""))
	maes, maesBV := sale("2026-0410", 325950, who("Garage Maes NV", "BE68539007547034", one)), sale("2026-0411", 99900, who("Garage Maes BV", "", two))
	silent := sale("2026-0410", 325950, who("Garage Maes NV", "", one))
	checkTrade(t, []tradeCase{
		{items(ag), from(325950, "", by("AB Design Gent BV", other)), ""}, {items(ag, ab), from(325950, "", by("AB Design Gent BV", other)), ""},
		{items(ag), from(325950, "", by("AG DESIGN GENT", other)), "2026-0410"}, {items(ag), from(325950, "", by("A.G. Design Gent B.V.", other)), "2026-0410"},
		{items(maes, maesBV), from(325950, "", by("Garage Maes BV", "")), ""}, {items(maes, maesBV), from(325950, "", by("Garage Maes NV", "")), "2026-0410"},
		{items(maes, maesBV), from(425850, "", by("Garage Maes", "BE68539007547034")), ""},
		{items(silent), from(325950, "", by("Garage Maes BV", other)), ""}, {items(silent), from(325950, "", by("SA Garage Maes", other)), "2026-0410"},
		{items(silent), from(325950, "2026-0410", by("Garage Maes BV", other)), "2026-0410"},
	})
}

// TestOtherPurposes: what is a loan, a deposit, wages or interest by its words pays no invoice of that amount, and no part of one that
// is named beside it.
func TestOtherPurposes(t *testing.T) {
	var cases []tradeCase
	bills, sales := items(bill("2026-10", 85000)), items(sale("2026-0423", 149979))
	for _, text := range []string{"huurwaarborg", "R/C", "rekening-courant", "compte courant associé", "bezoldiging oktober", "nettoloon 10/2026", "lonen oktober", "salaris", "vakantiegeld",
		"aflossing krediet", "borg", "deposit", "voorschot", "vooruitbetaling", "acompte cuisine", "schadevergoeding", "remboursement", "terugbetaling", "garantie locative", "dividend 2025", "lening", "prêt",
		"kapitaalinbreng", "leningaflossing"} {
		cases = append(cases, tradeCase{bills, from(-85000, text), ""})
	}
	for _, text := range []string{"herinneringskosten factuur 2026-0423", "verwijlintresten fact 2026-0423", "frais de rappel facture 2026-0423", "intérêts de retard facture 2026-0423", "rente factuur 2026-0423",
		"kosten aanmaning factuur 2026-0423", "lening, niet voor factuur 2026-0423", "proforma 2026-0423", "prijsofferte 2026-0423", "onze ref 2026-0423", "leerling 2026-0423",
		"meerwerk na 2026-0423"} {
		cases = append(cases, tradeCase{sales, from(1500, text), ""})
	}
	for _, text := range []string{"factuur 2026-0423", "deelbetaling factuur 2026-0423", "voorschot 2026-0423", "2026-0423", "1e schijf keuken factuur 2026-0423", "Vermeulen fact 2026-0423"} {
		cases = append(cases, tradeCase{sales, from(50000, text), "2026-0423"})
	}
	for _, text := range []string{"dienstverlening oktober", "ereloon", "2026-10 voorschot", "waarborg factuur 2026-10", "prestaties"} {
		cases = append(cases, tradeCase{bills, from(-85000, text), "2026-10"})
	}
	run := func(l *core.Line) { l.EndToEndID = "RUN 2026-0423" }
	cases = append(cases, tradeCase{sales, from(25801, "diversen", run), ""}, tradeCase{sales, from(25801, "", run), ""}, tradeCase{sales, from(149979, "", run), "2026-0423"},
		tradeCase{items(bill("C12", 85000, kind(core.PurchaseCredit))), from(85000, "remboursement"), "C12"})
	checkTrade(t, cases)
}

// TestRanges: of a row of numbers all that are open are paid, and nothing beside them.
func TestRanges(t *testing.T) {
	gap := items(sale("2026-0828", 45000), sale("2026-0830", 70000), sale("2026-0831", 85000), sale("2026-0832", 60000))
	row := items(sale("2026-0153", 85013), sale("2026-0154", 70007), sale("2026-0155", 90001), sale("2026-0156", 95029))
	checkTrade(t, []tradeCase{
		{gap, from(145000, "facturen 2026-0828-0830"), ""}, {gap, from(115000, "facturen 2026-0828-0830"), "2026-0828 2026-0830"},
		{items(sale("2026-0828", 45000), sale("2026-0831", 85000)), from(85000, "facturen 2026-0828-0830"), ""},
		{items(row[0], row[2], row[3]), from(270043, "facturen 2026-0153 t/m 0155"), ""},
		{row, from(245021, "facturen 2026-0153 t/m 0155"), "2026-0153 2026-0154 2026-0155"}, {row, from(245021, "facturen 2026-0153 t/m 2026-0155"), "2026-0153 2026-0154 2026-0155"},
		{row, from(245021, "factures 2026-0153 à 155"), "2026-0153 2026-0154 2026-0155"}, {row, from(245021, "2026-0153 - 0155"), "2026-0153 2026-0154 2026-0155"},
		{row, from(175014, "facturen 2026-0153-155"), "2026-0153 2026-0155"}, {row, from(175014, "facturen 2026-0153 t/m 155"), ""},
		{row, from(245021, "facturen 2026-0153-0154-0155"), "2026-0153 2026-0154 2026-0155"}, {row, from(270043, "facturen 2026-0153-0154-0155"), ""},
		{row, from(85013, "facture 2026-0153 au 30/09/2026"), "2026-0153"}, {row, from(85013, "factuur 2026-0153 à 30 dagen"), "2026-0153"},
		{items(sale("20260828", 45000), sale("20260829", 70007), sale("20260831", 85000)), from(115007, "20260828-829"), "20260828 20260829"},
	})
}

// TestPeriods: a month, a season, a week or an hour is no number without its zeros.
func TestPeriods(t *testing.T) {
	elsewhere := func(i *core.OpenItem) { i.ID, i.Party, i.PartyIBAN = "other", "Drukkerij Maes", "NL91ABNA0417164300" }
	part := func(number, text, want string) tradeCase {
		return tradeCase{items(sale(number, 864753)), from(10593, text), want}
	}
	checkTrade(t, []tradeCase{
		part("2026-012", "Cadeaubon 28/10/2026 12:15", ""), part("2026-027", "lidgeld seizoen 2026/27", ""), part("2026-027", "abonnement 2026-27", ""), part("F2026-009", "periode 2026-09", ""),
		part("2026-041", "week 2026-41", ""), part("2026-041", "2026 41 stuks", ""), part("2026-027", "factuur 2026/27", "2026-027"), part("2026-027", "2026-027", "2026-027"),
		{items(bill("F88", 60516), sale("2026-015", 490107, elsewhere)), from(-60516, "Instant 21/10/2026 15:43 Leuven"), "F88"},
		{items(bill("F88", 85000), sale("2026-0010", 490107, elsewhere)), from(-85000, "huur 2026-10"), "F88"},
	})
}

// TestSuffixes: a number with a letter or a figure behind it is another one.
func TestSuffixes(t *testing.T) {
	i, a, b := sale("2026-0425", 180834), sale("2026-0425A", 180834), sale("2026-0425B", 90012)
	var cases []tradeCase
	for _, suffix := range []string{"B", "b", "BIS", " bis", "-B", "/B", "-2", "/2", ".2", "-02", " B", "ter"} {
		cases = append(cases, tradeCase{items(i), from(10423, "factuur 2026-0425"+suffix), ""}, tradeCase{items(i), from(180834, "factuur 2026-0425"+suffix), ""})
	}
	cases = append(cases, tradeCase{items(a), from(10423, "factuur 2026-0425B"), ""}, tradeCase{items(a), from(180834, "factuur 2026-0425B"), ""}, tradeCase{items(a), from(180834, "factuur 2026-0425A"), "2026-0425A"},
		tradeCase{items(a, b), from(90012, "factuur 2026-0425B"), "2026-0425B"}, tradeCase{items(a, b), from(90012, "factuur 2026-0425-b"), "2026-0425B"}, tradeCase{items(i), from(180834, "fact2026-0425merci"), "2026-0425"},
		tradeCase{items(i), from(180834, "factuur 2026-0425, 2 stuks"), "2026-0425"}, tradeCase{items(i), from(180834, "factuur 2026-0425/2026"), "2026-0425"}, tradeCase{items(i), from(180834, "factuur 425/26"), "2026-0425"},
		tradeCase{items(i), from(180834, "factuur 2026-0425 1/2"), "2026-0425"}, tradeCase{items(i), from(90000, "factuur 2026-0425 1/2"), "2026-0425"})
	checkTrade(t, cases)
}

// TestForeignReferences: what is written as a reference, or called one, and is no open item's speaks of something else.
func TestForeignReferences(t *testing.T) {
	i, p := items(sale("2026-0160", 12100, ref("552180045586"))), items(bill("FA260302", 300578, ref("2538221412877321")))
	plain := items(sale("2026-0160", 12100))
	checkTrade(t, []tradeCase{
		{i, from(12100, "+++492/2104/03676+++"), ""}, {i, from(12100, "***492/2104/03676***"), ""}, {i, from(12100, "492/2104/03676"), ""}, {plain, from(12100, "+++492/2104/03676+++"), ""},
		{i, from(12100, "mededeling 1824 6314 7271"), ""}, {i, from(12100, "0909 3375 5493"), ""}, {i, from(12100, "090933/755493"), ""}, {p, from(-300578, "betalingskenmerk 6376 1407 5963 9825"), ""},
		{i, from(12100, "+++552/1800/45568+++"), ""}, // two digits swapped
		{i, from(12100, "+++552/1800/45586+++"), "2026-0160"}, {i, from(12100, "klant 4711 3302 1188"), "2026-0160"}, {i, from(12100, "mededeling 2026-0160"), "2026-0160"},
	})
}

// TestRoundAmounts: of amounts in steps of fifty euro some set hits any other; odd cents do so once in thousands of times.
func TestRoundAmounts(t *testing.T) {
	round := func(amounts ...int64) (list []core.OpenItem) {
		for n, a := range amounts {
			list = append(list, sale(fmt.Sprintf("2026-%04d", 424+n), a))
		}
		return list
	}
	five := round(25000, 50000, 70000, 90000, 110000)
	checkTrade(t, []tradeCase{
		{five, from(135000, ""), ""}, {append(round(25000, 50000, 70000, 90000, 110000), sale("2026-0999", 33337)), from(135000, ""), ""},
		{round(30250, 60500, 84700, 108900), from(90750, ""), ""}, {five, from(345000, ""), "2026-0424 2026-0425 2026-0426 2026-0427 2026-0428"}, {five, from(70000, ""), "2026-0426"},
		{round(25013, 50007, 70029, 90041, 110003), from(135016, ""), "2026-0424 2026-0428"}, {round(30000, 60500, 12345), from(90500, ""), "2026-0424 2026-0425"},
		{five, from(135000, "factuur 2026-0424 + onderhoud"), ""}, {five, from(135000, "2026-0424 2026-0428"), "2026-0424 2026-0428"},
	})
}

// TestPartsInWords: what is called a part is no whole, whatever set fits; each larger invoice is on offer.
func TestPartsInWords(t *testing.T) {
	net := items(sale("2026-0424", 150000), bill("77", 50000))
	set := items(sale("2026-0424", 550000), sale("2026-0425", 40013), sale("2026-0426", 59987))
	var cases []tradeCase
	for _, text := range []string{"deelbetaling", "acompte", "1e schijf", "paiement partiel", "à valoir", "op rekening", "tussentijdse betaling", "solde partiel"} {
		cases = append(cases, tradeCase{net, from(100000, text), ""}, tradeCase{set, from(100000, text), ""})
		p := match.New(set, nil, match.Usual()).Propose([]core.Line{from(100000, text)}, nil)[0]
		if !slices.ContainsFunc(p.Options, func(x core.Explanation) bool {
			return x.Kind == core.MatchPartial && slices.Equal(x.Numbers(), []string{"2026-0424"})
		}) {
			t.Errorf("%q: the larger invoice is not on offer", text)
		}
	}
	cases = append(cases, tradeCase{net, from(100000, "saldo"), "2026-0424 77"}, tradeCase{set, from(100000, "saldo"), ""}, tradeCase{set, from(100000, "2026-0425 en 2026-0426, deelbetaling"), "2026-0425 2026-0426"},
		tradeCase{set, from(100000, "versement"), "2026-0425 2026-0426"})
	checkTrade(t, cases)
}

// TestStatedTimes: a month, a quarter or an invoice's day that the text tells, and that are not the item's.
func TestStatedTimes(t *testing.T) {
	on := func(d core.Date) func(*core.OpenItem) { return func(i *core.OpenItem) { i.Date = d } }
	first, last := bill("2026-0213", 65000, on(core.NewDate(2026, 10, 1))), sale("2024-0392", 27225, on(core.NewDate(2024, 10, 2)))
	var cases []tradeCase
	for _, text := range []string{"huur 06/2026", "huur jun 2026", "Q1 2026", "onderhoud Q1 2026", "loyer 05-2026", "06/2026", "huur 2026-06", "huur jun", "loyer juil.", "1er trimestre 2026", "2e kwartaal 2026",
		"huur 01/06/2026 - 30/06/2026", "huur kantoor 06.2026", "huur januari", "loyer décembre", "loyer novembre"} {
		cases = append(cases, tradeCase{items(first), from(-65000, text), ""})
	}
	for _, text := range []string{"huur 10/2026", "huur oktober 2026", "10-2026", "okt 2026", "huur okt", "loyer oct.", "2026-10", "Q4 2026", "huur 01/10/2026 - 31/10/2026", "Jan Peeters"} {
		cases = append(cases, tradeCase{items(first), from(-65000, text), "2026-0213"})
	}
	cases = append(cases, tradeCase{items(last), from(27225, "onderhoud oktober"), ""}, tradeCase{items(last), from(27225, "10/2026"), ""}, tradeCase{items(last), from(27225, "abonnement okt 2026"), ""},
		tradeCase{items(sale("2026-011", 27225)), from(27225, "10/2026"), ""}, tradeCase{items(bill("11", 27225)), from(-27225, "10/2026"), ""})
	plain := items(bill("1707", 65000))
	for _, text := range []string{"factuur 1707 van 12/11/2025", "facture 1707 du 12.11.2025", "fact 1707 dd 12-11-2025", "fact 1707 (2025)", "factuur 1707 van 12 november 2025", "fact 2025 nr 1707", "factuur 1707 jaar 2025"} {
		cases = append(cases, tradeCase{plain, from(-65000, text), ""})
	}
	cases = append(cases, tradeCase{plain, from(-65000, "factuur 1707 van 21/09/2026"), "1707"}, tradeCase{items(sale("2026-0517", 65000)), from(65000, "facture 517 du 12.11.2025"), ""},
		tradeCase{items(sale("2026-0517", 65000)), from(65000, "factuur 2026-0517 van 12/11/2025"), "2026-0517"})
	checkTrade(t, cases)
}

// TestReturns: a payment that comes back settles nothing, in whatever words; a payer's own word for an unpaid invoice is no return.
func TestReturns(t *testing.T) {
	bills := items(bill("2026-0424", 25000))
	next := func(l *core.Line) { l.No, l.BookingDate = 2, day(1) }
	for _, text := range []string{"virement non exécuté AC04", "opdracht niet uitgevoerd", "compte clôturé", "rekening afgesloten", "contre-passation", "annulation virement", "herroepen"} {
		for _, p := range match.New(bills, nil, match.Usual()).Propose([]core.Line{from(-25000, "factuur 2026-0424"), from(25000, text, next)}, nil) {
			if p.Auto {
				t.Errorf("%q: %s", text, p.Reason)
			}
		}
	}
	run := func(l *core.Line) { l.EndToEndID = "RUN-17-3" }
	for _, p := range match.New(bills, nil, match.Usual()).Propose([]core.Line{from(-25000, "factuur 2026-0424", run), from(25000, "correctie", next, run)}, nil) {
		if p.Auto || len(p.Options) != 1 {
			t.Errorf("%d options: %s", len(p.Options), p.Reason)
		}
	}
	i := items(sale("2026-0424", 25013, ref("552180045586")))
	checkTrade(t, []tradeCase{
		{i, from(25013, "règlement facture impayée 2026-0424"), "2026-0424"}, {i, from(25013, "onbetaalde factuur 552180045586"), "2026-0424"}, {i, from(25013, "2026-0424 retour goederen volgt"), "2026-0424"},
		{i, from(25013, "impayé"), ""}, {i, from(-25013, "impayé 2026-0424"), ""}, {bills, from(25000, "retour factuur 2026-0424"), ""},
		{i, from(25013, "2026-0424", func(l *core.Line) { l.Description = "Storno" }), ""}, {items(bill("C12", 500, kind(core.PurchaseCredit))), from(500, "retour C12"), ""},
	})
}

// TestSpellings: the many ways to write a number, and what looks like one.
func TestSpellings(t *testing.T) {
	i, own := items(sale("2026-1042", 150013)), items(sale("01/1042", 150013))
	var cases []tradeCase
	for _, text := range []string{"proforma 1187", "pro forma nr 1187", "proformafactuur PF1187", "Proforma factuur 1187", "rekening 41", "factuur 1041"} {
		cases = append(cases, tradeCase{i, from(150013, text), ""})
	}
	cases = append(cases, tradeCase{own, from(150013, "factuur 02/1042"), ""}, tradeCase{own, from(150013, "factuur 01/1042"), "01/1042"}, tradeCase{own, from(150013, "factuur 1042"), "01/1042"},
		tradeCase{i, from(104250, "factuur 1042,50"), ""}, tradeCase{items(i[0], sale("2026-1043", 70001)), from(150013, "1042 reeds betaald, dit is 1043"), ""},
		tradeCase{i, from(1500, "Proforma factuur 2026-1042"), ""})
	foreign := func(i *core.OpenItem) { i.ID, i.Party, i.PartyIBAN = "other", "Garage Claes", "" }
	cases = append(cases, tradeCase{items(sale("2026/0428", 407442), sale("2026/0430", 11045, kind(core.SaleCredit)), sale("2026-0430", 301441, foreign)), from(396397, "factuur 2026/0428 - CN 2026/0430"), "2026/0428 2026/0430"})
	for _, text := range []string{"713/2026", "0713/2026", "2026 - 0713", "2026–0713", "2026:0713", "2026,0713", "nr713", "nr 0713", "F0713", "factuur 713", "26/713", "factuur nr 713/26", "fact 2026 nr 713", "factuur no.713"} {
		cases = append(cases, tradeCase{items(sale("2026-0713", 60500), sale("2026-0714", 60500)), from(60500, text), "2026-0713"})
	}
	checkTrade(t, cases)
}
