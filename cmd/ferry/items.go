package main

import (
	"context"
	"fmt"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"ferry/core"
	"ferry/core/app"
)

// importFlags say how files of open items are read.
type importFlags struct {
	dossier, mapping string
	goodOnly, dryRun bool
}

func (c *cli) itemsCommand() *cobra.Command {
	var dossier, search string
	var open bool
	cmd := c.addJSON(&cobra.Command{
		Use:     "items",
		GroupID: groupBooks,
		Short:   "list invoices and credit notes, or take them in from files",
		Long: `List the invoices and credit notes of a dossier (of all without --dossier), the longest overdue first, or take them in
from files with "ferry items import".

JSON: id, dossier, number, kind (sale, sale-credit, purchase, purchase-credit), party, partyIban, partyVat, date, due,
amount, open (what remains to be paid of it), currency, reference, overdue (days since it was due, negative before).`,
		Example: "  ferry items --open\n  ferry items import invoices.csv --dossier \"Bakkerij Peeters\"",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			q := app.ItemQuery{Text: search, All: !open}
			return c.onDossiers(cmd.Context(), dossier, func(d *desk, list []core.Dossier) error {
				return c.listItems(cmd.Context(), d, list, q)
			})
		},
	})
	cmd.Flags().StringVar(&dossier, "dossier", "", "only those of this `DOSSIER` (name or id)")
	cmd.Flags().StringVar(&search, "search", "", "only those with these `WORDS`, a number or an amount")
	cmd.Flags().BoolVar(&open, "open", false, "only those of which something remains to be paid")
	cmd.AddCommand(c.itemsImportCommand(), c.itemsRemoveCommand())
	return cmd
}

func (c *cli) itemsImportCommand() *cobra.Command {
	var f importFlags
	cmd := c.addJSON(&cobra.Command{
		Use:   "import FILE...",
		Short: "take in invoices and credit notes from files or folders",
		Long: `Take in invoices and credit notes: tables (CSV) with the columns number, kind, party, party_iban, party_vat, date, due,
currency, amount and reference, and electronic invoices (UBL 2.1, Peppol BIS 3, CII), as files or as a folder of them.
Other headings are read through a mapping: see "ferry mappings". What is known already is brought up to date, never
doubled.

Rows that repeat another in every cell count as known, with a note on the error stream. So are those noted that are taken
as another kind than they say, such as a sale with a minus, those of which the file has less open than was invoiced, and
those that look like an item that is known.
Rows that cannot be taken are listed on the error stream with file, line, column and reason. Nothing is taken in then,
and the exit code is 1 (--dry-run shows what the others would do); with --good-only the others are taken in, and the exit code is 3. So is a whole file of several
that is no invoice and whose headings are not known.

JSON: one object for each item that is new or changed: id, dossier, number, kind, party, amount, currency, what.`,
		Example: "  ferry items import invoices.csv\n  ferry items import ~/peppol/inbox --good-only",
		Args:    atLeast("FILE"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return c.onDossier(cmd.Context(), f.dossier, func(d *desk, dossier core.Dossier) error {
				return c.importItems(cmd.Context(), d, dossier, args, f)
			})
		},
	})
	dossierFlag(cmd, &f.dossier)
	cmd.Flags().StringVar(&f.mapping, "mapping", "", "read tables through this mapping, by `NAME`")
	cmd.Flags().BoolVar(&f.goodOnly, "good-only", false, "leave rows out that cannot be taken, and take in the others")
	cmd.Flags().BoolVar(&f.dryRun, "dry-run", false, "only show what would be done")
	return cmd
}

func (c *cli) importItems(ctx context.Context, d *desk, dossier core.Dossier, paths []string, f importFlags) error {
	preview, err := d.ReadItems(ctx, dossier.ID, paths, f.mapping)
	if err != nil {
		return err
	}
	c.complainOfRows(preview.Bad)
	c.complainOfRows(preview.Again)
	c.complainOfRows(noted(preview.Changes))
	if len(preview.Unmapped) > 0 {
		return &core.Error{Code: core.CodeInvalid, Msg: core.CleanText(filepath.Base(paths[0])) + ": no column was found for " + strings.Join(preview.Unmapped, ", ") + "; the table has " + strings.Join(preview.Headings, ", "),
			Hint: "have a mapping proposed: ferry mappings set NAME --from FILE; correct it with --column number=HEADING; then import with --mapping NAME"}
	}
	if n := len(preview.Passed); n > 0 {
		c.complain(counted(n, "file is no invoice", "files are no invoices")+": "+someOf(preview.Passed), "")
	}
	if len(preview.Bad) > 0 && !f.goodOnly {
		if f.dryRun { // what the good rows would do is worth knowing before the others are mended
			if err := c.printImport(dossier, preview, true); err != nil {
				return err
			}
		}
		return nothingTaken(refusedRows(preview.Bad))
	}
	if !f.dryRun && len(preview.Changes) > 0 {
		if _, err := d.ImportItems(ctx, preview, f.goodOnly); err != nil {
			return err
		}
	}
	if err := c.printImport(dossier, preview, f.dryRun); err != nil {
		return err
	}
	if len(preview.Bad) > 0 {
		return errAttention
	}
	return nil
}

