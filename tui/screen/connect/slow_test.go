package connect_test

import (
	"context"
	"net/url"
	"strings"
	"sync/atomic"
	"testing"

	"ferry/core"
	"ferry/core/app"
	"ferry/core/sandbox"
	"ferry/tui"
	"ferry/tui/nav"
	"ferry/tui/place"
	"ferry/tui/screen/connect"
	"ferry/tui/theme"
	"ferry/tui/tuitest"
)

// slow is a service whose answers come late or in another order, as over a slow network or on a busy machine.
type slow struct {
	*app.Service
	sent  atomic.Int32 // pages that were answered
	await func(app.AuthResult)
	check func(app.AuthResult, error) (app.AuthResult, error)
	next  func(sandbox.Form) sandbox.Form
}

func (s *slow) AwaitAuthorization(ctx context.Context, id string) (app.AuthResult, error) {
	result, err := s.Service.AwaitAuthorization(ctx, id)
	if s.await != nil {
		s.await(result)
	}
	return result, err
}

func (s *slow) CheckAuthorization(ctx context.Context, id string) (app.AuthResult, error) {
	result, err := s.Service.CheckAuthorization(ctx, id)
	if s.check != nil {
		return s.check(result, err)
	}
	return result, err
}

func (s *slow) SubmitForm(ctx context.Context, page sandbox.Form, values url.Values) (sandbox.Form, error) {
	s.sent.Add(1)
	page, err := s.Service.SubmitForm(ctx, page, values)
	if s.next != nil {
		page = s.next(page)
	}
	return page, err
}

// newSlow is a bench over a slow service. It stands where the simulator's pages begin.
func newSlow(t *testing.T, door core.Door, s *slow) *bench {
	t.Helper()
	b := newBench(t, door)
	s.Service = b.Service
	o, looks := b.options(), theme.New(theme.Options{})
	o.Screens[place.Connect] = func(p nav.Page) tui.Screen { return connect.New(s, looks, p) }
	b.Driver = tuitest.New(t, o)
	b.open("kem")
	b.Press("enter", "enter")
	b.See("Give your consent at Kempische Handelsbank")
	return b
}

// TestPagesAreSentOnce: who presses a key again because nothing happens yet must not answer a page twice, nor the next one
// unseen.
func TestPagesAreSentOnce(t *testing.T) {
	t.Parallel()
	s := &slow{}
	b := newSlow(t, core.CustomIntegration, s)
	b.Press("enter")
	for i, then := range []string{"choose accounts", "Which accounts"} {
		b.Burst("enter", "enter", "ctrl+s", "enter")
		b.See(then)
		if n := int(s.sent.Load()); n != i+1 {
			t.Errorf("%s: %d pages were answered", then, n)
		}
	}
}

// TestKeysAfterTheLastPage: the last page was answered and the consent is given, but what came of it is not known yet. Keys
// pressed meanwhile must not lead to the word that no consent was given.
func TestKeysAfterTheLastPage(t *testing.T) {
	t.Parallel()
	told := make(chan struct{})
	s := &slow{
		await: func(app.AuthResult) { <-told },
		check: func(app.AuthResult, error) (app.AuthResult, error) {
			return app.AuthResult{}, &core.Error{Code: core.CodeNotFound} // the wait has seen the end and is about to tell it
		},
	}
	b := newSlow(t, core.CustomIntegration, s)
	b.Press("enter", "enter")
	b.See("choose accounts")
	for range 4 {
		b.Press("enter")
		b.See("Looking for what you authorized")
		b.NotSee("did not work", "No consent", "Give your consent")
	}
	close(told)
	b.Await("Which accounts")
}

// TestLookAgainAfterTheLastPage: what came of the pages could not be read at first.
func TestLookAgainAfterTheLastPage(t *testing.T) {
	t.Parallel()
	looks := 0
	told := make(chan struct{})
	s := &slow{
		await: func(app.AuthResult) { <-told },
		check: func(result app.AuthResult, err error) (app.AuthResult, error) {
			if looks++; looks == 1 {
				return app.AuthResult{}, &core.Error{Code: core.CodeNetwork, Msg: "Ponto could not be reached", Hint: "try again"}
			}
			return result, err
		},
	}
	b := newSlow(t, core.CustomIntegration, s)
	t.Cleanup(func() { close(told) })
	b.Press("enter", "enter", "enter")
	b.See("Ponto could not be reached", "Looking for what you authorized")
	b.Press("enter")
	b.See("Which accounts")
	b.NotSee("could not be reached", "Waiting for your consent") // though the wait has not come back
}

// TestLeavingWhileTheLastPageIsSent: the answer was sent and counts, whoever looks at it.
func TestLeavingWhileTheLastPageIsSent(t *testing.T) {
	t.Parallel()
	for _, door := range []core.Door{core.CustomIntegration, core.PontoConnect} {
		for _, again := range [][]string{nil, {"enter"}} {
			b := newSlow(t, door, &slow{})
			b.Press("enter")
			for !strings.Contains(b.Screen(), "choose accounts") {
				b.Press("ctrl+s")
			}
			b.Burst(append([]string{"ctrl+s", "esc"}, again...)...)
			b.See("Which accounts")
		}
	}
}

// TestPagesThatEndInTrouble: nobody knows what the pages before have changed, so nothing is said of it.
func TestPagesThatEndInTrouble(t *testing.T) {
	t.Parallel()
	s := &slow{next: func(sandbox.Form) sandbox.Form {
		return sandbox.Form{Title: "This did not work", Error: "The requested resource was not found."}
	}}
	b := newSlow(t, core.CustomIntegration, s)
	b.Press("enter", "enter")
	b.See("× The requested resource was not found.")
	b.Press("enter")
	b.See("Here, in this terminal", "These pages ended in trouble.")
	b.NotSee("Nothing was changed")
}

// TestWaitOfAnEarlierConsent: two tell the end of a consent, and the second may do so when the next one is begun already.
func TestWaitOfAnEarlierConsent(t *testing.T) {
	t.Parallel()
	told := make(chan struct{})
	heard := make(chan struct{})
	s := &slow{await: func(result app.AuthResult) {
		if result.Done {
			<-told
			close(heard)
		}
	}}
	b := newSlow(t, core.CustomIntegration, s)
	flows, err := b.OpenAuthorizations(t.Context())
	if err != nil || len(flows) != 1 {
		t.Fatalf("%d flows, %v", len(flows), err)
	}
	other := b.institution("Polderbank")
	b.consent(strings.Replace(flows[0].URL, string(b.institution("Kempische Handelsbank").ID), string(other.ID), 1), other.ID)
	b.Press("r")
	b.See("authorized no account of Kempische Handelsbank")
	b.Press("enter")
	b.See("Give your consent at Kempische Handelsbank")
	close(told)
	<-heard
	b.Press("down", "down", "down")
	b.See("Give your consent at Kempische Handelsbank", "Waiting until")
}
