package main

import (
	"context"
	"errors"
	"os"

	"ferry/core"
	"ferry/core/app"
	"ferry/core/sandbox"
	"ferry/core/sandbox/world"
)

// The demo also plays the client's bookkeeping program: it hands over the ledger accounts and some rules at once, and the
// open invoices as soon as a bank is authorized that has the payments.

// demoSigns stands under what the demo does to the books, which is not the user's to undo.
const demoSigns = "demo"

// demoRules code the lines that no invoice explains. Only what the bank itself charges is automatic: a code says what kind of
// payment a line is, not which debt it pays.
func demoRules() []ruleText {
	rule := func(name, code, ledger string, mode core.RuleMode) ruleText {
		return ruleText{Name: name, Codes: []string{code}, Mode: string(mode), Then: []thenText{{Ledger: ledger, Amount: theRest}}}
	}
	return []ruleText{
		rule("Bank costs", "ACMT-MDOP-CHRG", "658000", core.RuleAutomatic),
		rule("VAT paid", "PMNT-ICDT-TAXS", "451000", core.RuleOneKey),
		rule("Social security", "PMNT-ICDT-SSBE", "454000", core.RuleOneKey),
		rule("Wages", "PMNT-ICDT-SALA", "455000", core.RuleOneKey),
		rule("Rent", "PMNT-ICDT-STDO", "610000", core.RuleOneKey),
		rule("Energy, water and telecom", "PMNT-RDDT-ESDD", "612000", core.RuleSuggest),
	}
}

// openDemoBooks gives the demo's dossier its ledger accounts and rules, unless it has them from an earlier demo.
func openDemoBooks(ctx context.Context, d *desk, dossier core.DossierID) error {
	ctx = app.SignedBy(ctx, demoSigns)
	chart, err := d.Chart(ctx, dossier)
	if err != nil || len(chart) > 0 {
		return err
	}
	if _, err := d.UsualChart(ctx, dossier, "BE"); err != nil {
		return err
	}
	rules, err := rulesOf(ctx, d, dossier, demoRules())
	if err != nil {
		return err
	}
	for i := range rules {
		rules[i].ID = freeID(rules[i].Name, rules[:i])
	}
	_, err = d.PutRules(ctx, dossier, rules)
	return err
}

// followDemoBooks hands invoices over whenever somebody authorized accounts, until ctx ends.
func followDemoBooks(ctx context.Context, d *desk, w *world.World) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-w.Added():
			if err := handOver(ctx, d, w); err != nil && ctx.Err() == nil {
				d.logger.Warn("the demo's invoices were not taken in", "error", err)
			}
		}
	}
}

// handOver brings the open invoices of the simulated organizations into the dossiers that are connected to them.
func handOver(ctx context.Context, d *desk, w *world.World) error {
	ctx = app.SignedBy(ctx, demoSigns)
	connections, err := d.Connections(ctx, "")
	if err != nil {
		return err
	}
	var wrong error
	for _, conn := range connections {
		if conn.Sandbox {
			wrong = errors.Join(wrong, takeItems(ctx, d, conn.Dossier, w.OpenItems(conn.Organization)))
		}
	}
	return wrong
}

// takeItems goes the way of every import, through a file.
func takeItems(ctx context.Context, d *desk, dossier core.DossierID, items []core.OpenItem) (err error) {
	if len(items) == 0 {
		return nil
	}
	file, err := os.CreateTemp("", "ferry-demo-*.csv")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.Remove(file.Name())) }()
	if err := errors.Join(sandbox.WriteItems(file, items), file.Close()); err != nil {
		return err
	}
	preview, err := d.ReadItems(ctx, dossier, []string{file.Name()}, "")
	if err != nil || len(preview.Changes) == 0 {
		return err
	}
	_, err = d.ImportItems(ctx, preview, false)
	return err
}
