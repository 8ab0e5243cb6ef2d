package app

import (
	"strings"

	"ferry/core"
)

// plainAmount is an amount in the sentence of an act: in the form that scripts read, with its currency, as the sentence outlives
// the moment in which it was clear.
func plainAmount(a core.Amount) string { return a.String() + " " + string(a.Currency) }

// fewNamed is how many lines an act that names one has at most: a rejected explanation, with the lines that belong to it.
const fewNamed = 16

// inWords gives acts the sentence that a screen tells: with amounts in its own form. The journal keeps the sentence alone, so it is
// looked through for the very words in which the act's lines were put; nothing is guessed from it.
func (s *Service) inWords(acts []core.Done) []core.Done {
	for i := range acts {
		if d := &acts[i]; len(d.Lines) > 0 && len(d.Lines) <= fewNamed {
			d.Told = s.toldBy(d.What, d.Lines)
		}
	}
	return acts
}

// toldBy retells a sentence that names one of the lines; nil: it names none.
func (s *Service) toldBy(what string, lines []core.LineKey) func(func(core.Amount) string) string {
	for _, key := range lines {
		line, err := s.store.Line(key.Account, key.No)
		if err != nil {
			continue // it is about to be said elsewhere
		}
		was := lineName(line, plainAmount)
		if before, after, ok := strings.Cut(what, was); ok {
			return func(write func(core.Amount) string) string { return before + lineName(line, write) + after }
		}
	}
	return nil
}
