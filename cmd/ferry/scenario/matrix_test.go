package scenario

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"slices"
	"testing"
	"time"

	"ferry/core"
	"ferry/core/app"
	"ferry/core/sandbox"
)

// operation is something a person or the schedule does that asks the bank. It returns what is told of it.
type operation struct {
	name string
	door core.Door
	path string // below which faults strike
	do   func(*stage) error
}

var operations = []operation{
	{"first fetch", core.CustomIntegration, "/accounts/", func(s *stage) error { return s.told(s.attempt()) }},
	{"fetch", core.CustomIntegration, "", func(s *stage) error {
		return s.told(s.attempt())
	}},
	{"synchronize", core.CustomIntegration, "", func(s *stage) error {
		s.allowAsking()
		results, err := s.desk.Synchronize(s.Context(), nil, nil)
		return errors.Join(err, s.told(results))
	}},
	{"connect", core.CustomIntegration, "", func(s *stage) error {
		_, err := s.desk.TestCredentials(s.Context(), app.Credentials{Door: core.CustomIntegration, API: s.at.API, Sandbox: true,
			Secret: core.Secret{ClientID: s.at.Starter.ClientID, ClientSecret: s.at.Starter.ClientSecret}})
		return err
	}},
	{"institution search", core.CustomIntegration, "/financial-institutions", func(s *stage) error {
		return s.desk.RefreshInstitutions(s.Context(), s.conn.ID)
	}},
	{"refresh a token", core.PontoConnect, "/oauth2/token", func(s *stage) error {
		s.later(time.Hour) // the access token is over
		return s.told(s.attempt())
	}},
	{"re-authorize", core.PontoConnect, "/accounts/", func(s *stage) error {
		accounts, err := s.file.Accounts()
		s.must(err)
		i := slices.IndexFunc(accounts, func(a core.Account) bool { return a.Connected })
		flow, err := s.desk.Reauthorize(s.Context(), accounts[i].ID)
		if err == nil {
			err = s.desk.AbandonAuthorization(s.Context(), flow.ID)
		}
		return err
	}},
}

// told checks what is told of each account, and returns the first failure.
func (s *stage) told(results []app.FetchResult) (failed error) {
	s.Helper()
	for _, r := range results {
		if (r.Outcome == core.CodeOK) != (r.Err == nil) {
			s.Errorf("account %s ends with %s and the error %v", r.Account, r.Outcome, r.Err)
		}
		if r.Err == nil {
			continue
		}
		if failed == nil {
			failed = r.Err
		}
		state, err := s.file.FeedState(r.Account)
		s.must(err)
		if state.Outcome == core.CodeOK && r.Outcome != core.CodeTooSoon {
			s.Errorf("account %s failed with %s and is kept as well", r.Account, r.Outcome)
		}
		if r.Outcome != core.CodeAuth && !state.NextTry.After(s.world.Now()) && !state.NextSync.After(s.world.Now()) {
			s.Errorf("account %s failed with %s at %v and the next try is %v", r.Account, r.Outcome, s.world.Now(), state.NextTry)
		}
	}
	return failed
}

// harmless faults change nothing that a client must notice.
func harmless() []string { return []string{sandbox.FaultUnknown, sandbox.FaultSlow} }

// fatal faults leave nothing to be read: whoever says that it worked does not tell the truth.
func fatal() []string {
	return []string{sandbox.FaultTooMany, sandbox.FaultServerError, sandbox.FaultHTML, sandbox.FaultUnavailable, sandbox.FaultCut, sandbox.FaultDrop,
		sandbox.FaultGigabyte, sandbox.FaultDeep}
}

// losing faults carry a request out and lose the answer: of a refresh, the token is gone for good.
func losing(fault string) bool {
	return fault == sandbox.FaultLostRefresh || fault == sandbox.FaultCut || fault == sandbox.FaultDrop
}

// TestLostToken: the answer with the new token is lost. That is told with its next step, and nothing is asked again and again.
func TestLostToken(t *testing.T) {
	t.Parallel()
	for _, fault := range []string{sandbox.FaultLostRefresh, sandbox.FaultCut, sandbox.FaultDrop} {
		t.Run(fault, func(t *testing.T) {
			t.Parallel()
			s := newStage(t, t.TempDir(), linesInAll)
			s.enterByConnect()
			s.fetch()
			s.later(time.Hour)
			s.fault(fault, "/oauth2/token", 1)
			_ = s.told(s.attempt())
			s.calm()
			s.later(2 * time.Hour)
			before := len(s.sim.Requests())
			for range 5 {
				err := s.told(s.attempt())
				if core.CodeOf(err) != core.CodeAuth || core.HintOf(err) == "" {
					t.Errorf("without a token: %v", err)
				}
			}
			if asked := len(s.sim.Requests()) - before; asked > 10 {
				t.Errorf("five tries make %d requests", asked)
			}
			s.verify()
		})
	}
}

