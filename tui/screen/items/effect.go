package items

import (
	"ferry/core"
	"ferry/core/app"
	"ferry/tui/words"
)

// Everywhere on these pages a sum has the sign of what it does to the bank: plus for money that comes in, minus for money that
// goes out. One fact must not show with two signs.

// invoiced is what an item does to the bank from its first to its last payment.
func invoiced(i core.OpenItem) core.Amount {
	i.Settled = 0
	return i.Effect()
}

// settledOf is what payments of an item did to the bank so far.
func settledOf(i core.OpenItem) core.Amount {
	sum := invoiced(i)
	sum.Minor -= i.Effect().Minor
	return sum
}

// money has its currency where it is not the euro.
func money(a core.Amount) string {
	if a.Currency == core.EUR {
		return words.Signed(a)
	}
	return words.Effect(a)
}

// total is what is still to come in from customers and to go out to suppliers, in one currency. The two are told apart: what one
// owes and what one is owed do not pay each other.
type total struct {
	customers, suppliers core.Amount
	sales, purchases     int
}

// text leaves out the side of which there is nothing.
func (t total) text() string {
	customers, suppliers := "to receive "+words.Signed(t.customers), "to pay "+words.Signed(t.suppliers)
	switch currency := " " + core.CleanText(string(t.customers.Currency)); {
	case t.purchases == 0:
		return customers + currency
	case t.sales == 0:
		return suppliers + currency
	default:
		return customers + ", " + suppliers + currency
	}
}

// totals adds up what is open, per currency.
func totals(list []app.ItemView) []total {
	var all []total
next:
	for _, i := range list {
		effect := i.Effect()
		for at := range all {
			if all[at].add(i.Kind, effect) {
				continue next
			}
		}
		nothing := core.Amount{Currency: effect.Currency}
		fresh := total{customers: nothing, suppliers: nothing}
		fresh.add(i.Kind, effect)
		all = append(all, fresh)
	}
	return all
}

// add takes an item of the same currency; another one is refused.
func (t *total) add(k core.ItemKind, effect core.Amount) bool {
	side, count := &t.customers, &t.sales
	if k == core.Purchase || k == core.PurchaseCredit {
		side, count = &t.suppliers, &t.purchases
	}
	sum, err := side.Add(effect)
	if err != nil {
		return false
	}
	*side = sum
	*count++
	return true
}
