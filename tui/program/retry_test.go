package program_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"ferry/tui/nav"
	"ferry/tui/tuitest/officetest"
)

// faults switches the faults of the simulator.
func (b *bench) faults(method, body string) {
	b.t.Helper()
	w := httptest.NewRecorder()
	b.Sim.Handler().ServeHTTP(w, httptest.NewRequest(method, "http://127.0.0.1/control/faults", strings.NewReader(body)))
	if w.Code != http.StatusOK {
		b.t.Fatal(w.Code, w.Body)
	}
}

func TestFailedFetchCanBeTriedAgain(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	d := b.on(nav.Page{Kind: "sign"})
	officetest.Walk(d, "kem")
	d.Press("esc")
	b.faults(http.MethodPost, `{"name":"500"}`)
	d.Press("f")
	d.See("r tries again")
	d.Press("r")
	d.See("r tries again")
	b.faults(http.MethodDelete, "")
	d.Press("r")
	d.See("0 new lines in 4 accounts.")
	d.NotSee("r tries again")
}
