package scenario

import (
	"context"
	"flag"
	"fmt"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"ferry/core"
	"ferry/core/sandbox"
	"ferry/core/sandbox/world"
)

// TestMain keeps the drawn histories to a number that every run of the tests can afford; -rapid.checks asks for more.
func TestMain(m *testing.M) {
	flag.Parse()
	asked := false
	flag.Visit(func(f *flag.Flag) { asked = asked || f.Name == "rapid.checks" })
	if !asked {
		if err := flag.Set("rapid.checks", "25"); err != nil {
			panic(err)
		}
	}
	os.Exit(m.Run())
}

// act is one thing that happens, in numbers that can be drawn before anything is played.
type act struct {
	what      deed
	n         int   // which line, how many, how long: whatever the deed takes
	cents     int64 // of a payment
	ago       int   // its day
	who       string
	meanwhile *act // what happens between two pages of a fetch
}

type deed int

const (
	books deed = iota
	changesText
	changesAmount
	movesDay
	removes
	announces
	booksAnnounced
	dropsAnnounced
	runs
	waits
	reissues
	renumbers
	ordersByArrival
	renews
	leavesAndReturns
	fetches
	fetchesSpoiled
	isKilled
	deeds // how many there are
)

func spoils() []string {
	return []string{sandbox.FaultRepeat, sandbox.FaultOverlap, sandbox.FaultReversed, sandbox.FaultCut, sandbox.FaultHTML, sandbox.FaultCyclic, sandbox.FaultUnknown}
}

func spans() []time.Duration {
	return []time.Duration{time.Hour, 7 * time.Hour, day, 9 * day, 31 * day}
}

// String tells the act in words.
func (a act) String() string {
	switch a.what {
	case books:
		return fmt.Sprintf("the bank books %d x %d cents of %s, dated %d days back", 1+a.n%3, a.cents, a.who, a.ago)
	case changesText:
		return fmt.Sprintf("the bank completes the text of line %d", a.n)
	case changesAmount:
		return fmt.Sprintf("the bank corrects the amount of line %d", a.n)
	case movesDay:
		return fmt.Sprintf("the bank moves line %d by %d days", a.n, -a.ago)
	case removes:
		return fmt.Sprintf("the bank drops line %d", a.n)
	case announces:
		return fmt.Sprintf("the bank announces %d cents of %s", a.cents, a.who)
	case booksAnnounced:
		return fmt.Sprintf("the bank books what it announced, %d cents more", a.n%2)
	case dropsAnnounced:
		return "the bank drops what it announced"
	case runs:
		return "Ponto synchronizes"
	case waits:
		return fmt.Sprintf("%s pass", spans()[a.n%len(spans())])
	case reissues:
		return "all ids are new"
	case renumbers:
		return fmt.Sprintf("the ids of the day of line %d move on", a.n)
	case ordersByArrival:
		return "from now on the list is in order of arrival"
	case renews:
		return "the consent is renewed"
	case leavesAndReturns:
		return "the account is taken out and comes back under a new id"
	case fetchesSpoiled:
		return fmt.Sprintf("a fetch, three pages of which are spoiled: %s", spoils()[a.n%len(spoils())])
	case isKilled:
		return fmt.Sprintf("a fetch, killed before request %d", 1+a.n)
	}
	if a.meanwhile != nil {
		return fmt.Sprintf("a fetch; before page %d %s, and Ponto synchronizes", 1+a.n%5, a.meanwhile)
	}
	return "a fetch"
}

func drawAct(t *rapid.T, nested bool) act {
	last := deeds - 1
	if nested {
		last = dropsAnnounced
	}
	a := act{
		what:  deed(rapid.IntRange(0, int(last)).Draw(t, "what")),
		n:     rapid.IntRange(0, 20).Draw(t, "n"),
		cents: rapid.SampledFrom([]int64{-1, -2, 3}).Draw(t, "cents"),
		ago:   rapid.SampledFrom([]int{0, 1, 3, 45, 100}).Draw(t, "ago"),
		who:   rapid.SampledFrom([]string{"A", "B", ""}).Draw(t, "who"),
	}
	if a.what == fetches && !nested && rapid.Bool().Draw(t, "disturbed") {
		m := drawAct(t, true)
		a.meanwhile = &m
	}
	return a
}

// history is a stage on which drawn acts are played on one account.
type history struct {
	*stage
	id      core.AccountID
	touched bool // texts, days or lines changed since the last calm reading…
	issued  bool // …and ids as well: which line is which, then nobody can tell
}

// historian tells a failure with the acts that led to it.
type historian struct {
	*rapid.T
	most int
	acts []act
	at   int // of the act being played
}

// Errorf ends the history: what follows a first fault tells nothing.
func (h *historian) Errorf(format string, args ...any) { h.Fatalf(format, args...) }

// Fatalf tells the fault and the history in words.
func (h *historian) Fatalf(format string, args ...any) {
	h.T.Helper()
	h.T.Fatalf("%s\nthe history, in pages of %d lines:\n%s", fmt.Sprintf(format, args...), h.most, h.words())
}

func (h *historian) words() string {
	var b strings.Builder
	for i, a := range h.acts {
		mark := "  "
		if i == h.at {
			mark = "->"
		}
		fmt.Fprintf(&b, "%s %2d. %s\n", mark, i+1, a)
	}
	if h.at == len(h.acts) {
		b.WriteString("->     a month passes, and a calm fetch\n")
	}
	return b.String()
}

