package world

import "time"

// clock is the virtual time: an instant, and what a monotonic source counted since.
type clock struct {
	base    time.Time
	elapsed func() time.Duration // nil: frozen
	mark    time.Duration
}

// now is cut to milliseconds, the precision in which the API speaks.
func (c *clock) now() time.Time {
	t := c.base
	if c.elapsed != nil {
		t = t.Add(c.elapsed() - c.mark)
	}
	return t.Truncate(time.Millisecond)
}

func (c *clock) set(t time.Time) {
	c.base = t.UTC()
	if c.elapsed != nil {
		c.mark = c.elapsed()
	}
}

// Now is the virtual time.
func (w *World) Now() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.settle()
}

// Advance moves the clock on; everything that happens in between happens, in order.
func (w *World) Advance(d time.Duration) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.moveTo(w.clock.now().Add(d))
}

// Set moves the clock to a later instant.
func (w *World) Set(t time.Time) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.moveTo(t)
}

func (w *World) moveTo(t time.Time) error {
	if t.Before(w.clock.now()) {
		return ErrBackwards
	}
	w.clock.set(t)
	w.settle()
	return nil
}

// settle lets everything happen that was due until now. Every exported method calls it first, so that no observer can
// tell that nothing runs between calls.
func (w *World) settle() time.Time {
	now := w.clock.now()
	for !w.nextRun.After(now) {
		w.advanceRuns(w.nextRun)
		w.ownRuns(w.nextRun)
		w.nextRun = w.runAfter(w.nextRun)
	}
	w.advanceRuns(now)
	return now
}

// runHours are those of Ponto's own synchronizations, in Brussels.
var runHours = [...]int{2, 8, 14, 20}

// runAfter is the first of Ponto's own runs after an instant.
func (w *World) runAfter(t time.Time) time.Time {
	y, m, d := t.In(w.brussels).Date()
	for day := d; ; day++ {
		for _, h := range runHours {
			if at := time.Date(y, m, day, h, 0, 0, 0, w.brussels); at.After(t) {
				return at.UTC()
			}
		}
	}
}

// runBefore is the last of Ponto's own runs before an instant or at it.
func (w *World) runBefore(t time.Time) time.Time {
	at := w.runAfter(t.AddDate(0, 0, -2))
	for next := w.runAfter(at); !next.After(t); next = w.runAfter(at) {
		at = next
	}
	return at
}
