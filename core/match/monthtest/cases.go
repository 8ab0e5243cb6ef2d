package monthtest

import (
	"fmt"
	"strings"

	"ferry/core"
)

// situation is one way in which lines come about.
type situation struct {
	kind string
	make func(*maker, string)
}

// cases are the ways in which a line comes about, by kind.
var cases = []situation{
	{"reference", (*maker).byReference}, {"reference", (*maker).byReference}, {"reference", (*maker).byReference},
	{"creditor reference", (*maker).byRF},
	{"number", (*maker).byNumber}, {"number", (*maker).byNumber},
	{"number, unknown payer", (*maker).byNumberUnknown},
	{"payer only", (*maker).byPayer}, {"payer only", (*maker).byPayer},
	{"name only", (*maker).byName},
	{"name variant and number", (*maker).byVariant},
	{"name variant only", (*maker).byVariantOnly},
	{"supplier bill", (*maker).supplierBill}, {"supplier bill", (*maker).supplierBill},
	{"merged, all named", (*maker).mergedNamed},
	{"merged, one named", (*maker).mergedOne},
	{"merged, none named", (*maker).mergedNone},
	{"partial with reference", (*maker).partialReference},
	{"partial without text", (*maker).partialSilent},
	{"two parts of one invoice", (*maker).twoParts},
	{"overpaid", (*maker).overpaid},
	{"bank fee", (*maker).bankFee}, {"stated fee", (*maker).statedFee},
	{"rounding", (*maker).rounding}, {"discount", (*maker).discount},
	{"credit note netted", (*maker).creditNote}, {"both sides netted", (*maker).bothSides},
	{"typo in reference, known payer", (*maker).typoKnown}, {"typo in reference, unknown payer", (*maker).typoUnknown},
	{"reference of the wrong invoice", (*maker).wrongInvoice}, {"reference of somebody else", (*maker).wrongParty},
	{"reference of a settled invoice", (*maker).oldReference}, {"number of an unknown invoice", (*maker).oldNumber},
	{"paid twice", (*maker).twice},
	{"twin invoices, named", (*maker).twinsNamed}, {"twin invoices, silent", (*maker).twinsSilent},
	{"two sets fit", (*maker).twoSets},
	{"other currency", (*maker).otherCurrency},
	{"transfer", (*maker).transfer}, {"equal transfers", (*maker).equalTransfers},
	{"returned payment", (*maker).returned},
	{"noise: equal amount", (*maker).chance}, {"noise: equal amount", (*maker).chance}, {"noise: numbers", (*maker).noiseNumbers}, {"noise: order number", (*maker).orderNumber},
	{"noise: other people's reference", (*maker).noiseReference}, {"noise: namesake", (*maker).namesake}, {"noise: card and fees", (*maker).everyday},
}

func (m *maker) byReference(kind string) {
	p := m.party()
	i := m.invoice(p, m.cents())
	m.someInvoices(p, m.IntN(3))
	m.pay(p, i.Amount.Minor, m.spell(i.Reference), Label{Kind: kind, Items: ids(i)})
}

// someInvoices adds open invoices that are not paid this month.
func (m *maker) someInvoices(p *person, n int) {
	for range n {
		m.invoice(p, m.cents())
	}
}

func (m *maker) byRF(kind string) {
	p := m.party()
	i := *m.invoice(p, m.cents())
	text := fmt.Sprintf("%d", m.Int64N(1_000_000_000_000))
	rf := fmt.Sprintf("RF%02d%s", 98-mod97(text+"RF00"), text)
	i.Reference = rf
	m.Items[len(m.Items)-1] = i
	spelled := ""
	for k, c := range rf {
		if k > 0 && k%4 == 0 {
			spelled += " "
		}
		spelled += string(c)
	}
	m.pay(p, i.Amount.Minor, []string{rf, spelled, strings.ToLower(rf), "betreft " + spelled + " oktober"}[m.IntN(4)], Label{Kind: kind, Items: ids(&i)})
}

