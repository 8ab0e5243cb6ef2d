package main

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/spf13/cobra"

	"ferry/core"
	"ferry/core/app"
)

func (c *cli) rulesCommand() *cobra.Command {
	var dossier string
	cmd := c.addJSON(&cobra.Command{
		Use:     "rules",
		GroupID: groupBooks,
		Short:   "code bank lines that no invoice explains",
		Long: `List the rules of a dossier, in their order: the first that holds codes a line, unless invoices explain it. "ferry rules
test" shows what they would have done to past lines, before they are on.

JSON: id, dossier, name, mode (suggest, one-key, automatic), off, then the conditions, of which those that are not empty
must all hold: accounts, direction (in, out), min, max (amounts without sign), currency, contains, regex, counterpart,
codes (beginnings of the bank transaction code), reference (a kind, any or none); and then, the postings: ledger, amount
(a sum, a share such as 50% or 1/3, or rest), vatCode, text. "ferry rules import" reads the same.`,
		Example: "  ferry rules add \"Bank costs\" --code ACMT-MDOP-CHRG --out --ledger 658000 --mode automatic\n  ferry rules test --since 2026-09-01",
		Args:    cobra.NoArgs,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return c.onDossiers(cmd.Context(), dossier, func(d *desk, list []core.Dossier) error {
				return c.listRules(cmd.Context(), d, list)
			})
		},
	})
	cmd.Flags().StringVar(&dossier, "dossier", "", "only those of this `DOSSIER` (name or id)")
	cmd.AddCommand(c.rulesAddCommand(), c.rulesImportCommand(), c.rulesTestCommand(), c.rulesMoveCommand(),
		c.rulesEditCommand("on ID...", "let rules work", "Let rules work.", "Switched on %s.", switchRules(false)),
		c.rulesEditCommand("off ID...", "let rules rest", "Let rules rest; they keep their place.", "Switched off %s.", switchRules(true)),
		c.rulesEditCommand("remove ID...", "remove rules", "Remove rules.", "Removed %s.", removeRules))
	return cmd
}

func (c *cli) listRules(ctx context.Context, d *desk, dossiers []core.Dossier) error {
	t := newColumns(c.out, "DOSSIER", "ID", "STATE", "MODE", "NAME", "WHEN", "THEN")
	for _, dossier := range dossiers {
		rules, err := d.Rules(ctx, dossier.ID)
		if err != nil {
			return err
		}
		for _, r := range rules {
			text := textOf(dossier.Name, r)
			if c.json {
				err = c.writeRule(text)
			} else {
				err = t.row(dossier.Name, r.ID, onOff(!r.Off), string(r.Mode), clip(r.Name, 32), text.conditions(), text.postings())
			}
			if err != nil {
				return err
			}
		}
	}
	return t.end()
}

// writeRule prints a rule as a line of JSON. What the user typed may have come from a bank's text: a terminal is kept safe
// by JSON's own escapes, and by cleaning what those let through.
func (c *cli) writeRule(text ruleText) error {
	line, err := json.Marshal(text)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintln(c.out, core.CleanText(string(line)))
	return err
}

func (c *cli) rulesImportCommand() *cobra.Command {
	var dossier string
	var replace bool
	cmd := c.addJSON(&cobra.Command{
		Use: "import FILE", Short: "add or change rules from a file",
		Long: `Add the rules of a file, a JSON list of what "ferry rules --json" prints, or its output as it is. A rule whose id is known
is changed in its place; the others come last. With --replace the file's rules are all there are.

` + helpOfActs,
		Args: needs("FILE"),
		RunE: func(cmd *cobra.Command, args []string) error {
			texts, err := readRules(args[0])
			if err != nil {
				return err
			}
			if len(texts) == 0 {
				return &core.Error{Code: core.CodeInvalid, Msg: args[0] + " has no rules"}
			}
			return c.onDossier(cmd.Context(), dossier, func(d *desk, of core.Dossier) error {
				return c.putRules(cmd.Context(), d, of, texts, replace)
			})
		},
	})
	dossierFlag(cmd, &dossier)
	cmd.Flags().BoolVar(&replace, "replace", false, "remove the rules that are not in the file, and take its order")
	return cmd
}

