package core_test

import (
	"testing"

	"ferry/core"
)

func TestToCheck(t *testing.T) {
	t.Parallel()
	a, b := core.LineKey{Account: "a", No: 1}, core.LineKey{Account: "a", No: 2}
	marked := core.ToCheck([]core.LineState{{Line: a, Check: true}, {Line: b, Match: 7}})
	if len(marked) != 1 || !marked[a] || core.ToCheck(nil) == nil {
		t.Errorf("%v", marked)
	}
}
