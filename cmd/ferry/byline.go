package main

import (
	"context"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"ferry/core"
)

// The commands of this file do to single lines what the reconcile screen does. Lines are named by the ids that "ferry match --json" and
// "ferry transactions --json" print.

// chosenLines are lines of one dossier.
type chosenLines struct {
	keys    []core.LineKey
	dossier core.Dossier
}

// onLines is the work of a command that takes lines.
func (c *cli) onLines(ctx context.Context, ids []string, work func(*desk, chosenLines) error) error {
	return c.withDesk(ctx, func(d *desk) error {
		var chosen chosenLines
		for _, id := range ids {
			account, no, found, err := d.file.FindLine(core.TransactionID(id))
			if err != nil {
				return err
			}
			if !found {
				return &core.Error{Code: core.CodeNotFound, Msg: "there is no booked line " + strconv.Quote(id), Hint: "lines are named by their id: ferry match --json shows it as transactionId"}
			}
			chosen.keys = append(chosen.keys, core.LineKey{Account: account, No: no})
		}
		view, err := d.Account(ctx, chosen.keys[0].Account)
		if err != nil {
			return err
		}
		chosen.dossier = core.Dossier{ID: view.Dossier, Name: view.DossierName}
		return work(d, chosen)
	})
}

// lineCommand is a command that does one act on lines and says a sentence of it.
func (c *cli) lineCommand(use, short, long, example string, args cobra.PositionalArgs, work func(*cobra.Command, *desk, chosenLines, []string) (core.Done, error)) *cobra.Command {
	return c.addJSON(&cobra.Command{
		Use: use, GroupID: groupBooks, Short: short, Long: long + "\n\n" + helpOfActs, Example: example, Args: args,
		RunE: func(cmd *cobra.Command, args []string) error {
			ids, rest := args, []string(nil)
			if n := len(strings.Fields(use)) - 2; n > 0 { // what comes behind LINE
				ids, rest = args[:len(args)-n], args[len(args)-n:]
			}
			return c.onLines(cmd.Context(), ids, func(d *desk, lines chosenLines) error {
				done, err := work(cmd, d, lines, rest)
				if err != nil {
					return err
				}
				return c.tellAct(lines.dossier, done, "Done: %s.", done.What)
			})
		},
	})
}

// linesThen accepts one line or more, and then what is named.
func linesThen(name string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) >= 2 {
			return nil
		}
		return &usageError{msg: []string{"LINE", name}[len(args)] + " is missing", hint: cmd.CommandPath() + " --help"}
	}
}

func (c *cli) acceptCommand() *cobra.Command {
	var option int
	var list bool
	cmd := c.addJSON(&cobra.Command{
		Use: "accept LINE...", GroupID: groupBooks, Short: "accept what is proposed for lines",
		Long: `Accept what is proposed first for each of the lines, by their ids, in one act: all of them or none. --option takes another
proposal of one line; --list only lists its proposals, best first.

` + helpOfActs + `
With --list: option, kind, items, ledgers, postings (ledger, amount, vatCode, text), with (the ids of the other lines that
belong to it), difference, auto, reason.`,
		Example: "  ferry accept 3f0e6cb7-3c8e-4a12-9d2b-0c1f7f5a9e11 --list\n  ferry accept 3f0e6cb7-3c8e-4a12-9d2b-0c1f7f5a9e11 --option 2",
		Args:    atLeast("LINE"),
		RunE: func(cmd *cobra.Command, ids []string) error {
			if err := oneLine(cmd, ids, list || option > 1); err != nil {
				return err
			}
			return c.onLines(cmd.Context(), ids, func(d *desk, lines chosenLines) error {
				if list {
					return c.listOptions(cmd.Context(), d, lines)
				}
				done, err := accept(cmd.Context(), d, lines, option)
				if err != nil {
					return err
				}
				return c.tellAct(lines.dossier, done, "Done: %s.", done.What)
			})
		},
	})
	cmd.Flags().IntVar(&option, "option", 1, "take proposal `N` of the line")
	cmd.Flags().BoolVar(&list, "list", false, "only list the proposals of the line")
	return cmd
}

// oneLine refuses several lines where a flag is about one.
func oneLine(cmd *cobra.Command, ids []string, needed bool) error {
	if needed && len(ids) != 1 {
		return &usageError{msg: "--option and --list are about one line", hint: cmd.CommandPath() + " --help"}
	}
	return nil
}

