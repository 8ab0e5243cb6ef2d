package store

import (
	"bytes"
	"context"
	"errors"
	"fmt"

	"ferry/core"

	bolt "go.etcd.io/bbolt"
)

// moved notes that no act of a dossier is half done any more. One that was done for the first time and is taken back is
// gone: nobody has seen the whole of it, so there is nothing to do again.
func (f *File) moved(ctx context.Context, d core.DossierID, undone bool) error {
	pos, _, err := readDoc[position](f, "the books", bBooks, []byte(d))
	if err != nil || pos.Moving == 0 {
		return err
	}
	return f.update(context.WithoutCancel(ctx), &write{op: changeBooks, rows: 1, do: func(tx *bolt.Tx) error {
		pos, err := positionOf(tx, d)
		if err != nil {
			return err
		}
		if undone && pos.Fresh {
			if err := dropUndone(tx, d, pos); err != nil {
				return err
			}
		}
		pos.Moving, pos.Fresh = 0, false
		_, err = putDoc(tx, bBooks, []byte(d), pos)
		return err
	}})
}

// takeBackTorn takes back the acts of which a program was killed between two parts: the books are as they were before. An
// undo or a redo that was cut off ends as an undo, which can be done again.
func (f *File) takeBackTorn(ctx context.Context) error {
	torn := make(map[core.DossierID]position)
	err := f.read("read the books", func(tx *bolt.Tx) error {
		return tx.Bucket(bBooks).ForEach(func(k, v []byte) error {
			var pos position
			err := decodeDoc(k, v, &pos)
			if err == nil && pos.Moving != 0 {
				torn[core.DossierID(bytes.Clone(k))] = pos
			}
			return nil // what cannot be read is for verify to say
		})
	})
	for d, pos := range torn {
		what := "what was done last"
		if pos.Act == pos.Moving {
			done, failed := f.undo(ctx, d, tornBy)
			if failed != nil {
				err = errors.Join(err, failed)
				continue
			}
			what = "“" + core.CleanText(done.What) + "”"
		} else {
			err = errors.Join(err, f.moved(ctx, d, true))
		}
		again := "do it again"
		if !pos.Fresh {
			again = "redo does it again"
		}
		f.notices = append(f.notices, fmt.Sprintf("%s was cut off before its end and is taken back: %s", what, again))
	}
	return err
}

// tornBy is who the journal names where nobody asked for an undo.
const tornBy = "recovery"
