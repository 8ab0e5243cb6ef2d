package main

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/token"
	"path"
	"strings"
)

// Budgets, in lines.
const (
	maxFile     = 400
	maxTestFile = 800
	maxFunction = 60
	maxUpdate   = 50
)

func sizesWithinBudget(h house) (wrong []string) {
	for _, s := range h.files {
		limit := maxFile
		if s.test {
			limit = maxTestFile
		}
		if lines := bytes.Count(s.text, []byte("\n")); lines > limit {
			wrong = append(wrong, fmt.Sprintf("%s has %d lines, more than %d", s.name, lines, limit))
		}
		for _, decl := range s.tree.Decls {
			f, ok := decl.(*ast.FuncDecl)
			if !ok || s.test {
				continue
			}
			limit := maxFunction
			if f.Name.Name == "Update" && f.Recv != nil {
				limit = maxUpdate
			}
			if lines := s.line(f.End()) - s.line(f.Pos()) + 1; lines > limit {
				wrong = append(wrong, fmt.Sprintf("%s:%d: %s has %d lines, more than %d", s.name, s.line(f.Pos()), f.Name.Name, lines, limit))
			}
		}
	}
	return wrong
}

// everythingExplained wants a comment on every package and on everything that is exported.
func everythingExplained(h house) (wrong []string) {
	code, explained := h.code(), false
	for _, s := range code {
		explained = explained || s.tree.Doc != nil
		for _, decl := range s.tree.Decls {
			for _, name := range unexplained(decl) {
				wrong = append(wrong, fmt.Sprintf("%s:%d: %s is not explained", s.name, s.line(name.Pos()), name.Name))
			}
		}
	}
	if len(code) > 0 && !explained {
		wrong = append(wrong, h.room()+" has no package comment")
	}
	return wrong
}

// unexplained are the exported names of a declaration without a comment.
func unexplained(decl ast.Decl) (names []*ast.Ident) {
	switch d := decl.(type) {
	case *ast.FuncDecl:
		if d.Name.IsExported() && d.Doc == nil && exportedReceiver(d) {
			names = append(names, d.Name)
		}
	case *ast.GenDecl:
		for _, spec := range d.Specs {
			switch s := spec.(type) {
			case *ast.TypeSpec:
				if s.Name.IsExported() && d.Doc == nil && s.Doc == nil && s.Comment == nil {
					names = append(names, s.Name)
				}
			case *ast.ValueSpec:
				for _, name := range s.Names {
					// A comment above a group explains the group.
					if name.IsExported() && d.Doc == nil && s.Doc == nil && s.Comment == nil {
						names = append(names, name)
					}
				}
			}
		}
	}
	return names
}

func exportedReceiver(f *ast.FuncDecl) bool {
	if f.Recv == nil {
		return true
	}
	t := f.Recv.List[0].Type
	for {
		switch x := t.(type) {
		case *ast.StarExpr:
			t = x.X
		case *ast.IndexExpr:
			t = x.X
		case *ast.IndexListExpr:
			t = x.X
		case *ast.Ident:
			return x.IsExported()
		default:
			return true
		}
	}
}

// namesSaySomething refuses drawers for everything.
func namesSaySomething(h house) (wrong []string) {
	empty := map[string]bool{"util": true, "utils": true, "common": true, "helper": true, "helpers": true, "misc": true}
	if empty[path.Base(h.ImportPath)] {
		wrong = append(wrong, h.room()+" says nothing")
	}
	for _, s := range h.files {
		base := strings.TrimSuffix(strings.TrimSuffix(path.Base(s.name), ".go"), "_test")
		if empty[base] {
			wrong = append(wrong, s.name+" says nothing")
		}
	}
	return wrong
}

