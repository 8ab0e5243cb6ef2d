package monthtest

import (
	"fmt"

	"ferry/core"
)

// trade are cases that bookkeepers meet and that engines have got wrong.
var trade = []situation{
	{"trade: payout of a provider", (*maker).payout}, {"trade: batch of direct debits", (*maker).batch}, {"trade: terminal number", (*maker).terminal},
	{"trade: quote or file of that number", (*maker).quoted}, {"trade: date behind a number", (*maker).dated}, {"trade: the next of a subscription", (*maker).subscription},
	{"trade: refused direct debit", (*maker).refused}, {"trade: dollars behind a number", (*maker).dollars}, {"trade: list in short", (*maker).inShort},
	{"trade: three numbers in a row", (*maker).inARow}, {"trade: end-to-end number", (*maker).endToEnd}, {"trade: equal, one written worse", (*maker).writtenWorse},
	{"trade: own account on one's invoices", (*maker).ownAccount}, {"trade: unknown VAT number", (*maker).unknownVAT}, {"trade: another purpose", (*maker).purpose},
	{"trade: instalments, silent", (*maker).instalments}, {"trade: instalments, short number", (*maker).shortInstalments}, {"trade: discount without VAT", (*maker).netDiscount},
	{"trade: transfer, names only", (*maker).namedTransfer}, {"trade: cash beside a transfer", (*maker).cash}, {"trade: advance of a factor", (*maker).factor},
	{"trade: suppliers with one number", (*maker).oneNumber}, {"trade: one reference for all", (*maker).oneReference}, {"trade: two short numbers", (*maker).twoShort},
}

// sale adds an invoice that is changed before it is kept.
func (m *maker) sale(p *person, amount int64, change func(*core.OpenItem)) core.OpenItem {
	i := m.invoice(p, amount)
	change(i)
	return *i
}

func (m *maker) payout(kind string) {
	var sum int64
	for range 4 {
		sum += m.invoice(m.party(), m.cents()).Amount.Minor
	}
	m.pay(m.party(), sum-sum/70, fmt.Sprintf("payout po_%d batch 2026%04d", m.IntN(1_000_000), m.number), Label{Kind: kind, Class: Nothing})
}

func (m *maker) batch(kind string) {
	var sum int64
	for range 3 {
		sum += m.invoice(m.party(), m.cents()).Amount.Minor
	}
	m.pay(nil, sum, "SDD CORE MSGID 20261012-001 NBOFTXS 3", Label{Kind: kind, Class: Nothing})
}

func (m *maker) terminal(kind string) {
	i := *m.invoice(m.party(), m.cents())
	digits := i.Number[:4] + i.Number[5:]
	m.pay(nil, i.Amount.Minor, []string{"AFREK. BANCONTACT " + digits + " 20261012", "TERM 0" + digits + " NBR 34", "verwerkt " + digits}[m.IntN(3)], Label{Kind: kind, Class: Nothing})
}

// lettered gives the last item a number with letters of its own.
func (m *maker) lettered(i *core.OpenItem) {
	i.Number = fmt.Sprintf([]string{"FA2026-%05d", "VF-26-%05d", "F2026.%04d"}[m.IntN(3)], m.number)
}

func (m *maker) quoted(kind string) {
	i := m.sale(m.party(), m.cents(), m.lettered)
	m.pay(m.party(), i.Amount.Minor, []string{"dossier ", "devis ", "offerte "}[m.IntN(3)]+i.Number, Label{Kind: kind, Class: Nothing})
}

func (m *maker) dated(kind string) {
	p := m.party()
	i := *m.invoice(p, m.cents())
	m.sale(m.party(), m.cents(), func(o *core.OpenItem) { o.Number = fmt.Sprintf("2026/09%02d", 10+m.IntN(20)) })
	day := m.Items[len(m.Items)-1].Number[5:]
	m.pay(p, i.Amount.Minor, "Facture n° "+i.Number+" du 2026-"+day[:2]+"-"+day[2:], Label{Kind: kind, Items: ids(&i)})
}

