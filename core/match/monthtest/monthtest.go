// Package monthtest makes labelled months for tests: a book of open items and the bank lines of a month, together with who
// paid what, in the ways and with the mistakes of the trade. [Judge] compares what an engine says with that truth.
//
// Every line carries a label: unique, where a careful bookkeeper with only these papers would be certain; ambiguous, where
// they would ask; none, where no open item is paid at all. The truth of an ambiguous line must be among the alternatives.
package monthtest

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"

	"ferry/core"
	"ferry/core/match"
)

// Class says what a careful person would do with a line.
type Class uint8

// The classes.
const (
	Unique    Class = iota // one explanation, certain
	Ambiguous              // a person must choose
	Nothing                // no open item is paid
	Busyness               // undecided: right or asked are both good
)

// Label is the truth about one line.
type Label struct {
	Kind  string
	Class Class
	Items []core.ItemID  // what the line pays
	With  []core.LineKey // the other side of a transfer
}

// Month is a book with its bank lines and the truth about them.
type Month struct {
	Items    []core.OpenItem
	Lines    []core.Line
	Own      []match.Own
	Settings match.Settings
	Labels   map[core.LineKey]Label
}

// person is a customer or supplier.
type person struct {
	name, iban, vat string
	next            int // number of the next invoice, for suppliers
}

// maker builds one month.
type maker struct {
	Month
	*rand.Rand
	number       int
	day          core.Date
	amounts      map[int64]bool
	ibans, names int
}

// New makes a month: rounds times every kind of case, each with parties of its own, so that cases do not disturb one
// another unless a case is about that.
func New(seed uint64, rounds int) Month {
	m := &maker{Rand: newRand(seed), day: core.NewDate(2026, 10, 1), amounts: map[int64]bool{}}
	m.Labels = map[core.LineKey]Label{}
	m.Settings = match.Usual()
	m.Settings.Fee = 2500
	m.Settings.Rates = []core.Rate{{From: "USD", To: core.EUR, Value: core.Ratio{Num: 92, Den: 100}}, {From: "GBP", To: core.EUR, Value: core.Ratio{Num: 117, Den: 100}}}
	m.Own = []match.Own{{ID: "a1", IBAN: m.newIBAN(), Holder: "Atelier Ferrand BV"}, {ID: "a2", IBAN: m.newIBAN(), Holder: "Atelier Ferrand BV"}}
	m.number = 100 + m.IntN(800)
	for range rounds {
		for _, make := range slices.Concat(cases, trade, against) {
			make.make(m, make.kind)
		}
	}
	m.Shuffle(len(m.Lines), func(i, j int) { m.Lines[i], m.Lines[j] = m.Lines[j], m.Lines[i] })
	m.Shuffle(len(m.Items), func(i, j int) { m.Items[i], m.Items[j] = m.Items[j], m.Items[i] })
	return m.Month
}

func newRand(seed uint64) *rand.Rand { return rand.New(rand.NewPCG(seed, 4)) }

func (m *maker) newIBAN() string {
	m.ibans++
	bban := fmt.Sprintf("%012d", m.Int64N(1_000_000_000)*1000+int64(m.ibans%1000))
	for check := range 98 {
		if v := fmt.Sprintf("BE%02d%s", check, bban); mod97(v[4:]+v[:4]) == 1 {
			return v
		}
	}
	panic("cannot happen: one of 97 remainders fits")
}

func mod97(s string) (r int) {
	for _, c := range s {
		if c >= 'A' {
			r = (r*100 + int(c-'A') + 10) % 97
		} else {
			r = (r*10 + int(c-'0')) % 97
		}
	}
	return r
}

var (
	trades   = []string{"Bakkerij", "Garage", "Drukkerij", "Apotheek", "Imprimerie", "Boulangerie", "Menuiserie", "Café", "Restaurant", "Studio", "Bouwwerken", "Tuinen", "Transport", "Hôtel"}
	families = []string{"Vermeulen", "Peeters", "Delacroix", "Lefèvre", "De Smet", "Claes", "Van den Broeck", "Müller", "Noël", "Garçon", "Willems", "Jacobs", "Maes", "Lambert", "Dupont", "Wauters"}
	places   = []string{"Gent", "Namur", "Leuven", "Liège", "Brugge", "Mons", "Aalst", "Dinant", "Hasselt", "Tournai", "Kortrijk", "Arlon", "Turnhout", "Mechelen", "Genk", "Eupen"}
	forms    = []string{"BV", "NV", "SRL", "SA", "bvba", "VOF", ""}
)

// party makes a new one with a name that nobody else has.
func (m *maker) party() *person {
	m.names++
	n := m.names
	name := trades[n%len(trades)] + " " + families[n/len(trades)%len(families)] + " " + places[(n/7+n/len(trades)/len(families))%len(places)]
	if n >= len(trades)*len(families) {
		name += fmt.Sprintf(" %c%c", 'A'+n%26, 'A'+n/26%26)
	}
	p := &person{name: strings.TrimSpace(name + " " + forms[m.IntN(len(forms))]), iban: m.newIBAN(), next: 2000 + m.IntN(7000)}
	if m.IntN(2) == 0 {
		p.vat = fmt.Sprintf("BE0%09d", m.IntN(1_000_000_000))
	}
	return p
}

// cents draws an amount that no other item has.
func (m *maker) cents() int64 {
	for {
		v := int64(2_000 + m.IntN(600_000))
		if m.IntN(4) == 0 {
			v = v / 100 * 121 // whole euros and 21 % VAT
		}
		if !m.amounts[v] {
			m.amounts[v] = true
			return v
		}
	}
}

