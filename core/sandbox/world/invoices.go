package world

import (
	"cmp"
	"fmt"
	"slices"

	"ferry/core"
)

// The books behind the bank: which invoices the lines of an organization pay. They are computed from the lines, so that
// the two fit; most payments are as they should be, and the rest go wrong in the ways of the trade.

// invoicedLines is how many of an account's newest lines have invoices: nobody keeps a million open.
const invoicedLines = 500

// The draws of a line that its books are made from; the texts use those below.
const (
	drawHabit = 40 + iota
	drawAge
	drawShare
	drawOther
	drawNever
)

// habit is how a payment and its invoice differ.
type habit uint8

const (
	asInvoiced  habit = iota
	notInBooks        // nothing in the books explains it
	inPart            // less than the invoice
	twoAtOnce         // two invoices in one payment, which names one of them
	noReference       // the reference is missing in the books
	sameAgain         // another invoice of the same amount is open
	byCents           // some cents less than the invoice
	tooMuch           // more than the invoice
)

// habits are as likely as they are many.
var habits = [...]habit{notInBooks, inPart, twoAtOnce, twoAtOnce, noReference, sameAgain, byCents, tooMuch, asInvoiced, asInvoiced, asInvoiced,
	asInvoiced, asInvoiced, asInvoiced, asInvoiced, asInvoiced, asInvoiced, asInvoiced, asInvoiced, asInvoiced, asInvoiced, asInvoiced}

// OpenItems are the invoices in the books of an organization, oldest first: those that the lines of its authorized
// accounts pay, and some that nobody has paid yet. Like the lines they follow from the seed.
func (w *World) OpenItems(organization string) []core.OpenItem {
	w.mu.Lock()
	defer w.mu.Unlock()
	books := ledger{today: w.firstDay, taken: map[string]bool{}}
	seen := map[uint64]bool{} // two accounts may have the same lines, and one account two integrations
	for _, a := range w.accounts {
		s := &a.bank.source
		if !a.live() || a.integration.Organization != organization || seen[s.seed] {
			continue
		}
		seen[s.seed] = true
		for i := range min(s.n, invoicedLines) {
			if s.origin(i) == i { // who pays twice was invoiced once
				d := s.draft(i)
				books.invoice(&d, s.kindNumber(i))
			}
		}
	}
	slices.SortFunc(books.items, func(a, b core.OpenItem) int {
		return cmp.Or(cmp.Compare(a.Date, b.Date), cmp.Compare(a.Kind, b.Kind), cmp.Compare(a.Number, b.Number), cmp.Compare(a.Party, b.Party))
	})
	return books.items
}

// ledger gathers the open items of one organization.
type ledger struct {
	items []core.OpenItem
	taken map[string]bool // numbers that are given: ours once, a supplier's once for each supplier
	today core.Date
}

// invoice writes the invoices that a line pays. Lines of other kinds have none: wages, costs and the like are coded.
func (b *ledger) invoice(d *draft, kind int) {
	item := core.OpenItem{Kind: core.Sale, Party: d.customer(), Number: d.invoiceNumber()}
	switch kind {
	case kindOGM, kindOGMInText, kindOGMWrong:
		item.Reference = spellOGM(d.ogmDigits(), 0)
	case kindRF:
		item.Reference = d.creditorText()
	case kindDutchReference:
		item.Party, item.Reference = dutch.company(d.draw(1)), d.dutchDigits()
	case kindInvoice:
	case kindInstant:
		item.Party = d.source.lang.person(d.draw(1))
	case kindSupplier:
		item.Kind, item.Party, item.Number = core.Purchase, d.source.lang.company(d.draw(1)), d.supplierNumber()
		if d.byReference() {
			item.Reference = spellOGM(d.ogmDigits(), 0)
		}
	case kindRefund:
		item.Kind, item.Number = core.SaleCredit, "CN"+item.Number
	default:
		return
	}
	item.PartyIBAN = d.CounterpartReference
	item.Amount = core.Amount{Minor: max(d.Amount.Minor, -d.Amount.Minor), Currency: d.Amount.Currency}
	b.date(d, &item)
	b.differ(d, item)
	if d.draw(drawNever)%6 == 0 {
		b.never(d, item)
	}
}

// date sends an invoice two to seven weeks before it is paid, and in the year of its number.
func (b *ledger) date(d *draft, item *core.OpenItem) {
	year, _, _ := d.day.Time().Date()
	item.Date = max(d.day.AddDays(-14-int(d.draw(drawAge)%35)), core.NewDate(year, 1, 1))
	item.Due = item.Date.AddDays(30)
}

// differ puts into the books what the payment makes of an invoice.
func (b *ledger) differ(d *draft, item core.OpenItem) {
	paid := item.Amount.Minor
	other := item
	switch habits[d.draw(drawHabit)%uint64(len(habits))] {
	case notInBooks:
		return
	case inPart:
		item.Amount.Minor = paid + max(paid/2, 100)
	case twoAtOnce:
		item.Amount.Minor = max(1, paid*int64(30+d.draw(drawShare)%40)/100)
		other.Amount.Minor = paid - item.Amount.Minor
		b.another(d, other)
	case noReference:
		item.Reference = ""
	case sameAgain:
		b.another(d, other)
	case byCents:
		item.Amount.Minor = paid + 1 + int64(d.draw(drawShare)%4)
	case tooMuch:
		item.Amount.Minor = max(1, paid-1000)
	}
	b.add(item)
}

// another is one more invoice of the party, with a number and a reference of its own.
func (b *ledger) another(d *draft, item core.OpenItem) {
	item.Date, item.Due = item.Date.AddDays(-3), item.Due.AddDays(-3)
	h := d.draw(drawOther)
	if item.Kind == core.Purchase {
		item.Number = digits(h, 7)
	} else {
		item.Number = item.Number[:len(item.Number)-4] + digits(h, 4)
	}
	if item.Reference != "" {
		item.Reference = spellOGM(ogm(digits(h>>8, 10)), 0)
	}
	b.add(item)
}

// never is an invoice of the last six weeks that nobody has paid yet.
func (b *ledger) never(d *draft, item core.OpenItem) {
	h := d.draw(drawNever)
	item.Date = b.today.AddDays(-int(h >> 8 % 42))
	item.Due = item.Date.AddDays(30)
	item.Amount.Minor = int64(2500 + h>>16%250000)
	if item.Kind == core.Sale {
		year, _, _ := item.Date.Time().Date()
		item.Number = fmt.Sprintf("%d-%s", year, digits(h>>24, 4))
	}
	b.another(d, item)
}

// add takes an invoice in. A number that is given already moves on to the next free one: then the payer's text names
// somebody else's invoice, as happens.
func (b *ledger) add(item core.OpenItem) {
	series := item.Kind.String()
	if item.Kind == core.Purchase || item.Kind == core.PurchaseCredit {
		series += item.Party
	}
	for b.taken[series+item.Number] {
		item.Number = nextNumber(item.Number)
	}
	b.taken[series+item.Number] = true
	b.items = append(b.items, item)
}

// nextNumber counts on at the digits at the end.
func nextNumber(number string) string {
	b := []byte(number)
	i := len(b) - 1
	for ; i >= 0 && b[i] >= '0' && b[i] <= '9'; i-- {
		if b[i] != '9' {
			b[i]++
			return string(b)
		}
		b[i] = '0'
	}
	return string(slices.Insert(b, i+1, '1'))
}
