package store

import (
	"maps"
	"slices"

	"ferry/core"
	"ferry/store/row"
)

// trace compares every line and every revision with the delivery that brought it.
func (c *ledgerCheck) trace() error {
	var late []row.Row // not in the delivery they name: decided after their page was stored
	for _, no := range slices.Sorted(maps.Keys(c.origins)) {
		if _, ok := c.sums[no]; !ok && no != 0 {
			c.fault(c.at(c.origins[no][0].no), "delivery %d, which brought lines of %s, is not there", no, c.account.ID)
		}
		if c.o.Decode == nil {
			continue
		}
		items, ok := c.items(no)
		for _, o := range c.origins[no] {
			var r row.Row
			if err := row.Decode(o.value, &r); err != nil { // it was read before
				return err
			}
			switch {
			case ok && r.Item >= 0 && r.Item < len(items) && sameBankPart(&r, &items[r.Item]):
			case ok && r.Item >= 0 && r.Item < len(items) && items[r.Item].ID == r.ID:
				c.fault(c.at(r.No), "line %d of %s does not say what delivery %d says", r.No, c.account.ID, no)
			default:
				late = append(late, r)
			}
		}
		if err := c.ctx.Err(); err != nil {
			return err
		}
	}
	return c.traceLate(late)
}

// items decodes a delivery into its lines, in order.
func (c *ledgerCheck) items(no uint64) ([]core.Transaction, bool) {
	d, err := c.archive.read(no)
	if err != nil {
		return nil, false
	}
	var items []core.Transaction
	for _, body := range d.Raw {
		lines, err := c.decode(d.Source, body)
		if err != nil {
			c.fault(Fault{Account: c.account.ID}, "delivery %d cannot be understood: %v", no, err)
			return nil, false
		}
		items = append(items, lines...)
	}
	return items, true
}

func (c *ledgerCheck) decode(source string, body []byte) ([]core.Transaction, error) {
	if source == salvageSource {
		return salvagedLines(body)
	}
	return c.o.Decode(source, body, c.account)
}

// traceLate looks for lines in all deliveries of the account: when a line waits for what stands below it, it is decided
// pages after the one that brought it.
func (c *ledgerCheck) traceLate(late []row.Row) error {
	if len(late) == 0 {
		return nil
	}
	open := make(map[core.TransactionID][]row.Row)
	for _, r := range late {
		open[r.ID] = append(open[r.ID], r)
	}
	var sent []uint64
	for _, id := range append(slices.Clone(c.account.Replaces), c.account.ID) {
		sent = append(sent, c.sentFor[id]...)
	}
	slices.Sort(sent)
	for _, no := range sent {
		items, _ := c.items(no)
		for i := range items {
			open[items[i].ID] = slices.DeleteFunc(open[items[i].ID], func(r row.Row) bool { return sameBankPart(&r, &items[i]) })
		}
		if err := c.ctx.Err(); err != nil {
			return err
		}
	}
	for _, rows := range open {
		for _, r := range rows {
			c.fault(c.at(r.No), "line %d of %s cannot be traced to a delivery that says the same", r.No, c.account.ID)
		}
	}
	return nil
}

// sameBankPart compares what the bank says, leaving out which account and list it stands in.
func sameBankPart(r *row.Row, t *core.Transaction) bool {
	a, b := row.Row{Line: core.Line{Transaction: r.Transaction}}, row.Row{Line: core.Line{Transaction: *t}}
	a.State, b.State = core.Booked, core.Booked
	return sameRow(&a, &b)
}
