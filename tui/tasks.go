package tui

import (
	"context"
	"sync"
	"time"

	"github.com/charmbracelet/bubbles/spinner"
	tea "github.com/charmbracelet/bubbletea"

	"ferry/core/event"
	"ferry/tui/nav"
)

// task is something that runs for a page.
type task struct {
	page    nav.Page
	title   string
	kind    taskKind
	started time.Time
	cancel  context.CancelFunc
	gone    bool // a wait that was cancelled: nothing is awaited any more, though it may take a moment to come back
}

// shown reports whether the user sees the task and can cancel it.
func (t *task) shown() bool { return !t.gone && (t.kind == workTask || t.kind == waitTask) }

// doneMsg brings back what a screen's command returned.
type doneMsg struct {
	page nav.Page
	msg  tea.Msg
	task int  // 0: an ordinary command
	busy bool // it counted as busy
	key  bool // a key started it: the next key waits until it has begun
}

// own wraps a screen's command, so that its message finds the screen again and the program knows when it is idle.
func (m *Model) own(p nav.Page, cmd tea.Cmd) tea.Cmd {
	if cmd == nil {
		return nil
	}
	m.busy++
	key := m.keying
	if key {
		m.begun++
	}
	return func() tea.Msg { return doneMsg{page: p, msg: cmd(), busy: true, key: key} }
}

func (m *Model) onDone(d doneMsg) tea.Cmd {
	if d.busy {
		m.busy--
	}
	if d.key {
		m.begun--
	}
	m.finish(d.task)
	if cmds, ok := d.msg.(tea.BatchMsg); ok {
		var all []tea.Cmd
		m.keying = d.key
		for _, c := range cmds {
			all = append(all, m.own(d.page, c))
		}
		m.keying = false
		return tea.Batch(append(all, m.replay())...)
	}
	if d.msg == nil {
		return m.replay()
	}
	reply, asked := m.onAsk(d.page, d.msg)
	if !asked {
		reply = m.tell(d.page, d.msg)
	}
	return tea.Batch(reply, m.replay())
}

// start runs the work of a task under a context that ends with its page, with ctrl+c, or with the program.
func (m *Model) start(p nav.Page, t taskMsg) tea.Cmd {
	ctx, cancel := context.WithCancel(m.ctx)
	m.lastID++
	id := m.lastID
	m.tasks[id] = &task{page: p, title: t.title, kind: t.kind, started: m.o.Now(), cancel: cancel}
	busy := t.kind != waitTask
	if busy {
		m.busy++
	}
	if t.kind == writeTask {
		m.writing++
		m.fault.hide() // the change says itself whether it worked
	}
	post := func(key string, msg tea.Msg) { m.outbox.put(postKey{p, key}, msg) }
	run := func() tea.Msg {
		defer cancel()
		return doneMsg{page: p, msg: t.work(ctx, post), task: id, busy: busy}
	}
	if t.kind == workTask || t.kind == waitTask {
		return tea.Batch(run, m.tick())
	}
	return run
}

func (m *Model) finish(id int) {
	if t, ok := m.tasks[id]; ok && t.kind == writeTask {
		m.writing--
	}
	delete(m.tasks, id)
}

// cancelTasks ends what the user can cancel: of one page, or of all when page is nil. It returns how many there were.
func (m *Model) cancelTasks(page *nav.Page) int {
	n := 0
	for _, t := range m.tasks {
		if t.shown() && (page == nil || t.page == *page) {
			t.stop()
			n++
		}
	}
	return n
}

// cancelWaits ends what waits for the outside world for a page.
func (m *Model) cancelWaits(page nav.Page) {
	for _, t := range m.tasks {
		if t.kind == waitTask && t.page == page {
			t.stop()
		}
	}
}

func (t *task) stop() {
	t.cancel()
	t.gone = t.kind == waitTask
}

// running is the oldest task that is worth a line: the one the user started first.
func (m *Model) running() (oldest *task, more int) {
	for _, t := range m.tasks {
		if !t.shown() {
			continue
		}
		more++
		if oldest == nil || t.started.Before(oldest.started) {
			oldest = t
		}
	}
	return oldest, more - 1
}

// The clock ticks only while something runs.
const (
	spinEvery = 250 * time.Millisecond
	stillTick = time.Second
)

// Tick tells the screen in front the time while something that it started runs.
type Tick struct {
	At time.Time
	N  int // moves spinners
}

type tickMsg struct{}

func (m *Model) tick() tea.Cmd {
	if m.ticking {
		return nil
	}
	m.ticking = true
	every := m.spin.Spinner.FPS
	if m.o.Theme.Still {
		every = stillTick
	}
	return m.timer(every, tickMsg{}, true)
}

func (m *Model) onTick(tickMsg) tea.Cmd {
	m.ticking = false
	if t, _ := m.running(); t == nil {
		return nil
	}
	m.ticks++
	m.spin.Spinner.Frames = m.o.Theme.Glyph.Spin // the looks may have changed
	m.spin, _ = m.spin.Update(spinner.TickMsg{}) // the command would be a second clock
	return tea.Batch(m.tell(m.stack.Top(), Tick{At: m.o.Now(), N: m.ticks}), m.tick())
}

// timer brings a message back after a while. Background timers are the program's own: nobody waits for them.
func (m *Model) timer(d time.Duration, msg tea.Msg, background bool) tea.Cmd {
	if m.o.Timer != nil {
		return m.o.Timer(d, msg, background)
	}
	return tea.Tick(d, func(time.Time) tea.Msg { return msg })
}

// Events is what the pump brings: what became old, and the latest intermediate messages of running work.
type Events struct {
	Changes []event.Change
	posts   []post
}

type postKey struct {
	page nav.Page
	key  string
}

type post struct {
	postKey
	msg tea.Msg
}

// outbox gathers intermediate messages until the pump takes them; of two with the same key the later one stays.
type outbox struct {
	mu    sync.Mutex
	posts []post
	at    map[postKey]int
	wake  chan struct{}
}

func newOutbox() *outbox {
	return &outbox{at: make(map[postKey]int), wake: make(chan struct{}, 1)}
}

func (o *outbox) put(k postKey, msg tea.Msg) {
	o.mu.Lock()
	if i, ok := o.at[k]; ok {
		o.posts[i].msg = msg
	} else {
		o.at[k] = len(o.posts)
		o.posts = append(o.posts, post{k, msg})
	}
	o.mu.Unlock()
	select {
	case o.wake <- struct{}{}:
	default:
	}
}

func (o *outbox) drain() []post {
	o.mu.Lock()
	defer o.mu.Unlock()
	posts := o.posts
	o.posts = nil
	clear(o.at)
	return posts
}

// TakeEvents empties the mailbox and the outbox; false when both are empty.
func (m *Model) TakeEvents() (Events, bool) {
	e := Events{posts: m.outbox.drain()}
	if m.o.Events != nil {
		e.Changes = m.o.Events.Drain()
	}
	return e, len(e.posts)+len(e.Changes) > 0
}

// Posted is ready when running work has sent an intermediate message since the last TakeEvents.
func (m *Model) Posted() <-chan struct{} { return m.outbox.wake }
