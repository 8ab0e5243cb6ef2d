package main

import (
	"context"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"ferry/core"
)

func (c *cli) dossiersCommand() *cobra.Command {
	list := func(cmd *cobra.Command, _ []string) error {
		return c.withDesk(cmd.Context(), func(d *desk) error { return c.listDossiers(cmd.Context(), d) })
	}
	cmd := c.addJSON(&cobra.Command{
		Use:     "dossiers",
		GroupID: groupSetup,
		Short:   "list the client files, or add one",
		Long: `List the client files, or add one.

JSON: id, name, vat (the client's own number), connections, accounts, lines (how many there are of each), open (how many
lines want an explanation).`,
		Args: cobra.NoArgs,
		RunE: list,
	})
	cmd.AddCommand(
		c.addJSON(&cobra.Command{Use: "list", Short: "list the client files", Args: needs(), RunE: list}),
		c.addJSON(&cobra.Command{
			Use:     "add NAME",
			Short:   "add a client file",
			Long:    "Add a client file.\n\nJSON: id, name.",
			Example: "  ferry dossiers add \"Bakkerij Peeters\"",
			Args:    cobra.MinimumNArgs(1),
			RunE: func(cmd *cobra.Command, args []string) error {
				name := strings.Join(args, " ")
				return c.withDesk(cmd.Context(), func(d *desk) error { return c.addDossier(cmd.Context(), d, name) })
			},
		}),
		c.addJSON(&cobra.Command{
			Use:   "vat DOSSIER NUMBER",
			Short: "say what a client's own VAT number is",
			Long: `Say what a client's own VAT number is: by it electronic invoices are known to be the client's sales or purchases. An
empty NUMBER takes it away.

JSON: id, name, vat.`,
			Example: "  ferry dossiers vat \"Bakkerij Peeters\" BE0700000138",
			Args:    needs("DOSSIER", "NUMBER"),
			RunE: func(cmd *cobra.Command, args []string) error {
				return c.onDossier(cmd.Context(), args[0], func(d *desk, of core.Dossier) error {
					return c.setVAT(cmd.Context(), d, of, args[1])
				})
			},
		}),
	)
	return cmd
}

func (c *cli) listDossiers(ctx context.Context, d *desk) error {
	board, err := d.Board(ctx)
	if err != nil {
		return err
	}
	j := jsonLines{w: c.out}
	t := newColumns(c.out, "DOSSIER", ">CONNECTIONS", ">ACCOUNTS", ">LINES", ">OPEN", "STATUS")
	for _, v := range board.Dossiers {
		if c.json {
			j.text("id", string(v.ID))
			j.text("name", v.Name)
			j.text("vat", v.VAT)
			j.count("connections", v.Connections)
			j.count("accounts", v.Accounts)
			j.count("lines", v.Lines)
			j.count("open", v.Open)
			err = j.end()
		} else {
			err = t.row(v.Name, strconv.Itoa(v.Connections), strconv.Itoa(v.Accounts), strconv.Itoa(v.Lines), strconv.Itoa(v.Open),
				v.Status.Word)
		}
		if err != nil {
			return err
		}
	}
	return t.end()
}

func (c *cli) addDossier(ctx context.Context, d *desk, name string) error {
	dossier, err := d.CreateDossier(ctx, name)
	if err != nil {
		return err
	}
	if c.json {
		j := jsonLines{w: c.out}
		j.text("id", string(dossier.ID))
		j.text("name", dossier.Name)
		return j.end()
	}
	c.say("Added %s.", dossier.Name)
	return nil
}

func (c *cli) setVAT(ctx context.Context, d *desk, dossier core.Dossier, number string) error {
	if err := d.SetDossierVAT(ctx, dossier.ID, number); err != nil {
		return err
	}
	now, err := oneDossier(ctx, d, string(dossier.ID))
	if err != nil {
		return err
	}
	switch {
	case c.json:
		j := jsonLines{w: c.out}
		j.text("id", string(now.ID))
		j.text("name", now.Name)
		j.text("vat", now.VAT)
		return j.end()
	case now.VAT == "":
		c.say("%s has no VAT number.", now.Name)
	default:
		c.say("%s has the VAT number %s.", now.Name, now.VAT)
	}
	return nil
}

// findDossier finds a dossier by name or id; no name means all of them.
func findDossier(ctx context.Context, d *desk, name string) (core.DossierID, error) {
	if name == "" {
		return "", nil
	}
	dossiers, err := d.Dossiers(ctx)
	if err != nil {
		return "", err
	}
	for _, dossier := range dossiers {
		if name == string(dossier.ID) || strings.EqualFold(name, dossier.Name) {
			return dossier.ID, nil
		}
	}
	return "", &core.Error{Code: core.CodeNotFound, Msg: "there is no dossier " + strconv.Quote(name),
		Hint: "ferry dossiers lists those there are"}
}
