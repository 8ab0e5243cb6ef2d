package main

import (
	"context"
	"errors"
	"strings"

	"github.com/spf13/cobra"

	"ferry/core"
	"ferry/core/app"
	"ferry/core/exchange"
)

// settleFlags say by hand what explains lines.
type settleFlags struct {
	items, to []string
	vat       string
	dryRun    bool
}

func (c *cli) settleCommand() *cobra.Command {
	var f settleFlags
	cmd := c.addJSON(&cobra.Command{
		Use: "settle LINE...", GroupID: groupBooks, Short: "say by hand what explains lines: invoices, ledger accounts, or both",
		Long: `Say by hand what explains a line, or several lines together, by their ids: the invoices and credit notes that they pay
(--item), and the ledger accounts that take the rest (--to). It must add up to the cent. Without an AMOUNT an item is
paid as far as the lines reach, in full where an account takes the rest; an account without an AMOUNT takes what the
others leave. Amounts are written without a sign: they go the way of the line, and accounts alone cannot take more than it
has. What remains beside an invoice may go the other way, which --dry-run shows with a minus.

` + helpOfActs + `
With --dry-run: kind, items, ledgers, postings (ledger, amount, vatCode, text), left (what is not explained yet), currency,
partial (the numbers of items that stay open in part or whole), unpaid (of those, the ones for which nothing is left).`,
		Example: "  ferry settle LINE --item 2026-0101 --item 2026-0102=50.00\n  ferry settle LINE --item 2026-0101 --to 657000\n  ferry settle LINE --to 613000=80.00 --to 499000",
		Args:    atLeast("LINE"),
		RunE: func(cmd *cobra.Command, ids []string) error {
			if len(f.items)+len(f.to) == 0 {
				return &usageError{msg: "what explains it? --item or --to is missing", hint: "ferry items --open and ferry chart list what there is"}
			}
			return c.onLines(cmd.Context(), ids, func(d *desk, lines chosenLines) error { return c.settle(cmd.Context(), d, lines, f) })
		},
	})
	cmd.Flags().StringArrayVar(&f.items, "item", nil, "`NUMBER[=AMOUNT]`: an invoice or credit note that is paid, by number or id; may be repeated")
	cmd.Flags().StringArrayVar(&f.to, "to", nil, "`LEDGER[=AMOUNT]`: a ledger account that takes what the items leave; may be repeated")
	cmd.Flags().StringVar(&f.vat, "vat", "", "post with this VAT `CODE`, else with the usual one of the account")
	cmd.Flags().BoolVar(&f.dryRun, "dry-run", false, "only show how it adds up")
	return cmd
}

func (c *cli) settle(ctx context.Context, d *desk, lines chosenLines, f settleFlags) error {
	h, err := handOf(ctx, d, lines, f)
	if err != nil {
		return err
	}
	total, err := sumOf(d, lines)
	if err != nil {
		return err
	}
	view, err := d.PreviewHand(ctx, h)
	if err != nil {
		return err
	}
	if len(f.items) == 0 {
		if err := tooMuch(view, total); err != nil {
			return err
		}
	}
	if f.dryRun {
		return c.printHand(view, total)
	}
	done, err := d.Settle(ctx, h)
	if err != nil {
		return err
	}
	return c.tellAct(lines.dossier, done, "Done: %s.", done.What)
}

// sumOf is what the lines come to.
func sumOf(d *desk, lines chosenLines) (core.Amount, error) {
	var total core.Amount
	for _, key := range lines.keys {
		line, err := d.file.Line(key.Account, key.No)
		if err != nil {
			return total, err
		}
		total.Currency = line.Amount.Currency
		total.Minor += line.Amount.Minor // the sum is checked where the lines are matched
	}
	return total, nil
}

// along writes an amount as it is typed: without a sign where it goes the way of the lines.
func along(a, total core.Amount) string {
	if total.Minor < 0 {
		a = a.Neg()
	}
	return a.String()
}

// tooMuch refuses accounts that take more than the lines have: a slip of the finger must not book the opposite somewhere else.
// Where an invoice is paid too, what remains may well go the other way.
func tooMuch(v app.HandView, total core.Amount) error {
	taken := total
	if !v.Left.IsZero() {
		taken.Minor -= v.Left.Minor
	}
	var rest *core.Posting
	for i, p := range v.Why.Postings {
		if p.Amount.IsZero() || (p.Amount.Minor > 0) != (total.Minor > 0) {
			rest = &v.Why.Postings[i] // typed amounts go the way of the lines
			taken.Minor -= p.Amount.Minor
		}
	}
	over := core.Amount{Minor: taken.Minor - total.Minor, Currency: total.Currency}
	switch {
	case rest != nil && over.IsZero():
		return &core.Error{Code: core.CodeInvalid, Msg: "nothing is left for " + rest.Ledger, Hint: "leave it out, or write smaller amounts"}
	case over.IsZero() || (over.Minor > 0) != (total.Minor > 0):
		return nil
	}
	return &core.Error{Code: core.CodeInvalid, Hint: "write smaller amounts; --dry-run shows how they add up",
		Msg: "that is " + along(over, total) + " " + string(total.Currency) + " more than the " + along(total, total) + " there is to post"}
}

