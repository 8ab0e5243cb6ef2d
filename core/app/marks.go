package app

import (
	"context"
	"slices"

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

// keptBack are the places of the safe lines that marks keep from being accepted with the rest: those of marked lines, and those that
// would settle a marked line with them. mu is held.
func (w *workbench) keptBack() map[int]bool {
	back := map[int]bool{}
	for key := range w.marked {
		places := w.run.tied[key]
		if i, ok := w.run.at[key]; ok {
			places = append(places[:len(places):len(places)], i)
		}
		for _, i := range places {
			if w.run.safe(i) {
				back[i] = true
			}
		}
	}
	return back
}

// caution leaves a proposal to the user where the line, or one that it would settle with it, is marked to check. mu is held.
func (w *workbench) caution(p core.Proposal) core.Proposal {
	other := slices.ContainsFunc(p.Best().With, func(key core.LineKey) bool { return w.marked[key] })
	if !p.Auto || !other && !w.marked[p.Line] {
		return p
	}
	p.Auto, p.OneKey = false, true
	if other {
		p.Reason += " " + txtOtherMarked
	}
	return p
}
