package main

import (
	"context"

	"github.com/spf13/cobra"

	"ferry/core"
	"ferry/core/app"
)

// actsShown is how many acts "ferry undo --list" shows.
const actsShown = 20

func (c *cli) undoCommand() *cobra.Command {
	var dossier string
	var list bool
	cmd := c.addJSON(&cobra.Command{
		Use: "undo", GroupID: groupBooks, Short: "take back the last thing that was done to the books",
		Long: `Take back, whole, the last thing that was done to the books of a dossier: an acceptance of forty proposals as well as
one, an import, a change of rules. "ferry redo" does it again. The journal keeps both.

` + helpOfActs,
		Args: needs(),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return c.onDossier(cmd.Context(), dossier, func(d *desk, of core.Dossier) error {
				if list {
					return c.listActs(cmd.Context(), d, of)
				}
				return c.turn(cmd.Context(), of, "Undid: %s.", d.Undo)
			})
		},
	})
	dossierFlag(cmd, &dossier)
	cmd.Flags().BoolVar(&list, "list", false, "only list the last acts, newest first")
	return cmd
}

func (c *cli) redoCommand() *cobra.Command {
	var dossier string
	cmd := c.addJSON(&cobra.Command{
		Use: "redo", GroupID: groupBooks, Short: "do again what was undone last",
		Long: "Do again what \"ferry undo\" took back last, as long as nothing else was done since.\n\n" + helpOfActs,
		Args: needs(),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return c.onDossier(cmd.Context(), dossier, func(d *desk, of core.Dossier) error {
				return c.turn(cmd.Context(), of, "Did again: %s.", d.Redo)
			})
		},
	})
	dossierFlag(cmd, &dossier)
	return cmd
}

func (c *cli) turn(ctx context.Context, dossier core.Dossier, sentence string, act func(context.Context, core.DossierID) (core.Done, error)) error {
	done, err := act(ctx, dossier.ID)
	if err != nil {
		return err
	}
	return c.tellAct(dossier, done, sentence, done.What)
}

func (c *cli) listActs(ctx context.Context, d *desk, dossier core.Dossier) error {
	acts, err := d.Acts(ctx, dossier.ID, actsShown)
	if err != nil {
		return err
	}
	j := jsonLines{w: c.out}
	t := newColumns(c.out, "AT", "BY", "STATE", "WHAT")
	for _, done := range acts {
		state := ""
		if done.Undone {
			state = "undone"
		}
		if c.json {
			err = writeAct(&j, dossier, done)
		} else {
			err = t.row(localTime(done.At), done.By, state, done.What)
		}
		if err != nil {
			return err
		}
	}
	return t.end()
}

func (c *cli) lockCommand() *cobra.Command {
	var why string
	cmd := c.addJSON(&cobra.Command{
		Use: "lock ACCOUNT DAY", GroupID: groupBooks, Short: "close an account's past, up to and with a day",
		Long: `Close the past of an account, up to and with a day: nothing of its reconciliation changes there any more, on no path.
A later day closes more, an earlier one opens what lies behind it. Without --why the reason that it had stays.

JSON: accountId, dossier, reference, until, at, by, why.`,
		Example: "  ferry lock BE68539007547034 2026-09-30 --why \"VAT return sent\"",
		Args:    needs("ACCOUNT", "DAY"),
		RunE: func(cmd *cobra.Command, args []string) error {
			day, err := core.ParseTypedDate(args[1])
			if err != nil {
				return usagef("DAY: %v", err)
			}
			return c.setLock(cmd.Context(), args[0], day, why)
		},
	})
	cmd.Flags().StringVar(&why, "why", "", "the `REASON`, which is told to whoever meets the lock")
	return cmd
}

func (c *cli) unlockCommand() *cobra.Command {
	return c.addJSON(&cobra.Command{
		Use: "unlock ACCOUNT", GroupID: groupBooks, Short: "open an account's past again",
		Long: "Open the past of an account again, all of it.\n\nJSON: accountId, dossier, reference, until (null), at, by, why.",
		Args: needs("ACCOUNT"),
		RunE: func(cmd *cobra.Command, args []string) error { return c.setLock(cmd.Context(), args[0], 0, "") },
	})
}

func (c *cli) locksCommand() *cobra.Command {
	return c.addJSON(&cobra.Command{
		Use: "locks", GroupID: groupBooks, Short: "list the accounts whose past is closed",
		Long: "List the accounts whose past is closed, see \"ferry lock\".\n\nJSON: accountId, dossier, reference, until, at, by, why.",
		Args: needs(),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return c.withDesk(cmd.Context(), func(d *desk) error { return c.listLocks(cmd.Context(), d) })
		},
	})
}

func (c *cli) setLock(ctx context.Context, name string, until core.Date, why string) error {
	return c.withDesk(ctx, func(d *desk) error {
		id, err := accountOf(ctx, d, name)
		if err != nil {
			return err
		}
		open, _, err := d.LockPreview(ctx, id, until)
		if err != nil {
			return err
		}
		before, err := d.Locks(ctx)
		if err != nil {
			return err
		}
		if err := d.SetLock(ctx, id, until, why); err != nil {
			return err
		}
		account, err := d.Account(ctx, id)
		if err != nil {
			return err
		}
		if c.json {
			locks, err := d.Locks(ctx)
			if err != nil {
				return err
			}
			j := jsonLines{w: c.out}
			return writeLock(&j, account, locks[id])
		}
		if until.IsZero() {
			c.say("The past of %s is open.", told(account))
		} else {
			c.say("%s is closed up to and with %s.", told(account), until)
			if was := before[id].Until; was > until {
				c.say("It was closed until %s: the days between are open again.", was)
			}
			if open > 0 {
				c.say("%s in it not explained; ferry unlock opens them again.", counted(open, "line is", "lines are"))
			}
		}
		return nil
	})
}

func (c *cli) listLocks(ctx context.Context, d *desk) error {
	locks, err := d.Locks(ctx)
	if err != nil {
		return err
	}
	accounts, err := d.Accounts(ctx, "")
	if err != nil {
		return err
	}
	j := jsonLines{w: c.out}
	t := newColumns(c.out, "DOSSIER", "ACCOUNT", "UNTIL", "SET", "BY", "WHY")
	for _, a := range accounts {
		lock, ok := locks[a.ID]
		if !ok || lock.Until.IsZero() {
			continue
		}
		if c.json {
			err = writeLock(&j, a, lock)
		} else {
			err = t.row(a.DossierName, told(a), lock.Until.String(), localTime(lock.At), lock.By, lock.Why)
		}
		if err != nil {
			return err
		}
	}
	return t.end()
}

func writeLock(j *jsonLines, a app.AccountView, lock core.Lock) error {
	j.text("accountId", string(a.ID))
	j.text("dossier", a.DossierName)
	j.text("reference", a.Reference)
	j.day("until", lock.Until)
	j.instant("at", lock.At)
	j.text("by", lock.By)
	j.text("why", lock.Why)
	return j.end()
}
