package main

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math/big"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"ferry/core"
	"ferry/core/exchange"
)

// limit is one of a dossier's limits as the command line knows it.
type limit struct {
	name, help string
	get        func(core.Limits) string
	set        func(*core.Limits, string) error
}

// allLimits is the table behind "ferry limits"; the order is that of the list.
func allLimits() []limit {
	return []limit{
		{"rounding", "how much a payment may differ either way",
			func(l core.Limits) string { return euros(l.Rounding) },
			func(l *core.Limits, v string) error { return parseEuros(&l.Rounding, v) }},
		{"fee", "how much less may arrive because banks on the way took a fee",
			func(l core.Limits) string { return euros(l.Fee) },
			func(l *core.Limits, v string) error { return parseEuros(&l.Fee, v) }},
		{"discount", "what anybody may take off who pays early; an invoice's own terms come first",
			func(l core.Limits) string { return percent(l.Discount) },
			func(l *core.Limits, v string) error { return parsePercent(&l.Discount, v) }},
		{"discount-days", "within how many days of the invoice",
			func(l core.Limits) string { return strconv.Itoa(l.DiscountDays) },
			func(l *core.Limits, v string) error { return parseCount(&l.DiscountDays, v) }},
		{"rates", "what one unit of a currency is worth in another, such as USD/EUR=0.92 GBP/EUR=1.17",
			func(l core.Limits) string { return ratesText(l.Rates) },
			func(l *core.Limits, v string) error { return parseRates(&l.Rates, v) }},
		{"rate-slack", "how far a payment may lie from such a rate",
			func(l core.Limits) string { return percent(l.RateSlack) },
			func(l *core.Limits, v string) error { return parsePercent(&l.RateSlack, v) }},
		{"transfer-days", "how many days may lie between the two sides of a transfer",
			func(l core.Limits) string { return strconv.Itoa(l.TransferDays) },
			func(l *core.Limits, v string) error { return parseCount(&l.TransferDays, v) }},
	}
}

func (c *cli) limitsCommand() *cobra.Command {
	var dossier string
	long := "Show how far a payment may differ from what it pays, or change that with \"ferry limits set KEY VALUE\". An empty VALUE\nbrings back what it was at first, which stands in parentheses.\n\n"
	var names []string
	for _, l := range allLimits() {
		long += "  " + l.name + "\n      " + l.help + " (" + cmp.Or(l.get(core.DefaultLimits()), "none") + ")\n"
		names = append(names, l.name)
	}
	cmd := c.addJSON(&cobra.Command{
		Use: "limits", GroupID: groupBooks, Short: "show or change how far a payment may differ",
		Long: long + "\nJSON: dossier, key, value.", Args: cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return c.onDossiers(cmd.Context(), dossier, func(d *desk, list []core.Dossier) error {
				return c.showLimits(cmd.Context(), d, list, allLimits())
			})
		},
	})
	cmd.Flags().StringVar(&dossier, "dossier", "", "only those of this `DOSSIER` (name or id)")
	set := c.addJSON(&cobra.Command{
		Use: "set KEY VALUE", Short: "change one limit", Args: needs("KEY", "VALUE"), ValidArgs: names,
		Example: "  ferry limits set rounding 0.10\n  ferry limits set discount 2%",
		RunE: func(cmd *cobra.Command, args []string) error {
			l, err := findLimit(args[0])
			if err != nil {
				return err
			}
			value := args[1]
			if value == "" {
				value = l.get(core.DefaultLimits())
			}
			if err := l.set(new(core.Limits), value); err != nil {
				return err
			}
			return c.onDossier(cmd.Context(), dossier, func(d *desk, of core.Dossier) error {
				return c.changeLimit(cmd.Context(), d, of, l, value)
			})
		},
	})
	dossierFlag(set, &dossier)
	cmd.AddCommand(set)
	return cmd
}

func findLimit(name string) (limit, error) {
	for _, l := range allLimits() {
		if l.name == name {
			return l, nil
		}
	}
	return limit{}, &usageError{msg: "there is no limit " + strconv.Quote(name), hint: "ferry limits lists those there are"}
}