// putRules adds rules, or changes those whose id is known.
func (c *cli) putRules(ctx context.Context, d *desk, dossier core.Dossier, texts []ruleText, replace bool) error {
	rules, err := d.Rules(ctx, dossier.ID)
	if err != nil {
		return err
	}
	if replace {
		rules = nil
	}
	fresh, err := rulesOf(ctx, d, dossier.ID, texts)
	if err != nil {
		return err
	}
	for _, r := range fresh {
		if r.ID == "" {
			r.ID = freeID(r.Name, append(slices.Clone(rules), fresh...))
		}
		if at := ruleAt(rules, r.ID); at >= 0 {
			rules[at] = r
		} else {
			rules = append(rules, r)
		}
	}
	done, err := d.PutRules(ctx, dossier.ID, rules)
	if err != nil {
		return err
	}
	return c.tellAct(dossier, done, "%s; the list has %d.", "Took in "+counted(len(fresh), "rule", "rules"), len(rules))
}

// rulesOf turns texts into rules, in terms of the dossier's accounts.
func rulesOf(ctx context.Context, d *desk, dossier core.DossierID, texts []ruleText) ([]core.Rule, error) {
	accounts, err := d.Accounts(ctx, dossier)
	if err != nil {
		return nil, err
	}
	rules := make([]core.Rule, len(texts))
	for i, text := range texts {
		find := func(names []string) ([]core.AccountID, error) { return findAccounts(accounts, names) }
		if rules[i], err = text.rule(find); err != nil {
			return nil, err
		}
	}
	return rules, nil
}

// freeID makes an id of a rule's name that no other rule has.
func freeID(name string, rules []core.Rule) string {
	id := strings.Join(strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }), "-")
	if id == "" {
		id = "rule"
	}
	free := id
	for n := 2; ruleAt(rules, free) >= 0; n++ {
		free = id + "-" + strconv.Itoa(n)
	}
	return free
}

func ruleAt(rules []core.Rule, id string) int {
	return slices.IndexFunc(rules, func(r core.Rule) bool { return r.ID == id })
}

func noRule(id string) error {
	return &core.Error{Code: core.CodeNotFound, Msg: "there is no rule " + strconv.Quote(id), Hint: "ferry rules lists those there are"}
}

// rulesEditCommand is a command that changes some rules by their ids.
func (c *cli) rulesEditCommand(use, short, long, sentence string, edit func([]core.Rule, []int) []core.Rule) *cobra.Command {
	var dossier string
	cmd := c.addJSON(&cobra.Command{
		Use: use, Short: short, Long: long + "\n\n" + helpOfActs, Args: atLeast("ID"),
		RunE: func(cmd *cobra.Command, ids []string) error {
			return c.onDossier(cmd.Context(), dossier, func(d *desk, of core.Dossier) error {
				return c.editRules(cmd.Context(), d, of, ids, sentence, edit)
			})
		},
	})
	dossierFlag(cmd, &dossier)
	return cmd
}

func (c *cli) editRules(ctx context.Context, d *desk, dossier core.Dossier, ids []string, sentence string, edit func([]core.Rule, []int) []core.Rule) error {
	rules, err := d.Rules(ctx, dossier.ID)
	if err != nil {
		return err
	}
	var at []int
	for _, id := range ids {
		i := ruleAt(rules, id)
		if i < 0 {
			return noRule(id)
		}
		at = append(at, i)
	}
	done, err := d.PutRules(ctx, dossier.ID, edit(slices.Clone(rules), at))
	if err != nil {
		return err
	}
	return c.tellAct(dossier, done, sentence, strings.Join(ids, ", "))
}

func switchRules(off bool) func([]core.Rule, []int) []core.Rule {
	return func(rules []core.Rule, at []int) []core.Rule {
		for _, i := range at {
			rules[i].Off = off
		}
		return rules
	}
}

func removeRules(rules []core.Rule, at []int) []core.Rule {
	kept := rules[:0]
	for i, r := range rules {
		if !slices.Contains(at, i) {
			kept = append(kept, r)
		}
	}
	return kept
}

func (c *cli) rulesMoveCommand() *cobra.Command {
	var dossier string
	cmd := c.addJSON(&cobra.Command{
		Use: "move ID PLACE", Short: "give a rule another place: the first that holds is taken",
		Long: "Give a rule another place, 1 for the first: of the rules that hold for a line the first is taken.\n\n" + helpOfActs,
		Args: needs("ID", "PLACE"),
		RunE: func(cmd *cobra.Command, args []string) error {
			place, err := strconv.Atoi(args[1])
			if err != nil || place < 1 {
				return usagef("PLACE: %q is not a place such as 1", args[1])
			}
			move := func(rules []core.Rule, at []int) []core.Rule {
				r := rules[at[0]]
				rules = slices.Delete(rules, at[0], at[0]+1)
				return slices.Insert(rules, min(place-1, len(rules)), r)
			}
			return c.onDossier(cmd.Context(), dossier, func(d *desk, of core.Dossier) error {
				return c.editRules(cmd.Context(), d, of, args[:1], "Moved %s.", move)
			})
		},
	})
	dossierFlag(cmd, &dossier)
	return cmd
}

