package main

import (
	"context"
	"fmt"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"ferry/core"
)

// dossierFlag adds --dossier to a command that works on one client file.
func dossierFlag(cmd *cobra.Command, dossier *string) {
	cmd.Flags().StringVar(dossier, "dossier", "", "work on this `DOSSIER` (name or id); not needed where there is only one")
}

// oneDossier is the named dossier, or the only one there is.
func oneDossier(ctx context.Context, d *desk, name string) (core.Dossier, error) {
	list, err := theDossiers(ctx, d, name)
	if err != nil {
		return core.Dossier{}, err
	}
	if len(list) > 1 {
		return core.Dossier{}, &usageError{msg: fmt.Sprintf("--dossier is missing: there are %d dossiers", len(list)), hint: "ferry dossiers lists them"}
	}
	return list[0], nil
}

// theDossiers are the named dossier, or all that there are.
func theDossiers(ctx context.Context, d *desk, name string) ([]core.Dossier, error) {
	all, err := d.Dossiers(ctx)
	if err != nil {
		return nil, err
	}
	if len(all) == 0 {
		return nil, &core.Error{Code: core.CodeNotFound, Msg: "there is no dossier yet", Hint: "ferry dossiers add NAME makes one"}
	}
	id, err := findDossier(ctx, d, name)
	if err != nil || id == "" {
		return all, err
	}
	for _, dossier := range all {
		if dossier.ID == id {
			return []core.Dossier{dossier}, nil
		}
	}
	return nil, &core.Error{Code: core.CodeNotFound, Msg: "there is no dossier " + strconv.Quote(name), Hint: "ferry dossiers lists those there are"}
}

// onDossier is the work of a command that needs one dossier.
func (c *cli) onDossier(ctx context.Context, name string, work func(*desk, core.Dossier) error) error {
	return c.withDesk(ctx, func(d *desk) error {
		dossier, err := oneDossier(ctx, d, name)
		if err != nil {
			return err
		}
		return work(d, dossier)
	})
}

// onDossiers is the work of a command that goes through one dossier or all.
func (c *cli) onDossiers(ctx context.Context, name string, work func(*desk, []core.Dossier) error) error {
	return c.withDesk(ctx, func(d *desk) error {
		list, err := theDossiers(ctx, d, name)
		if err != nil {
			return err
		}
		return work(d, list)
	})
}

// helpOfActs is what the help says of commands that change the books.
const helpOfActs = "JSON: id (of the act), dossier, at, what, undone, matches (the ids of those it made), lines (how many it touched)."

// tellAct prints an act on the books: a sentence for people, the act itself for scripts.
func (c *cli) tellAct(dossier core.Dossier, done core.Done, format string, args ...any) error {
	if !c.json {
		c.say(format, args...)
		return nil
	}
	j := jsonLines{w: c.out}
	return writeAct(&j, dossier, done)
}

func writeAct(j *jsonLines, dossier core.Dossier, done core.Done) error {
	j.number("id", done.ID)
	j.text("dossier", dossier.Name)
	j.instant("at", done.At)
	j.text("what", done.What)
	j.flag("undone", done.Undone)
	j.numbers("matches", done.Matches)
	j.count("lines", len(done.Lines))
	return j.end()
}

// complainOfRows lists rows of files that cannot be taken, as compilers do: file:line: column: reason.
func (c *cli) complainOfRows(rows []core.BadRow) {
	for _, row := range rows {
		where := row.File
		if row.Line > 0 {
			where += ":" + strconv.Itoa(row.Line)
		}
		if row.Column != "" {
			where = strings.TrimPrefix(where+": "+row.Column, ": ")
		}
		what := row.Reason
		if row.Value != "" {
			what += " (" + strconv.Quote(core.CleanText(row.Value)) + ")"
		}
		c.complain(where+": "+what, "")
	}
}

// accountOf finds the one account that a user means.
func accountOf(ctx context.Context, d *desk, name string) (core.AccountID, error) {
	accounts, err := d.Accounts(ctx, "")
	if err != nil {
		return "", err
	}
	ids, err := findAccounts(accounts, []string{name})
	if err != nil {
		return "", err
	}
	if len(ids) > 1 {
		return "", &core.Error{Code: core.CodeInvalid, Msg: fmt.Sprintf("%s stands for %d accounts", strconv.Quote(name), len(ids)),
			Hint: "write the currency behind the number, or give the id: ferry accounts --json shows both"}
	}
	return ids[0], nil
}

// parseNumbers reads the ids of matches.
func parseNumbers(args []string) ([]uint64, error) {
	ids := make([]uint64, len(args))
	for i, arg := range args {
		id, err := strconv.ParseUint(arg, 10, 64)
		if err != nil || id == 0 {
			return nil, usagef("%q is not the id of a match", arg)
		}
		ids[i] = id
	}
	return ids, nil
}

// atLeast accepts one argument of a name or more, and says so when there is none.
func atLeast(name string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) == 0 {
			return &usageError{msg: name + " is missing", hint: cmd.CommandPath() + " --help"}
		}
		return nil
	}
}
