package store

import (
	"slices"

	"ferry/core"
	"ferry/store/row"
)

// step is the smallest piece of an act. A part of an act is as many as fit in a transaction.
type step struct {
	rows int
	run  func(*draft) error
	tell func(*actData) // for the journal, after run
}

// actData is what the journal says of a part of an act.
type actData struct {
	Act       uint64               `json:"act"`
	Part      uint32               `json:"part,omitempty"`
	Match     []core.Match         `json:"match,omitempty"`
	Unmatch   []uint64             `json:"unmatch,omitempty"`
	Check     []core.LineMark      `json:"check,omitempty"`
	Notes     []core.LineNote      `json:"notes,omitempty"`
	Reject    []core.Rejection     `json:"reject,omitempty"`
	Items     []core.OpenItem      `json:"items,omitempty"`
	DropItems []core.ItemID        `json:"dropItems,omitempty"`
	Chart     []core.LedgerAccount `json:"chart,omitempty"`
	DropChart []string             `json:"dropChart,omitempty"`
	Rules     *[]core.Rule         `json:"rules,omitempty"`
}

// stepsOf puts an act into an order in which every piece finds what it needs: what matches stand on comes before them,
// what is dropped after what lets go of it.
func stepsOf(a *core.Act) (steps []step) {
	steps = eachStep(steps, a.Unmatch, 4, (*draft).unmatch, func(t *actData, id uint64) { t.Unmatch = append(t.Unmatch, id) })
	steps = eachStep(steps, a.Items, 1, once((*draft).putItem, func(i core.OpenItem) core.ItemID { return i.ID }),
		func(t *actData, i core.OpenItem) { t.Items = append(t.Items, i) })
	steps = eachStep(steps, a.Chart, 1, (*draft).putChart, func(t *actData, l core.LedgerAccount) { t.Chart = append(t.Chart, l) })
	if a.SetRules {
		steps = append(steps, step{len(a.Rules) + 1, func(d *draft) error { return d.setRules(a.Rules) }, func(t *actData) { t.Rules = &a.Rules }})
	}
	for _, m := range a.Match {
		made := m
		steps = append(steps, step{1 + len(m.Lines) + len(m.Why.Parts), func(d *draft) (err error) {
			made, err = d.match(m)
			return err
		}, func(t *actData) { t.Match = append(t.Match, made) }})
	}
	steps = eachStep(steps, a.DropItems, 1, (*draft).dropItem, func(t *actData, id core.ItemID) { t.DropItems = append(t.DropItems, id) })
	steps = eachStep(steps, a.DropChart, 1, (*draft).dropChart, func(t *actData, no string) { t.DropChart = append(t.DropChart, no) })
	steps = eachStep(steps, a.Check, 1, (*draft).mark, func(t *actData, m core.LineMark) { t.Check = append(t.Check, m) })
	steps = eachStep(steps, a.Notes, 2, (*draft).putNote, func(t *actData, n core.LineNote) { t.Notes = append(t.Notes, n) })
	steps = eachStep(steps, a.Reject, 1, (*draft).reject, func(t *actData, r core.Rejection) { t.Reject = append(t.Reject, r) })
	return steps
}

func eachStep[T any](steps []step, list []T, rows int, run func(*draft, T) error, tell func(*actData, T)) []step {
	for _, v := range list {
		steps = append(steps, step{rows, func(d *draft) error { return run(d, v) }, func(t *actData) { tell(t, v) }})
	}
	return steps
}

// once refuses what an act names twice.
func once[T any, K comparable](run func(*draft, T) error, name func(T) K) func(*draft, T) error {
	seen := make(map[K]*draft)
	return func(d *draft, v T) error {
		if seen[name(v)] == d {
			return invalid(changeBooks, "the act names one thing twice")
		}
		seen[name(v)] = d
		return run(d, v)
	}
}

func rowsOf(steps []step) (rows int) {
	for _, s := range steps {
		rows += s.rows
	}
	return rows
}

// cutSteps shares an act out over transactions of so many rows.
func cutSteps(steps []step, room int) (parts [][]step) {
	from, rows := 0, 0
	for i, s := range steps {
		if rows += s.rows; rows > room && i > from {
			parts, from, rows = append(parts, steps[from:i]), i, s.rows
		}
	}
	return append(parts, steps[from:])
}

// changeBooks is what was being done when an act is refused.
const changeBooks = "change the books"

func refused(msg, hint string) error {
	return &core.Error{Code: core.CodeConflict, Op: changeBooks, Msg: msg, Hint: hint}
}

func unknown(what, name, hint string) error {
	return &core.Error{Code: core.CodeNotFound, Op: changeBooks, Msg: "there is no " + what + " " + core.CleanText(name), Hint: hint}
}

// putItem adds an open item or changes a known one. How much of it is settled is the file's to say.
func (d *draft) putItem(item core.OpenItem) error {
	if item.ID == "" || item.Amount.Currency == "" {
		return invalid(changeBooks, "an open item has no id or no currency")
	}
	was, image, err := draftDoc[core.OpenItem](d, bItems, of(d.dossier, item.ID))
	if err != nil {
		return err
	}
	item.Settled = was.Settled
	if err := d.mayChange(was, item); err != nil {
		return err
	}
	if was.Settled != 0 {
		sense := item
		sense.Settled = 0
		before := was
		before.Settled = 0
		switch {
		case item.Amount.Currency != was.Amount.Currency || (sense.Effect().Minor > 0) != (before.Effect().Minor > 0):
			return refused("matches settle "+nameOf(was)+", so its kind and currency stay", "unmatch it first")
		case !within(item.Settled, item.Amount.Minor):
			return refused(nameOf(was)+" would be "+item.Amount.String()+", and matches settle "+
				core.Amount{Minor: was.Settled, Currency: was.Amount.Currency}.String()+" of it", "unmatch it first")
		}
	}
	return image.set(item)
}

