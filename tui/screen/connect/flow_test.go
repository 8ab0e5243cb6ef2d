package connect_test

import (
	"testing"

	"ferry/core"
	"ferry/tui/place"
)

// TestTwoBanks is the main job: from the first page to the lines of accounts at two banks. The budget of keys is part of
// what is promised.
func TestTwoBanks(t *testing.T) {
	t.Parallel()
	b := newBench(t, core.CustomIntegration)
	b.Press("c")
	b.add("kem", "Kempische Handelsbank")
	b.Press("c")
	b.add("pol", "Polderbank")
	b.Press("enter")
	b.See("This is transactions.")
	if b.Keys() > 30 {
		t.Errorf("%d keys", b.Keys())
	}
	t.Logf("%d keys", b.Keys())
	accounts, err := b.Accounts(t.Context(), "")
	if err != nil || len(accounts) < 2 {
		t.Fatalf("%d accounts, %v", len(accounts), err)
	}
	for _, a := range accounts {
		truth, err := b.sim.World().Truth(a.ID)
		if err != nil || a.Stats.Lines != truth.Lines || a.Stats.Sum != truth.Sum {
			t.Errorf("%s: %d lines, sum %v; the truth is %+v, %v", a.Reference, a.Stats.Lines, a.Stats.Sum, truth, err)
		}
	}
	for _, y := range b.sim.World().Synchronizations() {
		if y.By == "user" {
			t.Errorf("a synchronization was started: %+v", y)
		}
	}
	b.Press("esc")
	if b.Page().Kind != place.Home {
		t.Errorf("the way back leads to %s", b.Page())
	}
}
