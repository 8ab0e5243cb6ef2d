package main

import (
	"strings"

	"github.com/spf13/cobra"

	"ferry/core"
)

func (c *cli) rulesAddCommand() *cobra.Command {
	var dossier, ledger, vat string
	var in, out bool
	var posts []string
	t := ruleText{}
	cmd := c.addJSON(&cobra.Command{
		Use: "add NAME", Short: "add a rule",
		Long: `Add a rule behind those there are. It holds where all its conditions do; at least one is needed. What it codes goes to one
ledger account (--ledger), or to several (--post).

` + helpOfActs,
		Example: "  ferry rules add Rent --out --contains rent --ledger 6100\n  ferry rules add Telecom --counterpart Proximus --post 6120=80% --post 4890=rest --mode one-key",
		Args:    needs("NAME"),
		RunE: func(cmd *cobra.Command, args []string) error {
			t.Name = args[0]
			switch {
			case in && out:
				return usagef("--in and --out exclude each other")
			case in:
				t.Direction = string(core.DirectionIn)
			case out:
				t.Direction = string(core.DirectionOut)
			}
			var err error
			if t.Then, err = parsePosts(ledger, vat, posts); err != nil {
				return err
			}
			return c.onDossier(cmd.Context(), dossier, func(d *desk, of core.Dossier) error {
				return c.putRules(cmd.Context(), d, of, []ruleText{t}, false)
			})
		},
	})
	dossierFlag(cmd, &dossier)
	flags := cmd.Flags()
	flags.BoolVar(&in, "in", false, "only money that comes in")
	flags.BoolVar(&out, "out", false, "only money that goes out")
	flags.StringSliceVar(&t.Accounts, "account", nil, "only lines of this `ACCOUNT` (id or account number); may be repeated")
	flags.StringVar(&t.Min, "min", "", "only this `AMOUNT` or more, without sign")
	flags.StringVar(&t.Max, "max", "", "only this `AMOUNT` or less, without sign")
	flags.StringVar(&t.Currency, "currency", "", "only this `CURRENCY`")
	flags.StringArrayVar(&t.Contains, "contains", nil, "only where the texts contain this `TEXT`, in any case; may be repeated")
	flags.StringVar(&t.Regex, "regex", "", "only where this `PATTERN` is found in the texts")
	flags.StringVar(&t.Counterpart, "counterpart", "", "only this `COUNTERPART`: an account number, or part of a name")
	flags.StringSliceVar(&t.Codes, "code", nil, "only bank transaction codes that begin with `CODE` (PMNT-RDDT); may be repeated")
	flags.StringVar(&t.Reference, "reference", "", "only lines with a reference of this `KIND` (ogm, rf, kenmerk, …, any, none)")
	flags.StringVar(&ledger, "ledger", "", "the whole amount goes to this ledger account, by `NUMBER`")
	flags.StringVar(&vat, "vat", "", "with this VAT `CODE`")
	flags.StringArrayVar(&posts, "post", nil, "`NUMBER=AMOUNT`: a part goes to this ledger account, 12.00, 50%, 1/3 or rest; may be repeated")
	flags.StringVar(&t.Mode, "mode", string(core.RuleSuggest), "`MODE`: suggest, one-key or automatic")
	flags.BoolVar(&t.Off, "off", false, "do not switch it on yet")
	flags.StringVar(&t.ID, "id", "", "its `ID`; without it, one is made of the name")
	return cmd
}

// parsePosts reads where the amount goes.
func parsePosts(ledger, vat string, posts []string) ([]thenText, error) {
	var then []thenText
	if ledger != "" {
		then = append(then, thenText{Ledger: ledger, Amount: theRest, VATCode: vat})
	}
	for _, post := range posts {
		number, amount, ok := strings.Cut(post, "=")
		if !ok || number == "" || amount == "" {
			return nil, usagef("--post: %q is not NUMBER=AMOUNT", post)
		}
		then = append(then, thenText{Ledger: number, Amount: amount, VATCode: vat})
	}
	if len(then) == 0 {
		return nil, &usageError{msg: "where does the amount go? --ledger or --post is missing", hint: "ferry chart lists the ledger accounts"}
	}
	return then, nil
}
