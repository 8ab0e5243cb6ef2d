package main

import (
	"context"
	"errors"
	"strings"

	"github.com/spf13/cobra"

	"ferry/core"
	"ferry/core/app"
)

// connectFlags say what is connected. There is no flag for the secret, and there must never be one.
type connectFlags struct {
	api, clientID, dossier, since string
	accounts                      []string
}

func (c *cli) connectCommand() *cobra.Command {
	var f connectFlags
	cmd := c.addJSON(&cobra.Command{
		Use:     "connect --client-id ID",
		GroupID: groupSetup,
		Short:   "connect a custom integration of Ponto",
		Long: `Connect a custom integration of Ponto and all accounts that it may read, or only those named with --account, so that
"ferry fetch" reads them. The credentials are tried before they are kept.

The client secret is read from FERRY_CLIENT_SECRET, else from standard input, else it is asked for. It is never given
as a flag: command lines can be read by every user of the machine.

JSON: id (of the connection), dossier, name (of the organization, where Ponto tells it), accounts (how many are read).`,
		Example: "  ferry connect --client-id 3f7c… --dossier \"Bakkerij Peeters\"\n  ferry connect --api http://127.0.0.1:4001 --client-id ID < secret.txt",
		Args:    needs(),
		RunE: func(cmd *cobra.Command, _ []string) error {
			if f.clientID == "" {
				return &usageError{msg: "--client-id is missing", hint: "Ponto shows it under Integrations, next to the secret"}
			}
			since, err := transactionFlags{since: f.since}.day()
			if err != nil {
				return err
			}
			return c.withDesk(cmd.Context(), func(d *desk) error { return c.connect(cmd.Context(), d, f, since) })
		},
	})
	cmd.Flags().StringVar(&f.api, "api", "", "`URL` of the API, when it is not Ponto's own")
	cmd.Flags().StringVar(&f.clientID, "client-id", "", "`ID` of the custom integration")
	cmd.Flags().StringVar(&f.dossier, "dossier", "", "`DOSSIER` (name or id) to connect it to; made when there is none. Without it, one named after the organization")
	cmd.Flags().StringSliceVar(&f.accounts, "account", nil, "connect only this `ACCOUNT` (id or account number); may be repeated")
	cmd.Flags().StringVar(&f.since, "since", "", "read no lines booked before this `DAY` (2026-11-22)")
	return cmd
}

func (c *cli) connect(ctx context.Context, d *desk, f connectFlags, since core.Date) error {
	if err := d.vault.Unlock(); err != nil {
		return err
	}
	clientSecret, err := c.clientSecret()
	if err != nil {
		return err
	}
	credentials := app.Credentials{
		Door: core.CustomIntegration, API: f.api,
		Secret: core.Secret{ClientID: f.clientID, ClientSecret: clientSecret},
	}
	if core.Loopback(f.api) { // a simulator: its dashboard is beside its API
		credentials.Sandbox, credentials.Dashboard = true, strings.TrimRight(f.api, "/")+"/dashboard"
	}
	credentials.Dossier, err = findDossier(ctx, d, f.dossier)
	if core.CodeOf(err) == core.CodeNotFound {
		credentials.NewDossier, err = f.dossier, nil
	}
	if err != nil {
		return err
	}
	conn, err := d.Connect(ctx, credentials)
	if err != nil {
		return err
	}
	ids, err := authorized(ctx, d, conn.ID, f.accounts)
	if err == nil {
		err = d.ChooseAccounts(ctx, conn.ID, ids, since)
	}
	if err != nil { // half a connection would be in the way of the next try
		return errors.Join(err, d.RemoveConnection(context.WithoutCancel(ctx), conn.ID))
	}
	return c.printConnection(ctx, d, conn, len(ids))
}

// authorized lists the accounts that the connection may read: all, or the named ones.
func authorized(ctx context.Context, d *desk, conn core.ConnectionID, names []string) ([]core.AccountID, error) {
	choice, err := d.Choices(ctx, conn, "")
	if err != nil {
		return nil, err
	}
	var accounts []app.AccountView
	for _, group := range choice.Groups {
		for _, a := range group.Accounts {
			accounts = append(accounts, app.AccountView{Account: a.Account})
		}
	}
	if len(names) > 0 {
		ids, err := findAccounts(accounts, names)
		if wrong, ok := errors.AsType[*core.Error](err); ok { // "ferry accounts" lists none of these yet
			wrong.Msg, wrong.Hint = wrong.Msg+" in this integration", "leave --account away to connect all that it may read"
		}
		return ids, err
	}
	ids := make([]core.AccountID, len(accounts))
	for i, a := range accounts {
		ids[i] = a.ID
	}
	return ids, nil
}

func (c *cli) printConnection(ctx context.Context, d *desk, conn core.Connection, accounts int) error {
	dossiers, err := d.Dossiers(ctx)
	if err != nil {
		return err
	}
	name := ""
	for _, dossier := range dossiers {
		if dossier.ID == conn.Dossier {
			name = dossier.Name
		}
	}
	if c.json {
		j := jsonLines{w: c.out}
		j.text("id", string(conn.ID))
		j.text("dossier", name)
		j.text("name", conn.Name)
		j.count("accounts", accounts)
		return j.end()
	}
	c.say("Connected %s to %s: %s.", conn.Name, name, counted(accounts, "account", "accounts"))
	if accounts == 0 {
		c.say("Authorize accounts in Ponto's dashboard (Accounts > Live > Add account), then choose them in the program.")
	}
	return nil
}
