package main

import (
	"context"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"ferry/core"
	"ferry/store"
)

func (c *cli) salvageCommand() *cobra.Command {
	return c.addJSON(&cobra.Command{
		Use:     "salvage DAMAGED NEW",
		GroupID: groupFile,
		Short:   "bring over what can be read of a damaged file",
		Long: `Read what can be read of the file DAMAGED, which stays as it is, and write it to NEW, which must not exist yet. Every
line that is brought over has proved its checksum. Where lines are lost, the next fetch reads the whole account again and
fills the gaps with what Ponto still holds. A copy that "ferry backup" wrote is always better. To go on with the new file:
"ferry restore NEW".

JSON: accountId, reference, lines (brought over), lost (at least so many), unsure (nobody can say how many), reread (the
next fetch reads everything of it), gaps (first day, last day and number of the lines lost), notes. The last object has no
accountId: it speaks of the whole file.
Exit code 3: something is lost.`,
		Example: "  ferry salvage ferry.db saved.db\n  ferry restore saved.db",
		Args:    needs("DAMAGED", "NEW"),
		RunE:    func(cmd *cobra.Command, args []string) error { return c.salvage(cmd.Context(), args[0], args[1]) },
	})
}

// salvage needs no key: credentials are brought over sealed.
func (c *cli) salvage(ctx context.Context, from, to string) error {
	report, err := store.Salvage(ctx, from, store.Options{Path: to, Now: time.Now}, decode)
	if err != nil {
		return err
	}
	whole := store.SalvagedAccount{}
	for _, a := range report.Accounts {
		whole.Lines, whole.Lost = whole.Lines+a.Lines, whole.Lost+a.Lost
		whole.Unsure, whole.Reread = whole.Unsure || a.Unsure, whole.Reread || a.Reread
	}
	if !c.json {
		c.tellSalvaged(report, whole, to)
	} else if err := c.printSalvaged(report, whole); err != nil {
		return err
	}
	if !report.Whole() {
		return errAttention
	}
	return nil
}

func (c *cli) printSalvaged(report store.Salvaged, whole store.SalvagedAccount) error {
	for i, a := range append(report.Accounts, whole) {
		j := jsonLines{w: c.out}
		j.text("accountId", string(a.Account))
		j.text("reference", a.Reference)
		j.count("lines", a.Lines)
		j.count("lost", a.Lost)
		j.flag("unsure", a.Unsure)
		j.flag("reread", a.Reread)
		var gaps [][]string
		for _, g := range a.Gaps {
			gaps = append(gaps, []string{g.From.String(), g.Until.String(), fmt.Sprint(g.Lines)})
		}
		j.lists("gaps", gaps)
		j.texts("notes", salvageNotes(report, a, i == len(report.Accounts)))
		if err := j.end(); err != nil {
			return err
		}
	}
	return nil
}

// salvageNotes are the sentences about an account, or about the whole file.
func salvageNotes(report store.Salvaged, a store.SalvagedAccount, whole bool) (notes []string) {
	if !whole {
		if a.Account == "" {
			notes = append(notes, "nobody can say whose lines these were")
		}
		return notes
	}
	if n := report.EntriesLost; n > 0 {
		notes = append(notes, counted(n, "journal entry is lost", "journal entries are lost"))
	}
	if n := report.DeliveriesLost; n > 0 {
		notes = append(notes, counted(n, "delivery is lost: its lines stay, the bytes that they came from are gone",
			"deliveries are lost: their lines stay, the bytes that they came from are gone"))
	}
	return append(notes, report.Others...)
}

func (c *cli) tellSalvaged(report store.Salvaged, whole store.SalvagedAccount, to string) {
	for _, a := range report.Accounts {
		name := core.AccountNumber(a.Reference)
		switch {
		case a.Account == "":
			name = "of no account"
		case name == "":
			name = string(a.Account)
		}
		text := fmt.Sprintf("%s: %s", core.CleanText(name), counted(a.Lines, "line", "lines"))
		switch {
		case a.Lost > 0 && a.Unsure:
			text += fmt.Sprintf(", at least %d lost", a.Lost)
		case a.Lost > 0:
			text += fmt.Sprintf(", %d lost", a.Lost)
		case a.Unsure:
			text += ", perhaps some lost"
		}
		c.say("%s", text)
		for _, g := range a.Gaps {
			c.say("  %s", gapText(g))
		}
		if a.Reread {
			c.say("  The next fetch reads this account from the beginning.")
		}
	}
	for _, note := range salvageNotes(report, whole, true) {
		c.say("%s", note)
	}
	c.say("Wrote %s, and checked it. To go on with it: ferry restore %s", to, to)
	if report.Whole() {
		c.say("Nothing is lost.")
	}
}

func gapText(g store.Gap) string {
	number := "some lines"
	if g.Lines > 0 {
		number = counted(g.Lines, "line", "lines")
	}
	switch {
	case g.From.IsZero() && g.Until.IsZero():
		return number + " of any day"
	case g.From == g.Until:
		return fmt.Sprintf("%s of %s", number, g.From)
	}
	return fmt.Sprintf("%s between %s and %s", number, g.From, g.Until)
}
