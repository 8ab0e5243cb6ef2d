package event

import (
	"sync"
	"testing"
)

func TestMailboxMergesAndLosesNothing(t *testing.T) {
	t.Parallel()
	m := NewMailbox()
	var writers sync.WaitGroup
	for range 4 {
		writers.Go(func() {
			for range 1000 {
				m.Put(Accounts, "a")
				m.Put(Transactions, "b")
			}
		})
	}
	writers.Wait()
	<-m.Wake()
	if got := m.Drain(); len(got) != 2 {
		t.Fatalf("8000 puts of two things drain as %d changes", len(got))
	}
	if got := m.Drain(); len(got) != 0 {
		t.Fatalf("a drained mailbox still holds %v", got)
	}
	m.Put(Feeds, "")
	select {
	case <-m.Wake():
	default:
		t.Fatal("a put after a drain does not wake anybody")
	}
}
