package main

import (
	"bufio"
	"context"
	"errors"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"ferry/core"
	"ferry/core/app"
)

// matchesRead is how many matches are read from the file at once.
const matchesRead = 500

func (c *cli) matchesCommand() *cobra.Command {
	var dossier string
	var limit int
	cmd := c.addJSON(&cobra.Command{
		Use:     "matches",
		GroupID: groupBooks,
		Short:   "list what was accepted, newest first",
		Long: `List what was accepted, newest first: by hand, by rule, or by itself. "ferry matches replay ID" asks whether it would be
proposed today.

JSON: id, dossier, at, by, auto, kind, transactionIds, accountId and bookingDay and amount and currency (of the first
line), items (their numbers), ledgers, postings (ledger, amount, vatCode, text), difference, changed (true where the bank
changed a line since, or took it off its list), reason.`,
		Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if limit < 0 {
				return usagef("--limit cannot be negative")
			}
			return c.onDossiers(cmd.Context(), dossier, func(d *desk, list []core.Dossier) error {
				return c.listMatches(cmd.Context(), d, list, limit)
			})
		},
	})
	cmd.Flags().StringVar(&dossier, "dossier", "", "only those of this `DOSSIER` (name or id)")
	cmd.Flags().IntVar(&limit, "limit", 0, "only the newest `N` of each dossier")
	cmd.AddCommand(c.replayCommand())
	return cmd
}

func (c *cli) listMatches(ctx context.Context, d *desk, dossiers []core.Dossier, limit int) error {
	out := bufio.NewWriterSize(c.out, 64<<10)
	j := jsonLines{w: out}
	t := newColumns(out, ">ID", "DOSSIER", "ACCEPTED", "KIND", "SAFE", "BOOKED", ">AMOUNT", "", "COUNTERPART", "BY", "REASON")
	for _, dossier := range dossiers {
		err := eachMatch(ctx, d, dossier.ID, limit, func(m core.Match, lines []core.Line) error {
			changed, err := anyChanged(ctx, d, m)
			if err != nil {
				return err
			}
			if c.json {
				return writeMatch(&j, dossier, m, lines, changed)
			}
			first := lines[0]
			return t.row(strconv.FormatUint(m.ID, 10), dossier.Name, localTime(m.At), string(m.Why.Kind), mark(m.Auto), first.BookingDate.String(),
				amountText(first), string(first.Amount.Currency), clip(counterpart(first), 32), explainedBy(m.Why), m.Why.Reason)
		})
		if err != nil {
			return err
		}
	}
	if err := t.end(); err != nil {
		return err
	}
	return out.Flush()
}

// eachMatch walks the matches of a dossier with their lines, newest first.
func eachMatch(ctx context.Context, d *desk, dossier core.DossierID, limit int, print func(core.Match, []core.Line) error) error {
	for before, seen := uint64(0), 0; ; {
		n := matchesRead
		if limit > 0 {
			n = min(n, limit-seen)
		}
		if n == 0 {
			return nil
		}
		list, err := d.Matches(ctx, dossier, before, n)
		if err != nil || len(list) == 0 {
			return err
		}
		for _, m := range list {
			before, seen = m.ID, seen+1
			lines, err := linesOf(d, m)
			if err != nil {
				return err
			}
			if err := print(m, lines); err != nil {
				return err
			}
		}
	}
}

// linesOf reads the lines of a match; it has at least one.
func linesOf(d *desk, m core.Match) ([]core.Line, error) {
	lines := make([]core.Line, 0, len(m.Lines))
	for _, key := range m.Lines {
		line, err := d.file.Line(key.Account, key.No)
		if err != nil {
			return nil, err
		}
		lines = append(lines, line)
	}
	if len(lines) == 0 {
		return nil, &core.Error{Code: core.CodeCorrupt, Msg: "match " + strconv.FormatUint(m.ID, 10) + " has no line", Hint: "ferry verify checks the file"}
	}
	return lines, nil
}

