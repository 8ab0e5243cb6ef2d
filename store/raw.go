package store

import (
	"time"

	"ferry/core"
	"ferry/store/row"

	bolt "go.etcd.io/bbolt"
)

// RawDelivery is what the provider sent, as it came.
type RawDelivery struct {
	No      uint64
	Account core.AccountID
	Source  string
	At      time.Time
	By      string
	Raw     [][]byte // response bodies, in order
}

// readDelivery reads one delivery; who reads many keeps an archive.
func readDelivery(tx *bolt.Tx, no uint64) (RawDelivery, error) {
	a := archive{tx: tx}
	defer a.close()
	return a.read(no)
}

// Delivery returns what the provider sent.
func (f *File) Delivery(no uint64) (d RawDelivery, err error) {
	err = f.read("read the delivery", func(tx *bolt.Tx) error {
		d, err = readDelivery(tx, no)
		return err
	})
	return d, err
}

// Origin finds the delivery that brought the current revision of a line, and the line's position in it; the position is
// -1 when the line was decided after its page was stored.
func (f *File) Origin(account core.AccountID, no core.LineNo) (d RawDelivery, item int, err error) {
	err = f.readLedger("trace the line", account, func(l *ledger) error {
		var r row.Row
		if err := l.anyRow(no, &r); err != nil {
			return err
		}
		item = r.Item
		d, err = readDelivery(l.tx, r.Delivery)
		return err
	})
	return d, item, err
}
