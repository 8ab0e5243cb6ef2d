package app_test

import (
	"errors"
	"path/filepath"
	"strings"
	"testing"

	"ferry/core"
)

// TestAFileThatCannotBeReadSaysWhy: what the reader found wrong reaches the user, with what to do about it.
func TestAFileThatCannotBeReadSaysWhy(t *testing.T) {
	t.Parallel()
	o := newOffice(t, small())
	ctx := t.Context()
	path := write(t, filepath.Join(t.TempDir(), "octopus.csv"), heading, "2026-0101,sale,Bakkerij,,,2026-10-01,,EUR,121.00,")
	o.must(o.PutMapping(ctx, core.Mapping{Name: "octopus", Dates: "dd ? mm"}))
	_, err := o.ReadItems(ctx, o.dossier, []string{path}, "octopus")
	if core.CodeOf(err) != core.CodeInvalid || !strings.Contains(err.Error(), "the mapping “octopus” writes dates as “dd ? mm”") {
		t.Errorf("got %v", err)
	}
	if hint := core.HintOf(err); !strings.HasPrefix(hint, "write yyyy, mm and dd") {
		t.Errorf("the hint is %q", hint)
	}
	if told, ok := errors.AsType[*core.Error](err); !ok || told.Err == nil {
		t.Errorf("the cause is lost: %v", err)
	}
}