// idsOf are the ids by which the bank's side names lines.
func idsOf(lines []core.Line) []string {
	ids := make([]string, len(lines))
	for i, line := range lines {
		ids[i] = string(line.ID)
	}
	return ids
}

func writeMatch(j *jsonLines, dossier core.Dossier, m core.Match, lines []core.Line, changed bool) error {
	first := lines[0]
	j.number("id", m.ID)
	j.text("dossier", dossier.Name)
	j.instant("at", m.At)
	j.text("by", m.By)
	j.flag("auto", m.Auto)
	j.text("kind", string(m.Why.Kind))
	j.texts("transactionIds", idsOf(lines))
	j.text("accountId", string(first.Account))
	j.day("bookingDay", first.BookingDate)
	j.text("amount", amountText(first))
	j.text("currency", string(first.Amount.Currency))
	j.texts("items", m.Why.Numbers())
	j.texts("ledgers", ledgers(m.Why.Postings))
	j.postings("postings", m.Why.Postings)
	j.amount("difference", m.Why.Difference)
	j.flag("changed", changed)
	j.text("reason", m.Why.Reason)
	return j.end()
}

// anyChanged reports whether the bank changed a line of a match, or took it off its list, since it was accepted.
func anyChanged(ctx context.Context, d *desk, m core.Match) (bool, error) {
	states, err := d.States(ctx, m.Lines)
	return slices.ContainsFunc(states, func(s core.LineState) bool { return s.Changed }), err
}

func (c *cli) replayCommand() *cobra.Command {
	var dossier string
	cmd := c.addJSON(&cobra.Command{
		Use: "replay ID...", Short: "ask whether matches would be proposed today, and why not",
		Long: "Ask of matches, by their ids, whether they would be proposed today for the same reason. Exit code 3 when one would not.\n\n" +
			"JSON: id, dossier, same, reason (then), now (the reason of today's proposal), difference (in a sentence).",
		Args: atLeast("ID"),
		RunE: func(cmd *cobra.Command, args []string) error {
			ids, err := parseNumbers(args)
			if err != nil {
				return err
			}
			return c.onDossier(cmd.Context(), dossier, func(d *desk, of core.Dossier) error {
				return c.replay(cmd.Context(), d, of, ids)
			})
		},
	})
	dossierFlag(cmd, &dossier)
	return cmd
}

func (c *cli) replay(ctx context.Context, d *desk, dossier core.Dossier, ids []uint64) error {
	j := jsonLines{w: c.out}
	differs := false
	for _, id := range ids {
		report, err := d.Replay(ctx, dossier.ID, id)
		if err != nil {
			return noMatch(err)
		}
		differs = differs || !report.Same
		if err := c.printReplay(&j, dossier, report); err != nil {
			return err
		}
	}
	if differs {
		return errAttention
	}
	return nil
}

func (c *cli) printReplay(j *jsonLines, dossier core.Dossier, r app.ReplayReport) error {
	if !c.json {
		if r.Same {
			c.say("%d: the same today: %s", r.Match.ID, r.Match.Why.Reason)
		} else {
			c.say("%d: not the same today: %s", r.Match.ID, r.Why)
		}
		return nil
	}
	j.number("id", r.Match.ID)
	j.text("dossier", dossier.Name)
	j.flag("same", r.Same)
	j.text("reason", r.Match.Why.Reason)
	j.text("now", r.Now.Reason)
	j.text("difference", r.Why)
	return j.end()
}

// noMatch says where the ids of matches stand, where one is not there.
func noMatch(err error) error {
	told, ok := errors.AsType[*core.Error](err)
	if !ok || told.Code != core.CodeNotFound {
		return err
	}
	other := *told
	other.Hint = "ferry matches lists those there are, with their ids"
	return &other
}

