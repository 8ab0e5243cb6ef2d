package action

import (
	"fmt"
	"slices"
	"strings"
)

// Cheatsheet writes the table of keys for the README, in Markdown: what works everywhere, then each scope by its heading.
func Cheatsheet(defs []Def) string {
	var headings []string
	groups := make(map[string][]Def)
	for _, d := range defs {
		h := d.Heading()
		if !slices.Contains(headings, h) {
			headings = append(headings, h)
		}
		groups[h] = append(groups[h], d)
	}
	var b strings.Builder
	for i, h := range headings {
		if i > 0 {
			b.WriteString("\n")
		}
		fmt.Fprintf(&b, "### %s\n\n| Keys | What it does |\n|---|---|\n", h)
		for _, d := range groups[h] {
			keys := make([]string, len(d.Keys))
			for i, k := range d.Keys {
				keys[i] = "`" + Label(k) + "`"
			}
			shown := strings.Join(keys, " ")
			if shown == "" {
				shown = "by name (`:`)"
			}
			fmt.Fprintf(&b, "| %s | %s |\n", strings.ReplaceAll(shown, "|", `\|`), d.Help)
		}
	}
	return b.String()
}