func (c *cli) printHand(v app.HandView, total core.Amount) error {
	if !c.json {
		what := strings.Join(amountsOf(v.Why, total), ", ")
		switch {
		case len(v.Unpaid) > 0:
			c.say("It does not add up: nothing is left for %s.", strings.Join(v.Unpaid, ", "))
		case v.Left.IsZero():
			c.say("It adds up: %s.", what)
		case what != "":
			c.say("%s %s is not explained yet, beside %s.", along(v.Left, total), v.Left.Currency, what)
		default:
			c.say("%s %s is not explained yet.", along(v.Left, total), v.Left.Currency)
		}
		if len(v.Partial) > 0 {
			c.say("Open in part: %s.", strings.Join(v.Partial, ", "))
		}
		return nil
	}
	j := jsonLines{w: c.out}
	j.text("kind", string(v.Why.Kind))
	j.texts("items", v.Why.Numbers())
	j.texts("ledgers", ledgers(v.Why.Postings))
	j.postings("postings", v.Why.Postings)
	j.amount("left", v.Left)
	j.text("currency", string(v.Left.Currency))
	j.texts("partial", v.Partial)
	j.texts("unpaid", v.Unpaid)
	return j.end()
}

// amountsOf names each item and account with its part.
func amountsOf(why core.Explanation, total core.Amount) []string {
	var parts []string
	for _, p := range why.Parts {
		parts = append(parts, p.Number+" "+p.Settles.String())
	}
	for _, p := range why.Postings {
		parts = append(parts, p.Ledger+" "+along(p.Amount, total))
	}
	return parts
}

// handOf reads what the flags name. Typed amounts have no sign: a posting goes the way of the lines.
func handOf(ctx context.Context, d *desk, lines chosenLines, f settleFlags) (app.Hand, error) {
	h := app.Hand{Lines: lines.keys}
	first, err := d.file.Line(lines.keys[0].Account, lines.keys[0].No)
	if err != nil {
		return h, err
	}
	full := false
	for _, text := range f.to {
		ledger, amount, err := named("--to", text, first.Amount.Currency)
		if err != nil {
			return h, err
		}
		full = full || amount.Currency == ""
		if first.Amount.Minor < 0 {
			amount.Minor = -amount.Minor
		}
		h.Codings = append(h.Codings, app.Coding{Ledger: ledger, Amount: amount, VATCode: f.vat})
	}
	if err := usualVAT(ctx, d, lines.dossier.ID, h.Codings); err != nil {
		return h, err
	}
	names := make([]string, len(f.items))
	for i, text := range f.items {
		names[i], _, _ = strings.Cut(text, "=")
	}
	items, err := itemsNamed(ctx, d, lines.dossier.ID, names)
	if err != nil {
		return h, err
	}
	for i, item := range items {
		_, amount, err := named("--item", f.items[i], item.Amount.Currency)
		if err != nil {
			return h, err
		}
		if full && amount.Currency == "" {
			amount = item.Open()
		}
		h.Picks = append(h.Picks, app.Pick{Item: item.ID, Settles: amount})
	}
	return h, nil
}

// usualVAT fills in the VAT codes that are usual on the accounts, where none was given.
func usualVAT(ctx context.Context, d *desk, dossier core.DossierID, codings []app.Coding) error {
	chart, err := d.Chart(ctx, dossier)
	if err != nil {
		return err
	}
	for i := range codings {
		for _, account := range chart {
			if codings[i].VATCode == "" && account.Number == codings[i].Ledger {
				codings[i].VATCode = account.VATCode
			}
		}
	}
	return nil
}

// named reads NAME or NAME=AMOUNT; an amount that is not there has no currency.
func named(flag, text string, currency core.Currency) (name string, amount core.Amount, err error) {
	name, typed, ok := strings.Cut(text, "=")
	if name == "" || ok && typed == "" {
		return "", amount, usagef("%s: %q is not NAME or NAME=AMOUNT", flag, text)
	}
	if !ok {
		return name, amount, nil
	}
	if amount, err = exchange.ReadTyped(typed, currency); err != nil {
		return "", amount, badlyTyped(flag, err)
	}
	if amount.Minor <= 0 {
		return "", amount, usagef("%s: %q must be more than nothing, and has no sign: amounts go the way of the line", flag, typed)
	}
	return name, amount, nil
}

// badlyTyped refuses an amount on the command line in the reader's words.
func badlyTyped(flag string, err error) error {
	msg := err.Error()
	if told, ok := errors.AsType[*core.Error](err); ok {
		msg = told.Msg
	}
	if flag != "" {
		msg = flag + ": " + msg
	}
	return &usageError{msg: msg}
}

func (c *cli) codeCommand() *cobra.Command {
	var vat string
	cmd := c.lineCommand("code LINE... LEDGER", "post lines to a ledger account, each line alone",
		"Post lines, by their ids, to a ledger account by its number: each line alone, all in one act. \"ferry settle --to\" splits one.",
		"  ferry code 3f0e6cb7-3c8e-4a12-9d2b-0c1f7f5a9e11 613000", linesThen("LEDGER"),
		func(cmd *cobra.Command, d *desk, lines chosenLines, rest []string) (core.Done, error) {
			codings := []app.Coding{{Ledger: rest[0], VATCode: vat}}
			if err := usualVAT(cmd.Context(), d, lines.dossier.ID, codings); err != nil {
				return core.Done{}, err
			}
			return d.Code(cmd.Context(), lines.keys, codings)
		})
	cmd.Flags().StringVar(&vat, "vat", "", "with this VAT `CODE`, else with the usual one of the account")
	return cmd
}
