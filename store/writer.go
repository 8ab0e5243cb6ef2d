package store

import (
	"context"
	"errors"

	"ferry/core"

	bolt "go.etcd.io/bbolt"
)

// maxRows bounds one transaction: a longer one would keep readers from a new memory map and hold its pages in memory.
const maxRows = 4000

// write is one caller's change. Changes that wait at the same moment share a transaction and with it the wait for the
// disk, which is most of what a small write costs.
type write struct {
	op     string
	rows   int
	ledger bool // lines change: the file gets a new revision
	// do may run more than once: when another write of the same transaction fails, the rest start again.
	do   func(*bolt.Tx) error
	done chan error
}

// update hands a change to the writer and returns when it is on disk. Once handed in it runs to its end.
func (f *File) update(ctx context.Context, w *write) error {
	w.done = make(chan error, 1)
	if err := f.enqueue(ctx, w); err != nil {
		return err
	}
	return <-w.done
}

func (f *File) enqueue(ctx context.Context, w *write) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	f.mu.RLock()
	defer f.mu.RUnlock()
	if f.closed {
		return &core.Error{Code: core.CodeStorage, Op: w.op, Msg: "the file is closed"}
	}
	select {
	case f.writes <- w:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

// writer is the only goroutine that changes the file.
func (f *File) writer() {
	defer close(f.stopped)
	var held *write // taken from the queue, but too large for the group before it
	for {
		w := held
		if held = nil; w == nil {
			next, ok := <-f.writes
			if !ok {
				return
			}
			w = next
		}
		group, rows := []*write{w}, w.rows
	gather:
		for rows < maxRows {
			select {
			case next, ok := <-f.writes:
				if !ok {
					break gather
				}
				if rows+next.rows > maxRows {
					held = next
					break gather
				}
				group, rows = append(group, next), rows+next.rows
			default:
				break gather
			}
		}
		f.commit(group)
	}
}

// commit runs a group in one transaction. A write that fails is told so and left out; the others start again.
func (f *File) commit(group []*write) {
	for len(group) > 0 {
		failed, ledger := -1, false
		err := f.transact(group[0].op, func(tx *bolt.Tx) error {
			for i, w := range group {
				if err := w.do(tx); err != nil {
					failed = i
					return err
				}
				ledger = ledger || w.ledger
			}
			return nil
		})
		if failed >= 0 && len(group) > 1 {
			group[failed].done <- storageError(group[failed].op, err)
			group = append(group[:failed:failed], group[failed+1:]...)
			continue
		}
		if err == nil && ledger {
			f.revision.Add(1)
		}
		for _, w := range group {
			w.done <- storageError(w.op, err)
		}
		return
	}
}

// errUnchanged ends a transaction that found nothing to do, without a write to the disk.
var errUnchanged = errors.New("nothing changed")

func (f *File) transact(op string, fn func(*bolt.Tx) error) (err error) {
	defer caught(op, &err)()
	err = f.db.Update(func(tx *bolt.Tx) error {
		if err := fn(tx); err != nil {
			return err
		}
		if stats := tx.Stats(); stats.GetNodeCount() == 0 { // no page was taken up to be written
			return errUnchanged
		}
		return nil
	})
	if errors.Is(err, errUnchanged) {
		return nil
	}
	return err
}
