package scenario

import (
	"context"
	"net/http"
	"time"

	"ferry/core"
	"ferry/core/sandbox"
)

func toldToWait(s *stage) {
	id := s.read(plain, french)
	other := s.accountAt(french, core.EUR)
	s.arrive(id, pay{cents: -5, who: "A", text: "x"})
	s.arrive(other, pay{cents: -5, who: "A", text: "x"})
	path := "/accounts/" + string(id) + "/transactions"
	s.control("/faults", `{"name":"429","path":"`+path+`","retryAfter":7200}`)
	before := s.requests("GET", path)
	r := s.ends(id, core.CodeRateLimited)
	if wait := r.NextTry.Sub(s.world.Now()); wait < 2*time.Hour-time.Minute || wait > 3*time.Hour {
		s.Errorf("the next try is in %s", wait)
	}
	if asked := s.requests("GET", path) - before; asked > 4 {
		s.Errorf("%d requests after being told to wait", asked)
	}
	if again := s.outcome(other); again.Outcome != core.CodeOK || again.New != 1 {
		s.Errorf("the other account: %+v", again)
	}
	s.calm()
	s.later(2 * time.Hour)
	s.fetch()
}

func failsHalfWay(s *stage) {
	id := s.accountAt(plain, core.EUR)
	s.choose(id)
	s.control("/pages", `{"most":20}`)
	s.beforePage(4, func() { s.fault(sandbox.FaultHTML, "/accounts/"+string(id)+"/transactions", 0) })
	r := s.ends(id, core.CodeBankDown)
	if !r.NextTry.After(s.world.Now()) {
		s.Errorf("no next try is told")
	}
	s.wire.on(nil)
	s.calm()
	s.restart()
	s.fetch()
}

func killedAtEveryRequest(s *stage) {
	id := s.accountAt(plain, core.EUR)
	s.choose(id)
	s.control("/pages", `{"most":20}`)
	for n := 1; ; n++ {
		if !s.killed(n) {
			break
		}
		s.verify()
		if n == 6 {
			s.arrive(id, pay{cents: -5, who: "Meanwhile", text: "x"}, pay{cents: -5, who: "Meanwhile", text: "x"})
		}
		if n == 9 {
			s.must(s.world.Reissue(id))
		}
	}
	s.fetch()
}

// killed reads until the n-th request, then ends the program and starts it again. It reports false when the reading came to
// its end before.
func (s *stage) killed(n int) bool {
	s.Helper()
	ctx, kill := context.WithCancel(s.Context())
	defer kill()
	dead := false
	s.wire.on(func(*http.Request) {
		if n--; n == 0 {
			dead = true
			kill()
		}
	})
	_, err := s.desk.Fetch(ctx, nil, nil)
	s.wire.on(nil)
	if err != nil && ctx.Err() == nil {
		s.must(err)
	}
	s.restart()
	return dead
}

func bankInMaintenance(s *stage) {
	id := s.read(plain)
	s.arrive(id, pay{cents: -5, who: "Before", text: "x"})
	now := s.world.Now()
	s.must(s.world.SetMaintenance(s.institution(id).ID, core.MaintenanceInternal, now.Add(-time.Hour), now.Add(5*time.Hour)))
	for range 3 {
		r := s.outcome(id)
		if r.Outcome == core.CodeOK || core.HintOf(r.Err) == "" || !r.NextTry.After(s.world.Now()) {
			s.Errorf("in maintenance: %s, %v, next try %v", r.Outcome, r.Err, r.NextTry)
		}
		s.later(time.Hour)
	}
	s.later(12 * time.Hour) // Ponto's own runs must have found the bank again
	s.want("new", s.fetch().New, 1)
}

func bankIsDown(s *stage) {
	id := s.read(plain)
	bank := s.institution(id).ID
	s.must(s.world.SetDown(bank, true))
	s.post(id, pay{cents: -5, who: "Meanwhile", text: "x"})
	s.later(day)
	r := s.outcome(id)
	if r.Outcome == core.CodeOK || r.Err == nil {
		s.Errorf("the bank cannot be reached, and the outcome is %s", r.Outcome)
	}
	s.must(s.world.SetDown(bank, false))
	s.later(day)
	s.want("new", s.fetch().New, 1)
}

func aMonthOnSchedule(s *stage) {
	id := s.read(plain)
	set, err := s.file.Settings()
	s.must(err)
	set.FetchEvery = 8 * time.Hour
	s.must(s.file.PutSettings(s.Context(), set, "user"))
	s.noteAll(id)
	brought := 0
	until := s.world.Now().Add(30 * day)
	for n := 0; s.world.Now().Before(until); n++ {
		if n%7 == 0 {
			s.post(id, pay{cents: -int64(100 + n), who: "Supplier", text: "monthly"}, pay{cents: -77, who: "Fee", text: "same"})
		}
		state, err := s.file.FeedState(id)
		s.must(err)
		if !state.NextTry.After(s.world.Now()) {
			s.Fatalf("the next try is not in the future: %v", state.NextTry)
		}
		s.must(s.world.Set(state.NextTry))
		brought += s.fetch().New
	}
	if brought == 0 {
		s.Errorf("a month brought nothing")
	}
	s.later(day)
	s.fetch()
}

func askedByThePersonPresent(s *stage) {
	id := s.read(plain)
	s.later(10 * time.Minute)
	s.post(id, pay{cents: -1234, who: "Fresh", text: "just now"}, pay{cents: -1234, ago: 60, who: "Late", text: "long ago"})
	s.want("new without asking", s.fetch().New, 0)
	s.allowAsking()
	results, err := s.desk.Synchronize(s.Context(), []core.AccountID{id}, nil)
	s.must(err)
	s.asks = 2 // the balance, then the lines
	if r := results[0]; r.Outcome != core.CodeOK || r.New != 2 {
		s.Errorf("after asking: %+v", r)
	}
	again, err := s.desk.Synchronize(s.Context(), []core.AccountID{id}, nil)
	s.must(err)
	if r := again[0]; r.Outcome != core.CodeTooSoon || !r.SyncNext.After(s.world.Now()) {
		s.Errorf("asking again at once: %+v", r)
	}
}

// allowAsking lets the program find out the person's address.
func (s *stage) allowAsking() {
	s.Helper()
	set, err := s.file.Settings()
	s.must(err)
	set.LookUpIP = true
	s.must(s.file.PutSettings(s.Context(), set, "user"))
}

func asksABankThatRefuses(s *stage) {
	id := s.read(plain)
	s.must(s.world.Revoke(id))
	s.allowAsking()
	results, err := s.desk.Synchronize(s.Context(), []core.AccountID{id}, nil)
	s.must(err)
	s.asks = 1 // what fails once is not asked twice
	if r := results[0]; r.Outcome != core.CodeConsentNeeded || core.HintOf(r.Err) == "" {
		s.Errorf("the bank refuses, and the outcome is %+v", r)
	}
}

func noAnswerTellsNoTime(s *stage) {
	id := s.read(plain)
	s.later(3 * time.Hour)
	s.fault(sandbox.FaultDrop, "", 0)
	r := s.ends(id, core.CodeNetwork)
	if off := s.desk.Now(s.conn.ID).Sub(s.world.Now()); off.Abs() > 5*time.Second {
		s.Errorf("after a request without an answer the clock is off by %s", off)
	}
	if !r.NextTry.After(s.world.Now()) {
		s.Errorf("the next try lies in the past: %v", r.NextTry)
	}
	s.calm()
	s.later(day)
	s.fetch()
}
