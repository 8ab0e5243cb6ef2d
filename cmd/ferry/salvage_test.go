package main

import (
	"os"
	"regexp"
	"slices"
	"strings"

	"github.com/rogpeppe/go-internal/testscript"
)

// scriptTear writes a copy of a file in which pages of the middle are gone: tear FROM TO.
func scriptTear(ts *testscript.TestScript, _ bool, args []string) {
	image, err := os.ReadFile(ts.MkAbs(args[0]))
	ts.Check(err)
	const page = 4096
	for at := 24 * page; at+page <= len(image); at += 11 * page {
		clear(image[at : at+page])
	}
	ts.Check(os.WriteFile(ts.MkAbs(args[1]), image, 0o600))
}

// clientFile is what a torn file may have lost the name of.
var clientFile = regexp.MustCompile(`"dossier":(null|"[^"]*")`)

// scriptSame wants two outputs to have the same lines, in any order, whatever their client file is called: same FILE FILE.
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

func sortedLines(text string) []string {
	return slices.Sorted(strings.Lines(clientFile.ReplaceAllString(text, `"dossier":""`)))
}
