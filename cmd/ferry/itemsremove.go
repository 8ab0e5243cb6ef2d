package main

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"ferry/core"
	"ferry/core/app"
)

func (c *cli) itemsRemoveCommand() *cobra.Command {
	var dossier string
	cmd := c.addJSON(&cobra.Command{
		Use: "remove NUMBER...", Short: "remove invoices and credit notes of which nothing is settled",
		Long: "Remove invoices and credit notes, by number or id, of which no match settles anything. All of them or none; \"ferry undo\"\ntakes it back.\n\n" +
			helpOfActs,
		Example: "  ferry items remove 2026-0101 2026-0102",
		Args:    atLeast("NUMBER"),
		RunE: func(cmd *cobra.Command, numbers []string) error {
			return c.onDossier(cmd.Context(), dossier, func(d *desk, of core.Dossier) error {
				items, err := itemsNamed(cmd.Context(), d, of.ID, numbers)
				if err != nil {
					return err
				}
				ids := make([]core.ItemID, len(items))
				for i, item := range items {
					ids[i] = item.ID
				}
				done, err := d.DropItems(cmd.Context(), of.ID, ids)
				if err != nil {
					return err
				}
				return c.tellAct(of, done, "Removed %s.", strings.Join(numbers, ", "))
			})
		},
	})
	dossierFlag(cmd, &dossier)
	return cmd
}

// itemsNamed finds open items by their numbers or ids. A number that two parties use must be said by the id.
func itemsNamed(ctx context.Context, d *desk, dossier core.DossierID, names []string) ([]app.ItemView, error) {
	all, err := d.Items(ctx, dossier, app.ItemQuery{All: true})
	if err != nil {
		return nil, err
	}
	byName := make(map[string][]app.ItemView, 2*len(all))
	for _, item := range all {
		byName[item.Number] = append(byName[item.Number], item)
		if string(item.ID) != item.Number {
			byName[string(item.ID)] = append(byName[string(item.ID)], item)
		}
	}
	found := make([]app.ItemView, len(names))
	for i, name := range names {
		switch list := byName[name]; len(list) {
		case 0:
			return nil, &core.Error{Code: core.CodeNotFound, Msg: "there is no invoice or credit note " + strconv.Quote(name), Hint: "ferry items lists those there are"}
		case 1:
			found[i] = list[0]
		default:
			return nil, &core.Error{Code: core.CodeInvalid, Msg: fmt.Sprintf("%s stands for %d invoices or credit notes", strconv.Quote(name), len(list)),
				Hint: "give the id of the one that is meant: ferry items --json shows it"}
		}
	}
	return found, nil
}