// nameOf is what a sentence calls an item.
func nameOf(i core.OpenItem) string {
	if i.Number == "" {
		return "item " + core.CleanText(string(i.ID))
	}
	return "item " + core.CleanText(i.Number)
}

// within reports whether a sum lies between nothing and the whole.
func within(part, whole int64) bool {
	if whole < 0 {
		return whole <= part && part <= 0
	}
	return 0 <= part && part <= whole
}

func (d *draft) dropItem(id core.ItemID) error {
	item, image, err := draftDoc[core.OpenItem](d, bItems, of(d.dossier, id))
	switch {
	case err != nil:
		return err
	case image.after == nil:
		return unknown("open item", string(id), "")
	case item.Settled != 0:
		return refused("matches settle "+nameOf(item)+", so it stays", "unmatch it first")
	}
	image.after = nil
	return nil
}

func (d *draft) putChart(l core.LedgerAccount) error {
	if l.Number == "" {
		return invalid(changeBooks, "a ledger account has no number")
	}
	_, image, err := draftDoc[core.LedgerAccount](d, bChart, of(d.dossier, l.Number))
	if err != nil {
		return err
	}
	return image.set(l)
}

func (d *draft) dropChart(no string) error {
	_, image, err := draftDoc[core.LedgerAccount](d, bChart, of(d.dossier, no))
	if err == nil && image.after == nil {
		err = unknown("ledger account", no, "")
	}
	if err == nil {
		image.after = nil
	}
	return err
}

func (d *draft) setRules(rules []core.Rule) error {
	_, image, err := draftDoc[[]core.Rule](d, bRules, []byte(d.dossier))
	if err != nil {
		return err
	}
	if len(rules) == 0 {
		image.after = nil
		return nil
	}
	stored := slices.Clone(rules)
	ids := make(map[string]bool, len(rules))
	for i := range stored {
		if id := stored[i].ID; id == "" || ids[id] {
			return invalid(changeBooks, "a rule has no id, or two have one")
		}
		ids[stored[i].ID] = true
		accounts := slices.Clone(stored[i].When.Accounts)
		for j, account := range accounts {
			no, ok, err := ledgerOf(d.tx, account)
			if err != nil {
				return err
			}
			if !ok {
				return unknown("account", string(account), "rules name accounts by their id")
			}
			accounts[j] = numberName(no)
		}
		stored[i].When.Accounts = accounts
	}
	return image.set(stored)
}

// booked reads a line that the bank has booked: announced ones are not reconciled.
func (d *draft) booked(key core.LineKey, r *row.Row) (lineRef, error) {
	ref, err := d.line(key, r)
	if err == nil && key.No&pendingBit != 0 {
		err = &core.Error{Code: core.CodeInvalid, Op: changeBooks, Msg: "the bank has only announced the line", Hint: "wait until it is booked"}
	}
	return ref, err
}

func (d *draft) mark(m core.LineMark) error {
	var r row.Row
	ref, err := d.booked(m.Line, &r)
	if err != nil {
		return err
	}
	image, err := d.at(string(bMarks), ref.key())
	if err != nil {
		return err
	}
	if image.after = nil; m.On {
		image.after = guard(image.key, nil)
	}
	return nil
}

func (d *draft) putNote(n core.LineNote) error {
	var r row.Row
	ref, err := d.line(n.Line, &r)
	if err != nil {
		return err
	}
	image, err := d.at(notes, ref.key())
	if err == nil {
		image.after = append([]byte{}, n.Text...)
	}
	return err
}

func (d *draft) reject(rejection core.Rejection) error {
	var r row.Row
	ref, err := d.booked(rejection.Line, &r)
	if err != nil {
		return err
	}
	stored, image, err := draftDoc[[]storedRejection](d, bRejections, ref.key())
	if err != nil {
		return err
	}
	one := storedRejection{Kind: rejection.Kind, Items: slices.Sorted(slices.Values(rejection.Items))}
	if one.With, err = d.others(rejection.With); err != nil {
		return err
	}
	same := func(o storedRejection) bool {
		return o.Kind == one.Kind && slices.Equal(o.Items, one.Items) && slices.Equal(o.With, one.With)
	}
	at := slices.IndexFunc(stored, same)
	switch {
	case rejection.Take && at >= 0:
		stored = slices.Delete(stored, at, at+1)
	case !rejection.Take && at < 0:
		stored = append(stored, one)
	default:
		return nil
	}
	if len(stored) == 0 {
		image.after = nil
		return nil
	}
	return image.set(stored)
}

// others translates lines that an explanation speaks of besides its own; they are not touched.
func (d *draft) others(keys []core.LineKey) ([]lineRef, error) {
	var refs []lineRef
	for _, key := range keys {
		l, err := d.ledger(key.Account)
		if err != nil {
			return nil, err
		}
		refs = append(refs, lineRef{Ledger: l.no, No: key.No})
	}
	return refs, nil
}
