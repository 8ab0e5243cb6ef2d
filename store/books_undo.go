package store

import (
	"bytes"
	"context"
	"errors"
	"slices"

	"ferry/core"

	bolt "go.etcd.io/bbolt"
)

// Undo takes back the last act of a dossier that is not undone.
func (f *File) Undo(ctx context.Context, d core.DossierID, by string) (core.Done, error) {
	release, err := f.alone(ctx)
	if err != nil {
		return core.Done{}, err
	}
	defer release()
	return f.undo(ctx, d, by)
}

// Redo does again the act that was taken back last.
func (f *File) Redo(ctx context.Context, d core.DossierID, by string) (core.Done, error) {
	release, err := f.alone(ctx)
	if err != nil {
		return core.Done{}, err
	}
	defer release()
	return f.move(ctx, d, by, "redo")
}

func (f *File) undo(ctx context.Context, d core.DossierID, by string) (core.Done, error) {
	return f.move(ctx, d, by, "undo")
}

// move goes one act back or forth in the stack, part by part.
func (f *File) move(ctx context.Context, d core.DossierID, by, which string) (done core.Done, err error) {
	var keys [][]byte
	err = f.read(which, func(tx *bolt.Tx) error {
		if keys, err = partsToMove(tx, d, which); err != nil {
			return err
		}
		if len(keys) == 0 {
			return nothingTo(which)
		}
		if done, err = f.doneOf(tx, keys); err != nil || len(keys) == 1 {
			return err
		}
		draft := f.draft(tx, d, by)
		for _, key := range keys {
			if err := draft.move(key, which); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return core.Done{}, err
	}
	a := core.Act{Dossier: d, By: by, What: which + ": " + done.What}
	for i := range keys {
		if err := f.moveOne(ctx, &a, keys, i, which); err != nil {
			return core.Done{}, err
		}
		ctx = context.WithoutCancel(ctx) // what is begun is finished
	}
	if err := f.moved(ctx, d, which == "undo"); err != nil {
		return core.Done{}, err
	}
	done.Undone = which == "undo"
	if !done.Undone {
		slices.Sort(done.Matches)
	}
	return done, nil
}

func (f *File) moveOne(ctx context.Context, a *core.Act, keys [][]byte, i int, which string) error {
	var moved []flushed
	w := &write{op: which, do: func(tx *bolt.Tx) (err error) {
		moved, err = f.movePart(tx, a, keys[i], len(keys) > 1, which)
		return err
	}}
	w.rows, w.ledger = f.weigh(keys[i])
	if err := f.update(ctx, w); err != nil {
		return err
	}
	f.sets.committed(moved)
	return nil
}

// partsToMove are the parts of the act that is next, in the order in which they are to be moved.
func partsToMove(tx *bolt.Tx, d core.DossierID, which string) (keys [][]byte, err error) {
	pos, err := positionOf(tx, d)
	if err != nil {
		return nil, err
	}
	c := tx.Bucket(bActs).Cursor()
	next := c.Next
	k, _ := seekAbove(c, actKey(d, pos.Act, pos.Part))
	if which == "undo" {
		next = c.Prev
		k, _ = seekBelow(c, actKey(d, pos.Act, pos.Part))
	}
	if !bytes.HasPrefix(k, of(d, "")) {
		return nil, nil
	}
	for act := bytes.Clone(prefixOf(k)); bytes.HasPrefix(k, act); k, _ = next() {
		keys = append(keys, bytes.Clone(k))
	}
	return keys, nil
}

// weigh says how large the write of a part is, and whether it changes lines.
func (f *File) weigh(key []byte) (rows int, lines bool) {
	err := f.read("read the act", func(tx *bolt.Tx) error {
		a := archive{}
		defer a.close()
		images, err := a.readImages(tx, key)
		rows = len(images)
		lines = slices.ContainsFunc(images, func(i *image) bool { return i.bucket == notes })
		return err
	})
	if err != nil {
		return 1, false // the write itself will say it
	}
	return rows, lines
}

// movePart takes a part back or does it again, in the writer.
func (f *File) movePart(tx *bolt.Tx, a *core.Act, key []byte, several bool, which string) ([]flushed, error) {
	draft := f.draft(tx, a.Dossier, a.By)
	if err := draft.move(key, which); err != nil {
		return nil, err
	}
	if err := draft.flush(); err != nil {
		return nil, err
	}
	pos, err := positionOf(tx, a.Dossier)
	if err != nil {
		return nil, err
	}
	told := actData{}
	told.Act, told.Part = splitActKey(key)
	pos.Act, pos.Part = told.Act, told.Part
	if which == "undo" {
		c := tx.Bucket(bActs).Cursor()
		c.Seek(key)
		pos.Act, pos.Part = 0, 0
		if k, _ := c.Prev(); bytes.HasPrefix(k, of(a.Dossier, "")) {
			pos.Act, pos.Part = splitActKey(k)
		}
	}
	if several && pos.Moving != told.Act {
		pos.Moving, pos.Fresh = told.Act, false
	}
	pos.Revision++
	if _, err := putDoc(tx, bBooks, []byte(a.Dossier), pos); err != nil {
		return nil, err
	}
	return draft.flushed, f.noteAct(tx, which, a, draft.now, told)
}

// move puts into the draft what stood in the file before a part, or after it. It refuses where something else stands there
// than the part left. What the bank has changed of a line since is no reason: its match then says that it changed.
func (d *draft) move(key []byte, which string) error {
	part, ok, err := getDoc[actPart](d.tx, bActs, key)
	if err != nil || !ok {
		return corrupt(which, err)
	}
	if err := d.mayTouch(part.Lines); err != nil {
		return stuck(part, which, err)
	}
	a := archive{}
	defer a.close()
	images, err := a.readImages(d.tx, key)
	if err != nil {
		return err
	}
	for _, i := range images {
		if which == "redo" {
			i.before, i.after = i.after, i.before
		}
		now, err := d.at(i.bucket, i.key)
		if err != nil {
			return err
		}
		if now.after == nil && i.bucket == notes {
			continue // an announced line that has gone took its note along
		}
		if (now.after == nil) != (i.after == nil) || !bytes.Equal(now.after, i.after) {
			return refused(cannot(part, which)+d.describe(i)+" changed since", "the act stays as it is; change it by hand")
		}
		if err := d.mayMove(i); err != nil {
			return err
		}
		now.after = i.before
	}
	return nil
}

// nothingTo says that no act is left to be moved, and why that may be.
func nothingTo(which string) error {
	hint := "nothing was done to these books yet, or all of it is undone; ferry undo --list shows what was"
	if which == "redo" {
		hint = "only what was undone last can be done again, and only until something else is done"
	}
	return &core.Error{Code: core.CodeNotFound, Op: which, Msg: "there is nothing to " + which, Hint: hint}
}

// cannot begins a sentence that says why an act is not moved.
func cannot(part actPart, which string) string {
	verb := " cannot be taken back: "
	if which == "redo" {
		verb = " cannot be done again: "
	}
	return "“" + core.CleanText(part.What) + "”" + verb
}

// stuck names the act that a lock holds where it is. Whoever set the lock last expects undo to take that back first, which it does
// not: locks stand beside the acts.
func stuck(part actPart, which string, err error) error {
	e, ok := errors.AsType[*core.Error](err)
	if !ok || e.Hint != hintUnlock {
		return err
	}
	return refused(cannot(part, which)+e.Msg, "the lock is no act, and stays: "+hintUnlock)
}

// describe names what an image is of, for a sentence.
func (d *draft) describe(i *image) string {
	_, name := ofDossier(i.key)
	switch i.bucket {
	case notes:
		return "the note of a line"
	case string(bItems):
		return "open item " + core.CleanText(string(name))
	case string(bChart):
		return "ledger account " + core.CleanText(string(name))
	case string(bRules):
		return "the list of rules"
	case string(bRejections):
		return "what was rejected for a line"
	case string(bMarks):
		return "the mark of a line"
	}
	return "a match"
}

// Acts lists the newest n acts of a dossier, also those that were taken back and can be done again.
func (f *File) Acts(d core.DossierID, n int) (list []core.Done, err error) {
	err = f.read("read the acts", func(tx *bolt.Tx) error {
		c := tx.Bucket(bActs).Cursor()
		k, _ := seekBelow(c, actKey(d, ^uint64(0), ^uint32(0)))
		for len(list) < n && bytes.HasPrefix(k, of(d, "")) {
			act := bytes.Clone(prefixOf(k))
			var keys [][]byte
			for ; bytes.HasPrefix(k, act); k, _ = c.Prev() {
				keys = append(keys, bytes.Clone(k))
			}
			done, err := f.doneOf(tx, keys)
			if err != nil {
				return err
			}
			list = append(list, done)
		}
		return nil
	})
	return list, err
}

// doneOf puts an act together from its parts, whatever their order.
func (f *File) doneOf(tx *bolt.Tx, keys [][]byte) (done core.Done, err error) {
	keys = slices.SortedFunc(slices.Values(keys), bytes.Compare)
	d, _ := ofDossier(keys[0])
	pos, err := positionOf(tx, d)
	if err != nil {
		return done, err
	}
	owners, err := ledgers(tx)
	if err != nil {
		return done, err
	}
	for i, key := range keys {
		part, ok, err := getDoc[actPart](tx, bActs, key)
		if err != nil || !ok {
			return done, corrupt("read the act", err)
		}
		if i == 0 {
			done.ID, _ = splitActKey(key)
			done.By, done.What = part.By, part.What
			done.Undone = bytes.Compare(key, actKey(d, pos.Act, pos.Part)) > 0
		}
		done.At = part.At
		done.Matches = append(done.Matches, part.Matches...)
		done.Lines = append(done.Lines, keysOf(owners, part.Lines)...)
	}
	return done, nil
}
