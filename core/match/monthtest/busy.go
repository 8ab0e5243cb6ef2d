package monthtest

import (
	"fmt"

	"ferry/core"
	"ferry/core/match"
)

// Busy makes a month in which few parties pay many invoices, each in a way drawn at random, so that the cases meet: the
// numbers have no year, many amounts are round, some are equal, subscriptions come back. The labels hold the truth; what is unique
// in such a book nobody has decided, so all lines that pay something count as ambiguous, and being accepted rightly is no fault.
func Busy(seed uint64, lines int) Month {
	m := &maker{Rand: newRand(seed), day: core.NewDate(2026, 10, 1), amounts: map[int64]bool{}}
	m.Labels = map[core.LineKey]Label{}
	m.Settings = match.Usual()
	m.Own = []match.Own{{ID: "a1", IBAN: m.newIBAN()}}
	m.number = 1000 + m.IntN(3000)
	parties := make([]*person, 12)
	for i := range parties {
		parties[i] = m.party()
	}
	open := map[*person][]core.OpenItem{}
	for range lines * 2 {
		p := parties[m.IntN(len(parties))]
		open[p] = append(open[p], m.plain(p))
	}
	for range lines {
		p := parties[m.IntN(len(parties))]
		if len(open[p]) > 1 {
			open[p] = m.busyLine(p, parties[m.IntN(len(parties))], open[p])
		}
	}
	return m.Month
}

// plain is an invoice with a short number and, half of the time, a round amount.
func (m *maker) plain(p *person) core.OpenItem {
	amount := m.cents()
	if m.IntN(2) == 0 {
		amount = int64(1+m.IntN(40)) * 2500
	}
	i := m.invoice(p, amount)
	i.Number = fmt.Sprint(m.number)
	if m.IntN(8) == 0 {
		i.Kind = core.SaleCredit
	}
	return *i
}

// busyLine pays some of a party's items and returns what is left open.
func (m *maker) busyLine(p, other *person, open []core.OpenItem) []core.OpenItem {
	m.Shuffle(len(open), func(i, j int) { open[i], open[j] = open[j], open[i] })
	count := 1
	if m.IntN(4) == 0 {
		count += m.IntN(min(3, len(open)))
	}
	paid := open[:count]
	var sum int64
	var items []core.ItemID
	text := ""
	for _, i := range paid {
		sum += i.Effect().Minor
		items = append(items, i.ID)
		text += []string{"factuur " + i.Number, i.Number, m.spell(i.Reference), ""}[m.IntN(4)] + " "
	}
	label := Label{Kind: "busy", Class: Busyness, Items: items}
	if sum <= 0 || count > 1 && partFits(paid, sum) {
		return open
	}
	way := m.IntN(12)
	// What nobody could tell is left out: a round amount that is by chance another invoice's too, with a reference, an account or a
	// sum that points to the wrong one and nothing that points to the right one.
	if sum%100 == 0 && (way == 0 || way == 3 || way == 5) {
		way = 11
	}
	switch way {
	case 0: // an old template
		text = m.spell(open[len(open)-1].Reference)
		label.Kind = "busy, wrong reference"
	case 1: // the amount of an open item, for something else
		m.pay(p, sum, []string{"voorschot volgende werf", "waarborg", "terugbetaling lening"}[m.IntN(3)]+" "+m.ogm(), Label{Kind: "busy, nothing", Class: Nothing})
		return open
	case 2: // somebody else's number in the text
		text = "klant " + fmt.Sprint(m.number-m.IntN(20)) + " tel 0475 12 " + fmt.Sprint(m.number-m.IntN(20))
		label.Kind = "busy, other numbers"
	case 3:
		if count > 1 {
			break
		}
		sum = sum*int64(2+m.IntN(7))/10/100*100 + 37
		label.Kind = "busy, partial"
		m.pay(p, sum, text, label)
		return open[count:] // the rest stays unpaid this month
	case 4: // from another account
		m.pay(&person{name: m.variant(p.name), iban: m.newIBAN()}, sum, text, label)
		return open[count:]
	case 5: // paid by a neighbour
		label.Kind = "busy, third party"
		m.pay(other, sum, text, label)
		return open[count:]
	}
	m.pay(p, sum, text, label)
	return open[count:]
}

// partFits: some of the items alone add up to the same, so that nobody could know of the others.
func partFits(items []core.OpenItem, sum int64) bool {
	for taken := 1; taken < 1<<len(items)-1; taken++ {
		var part int64
		for k, i := range items {
			if taken>>k&1 == 1 {
				part += i.Effect().Minor
			}
		}
		if part == sum {
			return true
		}
	}
	return false
}
