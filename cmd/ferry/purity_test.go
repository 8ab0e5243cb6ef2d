package main

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/types"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// eachCall walks the calls of a file's code; name is "time.Now", with the real package behind an alias, or "panic".
func eachCall(s source, visit func(name string, call *ast.CallExpr)) {
	packages := map[string]string{}
	for _, spec := range s.tree.Imports {
		full, _ := strconv.Unquote(spec.Path.Value)
		name := full[strings.LastIndex(full, "/")+1:]
		if full == "math/rand/v2" {
			name = "rand"
		}
		if spec.Name != nil {
			name = spec.Name.Name
		}
		packages[name] = full
	}
	ast.Inspect(s.tree, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok {
			return true
		}
		switch f := call.Fun.(type) {
		case *ast.Ident:
			visit(f.Name, call)
		case *ast.SelectorExpr:
			if pkg, ok := f.X.(*ast.Ident); ok && packages[pkg.Name] != "" && pkg.Obj == nil {
				visit(packages[pkg.Name]+"."+f.Sel.Name, call)
			}
		}
		return true
	})
}

func forbidCalls(s source, why string, forbidden func(string) bool) (wrong []string) {
	eachCall(s, func(name string, call *ast.CallExpr) {
		if forbidden(name) {
			wrong = append(wrong, fmt.Sprintf("%s:%d: %s: %s", s.name, s.line(call.Pos()), name, why))
		}
	})
	return wrong
}

// impure are the calls by which an engine would look at the world behind its caller's back.
var impure = []string{
	"time.Now", "time.Since", "time.Until", "os.Getenv", "os.LookupEnv", "os.Environ", "os.Hostname", "os.Getpid",
}

// seeded are the uses of math/rand that draw from a source that was handed in.
var seeded = []string{"rand.New", "rand.NewPCG", "rand.NewChaCha8", "rand.NewSource", "rand.NewZipf"}

// keyMakers need randomness that nobody can predict, for signatures and certificates; nothing they decide depends on it.
var keyMakers = []string{"core/ponto", "core/sandbox"}

func enginesArePure(h house) (wrong []string) {
	if !within(h.room(), "core") && !within(h.room(), "store") {
		return nil
	}
	for _, s := range h.code() {
		wrong = append(wrong, forbidCalls(s, "clock, randomness and environment are handed in", func(name string) bool {
			if random, ok := strings.CutPrefix(name, "math/"); ok && strings.HasPrefix(random, "rand") {
				return !slices.Contains(seeded, strings.Replace(random, "rand/v2.", "rand.", 1))
			}
			return slices.Contains(impure, name)
		})...)
		for _, spec := range s.tree.Imports {
			if spec.Path.Value == `"crypto/rand"` && !slices.Contains(keyMakers, h.room()) {
				wrong = append(wrong, fmt.Sprintf("%s:%d: crypto/rand: randomness is handed in", s.name, s.line(spec.Pos())))
			}
		}
	}
	return wrong
}

func contextFromAbove(h house) (wrong []string) {
	if within(h.room(), "cmd") || forTests(h.room()) {
		return nil
	}
	for _, s := range h.code() {
		wrong = append(wrong, forbidCalls(s, "the context comes from the caller", func(name string) bool {
			return name == "context.Background" || name == "context.TODO"
		})...)
	}
	return wrong
}

func nothingPrints(h house) (wrong []string) {
	if within(h.room(), "cmd") {
		return nil
	}
	for _, s := range h.code() {
		wrong = append(wrong, forbidCalls(s, "only commands print", func(name string) bool {
			return strings.HasPrefix(name, "fmt.Print") || strings.HasPrefix(name, "log.") || name == "print" || name == "println"
		})...)
	}
	return wrong
}

func noInit(h house) (wrong []string) {
	if within(h.room(), "tui/term") {
		return nil
	}
	for _, s := range h.code() {
		for _, decl := range s.tree.Decls {
			if f, ok := decl.(*ast.FuncDecl); ok && f.Recv == nil && f.Name.Name == "init" {
				wrong = append(wrong, fmt.Sprintf("%s:%d: func init", s.name, s.line(f.Pos())))
			}
		}
	}
	return wrong
}

// panicsCannotHappen allows a panic only where a comment on its line, or on the one above, says that it cannot happen.
func panicsCannotHappen(h house) (wrong []string) {
	for _, s := range h.code() {
		lines := bytes.Split(s.text, []byte("\n"))
		eachCall(s, func(name string, call *ast.CallExpr) {
			at := s.line(call.Pos()) - 1
			near := string(lines[at]) + string(lines[max(0, at-1)])
			if strings.Contains(near, "http.ErrAbortHandler") { // how a handler hangs up; net/http asks for it
				return
			}
			if name == "panic" && types.Universe.Lookup(name) != nil && !strings.Contains(near, "cannot happen") {
				wrong = append(wrong, fmt.Sprintf("%s:%d: panic, and no word that it cannot happen", s.name, at+1))
			}
		})
	}
	return wrong
}

