package main

import (
	"context"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"ferry/core"
	"ferry/core/app"
)

func (c *cli) consentsCommand() *cobra.Command {
	var within string
	cmd := c.addJSON(&cobra.Command{
		Use:     "consents",
		GroupID: groupDaily,
		Short:   "list when the bank consents end, soonest first",
		Long: `List when the consents under which the banks give their lines end, soonest first.

JSON: accountId, dossier, reference, institution, state, expiresAt, daysLeft (once it is over the days since: 0 or
negative), estimated (the bank gave no date: it was reckoned from the day of the consent).
Exit code 3: a consent has ended or ends within the window. The window is --within, else the setting warn-days.`,
		Example: "  ferry consents\n  ferry consents --within 30d --json",
		Args:    needs(),
		RunE: func(cmd *cobra.Command, _ []string) error {
			days, err := parseWithin(within)
			if err != nil {
				return err
			}
			return c.withDesk(cmd.Context(), func(d *desk) error { return c.listConsents(cmd.Context(), d, days) })
		},
	})
	cmd.Flags().StringVar(&within, "within", "", "only those that end within so many `DAYS` (30d), or have ended")
	return cmd
}

// allConsents is what the service takes for "without a window".
const allConsents = -1

func parseWithin(text string) (int, error) {
	if text == "" {
		return allConsents, nil
	}
	days, err := strconv.Atoi(strings.TrimSuffix(text, "d"))
	if err != nil || days < 0 {
		return 0, usagef("--within: %q is not a number of days such as 30d", text)
	}
	return days, nil
}

func (c *cli) listConsents(ctx context.Context, d *desk, within int) error {
	consents, err := d.Consents(ctx, within)
	if err != nil {
		return err
	}
	window := within
	if within == allConsents {
		settings, err := d.Settings(ctx)
		if err != nil {
			return err
		}
		window = settings.WarnDays
	}
	if c.json {
		err = c.printConsentsJSON(consents)
	} else {
		err = c.printConsents(consents)
	}
	if err != nil {
		return err
	}
	for _, v := range consents {
		if ends(v.Consent) && v.Consent.DaysLeft <= window {
			return errAttention
		}
	}
	return nil
}

// ends reports whether a consent has an end that somebody can still put off. One that was withdrawn has not: taking an
// account out is an act of a person, not something to be reminded of every day.
func ends(c core.Consent) bool {
	return c.State != core.ConsentUnknown && c.State != core.ConsentWithdrawn
}

func (c *cli) printConsentsJSON(consents []app.ConsentView) error {
	j := jsonLines{w: c.out}
	for _, v := range consents {
		j.text("accountId", string(v.ID))
		j.text("dossier", v.DossierName)
		j.text("reference", v.Reference)
		j.text("institution", v.Bank.Name)
		j.text("state", string(v.Consent.State))
		j.instant("expiresAt", v.Consent.ExpiresAt)
		if v.Consent.ExpiresAt.IsZero() {
			j.null("daysLeft")
		} else {
			j.count("daysLeft", v.Consent.DaysLeft)
		}
		j.flag("estimated", v.Consent.Estimated)
		if err := j.end(); err != nil {
			return err
		}
	}
	return nil
}

func (c *cli) printConsents(consents []app.ConsentView) error {
	t := newColumns(c.out, "STATE", ">DAYS", "ENDS", "DOSSIER", "BANK", "ACCOUNT", "WHO ACTS")
	for _, v := range consents {
		days, day := "", ""
		if !v.Consent.ExpiresAt.IsZero() {
			days, day = strconv.Itoa(v.Consent.DaysLeft), localTime(v.Consent.ExpiresAt)
		}
		if v.Consent.Estimated {
			day += " (estimate)"
		}
		if err := t.row(string(v.Consent.State), days, day, v.DossierName, v.Bank.Name, told(v.AccountView), v.WhoActs); err != nil {
			return err
		}
	}
	return t.end()
}
