package store

import (
	"bytes"
	"context"
	"encoding/binary"
	"encoding/json"
	"time"

	"ferry/core"

	bolt "go.etcd.io/bbolt"
)

// An act is kept in parts, each written in a transaction of its own and small enough for one; nearly every act is one part.
// What a part did stands in its images, so taking it back needs no knowledge of what an act can be.

// actPart describes a part; its images stand apart, because a list of acts does not need them.
type actPart struct {
	At      time.Time `json:"at"`
	By      string    `json:"by"`
	What    string    `json:"what"`
	Why     string    `json:"why,omitempty"`
	Matches []uint64  `json:"matches,omitempty"`
	Lines   []lineRef `json:"lines,omitempty"`
	Images  int       `json:"images"`
}

func actKey(d core.DossierID, act uint64, part uint32) []byte {
	return of(d, binary.BigEndian.AppendUint32(number(act), part))
}

const actKeySize = 12 // behind the dossier

// prefixOf is what all parts of one act begin with.
func prefixOf(key []byte) []byte { return key[:len(key)-4] }

func splitActKey(key []byte) (act uint64, part uint32) {
	_, rest := ofDossier(key)
	if len(rest) != actKeySize {
		return 0, 0
	}
	return binary.BigEndian.Uint64(rest), binary.BigEndian.Uint32(rest[8:])
}

// packImages writes images one behind the other. A length of 0 stands for nothing, n+1 for n bytes.
func packImages(images []*image) []byte {
	var out []byte
	for _, i := range images {
		for _, text := range [][]byte{[]byte(i.bucket), i.key, i.before, i.after} {
			if text == nil {
				out = append(out, 0)
				continue
			}
			out = append(binary.AppendUvarint(out, uint64(len(text))+1), text...)
		}
	}
	return out
}

func unpackImages(packed []byte) ([]*image, error) {
	var list []*image
	for len(packed) > 0 {
		var texts [4][]byte
		for i := range texts {
			n, used := binary.Uvarint(packed)
			if used <= 0 || n > uint64(len(packed)-used)+1 {
				return nil, errGuard
			}
			if packed = packed[used:]; n > 0 {
				texts[i], packed = packed[:n-1:n-1], packed[n-1:]
			}
		}
		if len(texts[1]) == 0 {
			return nil, errGuard
		}
		list = append(list, &image{string(texts[0]), texts[1], texts[2], texts[3]})
	}
	return list, nil
}

func (a *archive) readImages(tx *bolt.Tx, key []byte) ([]*image, error) {
	packed, err := unguard(key, tx.Bucket(bImages).Get(key))
	if err != nil {
		return nil, err
	}
	plain, err := a.unzip(packed, nil, nil)
	if err != nil {
		return nil, err
	}
	return unpackImages(plain)
}

// alone lets one act at a time happen: those in several parts must not mix. It is not held by reads and deliveries.
func (f *File) alone(ctx context.Context) (release func(), err error) {
	select {
	case f.acting <- struct{}{}:
		return func() { <-f.acting }, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	}
}

// Do does an act: all of it, or nothing and says why. A large act is written in several transactions; when a program is
// killed between two, the next one takes back what stands: see [File.takeBackTorn].
func (f *File) Do(ctx context.Context, a core.Act) (core.Done, error) {
	steps := stepsOf(&a)
	if len(steps) == 0 {
		return core.Done{}, invalid("change the books", "the act changes nothing")
	}
	release, err := f.alone(ctx)
	if err != nil {
		return core.Done{}, err
	}
	defer release()
	parts := cutSteps(steps, f.room)
	if len(parts) > 1 {
		if err := f.rehearse(ctx, &a, parts); err != nil {
			return core.Done{}, err
		}
	}
	done := core.Done{By: a.By, What: a.What}
	for i := range parts {
		if err := f.doPart(ctx, &a, parts, i, &done); err != nil {
			return core.Done{}, f.giveUp(ctx, &a, done.ID, err)
		}
	}
	if len(parts) > 1 {
		if err := f.moved(ctx, a.Dossier, false); err != nil {
			return core.Done{}, f.giveUp(ctx, &a, done.ID, err)
		}
	}
	return done, nil
}

// doPart writes one part of an act.
func (f *File) doPart(ctx context.Context, a *core.Act, parts [][]step, i int, done *core.Done) error {
	w := doing{f: f, a: a, steps: parts[i], first: i == 0, several: len(parts) > 1, act: done.ID, part: uint32(i)}
	if err := f.update(ctx, &write{op: "change the books", rows: rowsOf(w.steps), ledger: len(a.Notes) > 0, do: w.do}); err != nil {
		return err
	}
	f.sets.committed(w.flushed)
	if done.ID = w.act; w.at.After(done.At) {
		done.At = w.at
	}
	done.Matches = append(done.Matches, w.matches...)
	done.Lines = append(done.Lines, w.lines...)
	return nil
}