// TestRulesBite shows every rule a package that breaks it, and one that does not.
func TestRulesBite(t *testing.T) {
	t.Parallel()
	long := func(n int) string { return strings.Repeat("\n", n) }
	for _, c := range []struct {
		rule, room, text string
		wrong            int
	}{
		{"sizes", "core/feed", "package feed\n" + long(maxFile), 1},
		{"sizes", "core/feed", "package feed\nfunc f() {" + long(maxFunction) + "}\n", 1},
		{"sizes", "tui", "package tui\ntype m int\nfunc (m) Update() {" + long(maxUpdate) + "}\n", 1},
		{"sizes", "tui", "package tui\nfunc Update() {" + long(maxUpdate) + "}\n", 0},
		{"docs", "core", "package core\n// A is.\nfunc A() {}\nfunc B() {}\ntype C int\nconst D = 1\nvar E = errors.New(\"\")\n", 5},
		{"docs", "core", "// Package core is.\npackage core\n// A is.\ntype A int\n// F is.\nfunc (A) F() {}\ntype b int\nfunc (b) F() {}\n// Kinds.\nconst (\n\tC = 1\n\tD = 2\n)\n", 0},
		{"names", "core/utils", "package utils\n", 1},
		{"vars", "core", "package core\nvar cache = make(map[int]int)\nvar n int\nvar p = &T{}\n", 3},
		{"vars", "core", "package core\nvar table = map[int]int{}\nfunc f() { table[1] = 2 }\n", 1},
		{"vars", "core", "package core\nvar table = []int{1}\nvar errX = errors.New(\"x\")\nvar re = regexp.MustCompile(\"x\")\nfunc f(table []int) { table[1] = 2 }\n", 0},
		{"init", "core", "package core\nfunc init() {}\n", 1},
		{"init", "tui/term/background", "package background\nfunc init() {}\n", 0},
		{"purity", "core/feed", "package feed\nimport \"time\"\nvar a = time.Now()\n", 1},
		{"purity", "core/feed", "package feed\nimport t \"time\"\nfunc f() { t.Now() }\n", 1},
		{"purity", "core/feed", "package feed\nimport \"math/rand/v2\"\nfunc f() { rand.IntN(3) }\n", 1},
		{"purity", "core/feed", "package feed\nimport \"math/rand/v2\"\nfunc f() { rand.New(rand.NewPCG(1, 2)) }\n", 0},
		{"purity", "core/feed", "package feed\nimport \"crypto/rand\"\nvar r = rand.Reader\n", 1},
		{"purity", "cmd/ferry", "package main\nimport \"time\"\nfunc f() { time.Now() }\n", 0},
		{"context", "store", "package store\nimport \"context\"\nfunc f() { context.Background() }\n", 1},
		{"printing", "tui", "package tui\nimport \"fmt\"\nfunc f() { fmt.Println() }\n", 1},
		{"panics", "core", "package core\nfunc f() { panic(1) }\n", 1},
		{"panics", "core", "package core\nfunc f() {\n\tpanic(1) // cannot happen: f is never called\n}\n", 0},
	} {
		h := house{ImportPath: module + "/" + c.room}
		h.files = []source{parse(t, h, "file.go", []byte(c.text))}
		if wrong := rules[c.rule](h); len(wrong) != c.wrong {
			t.Errorf("%s on %q: %q, want %d", c.rule, c.text, wrong, c.wrong)
		}
	}
	for edge, allowed := range map[[2]string]bool{
		{"core", "encoding/json"}:                                       true,
		{"core", "golang.org/x/text/width"}:                             false,
		{"core/app", "ferry/core/sandbox"}:                              true,
		{"core/app", "go.etcd.io/bbolt"}:                                false,
		{"core/app", "ferry/store"}:                                     false,
		{"core/feed", "ferry/core"}:                                     true,
		{"core/feed", "ferry/core/ponto"}:                               false,
		{"core/fetch", "ferry/core/feed"}:                               true,
		{"core/sandbox", "ferry/core/app"}:                              false,
		{"core/sandbox/world", "ferry/core"}:                            true,
		{"core/sandbox/world", "ferry/core/sandbox"}:                    false,
		{"core/ponto", "github.com/charmbracelet/lipgloss"}:             false,
		{"store", "ferry/core"}:                                         true,
		{"store", "ferry/core/feed"}:                                    false,
		{"store/row", "ferry/store/key"}:                                true,
		{"tui/screen/home", "ferry/store"}:                              false,
		{"tui/screen/home", "ferry/core/app"}:                           true,
		{"tui/screen/home", "ferry/tui/widget/table"}:                   true,
		{"tui/screen/home", "ferry/tui/screen/accounts"}:                false,
		{"tui/screen/home", "github.com/charmbracelet/bubbles/spinner"}: true,
		{"tui", "github.com/spf13/cobra"}:                               false,
		{"core/app", "ferry/store/storetest"}:                           false,
		{"store", "ferry/store/storetest"}:                              false,
		{"cmd/ferry", "ferry/store"}:                                    true,
	} {
		if importAllowed(edge[0], edge[1]) != allowed {
			t.Errorf("%s -> %s: allowed %v", edge[0], edge[1], !allowed)
		}
	}
}
