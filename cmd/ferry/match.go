package main

import (
	"bufio"
	"context"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"ferry/core"
	"ferry/core/app"
)

// matchFlags choose lines, and whether something is done.
type matchFlags struct {
	dossier      string
	accounts     []string
	auto, dryRun bool
}

func (c *cli) matchCommand() *cobra.Command {
	var f matchFlags
	cmd := c.addJSON(&cobra.Command{
		Use:     "match",
		GroupID: groupBooks,
		Short:   "propose what explains the open bank lines, and accept what is safe",
		Long: `Propose what explains the bank lines that are not reconciled yet, newest first, each with the reason. Nothing is changed
without --auto, which accepts the proposals that are safe, and prints those: one act, which "ferry undo" takes back.
--auto --dry-run prints what --auto would, and changes nothing. Both settle, and print, the other side of a transfer too,
where --account did not ask for it. JSON has every line, also with --auto.

Lines that are marked to check are never accepted with the rest. Lines that wait for a person are no failure: the exit
code is 0. Without --dossier it goes through all dossiers.

JSON: transactionId, accountId, dossier, bookingDay, amount, currency, counterpartName, remittanceInformation, items (the
numbers of the invoices of the first option), ledgers (the ledger accounts, for lines that are coded), postings (what goes
to each: ledger, amount, vatCode, text), kind (none, exact, set, discount, fee, rounding, currency, partial, over, lines,
transfer, reversal, rule, learned), auto (true where the first option is safe to accept without asking), reason,
alternatives (the other options, or all of them where a person must choose, as lists of numbers), difference (line less
items), rule (the id of the one that fired).`,
		Example: "  ferry match\n  ferry match --auto --dry-run --json\n  ferry match --auto --account BE68539007547034",
		Args:    needs(),
		RunE: func(cmd *cobra.Command, _ []string) error {
			return c.onDossiers(cmd.Context(), f.dossier, func(d *desk, list []core.Dossier) error {
				return c.match(cmd.Context(), d, list, f)
			})
		},
	})
	cmd.Flags().StringVar(&f.dossier, "dossier", "", "only the lines of this `DOSSIER` (name or id)")
	cmd.Flags().StringSliceVar(&f.accounts, "account", nil, "only the lines of this `ACCOUNT` (id or account number); may be repeated")
	cmd.Flags().BoolVar(&f.auto, "auto", false, "accept the proposals that are safe")
	cmd.Flags().BoolVar(&f.dryRun, "dry-run", false, "only show what would be accepted")
	return cmd
}

// proposed is a line with what the engine says of it.
type proposed struct {
	core.Proposal
	line    core.Line
	dossier string
}

// match goes through the dossiers one by one: what is safe is accepted before it is printed, so that what is printed as
// accepted was.
func (c *cli) match(ctx context.Context, d *desk, dossiers []core.Dossier, f matchFlags) error {
	accounts, err := d.Accounts(ctx, "")
	if err != nil {
		return err
	}
	ids, err := findAccounts(accounts, f.accounts)
	if err != nil {
		return err
	}
	p := c.newProposals(accounts, f)
	for _, dossier := range dossiers {
		q := core.Query{Dossier: dossier.ID, Accounts: ids, Work: core.WorkOpen}
		safe, err := d.Safe(ctx, q)
		if err != nil {
			return err
		}
		if err := c.matchIn(ctx, d, dossier, q, safe, p, f); err != nil {
			return err
		}
	}
	if err := p.end(); err != nil {
		return err
	}
	c.sayMatched(p, f)
	return nil
}

// matchIn prints what is said of the lines of a dossier. What will be accepted is read whole before, because afterwards the
// same would not be said any more.
func (c *cli) matchIn(ctx context.Context, d *desk, dossier core.Dossier, q core.Query, safe app.SafePreview, p *proposalPrinter, f matchFlags) error {
	if !f.auto || f.dryRun || len(safe.Proposals) == 0 {
		return proposals(ctx, d, dossier, q, safe, f.auto, p.print)
	}
	var list []proposed
	err := proposals(ctx, d, dossier, q, safe, f.auto, func(some []proposed) error {
		list = append(list, some...)
		return nil
	})
	if err != nil {
		return err
	}
	if _, err := d.AcceptSafe(ctx, safe); err != nil {
		return err
	}
	return p.print(list)
}

// proposals tells, some at a time, what is said of each open line. What is safe was decided over all lines together; a line
// alone may look safer than it is. With both sides, it also tells of those that acceptance settles on accounts nobody asked for.
func proposals(ctx context.Context, d *desk, dossier core.Dossier, q core.Query, safe app.SafePreview, bothSides bool, tell func([]proposed) error) error {
	isSafe := make(map[core.LineKey]bool, len(safe.Proposals))
	for _, p := range safe.Proposals {
		isSafe[p.Line] = true
	}
	some := func(lines []core.Line) error {
		keys := make([]core.LineKey, len(lines))
		for i, line := range lines {
			keys[i] = line.Key()
		}
		said, err := d.ProposalsOf(ctx, keys)
		if err != nil {
			return err
		}
		list := make([]proposed, len(lines))
		for i, p := range said {
			p.Auto = isSafe[p.Line]
			delete(isSafe, p.Line)
			list[i] = proposed{p, lines[i], dossier.Name}
		}
		return tell(list)
	}
	lines, err := d.Open(ctx, q)
	if err != nil {
		return err
	}
	if err := eachWindow(ctx, lines, some); err != nil || len(isSafe) == 0 || !bothSides {
		return err
	}
	var beside []core.Line
	for _, line := range safe.Lines {
		if isSafe[line.Key()] {
			beside = append(beside, line)
		}
	}
	return some(beside)
}

