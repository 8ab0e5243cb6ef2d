package main

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"ferry/core/app"
	"ferry/tui/action"
	"ferry/tui/program"
	"ferry/tui/theme"
)

var update = flag.Bool("update", false, "write the generated parts of the README anew")

// TestReadmeIsNotStale compares the README's tables with what they are made from.
func TestReadmeIsNotStale(t *testing.T) {
	t.Parallel()
	path := filepath.Join("..", "..", "README.md")
	text := string(readFile(t, path))
	fresh := between(t, text, "commands", commandTable())
	defs := action.Builtin()
	for _, table := range program.Options(new(app.Service), theme.New(theme.Options{}), "").Actions {
		defs = append(defs, table...)
	}
	fresh = between(t, fresh, "keys", action.Cheatsheet(defs))
	if fresh == text {
		return
	}
	if !*update {
		t.Fatal("the README's tables are stale: go test ./cmd/ferry -run Readme -update")
	}
	if err := os.WriteFile(path, []byte(fresh), 0o644); err != nil {
		t.Fatal(err)
	}
}

// between puts a new part between <!-- name --> and <!-- /name -->.
func between(t *testing.T, text, name, part string) string {
	t.Helper()
	before, rest, ok := strings.Cut(text, "<!-- "+name+" -->\n")
	_, after, ok2 := strings.Cut(rest, "<!-- /"+name+" -->")
	if !ok || !ok2 {
		t.Fatalf("the README has no place for %s", name)
	}
	return before + "<!-- " + name + " -->\n" + strings.TrimRight(part, "\n") + "\n<!-- /" + name + " -->" + after
}

// commandTable lists the commands as the help does.
func commandTable() string {
	root := newRoot(&cli{})
	var b strings.Builder
	b.WriteString("| Command | Does |\n|---|---|\n| `ferry` | open the program |\n")
	for _, group := range root.Groups() {
		for _, cmd := range root.Commands() {
			if cmd.GroupID == group.ID && group.ID != groupHelp {
				b.WriteString("| `ferry " + strings.TrimSuffix(cmd.Use, " [flags]") + "` | " + cmd.Short + " |\n")
			}
		}
	}
	return b.String()
}
