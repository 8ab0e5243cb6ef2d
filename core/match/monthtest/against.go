package monthtest

import (
	"fmt"
	"strings"

	"ferry/core"
)

// against are cases in which payer and amount fit, and the text speaks of something else.
var against = []situation{
	{"trade: number of another year", (*maker).lastYear}, {"trade: number of another series", (*maker).otherSeries}, {"trade: letters before another number", (*maker).letteredOther},
	{"trade: excluded in words", (*maker).excluded}, {"trade: wages and advances", (*maker).wages}, {"trade: rent of another month", (*maker).rent},
	{"trade: supplier's namesake", (*maker).namesakeSupplier}, {"trade: transfer, the silent side tells", (*maker).tellingSide},
	{"trade: short number of another", (*maker).shortOther}, {"trade: another beneficiary", (*maker).otherBeneficiary},
	{"trade: account of a factor", (*maker).sharedAccount}, {"trade: initials", (*maker).initials},
	{"trade: other purposes", (*maker).otherPurposes}, {"trade: costs beside a number", (*maker).extraCosts},
	{"trade: another set than the range", (*maker).otherRange}, {"trade: number with a suffix", (*maker).suffixed},
	{"trade: reference of nobody's", (*maker).nobodysReference}, {"trade: round amounts", (*maker).round},
	{"trade: a part in words", (*maker).partInWords}, {"trade: month or day of another", (*maker).statedTime},
	{"trade: order or quote", (*maker).ordered}, {"trade: another's name", (*maker).namesAnother}, {"trade: disputed number", (*maker).disputed},
	{"trade: paper of another series", (*maker).otherPaper}, {"trade: month of another invoice", (*maker).monthOfAnother}, {"trade: several named, less paid", (*maker).severalShort},
	{"trade: year behind the number", (*maker).yearBehind},
}

// againstText pays an invoice's amount from its party's account with a text that names something else.
func (m *maker) againstText(kind, number, text string) {
	p := m.party()
	i := *m.invoice(p, m.cents())
	if number != "" {
		m.Items[len(m.Items)-1].Number = number
		i.Number = number
	}
	year, seq, _ := strings.Cut(i.Number, "-")
	text = strings.NewReplacer("{number}", i.Number, "{year}", year, "{last}", fmt.Sprint(2025), "{seq}", seq, "{next}", fmt.Sprintf("%04d", m.number+1)).Replace(text)
	m.pay(p, i.Amount.Minor, text, Label{Kind: kind, Class: Ambiguous, Items: ids(&i)})
}

func (m *maker) lastYear(kind string) {
	m.againstText(kind, "", []string{"factuur {seq}/{last}", "{seq}-{last}", "factuur {last} {seq}", "uw factuur {seq} van {last}"}[m.IntN(4)])
}

func (m *maker) otherSeries(kind string) {
	number := fmt.Sprintf("A2026-%04d", m.number+1)
	m.againstText(kind, number, []string{"B", "CN", "OF-", "factuur B"}[m.IntN(4)]+number[1:])
}

func (m *maker) letteredOther(kind string) {
	m.againstText(kind, "", []string{"F{year}-{next}", "F-{year}-{next}", "INV{year}{next}", "n° {year}/F{next}"}[m.IntN(4)])
}

func (m *maker) excluded(kind string) {
	m.againstText(kind, "", []string{"niet {number}", "alles behalve factuur {number}", "sauf facture {number}"}[m.IntN(3)])
}

func (m *maker) wages(kind string) {
	m.againstText(kind, "", []string{"loon oktober", "salaire octobre", "voorschot nieuwe keuken", "acompte cuisine", "devis {number}"}[m.IntN(5)])
}

func (m *maker) rent(kind string) {
	m.againstText(kind, "", []string{"huur mei 2026", "loyer mai", "rent April 2026"}[m.IntN(3)])
}

// namesakeSupplier: two suppliers have one name, and only one has told a VAT number.
func (m *maker) namesakeSupplier(kind string) {
	p := m.party()
	q := &person{name: p.name, iban: m.newIBAN(), next: p.next + 500}
	p.vat = fmt.Sprintf("BE0%09d", m.IntN(1_000_000_000))
	i := *m.bill(p, m.cents())
	m.bill(q, m.cents())
	m.pay(q, -i.Amount.Minor, "", Label{Kind: kind, Class: Ambiguous, Items: ids(&i)})
}

