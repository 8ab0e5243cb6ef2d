package app

import (
	"context"

	"ferry/core"
)

// marks lists the lines of the dossier that are marked to check.
func (w *workbench) marks(ctx context.Context) ([]core.LineKey, error) {
	list, err := w.s.store.Lines(ctx, core.Query{Dossier: w.id, Work: core.WorkCheck})
	if err != nil {
		return nil, err
	}
	lines, err := list.Window(0, list.Len())
	keys := make([]core.LineKey, len(lines))
	for i := range lines {
		keys[i] = lines[i].Key()
	}
	return keys, err
}

// mark follows marks that were set or taken away. mu is held.
func (w *workbench) mark(marks map[core.LineKey]bool) {
	for key, on := range marks {
		if on && w.marked != nil {
			w.marked[key] = true
		} else {
			delete(w.marked, key)
		}
		if w.working != nil {
			w.working.marks[key] = on
		}
	}
}

// checked counts the safe lines that are marked to check: they are not accepted with the rest. mu is held.
func (w *workbench) checked() (n int) {
	for key := range w.marked {
		if i, ok := w.run.at[key]; ok && w.run.safe(i) {
			n++
		}
	}
	return n
}