func (c *cli) showLimits(ctx context.Context, d *desk, dossiers []core.Dossier, list []limit) error {
	j := jsonLines{w: c.out}
	t := newColumns(c.out, "DOSSIER", "KEY", "VALUE")
	for _, dossier := range dossiers {
		limits, err := d.Limits(ctx, dossier.ID)
		if err != nil {
			return err
		}
		for _, l := range list {
			if c.json {
				j.text("dossier", dossier.Name)
				j.text("key", l.name)
				j.text("value", l.get(limits))
				err = j.end()
			} else {
				err = t.row(dossier.Name, l.name, l.get(limits))
			}
			if err != nil {
				return err
			}
		}
	}
	return t.end()
}

func (c *cli) changeLimit(ctx context.Context, d *desk, dossier core.Dossier, l limit, value string) error {
	limits, err := d.Limits(ctx, dossier.ID)
	if err != nil {
		return err
	}
	if err := l.set(&limits, value); err != nil {
		return err
	}
	if err := d.PutLimits(ctx, dossier.ID, limits); err != nil {
		return err
	}
	return c.showLimits(ctx, d, []core.Dossier{dossier}, []limit{l})
}

// euros writes minor units with two decimals. Limits count minor units of whatever currency a line has; nearly all have two.
func euros(minor int64) string { return core.Amount{Minor: minor, Currency: core.EUR}.String() }

func parseEuros(minor *int64, value string) error {
	amount, err := exchange.ReadTyped(value, core.EUR)
	if err != nil {
		return badlyTyped("", err)
	}
	if amount.Minor < 0 {
		return usagef("%q is not an amount such as 0.05", value)
	}
	*minor = amount.Minor
	return nil
}

// percent writes parts of ten thousand.
func percent(parts int64) string { return strings.TrimSuffix(euros(parts), ".00") + "%" }

func parsePercent(parts *int64, value string) error {
	if parseEuros(parts, strings.TrimSuffix(value, "%")) != nil || *parts > 10_000 {
		return usagef("%q is not a share such as 2%%", value)
	}
	return nil
}

func ratesText(rates []core.Rate) string {
	words := make([]string, len(rates))
	for i, r := range rates {
		words[i] = fmt.Sprintf("%s/%s=%s", r.From, r.To, ratioText(r.Value))
	}
	return strings.Join(words, " ")
}

// ratioText writes an exact fraction, as a decimal number where that is exact.
func ratioText(r core.Ratio) string {
	if r.Den == 0 {
		return ""
	}
	value := big.NewRat(r.Num, r.Den)
	if digits, exact := value.FloatPrec(); exact {
		return value.FloatString(digits)
	}
	return value.RatString()
}

func parseRates(rates *[]core.Rate, value string) error {
	var list []core.Rate
	for word := range strings.FieldsSeq(value) {
		rate, err := parseRate(word)
		if err != nil {
			return usagef("%q is not a rate such as USD/EUR=0.92", word)
		}
		list = append(list, rate)
	}
	*rates = list
	return nil
}

func parseRate(word string) (core.Rate, error) {
	pair, number, ok := strings.Cut(word, "=")
	from, to, ok2 := strings.Cut(pair, "/")
	value, ok3 := new(big.Rat).SetString(number)
	rate := core.Rate{From: core.Currency(strings.ToUpper(from)), To: core.Currency(strings.ToUpper(to))}
	plain := strings.Trim(number, "0123456789./") == "" // without exponents, which are slips
	if !plain || !ok || !ok2 || !ok3 || value.Sign() <= 0 || !rate.From.Valid() || !rate.To.Valid() || rate.From == rate.To || !value.Num().IsInt64() || !value.Denom().IsInt64() {
		return core.Rate{}, errors.New("not a rate")
	}
	rate.Value = core.Ratio{Num: value.Num().Int64(), Den: value.Denom().Int64()}
	return rate, nil
}
