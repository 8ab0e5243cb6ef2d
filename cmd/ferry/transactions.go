package main

import (
	"bufio"
	"context"
	"io"

	"github.com/spf13/cobra"

	"ferry/core"
	"ferry/core/app"
)

// windowRows is how many lines are read from the file at once.
const windowRows = 1000

// transactionFlags narrow the list.
type transactionFlags struct {
	accounts []string
	dossier  string
	search   string
	since    string
	limit    int
}

func (c *cli) transactionsCommand() *cobra.Command {
	var f transactionFlags
	cmd := c.addJSON(&cobra.Command{
		Use:     "transactions",
		GroupID: groupDaily,
		Short:   "list bank lines, newest first",
		Long: `List bank lines, newest first, from the file: nothing is fetched.

JSON: id, accountId, dossier, state (booked or pending), bookingDay, valueDay, then the API's attributes of a
transaction. bookingDay and valueDay are days where the bank is, executionDate and valueDate the instants as the bank
sent them. An amount that has more decimals than its currency is given as the bank wrote it. missingSince is set
when the bank no longer lists the line, note is your own. match is the id of what explains the line, matchKind how (see
"ferry matches"), check is true where you marked the line to look at it again, changed where the bank changed it, or took
it off its list, after it was matched.

--search takes words, and fields: name:peeters, iban:BE68 (the other side's account), acct:7034 (your own, by a part of its
number or name), amt:>100, amt:-12.30, amt:10..20, date:2026-10, date:2026-10-01..2026-10-15, state:pending (booked, late,
missing), not:word. A range holds its bounds, and either end may be left out; an amount without a sign goes both ways.`,
		Example: "  ferry transactions --account BE68539007547034 --since 2026-11-01\n  ferry transactions --search electrabel --json",
		Args:    needs(),
		RunE: func(cmd *cobra.Command, _ []string) error {
			since, err := f.day()
			if err != nil {
				return err
			}
			if f.limit < 0 {
				return usagef("--limit cannot be negative")
			}
			return c.withDesk(cmd.Context(), func(d *desk) error { return c.listTransactions(cmd.Context(), d, f, since) })
		},
	})
	cmd.Flags().StringSliceVar(&f.accounts, "account", nil, "only this `ACCOUNT` (id or account number); may be repeated")
	cmd.Flags().StringVar(&f.dossier, "dossier", "", "only the accounts of this `DOSSIER` (name or id)")
	cmd.Flags().StringVar(&f.search, "search", "", "only lines with these `WORDS` or fields")
	cmd.Flags().StringVar(&f.since, "since", "", "only lines booked on this `DAY` or later (2026-11-22)")
	cmd.Flags().IntVar(&f.limit, "limit", 0, "only the first `N` lines")
	return cmd
}

func (f transactionFlags) day() (core.Date, error) {
	if f.since == "" {
		return 0, nil
	}
	day, err := core.ParseTypedDate(f.since)
	if err != nil {
		return 0, usagef("--since: %v", err)
	}
	return day, nil
}

func (c *cli) listTransactions(ctx context.Context, d *desk, f transactionFlags, since core.Date) error {
	dossier, err := findDossier(ctx, d, f.dossier)
	if err != nil {
		return err
	}
	accounts, err := d.Accounts(ctx, "")
	if err != nil {
		return err
	}
	ids, err := findAccounts(accounts, f.accounts)
	if err != nil {
		return err
	}
	lines, err := d.Open(ctx, core.Query{Dossier: dossier, Accounts: ids, Text: f.search, Since: since, Pending: true, Limit: f.limit})
	if err != nil {
		return err
	}
	known := make(map[core.AccountID]app.AccountView, len(accounts))
	for _, a := range accounts {
		known[a.ID] = a
	}
	out := bufio.NewWriterSize(c.out, 64<<10)
	if c.json {
		err = eachWindow(ctx, lines, linesJSON(ctx, d, out, known))
	} else {
		t := newColumns(out, "BOOKED", "ACCOUNT", ">AMOUNT", "", "STATE", "COUNTERPART", "COMMUNICATION")
		if err = eachLine(ctx, lines, lineColumns(t, known)); err == nil {
			err = t.end()
		}
	}
	if err != nil {
		return err
	}
	return out.Flush()
}