// TestEveryFaultInEveryOperation: what is told is true and names a next step, nothing runs hot, memory stays in bounds, and
// once the fault is over everything is there.
func TestEveryFaultInEveryOperation(t *testing.T) {
	t.Parallel()
	others := []string{sandbox.FaultUnauthorized, sandbox.FaultRepeat, sandbox.FaultOverlap, sandbox.FaultReversed, sandbox.FaultForeign,
		sandbox.FaultCyclic, sandbox.FaultEndless, sandbox.FaultNulls, sandbox.FaultLostRefresh}
	for _, o := range operations {
		t.Run(o.name, func(t *testing.T) {
			t.Parallel()
			s := newStage(t, t.TempDir(), linesInAll)
			s.prepare(o)
			for _, fault := range slices.Concat(harmless(), fatal(), others) {
				if o.path != "/oauth2/token" || !losing(fault) && fault != sandbox.FaultGigabyte && fault != sandbox.FaultDeep {
					s.suffer(o, fault)
				}
			}
			s.calm()
			s.later(31 * day)
			s.judgeAfterTrouble()
			s.verify()
		})
	}
}

// prepare brings the stage to where the operation begins.
func (s *stage) prepare(o operation) {
	s.Helper()
	if o.door == core.PontoConnect {
		s.enterByConnect()
		s.fetch()
		return
	}
	s.choose(s.accountAt(plain, core.EUR))
	if o.path == "" {
		s.fetch()
	}
}

// enterByConnect connects the organization behind the other door, by its pages, and chooses what it authorized.
func (s *stage) enterByConnect() {
	s.Helper()
	c, ok := s.desk.SimulatorCredentials("", core.PontoConnect)
	if !ok {
		s.Fatalf("no credentials")
	}
	var err error
	s.conn, err = s.desk.Connect(s.Context(), c)
	s.must(err)
	bank := s.world.Connectable("BE")[0]
	flow, err := s.desk.Authorize(s.Context(), s.conn.ID, bank.ID)
	s.must(err)
	_, err = s.desk.PasteRedirect(s.Context(), flow.ID, s.consentAt(flow.URL, string(bank.ID)))
	s.must(err)
	choice, err := s.desk.Choices(s.Context(), s.conn.ID, "")
	s.must(err)
	s.must(s.desk.ChooseAccounts(s.Context(), s.conn.ID, []core.AccountID{choice.Groups[0].Accounts[0].ID}, 0))
}

// suffer does the operation under a fault, then without.
func (s *stage) suffer(o operation, fault string) {
	s.Helper()
	s.control("/faults", fmt.Sprintf(`{"name":%q,"path":%q,"times":%d,"millis":1}`, fault, o.path, times(fault)))
	s.later(10 * time.Minute) // no bank is asked twice in five minutes
	before := len(s.sim.Requests())
	ctx, giveUp := context.WithTimeout(s.Context(), 30*time.Second)
	err := o.do(s)
	if ctx.Err() != nil {
		s.Errorf("%s under %s does not come to an end", o.name, fault)
	}
	giveUp()
	if asked := len(s.sim.Requests()) - before; asked > 250 {
		s.Errorf("%s under %s makes %d requests", o.name, fault, asked)
	}
	if mb := held() >> 20; mb > 900 { // of all plays that run side by side; a hostile body alone would be 1,024
		s.Errorf("%s under %s leaves %d MB in memory", o.name, fault, mb)
	}
	switch {
	case err == nil && slices.Contains(fatal(), fault):
		s.Errorf("%s under %s: told as done", o.name, fault)
	case err != nil && slices.Contains(harmless(), fault):
		s.Errorf("%s under %s: %v", o.name, fault, err)
	case err != nil:
		told, ok := errors.AsType[*core.Error](err)
		if !ok || told.Code == core.CodeInternal || told.Msg == "" || told.Hint == "" {
			s.Errorf("%s under %s is told without sentence or next step: %#v", o.name, fault, err)
		}
	}
	s.calm()
	s.later(2 * time.Hour)
	if err := o.do(s); err != nil {
		s.Errorf("%s after %s: %v", o.name, fault, err)
	}
}

// times is how often a fault strikes: a broken connection is repaired by the transport, so that it must go on.
func times(fault string) int {
	if fault == sandbox.FaultUnauthorized {
		return 50
	}
	return 0
}

func held() uint64 {
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapInuse
}

// judgeAfterTrouble makes a calm reading of everything and judges it.
func (s *stage) judgeAfterTrouble() {
	s.Helper()
	s.attempt()
	s.attempt()
	s.judge("after all faults")
}
