package monthtest

import (
	"fmt"

	"ferry/core"
)

func (m *maker) typoKnown(kind string) {
	p := m.party()
	i := m.invoice(p, m.cents())
	m.someInvoices(p, 2)
	m.pay(p, i.Amount.Minor, m.spell(m.typo(i.Reference)), Label{Kind: kind, Class: Ambiguous, Items: ids(i)})
}

func (m *maker) typoUnknown(kind string) {
	i := m.invoice(m.party(), m.cents())
	m.pay(m.party(), i.Amount.Minor, "+++"+m.typo(i.Reference)+"+++", Label{Kind: kind, Class: Ambiguous, Items: ids(i)})
}

// wrongInvoice: an old template was used, with the reference of another open invoice.
func (m *maker) wrongInvoice(kind string) {
	p := m.party()
	a, b := *m.invoice(p, m.cents()), *m.invoice(p, m.cents())
	m.pay(p, a.Amount.Minor, m.spell(b.Reference), Label{Kind: kind, Class: Ambiguous, Items: ids(&a)})
}

func (m *maker) wrongParty(kind string) {
	p := m.party()
	a, b := *m.invoice(p, m.cents()), *m.invoice(m.party(), m.cents()+700_000)
	m.pay(p, a.Amount.Minor, m.spell(b.Reference), Label{Kind: kind, Class: Ambiguous, Items: ids(&a)})
}

func (m *maker) oldReference(kind string) {
	p := m.party()
	i := m.invoice(p, m.cents())
	m.pay(p, i.Amount.Minor, "+++"+m.ogm()+"+++", Label{Kind: kind, Class: Ambiguous, Items: ids(i)})
}

func (m *maker) oldNumber(kind string) {
	p := m.party()
	i := m.invoice(p, m.cents())
	m.pay(p, i.Amount.Minor, fmt.Sprintf("factuur 2025-%04d", m.IntN(9000)+900), Label{Kind: kind, Class: Ambiguous, Items: ids(i)})
}

func (m *maker) twice(kind string) {
	p := m.party()
	i := m.invoice(p, m.cents())
	text := []string{m.spell(i.Reference), m.numberText(i.Number), ""}[m.IntN(3)]
	for range 2 {
		m.pay(p, i.Amount.Minor, text, Label{Kind: kind, Class: Ambiguous, Items: ids(i)})
	}
}

func (m *maker) twinsNamed(kind string) {
	p, amount := m.party(), m.cents()
	a, b := *m.invoice(p, amount), *m.invoice(p, amount)
	m.pay(p, amount, m.spell(a.Reference), Label{Kind: kind, Items: ids(&a)})
	if m.IntN(2) == 0 {
		m.pay(p, amount, m.numberText(b.Number), Label{Kind: kind, Items: ids(&b)})
	}
}

func (m *maker) twinsSilent(kind string) {
	p, amount := m.party(), m.cents()
	a := *m.invoice(p, amount)
	m.invoice(p, amount)
	m.pay(p, amount, "betaling", Label{Kind: kind, Class: Ambiguous, Items: ids(&a)})
}

func (m *maker) twoSets(kind string) {
	p, x, y := m.party(), m.cents(), m.cents()
	a, b := *m.invoice(p, x), *m.invoice(p, y)
	m.invoice(p, x+y)
	m.pay(p, x+y, "", Label{Kind: kind, Class: Ambiguous, Items: ids(&a, &b)})
}

func (m *maker) otherCurrency(kind string) {
	p := m.party()
	i := *m.invoice(p, m.cents())
	i.Amount.Currency = "USD"
	m.Items[len(m.Items)-1] = i
	slip := int64(9_850 + m.IntN(300)) // the bank's rate of the day
	text := []string{m.spell(i.Reference), m.numberText(i.Number)}[m.IntN(2)]
	m.pay(p, i.Amount.Minor*92/100*slip/10_000, text, Label{Kind: kind, Items: ids(&i)})
}

// side books one side of a transfer.
func (m *maker) side(account, other int, amount int64, day core.Date, label Label) *core.Line {
	l := m.pay(&person{name: m.Own[other].Holder, iban: m.Own[other].IBAN}, amount, "eigen rekening", Label{})
	delete(m.Labels, l.Key())
	l.Account, l.BookingDate = m.Own[account].ID, day
	m.Labels[l.Key()] = label
	return l
}

