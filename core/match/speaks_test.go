package match_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"ferry/core"
	"ferry/core/match"
)

// questions are texts with which a payment of one open invoice by its own party is asked, paid those with which it is accepted.
func questions(t *testing.T, item core.OpenItem, asked, paid []string) {
	t.Helper()
	var cases []tradeCase
	for _, text := range asked {
		cases = append(cases, tradeCase{items(item), from(item.Effect().Minor, text), ""})
	}
	for _, text := range paid {
		cases = append(cases, tradeCase{items(item), from(item.Effect().Minor, text), item.Number})
	}
	checkTrade(t, cases)
}

// TestOrdersAndAdvances: what is paid on an order, a quote or before its invoice is there pays no open invoice of that amount; a number
// that is named beside it does.
func TestOrdersAndAdvances(t *testing.T) {
	questions(t, sale("2026-0423", 150000), []string{"bestelling 45012", "bestelbon 4711", "bestelnummer 4711", "orderbevestiging 12", "uw order", "commande 88", "bon de commande 12345", "cde 4711", "PO 4500012345",
		"Auftrag 83136", "offre 5175", "prijsofferte 1662", "selon devis 12", "Angebot 9", "VOORSCHOTFACTUUR", "acompte", "arrhes", "advance payment", "paiement anticipé", "betaling vooraf", "payment in advance", "prepaid",
		"factuur volgt", "facture suivra", "facture à recevoir", "facture à venir", "voor latere factuur", "te ontvangen factuur", "nog te factureren", "invoice to follow", "Rechnung folgt", "pro forma"},
		[]string{"factuur 2026-0423 bestelling 45012", "PO 4500012345 factuur 2026-0423", "2026-0423 volgens offerte", "ordelijke levering", "", "levering hout"})
}

// TestWagesAndRefunds: wages are no expense note, and money that comes back because it was paid twice is no credit note.
func TestWagesAndRefunds(t *testing.T) {
	questions(t, bill("2026-10", 85000), []string{"pécule de vacances", "13e maand", "dertiende maand", "treizième mois", "opzegvergoeding", "avance salaire"}, []string{"onkostennota oktober", "note de frais"})
}

func TestPaidTwiceBack(t *testing.T) {
	questions(t, bill("C12", 85000, kind(core.PurchaseCredit)), []string{"terugbetaling dubbele betaling", "dubbel betaald", "double paiement", "remboursement trop perçu"},
		[]string{"remboursement", "terugbetaling creditnota C12"})
}

// TestNotThisOne: a text that says of a number that it is disputed, or was paid before, names it for no payment.
func TestNotThisOne(t *testing.T) {
	questions(t, sale("2026-0423", 150000), []string{"factuur 2026-0423 is al betaald", "2026-0423 reeds voldaan", "facture 2026-0423 a déjà été payée", "facture 2026-0423 contestée", "factuur 2026-0423 wordt betwist",
		"facture 2026-0423 en litige", "factuur 2026-0423 niet betaald", "geen betaling 2026-0423", "invoice 2026-0423 disputed", "facture 2026-0423 pas payée"},
		[]string{"factuur 2026-0423 betaald", "saldo 2026-0423, niet vergeten", "facture 2026-0423 à payer", "factuur 2026-0423 al lang vervallen"})
}

// TestDateOfAnother: the day of an invoice in the text is that of the item; a day on which it was paid or fell due says nothing.
func TestDateOfAnother(t *testing.T) {
	on := sale("2026-0423", 150000, func(i *core.OpenItem) { i.Date, i.Due = core.NewDate(2026, 9, 21), core.NewDate(2026, 10, 21) })
	questions(t, on, []string{"factuur van 07/08/2026", "facture du 05/01/2026", "uw factuur dd 9.8.2026", "invoice dated 2026-08-03", "facture du 12 août 2026"},
		[]string{"factuur van 21/09/2026", "facture du 22.09.2026", "factuur vervallen 21/10/2026", "factuur 01/10/2026", "betaling dd 09/08/2026", "factuur 2026-0423 van 07/08/2026", "facture du 21 septembre 2026",
			"factuur 01/09/2026 - 30/09/2026"})
}

