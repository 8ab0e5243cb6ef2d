package fetch

import (
	"context"
	"time"

	"ferry/core"
	"ferry/core/event"
	"ferry/core/feed"
	"ferry/core/ponto"
)

const (
	// batchLines is how many delivered lines share a write. Four accounts at once have as many in hand, and as many more on
	// their way to the disk, at some 3 KB of memory each.
	batchLines = 600
	// deepEvery and fullEvery are how often an account is read further down than its news demands.
	deepEvery = 24 * time.Hour
	fullEvery = 30 * 24 * time.Hour
	// maxUpdated bounds the pages read of what a synchronization updated: they only tell how far down to look. maxPending
	// bounds those of what is announced: banks announce some days.
	maxUpdated, maxPending = 50, 50
)

// reading is one account being read: pages come in ahead, decisions are made here, writes run beside.
type reading struct {
	job
	runner  *Runner
	feed    *feed.Reading
	first   bool   // nothing was ever read whole
	latest  string // the synchronization that the list shows
	batch   core.Delivery
	kept    []kept // pages whose bytes are in the batch
	lines   int    // delivered since the last write
	writing chan error
	report  Progress
	result  Result
	handed  Result // the result when the last write began
	stored  Result // what of it is in the file: all that a reading that fails may claim
}

// readLines reads booked and announced lines and stores them with the outcome.
func (r *Runner) readLines(ctx context.Context, j job) (Result, error) {
	state, err := r.cfg.Store.FeedState(j.account.ID)
	if err != nil {
		return Result{}, err
	}
	state.Account = j.account.ID
	now := j.now()
	rd := &reading{job: j, runner: r, first: state.Complete.IsZero(), result: Result{Account: j.account.ID}, stored: Result{Account: j.account.ID}}
	rd.feed = feed.Begin(state, feed.Options{Depth: depth(state, now), Now: now, HistoryFrom: j.account.HistoryFrom,
		Renewed: !state.AuthorizedAt.IsZero() && !state.AuthorizedAt.Equal(j.account.AuthorizedAt)})
	rd.batch = rd.delivery("transactions")
	rd.report = Progress{Account: j.account.ID, Phase: Reading, Since: now}
	rd.shown(Reading)
	if err = rd.walk(ctx); err == nil {
		err = rd.finish(ctx, state)
	}
	if err != nil {
		_ = rd.written() // whatever happens, no write may outlive the reading
		return rd.stored, err
	}
	return rd.result, nil
}

// depth is how far down this reading should go by the calendar.
func depth(s core.FeedState, now time.Time) core.Depth {
	switch {
	case now.Sub(s.Full) > fullEvery:
		return core.Full
	case now.Sub(s.Deep) > deepEvery:
		return core.Deep
	}
	return core.Light
}

func (rd *reading) of() ponto.TransactionsOf {
	return ponto.TransactionsOf{Account: rd.account.ID, Currency: rd.account.Currency, Zone: rd.inst.Zone()}
}

func (rd *reading) delivery(source string) core.Delivery {
	return core.Delivery{Account: rd.account.ID, Source: source, At: rd.now(), By: rd.opts.By}
}

type delivered struct {
	page   ponto.TransactionPage
	cursor string
	err    error
}

// request asks for a page; the answer waits in the channel.
func (rd *reading) request(ctx context.Context, cursor string) chan delivered {
	answer := make(chan delivered, 1)
	go func() {
		defer rd.runner.cfg.Recover()
		page, err := rd.bank.Transactions(ctx, rd.of(), cursor)
		answer <- delivered{page, cursor, err}
	}()
	return answer
}

// walk goes down the list until the feed has enough.
func (rd *reading) walk(ctx context.Context) error {
	ctx, cancel := context.WithCancel(ctx)
	var ahead chan delivered
	defer func() {
		cancel()
		if ahead != nil {
			<-ahead // no request outlives the reading
		}
	}()
	keen := rd.feed.State().Depth != core.Light
	for {
		cursor := rd.feed.State().Next
		if ahead == nil {
			ahead = rd.request(ctx, cursor)
		}
		d := <-ahead
		ahead = nil
		if d.err != nil {
			return rd.save(ctx, d.err)
		}
		if d.cursor != cursor {
			continue // asked for ahead, but the reading begins anew
		}
		if keen && d.page.Next != "" {
			ahead = rd.request(ctx, d.page.Next)
		}
		step, err := rd.decide(ctx, d.page)
		if err != nil {
			return rd.save(ctx, err)
		}
		// News is rarely alone; while there is none, the next page may well be the last that is needed.
		keen = len(step.Changes) > 0 || rd.feed.State().Depth != core.Light
		again := !step.Done && step.State.Next == ""
		if step.Done || again || rd.lines >= batchLines {
			if err := rd.flush(ctx); err != nil {
				return err
			}
		}
		if !step.Done && !again {
			continue
		}
		if err := rd.written(); err != nil {
			return err
		}
		if step.Done {
			if done, err := rd.proven(); done || err != nil {
				return err
			}
			keen = true
		}
	}
}