// sayMatched sums up for people.
func (c *cli) sayMatched(p *proposalPrinter, f matchFlags) {
	if c.json {
		return
	}
	if !f.auto {
		c.say("%s: %d can be accepted without asking, %d to choose from, %d that nothing explains.", counted(p.lines, "open line", "open lines"), p.safe, p.choice, p.none)
		return
	}
	verb := " accepted"
	if f.dryRun {
		verb = " would be accepted"
	}
	text := counted(p.safe, "line", "lines") + verb
	if others := p.choice + p.none; others > 0 {
		text += "; " + counted(others, "other waits", "others wait") + ": ferry match lists them"
	}
	c.say("%s.", text)
}

// proposalPrinter prints proposals as columns or as JSON, and counts them.
type proposalPrinter struct {
	json                      bool
	safeOnly                  bool // the others are counted
	out                       *bufio.Writer
	j                         jsonLines
	t                         *columns
	references                map[core.AccountID]string
	lines, safe, choice, none int
}

func (c *cli) newProposals(accounts []app.AccountView, f matchFlags) *proposalPrinter {
	p := &proposalPrinter{json: c.json, safeOnly: f.auto && !c.json, out: bufio.NewWriterSize(c.out, 64<<10), references: make(map[core.AccountID]string, len(accounts))}
	p.j.w, p.t = p.out, newColumns(p.out, "BOOKED", "ACCOUNT", ">AMOUNT", "", "COUNTERPART", "SAFE", "KIND", "BY", "REASON")
	for _, a := range accounts {
		p.references[a.ID] = a.Reference
	}
	return p
}

func (p *proposalPrinter) print(list []proposed) error {
	for _, one := range list {
		p.lines++
		switch {
		case one.Auto:
			p.safe++
		case len(one.Options) > 0:
			p.choice++
		default:
			p.none++
		}
		if p.safeOnly && !one.Auto {
			continue
		}
		write := p.row
		if p.json {
			write = p.object
		}
		if err := write(one); err != nil {
			return err
		}
	}
	return nil
}

func (p *proposalPrinter) end() error {
	if err := p.t.end(); err != nil {
		return err
	}
	return p.out.Flush()
}

func (p *proposalPrinter) row(one proposed) error {
	l, best := one.line, one.Best()
	return p.t.row(l.BookingDate.String(), p.references[l.Account], amountText(l), string(l.Amount.Currency), clip(counterpart(l), 32), mark(one.Auto),
		string(best.Kind), explainedBy(best), one.Reason)
}

func (p *proposalPrinter) object(one proposed) error {
	l, best, j := one.line, one.Best(), &p.j
	j.text("transactionId", string(l.ID))
	j.text("accountId", string(l.Account))
	j.text("dossier", one.dossier)
	j.day("bookingDay", l.BookingDate)
	j.text("amount", amountText(l))
	j.text("currency", string(l.Amount.Currency))
	j.text("counterpartName", l.CounterpartName)
	j.text("remittanceInformation", l.Remittance)
	j.texts("items", best.Numbers())
	j.texts("ledgers", ledgers(best.Postings))
	j.postings("postings", best.Postings)
	j.text("kind", string(best.Kind))
	j.flag("auto", one.Auto)
	j.text("reason", one.Reason)
	j.lists("alternatives", alternatives(one.Proposal))
	j.amount("difference", best.Difference)
	j.text("rule", one.Rule)
	return j.end()
}

// alternatives are the numbers of the options that pay items.
func alternatives(p core.Proposal) (lists [][]string) {
	for _, why := range p.Alternatives() {
		if numbers := why.Numbers(); len(numbers) > 0 {
			lists = append(lists, numbers)
		}
	}
	return lists
}

// explainedBy says in a few words what explains a line: the numbers of the items, or the ledger accounts.
func explainedBy(why core.Explanation) string {
	words := why.Numbers()
	if len(words) == 0 {
		words = ledgers(why.Postings)
	}
	if len(words) > 4 {
		words = append(words[:3:3], fmt.Sprintf("and %d more", len(words)-3))
	}
	return strings.Join(words, ", ")
}

func ledgers(postings []core.Posting) []string {
	list := make([]string, len(postings))
	for i, p := range postings {
		list[i] = p.Ledger
	}
	return list
}

// counterpart is who a line is from or to, or what the bank calls it.
func counterpart(l core.Line) string {
	if l.CounterpartName != "" {
		return l.CounterpartName
	}
	return l.Description
}

func mark(yes bool) string {
	if yes {
		return "safe"
	}
	return ""
}