// TestOtherYears: a year in the text in which the invoice was not made out, nor near.
func TestOtherYears(t *testing.T) {
	questions(t, bill("V88", 65000), []string{"verzekering 2024", "prime 2028", "jaarpremie 2024", "lidgeld 2023", "premie jaar 2025"},
		[]string{"verzekering 2026", "lidgeld 2026", "abonnement 2025 en 2026", "keuken 1850", "werken Kerkstraat 12 2018 Antwerpen", "huur oktober 2026"})
	january := bill("V89", 65000, func(i *core.OpenItem) { i.Date = core.NewDate(2026, 9, 21).AddDays(-240) })
	for _, text := range []string{"boekhouding 2025", "verzekering 2026"} {
		if got := match.New(items(january), nil, match.Usual()).Propose([]core.Line{from(-65000, text)}, nil)[0]; !got.Auto {
			t.Errorf("%q: %s", text, got.Reason)
		}
	}
}

// TestRentOfNextMonth: an invoice of the first days of a month is that month's rent.
func TestRentOfNextMonth(t *testing.T) {
	questions(t, bill("V88", 65000, func(i *core.OpenItem) { i.Date = core.NewDate(2026, 9, 1) }), []string{"huur oktober 2026", "loyer octobre", "huur 10/2026"}, []string{"huur september 2026", "loyer 09/2026"})
}

func TestRentInAdvance(t *testing.T) {
	questions(t, bill("V88", 65000, func(i *core.OpenItem) { i.Date = core.NewDate(2026, 9, 18) }), []string{"huur november 2026"}, []string{"huur oktober 2026", "loyer octobre", "huur september 2026"})
}

// TestOtherParty: a text with the name of somebody else, who is in the books or has a legal form, is about somebody else's paper.
func TestOtherParty(t *testing.T) {
	elsewhere := func(i *core.OpenItem) { i.Party, i.PartyIBAN = "Drukkerij Maes BV", "NL91ABNA0417164300" }
	person := func(i *core.OpenItem) { i.Party, i.PartyIBAN = "Lotte Claes", "" }
	telenet := func(i *core.OpenItem) { i.Party, i.PartyIBAN = "Telenet", "" }
	own := []match.Own{{ID: "a1", IBAN: "BE03508552976184", Holder: "Atelier Ferrand BV"}}
	list := items(sale("2026-0423", 150000), bill("77", 33310, elsewhere), bill("78", 44420, person), bill("79", 4420, telenet))
	for text, auto := range map[string]bool{
		"voor Drukkerij Maes": false, "facture DRUKKERIJ MAES BV": false, "p/o Lotte Claes": false, "Telenet maart": false, "pour compte de Garage Peeters SRL": false, "t.a.v. Schilderwerken Bos B.V.": false,
		"factuur 2026-0423 Drukkerij Maes": true, "Bakkerij Vermeulen BV": true, "betaling Bakkerij Vermeulen": true, "factuur Atelier Ferrand BV": true, "aan Atelier Ferrand": true, "drukkerij": true,
		"drukwerk maes": true, "Vermeulen BV": true, "à sa demande": true,
	} {
		got := match.New(list, own, match.Usual()).Propose([]core.Line{from(150000, text)}, nil)[0]
		if got.Auto != auto || !slices.Contains(numbers(got), "2026-0423") {
			t.Errorf("%q: auto=%v: %s", text, got.Auto, got.Reason)
		}
	}
}

// TestNamedForAnother: a short number is enough for a stranger who writes whose invoice it is.
func TestNamedForAnother(t *testing.T) {
	checkTrade(t, []tradeCase{
		{items(sale("10361", 150000)), from(150000, "factuur 10361 Bakkerij Vermeulen BV", stranger), "10361"}, {items(sale("10361", 150000)), from(150000, "factuur 10361", stranger), ""},
		{items(sale("10361", 150000)), from(149998, "factuur 10361 Bakkerij Vermeulen", stranger), ""}, {items(bill("10361", 150000)), from(-150000, "factuur 10361 Bakkerij Vermeulen", stranger), ""},
	})
}

// TestSeveralNamedOther: where several invoices are named and less or more is paid than they come to, they are on offer together.
func TestSeveralNamedOther(t *testing.T) {
	t.Parallel()
	list := items(sale("2026-0423", 150000), sale("2026-0424", 250000), sale("2026-0425", 3000))
	for _, c := range []struct {
		paid int64
		kind core.MatchKind
		edit []func(*core.Line)
	}{{390000, core.MatchPartial, nil}, {450000, core.MatchOver, nil}, {340000, core.MatchPartial, []func(*core.Line){stranger}}, {120001, core.MatchPartial, nil}} {
		l := from(c.paid, "facturen 2026-0423 en 2026-0424", c.edit...)
		got := match.New(list, nil, match.Usual()).Propose([]core.Line{l}, nil)[0]
		found := false
		for _, o := range got.Options {
			if slices.Equal(o.Numbers(), []string{"2026-0423", "2026-0424"}) && o.Kind == c.kind {
				found = true
				if err := match.Check(o, []core.Line{l}, func(id core.ItemID) (core.OpenItem, bool) {
					k := slices.IndexFunc(list, func(i core.OpenItem) bool { return i.ID == id })
					return list[max(k, 0)], k >= 0
				}); err != nil {
					t.Errorf("%d: %v", c.paid, err)
				}
			}
		}
		if !found || got.Auto {
			t.Errorf("%d: auto=%v: %s", c.paid, got.Auto, got.Reason)
		}
	}
}