func (m *maker) subscription(kind string) {
	p := m.party()
	m.number++
	settled := core.OpenItem{Number: fmt.Sprintf("2026-%04d", m.number)}
	if m.IntN(2) == 0 {
		m.lettered(&settled)
	}
	i := *m.invoice(p, m.cents())
	if settled.Number[0] == 'F' || settled.Number[0] == 'V' {
		m.Items[len(m.Items)-1].Number = settled.Number[:len(settled.Number)-4] + fmt.Sprintf("%04d", m.number)
	}
	text := []string{"factuur " + settled.Number, "betaling " + settled.Number, settled.Number[len(settled.Number)-4:]}[m.IntN(3)]
	m.pay(p, i.Amount.Minor, text, Label{Kind: kind, Class: Ambiguous, Items: ids(&i)})
}

func (m *maker) refused(kind string) {
	p := m.party()
	credit := m.sale(p, m.cents(), func(i *core.OpenItem) { i.Kind = core.SaleCredit })
	l := m.pay(p, -credit.Amount.Minor, "", Label{Kind: kind, Class: Nothing})
	l.Description, l.BankTransactionCode = "Onbetaalde domiciliëring", "PMNT-IDDT-UPDD"
}

func (m *maker) dollars(kind string) {
	p, usd := m.party(), m.cents()
	i := m.sale(p, usd, func(i *core.OpenItem) { i.Amount.Currency = "CAD" })
	m.pay(p, (usd*10_000+7_500)/15_000, fmt.Sprintf("%s CAD %d,%02d KOERS 1,5000", i.Number, usd/100, usd%100), Label{Kind: kind, Items: ids(&i)})
}

func (m *maker) inShort(kind string) {
	p := m.party()
	a, b, c := *m.invoice(p, m.cents()), *m.invoice(p, m.cents()), *m.invoice(p, m.cents())
	m.someInvoices(p, 1)
	form := []string{"fact %s, %s, %s", "%s-%s-%s", "facturen %s + %s + %s"}[m.IntN(3)]
	m.pay(p, a.Amount.Minor+b.Amount.Minor+c.Amount.Minor, fmt.Sprintf(form, a.Number, b.Number[5:], c.Number[5:]), Label{Kind: kind, Items: ids(&a, &b, &c)})
}

// inARow: three numbers of nine digits are 27 digits, which one time in ten hold as another kind of reference.
func (m *maker) inARow(kind string) {
	p := m.party()
	nine := func(i *core.OpenItem) { i.Number = fmt.Sprint(202_600_000 + m.number) }
	a, b, c := m.sale(p, m.cents(), nine), m.sale(p, m.cents(), nine), m.sale(p, m.cents(), nine)
	m.pay(p, a.Amount.Minor+b.Amount.Minor+c.Amount.Minor, a.Number+" "+b.Number+" "+c.Number, Label{Kind: kind, Items: ids(&a, &b, &c)})
}

func (m *maker) endToEnd(kind string) {
	p := m.party()
	other, i := *m.invoice(m.party(), m.cents()), *m.invoice(p, m.cents())
	m.pay(p, i.Amount.Minor, "betaling", Label{Kind: kind, Items: ids(&i)}).EndToEndID = other.Number[:4] + other.Number[5:]
}

func (m *maker) writtenWorse(kind string) {
	p := m.party()
	other, i := *m.invoice(m.party(), m.cents()), *m.invoice(p, m.cents())
	for _, text := range []string{"", "klantref " + other.Number} {
		m.pay(p, i.Amount.Minor, text, Label{Kind: kind, Class: Ambiguous, Items: ids(&i)})
	}
}

func (m *maker) ownAccount(kind string) {
	mine := func(i *core.OpenItem) { i.PartyIBAN = m.Own[0].IBAN }
	p := m.party()
	a, b := m.sale(p, m.cents(), mine), m.sale(m.party(), m.cents(), mine)
	m.pay(p, a.Amount.Minor+b.Amount.Minor, "", Label{Kind: kind, Class: Nothing})
}

func (m *maker) unknownVAT(kind string) {
	p, q := m.party(), m.party()
	p.vat, q.vat = "ONBEKEND", "ONBEKEND"
	a, b := *m.invoice(p, m.cents()), *m.invoice(q, m.cents())
	m.pay(p, a.Amount.Minor+b.Amount.Minor, "", Label{Kind: kind, Class: Nothing})
}

func (m *maker) purpose(kind string) {
	p := m.party()
	i := *m.invoice(p, m.cents())
	m.pay(p, i.Amount.Minor, []string{"terugbetaling lening", "waarborg", "remboursement prêt"}[m.IntN(3)], Label{Kind: kind, Class: Ambiguous, Items: ids(&i)})
}

