package fetch_test

import (
	"testing"
	"testing/synctest"

	"ferry/core"
)

func TestOnlyWhatIsInTheFileIsClaimed(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := newPonto("a")
		for n := range 300 {
			p.post("a", n, 1)
		}
		w := newWorld(t, one("c", p))
		w.store.broken = &core.Error{Code: core.CodeStorage, Msg: "disk full"}
		if res := w.round()[0]; res.Outcome != core.CodeStorage || res.New != 0 {
			t.Errorf("%d lines are said to be new, the file took none: %+v", res.New, res)
		}
		w.store.broken = nil
		if res := w.round()[0]; res.Outcome != core.CodeOK || res.New != 300 {
			t.Errorf("with room again: %+v", res)
		}
	})
}
