package app

import (
	"cmp"
	"context"
	"slices"
	"sync"
	"time"

	"ferry/core"
	"ferry/core/event"
	"ferry/core/match"
	"ferry/core/match/learn"
	"ferry/core/match/rule"
)

// workbench is what is kept in memory of one dossier's books between two keys: the open items, an engine that knows them, what
// codes lines, and what the last look at all open lines said. All of it can be made again from the file.
type workbench struct {
	s  *Service
	id core.DossierID

	acting sync.Mutex // what changes the books of one dossier is done one after another

	mu     sync.Mutex // guards what follows
	books  uint64     // revision that the parts below belong to
	own    []match.Own
	limits core.Limits
	engine *match.Engine
	open   *shelf // open items
	all    *shelf // also the settled ones; nil until somebody asks
	rules  *rule.Set
	chart  map[string]bool // numbers of the ledger accounts
	coded  []learn.Done
	memory *learn.Memory // of coded; nil: to be made
	forget bool          // some of coded may have been taken back

	run     *run                  // what the last look at all lines said; may be old
	marked  map[core.LineKey]bool // lines that are to be checked
	looks   uint64                // how often they were looked at
	since   *touches              // what happened after that look began
	working *working              // the look that is going on
	failed  error                 // of the last look
	rest    time.Time             // until when the next look waits
	acted   time.Time             // when the books changed last
}

// benches are the workbenches by dossier, made when first needed.
type benches struct {
	mu   sync.Mutex
	byID map[core.DossierID]*workbench
}

func (s *Service) bench(d core.DossierID) *workbench {
	s.benches.mu.Lock()
	defer s.benches.mu.Unlock()
	w := s.benches.byID[d]
	if w == nil {
		w = &workbench{s: s, id: d, since: newTouches()}
		s.benches.byID[d] = w
	}
	return w
}

// touches is what happened since all lines were looked at, so that one knows of which lines something changed.
type touches struct {
	items map[core.ItemID]bool
	lines map[core.LineKey]bool
	sums  map[uint32]bool // of both
	doubt bool            // something came that any line may rest on
}

func newTouches() *touches {
	return &touches{items: map[core.ItemID]bool{}, lines: map[core.LineKey]bool{}, sums: map[uint32]bool{}}
}

// effect is what an act changes, as far as proposals rest on it.
type effect struct {
	lines []core.LineKey
	items []core.ItemID
	rules bool // the rules or the chart are others
	doubt bool // what was explained or hidden is open again: anything may rest on it
	all   bool // what changed is not known: everything is read again
	idle  bool // nothing that a proposal rests on
}

func (t *touches) note(e effect) {
	for _, key := range e.lines {
		t.lines[key], t.sums[lineSum(key)] = true, true
	}
	for _, id := range e.items {
		t.items[id], t.sums[itemSum(id)] = true, true
	}
	t.doubt = t.doubt || e.doubt || e.all || e.rules
}

// any reports whether one of some sums is of something that changed.
func (t *touches) any(sums []uint32) bool {
	return slices.ContainsFunc(sums, func(sum uint32) bool { return t.sums[sum] })
}

// few is up to how many items an engine follows one by one; beyond it is made anew.
const few = 500

// load makes the parts of the books as they are now, unless they are there. mu is held.
func (w *workbench) load() error {
	books := w.s.store.BooksRevision(w.id)
	own, err := w.s.ownAccounts(w.id)
	if err != nil {
		return err
	}
	if w.engine != nil && w.books == books && slices.Equal(own, w.own) {
		return nil
	}
	items, err := w.s.store.Items(w.id, true)
	if err != nil {
		return err
	}
	if w.limits, err = w.s.store.Limits(w.id); err != nil {
		return err
	}
	if err := w.loadRules(); err != nil {
		return err
	}
	if w.coded, err = w.s.codedLines(w.id); err != nil {
		return err
	}
	w.memory, w.all, w.forget = nil, nil, false
	w.own, w.open = own, newShelf(items)
	w.engine = match.New(items, own, match.Settings(w.limits))
	w.books = books
	if w.run == nil || w.run.books != books || !slices.Equal(w.run.own, own) {
		w.note(effect{all: true})
	}
	return nil
}

