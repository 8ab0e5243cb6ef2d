package reconcile

import (
	"context"
	"slices"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"ferry/core"
	"ferry/tui"
	"ferry/tui/widget/confirm"
	"ferry/tui/widget/picker"
	"ferry/tui/words"
)

// anyLock reports whether days of an account in view are locked: what nobody explained there wants nothing any more.
func (s *Screen) anyLock() bool {
	return slices.ContainsFunc(s.order, func(id core.AccountID) bool { return !s.locks[id].Until.IsZero() })
}

// chooseLock asks which account is meant, that of the line first; of one account nothing is asked.
func (s *Screen) chooseLock() tea.Cmd {
	if len(s.order) < 2 {
		return s.askLock(s.order[0], "", "")
	}
	here := s.order[0]
	if r, ok := s.table.Selected(); ok {
		here = r.Account
	}
	items := make([]picker.Item, 0, len(s.order))
	add := func(id core.AccountID) {
		item := picker.Item{ID: string(id), Title: s.accountName(id), Detail: words.Account(s.accounts[id].Reference)}
		if l, ok := s.locks[id]; ok && !l.Until.IsZero() {
			item.Side = "locked until " + l.Until.String()
		}
		items = append(items, item)
	}
	add(here)
	for _, id := range s.order {
		if id != here {
			add(id)
		}
	}
	return tui.Choose(txtLockWhich, items, func(id string) tea.Msg {
		return then(func() tea.Cmd { return s.askLock(core.AccountID(id), "", "") })
	})
}

// askLock asks up to which day an account is locked: the end of the month before this one is proposed, as this one still grows,
// and never an earlier day than the one that holds, with the reason that it has. What was typed and could not be read is asked again,
// with what is wrong.
func (s *Screen) askLock(id core.AccountID, typed, wrong string) tea.Cmd {
	name := s.accountName(id)
	help, until := txtLockHelp, s.locks[id].Until
	if !until.IsZero() {
		help = "Now " + lockedText(s.locks[id]) + ". " + help
	}
	value := strings.TrimSpace(max(monthAfter(core.DateIn(s.now, s.now.Location()), 0).AddDays(-1), until).String() + " " + core.CleanText(s.locks[id].Why))
	if wrong != "" {
		value, help = typed, words.Sentence(wrong)+" "+help
	}
	return tui.Prompt(txtLockTitle+name, help, value, func(text string) tea.Msg {
		return then(func() tea.Cmd { return s.countLock(id, strings.TrimSpace(text)) })
	})
}

// countLock counts what a lock would freeze unexplained, before it is asked for.
func (s *Screen) countLock(id core.AccountID, text string) tea.Cmd {
	name := s.accountName(id)
	if text == "" {
		return tui.Ask(confirm.Question{Title: "Unlock " + name + "?", Text: []string{"Its past can be reconciled anew."}, Yes: "Unlock"},
			then(func() tea.Cmd { return s.setLock(id, 0, "", 0) }))
	}
	first, why, _ := strings.Cut(text, " ")
	day, err := core.ParseTypedDate(first)
	if err != nil {
		return s.askLock(id, text, err.Error())
	}
	svc, now := s.svc, core.DateIn(s.now, s.now.Location())
	return tui.Read(func(ctx context.Context) tea.Msg {
		open, _, err := svc.LockPreview(ctx, id, day)
		return then(func() tea.Cmd {
			if err != nil {
				return tui.Fail(err)
			}
			return s.confirmLock(id, day, strings.TrimSpace(why), open, day >= now)
		})
	})
}

// confirmLock says what a lock does before it is set: first of all what it freezes unexplained.
func (s *Screen) confirmLock(id core.AccountID, day core.Date, why string, open int, early bool) tea.Cmd {
	name, yes := s.accountName(id), "Lock"
	var paragraphs []string
	if until := s.locks[id].Until; day < until {
		yes = "Open those days"
		paragraphs = append(paragraphs, name+" is locked until "+until.String()+". This opens the days behind "+day.String()+" again.")
	}
	if open > 0 {
		yes = "Lock all the same"
		paragraphs = append(paragraphs, words.Plural(open, "line of "+name+" up to that day is", "lines of "+name+" up to that day are")+
			" NOT explained. They freeze as they are: while the lock holds, nothing can explain them.")
	}
	if early {
		paragraphs = append(paragraphs, "That day is not over: lines that the bank still books on it are locked as well.")
	}
	paragraphs = append(paragraphs, "Up to and with "+day.String()+" nothing of the reconciliation of "+name+" changes any more: no key, no command, no import. L takes the lock away.")
	if was := s.locks[id].Why; why != "" {
		paragraphs = append(paragraphs, txtLockWhy+core.CleanText(why))
	} else if was != "" {
		paragraphs = append(paragraphs, txtLockWhyKept+core.CleanText(was))
	}
	return tui.Ask(confirm.Question{Title: "Lock " + name + " up to " + day.String() + "?", Text: paragraphs, Yes: yes},
		then(func() tea.Cmd { return s.setLock(id, day, why, open) }))
}

func (s *Screen) setLock(id core.AccountID, until core.Date, why string, open int) tea.Cmd {
	svc, look, name := s.svc, s.look(), s.accountName(id)
	return tui.Write(func(ctx context.Context) tea.Msg {
		err := svc.SetLock(ctx, id, until, why)
		locks, readErr := look.svc.Locks(ctx)
		return then(func() tea.Cmd {
			if err != nil || readErr != nil {
				return tui.Fail(firstOf(err, readErr))
			}
			s.locks = locks
			return tea.Batch(lockToast(name, until, open), s.read(reload{}))
		})
	})
}

// lockToast says what is locked now; that lines are frozen unexplained is a warning.
func lockToast(name string, until core.Date, open int) tea.Cmd {
	switch {
	case until.IsZero():
		return tui.Toast("Unlocked " + name + ".")
	case open > 0:
		return tui.Warn("Locked " + name + " up to " + until.String() + "; " + words.Plural(open, "line", "lines") + " unexplained inside.")
	}
	return tui.Toast("Locked " + name + " up to " + until.String() + ".")
}

// firstOf is the first error that is one.
func firstOf(errs ...error) error {
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