// TestNumbersLikeYears: a number that is called an invoice is no year because it has four digits.
func TestNumbersLikeYears(t *testing.T) {
	questions(t, bill("2026/0338", 65000), []string{"factuur 1919 van 2026", "factuurnr. 2058", "facture 1985", "nr 12 jaar 2025"}, []string{"facture 2026", "factuur oktober 2026"})
}

// TestBanksOwnReference: what a bank calls its own reference is nobody's payment reference, whatever digits it has.
func TestBanksOwnReference(t *testing.T) {
	questions(t, sale("2026-0423", 150000), []string{"mededeling 2603974785953720"},
		[]string{"BANKREFERENTIE : 2603974785953720", "REFERENCE BANQUE : 2603974785953720", "BANK REFERENCE: 2603974785953720"})
}

// TestFailedReference: check digits that fail name nothing, also not what payer and amount would be enough for; the item is on offer.
func TestFailedReference(t *testing.T) {
	item := sale("2026-0160", 12100, ref("552180045586"))
	questions(t, item, []string{"+++552/1800/45568+++", "***552/1800/45587***", "552180045576"}, []string{"factuur 2026-0160 +++552/1800/45568+++", "+++552/1800/45586+++"})
	got := match.New(items(item), nil, match.Usual()).Propose([]core.Line{from(12100, "+++552/1800/45568+++")}, nil)[0]
	if !slices.Contains(numbers(got), item.Number) || !strings.Contains(got.Reason, "check digits") {
		t.Error(got.Reason)
	}
}

// TestOtherAccountInText: another party's account or VAT number in the text is as telling as its name.
func TestOtherAccountInText(t *testing.T) {
	t.Parallel()
	elsewhere := func(i *core.OpenItem) {
		i.Party, i.PartyIBAN, i.PartyVAT = "Drukkerij Maes BV", "NL91ABNA0417164300", "BE0770753371"
	}
	own := []match.Own{{ID: "a1", IBAN: "BE03508552976184", Holder: "Atelier Ferrand BV"}}
	list := items(sale("2026-0423", 150000), bill("77", 33310, elsewhere))
	for text, auto := range map[string]bool{
		"voor NL91 ABNA 0417 1643 00": false, "BTW BE0770753371": false, "TVA BE0770.753.371": false, "van BE68 5390 0754 7034 naar BE03508552976184": true, "BTW BE0403170701": true,
		"2026-0423 NL91ABNA0417164300": true,
	} {
		if got := match.New(list, own, match.Usual()).Propose([]core.Line{from(150000, text)}, nil)[0]; got.Auto != auto {
			t.Errorf("%q: auto=%v: %s", text, got.Auto, got.Reason)
		}
	}
}

// TestOtherFirmOfTheTrade: two firms of one trade are two, though they share its word.
func TestOtherFirmOfTheTrade(t *testing.T) {
	who := func(name string) func(*core.OpenItem) {
		return func(i *core.OpenItem) { i.ID, i.Party, i.PartyIBAN = core.ItemID(name), name, "" }
	}
	by := func(l *core.Line) { l.CounterpartName = "Vos Dakwerken BV" }
	list := items(bill("V88", 85000, func(i *core.OpenItem) { i.Party = "Vos Dakwerken BV" }), bill("77", 33310, who("Put Dakwerken SAS")), bill("78", 4410, who("Maes Dakwerken")))
	checkTrade(t, []tradeCase{
		{list, from(-85000, "pour Put Dakwerken SAS", by), ""}, {list, from(-85000, "voor Smit Dakwerken BV", by), ""}, {list, from(-85000, "herstelling Vos Dakwerken BV", by), "V88"},
		{list, from(-85000, "dakwerken", by), "V88"},
	})
}