func (c *cli) unmatchCommand() *cobra.Command {
	var dossier string
	cmd := c.addJSON(&cobra.Command{
		Use: "unmatch ID...", GroupID: groupBooks, Short: "take matches apart again",
		Long: "Take matches apart again, by the ids that \"ferry matches\" lists: their lines and items are open as before. All of them or\nnone; \"ferry undo\" takes it back.\n\n" +
			helpOfActs,
		Example: "  ferry unmatch 41 42",
		Args:    atLeast("ID"),
		RunE: func(cmd *cobra.Command, args []string) error {
			ids, err := parseNumbers(args)
			if err != nil {
				return err
			}
			return c.onDossier(cmd.Context(), dossier, func(d *desk, of core.Dossier) error {
				done, err := d.Unmatch(cmd.Context(), of.ID, ids)
				if err != nil {
					return noMatch(err)
				}
				return c.tellAct(of, done, "Took apart %s.", "match "+strings.Join(args, ", "))
			})
		},
	})
	dossierFlag(cmd, &dossier)
	return cmd
}

func (c *cli) monthsCommand() *cobra.Command {
	var dossier, since string
	cmd := c.addJSON(&cobra.Command{
		Use: "months", GroupID: groupBooks, Short: "list how far each month of each account is reconciled",
		Long: `List how far each month of each account is reconciled.

JSON: accountId, dossier, reference, month (its first day), lines, done (of them, explained), check (marked to look at
again), changed (changed by the bank since they were explained), locked.`,
		Args: needs(),
		RunE: func(cmd *cobra.Command, _ []string) error {
			from, err := transactionFlags{since: since}.day()
			if err != nil {
				return err
			}
			return c.onDossiers(cmd.Context(), dossier, func(d *desk, list []core.Dossier) error {
				return c.listMonths(cmd.Context(), d, list, from)
			})
		},
	})
	cmd.Flags().StringVar(&dossier, "dossier", "", "only the accounts of this `DOSSIER` (name or id)")
	cmd.Flags().StringVar(&since, "since", "", "only months from the one of this `DAY` on (2026-11-22)")
	return cmd
}

func (c *cli) listMonths(ctx context.Context, d *desk, dossiers []core.Dossier, from core.Date) error {
	accounts, err := d.Accounts(ctx, "")
	if err != nil {
		return err
	}
	known := make(map[core.AccountID]app.AccountView, len(accounts))
	for _, a := range accounts {
		known[a.ID] = a
	}
	j := jsonLines{w: c.out}
	t := newColumns(c.out, "DOSSIER", "ACCOUNT", "MONTH", ">LINES", ">DONE", ">CHECK", ">CHANGED", "STATE")
	for _, dossier := range dossiers {
		months, err := d.Months(ctx, dossier.ID, from, 0)
		if err != nil {
			return err
		}
		for _, m := range months {
			if c.json {
				err = writeMonth(&j, dossier, known[m.Account].Reference, m)
			} else {
				err = t.row(dossier.Name, told(known[m.Account]), m.Month.String()[:len("2026-11")], strconv.Itoa(m.Lines), strconv.Itoa(m.Done),
					strconv.Itoa(m.Check), strconv.Itoa(m.Changed), monthState(m))
			}
			if err != nil {
				return err
			}
		}
	}
	return t.end()
}

func monthState(m core.MonthProgress) string {
	switch {
	case m.Locked:
		return "closed"
	case m.Done == m.Lines:
		return "done"
	}
	return ""
}

func writeMonth(j *jsonLines, dossier core.Dossier, reference string, m core.MonthProgress) error {
	j.text("accountId", string(m.Account))
	j.text("dossier", dossier.Name)
	j.text("reference", reference)
	j.day("month", m.Month)
	j.count("lines", m.Lines)
	j.count("done", m.Done)
	j.count("check", m.Check)
	j.count("changed", m.Changed)
	j.flag("locked", m.Locked)
	return j.end()
}
