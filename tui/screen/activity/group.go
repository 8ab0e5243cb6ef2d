package activity

import (
	"strings"
	"time"

	"ferry/core"
	"ferry/tui/words"
)

// entry is a line of the list: what happened, to one account or at once to several. When Ponto is down every account says so, and
// what else happened would be lost among them.
type entry struct {
	core.Activity                 // the newest
	others        []core.Activity // that say the same of other accounts, newest first
}

// atOnce is how far apart the entries of one happening lie at most, one from the next: a round over many accounts takes its time.
const atOnce = 10 * time.Minute

// key stays the same while newer entries join.
func (e entry) key() uint64 {
	if n := len(e.others); n > 0 {
		return e.others[n-1].No
	}
	return e.No
}

// text is the sentence; of several accounts it says how many they are.
func (e entry) text() string {
	if len(e.others) == 0 {
		return words.Sentence(e.Text)
	}
	_, what := said(e.Activity)
	return words.Sentence(words.Count(len(e.others)+1) + " accounts: " + what)
}

// said parts an entry into the account that it names first and what is said of that.
func said(a core.Activity) (name, what string) {
	name, what, ok := strings.Cut(a.Text, ": ")
	if !ok {
		return "", a.Text
	}
	return name, what
}

// group puts together what stands next to each other and says the same of several accounts: an outcome of theirs, good or bad.
func group(rows []core.Activity) []entry {
	var list []entry
	for _, a := range rows {
		if n := len(list); n > 0 && list[n-1].takes(a) {
			list[n-1].others = append(list[n-1].others, a)
			continue
		}
		list = append(list, entry{Activity: a})
	}
	return list
}

func (e entry) takes(a core.Activity) bool {
	last := e.Activity
	if n := len(e.others); n > 0 {
		last = e.others[n-1]
	}
	name, what := said(e.Activity)
	other, same := said(a)
	switch {
	case a.Code == "" || a.Code != e.Code || a.Level != e.Level || a.Account == "" || e.Account == "":
		return false
	case name == "" || other == "" || what != same || a.Hint != e.Hint || last.At.Sub(a.At) > atOnce:
		return false
	}
	if a.Account == e.Account {
		return false
	}
	for _, o := range e.others {
		if o.Account == a.Account {
			return false // it happened to the account once more
		}
	}
	return true
}