// TestMonthsOfOthers: where a party has an invoice of the month that the text tells, one of another month is not meant.
func TestMonthsOfOthers(t *testing.T) {
	in := func(month time.Month) func(*core.OpenItem) {
		return func(i *core.OpenItem) { i.Date = core.NewDate(2026, month, 5) }
	}
	list := items(sale("2026-0423", 150013, in(7)), sale("2026-0424", 250027, in(8)), sale("2026-0425", 30039, in(9)))
	checkTrade(t, []tradeCase{
		{list, from(280066, "juli en augustus"), ""}, {list, from(280066, "factures 07/2026 et 08/2026"), ""}, {list, from(400040, "juli en augustus"), "2026-0423 2026-0424"}, {list, from(280066, "augustus en september"), "2026-0424 2026-0425"},
		{list, from(30039, "factuur augustus"), ""}, {list, from(30039, "facture septembre"), "2026-0425"}, {list, from(250027, "augustus 2026"), "2026-0424"},
		{list, from(30039, "oktober"), "2026-0425"}, {append(slices.Clone(list), sale("2026-0426", 40051, in(10))), from(30039, "oktober 2026", func(l *core.Line) { l.BookingDate = day(9) }), "2026-0425"},
		{append(slices.Clone(list), sale("2026-0426", 40051, in(10))), from(30039, "factuur oktober 2026", func(l *core.Line) { l.BookingDate = day(9) }), ""}, {list, from(30039, "2026-0425 augustus"), "2026-0425"},
		{items(bill("V88", 65000, func(i *core.OpenItem) { i.Date = core.NewDate(2026, 9, 1) })), from(-65000, "huur augustus 2026"), ""},
	})
}

// TestOtherMoney: what partners put in or take out, and what was lent, is no invoice.
func TestOtherMoney(t *testing.T) {
	questions(t, sale("2026-0423", 150000), []string{"voorgeschoten", "C/C associé", "tantième", "augmentation de capital", "storting kapitaal", "erfenis", "cautionnement", "avance de fonds", "dividende", "subvention", "dédommagement", "minnelijke schikking", "indemnisation sinistre", "down payment", "on account", "retainer", "restitution"}, []string{"lentewerken", "capitale"})
}

// TestCreditLessInvoice: a dash between a credit note and an invoice takes one from the other.
func TestCreditLessInvoice(t *testing.T) {
	list := items(sale("20260823", 150000), sale("CN20260826", 160000, kind(core.SaleCredit)), sale("20260824", 7013))
	checkTrade(t, []tradeCase{{list, from(-10000, "terugbetaling CN20260826 - 20260823"), "20260823 CN20260826"}, {list, from(-10000, "CN20260826-20260823"), "20260823 CN20260826"}})
}

// TestYearOfShortNumber: a short number of two figures is no year, and one that looks like a year long ago is a number.
func TestYearOfShortNumber(t *testing.T) {
	questions(t, bill("2026/0025", 65000), []string{"factuur 2025/0025", "facture 25/2025"}, []string{"factuur 2026/0025", "factuur 0025/2026"})
}

func TestNumberLikeOldYear(t *testing.T) {
	questions(t, bill("2026/0338", 65000), []string{"1905 van 2026", "1905"}, []string{"2026"})
}

// TestReferenceBehindNumber: the number in front of a reference with dots is no telephone's.
func TestReferenceBehindNumber(t *testing.T) {
	list := items(bill("2026/0449", 65000, ref("419724393604")), bill("2026/0452", 22163))
	checkTrade(t, []tradeCase{{list, from(-65000, "factuur 2026/0452 419.7243.93604"), ""}, {list, from(-65000, "factuur 2026/0449 419.7243.93604"), "2026/0449"}})
}

// TestYearBehind: of 68/2026 the 68 counts, for the item itself and for what others of its form say of a text.
func TestYearBehind(t *testing.T) {
	elsewhere := func(i *core.OpenItem) { i.ID, i.Party, i.PartyIBAN = "other", "Drukkerij Maes", "NL91ABNA0417164300" }
	one, two := bill("68/2026", 65000), bill("69/2026", 65000)
	short := []core.OpenItem{bill("68/26", 65000), bill("69/26", 65000)}
	checkTrade(t, []tradeCase{
		{items(one), from(-65000, "factuur 68"), "68/2026"}, {items(one, two), from(-65000, "factuur 68"), "68/2026"}, {short, from(-65000, "factuur 69"), "69/26"}, {items(one), from(-65000, "factuur 67"), ""},
		{items(one, two), from(-65000, "factuur 2026"), ""}, {items(one), from(-65000, "factuur 67/2026"), ""}, {items(one, two), from(-65000, "factuur 68/26"), "68/2026"},
		{items(bill("1041", 65000), bill("68/2026", 4310, elsewhere)), from(-65000, "factuur 1041 van 2026"), "1041"},
		{items(one, two, bill("71/2026", 1013)), from(-130000, "facturen 68 en 69"), "68/2026 69/2026"},
	})
}

