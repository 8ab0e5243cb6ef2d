package core

import (
	"testing"
	"unicode"
	"unicode/utf8"
)

func TestCleanText(t *testing.T) {
	t.Parallel()
	tests := map[string]string{
		"Factuur 2026-118":          "Factuur 2026-118",
		"Société Générale":          "Société Générale",
		"a\x1b[31mred\x1b[0m":       "a[31mred[0m",
		"line one\r\nline two\tend": "line one  line two end",
		"\u202Egnp.exe\u202C":       "gnp.exe",
		"zero\u200Bwidth":           "zerowidth",
		"\xff\xfebroken":            "broken",
		"c1 \u009b31m control":      "c1 31m control",
		"private \U000F0000 use":    "private  use",
	}
	for in, want := range tests {
		if got := CleanText(in); got != want {
			t.Errorf("CleanText(%q) = %q, want %q", in, got, want)
		}
	}
}

func FuzzCleanText(f *testing.F) {
	f.Add("\x1b]0;title\x07")
	f.Add("abc\u202Edef")
	f.Fuzz(func(t *testing.T, s string) {
		clean := CleanText(s)
		if !utf8.ValidString(clean) {
			t.Fatalf("%q is not valid", clean)
		}
		for _, r := range clean {
			if unicode.IsControl(r) || isBidiControl(r) {
				t.Fatalf("%q keeps %U", clean, r)
			}
		}
		if CleanText(clean) != clean {
			t.Fatalf("cleaning %q twice changes it", s)
		}
	})
}