// numberText writes an invoice number as customers do.
func (m *maker) numberText(number string) string {
	year, seq, _ := strings.Cut(number, "-")
	return []string{"Factuur " + number, "facture " + year + "/" + seq, "inv" + year + seq, "FACT. NR " + number + " DD 14/10/2026", year + seq,
		"betaling " + number + " klantnr 20441", "uw factuur " + year + " " + seq + ", bedankt", "F" + number, "invoice no. " + year + "-" + strings.TrimLeft(seq, "0")}[m.IntN(9)]
}

func (m *maker) byNumber(kind string) {
	p := m.party()
	i := m.invoice(p, m.cents())
	m.someInvoices(p, m.IntN(4))
	m.pay(p, i.Amount.Minor, m.numberText(i.Number), Label{Kind: kind, Items: ids(i)})
}

func (m *maker) byNumberUnknown(kind string) {
	i := m.invoice(m.party(), m.cents())
	m.pay(m.party(), i.Amount.Minor, "Factuur "+i.Number, Label{Kind: kind, Items: ids(i)})
}

func (m *maker) byPayer(kind string) {
	p := m.party()
	i := m.invoice(p, m.cents())
	m.someInvoices(p, m.IntN(4))
	m.pay(p, i.Amount.Minor, []string{"", "betaling", "waarvoor dank", "oktober 2026"}[m.IntN(4)], Label{Kind: kind, Items: ids(i)})
}

func (m *maker) byName(kind string) {
	p := m.party()
	p.iban, p.vat = "", ""
	i := m.invoice(p, m.cents())
	m.someInvoices(p, m.IntN(3))
	l := m.pay(p, i.Amount.Minor, "betaling", Label{Kind: kind, Items: ids(i)})
	l.CounterpartReference = m.newIBAN()
}

// variant writes a name as a bank or a customer does.
func (m *maker) variant(name string) string {
	words := strings.Fields(name)
	switch m.IntN(4) {
	case 0:
		return strings.ToUpper(strings.NewReplacer("è", "e", "é", "e", "ë", "e", "ü", "u", "ç", "c", "ô", "o").Replace(name))
	case 1:
		return strings.Join(append(words[1:], words[0]), " ")
	case 2:
		return words[0][:len(words[0])-1] + " " + strings.Join(words[1:], " ") + " B.V."
	}
	return "S.A. " + name
}

func (m *maker) byVariant(kind string) {
	p := m.party()
	i := m.invoice(p, m.cents())
	l := m.pay(p, i.Amount.Minor, m.numberText(i.Number), Label{Kind: kind, Items: ids(i)})
	l.CounterpartName, l.CounterpartReference = m.variant(p.name), m.newIBAN()
}

func (m *maker) byVariantOnly(kind string) {
	p := m.party()
	i := m.invoice(p, m.cents())
	l := m.pay(p, i.Amount.Minor, "", Label{Kind: kind, Class: Ambiguous, Items: ids(i)})
	l.CounterpartName, l.CounterpartReference = m.variant(p.name), m.newIBAN()
}

func (m *maker) supplierBill(kind string) {
	p := m.party()
	i := m.bill(p, m.cents())
	if m.IntN(3) == 0 {
		m.bill(p, m.cents())
	}
	text := []string{i.Number, "factuur " + i.Number, m.spell(i.Reference), ""}[m.IntN(4)]
	m.pay(p, -i.Amount.Minor, text, Label{Kind: kind, Items: ids(i)})
}

func (m *maker) mergedNamed(kind string) {
	p := m.party()
	a, b, c := *m.invoice(p, m.cents()), *m.invoice(p, m.cents()), *m.invoice(p, m.cents())
	m.someInvoices(p, 2)
	text := fmt.Sprintf("facturen %s, %s en %s", a.Number, b.Number, c.Number)
	if m.IntN(2) == 0 {
		text = fmt.Sprintf("%s + %s + %s", a.Number, b.Number, c.Number)
	}
	m.pay(p, a.Amount.Minor+b.Amount.Minor+c.Amount.Minor, text, Label{Kind: kind, Items: ids(&a, &b, &c)})
}

func (m *maker) mergedOne(kind string) {
	p := m.party()
	a, b := *m.invoice(p, m.cents()), *m.invoice(p, m.cents())
	m.someInvoices(p, 2)
	m.pay(p, a.Amount.Minor+b.Amount.Minor, m.spell(a.Reference), Label{Kind: kind, Items: ids(&a, &b)})
}

