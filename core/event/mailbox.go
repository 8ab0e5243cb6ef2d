// Package event tells the screens what has become old. An event carries no data: it names what to read again, so that
// merging two of them, or losing one behind another, cannot lose information.
package event

import "sync"

// Topic is a kind of thing that can change.
type Topic string

// The topics.
const (
	Dossiers     Topic = "dossiers"
	Connections  Topic = "connections"
	Accounts     Topic = "accounts"
	Transactions Topic = "transactions"
	Feeds        Topic = "feeds" // outcome, progress, next try of an account
	Activities   Topic = "activities"
	Settings     Topic = "settings"
	Books        Topic = "books"     // open items, matches, marks, rules, locks of a dossier
	Proposals    Topic = "proposals" // what the engine says of a dossier's open lines, and how far it is
)

// Change says that what stands under Topic and Scope (an account's or dossier's id; empty for all) must be read again.
type Change struct {
	Topic Topic
	Scope string
}

// Mailbox gathers changes until somebody takes them. It is a set, not a queue: ten thousand changes of one account are one.
type Mailbox struct {
	mu    sync.Mutex
	dirty map[Change]struct{}
	wake  chan struct{}
}

// NewMailbox returns an empty mailbox.
func NewMailbox() *Mailbox {
	return &Mailbox{dirty: make(map[Change]struct{}), wake: make(chan struct{}, 1)}
}

// Put marks something as changed. It never blocks.
func (m *Mailbox) Put(topic Topic, scope string) {
	m.mu.Lock()
	m.dirty[Change{topic, scope}] = struct{}{}
	m.mu.Unlock()
	select {
	case m.wake <- struct{}{}:
	default:
	}
}

// Wake is ready when something has been put since the last Drain.
func (m *Mailbox) Wake() <-chan struct{} { return m.wake }

// Drain takes everything that changed, in no particular order.
func (m *Mailbox) Drain() []Change {
	m.mu.Lock()
	defer m.mu.Unlock()
	changes := make([]Change, 0, len(m.dirty))
	for c := range m.dirty {
		changes = append(changes, c)
	}
	clear(m.dirty)
	return changes
}