// someOf lists names in a sentence: enough of them to see which sort they are.
func someOf(names []string) string {
	const most = 10
	if len(names) <= most {
		return strings.Join(names, ", ")
	}
	return strings.Join(names[:most], ", ") + fmt.Sprintf(" and %d more", len(names)-most)
}

// refusedRows says how many rows of tables cannot be taken, and how many whole files.
func refusedRows(bad []core.BadRow) string {
	rows, files := map[core.BadRow]bool{}, map[string]bool{}
	for _, b := range bad {
		if b.Line == 0 && b.File != "" {
			files[b.File] = true
		} else {
			rows[core.BadRow{File: b.File, Line: b.Line}] = true
		}
	}
	var parts []string
	if len(rows) > 0 {
		parts = append(parts, counted(len(rows), "row", "rows"))
	}
	if len(files) > 0 {
		parts = append(parts, counted(len(files), "file", "files"))
	}
	return strings.Join(parts, " and ")
}

// noted are the rows that are taken, but that a person should look at.
func noted(changes []app.ItemChange) (rows []core.BadRow) {
	for _, change := range changes {
		for _, note := range change.Notes {
			rows = append(rows, core.BadRow{File: change.File, Line: change.Line, Column: change.Item.Number, Reason: note})
		}
	}
	return rows
}

func (c *cli) printImport(dossier core.Dossier, preview app.ItemsPreview, dryRun bool) error {
	if c.json {
		j := jsonLines{w: c.out}
		for _, change := range preview.Changes {
			i := change.Item
			j.text("id", string(i.ID))
			j.text("dossier", dossier.Name)
			j.text("number", i.Number)
			j.text("kind", i.Kind.String())
			j.text("party", i.Party)
			j.amount("amount", i.Amount)
			j.text("currency", string(i.Amount.Currency))
			j.text("what", change.What)
			if err := j.end(); err != nil {
				return err
			}
		}
		return nil
	}
	fresh := 0
	for _, change := range preview.Changes {
		if change.Was == nil {
			fresh++
		}
		switch i := change.Item; {
		case change.Was == nil && dryRun:
			c.say("new: %s, %s, %s, %s %s", i.Number, i.Kind, clip(i.Party, 32), i.Amount, i.Amount.Currency)
		case change.Was != nil:
			c.say("%s of %s: %s", i.Number, clip(i.Party, 32), change.What)
		}
	}
	verb := "Took in"
	if dryRun {
		verb = "Would take in"
		if len(preview.Bad) > 0 {
			verb = "With --good-only, would take in"
		}
	}
	c.say("%s %d new and %d changed; %d were known already.", verb, fresh, len(preview.Changes)-fresh, preview.Same)
	return nil
}

// datedItem is an item of one of several dossiers.
type datedItem struct {
	app.ItemView
	dossier string
}

func (c *cli) listItems(ctx context.Context, d *desk, dossiers []core.Dossier, q app.ItemQuery) error {
	var items []datedItem
	for _, dossier := range dossiers {
		list, err := d.Items(ctx, dossier.ID, q)
		if err != nil {
			return err
		}
		for _, i := range list {
			items = append(items, datedItem{i, dossier.Name})
		}
	}
	slices.SortStableFunc(items, func(a, b datedItem) int { return b.Overdue - a.Overdue })
	if c.json {
		j := jsonLines{w: c.out}
		for _, i := range items {
			if err := writeItem(&j, i); err != nil {
				return err
			}
		}
		return nil
	}
	t := newColumns(c.out, "DOSSIER", "DUE", ">OVERDUE", "NUMBER", "KIND", ">AMOUNT", ">OPEN", "", "REFERENCE", "PARTY")
	for _, i := range items {
		overdue := ""
		if i.Overdue > 0 && !i.Open().IsZero() {
			overdue = strconv.Itoa(i.Overdue)
		}
		if err := t.row(i.dossier, i.Due.String(), overdue, i.Number, i.Kind.String(), i.Amount.String(), i.Open().String(), string(i.Amount.Currency),
			i.Reference, i.Party); err != nil {
			return err
		}
	}
	return t.end()
}

func writeItem(j *jsonLines, i datedItem) error {
	j.text("id", string(i.ID))
	j.text("dossier", i.dossier)
	j.text("number", i.Number)
	j.text("kind", i.Kind.String())
	j.text("party", i.Party)
	j.text("partyIban", i.PartyIBAN)
	j.text("partyVat", i.PartyVAT)
	j.day("date", i.Date)
	j.day("due", i.Due)
	j.amount("amount", i.Amount)
	j.amount("open", i.Open())
	j.text("currency", string(i.Amount.Currency))
	j.text("reference", i.Reference)
	j.count("overdue", i.Overdue)
	return j.end()
}
