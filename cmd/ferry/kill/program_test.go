package kill

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"ferry/core"
	"ferry/core/app"
	"ferry/core/ponto"
	"ferry/core/sandbox"
	"ferry/core/secret"
	"ferry/store"
)

// program is what "ferry" wires, on a file and a simulator in another process.
type program struct {
	*app.Service
	file *store.File
}

func open(ctx context.Context, path string, at sandbox.Addresses) (*program, error) {
	file, err := store.Open(ctx, storeOptions(path))
	if err != nil {
		return nil, err
	}
	p := &program{file: file}
	if err := p.wire(ctx, at); err != nil {
		return nil, errors.Join(err, file.Close())
	}
	return p, nil
}

func storeOptions(path string) store.Options {
	dir := filepath.Dir(path)
	vault := secret.NewVault(secret.Options{Path: filepath.Join(dir, "ferry.key"), Keyring: ring(filepath.Join(dir, "keyring")), Wait: time.Minute})
	return store.Options{Path: path, Seal: vault, Now: time.Now, Holder: "a test"}
}

// wire puts new use cases on the open file: what the last ones remembered is gone.
func (p *program) wire(ctx context.Context, at sandbox.Addresses) (err error) {
	p.Service, err = app.New(ctx, app.Config{
		Store: p.file, Now: time.Now, Rand: rand.Reader, Simulator: &at, UserAgent: "ferry-kill",
		// Waiting moves the simulator's clock on, so that nobody waits.
		Sleep: func(ctx context.Context, d time.Duration) error { return advance(ctx, at, d) },
	})
	return err
}

func (p *program) close() error { return errors.Join(p.Service.Close(), p.file.Close()) }

// verify checks the whole file, every line against the bytes that brought it.
func (p *program) verify(ctx context.Context) error {
	report, err := p.file.Verify(ctx, store.VerifyOptions{
		Decode: func(_ string, raw []byte, account core.Account) ([]core.Transaction, error) {
			bank, _ := p.file.Institution(account.Institution) // one that is gone counts its days in Brussels
			page, err := ponto.DecodePage(raw, ponto.TransactionsOf{Account: account.ID, Currency: account.Currency, Zone: bank.Zone()})
			return page.Lines, err
		},
	})
	if err == nil && !report.OK() {
		err = fmt.Errorf("verify: %+v", report.Faults)
	}
	return err
}

// advance moves the simulator's clock.
func advance(ctx context.Context, at sandbox.Addresses, d time.Duration) error {
	body := strings.NewReader(fmt.Sprintf(`{"advance":%q}`, d))
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, at.Control+"/clock", body)
	if err != nil {
		return err
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return fmt.Errorf("the clock says %s", response.Status)
	}
	return nil
}

// place is a bank of the simulator as its pages ask for it.
type place struct {
	ID      core.InstitutionID
	Country string
}

// authorize opens a consent flow and walks it to its end.
func (p *program) authorize(ctx context.Context, conn core.ConnectionID, bank place) error {
	flow, err := p.Authorize(ctx, conn, bank.ID)
	if err != nil {
		return err
	}
	return p.walk(ctx, flow, bank)
}

// walk gives the consent that a flow asks for, as a person would, and brings the answer back.
func (p *program) walk(ctx context.Context, flow core.Authorization, bank place) error {
	visitor := sandbox.NewVisitor(http.Client{})
	form, err := visitor.Open(ctx, flow.URL)
	for n := 0; err == nil && !form.Done && form.Redirect == ""; n++ {
		if form.Error != "" || n == 12 {
			return fmt.Errorf("%s: %s", form.Title, form.Error)
		}
		answers := url.Values{}
		for _, f := range form.Fields {
			switch f.Name {
			case "country":
				answers.Set("country", bank.Country)
			case "institution":
				answers.Set("institution", string(bank.ID))
			}
		}
		form, err = visitor.Submit(ctx, form, answers)
	}
	if err != nil {
		return err
	}
	var result app.AuthResult
	if form.Redirect != "" {
		result, err = p.PasteRedirect(ctx, flow.ID, form.Redirect)
	} else {
		result, err = p.AwaitAuthorization(ctx, flow.ID)
	}
	if err == nil && !result.Done {
		err = fmt.Errorf("the authorization ended with %+v", result)
	}
	return err
}

// sound are banks of the simulator at which nothing is wrong: days in UTC, days at local midnight, four currencies.
var sound = []string{"Kempische Handelsbank", "Noordzeebank België", "Globo Multicurrency"}

// choose connects the accounts of a bank, or without one those of the sound banks.
func (p *program) choose(ctx context.Context, conn core.ConnectionID, bank core.InstitutionID) error {
	choice, err := p.Choices(ctx, conn, bank)
	if err != nil {
		return err
	}
	var ids []core.AccountID
	for _, g := range choice.Groups {
		if bank == "" && !slices.Contains(sound, g.Bank.Name) {
			continue
		}
		for _, a := range g.Accounts {
			ids = append(ids, a.ID)
		}
	}
	return p.ChooseAccounts(ctx, conn, ids, 0)
}

// ring is a keyring that stands in a file beside the data, as no test has the system's.
type ring string

func (r ring) Get(string, string) (string, error) {
	key, err := os.ReadFile(string(r))
	return string(key), err
}

func (r ring) Set(_, _, key string) error { return os.WriteFile(string(r), []byte(key), 0o600) }