func (m *maker) transfer(kind string) {
	amount, day := m.cents(), m.day.AddDays(m.IntN(20))
	out := m.side(0, 1, -amount, day, Label{}).Key()
	in := m.side(1, 0, amount, day.AddDays(m.IntN(6)), Label{Kind: kind, With: []core.LineKey{out}}).Key()
	m.Labels[out] = Label{Kind: kind, With: []core.LineKey{in}}
}

func (m *maker) equalTransfers(kind string) {
	amount, day := m.cents(), m.day.AddDays(m.IntN(20))
	var outs, ins []core.LineKey
	for range 2 {
		outs = append(outs, m.side(0, 1, -amount, day, Label{}).Key())
		ins = append(ins, m.side(1, 0, amount, day.AddDays(1), Label{}).Key())
	}
	for k := range 2 {
		m.Labels[outs[k]] = Label{Kind: kind, Class: Ambiguous, With: []core.LineKey{ins[k]}}
		m.Labels[ins[k]] = Label{Kind: kind, Class: Ambiguous, With: []core.LineKey{outs[k]}}
	}
}

func (m *maker) returned(kind string) {
	p := m.party()
	i := *m.invoice(p, m.cents())
	paid := m.pay(p, i.Amount.Minor, m.spell(i.Reference), Label{Kind: kind, Class: Nothing}).BookingDate
	back := m.pay(p, -i.Amount.Minor, m.spell(i.Reference), Label{Kind: kind, Class: Nothing})
	back.BookingDate, back.Description, back.BankTransactionCode = paid.AddDays(3), "Terugboeking domiciliëring", "PMNT-RDDT-UPDD"
}

// chance: a stranger's payment that happens to have an open invoice's amount.
func (m *maker) chance(kind string) {
	i := m.invoice(m.party(), m.cents())
	m.pay(m.party(), i.Amount.Minor, []string{"", "gift", "huur oktober", "lidgeld 2026"}[m.IntN(4)], Label{Kind: kind, Class: Nothing})
}

// noiseNumbers: telephone numbers, dates and customer numbers that look like an invoice, with any amount.
func (m *maker) noiseNumbers(kind string) {
	i := m.invoice(m.party(), m.cents())
	digits := i.Number[:4] + i.Number[5:]
	text := []string{"tel +32 " + digits[:3] + " " + digits[3:], "gsm 0475 " + digits[:2] + " " + digits[2:4] + " " + digits[4:], "dd 2026-10-" + digits[6:], "klant " + digits,
		"kaart 6703 " + digits + " 1234", "polis " + digits}[m.IntN(6)]
	m.pay(m.party(), m.cents(), text, Label{Kind: kind, Class: Nothing})
}

// orderNumber: the payer's order has the number of somebody's invoice, and even its amount.
func (m *maker) orderNumber(kind string) {
	i := m.invoice(m.party(), m.cents())
	m.pay(m.party(), i.Amount.Minor, []string{"bestelling ", "order nr ", "uw offerte ", "PO "}[m.IntN(4)]+i.Number, Label{Kind: kind, Class: Nothing})
}

func (m *maker) noiseReference(kind string) {
	i := m.invoice(m.party(), m.cents())
	m.pay(m.party(), i.Amount.Minor, m.spell(m.ogm()), Label{Kind: kind, Class: Nothing})
}

// namesake: somebody with the same name and another account, and the amount of an open invoice.
func (m *maker) namesake(kind string) {
	p := m.party()
	i := m.invoice(p, m.cents())
	m.pay(&person{name: p.name, iban: m.newIBAN()}, i.Amount.Minor, "terugbetaling lening", Label{Kind: kind, Class: Nothing})
}

func (m *maker) everyday(kind string) {
	for range 2 {
		l := m.pay(nil, -int64(300+m.IntN(9000)), fmt.Sprintf("KAART 6703 XXXX %04d PAPETERIE 0231 GENT", m.IntN(10_000)), Label{Kind: kind, Class: Nothing})
		l.Description = "Betaling met kaart"
	}
	m.pay(&person{name: "Stadsbank", iban: ""}, -int64(150+m.IntN(900)), "beheerskosten 10/2026", Label{Kind: kind, Class: Nothing})
}
