package world

import (
	"cmp"
	"fmt"
	"time"

	"ferry/core"
)

// shape is what a bank account looks like.
type shape struct {
	subtype, reference, referenceType string // an empty reference is drawn
	currency                          core.Currency
	holder, description, product      string
	lines                             int
	seed                              uint64 // of its lines; 0: its own
}

const (
	checking   = "checking"
	typeIBAN   = "IBAN"
	ownFew     = 4  // transfers between two accounts of one owner, both sides
	ownAtLeast = 12 // lines that an account must have to show them
)

func flavourOf(i *institution, subtype string) flavour {
	switch {
	case subtype == "savings":
		return savings
	case subtype == "card":
		return creditCard
	case subtype == "securities":
		return custody
	case subtype == "psp" || i.has(isProcessor):
		return processor
	}
	return current
}

// atBank names the accounts of one organization at one institution.
type atBank struct{ organization, institution uint64 }

// accountsAt are an organization's accounts at a bank. They exist from the first time that anybody looks.
func (w *World) accountsAt(o *organization, i *institution) []*bankAccount {
	where := atBank{o.number, i.number}
	if list, ok := w.held[where]; ok {
		return list
	}
	w.held[where] = nil
	if i.has(noAccounts) {
		return nil
	}
	h := hash(w.seed, idShape, o.number, i.number)
	count := 1 + int(h%4)
	for n := range count {
		s := w.drawShape(o, i, n, mix(h+uint64(n)))
		w.openAccount(o, i, s, o.number<<20|i.number<<8|uint64(n))
	}
	w.linkOwn(w.held[where])
	return w.held[where]
}

// drawShape is the n-th account of a customer at a bank that has no special role: a current account first, and at one
// of the accounts more than a hundred lines.
func (w *World) drawShape(o *organization, i *institution, n int, h uint64) shape {
	s := shape{subtype: checking, referenceType: typeIBAN, currency: core.EUR, holder: o.Name, lines: 15 + int(h>>8%135)}
	products := []string{"Business account", "Zakelijke rekening", "Compte professionnel", "Geschäftskonto"}
	s.product = products[h>>16%uint64(len(products))]
	switch {
	case n == 0:
		s.lines = 120 + int(h>>8%300)
	case n == 1:
		s.subtype, s.product = "savings", "Savings account"
	case n == 2:
		s.description = "Second account"
	default:
		s.subtype, s.referenceType, s.product = "card", "MASKEDPAN", "Business card"
	}
	if i.has(isProcessor) {
		s.subtype, s.product = "psp", ""
		if n%2 == 0 {
			s.referenceType = "email"
		}
	}
	return s
}

// openAccount makes a bank account; number tells it from all others, whenever it is made.
func (w *World) openAccount(o *organization, i *institution, s shape, number uint64) *bankAccount {
	if s.seed == 0 {
		s.seed = w.lineSeed(number)
	}
	b := &bankAccount{institution: i, organization: o, owner: 1<<(ownerBits-2) | number}
	b.BankAccount = BankAccount{ID: w.fixedID(idBankAccount, number), Organization: o.ID, Institution: i.id, Subtype: s.subtype,
		Reference: cmp.Or(s.reference, drawReference(i, s)), ReferenceType: s.referenceType, Currency: s.currency,
		Holder: s.holder, Description: s.description, Product: s.product}
	listed := s.lines
	if b.transfers = ownTransfers(s); b.transfers {
		listed -= ownFew
	}
	b.source = newSource(s.seed, listed, w.firstDay.AddDays(-1), w.numbers)
	b.source.zone, b.source.dating, b.source.breaks = i.zone, i.dating(), i.has(joinsTexts)
	b.source.currency, b.source.holder, b.source.flavour = s.currency, o.Name, flavourOf(i, s.subtype)
	b.source.lang = languageOf(i.country, s.seed)
	if i.has(joinsTexts) {
		b.source.lang = dutch
	}
	b.source.total = b.source.sum()
	b.book = newBook(&b.source)
	b.anchor = b.source.total
	if b.source.flavour != creditCard { // a card begins at nothing and is in debt
		b.anchor += int64(250000+s.seed%4000000) - min(0, b.source.total)
	}
	w.announceFirst(b)
	w.banks[b.ID] = b
	where := atBank{o.number, i.number}
	w.held[where] = append(w.held[where], b)
	return b
}

