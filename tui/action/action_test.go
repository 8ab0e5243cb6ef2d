package action_test

import (
	"strings"
	"testing"

	"ferry/tui/action"
)

// rows are the actions of a made-up screen.
func rows() []action.Def {
	return []action.Def{
		{ID: "rows.open", Title: "open", Help: "Open the row.", Scope: "rows", Keys: []string{"enter", "l"}, Footer: 1},
		{ID: "rows.drop", Title: "drop", Help: "Drop the row.", Scope: "rows", Keys: []string{"x"}, Footer: 2,
			When: action.When(func(n int) string {
				if n == 0 {
					return "there is none"
				}
				return ""
			})},
	}
}

func registry(t *testing.T) *action.Registry {
	t.Helper()
	r, err := action.NewRegistry(action.Builtin(), rows())
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func ids(defs []action.Def) string {
	var all []string
	for _, d := range defs {
		all = append(all, string(d.ID))
	}
	return strings.Join(all, " ")
}

func TestBuiltinIsClean(t *testing.T) {
	t.Parallel()
	registry(t)
	// G goes to the last row and is taken back by g: no harm when it is the tail of a key that broke.
	if err := action.Check(append(action.Builtin(), rows()...)); err != nil {
		t.Error(err)
	}
}

func TestCheckFindsWhatIsWrong(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		def  action.Def
		want string
	}{
		"no help":       {action.Def{ID: "a.b", Title: "x", Scope: "a"}, "needs a title"},
		"id":            {action.Def{ID: "ab", Title: "x", Help: "y", Scope: "a"}, "scope.verb"},
		"alt":           {action.Def{ID: "a.b", Title: "x", Help: "y", Scope: "a", Keys: []string{"alt+x"}}, "alt"},
		"disguise":      {action.Def{ID: "a.b", Title: "x", Help: "y", Scope: "a", Keys: []string{"ctrl+i"}}, "disguise"},
		"broken arrow":  {action.Def{ID: "a.b", Title: "x", Help: "y", Scope: "a", Keys: []string{"A"}}, "tail"},
		"AltGr":         {action.Def{ID: "a.b", Title: "x", Help: "y", Scope: "a", Keys: []string{"]"}}, "AltGr"},
		"unknown key":   {action.Def{ID: "a.b", Title: "x", Help: "y", Scope: "a", Keys: []string{"hyper"}}, "no key"},
		"digit only":    {action.Def{ID: "a.b", Title: "x", Help: "y", Scope: "a", Keys: []string{"1"}}, "AltGr or shift"},
		"AltGr and one": {action.Def{ID: "a.b", Title: "x", Help: "y", Scope: "a", Keys: []string{"]", "n"}}, ""},
		"asks first":    {action.Def{ID: "a.b", Title: "x", Help: "y", Scope: "a", Keys: []string{"R"}, Danger: true}, ""},
	} {
		err := action.Check([]action.Def{c.def})
		if c.want == "" && err != nil || c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want)) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestConflictsAreNamed(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		scope    action.Name
		key      string
		conflict action.ID // empty: none
	}{
		{"rows", "x", "rows.drop"},
		{"rows", "q", action.Close},
		{"rows", "j", action.Down},
		{"other", "x", ""},
		{"rows", "ctrl+s", ""}, // a form owns its keys while it has the focus
		{action.List, "x", "rows.drop"},
	} {
		_, err := action.NewRegistry(action.Builtin(), rows(), []action.Def{{ID: "new.one", Title: "new", Scope: c.scope, Keys: []string{c.key}}})
		if c.conflict == "" && err != nil {
			t.Errorf("%s in %s: %v", c.key, c.scope, err)
		}
		if c.conflict != "" && (err == nil || !strings.Contains(err.Error(), string(c.conflict)) || !strings.Contains(err.Error(), "new.one")) {
			t.Errorf("%s in %s: %v", c.key, c.scope, err)
		}
	}
	if _, err := action.NewRegistry(rows(), rows()); err == nil {
		t.Error("an id may be given twice")
	}
}