// tellingSide: the other side of a transfer is missing, and a customer's payment of the same amount shows no counterpart.
func (m *maker) tellingSide(kind string) {
	p := m.party()
	i := *m.invoice(p, m.cents())
	day := m.day.AddDays(m.IntN(20))
	m.side(0, 1, -i.Amount.Minor, day, Label{Kind: kind, Class: Nothing})
	text := []string{m.spell(i.Reference), p.name + " betaling factuur " + i.Number, "betaling " + i.Number}[m.IntN(3)]
	l := m.side(1, 0, i.Amount.Minor, day, Label{Kind: kind, Class: Ambiguous, Items: ids(&i)})
	l.CounterpartName, l.CounterpartReference, l.Remittance = "", "", text
}

// shortOther: small firms count from one, and their customers write the bare number.
func (m *maker) shortOther(kind string) {
	n := 12 + m.IntN(80)
	number := []string{fmt.Sprintf("2026-%03d", n), fmt.Sprint(n)}[m.IntN(2)]
	m.againstText(kind, number, fmt.Sprintf([]string{"factuur %d", "fact. nr %d", "facture n° %d", "F%d", "factuur %d onderhoud"}[m.IntN(5)], n-1))
}

// otherBeneficiary: two suppliers have sent an invoice of one number and one amount, and only the other's is in the books.
func (m *maker) otherBeneficiary(kind string) {
	i := *m.bill(m.party(), m.cents())
	m.pay(m.party(), -i.Amount.Minor, "factuur "+i.Number, Label{Kind: kind, Class: Ambiguous, Items: ids(&i)})
}

// sharedAccount: two suppliers are paid on the account of one factor.
func (m *maker) sharedAccount(kind string) {
	p, q := m.party(), m.party()
	p.vat, q.vat, q.iban = fmt.Sprintf("BE0%09d", m.IntN(500_000_000)), fmt.Sprintf("BE0%09d", 500_000_000+m.IntN(500_000_000)), p.iban
	i := *m.bill(p, m.cents())
	m.bill(q, m.cents())
	m.pay(q, -i.Amount.Minor, "", Label{Kind: kind, Class: Ambiguous, Items: ids(&i)})
}

// initials: two firms whose names differ in two letters that are also a legal form.
func (m *maker) initials(kind string) {
	p, q := m.party(), m.party()
	rest := " " + p.name
	p.name, p.iban, p.vat, q.name = "AG"+rest, "", "", "AB"+rest
	i := *m.invoice(p, m.cents())
	m.pay(q, i.Amount.Minor, "betaling", Label{Kind: kind, Class: Ambiguous, Items: ids(&i)})
}

func (m *maker) otherPurposes(kind string) {
	texts := []string{"huurwaarborg", "garantie locative", "R/C", "compte courant associé", "bezoldiging oktober", "nettoloon", "vakantiegeld", "aflossing", "borg", "vooruitbetaling", "kapitaal"}
	m.againstText(kind, "", texts[m.IntN(len(texts))])
}

// extraCosts are paid on their own, with the number of the invoice that was paid late.
func (m *maker) extraCosts(kind string) {
	p := m.party()
	i := *m.invoice(p, m.cents()+10_000)
	text := []string{"herinneringskosten factuur ", "frais de rappel facture ", "intresten ", "verwijlinteresten fact. "}[m.IntN(4)]
	m.pay(p, int64(1000+m.IntN(3000)), text+i.Number, Label{Kind: kind, Class: Ambiguous, Items: ids(&i)})
}

// otherRange: the numbers of the text are not those whose amounts fit.
func (m *maker) otherRange(kind string) {
	p := m.party()
	a, b, c, d := *m.invoice(p, m.cents()), *m.invoice(p, m.cents()), *m.invoice(p, m.cents()), *m.invoice(p, m.cents())
	text := "facturen " + a.Number + []string{"-", " t/m ", " tot ", " à "}[m.IntN(4)] + b.Number[5:]
	m.pay(p, c.Amount.Minor+d.Amount.Minor, text, Label{Kind: kind, Class: Ambiguous, Items: ids(&c, &d)})
}

func (m *maker) suffixed(kind string) {
	m.againstText(kind, "", "factuur {number}"+[]string{"B", "bis", " bis", "-2", "/B"}[m.IntN(5)])
}

// nobodysReference is of a settled invoice, in groups of its own or mistyped.
func (m *maker) nobodysReference(kind string) {
	v := m.ogm()
	last := (v[11]-'0'+byte(1+m.IntN(8)))%10 + '0'
	m.againstText(kind, "", []string{v[:4] + " " + v[4:8] + " " + v[8:], "mededeling " + v[:6] + " " + v[6:], "+++" + v[:3] + "/" + v[3:7] + "/" + v[7:11] + string(last) + "+++"}[m.IntN(3)])
}

