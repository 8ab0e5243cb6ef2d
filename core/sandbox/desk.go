package sandbox

import (
	"slices"
	"sync"
	"time"

	"ferry/core"
)

// shelf keeps the last few things under their ids; the oldest falls off.
type shelf[T any] struct {
	most  int
	items map[string]T
	order []string
}

func newShelf[T any](most int) shelf[T] { return shelf[T]{most: most, items: map[string]T{}} }

func (s *shelf[T]) get(id string) (T, bool) {
	item, ok := s.items[id]
	return item, ok
}

func (s *shelf[T]) put(id string, item T) {
	if _, known := s.items[id]; !known {
		if len(s.order) >= s.most {
			delete(s.items, s.order[0])
			s.order = s.order[1:]
		}
		s.order = append(s.order, id)
	}
	s.items[id] = item
}

func (s *shelf[T]) drop(id string) {
	delete(s.items, id)
	s.order = slices.DeleteFunc(s.order, func(known string) bool { return known == id })
}

// deskBound is how many sessions and unfinished walks are kept.
const deskBound = 1000

// desk remembers what people at the pages are in the middle of.
type desk struct {
	mu               sync.Mutex
	sessions         shelf[string] // cookie to user id
	flows            shelf[flow]
	onboardings      shelf[onboarding]
	reauthorizations shelf[reauthorization]
	// consented are the bank accounts that an organization authorized in the dashboard, oldest first: they can be given
	// to an integration that is made later.
	consented map[string][]string
}

func newDesk() *desk {
	return &desk{sessions: newShelf[string](deskBound), flows: newShelf[flow](deskBound),
		onboardings: newShelf[onboarding](deskBound), reauthorizations: newShelf[reauthorization](deskBound),
		consented: map[string][]string{}}
}

func (d *desk) keepSession(cookie, user string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.sessions.put(cookie, user)
}

func (d *desk) dropSession(cookie string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.sessions.drop(cookie)
}

func (d *desk) session(cookie string) (string, bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.sessions.get(cookie)
}

func (d *desk) keepFlow(f flow) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.flows.put(f.id, f)
}

func (d *desk) flow(id string) (flow, bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.flows.get(id)
}

// endFlow takes a walk off the desk; false when it had ended already.
func (d *desk) endFlow(id string) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	_, ok := d.flows.get(id)
	d.flows.drop(id)
	return ok
}

func (d *desk) keepOnboarding(id string, o onboarding) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.onboardings.put(id, o)
}

// onboarding returns prefilled details while they are fresh.
func (d *desk) onboarding(id string, now time.Time) map[string]string {
	d.mu.Lock()
	defer d.mu.Unlock()
	o, ok := d.onboardings.get(id)
	if !ok || !now.Before(o.expires) {
		return nil
	}
	return o.fields
}

func (d *desk) keepReauthorization(id string, account core.AccountID, redirect string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.reauthorizations.put(id, reauthorization{account, redirect})
}

func (d *desk) reauthorization(id string) (reauthorization, bool) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.reauthorizations.get(id)
}

// consent notes which accounts of one bank an organization authorized; shown are all that it could have.
func (d *desk) consent(organization string, shown, ticked []string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	kept := slices.DeleteFunc(d.consented[organization], func(id string) bool { return slices.Contains(shown, id) })
	d.consented[organization] = append(kept, ticked...)
}

func (d *desk) consents(organization string) []string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return slices.Clone(d.consented[organization])
}
