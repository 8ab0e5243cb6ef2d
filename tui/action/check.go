package action

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Check finds what is wrong with default keys and texts, beyond conflicts. A test runs it over every table.
//
// Its rules come from keyboards and terminals: Option types characters on a Mac, so no alt; ctrl+i, ctrl+m, ctrl+h and ctrl+[
// are the same bytes as tab, enter, backspace and escape; some symbols need AltGr on AZERTY and QWERTZ, and digits need shift, so
// neither may be the only way; and a broken arrow or function key ends in one of A B C D F H O P Q R S, so those may only
// start what asks first or what the next press takes back.
func Check(defs []Def, harmless ...ID) error {
	var errs []error
	wrong := func(d Def, format string, args ...any) {
		errs = append(errs, fmt.Errorf("action %s: "+format, append([]any{d.ID}, args...)...))
	}
	for _, d := range defs {
		if d.Title == "" || d.Help == "" || d.Scope == "" {
			wrong(d, "needs a title, a help sentence and a scope")
		}
		if !strings.Contains(string(d.ID), ".") {
			wrong(d, "its id is not scope.verb-noun")
		}
		easy := len(d.Keys) == 0
		for _, k := range d.Keys {
			switch {
			case !knownKey(k):
				wrong(d, "no key is called %q", k)
			case strings.Contains(k, "alt+"):
				wrong(d, "%s uses alt", k)
			case slices.Contains([]string{"ctrl+i", "ctrl+m", "ctrl+h", "ctrl+["}, k):
				wrong(d, "%s is another key in disguise", k)
			case len(k) == 1 && strings.Contains("ABCDFHOPQRS", k) && !d.Danger && !slices.Contains(harmless, d.ID):
				wrong(d, "%s can be the tail of a broken arrow key; it must ask first", k)
			}
			easy = easy || !(len(k) == 1 && strings.Contains(`[]{}\|@~0123456789`, k))
		}
		if !easy {
			wrong(d, "has only keys that some keyboards reach with AltGr or shift")
		}
	}
	return errors.Join(errs...)
}