func (w *workbench) loadRules() error {
	rules, err := w.s.store.Rules(w.id)
	if err != nil {
		return err
	}
	if w.chart, err = w.s.chartNumbers(w.id); err != nil {
		return err
	}
	w.rules, err = rule.Compile(rules)
	return err
}

// chartNumbers are the numbers of a dossier's ledger accounts.
func (s *Service) chartNumbers(d core.DossierID) (map[string]bool, error) {
	chart, err := s.store.Chart(d)
	numbers := make(map[string]bool, len(chart))
	for _, a := range chart {
		numbers[a.Number] = true
	}
	return numbers, err
}

// charted is a coder whose codings are nothing to accept without asking where the chart lacks their accounts.
type charted struct {
	match.Coder
	chart map[string]bool
}

// Proposal says what the coder says of a line.
func (c charted) Proposal(line core.Line) (core.Proposal, bool) {
	p, ok := c.Coder.Proposal(line)
	for _, number := range ledgersOf(p.Best().Postings) {
		if ok && !c.chart[number] {
			p.Auto, p.OneKey = false, false
			p.Reason += " " + say(txtNotInChart, core.CleanText(number))
			break
		}
	}
	return p, ok
}

// ownAccounts are the dossier's accounts, to know transfers between them; also those that are no longer read.
func (s *Service) ownAccounts(d core.DossierID) ([]match.Own, error) {
	accounts, err := s.accountsIn(d)
	if err != nil {
		return nil, err
	}
	return match.OwnAccounts(accounts), nil
}

// accountsIn lists a dossier's accounts that were ever chosen, by id.
func (s *Service) accountsIn(d core.DossierID) ([]core.Account, error) {
	all, err := s.store.Accounts()
	if err != nil {
		return nil, err
	}
	list := slices.DeleteFunc(slices.Clone(all), func(a core.Account) bool { return a.Dossier != d })
	slices.SortFunc(list, func(a, b core.Account) int { return cmp.Compare(a.ID, b.ID) })
	return list, nil
}

// coders are what codes lines that no item explains: the rules, then what was learned. mu is held.
func (w *workbench) coders() []match.Coder {
	if w.memory == nil {
		w.memory = learn.New(w.coded, learn.Usual())
	}
	return []match.Coder{charted{w.rules, w.chart}, charted{w.memory, w.chart}}
}

// Bounds of what is learned from: the newest codings, among the newest matches.
const (
	learnedCodings = 2000
	learnedMatches = 20_000
	matchPage      = 500
)

// codedLines are the lines that the user coded to one account, newest first.
func (s *Service) codedLines(d core.DossierID) (done []learn.Done, err error) {
	before := uint64(0)
	for seen := 0; seen < learnedMatches && len(done) < learnedCodings; seen += matchPage {
		matches, err := s.store.Matches(d, before, matchPage)
		if err != nil {
			return nil, err
		}
		for _, m := range matches {
			if coded, ok, err := s.codingOf(m); err != nil {
				return nil, err
			} else if ok {
				done = append(done, coded)
			}
		}
		if len(matches) < matchPage {
			break
		}
		before = matches[len(matches)-1].ID
	}
	return done, nil
}

// codingOf is what a match teaches: a person coded one line to one account.
func (s *Service) codingOf(m core.Match) (learn.Done, bool, error) {
	if m.Auto || len(m.Lines) != 1 || len(m.Why.Parts) > 0 || len(m.Why.Postings) != 1 {
		return learn.Done{}, false, nil
	}
	line, err := s.store.Line(m.Lines[0].Account, m.Lines[0].No)
	if err != nil {
		if core.CodeOf(err) == core.CodeNotFound {
			err = nil
		}
		return learn.Done{}, false, err
	}
	return learn.Done{Line: line, Ledger: m.Why.Postings[0].Ledger, VATCode: m.Why.Postings[0].VATCode}, true, nil
}