// TestAnyHistory: whatever the bank does, however its pages come and whenever the program is killed, a calm reading
// afterwards makes the file the bank's list, and notes stay with their payments.
func TestAnyHistory(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	cases := 0
	rapid.Check(t, func(rt *rapid.T) {
		cases++
		h := &historian{T: rt, most: rapid.SampledFrom([]int{1, 3, 7, 100}).Draw(rt, "most")}
		for range rapid.IntRange(1, 14).Draw(rt, "acts") {
			h.acts = append(h.acts, drawAct(rt, false))
		}
		place := fmt.Sprintf("%s/%d", dir, cases)
		if err := os.Mkdir(place, 0o700); err != nil {
			rt.Fatal(err)
		}
		s := history{stage: newStage(h, place, 60)}
		s.id = s.read(plain)
		s.noteAll(s.id)
		s.control("/pages", fmt.Sprintf(`{"most":%d}`, h.most))
		for i, a := range h.acts {
			h.at = i
			s.play(a)
		}
		h.at = len(h.acts)
		s.settle()
		s.want("new in a second calm fetch", s.fetch().New, 0)
		s.end()
	})
}

// settle lets Ponto see everything and a month pass, after which a calm fetch must have it all.
func (s *history) settle() {
	s.Helper()
	_, err := s.world.Reauthorize(s.id)
	s.must(err)
	s.later(31 * day)
	s.run(s.id)
	s.fetch()
}

// play plays one act.
func (s *history) play(a act) {
	s.Helper()
	switch a.what {
	case runs:
		s.run(s.id)
	case waits:
		s.later(spans()[a.n%len(spans())])
	case reissues:
		s.must(s.world.Reissue(s.id))
		s.renamed()
	case renumbers:
		if line, ok := s.pick(a.n); ok {
			_, err := s.world.Renumber(s.id, line.Day)
			s.must(err)
			s.renamed()
		}
	case ordersByArrival:
		s.must(s.world.ListByArrival(s.id))
	case renews:
		_, err := s.world.Reauthorize(s.id)
		s.must(err)
	case leavesAndReturns:
		s.must(s.world.Withdraw(s.id))
		s.attempt()
		back, err := s.world.Restore(s.id)
		s.must(err)
		s.id = back.ID
		s.renamed()
	case fetches:
		if a.meanwhile != nil {
			s.beforePage(1+a.n%5, func() {
				s.disturb(*a.meanwhile)
				s.run(s.id)
			})
		}
		s.attempt()
		s.wire.on(nil)
	case fetchesSpoiled:
		s.fault(spoils()[a.n%len(spoils())], "/accounts/", 3)
		s.attempt()
		s.calm()
	case isKilled:
		s.dies(1 + a.n)
	default:
		s.disturb(a)
	}
}

// renamed notes that ids have changed: together with changed texts, which line is which cannot be told.
func (s *history) renamed() {
	s.issued = true
	s.unsure = s.unsure || s.touched
}

func (s *history) altered() {
	s.touched = true
	s.unsure = s.unsure || s.issued
}

// dies reads until the n-th request, then ends the program and starts it again.
func (s *history) dies(n int) {
	ctx, kill := context.WithCancel(s.Context())
	defer kill()
	s.wire.on(func(*http.Request) {
		if n--; n == 0 {
			kill()
		}
	})
	_, _ = s.desk.Fetch(ctx, nil, nil) // a dead program has no outcome
	s.wire.on(nil)
	s.restart()
}

// pick finds one of the upper lines of the bank's list, none of its oldest day: what is older than the list is not known.
func (s *history) pick(n int) (found world.TrueLine, ok bool) {
	var all []world.TrueLine
	oldest := s.today(0)
	for t := range s.world.TrueLines(s.id) {
		all = append(all, t)
		oldest = min(oldest, t.Day)
	}
	for i := range all {
		if t := all[(n+i)%len(all)]; t.Day > oldest {
			return t, true
		}
	}
	return world.TrueLine{}, false
}

// disturb is what the bank does to its own list.
func (s *history) disturb(a act) {
	p := pay{cents: a.cents, ago: a.ago, who: a.who, text: "x"}
	line, ok := s.pick(a.n)
	edit := func(change func(*world.Content)) {
		if ok {
			_ = s.world.Change(s.id, line.ID, change) // the bank may have dropped it and Ponto not know yet
			s.altered()
		}
	}
	switch a.what {
	case books:
		for range 1 + a.n%3 {
			s.post(s.id, p)
		}
	case changesText:
		edit(func(c *world.Content) { c.Remittance += "+" })
	case changesAmount:
		edit(func(c *world.Content) { c.Amount.Minor -= a.cents })
	case movesDay:
		edit(func(c *world.Content) { c.ExecutionDate = c.ExecutionDate.AddDate(0, 0, -min(a.ago, 3)) })
	case removes:
		if ok {
			_ = s.world.Remove(s.id, line.ID)
			s.altered()
		}
	case announces:
		_, err := s.world.PostPending(s.id, s.content(s.id, pay{cents: a.cents, who: a.who, text: "announced"}))
		s.must(err)
	case booksAnnounced, dropsAnnounced:
		page, err := s.world.PendingTransactions(s.id, world.Query{})
		s.must(err)
		if len(page.Items) == 0 {
			return
		}
		if a.what == dropsAnnounced {
			_ = s.world.Remove(s.id, page.Items[0].ID)
			return
		}
		_, _ = s.world.Book(s.id, page.Items[0].ID, func(c *world.Content) { c.Amount.Minor += int64(a.n % 2) })
	}
}