// save writes what was decided before a failure, so that the next try goes on from there.
func (rd *reading) save(ctx context.Context, cause error) error {
	if ctx.Err() != nil {
		return cause
	}
	if err := rd.flush(ctx); err != nil {
		return err
	}
	if err := rd.written(); err != nil {
		return err
	}
	return cause
}

// decide hands a page to the feed and adds what it brings to the batch.
func (rd *reading) decide(ctx context.Context, page ponto.TransactionPage) (step feed.Step, err error) {
	expected, err := rd.updated(ctx, page.Latest)
	if err != nil {
		return step, err
	}
	err = rd.runner.cfg.Store.View(rd.account.ID, func(view core.LedgerView) error {
		if err := rd.feed.Expect(view, expected); err != nil {
			return err
		}
		step, err = rd.feed.Page(view, page.Lines, page.Next)
		return err
	})
	if err != nil {
		return step, err
	}
	if len(step.Changes) > 0 || step.State.Restart {
		rd.keep(page, step.First) // what brought nothing need not be kept
	}
	rd.add(step)
	rd.lines += len(page.Lines)
	rd.report.Pages++
	rd.report.Lines += len(page.Lines)
	rd.shown(Reading)
	return step, nil
}

// kept says where a page's lines stand in the reading and in the batch.
type kept struct{ first, end, at int }

func (rd *reading) keep(page ponto.TransactionPage, first int) {
	at := 0
	if n := len(rd.kept); n > 0 {
		last := rd.kept[n-1]
		at = last.at + last.end - last.first
	}
	rd.kept = append(rd.kept, kept{first, first + len(page.Lines), at})
	rd.batch.Raw = append(rd.batch.Raw, page.Raw)
}

// item turns a line's position in the reading into its position in the delivery, -1 when its page is not in it.
func (rd *reading) item(position int) int {
	for _, k := range rd.kept {
		if position >= k.first && position < k.end {
			return position - k.first + k.at
		}
	}
	return -1
}

// add takes a step into the batch.
func (rd *reading) add(step feed.Step) {
	for _, c := range step.Changes {
		c.Item = rd.item(c.Item)
		rd.batch.Changes = append(rd.batch.Changes, c)
		switch c.Kind {
		case core.Insert:
			rd.result.New++
			rd.report.New++
			if c.Late {
				rd.result.Late++
			}
		case core.Revise, core.Unlist, core.Relist:
			rd.result.Changed++
		case core.Rebind: // the provider's number, not the line
		}
	}
	rd.batch.State = step.State
}

// updated reads what synchronizations have brought or changed since the last reading.
func (rd *reading) updated(ctx context.Context, latest core.SyncResult) (lines []core.Transaction, err error) {
	if latest.ID == "" {
		latest = rd.account.LatestSync
	}
	if rd.latest != "" || latest.ID == "" {
		return nil, nil
	}
	rd.latest = latest.ID
	if rd.first {
		return nil, nil // everything is read anyway
	}
	ids := []string{rd.sync, latest.ID}
	if rd.sync == latest.ID {
		ids = ids[1:]
	}
	for _, id := range ids {
		if id == "" || id == rd.feed.State().SeenSync {
			continue
		}
		cursor := ""
		for range maxUpdated {
			page, err := rd.bank.UpdatedTransactions(ctx, rd.of(), id, cursor)
			if code := core.CodeOf(err); code == core.CodeNotFound || code == core.CodeInvalid || code == core.CodeProtocol || code == core.CodeWithdrawn {
				rd.runner.cfg.Log.Info("updated transactions not readable", "synchronization", id, "error", err)
				break // no longer kept, or never was: the list itself and the balance remain
			}
			if err != nil {
				return nil, err
			}
			lines = append(lines, page.Lines...)
			if cursor = page.Next; cursor == "" {
				break
			}
		}
	}
	return lines, nil
}

