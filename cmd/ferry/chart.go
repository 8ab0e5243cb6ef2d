package main

import (
	"context"
	"strings"

	"github.com/spf13/cobra"

	"ferry/core"
)

func (c *cli) chartCommand() *cobra.Command {
	var dossier string
	cmd := c.addJSON(&cobra.Command{
		Use:     "chart",
		GroupID: groupBooks,
		Short:   "list the ledger accounts of a dossier, or take them in",
		Long: `List the ledger accounts to which lines are coded, or start from the usual ones of a country, or take in a table with the
columns number and name (and vat_code).

JSON: dossier, number, name, vatCode (the usual one on this account).`,
		Example: "  ferry chart usual BE\n  ferry chart import accounts.csv --dossier \"Bakkerij Peeters\"",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return c.onDossiers(cmd.Context(), dossier, func(d *desk, list []core.Dossier) error {
				return c.listChart(cmd.Context(), d, list)
			})
		},
	})
	cmd.Flags().StringVar(&dossier, "dossier", "", "only those of this `DOSSIER` (name or id)")
	cmd.AddCommand(c.chartUsualCommand(), c.chartImportCommand(), c.chartRemoveCommand())
	return cmd
}

func (c *cli) listChart(ctx context.Context, d *desk, dossiers []core.Dossier) error {
	j := jsonLines{w: c.out}
	t := newColumns(c.out, "DOSSIER", "NUMBER", "VAT", "NAME")
	for _, dossier := range dossiers {
		chart, err := d.Chart(ctx, dossier.ID)
		if err != nil {
			return err
		}
		for _, a := range chart {
			if c.json {
				j.text("dossier", dossier.Name)
				j.text("number", a.Number)
				j.text("name", a.Name)
				j.text("vatCode", a.VATCode)
				err = j.end()
			} else {
				err = t.row(dossier.Name, a.Number, a.VATCode, a.Name)
			}
			if err != nil {
				return err
			}
		}
	}
	return t.end()
}

func (c *cli) chartUsualCommand() *cobra.Command {
	var dossier string
	countries := []string{"BE", "NL", "FR"}
	cmd := c.addJSON(&cobra.Command{
		Use: "usual COUNTRY", Short: "add the usual ledger accounts of a country (BE, NL, FR)",
		Long: "Add the usual ledger accounts of Belgium, the Netherlands or France. Those that are there already keep their names.\n\n" + helpOfActs,
		Args: needs("COUNTRY"), ValidArgs: countries,
		RunE: func(cmd *cobra.Command, args []string) error {
			country := strings.ToUpper(args[0])
			if !strings.Contains(strings.Join(countries, " "), country) || len(country) != 2 {
				return usagef("%q is none of BE, NL and FR", args[0])
			}
			return c.onDossier(cmd.Context(), dossier, func(d *desk, of core.Dossier) error {
				done, err := d.UsualChart(cmd.Context(), of.ID, country)
				if err != nil {
					return err
				}
				return c.tellAct(of, done, "%s has the usual ledger accounts of %s.", of.Name, country)
			})
		},
	})
	dossierFlag(cmd, &dossier)
	return cmd
}

func (c *cli) chartImportCommand() *cobra.Command {
	var dossier string
	var goodOnly bool
	cmd := c.addJSON(&cobra.Command{
		Use: "import FILE", Short: "take in ledger accounts from a table",
		Long: `Take in ledger accounts from a table with the columns number and name (and vat_code). Rows that cannot be taken are
listed; nothing is taken in then, unless --good-only is given.

` + helpOfActs,
		Args: needs("FILE"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return c.onDossier(cmd.Context(), dossier, func(d *desk, of core.Dossier) error {
				return c.importChart(cmd.Context(), d, of, args[0], goodOnly)
			})
		},
	})
	dossierFlag(cmd, &dossier)
	cmd.Flags().BoolVar(&goodOnly, "good-only", false, "leave rows out that cannot be taken, and take in the others")
	return cmd
}

func (c *cli) chartRemoveCommand() *cobra.Command {
	var dossier string
	cmd := c.addJSON(&cobra.Command{
		Use: "remove NUMBER...", Short: "take ledger accounts off the chart",
		Long: "Take ledger accounts off the chart, unless a rule puts money on them or lines are coded to them.\n\n" + helpOfActs,
		Args: atLeast("NUMBER"),
		RunE: func(cmd *cobra.Command, numbers []string) error {
			return c.onDossier(cmd.Context(), dossier, func(d *desk, of core.Dossier) error {
				done, err := d.DropChart(cmd.Context(), of.ID, numbers)
				if err != nil {
					return err
				}
				return c.tellAct(of, done, "Took %s off the chart.", strings.Join(numbers, ", "))
			})
		},
	})
	dossierFlag(cmd, &dossier)
	return cmd
}

func (c *cli) importChart(ctx context.Context, d *desk, dossier core.Dossier, path string, goodOnly bool) error {
	accounts, bad, err := d.ReadChart(ctx, path)
	if err != nil {
		return err
	}
	c.complainOfRows(bad)
	if len(bad) > 0 && !goodOnly {
		return nothingTaken(refusedRows(bad))
	}
	done, err := d.PutChart(ctx, dossier.ID, accounts)
	if err != nil {
		return err
	}
	if err := c.tellAct(dossier, done, "Took in %s.", counted(len(accounts), "ledger account", "ledger accounts")); err != nil {
		return err
	}
	if len(bad) > 0 {
		return errAttention
	}
	return nil
}

// nothingTaken refuses a file of which some rows cannot be taken.
func nothingTaken(bad string) error {
	return &core.Error{Code: core.CodeInvalid, Msg: bad + " cannot be taken, so nothing was taken in",
		Hint: "mend the file, or take in the others with --good-only"}
}
