// Package tuitest drives the whole program without a terminal, the way a user would: press, type, see. Nothing sleeps: after each
// key the driver waits until nothing is under way any more.
package tuitest

import (
	"strings"
	"testing"
	"time"

	tea "github.com/charmbracelet/bubbletea"
	"github.com/charmbracelet/x/ansi"
	"github.com/charmbracelet/x/exp/golden"

	"ferry/tui"
	"ferry/tui/nav"
	"ferry/tui/theme"
	"ferry/tui/tuitest/picture"
)

// Driver is a user in front of the program, with a clock of their own.
type Driver struct {
	t      testing.TB
	model  *tui.Model
	msgs   chan landing
	sent   int          // commands that were started
	flying map[int]bool // those that have not come back; true: it waits for the outside world
	now    time.Time
	timers []timer
	keys   int
	w, h   int
	copied string
}

// timer is something that the program wants to hear at a time of the driver's clock.
type timer struct {
	at         time.Time
	msg        tea.Msg
	background bool
}

// Start is the time at which every driver's clock begins.
var Start = time.Date(2026, 11, 22, 9, 30, 0, 0, time.UTC)

const (
	// debounce is the longest timer that the driver lets run off by itself: a user would not notice it.
	debounce = 250 * time.Millisecond
	// patience is how long a command may take before the test fails. It is never slept.
	patience = 20 * time.Second
	// moment is how long a command that the program does not count may take to come back, before it is taken for one that
	// waits for the outside world.
	moment = 200 * time.Millisecond
	// endless is how many rounds of timers make a program that never comes to rest.
	endless = 200
)

// New starts the program at 120×36. What is missing in the options is put in: theme, clock, clipboard.
func New(t testing.TB, o tui.Options) *Driver {
	t.Helper()
	d := &Driver{t: t, msgs: make(chan landing, 1024), flying: make(map[int]bool), now: Start, w: 120, h: 36}
	if o.Theme == nil {
		o.Theme = theme.New(theme.Options{Name: theme.Dark})
	}
	o.Strict = true
	o.Now = func() time.Time { return d.now }
	o.Timer = d.timer
	if o.Clip == nil {
		o.Clip = func(text string) error { d.copied = text; return nil }
	}
	model, err := tui.NewModel(t.Context(), o)
	if err != nil {
		t.Fatal(err)
	}
	d.model = model
	d.run(model.Init())
	d.update(tea.WindowSizeMsg{Width: d.w, Height: d.h})
	d.Settle()
	return d
}

// timer takes the place of real time: the message comes when the driver's clock says so.
func (d *Driver) timer(after time.Duration, msg tea.Msg, background bool) tea.Cmd {
	d.timers = append(d.timers, timer{d.now.Add(after), msg, background})
	return nil
}

// run starts a command as the framework does: on its own goroutine, batches taken apart.
func (d *Driver) run(cmd tea.Cmd) {
	if cmd == nil {
		return
	}
	d.sent++
	n := d.sent
	d.flying[n] = false
	go func() { d.msgs <- landing{n, cmd()} }()
}

// landing is a command that has come back.
type landing struct {
	n   int
	msg tea.Msg
}

// awaited reports whether a command is on its way that does not wait for the outside world.
func (d *Driver) awaited() bool {
	for _, parked := range d.flying {
		if !parked {
			return true
		}
	}
	return false
}

func (d *Driver) update(msg tea.Msg) {
	switch msg := msg.(type) {
	case nil:
		return
	case tea.BatchMsg:
		for _, cmd := range msg {
			d.run(cmd)
		}
		return
	}
	_, cmd := d.model.Update(msg)
	d.run(cmd)
	d.model.Frame()
}

// Settle waits until nothing is under way, after something was changed behind the program's back.
func (d *Driver) Settle() {
	d.t.Helper()
	for range endless {
		d.drain()
		if e, ok := d.model.TakeEvents(); ok {
			d.update(e)
			continue
		}
		if !d.ring(d.now.Add(debounce), false) {
			return
		}
	}
	d.t.Fatalf("the program never comes to rest:\n%s", d.Screen())
}

// drain takes messages until every command that the program counts has come back.
func (d *Driver) drain() {
	d.t.Helper()
	deadline := time.NewTimer(patience)
	defer deadline.Stop()
	for {
		select {
		case l := <-d.msgs:
			d.landed(l)
			continue
		default:
		}
		idle := d.model.Idle()
		if idle && !d.awaited() {
			return
		}
		var grace <-chan time.Time
		if idle { // what the program does not count comes at once, or not before something happens elsewhere
			grace = time.After(moment)
		}
		select {
		case l := <-d.msgs:
			d.landed(l)
		case <-grace:
			for n := range d.flying {
				d.flying[n] = true
			}
		case <-deadline.C:
			d.t.Fatalf("a command does not come back:\n%s", d.Screen())
		}
	}
}

func (d *Driver) landed(l landing) {
	delete(d.flying, l.n)
	d.update(l.msg)
}

// ring lets the earliest timer run off that is due until the given time; false when there is none. Background timers
// are left alone unless asked for.
func (d *Driver) ring(until time.Time, background bool) bool {
	next := -1
	for i, t := range d.timers {
		if t.at.After(until) || t.background && !background {
			continue
		}
		if next < 0 || t.at.Before(d.timers[next].at) {
			next = i
		}
	}
	if next < 0 {
		return false
	}
	t := d.timers[next]
	d.timers = append(d.timers[:next], d.timers[next+1:]...)
	if t.at.After(d.now) {
		d.now = t.at
	}
	d.update(t.msg)
	return true
}

