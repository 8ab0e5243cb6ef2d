package main

import (
	"context"
	"fmt"

	"github.com/spf13/cobra"

	"ferry/core/app"
	"ferry/store"
)

func (c *cli) verifyCommand() *cobra.Command {
	return c.addJSON(&cobra.Command{
		Use:     "verify",
		GroupID: groupFile,
		Short:   "check the whole file",
		Long: `Check the whole file: the chain of the journal, every total, and every line against the bytes that the bank sent.

JSON: entries (of the journal), accounts, lines, deliveries (how many of each were checked), faults (a list of sentences).
Exit code 3: something is wrong in the file.`,
		Args: needs(),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return c.withDesk(cmd.Context(), func(d *desk) error {
				report, err := d.Verify(cmd.Context(), nil)
				if err != nil {
					return err
				}
				return c.printReport(report)
			})
		},
	})
}

func (c *cli) printReport(r app.VerifyReport) error {
	if c.json {
		j := jsonLines{w: c.out}
		j.count("entries", r.Entries)
		j.count("accounts", r.Accounts)
		j.count("lines", r.Lines)
		j.count("deliveries", r.Deliveries)
		j.texts("faults", r.Faults)
		if err := j.end(); err != nil {
			return err
		}
	} else {
		c.say("Checked %s, %s, %s and %s.", counted(r.Entries, "journal entry", "journal entries"),
			counted(r.Accounts, "account", "accounts"), counted(r.Lines, "line", "lines"), counted(r.Deliveries, "delivery", "deliveries"))
		for _, fault := range r.Faults {
			c.say("Fault: %s", fault)
		}
		if len(r.Faults) == 0 {
			c.say("Everything is in order.")
		}
	}
	if len(r.Faults) > 0 {
		return errAttention
	}
	return nil
}

func (c *cli) backupCommand() *cobra.Command {
	return c.addJSON(&cobra.Command{
		Use:     "backup FILE",
		GroupID: groupFile,
		Short:   "write a copy of the file",
		Long: `Write a copy of everything to FILE, which must not exist yet. The copy holds the credentials sealed: the key to them
stays in the keyring or the key file of this machine, so on another machine the credentials are entered again.

JSON: file.`,
		Example: "  ferry backup ferry-2026-11-22.db",
		Args:    needs("FILE"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return c.withDesk(cmd.Context(), func(d *desk) error {
				if err := d.Backup(cmd.Context(), args[0]); err != nil {
					return err
				}
				if c.json {
					j := jsonLines{w: c.out}
					j.text("file", args[0])
					return j.end()
				}
				c.say("Wrote %s.", args[0])
				return nil
			})
		},
	})
}

func (c *cli) restoreCommand() *cobra.Command {
	return c.addJSON(&cobra.Command{
		Use:     "restore FILE",
		GroupID: groupFile,
		Short:   "bring a copy back",
		Long: `Check a copy that "ferry backup" wrote and put it in the place of the file. What was there is kept beside it under
another name.

JSON: file, aside (where the file that was there is now).`,
		Args: needs("FILE"),
		RunE: func(cmd *cobra.Command, args []string) error { return c.restore(cmd.Context(), args[0]) },
	})
}

// restore works on a closed file: no desk can stand on one that is being replaced.
func (c *cli) restore(ctx context.Context, from string) error {
	p := findPaths()
	if err := p.prepare(); err != nil {
		return err
	}
	aside, err := store.Restore(ctx, from, storeOptions(p, c.vault(p)), store.VerifyOptions{})
	if err != nil {
		return err
	}
	if c.json {
		j := jsonLines{w: c.out}
		j.text("file", from)
		j.text("aside", aside)
		return j.end()
	}
	c.say("Brought back %s.", from)
	if aside != "" {
		c.say("The file that was there is now %s.", aside)
	}
	return nil
}

// counted writes a number of things: "1 line", "12 lines".
func counted(n int, one, many string) string {
	if n == 1 {
		return "1 " + one
	}
	return fmt.Sprintf("%d %s", n, many)
}