func (m *maker) instalments(kind string) {
	p, part := m.party(), m.cents()
	i := *m.invoice(p, 3*part)
	for k := range 3 {
		m.pay(p, part, []string{"", fmt.Sprintf("schijf %d", k+1)}[m.IntN(2)], Label{Kind: kind, Class: Ambiguous, Items: ids(&i)})
	}
}

func (m *maker) shortInstalments(kind string) {
	p := m.party()
	i := m.sale(p, m.cents()+50_000, func(i *core.OpenItem) { i.Number = fmt.Sprint(3000 + m.number) })
	first := i.Amount.Minor * 3 / 10
	m.pay(p, first, "voorschot factuur "+i.Number, Label{Kind: kind, Items: ids(&i)})
	m.pay(p, i.Amount.Minor-first, "saldo factuur "+i.Number, Label{Kind: kind, Items: ids(&i)})
}

func (m *maker) netDiscount(kind string) {
	p, base := m.party(), m.cents()/100*100
	i := m.sale(p, base/100*121, func(i *core.OpenItem) { i.Discount = core.Discount{PerTenThousand: 300, Until: m.day.AddDays(40)} })
	m.pay(p, i.Amount.Minor-base*3/100, m.numberText(i.Number), Label{Kind: kind, Class: Ambiguous, Items: ids(&i)})
}

func (m *maker) namedTransfer(kind string) {
	amount, day := m.cents(), m.day.AddDays(m.IntN(20))
	out, in := m.side(0, 1, -amount, day, Label{}), m.side(1, 0, amount, day.AddDays(1), Label{})
	for _, l := range []core.LineKey{out.Key(), in.Key()} {
		for k := range m.Lines {
			if m.Lines[k].Key() == l {
				m.Lines[k].CounterpartReference = ""
			}
		}
	}
	m.Labels[out.Key()] = Label{Kind: kind, Class: Ambiguous, With: []core.LineKey{in.Key()}}
	m.Labels[in.Key()] = Label{Kind: kind, Class: Ambiguous, With: []core.LineKey{out.Key()}}
}

// cash is paid in on the day on which the other side of a transfer is missing.
func (m *maker) cash(kind string) {
	amount, day := int64(1+m.IntN(50))*10_000+int64(m.number), m.day.AddDays(m.IntN(20))
	m.side(0, 1, -amount, day, Label{Kind: kind, Class: Nothing})
	l := m.side(1, 0, amount, day, Label{Kind: kind, Class: Nothing})
	l.CounterpartName, l.CounterpartReference, l.Remittance = "Geldtransport Loomis", "", "storting"
}

func (m *maker) factor(kind string) {
	i := *m.invoice(m.party(), m.cents())
	m.pay(m.party(), i.Amount.Minor*80/100, "AVANCE 80 PCT FACT "+i.Number, Label{Kind: kind, Class: Ambiguous, Items: ids(&i)})
}

func (m *maker) oneNumber(kind string) {
	p, number := m.party(), fmt.Sprint(1+m.IntN(40))
	same := func(i *core.OpenItem) { i.Kind, i.Number, i.Reference = core.Purchase, number, "" }
	m.sale(m.party(), m.cents(), same)
	i := m.sale(p, m.cents(), same)
	m.pay(p, -i.Amount.Minor, "factuur "+number, Label{Kind: kind, Items: ids(&i)})
}

func (m *maker) oneReference(kind string) {
	p, reference := m.party(), m.ogm()
	same := func(i *core.OpenItem) { i.Reference = reference }
	i := m.sale(p, m.cents(), same)
	m.sale(p, m.cents(), same)
	m.pay(p, i.Amount.Minor, m.spell(reference), Label{Kind: kind, Items: ids(&i)})
}

func (m *maker) twoShort(kind string) {
	short := func(i *core.OpenItem) { i.Number = fmt.Sprint(3000 + m.number) }
	a, b := m.sale(m.party(), m.cents(), short), m.sale(m.party(), m.cents(), short)
	m.pay(m.party(), a.Amount.Minor+b.Amount.Minor, a.Number+" "+b.Number, Label{Kind: kind, Class: Ambiguous, Items: ids(&a, &b)})
}