// TestNumbersOnLines: two numbers on two lines are no reference of twelve digits, and a credit note less an invoice is no row.
func TestNumbersOnLines(t *testing.T) {
	list := items(sale("260802", 60000), sale("260804", 61630), sale("260807", 121630))
	less := items(sale("2026/0201", 150000), sale("CN2026/0204", 160000, kind(core.SaleCredit)))
	checkTrade(t, []tradeCase{{list, from(121630, "260802\n260804"), "260802 260804"}, {less, from(-10000, "terugbetaling CN2026/0204 - 2026/0201"), "2026/0201 CN2026/0204"}})
}

// TestNumberLikeDay: what may be a day in any text is a number beside an invoice whose number looks as much like one.
func TestNumberLikeDay(t *testing.T) {
	elsewhere := func(i *core.OpenItem) { i.ID, i.Party, i.PartyIBAN = "other", "Drukkerij Maes", "NL91ABNA0417164300" }
	checkTrade(t, []tradeCase{
		{items(sale("260826", 65000), sale("260825", 71013, elsewhere)), from(65000, "260825"), ""}, {items(sale("260345", 65000), sale("260344", 71013, elsewhere)), from(65000, "fnr 260344"), ""},
		{items(sale("260826", 65000)), from(65000, "fnr 260826"), "260826"}, {items(sale("2026-0423", 65000), sale("260825", 71013, elsewhere)), from(65000, "betaling 260825"), "2026-0423"}, {items(sale("2026-0423", 65000)), from(65000, "betaling 25092026"), "2026-0423"}, {items(sale("2026-0423", 65000)), from(65000, "250926"), "2026-0423"}, {items(sale("2026-0423", 65000)), from(65000, "250126"), ""},
	})
}

// TestCodesOfBanks: digits that go on behind a letter are a code, and no number in front of one; a day behind a number is no year of it.
func TestCodesOfBanks(t *testing.T) {
	elsewhere := func(i *core.OpenItem) { i.ID, i.Party, i.PartyIBAN = "other", "Drukkerij Maes", "NL91ABNA0417164300" }
	list := items(sale("VF26/00881", 65000), sale("VF26/00916", 71013, elsewhere))
	checkTrade(t, []tradeCase{
		{list, from(65000, "VERSEMENT VF26/00881 REF. : 0916B25348527 VAL. 20-09"), "VF26/00881"}, {list, from(65000, "VERSEMENT facture REF. : 0916B25348527 VAL. 20-09"), "VF26/00881"},
		{items(sale("10872", 65000)), from(65000, "/INV/10872/20.09.2026"), "10872"}, {items(sale("10872", 65000)), from(65000, "/INV/8871/"), ""}, {items(sale("10872", 65000)), from(65000, "factuur 10872/25"), ""},
	})
}

// TestDocumentNumbers: a number with its year, of whatever series, is a paper's; with a word of another kind in front it is of another kind.
func TestDocumentNumbers(t *testing.T) {
	questions(t, bill("V1-26000423", 65000), []string{"onderhoud 2026/0188", "levering F26-0188", "INV-2026-0188 herstelling", "keuken 2025-2610", "2026/K/9004 hout", "travaux VF2026/00188", "herstelling F26-7023"},
		[]string{"onderhoud 09/2026", "seizoen 2025-2026", "contract 2026/0188", "betaling 01/10/2026", "week 2026-41", "klant 2026-0188", "V1-26000423 levering 2026/0188", "tel 02 2026 188"})
}

// TestBanksWords: how money moves says nothing of what it is for.
func TestBanksWords(t *testing.T) {
	questions(t, sale("2026-0423", 150000), []string{"order", "krediet", "credit"}, []string{"SEPA CREDIT TRANSFER", "standing order", "ordre permanent", "payment order", "instant credit transfer", "uw order permanent"})
}

// TestTextElsewhere: where the payer's own field is empty, what the bank adds is heard as his.
func TestTextElsewhere(t *testing.T) {
	added := func(text string) func(*core.Line) {
		return func(l *core.Line) { l.AdditionalInformation = text }
	}
	i := items(sale("2026-0423", 150000))
	checkTrade(t, []tradeCase{
		{i, from(150000, "", added("voorschot keuken")), ""}, {i, from(150000, "", added("factuur volgt")), ""}, {i, from(150000, "", added("betaling")), "2026-0423"}, {i, from(150000, "betaling", added("order 4411")), "2026-0423"},
		{i, from(150000, "", added("OVERSCHRIJVING IN EURO VAN BE68 5390 0754 7034 BAKKERIJ VERMEULEN BANKREFERENTIE : 2603974785953720 VALUTADATUM : 01/10/2026")), "2026-0423"},
	})
}