// lineSeed is where the lines of a bank account come from.
func (w *World) lineSeed(number uint64) uint64 { return hash(w.seed, idBankAccount, number) }

func ownTransfers(s shape) bool {
	return s.currency == core.EUR && s.referenceType == typeIBAN && s.lines >= ownAtLeast &&
		(s.subtype == checking || s.subtype == "savings")
}

// linkOwn books transfers between the accounts of one owner, both sides with one amount and day. An account without a
// partner gets as many deposits, so that the number of its lines does not depend on its neighbours.
func (w *World) linkOwn(list []*bankAccount) {
	var partner *bankAccount
	for _, b := range list {
		if !b.transfers {
			continue
		}
		if partner == nil {
			partner = b
			continue
		}
		for n := range ownFew {
			minor := int64(10000 + hash(b.source.seed, uint64(n), 11)%40*5000)
			day := ownDay(partner, b, n)
			w.transfer(partner, b, -minor, day)
			w.transfer(b, partner, minor, day)
		}
		partner = nil
	}
	if partner != nil {
		for n := range ownFew {
			w.transfer(partner, nil, int64(10000+hash(partner.source.seed, uint64(n), 11)%40*5000), ownDay(partner, partner, n))
		}
	}
}

// ownDay is a working day that both lists cover.
func ownDay(a, b *bankAccount, n int) core.Date {
	days := min(a.source.span, b.source.span)
	line := a.source
	line.n, line.span = ownFew, days // spread evenly, on working days
	return line.day(n)
}

// transfer books one side; without a partner it is a deposit by the owner.
func (w *World) transfer(b, other *bankAccount, minor int64, day core.Date) {
	at := b.source.instant(day, uint64(minor))
	c := Content{Amount: core.Amount{Minor: minor, Currency: b.Currency}, ExecutionDate: at, ValueDate: at,
		Description: wordOwn[b.source.lang], Remittance: wordOwn[b.source.lang] + " " + day.Time().Format("01/2006"), RemittanceType: unstructured,
		CounterpartName: b.source.holder, BankTransactionCode: "PMNT-ICDT-BOOK"}
	if other != nil {
		c.CounterpartReference = other.Reference
	}
	b.book.put(b.newKey(), c, time.Time{})
}

// announceFirst gives the accounts of a bank that announces lines two to start with.
func (w *World) announceFirst(b *bankAccount) {
	if !b.institution.has(hasPending) || b.source.n == 0 || b.source.flavour == custody {
		return
	}
	for n, k := range []int{kindCardPayment, kindForeign} {
		d := draft{source: &b.source, h: hash(b.source.seed, uint64(n), 13), day: w.firstDay}
		d.Amount = core.Amount{Minor: -int64(700 + d.h%9000), Currency: b.Currency}
		d.ExecutionDate = b.source.instant(w.firstDay, d.h)
		d.ValueDate = d.ExecutionDate
		kinds[k].fill(&d)
		b.pending = announce(b.pending, &row{key: b.newKey(), content: d.Content, created: w.started, updated: w.started})
	}
}

// drawReference makes the number by which the owner knows the account.
func drawReference(i *institution, s shape) string {
	switch s.referenceType {
	case "email":
		return fmt.Sprintf("pay%s@%s.example", digits(s.seed, 4), i.slug)
	case "PAN":
		return "5399" + digits(s.seed, 12)
	case "MASKEDPAN":
		return "5399XXXXXXXX" + digits(s.seed, 4)
	case "MSISDN":
		return "+3247" + digits(s.seed, 7)
	case "BBAN":
		return digits(s.seed, 3) + "-" + digits(s.seed>>8, 7) + "-" + digits(s.seed>>16, 2)
	}
	return iban(cmp.Or(i.country, "LU"), s.seed)
}