// Advance moves the clock: toasts go, debounces end, spinners turn.
func (d *Driver) Advance(by time.Duration) {
	d.t.Helper()
	until := d.now.Add(by)
	for range endless {
		if !d.ring(until, true) {
			d.now = until
			d.Settle()
			return
		}
		d.drain()
	}
	d.t.Fatalf("timers never end:\n%s", d.Screen())
}

// Press presses keys by name: "enter", "ctrl+k", "a".
func (d *Driver) Press(keys ...string) {
	d.t.Helper()
	for _, name := range keys {
		d.keys++
		d.update(keyMsg(d.t, name))
		d.Settle()
	}
}

// Burst presses keys faster than the program can answer: it comes to rest only after the last one.
func (d *Driver) Burst(keys ...string) {
	d.t.Helper()
	for _, name := range keys {
		d.keys++
		d.update(keyMsg(d.t, name))
	}
	d.Settle()
}

// Type writes a text, key by key.
func (d *Driver) Type(text string) {
	d.t.Helper()
	for _, r := range text {
		d.keys++
		d.update(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune{r}})
		d.Settle()
	}
}

// Paste pastes a text; it counts as one key.
func (d *Driver) Paste(text string) {
	d.t.Helper()
	d.keys++
	d.update(tea.KeyMsg{Type: tea.KeyRunes, Runes: []rune(text), Paste: true})
	d.Settle()
}

// See fails the test when the screen does not show all texts. Line breaks and runs of blanks count as one blank.
func (d *Driver) See(texts ...string) {
	d.t.Helper()
	for _, text := range texts {
		if !d.shows(text) {
			d.t.Fatalf("%q is not on the screen:\n%s", text, d.Screen())
		}
	}
}

// NotSee fails the test when the screen shows one of the texts.
func (d *Driver) NotSee(texts ...string) {
	d.t.Helper()
	for _, text := range texts {
		if d.shows(text) {
			d.t.Fatalf("%q is on the screen:\n%s", text, d.Screen())
		}
	}
}

func (d *Driver) shows(text string) bool {
	screen := d.Screen()
	return strings.Contains(screen, text) || strings.Contains(words(screen), words(text))
}

// words lays a screen out as running text, so that a wrapped sentence is found. Frames are left out.
func words(s string) string {
	return strings.Join(strings.Fields(strings.NewReplacer("│", " ", "|", " ").Replace(s)), " ")
}

// Screen is what is on the screen, without styles and without blanks at the ends of lines.
func (d *Driver) Screen() string {
	lines := strings.Split(ansi.Strip(d.Styled()), "\n")
	for i, l := range lines {
		lines[i] = strings.TrimRight(l, " ")
	}
	return strings.Join(lines, "\n") + "\n"
}

// Styled is what is on the screen, with styles.
func (d *Driver) Styled() string { return d.model.Frame() }

// Resize changes the size of the window.
func (d *Driver) Resize(w, h int) {
	d.t.Helper()
	d.w, d.h = w, h
	d.update(tea.WindowSizeMsg{Width: w, Height: h})
	d.Settle()
}

// Keys is how many keys were pressed so far; a paste counts as one.
func (d *Driver) Keys() int { return d.keys }

// Now is the driver's clock.
func (d *Driver) Now() time.Time { return d.now }

// Page is where the program is.
func (d *Driver) Page() nav.Page { return d.model.Page() }

// Quit reports whether the program has ended.
func (d *Driver) Quit() bool { return d.model.Quitting() }

// Copied is what was put on the clipboard last.
func (d *Driver) Copied() string { return d.copied }

// Golden compares the screen with testdata/<test>/<name>.golden. Run the test with -update to write it, then read it.
func (d *Driver) Golden(name string) {
	d.t.Helper()
	named(d.t, name, func(t testing.TB) { golden.RequireEqual(t, d.Screen()) })
}

// GoldenStyled compares the screen with its styles.
func (d *Driver) GoldenStyled(name string) {
	d.t.Helper()
	named(d.t, name, func(t testing.TB) { golden.RequireEqual(t, d.Styled()) })
}

// Picture compares the SVG file at path with the screen; -update writes it.
func (d *Driver) Picture(path string) {
	d.t.Helper()
	picture.Require(d.t, path, d.Styled(), d.w, d.h)
}

// GoldenSizes compares the screen at the sizes of Sizes and comes back to the present one.
func (d *Driver) GoldenSizes(name string) {
	d.t.Helper()
	w, h := d.w, d.h
	for _, size := range Sizes() {
		d.Resize(size[0], size[1])
		d.Golden(name + "-" + size.String())
	}
	d.Resize(w, h)
}

// named runs a comparison as a subtest, since golden files are named after tests.
func named(t testing.TB, name string, compare func(testing.TB)) {
	t.Helper()
	tt, ok := t.(*testing.T)
	if !ok {
		t.Fatalf("golden %s: only tests have golden files", name)
		return
	}
	tt.Run(name, func(t *testing.T) { compare(t) })
}

// Await takes messages until the screen shows a text: for work that waits for the outside world, which the program does not
// count as under way.
func (d *Driver) Await(text string) {
	d.t.Helper()
	deadline := time.NewTimer(patience)
	defer deadline.Stop()
	for !d.shows(text) {
		select {
		case l := <-d.msgs:
			d.landed(l)
			d.Settle()
		case <-d.model.Posted():
			d.Settle()
		case <-deadline.C:
			d.t.Fatalf("%q never comes:\n%s", text, d.Screen())
		}
	}
}