func (c *cli) rulesTestCommand() *cobra.Command {
	var dossier, since, file string
	cmd := c.addJSON(&cobra.Command{
		Use: "test [ID...]", Short: "show what rules would have done to past lines",
		Long: `Show what the rules would have done to the lines since a day (all lines without --since), in their order: how many lines
each would have coded, and how those were coded by hand. Rules that are off are tried as if they were on when they are
named, or come from a file that is not taken in yet (--file).

JSON: id, dossier, name, lines (it would have coded), agreed (of them, coded so by hand), differs (coded otherwise),
matched (lines it holds for that were settled with invoices: the rule is too wide), behind (lines that an earlier rule
takes), sums (of the lines, per currency).`,
		RunE: func(cmd *cobra.Command, ids []string) error {
			day, err := transactionFlags{since: since}.day()
			if err != nil {
				return err
			}
			return c.onDossier(cmd.Context(), dossier, func(d *desk, of core.Dossier) error {
				return c.testRules(cmd.Context(), d, of, ids, file, day)
			})
		},
	})
	dossierFlag(cmd, &dossier)
	cmd.Flags().StringVar(&since, "since", "", "only lines booked on this `DAY` or later (2026-11-22)")
	cmd.Flags().StringVar(&file, "file", "", "try the rules of this `FILE`, behind those there are")
	return cmd
}

func (c *cli) testRules(ctx context.Context, d *desk, dossier core.Dossier, ids []string, file string, since core.Date) error {
	rules, err := d.Rules(ctx, dossier.ID)
	if err != nil {
		return err
	}
	for _, id := range ids {
		at := ruleAt(rules, id)
		if at < 0 {
			return noRule(id)
		}
		rules[at].Off = false
	}
	if file != "" {
		texts, err := readRules(file)
		if err != nil {
			return err
		}
		fresh, err := rulesOf(ctx, d, dossier.ID, texts)
		if err != nil {
			return err
		}
		for _, r := range fresh {
			r.Off = false
			if r.ID == "" {
				r.ID = freeID(r.Name, rules)
			}
			rules = append(slices.DeleteFunc(rules, func(o core.Rule) bool { return o.ID == r.ID }), r)
			ids = append(ids, r.ID)
		}
	}
	outcomes, err := d.Rehearse(ctx, dossier.ID, rules, since)
	if err != nil {
		return err
	}
	return c.printRehearsal(dossier, outcomes, ids)
}

// printRehearsal prints the outcomes of the named rules, or of all.
func (c *cli) printRehearsal(dossier core.Dossier, outcomes []app.RuleOutcome, ids []string) error {
	j := jsonLines{w: c.out}
	t := newColumns(c.out, "ID", ">LINES", ">AGREED", ">DIFFERS", ">MATCHED", ">BEHIND", "SUM", "NAME")
	for _, o := range outcomes {
		if len(ids) > 0 && !slices.Contains(ids, o.Rule.ID) {
			continue
		}
		behind := 0
		for _, n := range o.Behind {
			behind += n
		}
		sums := make([]string, len(o.Sum))
		for i, sum := range o.Sum {
			sums[i] = sum.String() + " " + string(sum.Currency)
		}
		var err error
		if c.json {
			j.text("id", o.Rule.ID)
			j.text("dossier", dossier.Name)
			j.text("name", o.Rule.Name)
			j.count("lines", len(o.Fired))
			j.count("agreed", len(o.Agreed))
			j.count("differs", len(o.Differs))
			j.count("matched", len(o.Matched))
			j.count("behind", behind)
			j.texts("sums", sums)
			err = j.end()
		} else {
			err = t.row(o.Rule.ID, strconv.Itoa(len(o.Fired)), strconv.Itoa(len(o.Agreed)), strconv.Itoa(len(o.Differs)), strconv.Itoa(len(o.Matched)),
				strconv.Itoa(behind), strings.Join(sums, ", "), o.Rule.Name)
		}
		if err != nil {
			return err
		}
	}
	return t.end()
}
