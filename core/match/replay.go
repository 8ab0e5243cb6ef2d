package match

import (
	"errors"
	"fmt"
	"reflect"

	"ferry/core"
)

// ErrReplay says that a kept proposal is not what the engine says today.
var ErrReplay = errors.New("the proposal differs")

// Replay proposes again for the lines of a kept run and compares what it says of one line with what was kept. It needs the
// items as they were open then, and all lines of that run: a line's proposal depends on what others claim.
func Replay(kept core.Proposal, items []core.OpenItem, own []Own, settings Settings, lines []core.Line) error {
	for _, p := range New(items, own, settings).Propose(lines, nil) {
		if p.Line != kept.Line {
			continue
		}
		if !reflect.DeepEqual(p, kept) {
			return fmt.Errorf("%w: today %q, then %q", ErrReplay, p.Reason, kept.Reason)
		}
		return nil
	}
	return fmt.Errorf("%w: the line is not among those given", ErrReplay)
}

// Coder codes lines that no open item explains: a set of rules, or what was learned.
type Coder interface {
	Proposal(core.Line) (core.Proposal, bool)
}

// Complete asks the coders, in their order, about the lines that open items leave unexplained: those without an option, and
// those where nothing but an equal amount speaks for one. In the latter case the items stay among the options.
func Complete(proposals []core.Proposal, lines []core.Line, coders ...Coder) {
	for i := range proposals {
		p := &proposals[i]
		if p.Auto || len(p.Options) > 0 && p.Options[0].Grade != GradeAmount {
			continue
		}
		for _, c := range coders {
			if coded, ok := c.Proposal(lines[i]); ok {
				coded.Options = append(coded.Options, p.Options...)
				*p = coded
				break
			}
		}
	}
}
