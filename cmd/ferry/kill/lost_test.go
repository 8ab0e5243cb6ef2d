package kill

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"testing"
	"time"

	"ferry/core"
	"ferry/core/sandbox"
)

// TestAnswerOfARenewalIsLost plays for sure what a kill meets now and then: the server has replaced the refresh token, and
// nobody was told by what.
func TestAnswerOfARenewalIsLost(t *testing.T) {
	t.Parallel()
	s := newStage(t, operation{name: "token", door: core.PontoConnect, span: time.Second}, rand.New(rand.NewPCG(1, 0)))
	p, err := open(t.Context(), s.path, s.at)
	s.must(err)
	defer func() { s.must(p.close()) }()
	s.must(s.fetch(p))
	s.must(s.world.Advance(time.Hour)) // the access token has had its time
	s.order(http.MethodPost, "/faults", fmt.Sprintf(`{"name":%q}`, sandbox.FaultLostRefresh))
	// The first failure is of the network; that the token is spent shows when it is used again.
	for range 2 {
		if err = s.fetch(p); err == nil {
			t.Fatal("a lost answer goes unnoticed")
		}
	}
	if core.CodeOf(err) != core.CodeAuth {
		t.Errorf("a spent token is %s: %v", core.CodeOf(err), err)
	}
	views, listed := p.Accounts(t.Context(), "")
	s.must(listed)
	for _, v := range views {
		if v.Status.Code != core.CodeAuth || v.Status.Sentence == "" {
			t.Errorf("%s says %+v", v.Reference, v.Status)
		}
	}
	s.signIn(p, err)
	s.must(s.fetch(p))
	if wrong := s.judge(p); len(wrong) > 0 {
		t.Error(wrong)
	}
	s.must(p.verify(t.Context()))
}
