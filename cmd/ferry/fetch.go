package main

import (
	"context"
	"fmt"
	"runtime/debug"
	"strconv"
	"time"

	"github.com/spf13/cobra"

	"ferry/core"
	"ferry/core/app"
)

func (c *cli) fetchCommand() *cobra.Command {
	return c.addJSON(&cobra.Command{
		Use:     "fetch [ACCOUNT...]",
		GroupID: groupDaily,
		Short:   "read what Ponto holds, once, for all accounts or the given ones",
		Long: `Read what Ponto holds, once, for all connected accounts or the given ones (id or account number). This is one round
of what the open program does in the background. No bank is asked for anything: see "ferry sync".

JSON: accountId, outcome ("ok" or an error code), new, changed, late, pending, error.
Exit code 3: an account could not be read. The others were.`,
		Example: "  ferry fetch\n  ferry fetch --json BE68539007547034",
		RunE: func(cmd *cobra.Command, args []string) error {
			return c.withDesk(cmd.Context(), func(d *desk) error { return c.round(cmd.Context(), d, args, d.Fetch) })
		},
	})
}

func (c *cli) syncCommand() *cobra.Command {
	return c.addJSON(&cobra.Command{
		Use:     "sync [ACCOUNT...]",
		GroupID: groupDaily,
		Short:   "have the bank asked for news, wait, then read",
		Long: `Start a synchronization at the bank for all connected accounts or the given ones, wait for its end, then fetch.

The bank is asked in your name and wants to know your public address: set it once with "ferry settings set
customer-ip ADDRESS", or allow a look-up with "ferry settings set look-up-ip on". Ponto itself asks the banks four
times a day, so this is for when you wait for a payment.

JSON and exit codes are those of "ferry fetch".`,
		RunE: func(cmd *cobra.Command, args []string) error {
			return c.withDesk(cmd.Context(), func(d *desk) error { return c.round(cmd.Context(), d, args, d.Synchronize) })
		},
	})
}

// reading is Fetch or Synchronize of the service.
type reading func(context.Context, []core.AccountID, func(app.Progress)) ([]app.FetchResult, error)

// round reads accounts and tells the outcome of each.
func (c *cli) round(ctx context.Context, d *desk, names []string, read reading) error {
	// A nightly fetch runs on small servers: a third less memory for some 5 % more work.
	debug.SetGCPercent(50)
	if err := d.vault.Unlock(); err != nil {
		return err
	}
	accounts, err := d.Accounts(ctx, "")
	if err != nil {
		return err
	}
	ids, err := findAccounts(accounts, names)
	if err != nil {
		return err
	}
	results, err := read(ctx, ids, nil)
	if err != nil {
		return err
	}
	known := make(map[core.AccountID]app.AccountView, len(accounts))
	for _, a := range accounts {
		known[a.ID] = a
	}
	if c.json {
		err = c.printResultsJSON(results)
	} else {
		err = c.printResults(results, known)
	}
	if err != nil {
		return err
	}
	if ctx.Err() != nil {
		return &core.Error{Code: core.CodeCancelled, Msg: "stopped before the end", Hint: "what was read is kept; run it again to go on"}
	}
	for _, r := range results {
		if r.Outcome != core.CodeOK {
			return errAttention
		}
	}
	return nil
}

func (c *cli) printResultsJSON(results []app.FetchResult) error {
	j := jsonLines{w: c.out}
	for _, r := range results {
		j.text("accountId", string(r.Account))
		j.text("outcome", string(r.Outcome))
		j.count("new", r.New)
		j.count("changed", r.Changed)
		j.count("late", r.Late)
		j.count("pending", r.Pending)
		j.text("error", errorText(r.Err))
		if err := j.end(); err != nil {
			return err
		}
	}
	return nil
}

func errorText(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}

// printResults prints the outcomes as columns, and under them, once each, what went wrong and what to do.
func (c *cli) printResults(results []app.FetchResult, known map[core.AccountID]app.AccountView) error {
	t := newColumns(c.out, "ACCOUNT", "BANK", ">NEW", ">CHANGED", ">LATE", ">PENDING", "OUTCOME")
	for _, r := range results {
		account := known[r.Account]
		if err := t.row(told(account), account.Bank.Name, strconv.Itoa(r.New), strconv.Itoa(r.Changed),
			strconv.Itoa(r.Late), strconv.Itoa(r.Pending), string(r.Outcome)); err != nil {
			return err
		}
	}
	if err := t.end(); err != nil {
		return err
	}
	hinted := map[string]bool{}
	for _, r := range results {
		if r.Err == nil || r.Outcome == core.CodeCancelled {
			continue
		}
		sentence := told(known[r.Account]) + ": " + errorText(r.Err)
		if !r.NextTry.IsZero() {
			sentence += fmt.Sprintf("; next try from %s on", r.NextTry.Local().Format(time.DateTime))
		}
		hint := core.HintOf(r.Err)
		if hinted[hint] {
			hint = "" // with Ponto out of reach, it would stand under every account
		}
		hinted[hint] = true
		c.complain(sentence, hint)
	}
	return nil
}
