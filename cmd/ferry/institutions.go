package main

import (
	"context"
	"strings"

	"github.com/spf13/cobra"

	"ferry/core"
	"ferry/core/app"
)

func (c *cli) institutionsCommand() *cobra.Command {
	var country string
	cmd := c.addJSON(&cobra.Command{
		Use:     "institutions [QUERY]",
		GroupID: groupSetup,
		Short:   "search the banks that Ponto serves",
		Long: `Search the banks that Ponto serves, by name, brand or BIC. Ponto shows its directory to a connection only, so there must
be one; the first is asked.

JSON: id and the API's attributes of a financial institution.`,
		Example: "  ferry institutions kbc\n  ferry institutions --country NL --json",
		RunE: func(cmd *cobra.Command, args []string) error {
			q := app.InstitutionQuery{Text: strings.Join(args, " "), Country: strings.ToUpper(country)}
			return c.withDesk(cmd.Context(), func(d *desk) error { return c.listInstitutions(cmd.Context(), d, q) })
		},
	})
	cmd.Flags().StringVar(&country, "country", "", "only this `COUNTRY` (BE, NL, FR ...), or int for international")
	return cmd
}

func (c *cli) listInstitutions(ctx context.Context, d *desk, q app.InstitutionQuery) error {
	if q.Country == "INT" {
		q.Country = "int"
	}
	connections, err := d.Connections(ctx, "")
	if err != nil {
		return err
	}
	if len(connections) == 0 {
		return &core.Error{Code: core.CodeNotFound, Msg: "there is no connection whose directory could be searched",
			Hint: "ferry connect --client-id ID"}
	}
	if err := d.vault.Unlock(); err != nil {
		return err
	}
	found, err := d.SearchInstitutions(ctx, connections[0].ID, q)
	if err != nil {
		return err
	}
	if c.json {
		j := jsonLines{w: c.out}
		for _, i := range found {
			writeInstitution(&j, i.Institution)
			if err := j.end(); err != nil {
				return err
			}
		}
		return nil
	}
	t := newColumns(c.out, "NAME", "COUNTRY", "BIC", "BRAND", "NOTES")
	for _, i := range found {
		if err := t.row(i.Name, i.Country, i.BIC, i.Brand, strings.Join(i.Badges, ", ")); err != nil {
			return err
		}
	}
	return t.end()
}

func writeInstitution(j *jsonLines, i core.Institution) {
	j.text("id", string(i.ID))
	j.text("name", i.Name)
	j.text("bic", i.BIC)
	j.text("country", i.Country)
	j.text("status", string(i.Status))
	j.flag("deprecated", i.Deprecated)
	j.text("sharedBrandName", i.Brand)
	j.text("sharedBrandReference", i.BrandReference)
	j.text("maintenanceType", string(i.Maintenance))
	j.instant("maintenanceFrom", i.MaintenanceFrom)
	j.instant("maintenanceTo", i.MaintenanceTo)
	j.text("timeZone", i.TimeZone)
	if i.LifetimeDays == 0 {
		j.null("expectedAuthorizationLifetime")
	} else {
		j.count("expectedAuthorizationLifetime", i.LifetimeDays)
	}
	j.flag("pendingTransactionsAvailable", i.Pending)
}
