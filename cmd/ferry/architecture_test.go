package main

import (
	"bytes"
	"encoding/json"
	"go/ast"
	"go/parser"
	"go/token"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// The rules of the house, checked: who may know whom, how long things may be, what must be explained, what engines may
// not touch. Each rule reads one package and says what is wrong with it.

// house is one package of the module with its parsed files.
type house struct {
	ImportPath string
	Dir        string
	Imports    []string

	GoFiles, IgnoredGoFiles, TestGoFiles, XTestGoFiles []string

	files []source
}

// source is one parsed file.
type source struct {
	name string // beside the module's root: "core/amount.go"
	test bool
	text []byte
	tree *ast.File
	fset *token.FileSet
}

func (s source) line(pos token.Pos) int { return s.fset.Position(pos).Line }

// room is the package's path within the module: "core/feed".
func (h house) room() string {
	return strings.TrimPrefix(strings.TrimPrefix(h.ImportPath, module), "/")
}

// code are the files that are part of the program.
func (h house) code() []source {
	return slices.DeleteFunc(slices.Clone(h.files), func(s source) bool { return s.test })
}

const module = "ferry"

// forTests reports whether a room holds what only tests need.
func forTests(room string) bool { return strings.HasSuffix(room, "test") }

// within reports whether a room is the given one or stands under it.
func within(room, parent string) bool { return room == parent || strings.HasPrefix(room, parent+"/") }

func loadHouses(t *testing.T) []house {
	t.Helper()
	var out, errs bytes.Buffer
	// -e: a package that does not compile is the compiler's to report.
	list := exec.Command("go", "list", "-e", "-json=ImportPath,Dir,Imports,GoFiles,IgnoredGoFiles,TestGoFiles,XTestGoFiles", module+"/...")
	list.Stdout, list.Stderr = &out, &errs
	if err := list.Run(); err != nil {
		t.Fatalf("go list: %v\n%s", err, errs.String())
	}
	var houses []house
	for d := json.NewDecoder(&out); ; {
		var h house
		if err := d.Decode(&h); err == io.EOF {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		for _, name := range slices.Concat(h.GoFiles, h.IgnoredGoFiles, h.TestGoFiles, h.XTestGoFiles) {
			h.files = append(h.files, parse(t, h, name, nil))
		}
		houses = append(houses, h)
	}
	if len(houses) < 5 {
		t.Fatalf("only %d packages were found", len(houses))
	}
	return houses
}

// parse reads a file, or takes the text that is given.
func parse(t *testing.T, h house, name string, text []byte) source {
	t.Helper()
	path := filepath.Join(h.Dir, name)
	if text == nil {
		text = readFile(t, path)
	}
	s := source{name: h.room() + "/" + name, test: strings.HasSuffix(name, "_test.go"), text: text, fset: token.NewFileSet()}
	tree, err := parser.ParseFile(s.fset, path, text, parser.ParseComments)
	if err != nil {
		t.Fatal(err)
	}
	s.tree = tree
	return s
}

func TestArchitecture(t *testing.T) {
	t.Parallel()
	houses := loadHouses(t)
	for name, rule := range rules {
		t.Run(name, func(t *testing.T) {
			for _, h := range houses {
				for _, wrong := range rule(h) {
					t.Error(wrong)
				}
			}
		})
	}
}

// rules are what TestArchitecture checks and TestRulesBite proves.
var rules = map[string]func(house) []string{
	"imports":  importsAllowed,
	"sizes":    sizesWithinBudget,
	"docs":     everythingExplained,
	"names":    namesSaySomething,
	"vars":     noPackageState,
	"init":     noInit,
	"purity":   enginesArePure,
	"context":  contextFromAbove,
	"printing": nothingPrints,
	"panics":   panicsCannotHappen,
}

// Third-party modules that a room may use, as prefixes of import paths.
var (
	coreModules = []string{
		"golang.org/x/time", "golang.org/x/text", "golang.org/x/sync", "golang.org/x/oauth2", "github.com/cenkalti/backoff/v5",
		"github.com/go-json-experiment/json", "filippo.io/age", "github.com/zalando/go-keyring", "github.com/youmark/pkcs8",
		"github.com/google/uuid", "github.com/cli/browser",
	}
	storeModules = []string{"go.etcd.io/bbolt", "github.com/klauspost/compress", "golang.org/x/text"}
	tuiModules   = []string{
		"github.com/charmbracelet", "github.com/muesli/termenv", "github.com/muesli/cancelreader", "github.com/sahilm/fuzzy",
		"rsc.io/qr", "github.com/aymanbagabas/go-osc52/v2", "github.com/atotto/clipboard", "golang.org/x/text", "golang.org/x/sys", "golang.org/x/term",
	}
)

// engines are the rooms of core that know core and what is named here, and nothing else of Ferry.
var engines = map[string][]string{
	"core/event":         {},
	"core/oauth":         {},
	"core/secret":        {},
	"core/feed":          {},
	"core/reference":     {},
	"core/match":         {"core/reference"},
	"core/match/rule":    {"core/match", "core/reference"},
	"core/match/learn":   {"core/match", "core/reference"},
	"core/consent":       {},
	"core/exchange":      {"core/reference"},
	"core/ponto":         {"core/oauth"},
	"core/sandbox/world": {},
	"core/sandbox":       {"core/sandbox/world"},
	"core/fetch":         {"core/ponto", "core/feed", "core/consent", "core/event"},
}

// importsAllowed checks one package's imports against design: cmd -> tui -> core <- store <- cmd.
func importsAllowed(h house) (wrong []string) {
	room := h.room()
	for _, path := range h.Imports {
		if !importAllowed(room, path) {
			wrong = append(wrong, room+" must not import "+path)
		}
	}
	return wrong
}

func importAllowed(room, path string) bool {
	other, ours := strings.CutPrefix(path, module+"/")
	first, _, _ := strings.Cut(path, "/")
	standard := !ours && !strings.Contains(first, ".")
	switch {
	case ours && forTests(other) && !forTests(room):
		return false // what only tests need stays out of the program
	case within(room, "cmd"):
		return true
	case standard:
		return true
	case room == "core":
		return false
	case within(room, "core"):
		return ours && coreKnows(room, other) || !ours && startsWithAny(path, coreModules)
	case within(room, "store"):
		return ours && (other == "core" || within(other, "store")) || !ours && startsWithAny(path, storeModules)
	case within(room, "tui"):
		if within(room, "tui/screen") && within(other, "tui/screen") && screenOf(room) != screenOf(other) {
			return false
		}
		return ours && (within(other, "core") || within(other, "tui") || other == "store" && forTests(room)) || !ours && startsWithAny(path, tuiModules)
	}
	return false
}

func coreKnows(room, other string) bool {
	if !within(other, "core") {
		return false
	}
	for engine, known := range engines {
		if within(room, engine) && (room == engine || engines[room] == nil) {
			return other == "core" || within(other, engine) || slices.Contains(known, other)
		}
	}
	return true
}

// screenOf is the screen that a room under tui/screen belongs to.
func screenOf(room string) string {
	name, _, _ := strings.Cut(strings.TrimPrefix(room, "tui/screen/"), "/")
	return name
}

func startsWithAny(path string, prefixes []string) bool {
	return slices.ContainsFunc(prefixes, func(prefix string) bool { return within(path, prefix) })
}

func readFile(t *testing.T, path string) []byte {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return text
}
