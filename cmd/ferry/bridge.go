package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http"
	"net/netip"
	"time"

	"github.com/cli/browser"

	"ferry/core"
	"ferry/core/app"
	"ferry/core/ponto"
	"ferry/store"
)

// The rooms below do not know each other. Here the file's own types become the use cases'.

// origin finds the bytes that a line came from.
func origin(file *store.File) func(core.AccountID, core.LineNo) (app.Origin, error) {
	return func(account core.AccountID, no core.LineNo) (app.Origin, error) {
		d, item, err := file.Origin(account, no)
		return app.Origin{No: d.No, Source: d.Source, At: d.At, By: d.By, Raw: d.Raw, Item: item}, err
	}
}

// verify checks the file, every line against the bytes that brought it.
func verify(file *store.File) func(context.Context, func(done, total int)) (app.VerifyReport, error) {
	return func(ctx context.Context, progress func(done, total int)) (app.VerifyReport, error) {
		report, err := file.Verify(ctx, store.VerifyOptions{Progress: progress, Decode: decode(file)})
		if err != nil {
			return app.VerifyReport{}, err
		}
		return verifyReport(report), nil
	}
}

func verifyReport(r store.Report) app.VerifyReport {
	v := app.VerifyReport{Entries: r.Entries, Accounts: r.Accounts, Lines: r.Lines, Deliveries: r.Deliveries}
	for _, fault := range r.Faults {
		v.Faults = append(v.Faults, fault.What)
	}
	return v
}

// decode reads raw deliveries as the client did when they came: in the account's currency and its bank's time zone.
func decode(file *store.File) func(string, []byte, core.Account) ([]core.Transaction, error) {
	zones := map[core.InstitutionID]*time.Location{}
	return func(_ string, raw []byte, account core.Account) ([]core.Transaction, error) {
		zone, ok := zones[account.Institution]
		if !ok {
			// A bank that is no longer in the directory counts its days in Brussels, as core.Institution says.
			bank, _ := file.Institution(account.Institution)
			zone = bank.Zone()
			zones[account.Institution] = zone
		}
		page, err := ponto.DecodePage(raw, ponto.TransactionsOf{Account: account.ID, Currency: account.Currency, Zone: zone})
		return page.Lines, err
	}
}

// browse opens an address in the user's browser. What the browser says goes nowhere: it would be painted over the screen.
func browse(_ context.Context, address string) error {
	var said bytes.Buffer
	browser.Stdout, browser.Stderr = &said, &said
	return browser.OpenURL(address)
}

// addressService answers with the address that a request came from. It is asked only when the user opted in.
const addressService = "https://api.ipify.org"

func lookUpIP(ctx context.Context) (string, error) { return askAddress(ctx, addressService) }

func askAddress(ctx context.Context, service string) (string, error) {
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, service, nil)
	if err != nil {
		return "", err
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return "", &core.Error{Code: core.CodeNetwork, Msg: "the public address of this machine could not be looked up",
			Hint: "enter it in the settings: ferry settings set customer-ip ADDRESS", Err: err}
	}
	defer response.Body.Close()
	body, err := io.ReadAll(io.LimitReader(response.Body, 64)) // the longest IPv6 address has 45 characters
	if err != nil {
		return "", err
	}
	address, err := netip.ParseAddr(string(bytes.TrimSpace(body)))
	if err != nil || response.StatusCode != http.StatusOK {
		return "", &core.Error{Code: core.CodeProtocol, Err: err,
			Msg:  fmt.Sprintf("the address service answered %d without an address", response.StatusCode),
			Hint: "enter it in the settings: ferry settings set customer-ip ADDRESS"}
	}
	return address.String(), nil
}
