package main

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"ferry/core"
	"ferry/core/exchange"
)

// mappingFlags make a mapping on the command line.
type mappingFlags struct {
	from                      string
	columns, fixed, kinds     map[string]string
	dates, decimal, separator string
}

// over lays what the flags say over a proposed mapping. A column has one origin: a heading or a fixed value.
func (f mappingFlags) over(m core.Mapping) core.Mapping {
	lay := func(base, top map[string]string) map[string]string {
		all := make(map[string]string, len(base)+len(top))
		maps.Copy(all, base)
		maps.Copy(all, top)
		return all
	}
	m.Columns, m.Fixed, m.Kinds = lay(m.Columns, f.columns), lay(m.Fixed, f.fixed), lay(m.Kinds, f.kinds)
	for column := range f.columns {
		delete(m.Fixed, column)
	}
	for column := range f.fixed {
		delete(m.Columns, column)
	}
	m.Dates, m.Decimal, m.Separator = cmp.Or(f.dates, m.Dates), cmp.Or(f.decimal, m.Decimal), cmp.Or(f.separator, m.Separator)
	return m
}

func (c *cli) mappingsCommand() *cobra.Command {
	list := func(cmd *cobra.Command, _ []string) error {
		return c.withDesk(cmd.Context(), func(d *desk) error { return c.listMappings(cmd.Context(), d) })
	}
	cmd := c.addJSON(&cobra.Command{
		Use: "mappings", GroupID: groupBooks, Short: "say how tables of other programs name their columns",
		Long: `List the mappings, through which "ferry items import --mapping NAME" reads tables of other programs.

JSON: name, columns (Ferry's column and the file's heading), fixed (columns that are the same in every row), kinds (the
file's word and Ferry's), dates, decimal, separator.`,
		Args: cobra.NoArgs, RunE: list,
	})
	cmd.AddCommand(c.setMappingCommand(), &cobra.Command{
		Use: "remove NAME", Short: "remove a mapping", Args: needs("NAME"),
		RunE: func(cmd *cobra.Command, args []string) error {
			return c.withDesk(cmd.Context(), func(d *desk) error { return d.DeleteMapping(cmd.Context(), args[0]) })
		},
	})
	return cmd
}

func (c *cli) setMappingCommand() *cobra.Command {
	var f mappingFlags
	cmd := c.addJSON(&cobra.Command{
		Use: "set NAME", Short: "add a mapping, or replace one", Args: needs("NAME"),
		Long: `Add a mapping, or replace the one of that name. Ferry's columns are number, kind, party, party_iban, party_vat, date,
due, currency, amount and reference. With --from, what the headings of a file tell is taken, and the other flags correct it.`,
		Example: "  ferry mappings set octopus --from invoices.csv --fixed kind=sale\n  ferry mappings set octopus --column number=Factuurnummer --column amount=Bedrag --fixed kind=sale --dates dd/mm/yyyy --decimal ,",
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(f.columns)+len(f.fixed) == 0 && f.from == "" {
				return usagef("a mapping without --from, --column or --fixed says nothing")
			}
			return c.withDesk(cmd.Context(), func(d *desk) (err error) {
				var m core.Mapping
				if f.from != "" {
					if m, err = d.SuggestMapping(cmd.Context(), f.from); err != nil {
						return err
					}
				}
				m = f.over(m)
				m.Name = args[0]
				if missing := exchange.Missing(m); f.from != "" && len(missing) > 0 {
					return &core.Error{Code: core.CodeInvalid, Msg: "the headings do not tell what is " + strings.Join(missing, ", ") + ": nothing was saved",
						Hint: "add it, as in --column number=HEADING or --fixed kind=sale"}
				}
				if err := d.PutMapping(cmd.Context(), m); err != nil {
					return err
				}
				return c.printMappings([]core.Mapping{m})
			})
		},
	})
	flags := cmd.Flags()
	flags.StringVar(&f.from, "from", "", "propose it from the headings of this `FILE`")
	flags.StringToStringVar(&f.columns, "column", nil, "`COLUMN=HEADING`: where a column of Ferry's stands in the file; may be repeated")
	flags.StringToStringVar(&f.fixed, "fixed", nil, "`COLUMN=VALUE`: what a column is in every row; may be repeated")
	flags.StringToStringVar(&f.kinds, "kind", nil, "`WORD=KIND`: the file's word for sale, sale-credit, purchase or purchase-credit; may be repeated")
	flags.StringVar(&f.dates, "dates", "", "how days are written, as `yyyy-mm-dd` or dd/mm/yyyy; else whatever is clear")
	flags.StringVar(&f.decimal, "decimal", "", "the decimal `SIGN`, comma or dot; else whatever is clear")
	flags.StringVar(&f.separator, "separator", "", "the `SIGN` between columns; else it is found out")
	return cmd
}

func (c *cli) listMappings(ctx context.Context, d *desk) error {
	list, err := d.Mappings(ctx)
	if err != nil {
		return err
	}
	return c.printMappings(list)
}

func (c *cli) printMappings(list []core.Mapping) error {
	j := jsonLines{w: c.out}
	t := newColumns(c.out, "NAME", "DATES", "DECIMAL", "FERRY'S", "IN THE TABLE")
	for _, m := range list {
		var err error
		if c.json {
			j.text("name", m.Name)
			j.texts("columns", pairs(m.Columns))
			j.texts("fixed", pairs(m.Fixed))
			j.texts("kinds", pairs(m.Kinds))
			j.text("dates", m.Dates)
			j.text("decimal", m.Decimal)
			j.text("separator", m.Separator)
			err = j.end()
		} else {
			err = meanings(t, m)
		}
		if err != nil {
			return err
		}
	}
	return t.end()
}

// fewWords is how many words of a table a line shows; a proposed mapping knows a dozen for each kind.
const fewWords = 3

// meanings prints what a mapping says, a line for each thing of Ferry's: which column it is, what it always is, and by which words a
// kind goes.
func meanings(t *columns, m core.Mapping) error {
	dates, decimal := m.Dates, m.Decimal
	row := func(ours, theirs string) error {
		err := t.row(m.Name, dates, decimal, ours, theirs)
		dates, decimal = "", "" // they are the mapping's, not the line's
		return err
	}
	for _, ours := range slices.Sorted(maps.Keys(m.Columns)) {
		if err := row(ours, m.Columns[ours]); err != nil {
			return err
		}
	}
	for _, ours := range slices.Sorted(maps.Keys(m.Fixed)) {
		if err := row(ours, "always "+m.Fixed[ours]); err != nil {
			return err
		}
	}
	words := make(map[string][]string)
	for word, kind := range m.Kinds {
		words[kind] = append(words[kind], word)
	}
	for _, kind := range slices.Sorted(maps.Keys(words)) {
		list, more := slices.Sorted(slices.Values(words[kind])), ""
		if n := len(list) - fewWords; n > 0 {
			list, more = list[:fewWords], fmt.Sprintf(" and %d more", n)
		}
		if err := row("kind "+kind, strings.Join(list, ", ")+more); err != nil {
			return err
		}
	}
	return nil
}

// pairs are the entries of a table as "a=b", in order.
func pairs(m map[string]string) []string {
	list := make([]string, 0, len(m))
	for key, value := range m {
		list = append(list, fmt.Sprintf("%s=%s", key, value))
	}
	slices.Sort(list)
	return list
}