// noPackageState allows package-level variables only where they are constants in all but name: errors, compiled
// patterns, tables. A table that something writes to is state.
func noPackageState(h house) (wrong []string) {
	code := h.code()
	for _, s := range code {
		for _, decl := range s.tree.Decls {
			d, ok := decl.(*ast.GenDecl)
			if !ok || d.Tok != token.VAR {
				continue
			}
			for _, spec := range d.Specs {
				v := spec.(*ast.ValueSpec)
				for i, name := range v.Names {
					switch {
					case name.Name == "_":
					case !constantInAllButName(v, i):
						wrong = append(wrong, fmt.Sprintf("%s:%d: var %s is neither an error, nor a pattern, nor a table", s.name, s.line(name.Pos()), name.Name))
					case isWritten(code, name):
						wrong = append(wrong, fmt.Sprintf("%s:%d: var %s is written to", s.name, s.line(name.Pos()), name.Name))
					}
				}
			}
		}
	}
	return wrong
}

// fixedCalls make values that nobody changes.
var fixedCalls = map[string]bool{
	"errors.New": true, "fmt.Errorf": true, "regexp.MustCompile": true, "strings.NewReplacer": true, "template.Must": true,
	"language.MustParse": true, "netip.MustParsePrefix": true, "netip.MustParseAddr": true, "time.Date": true,
	"big.NewInt": true, "json.JoinOptions": true, "cases.Fold": true, "reflect.TypeFor": true, "crc32.MakeTable": true,
}

func constantInAllButName(v *ast.ValueSpec, i int) bool {
	if i >= len(v.Values) {
		_, array := v.Type.(*ast.SelectorExpr) // embed.FS, filled by the compiler
		return array && len(v.Values) == 0 && fmt.Sprint(v.Type.(*ast.SelectorExpr).Sel) == "FS"
	}
	switch x := v.Values[i].(type) {
	case *ast.CompositeLit, *ast.BasicLit:
		return true
	case *ast.UnaryExpr: // &core.Error{…}
		_, lit := x.X.(*ast.CompositeLit)
		return lit && strings.HasPrefix(strings.ToLower(v.Names[i].Name), "err")
	case *ast.CallExpr:
		if conversion, ok := x.Fun.(*ast.ArrayType); ok {
			return conversion != nil // []byte("…")
		}
		f, ok := x.Fun.(*ast.SelectorExpr)
		if !ok {
			return false
		}
		pkg, _ := f.X.(*ast.Ident)
		return pkg != nil && fixedCalls[pkg.Name+"."+f.Sel.Name]
	}
	return false
}

// isWritten looks for assignments to a package's variable, to its elements or to its fields.
func isWritten(code []source, name *ast.Ident) (written bool) {
	is := func(x ast.Expr) bool {
		id := rootOf(x)
		// The parser resolves what is local to a file; what it leaves open, or resolves to this declaration, is ours.
		return id != nil && id.Name == name.Name && (id.Obj == nil || id.Obj == name.Obj)
	}
	for _, s := range code {
		ast.Inspect(s.tree, func(n ast.Node) bool {
			switch x := n.(type) {
			case *ast.AssignStmt:
				for _, left := range x.Lhs {
					written = written || x.Tok != token.DEFINE && is(left)
				}
			case *ast.IncDecStmt:
				written = written || is(x.X)
			case *ast.UnaryExpr:
				_, variable := x.X.(*ast.Ident)
				written = written || x.Op == token.AND && variable && is(x.X)
			case *ast.CallExpr:
				f, _ := x.Fun.(*ast.Ident)
				written = written || f != nil && (f.Name == "delete" || f.Name == "clear") && is(x.Args[0])
			}
			return true
		})
	}
	return written
}

func rootOf(x ast.Expr) *ast.Ident {
	for {
		switch e := x.(type) {
		case *ast.Ident:
			return e
		case *ast.IndexExpr:
			x = e.X
		case *ast.SelectorExpr:
			x = e.X
		case *ast.StarExpr:
			x = e.X
		case *ast.ParenExpr:
			x = e.X
		default:
			return nil
		}
	}
}