func accept(ctx context.Context, d *desk, lines chosenLines, option int) (core.Done, error) {
	if len(lines.keys) == 1 {
		why, err := optionOf(ctx, d, lines, option)
		if err != nil {
			return core.Done{}, err
		}
		return d.Accept(ctx, lines.keys[0], why)
	}
	if err := d.Look(ctx, lines.dossier.ID); err != nil {
		return core.Done{}, err
	}
	return d.AcceptAll(ctx, lines.keys)
}

// proposalOf is what is said of the first line when all lines are looked at together, as on the screen.
func proposalOf(ctx context.Context, d *desk, lines chosenLines) (core.Proposal, error) {
	if err := d.Look(ctx, lines.dossier.ID); err != nil {
		return core.Proposal{}, err
	}
	return d.Proposal(ctx, lines.keys[0])
}

// optionOf is proposal number n of the first line.
func optionOf(ctx context.Context, d *desk, lines chosenLines, n int) (core.Explanation, error) {
	p, err := proposalOf(ctx, d, lines)
	if err != nil {
		return core.Explanation{}, err
	}
	if n < 1 || n > len(p.Options) {
		return core.Explanation{}, &core.Error{Code: core.CodeNotFound, Msg: "the line has " + counted(len(p.Options), "proposal", "proposals") + ", there is no number " + strconv.Itoa(n),
			Hint: "ferry accept LINE --list lists them; ferry settle matches by hand"}
	}
	return p.Options[n-1], nil
}

func (c *cli) listOptions(ctx context.Context, d *desk, lines chosenLines) error {
	p, err := proposalOf(ctx, d, lines)
	if err != nil {
		return err
	}
	if len(p.Options) == 0 && !c.json {
		c.say("%s", p.Reason)
	}
	j := jsonLines{w: c.out}
	t := newColumns(c.out, ">OPTION", "SAFE", "KIND", "BY", ">DIFFERENCE", "REASON")
	for i, why := range p.Options {
		with, err := linesOf(d, core.Match{Lines: append(lines.keys[:1:1], why.With...)})
		if err != nil {
			return err
		}
		safe := p.Auto && i == 0
		if c.json {
			j.count("option", i+1)
			j.text("kind", string(why.Kind))
			j.texts("items", why.Numbers())
			j.texts("ledgers", ledgers(why.Postings))
			j.postings("postings", why.Postings)
			j.texts("with", idsOf(with[1:]))
			j.amount("difference", why.Difference)
			j.flag("auto", safe)
			j.text("reason", why.Reason)
			err = j.end()
		} else {
			difference := ""
			if !why.Difference.IsZero() {
				difference = why.Difference.String()
			}
			err = t.row(strconv.Itoa(i+1), mark(safe), string(why.Kind), explainedBy(why), difference, why.Reason)
		}
		if err != nil {
			return err
		}
	}
	return t.end()
}

func (c *cli) rejectCommand() *cobra.Command {
	var option int
	cmd := c.lineCommand("reject LINE", "do not propose that for a line again",
		"Do not propose for a line, by its id, again what is proposed first, or what --option names; see \"ferry accept --list\".", "", needs("LINE"),
		func(cmd *cobra.Command, d *desk, lines chosenLines, _ []string) (core.Done, error) {
			why, err := optionOf(cmd.Context(), d, lines, option)
			if err != nil {
				return core.Done{}, err
			}
			return d.Reject(cmd.Context(), lines.keys[0], why)
		})
	cmd.Flags().IntVar(&option, "option", 1, "reject proposal `N` of the line")
	return cmd
}

func (c *cli) checkCommand() *cobra.Command {
	var off bool
	cmd := c.lineCommand("check LINE...", "mark lines to look at them again, or take the mark off",
		"Mark lines, by their ids, to look at them again; --off takes the mark off.", "", atLeast("LINE"),
		func(cmd *cobra.Command, d *desk, lines chosenLines, _ []string) (core.Done, error) {
			return d.MarkCheck(cmd.Context(), lines.keys, !off)
		})
	cmd.Flags().BoolVar(&off, "off", false, "take the mark off")
	return cmd
}

func (c *cli) noteCommand() *cobra.Command {
	return c.lineCommand("note LINE... TEXT", "write a note on lines", "Write your own note on lines, by their ids; an empty TEXT takes it away.",
		"  ferry note 3f0e6cb7-3c8e-4a12-9d2b-0c1f7f5a9e11 'asked the client on Monday'", linesThen("TEXT"),
		func(cmd *cobra.Command, d *desk, lines chosenLines, rest []string) (core.Done, error) {
			return d.NoteLines(cmd.Context(), lines.keys, rest[0])
		})
}
