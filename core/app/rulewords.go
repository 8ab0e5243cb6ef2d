package app

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"

	"ferry/core"
)

// What is done to rules, for the journal and for undo.
const (
	txtRulesAdded   = "added the rule %s"
	txtRulesOn      = "switched the rule %s on"
	txtRulesOff     = "switched the rule %s off"
	txtRulesChanged = "changed the rule %s"
	txtRulesRemoved = "removed the rule %s"
	txtRulesMoved   = "put the rules in another order"
	txtRulesSame    = "kept %s as they were"
)

// ruleSentence says what becomes of rules, by their names.
func ruleSentence(was, now []core.Rule) string {
	names := map[string][]string{}
	for _, r := range now {
		names[changeOf(was, r)] = append(names[changeOf(was, r)], core.CleanText(r.Name))
	}
	for _, r := range was {
		if ruleByID(now, r.ID) < 0 {
			names[txtRulesRemoved] = append(names[txtRulesRemoved], core.CleanText(r.Name))
		}
	}
	var list []string
	for _, what := range []string{txtRulesOn, txtRulesOff, txtRulesChanged, txtRulesAdded, txtRulesRemoved} {
		if some := names[what]; len(some) > 0 {
			list = append(list, ruleNames(what, some))
		}
	}
	switch {
	case len(list) > 0:
		return strings.Join(list, "; ")
	case slices.EqualFunc(was, now, sameRule):
		return say(txtRulesSame, count(len(now), "rule"))
	}
	return txtRulesMoved
}

// changeOf is what becomes of a rule; empty: nothing.
func changeOf(was []core.Rule, r core.Rule) string {
	at := ruleByID(was, r.ID)
	if at < 0 {
		return txtRulesAdded
	}
	before := was[at]
	if sameRule(before, r) {
		return ""
	}
	if before.Off = r.Off; !sameRule(before, r) {
		return txtRulesChanged
	}
	if r.Off {
		return txtRulesOff
	}
	return txtRulesOn
}

// sameRule compares rules as they are kept: an empty list is none.
func sameRule(a, b core.Rule) bool {
	x, errX := json.Marshal(a)
	y, errY := json.Marshal(b)
	return errX == nil && errY == nil && bytes.Equal(x, y)
}

func ruleByID(rules []core.Rule, id string) int {
	return slices.IndexFunc(rules, func(r core.Rule) bool { return r.ID == id })
}

// ruleNames fills names into a sentence: the first three, and how many more there are.
func ruleNames(sentence string, names []string) string {
	if len(names) > 1 {
		sentence = strings.Replace(sentence, "the rule ", "the rules ", 1)
	}
	if len(names) > 3 {
		names = append(slices.Clone(names[:2]), say(txtMore, len(names)-2))
	}
	return say(sentence, strings.Join(names, ", "))
}
