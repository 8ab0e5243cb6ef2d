package store

import (
	"context"
	"encoding/binary"
	"strconv"
	"time"

	"ferry/core"

	bolt "go.etcd.io/bbolt"
)

// FeedStates lists how reading stands for every account that was ever tried.
func (f *File) FeedStates() ([]core.FeedState, error) {
	return readDocs[core.FeedState](f, "the feeds", bFeeds, nil)
}

// FeedState returns how reading an account stands; for one never tried only the account is filled.
func (f *File) FeedState(id core.AccountID) (core.FeedState, error) {
	s, ok, err := readDoc[core.FeedState](f, "the feed", bFeeds, []byte(id))
	if err == nil && !ok {
		s.Account = id
	}
	return s, err
}

// PutFeedState keeps how reading an account stands.
func (f *File) PutFeedState(ctx context.Context, s core.FeedState) error {
	return f.update(ctx, &write{op: "save the feed", rows: 1, do: func(tx *bolt.Tx) error {
		_, err := putDoc(tx, bFeeds, []byte(s.Account), s)
		return err
	}})
}

// Reminders lists the consent reminders that were given for an account.
func (f *File) Reminders(account core.AccountID) ([]core.Reminder, error) {
	return readDocs[core.Reminder](f, "reminders", bReminders, joined(string(account), ""))
}

// PutReminder notes that a reminder was given. A second one for the same account, expiry and step changes nothing.
func (f *File) PutReminder(ctx context.Context, account core.AccountID, expires time.Time, step int) error {
	key := joined(string(account), expires.UTC().Format(time.RFC3339)+"/"+strconv.Itoa(step))
	return f.update(ctx, &write{op: "save the reminder", rows: 1, do: func(tx *bolt.Tx) error {
		if tx.Bucket(bReminders).Get(key) != nil {
			return nil
		}
		_, err := putDoc(tx, bReminders, key, core.Reminder{Account: account, Expires: expires, Step: step, At: f.o.Now()})
		return err
	}})
}

// keptActivities is how many are kept; older ones make room.
const keptActivities = 5000

// AddActivity appends to what happened. Number and time are given here unless they are set.
func (f *File) AddActivity(ctx context.Context, a core.Activity) error {
	return f.update(ctx, &write{op: "save the activity", rows: 1, do: func(tx *bolt.Tx) error {
		b := tx.Bucket(bActivities)
		no, err := b.NextSequence()
		if err != nil {
			return err
		}
		entry := a
		if entry.No = no; entry.At.IsZero() {
			entry.At = f.o.Now()
		}
		if no > keptActivities {
			if err := b.Delete(number(no - keptActivities)); err != nil {
				return err
			}
		}
		_, err = putDoc(tx, bActivities, number(no), entry)
		return err
	}})
}

// Activities lists the newest n whose number is below before (0: from the newest).
func (f *File) Activities(before uint64, n int) (list []core.Activity, err error) {
	err = f.read("read activities", func(tx *bolt.Tx) error {
		c := tx.Bucket(bActivities).Cursor()
		k, v := c.Last()
		if before > 0 {
			if k, v = c.Seek(number(before)); k == nil {
				k, v = c.Last()
			}
			for k != nil && binary.BigEndian.Uint64(k) >= before {
				k, v = c.Prev()
			}
		}
		for ; k != nil && len(list) < n; k, v = c.Prev() {
			var a core.Activity
			if err := decodeDoc(k, v, &a); err != nil {
				return err
			}
			list = append(list, a)
		}
		return nil
	})
	return list, err
}
