package hit_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"

	"ferry/tui/theme"
	"ferry/tui/widget/hit"
)

// marked writes brackets around what is found.
func marked(query, text string) string {
	var out strings.Builder
	done := 0
	for _, s := range hit.Of(query).In(text) {
		out.WriteString(text[done:s.From] + "[" + text[s.From:s.To] + "]")
		done = s.To
	}
	return out.String() + text[done:]
}

func TestIn(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ query, text, want string }{
		{"", "Bakkerij Peeters", "Bakkerij Peeters"},
		{"peet", "Bakkerij Peeters", "Bakkerij [Peet]ers"},
		{"PEETERS bak", "Bakkerij Peeters", "[Bak]kerij [Peeters]"},
		{"e", "Peeters", "P[ee]t[e]rs"},
		{"cafe", "Café de l'Étoile", "[Café] de l'Étoile"},
		{"étoile", "CAFE DE L'ETOILE", "CAFE DE L'[ETOILE]"},
		{"090933755493", "+++090/9337/55493+++ factuur", "+++[090/9337/55493]+++ factuur"},
		{"be68 name:acme", "Acme BE68 5390", "[Acme] [BE68] 5390"},
		{"iban:BE685390", "BE68 5390 0754", "[BE68 5390] 0754"},
		{"12,30", "-12.30 EUR", "-[12.30] EUR"},
		{"not:acme state:late amt:>10 date:2026", "acme late 10 2026", "acme late 10 2026"},
		{`"de l"`, "Café de l'Étoile", "Café [de l]'Étoile"},
		{"acme trust", "acmetrust", "[acmetrust]"},
		{"vande", "van de Velde", "van de Velde"},
		{"///", "a///b", "a[///]b"},
	} {
		if got := marked(c.query, c.text); got != c.want {
			t.Errorf("%q in %q: %s", c.query, c.text, got)
		}
	}
}

// TestPaintKeepsTheText holds fast that marking changes styles and nothing else, and that the outer style is open at the end.
func TestPaintKeepsTheText(t *testing.T) {
	t.Parallel()
	looks := theme.New(theme.Options{})
	rapid.Check(t, func(t *rapid.T) {
		signs := rapid.StringOf(rapid.SampledFrom([]rune("aÀe9 /漢\u0301ﬁ")))
		text, query := signs.Draw(t, "text"), signs.Draw(t, "query")
		got := hit.Paint(looks, theme.Selected, text, hit.Of(query).In(text))
		if ansi.Strip(got) != text {
			t.Fatalf("%q became %q", text, got)
		}
		if strings.Count(got, "\x1b[m") != strings.Count(got, looks.Open(theme.Selected)) {
			t.Fatalf("the outer style is lost: %q", got)
		}
	})
}

func TestSigns(t *testing.T) {
	t.Parallel()
	for painted, want := range map[string][]hit.Span{
		"Café KBC": {{0, 1}, {3, 5}, {6, 8}}, "Café K…": {{0, 1}, {3, 5}, {6, 7}}, "Caf…": {{0, 1}}, "": nil,
	} {
		if got := hit.Signs("Café KBC", painted, []int{0, 3, 6, 7}); !slices.Equal(got, want) {
			t.Errorf("%q: %v", painted, got)
		}
	}
}