func TestResolveGoesFromInnerToOuter(t *testing.T) {
	t.Parallel()
	r := registry(t)
	list := action.Scope{Name: "rows", With: []action.Name{action.List}}
	for _, c := range []struct {
		scope action.Scope
		key   action.Key
		want  string
	}{
		{list, action.Key{Name: "j", Text: "j"}, "list.down"},
		{list, action.Key{Name: "esc"}, "global.back"},
		{list, action.Key{Name: "z", Text: "z"}, ""},
		{action.Scope{Name: "rows", Text: true}, action.Key{Name: "x", Text: "x"}, ""},
		{action.Scope{Name: "rows", Text: true}, action.Key{Name: "left"}, ""},
		{action.Scope{Name: "rows", Text: true}, action.Key{Name: "esc"}, "global.back"},
		{action.Scope{Name: "rows", With: []action.Name{action.Form}}, action.Key{Name: "enter"}, "form.submit rows.open"},
		{action.Scope{With: []action.Name{action.Dialog}, Leak: action.LeakNone}, action.Key{Name: "esc"}, "dialog.no"},
		{action.Scope{With: []action.Name{action.Dialog}, Leak: action.LeakNone}, action.Key{Name: ":", Text: ":"}, ""},
		{list, action.Key{Text: "j", Paste: true}, ""},
	} {
		if got := ids(r.Resolve(c.scope, c.key)); got != c.want {
			t.Errorf("%q in %+v means %q, not %q", c.key.Name, c.scope, got, c.want)
		}
	}
}

func TestReasonsAndHints(t *testing.T) {
	t.Parallel()
	r := registry(t)
	drop, _ := r.Lookup("rows.drop")
	for _, c := range []struct {
		scope action.Scope
		want  string
	}{
		{action.Scope{Name: "rows", State: 0}, "there is none"},
		{action.Scope{Name: "rows", State: 1}, ""},
		{action.Scope{Name: "rows", State: "another type"}, ""},
		{action.Scope{Name: "other", State: 1}, "not on this screen"},
	} {
		if got := r.Reason(drop, c.scope); got != c.want {
			t.Errorf("%+v: %q", c.scope, got)
		}
	}
	hints := func(s action.Scope) string {
		var all []string
		for _, h := range r.Hints(s) {
			all = append(all, h.Key+"="+h.Title)
		}
		return strings.Join(all, " ")
	}
	if got := hints(action.Scope{Name: "rows", State: 1}); got != "enter=open x=drop esc=back q=close :=commands ?=help" {
		t.Error(got)
	}
	if got := hints(action.Scope{Name: "rows", State: 0, Text: true}); got != "enter=open esc=back ctrl+k=commands f1=help" {
		t.Error(got)
	}
}

func TestKeymap(t *testing.T) {
	t.Parallel()
	m, err := action.ParseKeymap(strings.NewReader("# mine\n\nrows.open = enter o\nlist.down = down n\nrows.drop =\n"))
	if err != nil {
		t.Fatal(err)
	}
	r, err := registry(t).With(m)
	if err != nil {
		t.Fatal(err)
	}
	if d := r.Resolve(action.Scope{Name: "rows"}, action.Key{Name: "o", Text: "o"}); ids(d) != "rows.open" {
		t.Error(ids(d))
	}
	if d := r.Resolve(action.Scope{Name: "rows"}, action.Key{Name: "x", Text: "x"}); ids(d) != "" {
		t.Error(ids(d))
	}
	for text, want := range map[string]string{
		"rows.open":                "line 1",
		"\nrows.open = hyper+":     "line 2: no key",
		"rows.open=a\nrows.open=b": "twice",
		"rows.fly = a":             "no action rows.fly",
		"rows.open = x":            "both rows.open",
		"rows.open = q":            "global.close",
	} {
		m, err := action.ParseKeymap(strings.NewReader(text))
		if err == nil {
			_, err = registry(t).With(m)
		}
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v", text, err)
		}
	}
}

func TestCheatsheet(t *testing.T) {
	t.Parallel()
	got := action.Cheatsheet(append(rows(), action.Def{ID: "rows.far", Title: "far", Help: "Far.", Scope: "rows"}))
	want := "### Rows\n\n| Keys | What it does |\n|---|---|\n| `enter` `l` | Open the row. |\n| `x` | Drop the row. |\n| by name (`:`) | Far. |\n"
	if got != want {
		t.Error(got)
	}
}

func FuzzKeymap(f *testing.F) {
	f.Add("rows.open = enter o\n#\n")
	f.Fuzz(func(t *testing.T, text string) {
		m, err := action.ParseKeymap(strings.NewReader(text))
		if err == nil {
			_, _ = registry(t).With(m)
		}
	})
}
