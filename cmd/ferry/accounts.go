package main

import (
	"context"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"ferry/core"
	"ferry/core/app"
)

func (c *cli) accountsCommand() *cobra.Command {
	var dossier string
	cmd := c.addJSON(&cobra.Command{
		Use:     "accounts",
		GroupID: groupDaily,
		Short:   "list the accounts, their balance and the state of their consent",
		Long: `List the accounts that are read, and those that were and whose lines are kept.

JSON: id, dossier, the API's attributes of an account, and institution (its name), state (of the consent: unknown, ok,
notice, warning, critical, expired, withdrawn), lines (how many booked lines are in the file), open (how many of them want an explanation).`,
		Args: needs(),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return c.withDesk(cmd.Context(), func(d *desk) error { return c.listAccounts(cmd.Context(), d, dossier) })
		},
	})
	cmd.Flags().StringVar(&dossier, "dossier", "", "only the accounts of this `DOSSIER` (name or id)")
	return cmd
}

func (c *cli) listAccounts(ctx context.Context, d *desk, dossier string) error {
	id, err := findDossier(ctx, d, dossier)
	if err != nil {
		return err
	}
	accounts, err := d.Accounts(ctx, id)
	if err != nil {
		return err
	}
	if c.json {
		j := jsonLines{w: c.out}
		for _, a := range accounts {
			writeAccount(&j, a)
			if err := j.end(); err != nil {
				return err
			}
		}
		return nil
	}
	t := newColumns(c.out, "DOSSIER", "BANK", "ACCOUNT", "NAME", ">BALANCE", "", ">LINES", ">OPEN", "CONSENT", "STATUS")
	for _, a := range accounts {
		balance := ""
		if a.BalanceKnown {
			balance = a.CurrentBalance.String()
		}
		if err := t.row(a.DossierName, a.Bank.Name, a.Reference, clip(a.Name(), 30), balance, string(a.Currency),
			strconv.Itoa(a.Stats.Lines), strconv.Itoa(a.Stats.Open), string(a.Consent.State), a.Status.Word); err != nil {
			return err
		}
	}
	return t.end()
}

func writeAccount(j *jsonLines, a app.AccountView) {
	j.text("id", string(a.ID))
	j.text("dossier", a.DossierName)
	j.text("subtype", a.Subtype)
	j.text("reference", a.Reference)
	j.text("referenceType", a.ReferenceType)
	j.text("internalReference", a.InternalReference)
	j.text("currency", string(a.Currency))
	j.text("holderName", a.Holder)
	j.text("description", a.Description)
	j.text("product", a.Product)
	j.flag("deprecated", a.Deprecated)
	balance(j, "currentBalance", a.CurrentBalance, a.BalanceKnown)
	balance(j, "availableBalance", a.AvailableBalance, a.BalanceKnown)
	j.instant("currentBalanceReferenceDate", a.BalanceDate)
	j.instant("currentBalanceVariationObservedAt", a.BalanceChanged)
	j.instant("authorizedAt", a.AuthorizedAt)
	j.instant("authorizationExpirationExpectedAt", a.ExpiresAt)
	j.instant("synchronizedAt", a.SynchronizedAt)
	j.text("institution", a.Bank.Name)
	j.text("state", string(a.Consent.State))
	j.count("lines", a.Stats.Lines)
	j.count("open", a.Stats.Open)
}

func balance(j *jsonLines, name string, amount core.Amount, known bool) {
	if !known {
		amount = core.Amount{}
	}
	j.amount(name, amount)
}

// findAccounts turns what a user calls accounts into their ids: the id itself, or the account number in any spelling, alone or
// with the currency. One number may stand for several accounts, as where a bank gives one IBAN to every currency. No names, no
// ids.
func findAccounts(accounts []app.AccountView, names []string) ([]core.AccountID, error) {
	var ids []core.AccountID
	for _, name := range names {
		before := len(ids)
		for _, a := range accounts {
			if name == string(a.ID) || plainReference(name) == plainReference(a.Reference) || plainReference(name) == plainReference(told(a)) {
				ids = append(ids, a.ID)
			}
		}
		if len(ids) == before {
			return nil, &core.Error{Code: core.CodeNotFound, Msg: "there is no account " + strconv.Quote(name),
				Hint: "ferry accounts lists those there are"}
		}
	}
	return ids, nil
}

func plainReference(s string) string { return strings.ToUpper(strings.ReplaceAll(s, " ", "")) }

// told names an account in columns and sentences: the number alone may be that of several accounts.
func told(a app.AccountView) string { return strings.TrimSpace(a.Reference + " " + string(a.Currency)) }

// localTime writes an instant for people.
func localTime(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Local().Format("2006-01-02 15:04")
}