// flush starts to write the batch, once the write before it is done.
func (rd *reading) flush(ctx context.Context) error {
	if err := rd.written(); err != nil {
		return err
	}
	if rd.lines == 0 && len(rd.batch.Changes) == 0 {
		return nil
	}
	rd.shown(Writing)
	batch, changed := rd.batch, len(rd.batch.Changes) > 0
	done := make(chan error, 1)
	rd.batch, rd.kept, rd.lines, rd.writing = rd.delivery("transactions"), nil, 0, done
	rd.handed = rd.result
	rd.batch.Changes = make([]core.Change, 0, len(batch.Changes)) // the next one is mostly as large
	go func() {
		defer rd.runner.cfg.Recover()
		err := rd.runner.cfg.Store.Apply(ctx, batch)
		if err == nil && changed {
			rd.runner.changed(event.Transactions, string(batch.Account))
		}
		done <- err
	}()
	return nil
}

// written waits for the write under way.
func (rd *reading) written() error {
	if rd.writing == nil {
		return nil
	}
	err := <-rd.writing
	rd.writing = nil
	if err == nil {
		rd.stored = rd.handed
	}
	return err
}

// proven asks the balance whether the reading may end.
func (rd *reading) proven() (done bool, err error) {
	var step feed.Step
	err = rd.runner.cfg.Store.View(rd.account.ID, func(view core.LedgerView) error {
		step, err = rd.feed.Finish(view, rd.account.CurrentBalance, rd.account.BalanceKnown)
		return err
	})
	if err == nil {
		rd.add(step)
	}
	return step.Done, err
}

// finish stores the end of the reading, the announced lines and the outcome in one write.
func (rd *reading) finish(ctx context.Context, before core.FeedState) error {
	pending, err := rd.pending(ctx)
	if err != nil {
		return rd.save(ctx, err)
	}
	now := rd.now()
	matter := rd.fault
	if matter == nil {
		matter = standing(rd.account, rd.inst, now)
	}
	s := rd.batch.State
	s.LastTry, s.LastGood, s.Failures, s.NextTry = now, now, 0, rd.next(now)
	s.NextSync = before.NextSync
	s.New, s.Changed, s.Late, s.Pending = rd.result.New, rd.result.Changed, rd.result.Late, len(pending.Pending)
	if rd.latest != "" {
		s.SeenSync = rd.latest
	}
	if !s.Complete.Equal(before.Complete) {
		s.AuthorizedAt = rd.account.AuthorizedAt
	}
	describe(&s, core.CodeOf(matter), matter)
	pending.State, rd.batch.State = s, s
	rd.shown(Writing)
	if err := rd.runner.cfg.Store.Apply(ctx, rd.batch, pending); err != nil {
		return err
	}
	rd.result.Pending, rd.result.Outcome, rd.result.Err = s.Pending, s.Outcome, matter
	rd.result.NextTry, rd.result.SyncNext = s.NextTry, s.NextSync
	rd.runner.news(ctx, rd.job, before.Outcome, s)
	rd.summary(ctx)
	rd.runner.changed(event.Transactions, string(rd.account.ID))
	return nil
}

// pending reads the announced lines: the full list, which replaces the one before.
func (rd *reading) pending(ctx context.Context) (core.Delivery, error) {
	d := rd.delivery("pending-transactions")
	d.ReplacePending = true
	for cursor, n := "", 0; n < maxPending; n++ {
		page, err := rd.bank.PendingTransactions(ctx, rd.of(), cursor)
		if code := core.CodeOf(err); code == core.CodeNotFound || code == core.CodeInvalid {
			return d, nil // the bank announces nothing
		}
		if err != nil {
			return d, err
		}
		d.Raw, d.Pending = append(d.Raw, page.Raw), append(d.Pending, page.Lines...)
		if page.Next == "" || page.Next == cursor || len(page.Lines) == 0 {
			return d, nil
		}
		cursor = page.Next
	}
	return d, &core.Error{Code: core.CodeProtocol, Op: "read announced lines", Msg: txtNoEnd, Hint: txtNoEndHint}
}

func (rd *reading) shown(p Phase) {
	rd.report.Phase = p
	rd.runner.show(rd.report, rd.opts.Progress)
}