// TestBlanksAndDashes: blanks that do not break, and dashes of word processors, are blanks and dashes.
func TestBlanksAndDashes(t *testing.T) {
	i := items(sale("2026-0160", 12100, ref("552180045586")), sale("2026-0161", 12100))
	checkTrade(t, []tradeCase{
		{i, from(12100, "552\u00a01800\u00a045586"), "2026-0160"}, {i, from(12100, "552\u202f1800\u202f45586"), "2026-0160"}, {i, from(12100, "factuur\u00a02026\u20110161"), "2026-0161"}, {i, from(12100, "2026\u20130161"), "2026-0161"},
	})
}

// TestNameOfTheOther: the account is one party's and its own item fits; that the number is that of another of nearly the same name is a question.
func TestNameOfTheOther(t *testing.T) {
	other := func(i *core.OpenItem) { i.Party, i.PartyIBAN = "Bakkerij Vermeulen NV", "NL91ABNA0417164300" }
	own := func(i *core.OpenItem) { i.ID = "own" }
	checkTrade(t, []tradeCase{
		{items(bill("260126", 65000, other), bill("V1-26000080", 65000, own)), from(-65000, "factuur 260126"), ""}, {items(sale("260126", 65000, other), sale("260127", 65000, own)), from(65000, "factuur 260126"), ""},
		{items(sale("260126", 65000, other), sale("260127", 71013, own)), from(65000, "factuur 260126"), "260126"},
	})
}

// TestSpacedMarks: people leave room around the marks of a number.
func TestSpacedMarks(t *testing.T) {
	list := items(sale("FA2603-626", 65000), sale("FA2603-627", 65000))
	checkTrade(t, []tradeCase{{list, from(65000, "factuur FA2603 - 626"), "FA2603-626"}, {list, from(65000, "FA2603 / 627"), "FA2603-627"}, {list, from(130000, "FA2603-626 - 627"), "FA2603-626 FA2603-627"}})
}

// TestNumberOfOtherSide: a word in front of our number makes no supplier's number of it, and a name in the text says whose number is meant.
func TestNumberOfOtherSide(t *testing.T) {
	elsewhere := func(i *core.OpenItem) { i.ID, i.Party, i.PartyIBAN = "other", "Drukkerij Maes", "NL91ABNA0417164300" }
	list := items(sale("2026.615", 65000), bill("INV-2026-615", 4310, elsewhere))
	two := items(sale("2026.852", 65000), bill("C2026.852", 4310, elsewhere, kind(core.PurchaseCredit), func(i *core.OpenItem) { i.PartyIBAN = "" }))
	checkTrade(t, []tradeCase{
		{list, from(65000, "inv.\n2026.615"), "2026.615"}, {list, from(65000, "INV-2026-615"), "2026.615"}, {two, from(65000, "factuur 2026.852 Bakkerij Vermeulen", stranger), "2026.852"},
		{two, from(65000, "factuur 2026.852", stranger), ""},
	})
}

// TestTextsOfBanks: banks glue name, account, text and day into one field; what the payer says is a part of it.
func TestTextsOfBanks(t *testing.T) {
	on := func(i *core.OpenItem) { i.Date = core.NewDate(2026, 9, 1) }
	list := items(sale("2026-0423", 150000, on), sale("2026-0424", 70013, on))
	var cases []tradeCase
	for _, glue := range []string{"Naam: BAKKERIJ VERMEULEN BV Omschrijving: {} IBAN: BE68539007547034 Kenmerk: NOTPROVIDED Valutadatum: 01-10-2026", "IBAN: BE68 5390 0754 7034 Naam: Bakkerij Vermeulen Omschrijving: {} Valutadatum: 01-10-2026",
		"/TRTP/SEPA OVERBOEKING/IBAN/BE68539007547034/BIC/GKCCBEBB/NAME/BAKKERIJ VERMEULEN BV/REMI/{}/EREF/NOTPROVIDED", "EREF+NOTPROVIDED SVWZ+{} ABWA+Bakkerij Vermeulen", "/DE BAKKERIJ VERMEULEN /MOTIF {} /REF NOTPROVIDED"} {
		for text, want := range map[string]string{
			"": "2026-0423", "betaling": "2026-0423", "factuur van 07/05/2026": "", "bestelling 4411": "", "voor Garage Peeters SRL": "", "5731 van 2026": "", "verzekering 2024": "", "factuur 2026-0423": "2026-0423",
		} {
			cases = append(cases, tradeCase{list, from(150000, strings.Replace(glue, "{}", text, 1)), want})
		}
		cases = append(cases, tradeCase{list, from(50000, strings.Replace(glue, "{}", "deelbetaling 2026-0423", 1)), "2026-0423"}, tradeCase{list, from(50000, strings.Replace(glue, "{}", "meerwerk na 2026-0423", 1)), ""})
	}
	checkTrade(t, cases)
}