func (m *maker) mergedNone(kind string) {
	p := m.party()
	a, b := *m.invoice(p, m.cents()), *m.invoice(p, m.cents())
	m.someInvoices(p, m.IntN(3))
	m.pay(p, a.Amount.Minor+b.Amount.Minor, "openstaande facturen", Label{Kind: kind, Items: ids(&a, &b)})
}

func (m *maker) partialReference(kind string) {
	p := m.party()
	i := m.invoice(p, m.cents())
	m.pay(p, i.Amount.Minor*3/10, "voorschot "+m.spell(i.Reference), Label{Kind: kind, Items: ids(i)})
}

func (m *maker) partialSilent(kind string) {
	p := m.party()
	i := *m.invoice(p, m.cents())
	m.someInvoices(p, 1)
	m.pay(p, i.Amount.Minor*4/10, "voorschot", Label{Kind: kind, Class: Ambiguous, Items: ids(&i)})
}

func (m *maker) twoParts(kind string) {
	p := m.party()
	i := m.invoice(p, m.cents())
	first := i.Amount.Minor * 3 / 10
	m.pay(p, first, m.spell(i.Reference), Label{Kind: kind, Items: ids(i)})
	m.pay(p, i.Amount.Minor-first, "saldo "+m.spell(i.Reference), Label{Kind: kind, Items: ids(i)})
}

func (m *maker) overpaid(kind string) {
	p := m.party()
	i := m.invoice(p, m.cents())
	m.pay(p, i.Amount.Minor+int64(1000+m.IntN(9000)), m.spell(i.Reference), Label{Kind: kind, Class: Ambiguous, Items: ids(i)})
}

func (m *maker) bankFee(kind string) {
	p := m.party()
	i := m.invoice(p, m.cents()+20_000)
	m.pay(p, i.Amount.Minor-int64(250+m.IntN(2000)), m.spell(i.Reference), Label{Kind: kind, Items: ids(i)})
}

func (m *maker) statedFee(kind string) {
	p := m.party()
	i := m.invoice(p, m.cents())
	l := m.pay(p, i.Amount.Minor-750, m.numberText(i.Number), Label{Kind: kind, Items: ids(i)})
	l.Fee = core.Amount{Minor: 750, Currency: core.EUR}
}

func (m *maker) rounding(kind string) {
	p := m.party()
	i := m.invoice(p, m.cents())
	m.pay(p, i.Amount.Minor+int64(m.IntN(9)-4), m.spell(i.Reference), Label{Kind: kind, Items: ids(i)})
}

func (m *maker) discount(kind string) {
	p := m.party()
	i := *m.invoice(p, m.cents()/100*100)
	i.Discount = core.Discount{PerTenThousand: 200, Until: m.day.AddDays(40)}
	m.Items[len(m.Items)-1] = i
	m.pay(p, i.Amount.Minor*98/100, m.numberText(i.Number), Label{Kind: kind, Items: ids(&i)})
}

func (m *maker) creditNote(kind string) {
	p := m.party()
	a := *m.invoice(p, m.cents()+300_000)
	credit := *m.invoice(p, m.cents()/4)
	m.Items[len(m.Items)-1].Kind = core.SaleCredit
	m.someInvoices(p, m.IntN(2))
	text := []string{"", a.Number + " - " + credit.Number, m.spell(a.Reference)}[m.IntN(3)]
	m.pay(p, a.Amount.Minor-credit.Amount.Minor, text, Label{Kind: kind, Items: ids(&a, &credit)})
}

func (m *maker) bothSides(kind string) {
	p := m.party()
	a, b := *m.invoice(p, m.cents()+300_000), *m.bill(p, m.cents()/3)
	m.pay(p, a.Amount.Minor-b.Amount.Minor, "verrekening", Label{Kind: kind, Items: ids(&a, &b)})
}

// typo spoils a reference as fingers do.
func (m *maker) typo(v string) string {
	b := []byte(v)
	for {
		i := m.IntN(len(b) - 1)
		if m.IntN(2) == 0 {
			b[i] = '0' + (b[i]-'0'+byte(1+m.IntN(9)))%10
			return string(b)
		}
		if b[i] != b[i+1] {
			b[i], b[i+1] = b[i+1], b[i]
			return string(b)
		}
	}
}