// invoice adds a sale with its structured reference.
func (m *maker) invoice(p *person, amount int64) *core.OpenItem {
	if m.number++; m.number >= 910 && m.number < 930 {
		m.number = 930 // 2026/0910 and on are another case's: see dated
	}
	i := core.OpenItem{ID: core.ItemID(fmt.Sprintf("s%d", m.number)), Number: fmt.Sprintf("2026-%04d", m.number), Kind: core.Sale, Party: p.name, PartyIBAN: p.iban,
		PartyVAT: p.vat, Date: m.day.AddDays(-m.IntN(40)), Amount: core.Amount{Minor: amount, Currency: core.EUR}, Reference: m.ogm()}
	i.Due = i.Date.AddDays(30)
	return m.keep(i)
}

// bill adds a purchase, with the supplier's own number and often no reference.
func (m *maker) bill(p *person, amount int64) *core.OpenItem {
	p.next++
	i := core.OpenItem{ID: core.ItemID(fmt.Sprintf("p%d", len(m.Items))), Number: fmt.Sprintf("VF%d/%d", 26, p.next), Kind: core.Purchase, Party: p.name, PartyIBAN: p.iban,
		PartyVAT: p.vat, Date: m.day.AddDays(-m.IntN(40)), Amount: core.Amount{Minor: amount, Currency: core.EUR}}
	if m.IntN(2) == 0 {
		i.Reference = m.ogm()
	}
	return m.keep(i)
}

func (m *maker) keep(i core.OpenItem) *core.OpenItem {
	m.Items = append(m.Items, i)
	return &m.Items[len(m.Items)-1]
}

func (m *maker) ogm() string {
	ten := m.Int64N(10_000_000_000)
	check := ten % 97
	if check == 0 {
		check = 97
	}
	return fmt.Sprintf("%010d%02d", ten, check)
}

// spell writes an OGM in one of its forms.
func (m *maker) spell(v string) string {
	if len(v) != 12 {
		return v
	}
	a, b, c := v[:3], v[3:7], v[7:]
	forms := []string{"+++" + a + "/" + b + "/" + c + "+++", "***" + a + "/" + b + "/" + c + "***", a + "/" + b + "/" + c, a + " " + b + " " + c, v, a + "." + b + "." + c,
		"+++" + a + "/" + b + "/<br>" + c + "+++", "Factuur " + v[:6] + "\n" + v[6:], "gestructureerde mededeling +++ " + a + "/" + b + "/" + c + " +++ met dank"}
	return forms[m.IntN(len(forms))]
}

// pay adds a line and its label. The party may be nil: the bank tells no counterpart.
func (m *maker) pay(p *person, amount int64, text string, label Label) *core.Line {
	l := core.Line{No: core.LineNo(len(m.Lines) + 1)}
	l.Account, l.BookingDate = m.Own[0].ID, m.day.AddDays(3+m.IntN(26))
	l.ID = core.TransactionID(fmt.Sprintf("t%d", l.No))
	l.Amount = core.Amount{Minor: amount, Currency: core.EUR}
	l.Remittance, l.Description = text, "Overschrijving in uw voordeel"
	if p != nil {
		l.CounterpartName, l.CounterpartReference = p.name, p.iban
	}
	m.Lines = append(m.Lines, l)
	m.Labels[l.Key()] = label
	return &m.Lines[len(m.Lines)-1]
}

func ids(items ...*core.OpenItem) []core.ItemID {
	var list []core.ItemID
	for _, i := range items {
		list = append(list, i.ID)
	}
	return list
}

// Score counts what became of the lines of one kind.
type Score struct {
	Lines, Right, Wrong, Asked, Missing, Quiet int
}

// Report is the judgement of a month.
type Report struct {
	Kinds  map[string]Score
	Wrong  []string // every line that was accepted wrongly, and every ambiguous one whose truth is not offered
	Unsure []string // every line that a person would have been certain of
	Unique int      // lines that a person would have been certain of
	Taken  int      // of those, accepted
}

// Judge compares proposals with the truth.
func Judge(m Month, proposals []core.Proposal) Report {
	r := Report{Kinds: map[string]Score{}}
	for _, p := range proposals {
		label := m.Labels[p.Line]
		s := r.Kinds[label.Kind]
		s.Lines++
		offered := slices.ContainsFunc(p.Options, func(x core.Explanation) bool { return tells(label, x) })
		describe := func() string {
			return fmt.Sprintf("%s line %d wants %v, got %v auto=%v: %s", label.Kind, p.Line.No, label.Items, p.Best().Numbers(), p.Auto, p.Reason)
		}
		switch {
		case p.Auto && tells(label, p.Best()):
			s.Right++
		case p.Auto:
			s.Wrong++
			r.Wrong = append(r.Wrong, describe())
		case label.Class == Nothing:
			s.Quiet++
		case offered:
			s.Asked++
		default:
			s.Missing++
			if label.Class != Busyness {
				r.Wrong = append(r.Wrong, "not offered: "+describe())
			}
		}
		if label.Class == Unique {
			r.Unique++
			if p.Auto && tells(label, p.Best()) {
				r.Taken++
			} else {
				r.Unsure = append(r.Unsure, describe())
			}
		}
		if label.Class == Ambiguous && p.Auto {
			r.Wrong = append(r.Wrong, "not asked: "+describe())
		}
		r.Kinds[label.Kind] = s
	}
	return r
}

// tells reports whether an explanation is the truth.
func tells(label Label, x core.Explanation) bool {
	var items []core.ItemID
	for _, p := range x.Parts {
		items = append(items, p.Item)
	}
	slices.Sort(items)
	want := slices.Sorted(slices.Values(label.Items))
	if len(label.With) > 0 {
		return slices.Equal(x.With, label.With)
	}
	return len(want) > 0 && slices.Equal(items, want)
}