// TestDescribed: where all else is empty, the text stands in the bank's description.
func TestDescribed(t *testing.T) {
	described := func(text string) func(*core.Line) { return func(l *core.Line) { l.Description = text } }
	i := items(sale("2026-0423", 150000))
	checkTrade(t, []tradeCase{
		{i, from(150000, "", described("voorschot keuken")), ""}, {i, from(150000, "", described("SEPA Credit Transfer")), "2026-0423"}, {i, from(150000, "", described("Virement au crédit")), "2026-0423"},
		{i, from(150000, "", described("Wire transfer")), "2026-0423"}, {i, from(150000, "betaling", described("Order")), "2026-0423"},
	})
}

// TestTwoFirmsInText: the payer's own name does not hide another's behind it.
func TestTwoFirmsInText(t *testing.T) {
	questions(t, sale("2026-0423", 150000), []string{"Bakkerij Vermeulen BV voor Garage Peeters SRL", "factuur van 07/05/2026 valuta 01/10/2026"}, []string{"van Bakkerij Vermeulen BV", "periode 01/08/2026 - 31/08/2026"})
}

func TestOthersShortNumber(t *testing.T) {
	elsewhere := func(i *core.OpenItem) { i.ID, i.Party, i.PartyIBAN = "other", "Drukkerij Maes", "NL91ABNA0417164300" }
	checkTrade(t, []tradeCase{{items(bill("V1-26426225", 65000), bill("26", 4310, elsewhere)), from(-65000, "herstelling F26-8792"), ""}})
}

// TestSlipsInNumbers: a number that is mistyped names no other item, whatever part of it is left, and speaks against the one that is meant.
func TestSlipsInNumbers(t *testing.T) {
	elsewhere := func(i *core.OpenItem) { i.ID, i.Party, i.PartyIBAN = "other", "Drukkerij Maes", "NL91ABNA0417164300" }
	var cases []tradeCase
	for number, texts := range map[string][]string{
		"INV-2026-0275": {"Invoice INV-225-0275", "INV-206-0275", "INV-2036-0275"}, "INV-2026-275": {"Invoice INV-225-275", "INV-206-275"}, "FA2612-863": {"inv. FA512-863", "FA262-863"},
		"VF26/00228": {"facture VF5/00228"}, "2026/0750": {"FACT. 2056/0750", "factuur 202/0750", "3026/0750", "facture 026/0750", "paiement facture 2036 0750", "fact 205-750"},
		"V1-26000157": {"V1-2600016", "V6/26000157", "V1-260000157"}, "20260875": {"herinnering 2026087", "2060875", "202600875"},
	} {
		for _, text := range texts {
			cases = append(cases, tradeCase{items(sale(number, 65000)), from(65000, text), ""})
		}
		for _, text := range []string{number, "factuur " + number, strings.ToLower(number)} {
			cases = append(cases, tradeCase{items(sale(number, 65000)), from(65000, text), number})
		}
	}
	for text, want := range map[string]string{"f 92": "", "F 33": "", "fa 31": "", "f 32": "32", "blok C 12": "32"} {
		cases = append(cases, tradeCase{items(bill("32", 65000)), from(-65000, text), want})
	}
	both := items(bill("2026/0060", 65000), bill("2025/0060", 65000, func(i *core.OpenItem) { i.Date = day(-375) }))
	years := items(bill("85/2026", 65000), bill("85/2025", 71013, func(i *core.OpenItem) { i.Date = day(-375) }))
	cases = append(cases, tradeCase{both, from(-65000, "factuur 2027/0060"), ""}, tradeCase{years, from(-65000, "FACTUUR 85/2085"), ""}, tradeCase{years, from(-65000, "FACTUUR 85/2026"), "85/2026"},
		tradeCase{items(sale("2026.544", 65000), sale("2026.542", 71013, elsewhere)), from(65000, "Invoice 226.542"), ""},
		tradeCase{items(sale("2026-0123", 65000), sale("2026-0124", 70013), sale("2026-0127", 30029)), from(165042, "2026-0123-124-127"), "2026-0123 2026-0124 2026-0127"})
	checkTrade(t, cases)
}