// note remembers what happened, for the run that is kept and for the one that is going on. mu is held.
func (w *workbench) note(e effect) {
	if e.idle {
		return
	}
	w.since.note(e)
	if w.working != nil {
		w.working.since.note(e)
	}
}

// follow brings the parts up to date with an act that led from one revision to the next, instead of reading all again.
func (w *workbench) follow(before uint64, e effect, made []core.Match) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.note(e)
	w.acted = w.s.cfg.Now()
	now := w.s.store.BooksRevision(w.id)
	if e.idle && w.run != nil && w.run.books == before {
		same := *w.run // somebody may be reading the run
		same.books = now
		w.run = &same
	}
	if w.engine == nil || w.books != before || e.all || len(e.items) > few {
		return // read again when it is needed
	}
	for _, id := range e.items {
		item, err := w.s.store.Item(w.id, id)
		gone := core.CodeOf(err) == core.CodeNotFound
		if err != nil && !gone {
			return
		}
		item.ID = id // of one that is gone, nothing is open
		w.engine.Update(item)
		w.open.put(item, false)
		w.all.put(item, !gone)
	}
	if e.rules && w.loadRules() != nil {
		return
	}
	for _, m := range made {
		if coded, ok, err := w.s.codingOf(m); err == nil && ok {
			w.coded, w.memory = append(w.coded, coded), nil
		}
	}
	w.forget = w.forget || e.doubt
	w.books = now
}

// do does one act on the books of a dossier. build decides on it, with nothing else happening to these books meanwhile.
func (s *Service) do(ctx context.Context, d core.DossierID, build func() (core.Act, effect, error)) (core.Done, error) {
	w := s.bench(d)
	w.acting.Lock()
	defer w.acting.Unlock()
	before := s.store.BooksRevision(d)
	act, e, err := build()
	if err != nil {
		return core.Done{}, err
	}
	act.Dossier, act.By = d, signedBy(ctx)
	if act.Expect == 0 {
		act.Expect = before
	}
	for i := range act.Match {
		act.Match[i].By, act.Match[i].At = act.By, s.cfg.Now()
		e.lines = append(e.lines, act.Match[i].Lines...)
		for _, p := range act.Match[i].Why.Parts {
			e.items = append(e.items, p.Item)
		}
	}
	done, err := s.store.Do(ctx, act)
	if err != nil {
		return core.Done{}, err
	}
	w.follow(before, e, act.Match)
	s.announce(d, done.Lines)
	return done, nil
}

// announce tells the screens which books and lines have become old.
func (s *Service) announce(d core.DossierID, lines []core.LineKey) {
	s.events.Put(event.Books, string(d))
	told := map[core.AccountID]bool{}
	for _, key := range lines {
		if !told[key.Account] {
			told[key.Account] = true
			s.events.Put(event.Transactions, string(key.Account))
		}
	}
}

// arrivals stands between the background core and the file, to know which dossiers' lines have moved.
type arrivals struct {
	Store
	s *Service
}

// Apply hands deliveries to the file.
func (a arrivals) Apply(ctx context.Context, deliveries ...core.Delivery) error {
	if err := a.Store.Apply(ctx, deliveries...); err != nil {
		return err
	}
	for _, d := range deliveries {
		if len(d.Changes) == 0 {
			continue
		}
		account, err := a.s.store.Account(d.Account)
		if err != nil || account.Dossier == "" {
			continue
		}
		w := a.s.bench(account.Dossier)
		w.mu.Lock()
		w.note(effect{doubt: true})
		w.mu.Unlock()
	}
	return nil
}
