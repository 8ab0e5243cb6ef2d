package main

import (
	"bytes"
	"context"
	"encoding/json"
	"strings"
	"testing"
	"time"

	"ferry/core"
)

func TestJSONLines(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	j := jsonLines{w: &out}
	j.text("text", "a \"quoted\" line\nand \u202eturned\x1b[31m \x9b31m é")
	j.text("nothing", "")
	j.amount("amount", core.Amount{Minor: -1230, Currency: core.EUR})
	j.amount("unknown", core.Amount{})
	j.day("day", core.NewDate(2026, 11, 22))
	j.day("noDay", 0)
	j.instant("at", time.Date(2026, 11, 22, 9, 30, 0, 120e6, time.FixedZone("", 3600)))
	j.instant("never", time.Time{})
	j.count("count", -3)
	j.flag("flag", true)
	j.texts("list", []string{"a", "b"})
	j.texts("empty", nil)
	j.lists("lists", [][]string{{"a\x1b", "b"}, {}})
	j.number("number", 7)
	j.number("noNumber", 0)
	j.numbers("numbers", []uint64{1, 2})
	if err := j.end(); err != nil {
		t.Fatal(err)
	}
	j.count("second", 2)
	if err := j.end(); err != nil {
		t.Fatal(err)
	}
	first, second, _ := strings.Cut(out.String(), "\n")
	want := `{"text":"a \"quoted\" line and turned[31m 31m é","nothing":null,"amount":"-12.30","unknown":null,` +
		`"day":"2026-11-22","noDay":null,"at":"2026-11-22T08:30:00.120Z","never":null,"count":-3,"flag":true,"list":["a","b"],"empty":[],` +
		`"lists":[["a","b"],[]],"number":7,"noNumber":null,"numbers":[1,2]}`
	if first != want {
		t.Errorf("got  %s\nwant %s", first, want)
	}
	if second != "{\"second\":2}\n" {
		t.Errorf("got %q", second)
	}
	if !json.Valid([]byte(first)) {
		t.Error("not JSON")
	}
}

func TestColumns(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	c := newColumns(&out, "NAME", ">AMOUNT", "TEXT")
	for _, row := range [][]string{{"café 株式会社", "-12.30", "x\x1b[2J\ny"}, {"a", "1204.00", ""}} {
		if err := c.row(row...); err != nil {
			t.Fatal(err)
		}
	}
	if err := c.end(); err != nil {
		t.Fatal(err)
	}
	want := "NAME            AMOUNT  TEXT\n" +
		"café 株式会社   -12.30  x[2J y\n" +
		"a              1204.00\n"
	if out.String() != want {
		t.Errorf("got\n%s\nwant\n%s", out.String(), want)
	}
}

func TestColumnsHoldOnlyASample(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	c := newColumns(&out, "A", "B")
	for i := range 2 * sampleRows {
		if err := c.row("x", "y"); err != nil {
			t.Fatal(err)
		}
		if i == sampleRows && (out.Len() == 0 || c.sample != nil) {
			t.Fatal("rows are still kept")
		}
	}
	if err := c.end(); err != nil {
		t.Fatal(err)
	}
	if n := strings.Count(out.String(), "\n"); n != 2*sampleRows+1 {
		t.Fatalf("%d lines", n)
	}
	var none bytes.Buffer
	if err := newColumns(&none, "A").end(); err != nil || none.Len() != 0 {
		t.Fatalf("an empty list printed %q, %v", none.String(), err)
	}
}

// endless is a list that is never over.
type endless struct{ core.Listing }

func (endless) Len() int                             { return 1 << 40 }
func (endless) Window(int, int) ([]core.Line, error) { return make([]core.Line, windowRows), nil }

// TestALongListCanBeStopped: ctrl+c is heard while a list is printed.
func TestALongListCanBeStopped(t *testing.T) {
	t.Parallel()
	ctx, stop := context.WithCancel(t.Context())
	printed := 0
	err := eachLine(ctx, endless{}, func(core.Line) error {
		printed++
		stop()
		return nil
	})
	if core.CodeOf(err) != core.CodeCancelled || printed != windowRows {
		t.Errorf("%v after %d lines", err, printed)
	}
}