// TestExceptWhat: a text that leaves something out, or says that it was paid, does so also where nobody knows the number.
func TestExceptWhat(t *testing.T) {
	questions(t, sale("20260949", 150000), []string{"alle facturen behalve 2060949", "openstaand excl. 1947", "zonder 2020429", "1611 al voldaan", "sauf facture 88", "toutes les factures sauf une", "zonder F026-0316", "openstaand excl. V1-6000760", "hors F2026-949"},
		[]string{"excl. btw", "zonder korting", "sans escompte", "hors TVA", "1 jaar al klant", "werken 12 al voltooid"})
}

// TestReferencesThatFail: what is called a reference, or has the form of one, and is not the item's.
func TestReferencesThatFail(t *testing.T) {
	kid, rf, kenmerk := bill("V88", 65000, ref("780514742081")), sale("2026-0204", 65000, ref("RF18539007547034")), bill("V89", 65000, ref("2538221412877321"))
	var cases []tradeCase
	for text, i := range map[string]core.OpenItem{
		"KID-nummer 780514742180": kid, "KID 78051474281": kid, "RF18539007547043": rf, "RF19 5390 0754 7099": rf, "betalingskenmerk 253822141287732": kenmerk, "kenmerk 25382214128773": kenmerk,
	} {
		cases = append(cases, tradeCase{items(i), from(i.Effect().Minor, text), ""})
	}
	cases = append(cases, tradeCase{items(rf), from(65000, "RF18 5390 0754 7034"), "2026-0204"}, tradeCase{items(kenmerk), from(-65000, "kenmerk klant 20441"), "V89"}, tradeCase{items(bill("V90", 65000)), from(-65000, "RF19 5390 0754 7099"), "V90"})
	checkTrade(t, cases)
}

// TestNoEndToEnd: what banks write where there is no number joins no two lines.
func TestNoEndToEnd(t *testing.T) {
	t.Parallel()
	for _, none := range []string{"NOTPROVIDED", "notprovided", "Not Provided", "NONREF", "-", "000000"} {
		out := from(-60500, "factuur 77", func(l *core.Line) {
			l.No, l.BookingDate, l.EndToEndID, l.CounterpartName, l.CounterpartReference = 2, day(-3), none, "Drukkerij Maes", "NL91ABNA0417164300"
		})
		in := from(60500, "factuur 2026-0423", func(l *core.Line) { l.EndToEndID, l.CounterpartReference = none, "" })
		for _, p := range match.New(items(sale("2026-0423", 60500)), nil, match.Usual()).Propose([]core.Line{out, in}, nil)[1:] {
			if !p.Auto {
				t.Errorf("%q: %s", none, p.Reason)
			}
		}
	}
}

// TestCalledPart: what is called a part of a named invoice is one, though another invoice is nearly as much.
func TestCalledPart(t *testing.T) {
	list := items(sale("2026-0423", 180000), sale("2026-0424", 61000))
	checkTrade(t, []tradeCase{{list, from(60000, "deelbetaling 2026-0423"), "2026-0423"}, {list, from(60000, "2026-0423"), ""}, {list, from(61000, "deelbetaling 2026-0423"), ""}})
}

// TestListAmongTwins: a list that names every invoice, if by its end only, is not doubted because a twin of one would do as well.
func TestListAmongTwins(t *testing.T) {
	list := items(sale("2026-0209", 60500), sale("2026-0248", 12013), sale("2026-0335", 5000), sale("2026-0310", 60500))
	checkTrade(t, []tradeCase{
		{list, from(77513, "factuur 2026-0248 en 2026-0335 + 209"), "2026-0209 2026-0248 2026-0335"}, {list, from(77513, "factuur 2026-0248 en 2026-0335"), ""}, {list, from(72513, "2026-0248"), ""},
	})
}

// TestPurposesInCompounds: Dutch and German join words, and the purpose stands at the end or the beginning.
func TestPurposesInCompounds(t *testing.T) {
	questions(t, sale("2026-0423", 150000), []string{"energievoorschot", "maandvoorschot oktober", "bankwaarborg", "autolening", "woonkrediet", "Vorauszahlung", "Vorkasse", "Auftragsbestätigung 12", "Kostenvoranschlag", "offertenr 12",
		"opdrachtbevestiging 4411", "sales order 12", "Bestellung 4411", "estimate 12", "Spende", "donation", "director's loan", "security deposit"},
		[]string{"dienstverlening oktober", "ereloon", "vergunningverlening", "garage", "Begleichung Rechnung 2026-0423", "kredieten 2026-0423"})
}