// eachLine walks a list line by line.
func eachLine(ctx context.Context, lines core.Listing, print func(core.Line) error) error {
	return eachWindow(ctx, lines, func(window []core.Line) error {
		for _, line := range window {
			if err := print(line); err != nil {
				return err
			}
		}
		return nil
	})
}

// eachWindow walks a list window by window, so that a million lines are never held.
func eachWindow(ctx context.Context, lines core.Listing, print func([]core.Line) error) error {
	for from := 0; from < lines.Len(); from += windowRows {
		if ctx.Err() != nil {
			return &core.Error{Code: core.CodeCancelled, Msg: "stopped before the end", Err: ctx.Err()}
		}
		window, err := lines.Window(from, windowRows)
		if err != nil {
			return err
		}
		if err := print(window); err != nil {
			return err
		}
	}
	return nil
}

func lineColumns(t *columns, known map[core.AccountID]app.AccountView) func(core.Line) error {
	return func(l core.Line) error {
		return t.row(l.BookingDate.String(), known[l.Account].Reference, amountText(l), string(l.Amount.Currency),
			l.State.String(), clip(counterpart(l), 32), l.Remittance)
	}
}

// amountText is the amount, or the bank's own number where it could not be taken exactly.
func amountText(l core.Line) string {
	if l.AmountText != "" {
		return l.AmountText
	}
	return l.Amount.String()
}

// linesJSON writes windows of lines, each with where it stands in the reconciliation.
func linesJSON(ctx context.Context, d *desk, out *bufio.Writer, known map[core.AccountID]app.AccountView) func([]core.Line) error {
	write := lineJSON(out, known)
	return func(window []core.Line) error {
		var keys []core.LineKey
		for _, l := range window {
			if l.State == core.Booked {
				keys = append(keys, l.Key())
			}
		}
		list, err := d.States(ctx, keys)
		if err != nil {
			return err
		}
		states := make(map[core.LineKey]core.LineState, len(list))
		for _, state := range list {
			states[state.Line] = state
		}
		for _, l := range window {
			var state core.LineState
			if l.State == core.Booked {
				state = states[l.Key()]
			}
			if err := write(l, state); err != nil {
				return err
			}
		}
		return nil
	}
}

func lineJSON(out io.Writer, known map[core.AccountID]app.AccountView) func(core.Line, core.LineState) error {
	j := jsonLines{w: out}
	return func(l core.Line, state core.LineState) error {
		j.text("id", string(l.ID))
		j.text("accountId", string(l.Account))
		j.text("dossier", known[l.Account].DossierName)
		j.text("state", l.State.String())
		j.day("bookingDay", l.BookingDate)
		j.day("valueDay", l.ValueDate)
		j.text("amount", amountText(l))
		j.text("currency", string(l.Amount.Currency))
		j.text("executionDate", l.ExecutionInstant)
		j.text("valueDate", l.ValueInstant)
		j.text("description", l.Description)
		j.text("remittanceInformation", l.Remittance)
		j.text("remittanceInformationType", l.RemittanceType)
		j.text("counterpartName", l.CounterpartName)
		j.text("counterpartReference", l.CounterpartReference)
		j.text("bankTransactionCode", l.BankTransactionCode)
		j.text("proprietaryBankTransactionCode", l.ProprietaryCode)
		j.text("endToEndId", l.EndToEndID)
		j.text("mandateId", l.MandateID)
		j.text("creditorId", l.CreditorID)
		j.text("purposeCode", l.PurposeCode)
		j.text("additionalInformation", l.AdditionalInformation)
		j.text("cardReference", l.CardReference)
		j.text("cardReferenceType", l.CardReferenceType)
		j.amount("fee", l.Fee)
		j.text("digest", l.Digest)
		j.text("internalReference", l.InternalReference)
		j.instant("createdAt", l.CreatedAt)
		j.instant("updatedAt", l.UpdatedAt)
		j.instant("missingSince", l.Missing)
		j.text("note", l.Note)
		j.number("match", state.Match)
		j.text("matchKind", string(state.Kind))
		j.flag("check", state.Check)
		j.flag("changed", state.Changed)
		return j.end()
	}
}
