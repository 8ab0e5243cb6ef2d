package main

import (
	"encoding/binary"
	"os"
	"slices"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
)

// scriptTear clears every third page with bank lines: tear FILE COPY. What else a file can lose, a fetch does not bring back;
// that is tried in the store's own tests.
func scriptTear(ts *testscript.TestScript, _ bool, args []string) {
	image, err := os.ReadFile(ts.MkAbs(args[0]))
	ts.Check(err)
	const page, leaf, lineKey = 4096, 2, 16
	lines, n := 0, binary.NativeEndian
	for at := 2 * page; at+page <= len(image); at += page {
		// A page is its number, kind, count and overflow, then of each entry kind, place, size of key and of value.
		p := image[at : at+page]
		if n.Uint64(p) != uint64(at/page) || n.Uint16(p[8:]) != leaf || n.Uint16(p[10:]) == 0 || n.Uint32(p[16+8:]) != lineKey {
			continue
		}
		if lines++; lines%3 == 0 {
			clear(p)
		}
	}
	if lines < 30 {
		ts.Fatalf("there are %d pages with lines", lines)
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), image, 0o600))
}

// scriptSame wants two outputs to have the same lines, in any order: same FILE FILE.
func scriptSame(ts *testscript.TestScript, _ bool, args []string) {
	a, b := sortedLines(ts.ReadFile(args[0])), sortedLines(ts.ReadFile(args[1]))
	for i := range min(len(a), len(b)) {
		if a[i] != b[i] {
			ts.Fatalf("%s\nand\n%s", a[i], b[i])
		}
	}
	if len(a) != len(b) {
		ts.Fatalf("%d and %d lines", len(a), len(b))
	}
}

func sortedLines(text string) []string { return slices.Sorted(strings.Lines(text)) }