// rehearse goes through a large act without writing, so that what refuses it does so before its first part stands.
func (f *File) rehearse(ctx context.Context, a *core.Act, parts [][]step) error {
	return f.read("change the books", func(tx *bolt.Tx) error {
		d := f.draft(tx, a.Dossier, a.By)
		if err := d.expect(a); err != nil {
			return err
		}
		for _, steps := range parts {
			if err := ctx.Err(); err != nil {
				return err
			}
			for _, s := range steps {
				if err := s.run(d); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

// giveUp takes back the parts of an act whose next one was refused after all: a delivery came in between.
func (f *File) giveUp(ctx context.Context, a *core.Act, act uint64, why error) error {
	if act == 0 {
		return why
	}
	// Where that is refused, what was done can still be taken back by the user.
	_, _ = f.undo(context.WithoutCancel(ctx), a.Dossier, a.By)
	return why
}

// doing writes one part of an act.
type doing struct {
	f     *File
	a     *core.Act
	steps []step
	first bool
	act   uint64
	part  uint32

	several bool // the act has more parts

	at      time.Time
	matches []uint64
	lines   []core.LineKey
	flushed []flushed
}

func (w *doing) do(tx *bolt.Tx) error {
	d := w.f.draft(tx, w.a.Dossier, w.a.By)
	if w.first {
		w.act = 0 // the writer may have to begin again
		if err := d.expect(w.a); err != nil {
			return err
		}
	}
	var told actData
	for _, s := range w.steps {
		if err := s.run(d); err != nil {
			return err
		}
		s.tell(&told)
	}
	images := d.changed()
	if w.at, w.matches, w.lines, w.flushed = d.now, d.matches, nil, nil; len(images) == 0 {
		return nil
	}
	pos, err := positionOf(tx, w.a.Dossier)
	if err != nil {
		return err
	}
	if w.act == 0 {
		if err := dropUndone(tx, w.a.Dossier, pos); err != nil {
			return err
		}
		if w.act, err = tx.Bucket(bActs).NextSequence(); err != nil {
			return err
		}
	}
	if err := w.record(d, images); err != nil {
		return err
	}
	if err := d.flush(); err != nil {
		return err
	}
	pos = position{Act: w.act, Part: w.part, Revision: pos.Revision + 1}
	if w.several {
		pos.Moving, pos.Fresh = w.act, true
	}
	if _, err := putDoc(tx, bBooks, []byte(w.a.Dossier), pos); err != nil {
		return err
	}
	owners, err := ledgers(tx)
	if err != nil {
		return err
	}
	w.lines, w.flushed = keysOf(owners, d.lines), d.flushed
	told.Act, told.Part = w.act, w.part
	return w.f.noteAct(tx, "act", w.a, d.now, told)
}

// record keeps what undo needs.
func (w *doing) record(d *draft, images []*image) error {
	key := actKey(w.a.Dossier, w.act, w.part)
	d.tx.Bucket(bActs).FillPercent, d.tx.Bucket(bImages).FillPercent = appendFill, appendFill
	_, err := putDoc(d.tx, bActs, key, actPart{
		At: d.now, By: w.a.By, What: w.a.What, Why: w.a.Why, Matches: d.matches, Lines: d.lines, Images: len(images),
	})
	if err != nil {
		return err
	}
	return d.tx.Bucket(bImages).Put(key, guard(key, w.f.zip.EncodeAll(packImages(images), nil)))
}

func (f *File) noteAct(tx *bolt.Tx, kind string, a *core.Act, at time.Time, data any) error {
	told, err := json.Marshal(data)
	if err != nil {
		return err
	}
	return f.note(tx, core.JournalEntry{
		At: at, By: a.By, Kind: kind, Subject: string(a.Dossier), What: a.What, Why: a.Why, Data: told,
	})
}

// expect refuses an act that was decided on books that have changed since.
func (d *draft) expect(a *core.Act) error {
	if a.Expect == 0 {
		return nil
	}
	pos, err := positionOf(d.tx, d.dossier)
	if err == nil && pos.shown() != a.Expect {
		err = &core.Error{
			Code: core.CodeConflict, Op: "change the books", Msg: "the books changed since this was decided: nothing was done",
			Hint: "look at them as they are now and decide again",
		}
	}
	return err
}

// dropUndone takes the acts from the stack that a new one makes impossible to do again. The journal keeps them.
func dropUndone(tx *bolt.Tx, d core.DossierID, pos position) error {
	var keys [][]byte
	prefix := of(d, "")
	c := tx.Bucket(bActs).Cursor()
	for k, _ := seekAbove(c, actKey(d, pos.Act, pos.Part)); bytes.HasPrefix(k, prefix); k, _ = c.Next() {
		keys = append(keys, bytes.Clone(k))
	}
	for _, k := range keys {
		if err := tx.Bucket(bActs).Delete(k); err != nil {
			return err
		}
		if err := tx.Bucket(bImages).Delete(k); err != nil {
			return err
		}
	}
	return nil
}

// seekAbove finds the first key behind the given one.
func seekAbove(c *bolt.Cursor, key []byte) (k, v []byte) {
	if k, v = c.Seek(key); bytes.Equal(k, key) {
		return c.Next()
	}
	return k, v
}
