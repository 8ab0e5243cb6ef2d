package app

import (
	"context"
	"path/filepath"
	"slices"
	"strings"

	"ferry/core"
	"ferry/core/exchange"
)

// Chart lists the ledger accounts of a dossier by number.
func (s *Service) Chart(_ context.Context, d core.DossierID) (chart []core.LedgerAccount, err error) {
	defer tell("read the chart of accounts", &err)
	return s.store.Chart(d)
}

// UsualChart gives a dossier the accounts that are usual in a country: BE, NL or FR. What the chart has already stays as it is.
func (s *Service) UsualChart(ctx context.Context, d core.DossierID, country string) (done core.Done, err error) {
	defer tell("take the usual accounts", &err)
	usual, err := exchange.UsualChart(country)
	if err != nil {
		return core.Done{}, &core.Error{Code: core.CodeInvalid, Msg: say(txtNoUsualChart, core.CleanText(country)), Hint: txtNoUsualChartHint, Err: err}
	}
	return s.addChart(ctx, d, usual, true, say(txtDidUsualChart, strings.ToUpper(country)))
}

// PutChart adds accounts to the chart, or changes those whose number it has.
func (s *Service) PutChart(ctx context.Context, d core.DossierID, accounts []core.LedgerAccount) (done core.Done, err error) {
	defer tell("keep the chart of accounts", &err)
	return s.addChart(ctx, d, accounts, false, say(txtDidChart, count(len(accounts), "ledger account")))
}

func (s *Service) addChart(ctx context.Context, d core.DossierID, accounts []core.LedgerAccount, onlyNew bool, what string) (core.Done, error) {
	if err := s.knownDossier(d); err != nil {
		return core.Done{}, err
	}
	clean := make([]core.LedgerAccount, 0, len(accounts))
	for _, a := range accounts {
		a.Number, a.Name = strings.TrimSpace(core.CleanText(a.Number)), strings.TrimSpace(core.CleanText(a.Name))
		a.VATCode = strings.TrimSpace(core.CleanText(a.VATCode))
		if a.Number == "" || strings.ContainsAny(a.Number, " \t") {
			return core.Done{}, refuse(core.CodeInvalid, say(txtBadLedger, a.Number, a.Name), txtBadLedgerHint)
		}
		clean = append(clean, a)
	}
	return s.do(ctx, d, func() (core.Act, effect, error) {
		chart, err := s.store.Chart(d)
		if err != nil {
			return core.Act{}, effect{}, err
		}
		clean = slices.DeleteFunc(clean, func(a core.LedgerAccount) bool {
			return slices.ContainsFunc(chart, func(b core.LedgerAccount) bool { return a == b || onlyNew && a.Number == b.Number })
		})
		if len(clean) == 0 {
			return core.Act{}, effect{}, refuse(core.CodeInvalid, txtChartSame, txtChartSameHint)
		}
		return core.Act{What: what, Chart: clean}, effect{rules: true}, nil
	})
}

// ReadChart reads a table of ledger accounts; nothing is written.
func (s *Service) ReadChart(_ context.Context, path string) (accounts []core.LedgerAccount, bad []core.BadRow, err error) {
	defer tell("read the table of accounts", &err)
	f, err := openInput(path)
	if err != nil {
		return nil, nil, err
	}
	defer func() { _ = f.Close() }() // it was only read
	accounts, bad, err = exchange.ReadChart(filepath.Base(path), f)
	if err != nil {
		return nil, nil, unread(path, err)
	}
	return accounts, bad, nil
}

// Mappings are the known ways in which other programs name things in their tables.
func (s *Service) Mappings(_ context.Context) (list []core.Mapping, err error) {
	defer tell("read the mappings", &err)
	return s.store.Mappings()
}

// SuggestMapping proposes what the columns of another program's table are, from its headings.
func (s *Service) SuggestMapping(_ context.Context, path string) (m core.Mapping, err error) {
	defer tell("read the headings of the table", &err)
	found, err := readOne(input{path: path, name: filepath.Base(path)}, nil, exchange.Ours{})
	switch {
	case err != nil:
		return core.Mapping{}, err
	case len(found.Headings) == 0 && len(found.Bad) > 0 && len(found.Items) == 0:
		return core.Mapping{}, refuse(core.CodeInvalid, say(txtNotRead, shownPath(path))+": "+found.Bad[0].Reason, txtNotReadHint)
	case len(found.Headings) == 0:
		return core.Mapping{}, refuse(core.CodeInvalid, say(txtNoMappingNeeded, shownPath(path)), txtNoMappingNeededHint)
	}
	return exchange.Suggest(found.Headings), nil
}

// PutMapping keeps a mapping under its name.
func (s *Service) PutMapping(ctx context.Context, m core.Mapping) (err error) {
	defer tell("keep the mapping", &err)
	if m.Name = strings.TrimSpace(core.CleanText(m.Name)); m.Name == "" {
		return refuse(core.CodeInvalid, txtNoMappingName, txtNoMappingNameHint)
	}
	return s.store.PutMapping(ctx, m, byUser)
}

// DeleteMapping forgets a mapping.
func (s *Service) DeleteMapping(ctx context.Context, name string) (err error) {
	defer tell("remove the mapping", &err)
	return s.store.DeleteMapping(ctx, name, byUser)
}
