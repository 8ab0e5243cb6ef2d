package store_test

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"ferry/core"
	"ferry/store"
	"ferry/store/storetest"
)

// A test that needs a second process starts its own binary again with this variable set.
const childFile = "FERRY_STORE_TEST_CHILD"

// childActs, set besides it, lets the child work on the books.
const childActs = "FERRY_STORE_TEST_ACTS"

// actsLines is how many lines the child matches in one act.
const actsLines = 60

// actingChild does an act of many parts, takes it back and does it again, for ever.
func actingChild(path string) error {
	f, err := store.Open(context.Background(), storetest.Options(path))
	if err != nil {
		return err
	}
	f.SetRoom(3)
	ctx := context.Background()
	a := core.Act{Dossier: "d", By: "user", What: "all"}
	for n := range uint64(actsLines) {
		a.Match = append(a.Match, pays(core.LineKey{Account: "a", No: core.LineNo(1<<32 | (0xFFFFFFFF - n))}, part("i1", 100)))
	}
	fmt.Println("ready")
	for {
		if _, err := f.Do(ctx, a); err != nil {
			return err
		}
		for _, step := range []func(context.Context, core.DossierID, string) (core.Done, error){f.Undo, f.Redo, f.Undo} {
			if _, err := step(ctx, "d", "user"); err != nil {
				return err
			}
		}
	}
}

// linesEach is how many lines every delivery of the child has.
const linesEach = 20

func TestMain(m *testing.M) {
	if path := os.Getenv(childFile); path != "" {
		if os.Getenv(childActs) != "" {
			err := actingChild(path)
			fmt.Println("error", err)
			os.Exit(1)
		}
		child(path)
		return
	}
	os.Exit(m.Run())
}

// child fills a file for ever and says after each delivery how many lines are safe. It is killed from outside.
func child(path string) {
	o := storetest.Options(path)
	o.Holder = "a child of the test, since 14:02"
	f, err := store.Open(context.Background(), o)
	if err != nil {
		fmt.Println("error", err)
		os.Exit(1)
	}
	ctx := context.Background()
	id := core.AccountID("a")
	if err := f.PutAccounts(ctx, []core.Account{account("a")}, "user", "test"); err != nil {
		fmt.Println("error", err)
		os.Exit(1)
	}
	state, err := f.FeedState(id)
	if err != nil {
		fmt.Println("error", err)
		os.Exit(1)
	}
	bk := newBank(state.Reading + 1)
	fmt.Println("ready")
	for reading := state.Reading + 1; ; reading++ {
		var page []core.Transaction
		for n := range linesEach {
			page = append(page, bk.line(core.NewDate(2026, 11, 20)-core.Date(n/9)))
		}
		if err := f.Apply(ctx, delivery(id, reading, 0, page)); err != nil {
			fmt.Println("error", err)
			os.Exit(1)
		}
		stats, err := f.Stats(id)
		if err != nil {
			fmt.Println("error", err)
			os.Exit(1)
		}
		fmt.Println(stats.Lines)
	}
}

// startChild starts the child; every variable in also is set.
func startChild(t *testing.T, path string, also ...string) (*exec.Cmd, *bufio.Scanner, io.Closer) {
	t.Helper()
	cmd := exec.Command(os.Args[0])
	cmd.Env = append(os.Environ(), childFile+"="+path)
	for _, name := range also {
		cmd.Env = append(cmd.Env, name+"=1")
	}
	out, err := cmd.StdoutPipe()
	must(t, err)
	must(t, cmd.Start())
	lines := bufio.NewScanner(out)
	if !lines.Scan() || lines.Text() != "ready" {
		t.Fatalf("the child says %q", lines.Text())
	}
	return cmd, lines, out
}

func TestKilledAtAnyMomentNothingSafeIsLost(t *testing.T) {
	t.Parallel()
	kills := 16
	if testing.Short() {
		kills = 4
	}
	path := filepath.Join(t.TempDir(), "ferry.db")
	seed := uint64(20261122)
	rnd := rand.New(rand.NewPCG(seed, 0))
	for kill := range kills {
		cmd, lines, _ := startChild(t, path)
		safe := 0
		// After a few deliveries, at a moment that the scheduler chooses.
		for range 1 + rnd.IntN(8) {
			if lines.Scan() {
				_, err := fmt.Sscan(lines.Text(), &safe)
				must(t, err)
			}
		}
		spin := time.Duration(rnd.IntN(3000)) * time.Microsecond
		for start := time.Now(); time.Since(start) < spin; {
		}
		must(t, cmd.Process.Kill())
		_ = cmd.Wait() // killed: that is what it says
		f, err := store.Open(t.Context(), storetest.Options(path))
		must(t, err)
		stats, err := f.Stats("a")
		must(t, err)
		state, err := f.FeedState("a")
		must(t, err)
		if stats.Lines < safe || stats.Lines != int(state.Reading)*linesEach {
			t.Fatalf("kill %d of seed %d: %d lines, %d were safe, reading %d", kill, seed, stats.Lines, safe, state.Reading)
		}
		report, err := f.Verify(t.Context(), thorough)
		must(t, err)
		if !report.OK() {
			t.Fatalf("kill %d of seed %d: %+v", kill, seed, report.Faults)
		}
		must(t, f.Close())
	}
}

func TestSecondProcessIsToldWhoHoldsTheFile(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "ferry.db")
	cmd, _, out := startChild(t, path)
	defer out.Close()
	defer func() { _ = cmd.Wait() }()
	defer func() { must(t, cmd.Process.Kill()) }()
	_, err := store.Open(t.Context(), storetest.Options(path))
	if core.CodeOf(err) != core.CodeLocked || !strings.Contains(err.Error(), "a child of the test, since 14:02") || core.HintOf(err) == "" {
		t.Errorf("%v (%s)", err, core.HintOf(err))
	}
	if _, err := store.Restore(t.Context(), backupOf(t), storetest.Options(path), thorough); core.CodeOf(err) != core.CodeLocked {
		t.Errorf("restored over a file in use: %v", err)
	}
}

func backupOf(t *testing.T) string {
	t.Helper()
	f := storetest.Open(t)
	furnish(t, f)
	path := filepath.Join(t.TempDir(), "backup.db")
	must(t, f.Backup(t.Context(), path, false))
	return path
}