// round: the payment is of an invoice that is not booked, and some of the others come to its amount.
func (m *maker) round(kind string) {
	p := m.party()
	step := []int64{5000, 6050}[m.IntN(2)]
	a, b := *m.invoice(p, step*int64(5+m.IntN(5))), *m.invoice(p, step*int64(11+m.IntN(5)))
	m.invoice(p, step*40)
	m.invoice(p, step*50)
	m.pay(p, a.Amount.Minor+b.Amount.Minor, "", Label{Kind: kind, Class: Ambiguous, Items: ids(&a, &b)})
}

// partInWords: a part of the largest invoice is what two others come to.
func (m *maker) partInWords(kind string) {
	p := m.party()
	a, b := *m.invoice(p, m.cents()), *m.invoice(p, m.cents())
	paid := a.Amount.Minor + b.Amount.Minor
	i := *m.invoice(p, paid+m.cents())
	m.pay(p, paid, []string{"deelbetaling", "acompte", "1e schijf", "paiement partiel"}[m.IntN(4)], Label{Kind: kind, Class: Ambiguous, Items: ids(&i)})
}

func (m *maker) statedTime(kind string) {
	texts := []string{"huur 04/2026", "loyer 2026-05", "onderhoud Q1 2026", "huur feb 2026", "abonnement 1er trimestre 2026", "factuur {seq} van 12/11/2025", "facture {seq} du 12.11.2025"}
	m.againstText(kind, "", texts[m.IntN(len(texts))])
}

func (m *maker) ordered(kind string) {
	texts := []string{"bestelling 45012", "commande 88", "order 4500012", "prijsofferte 12", "offre 5175", "factuur volgt", "facture à recevoir", "advance payment", "voorschotfactuur"}
	m.againstText(kind, "", texts[m.IntN(len(texts))])
}

// namesAnother: a customer writes for whom he pays, and it is somebody else in the books.
func (m *maker) namesAnother(kind string) {
	q := m.party()
	m.bill(q, m.cents())
	m.againstText(kind, "", []string{"voor ", "facture ", "p/o ", ""}[m.IntN(4)]+q.name)
}

func (m *maker) disputed(kind string) {
	m.againstText(kind, "", []string{"factuur {number} wordt betwist", "facture {number} a déjà été payée", "{number} is al betaald", "facture {number} contestée"}[m.IntN(4)])
}

// otherPaper: the number of an invoice that is not booked, of a supplier that numbers in another way.
func (m *maker) otherPaper(kind string) {
	m.againstText(kind, fmt.Sprintf("V1-26%06d", m.IntN(1_000_000)), []string{"keuken 2026-2610", "2026/K/9004 hout", "travaux VF2026/00188"}[m.IntN(3)])
}

// monthOfAnother: the month is that of another open invoice of the payer.
func (m *maker) monthOfAnother(kind string) {
	p := m.party()
	first := m.sale(p, m.cents(), func(i *core.OpenItem) { i.Date = core.NewDate(2026, 8, 3) })
	i := m.sale(p, first.Amount.Minor+1_013, func(i *core.OpenItem) { i.Date = core.NewDate(2026, 9, 3) })
	m.pay(p, i.Amount.Minor, []string{"factuur augustus", "facture août 2026", "08/2026"}[m.IntN(3)], Label{Kind: kind, Class: Ambiguous, Items: ids(&i)})
}

// severalShort: two invoices are named, and less is paid than both.
func (m *maker) severalShort(kind string) {
	p := m.party()
	a, b := *m.invoice(p, m.cents()+10_000), *m.invoice(p, m.cents()+10_000)
	m.pay(p, a.Amount.Minor+b.Amount.Minor-4_321, "facturen "+a.Number+" en "+b.Number, Label{Kind: kind, Class: Ambiguous, Items: ids(&a, &b)})
}

// yearBehind: suppliers number 68/2026, and customers write 68.
func (m *maker) yearBehind(kind string) {
	p, n := m.party(), 11+m.IntN(80)
	numbered := func(n int) func(*core.OpenItem) {
		return func(i *core.OpenItem) { i.Kind, i.Reference, i.Number = core.Purchase, "", fmt.Sprintf("%d/2026", n) }
	}
	amount := m.cents()
	i := m.sale(p, amount, numbered(n))
	m.sale(p, amount, numbered(n+1))
	m.pay(p, -amount, fmt.Sprintf([]string{"factuur %d", "facture %d/2026", "fact. nr %d"}[m.IntN(3)], n), Label{Kind: kind, Items: ids(&i)})
}
