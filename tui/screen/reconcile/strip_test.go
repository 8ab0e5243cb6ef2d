package reconcile_test

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"ferry/core"
	"ferry/tui/theme"
)

// TestStripWrapsWhatTheBankSays: in a narrow window the list cuts the text of a line, and the strip under it tells the rest.
func TestStripWrapsWhatTheBankSays(t *testing.T) {
	t.Parallel()
	b := small()
	b.lines[5].Remittance = "Levering van de week, bestelling 4711 en 4712, min de leeggoedbonnen die de chauffeur heeft meegenomen; zie brief van vrijdag"
	b.lines[0].Remittance = "factuur 2026-0101 " + strings.Repeat("en nog iets ", 30)
	d := show(t, b, theme.Options{})
	d.Resize(80, 24)
	d.See("factuur 2026-0101 en nog iets", "+1 candidate", "Safe: ")
	d.Resize(60, 16)
	d.See("en nog iets en …")
	d.Resize(80, 24)
	for range 5 {
		d.Press("j")
	}
	d.See(b.lines[5].Remittance)
}

// TestStripCutsNoAmount, however many parts a candidate has: those without room are counted.
func TestStripCutsNoAmount(t *testing.T) {
	t.Parallel()
	cut := regexp.MustCompile(`[0-9,]…`)
	for n := 2; n < 14; n++ {
		b := small()
		p := core.Proposal{Line: b.lines[5].Key(), Reason: "Together they are what was paid.", Options: []core.Explanation{{Kind: core.MatchSet}}}
		for i := range n {
			id := core.ItemID(fmt.Sprint("n", i))
			b.items[id] = core.OpenItem{ID: id, Number: fmt.Sprintf("2026-%04d", 9000+i), Party: "Gebroeders Vandenbroucke en Zonen", Amount: core.Amount{Minor: int64(1_234_567_89 + i), Currency: core.EUR}}
			p.Options[0].Parts = append(p.Options[0].Parts, core.Part{Item: id, Number: b.items[id].Number, Settles: b.items[id].Amount})
		}
		b.learned = []core.Proposal{p}
		d := show(t, b, theme.Options{})
		d.Press("j", "j", "j", "j", "j")
		for _, size := range [][2]int{{60, 16}, {80, 24}} {
			d.Resize(size[0], size[1])
			_, strip, _ := strings.Cut(d.Screen(), "───")
			if cut.MatchString(strip) {
				t.Errorf("%d parts, %v:\n%s", n, size, d.Screen())
			}
			if shown := strings.Count(strip, "+1 234 567,"); shown < n && !strings.Contains(strip, fmt.Sprintf("and %d more", n-shown)) {
				t.Errorf("%d of %d parts are shown, and the others not counted:\n%s", shown, n, d.Screen())
			}
		}
	}
}
