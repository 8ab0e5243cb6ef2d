package ponto

import (
	"context"
	"encoding/json"
	"net/http"
	"net/netip"
	"net/url"
	"strconv"
	"time"

	"ferry/core"
)

// InstitutionFilter narrows the directory; empty fields do not.
type InstitutionFilter struct {
	Name    string // part of the name
	Country string // ISO 3166-1
}

// TransactionsOf says whose lines are read and how their days and amounts are to be taken.
type TransactionsOf struct {
	Account  core.AccountID
	Currency core.Currency  // of the account, for lines that carry none
	Zone     *time.Location // of the institution; nil: Brussels
}

// TransactionPage is one page of lines, newest first as the API gives them.
type TransactionPage struct {
	Lines          []core.Transaction
	Next           string // cursor for the next call, "" at the end
	Raw            []byte // the body as it came
	SynchronizedAt time.Time
	Latest         core.SyncResult // the account's latest completed synchronization
}

// Bounds of a walk over all pages of a list.
const (
	pageLimit     = 100 // the most that Ponto gives
	maxPages      = 200
	maxBytesAWalk = 64 << 20
)

// Institutions reads the whole public directory, all pages.
func (c *Client) Institutions(ctx context.Context, filter InstitutionFilter) ([]core.Institution, error) {
	query := url.Values{}
	if filter.Name != "" {
		query.Set("filter[name][contains]", filter.Name)
	}
	if filter.Country != "" {
		query.Set("filter[country][eq]", filter.Country)
	}
	r := get("read the institutions", "/financial-institutions", query)
	r.access = public
	return walk(ctx, c, r, institution)
}

// Institution reads one institution of the directory.
func (c *Client) Institution(ctx context.Context, id core.InstitutionID) (core.Institution, error) {
	const op = "read the institution"
	path, err := pathOf("financial-institutions", string(id))
	if err != nil {
		return core.Institution{}, located(err, op, "")
	}
	r := get(op, path, nil)
	r.access = public
	return one(ctx, c, r, institution)
}

// Accounts reads all accounts of the integration, all pages. Only what the API says is filled in.
func (c *Client) Accounts(ctx context.Context) ([]core.Account, error) {
	return walk(ctx, c, get("read the accounts", "/accounts", url.Values{}), account)
}

// Account reads one account. An account that left the integration fails with core.CodeWithdrawn.
func (c *Client) Account(ctx context.Context, id core.AccountID) (core.Account, error) {
	const op = "read the account"
	path, err := pathOf("accounts", string(id))
	if err != nil {
		return core.Account{}, located(err, op, "")
	}
	return one(ctx, c, get(op, path, nil), account)
}

// DeleteAccount takes an account out of this integration. The user gets it back only by a new authorization.
func (c *Client) DeleteAccount(ctx context.Context, id core.AccountID) error {
	const op = "take the account out of the connection"
	path, err := pathOf("accounts", string(id))
	if err != nil {
		return located(err, op, "")
	}
	_, err = c.call(ctx, request{op: op, method: http.MethodDelete, path: path})
	return err
}

// Transactions reads a page of up to 100 booked lines, from the newest or behind a cursor.
func (c *Client) Transactions(ctx context.Context, of TransactionsOf, cursor string) (TransactionPage, error) {
	return c.page(ctx, "fetch transactions", of, cursor, "accounts", string(of.Account), "transactions")
}

// PendingTransactions reads a page of announced lines.
func (c *Client) PendingTransactions(ctx context.Context, of TransactionsOf, cursor string) (TransactionPage, error) {
	return c.page(ctx, "fetch announced transactions", of, cursor, "accounts", string(of.Account), "pending-transactions")
}

// UpdatedTransactions reads a page of the lines that a synchronization brought or changed.
func (c *Client) UpdatedTransactions(ctx context.Context, of TransactionsOf, syncID, cursor string) (TransactionPage, error) {
	return c.page(ctx, "fetch updated transactions", of, cursor, "synchronizations", syncID, "updated-transactions")
}

func (c *Client) page(ctx context.Context, op string, of TransactionsOf, cursor string, segments ...string) (TransactionPage, error) {
	path, err := pathOf(segments...)
	if err != nil {
		return TransactionPage{}, located(err, op, "")
	}
	a, err := c.call(ctx, get(op, path, paging(url.Values{}, cursor)))
	if err != nil {
		return TransactionPage{}, err
	}
	page, err := decodePage(a.body, of, c.base)
	if err == nil && cursor != "" && page.Next == cursor {
		err = protocolError(endlessList, nil)
	}
	if err != nil {
		return TransactionPage{}, located(err, op, a.requestID)
	}
	return page, nil
}

// paging sets the page wanted in the query.
func paging(query url.Values, cursor string) url.Values {
	query.Set("page[limit]", strconv.Itoa(pageLimit))
	if cursor != "" {
		query.Set("page[after]", cursor)
	}
	return query
}

// one reads a single resource.
func one[A, T any](ctx context.Context, c *Client, r request, convert func(resource[A]) (T, error)) (T, error) {
	var none T
	a, err := c.call(ctx, r)
	if err != nil {
		return none, err
	}
	doc, err := decode[document[resource[A]]](a.body)
	if err != nil {
		return none, located(protocolError(notJSON, err), r.op, a.requestID)
	}
	if doc.Data == nil {
		return none, located(protocolError(listMissing, nil), r.op, a.requestID)
	}
	out, err := convert(*doc.Data)
	return out, located(err, r.op, a.requestID)
}

// walk reads all pages of a list. A cursor that comes twice, or a list without end, is an error.
func walk[A, T any](ctx context.Context, c *Client, r request, convert func(resource[A]) (T, error)) ([]T, error) {
	var out []T
	seen := map[string]bool{}
	cursor, size := "", 0
	for range maxPages {
		r.query = paging(r.query, cursor)
		a, err := c.call(ctx, r)
		if err != nil {
			return nil, err
		}
		doc, err := decode[document[[]resource[A]]](a.body)
		if err != nil {
			return nil, located(protocolError(notJSON, err), r.op, a.requestID)
		}
		if doc.Data == nil {
			return nil, located(protocolError(listMissing, nil), r.op, a.requestID)
		}
		for _, item := range *doc.Data {
			converted, err := convert(item)
			if err != nil {
				return nil, located(err, r.op, a.requestID)
			}
			out = append(out, converted)
		}
		if cursor, err = cursorOf(doc.Links.Next, doc.Meta.Paging.After, c.base); err != nil {
			return nil, located(err, r.op, a.requestID)
		}
		if cursor == "" {
			return out, nil
		}
		if size += len(a.body); seen[cursor] || size > maxBytesAWalk {
			return nil, located(protocolError(endlessList, nil), r.op, a.requestID)
		}
		seen[cursor] = true
	}
	return nil, located(protocolError(endlessList, nil), r.op, "")
}

// StartSynchronization asks the bank for news in the name of a present user, whose public address Ponto demands.
func (c *Client) StartSynchronization(ctx context.Context, account core.AccountID, subtype, customerIP string) (core.SyncResult, error) {
	const op = "ask the bank for news"
	if _, err := netip.ParseAddr(customerIP); err != nil {
		return core.SyncResult{}, invalid(op, badIP, nil)
	}
	type attributes struct {
		ResourceType string         `json:"resourceType"`
		ResourceID   core.AccountID `json:"resourceId"`
		Subtype      string         `json:"subtype"`
		CustomerIP   string         `json:"customerIpAddress"`
	}
	r, err := c.create(op, "/synchronizations", "synchronization", attributes{"account", account, subtype, customerIP})
	if err != nil {
		return core.SyncResult{}, err
	}
	return one(ctx, c, r, synchronization)
}

// create is a request that makes a resource.
func (c *Client) create(op, path, kind string, attributes any) (request, error) {
	body, err := json.Marshal(map[string]any{"data": map[string]any{"type": kind, "attributes": attributes}})
	if err != nil {
		return request{}, &core.Error{Code: core.CodeInternal, Op: op, Err: err}
	}
	return c.post(op, path, body)
}

func synchronization(r resource[synchronizationAttributes]) (core.SyncResult, error) {
	if r.ID == "" {
		return core.SyncResult{}, protocolError(lineWithoutID, nil)
	}
	return syncResult(&r), nil
}

// Synchronization reads how a synchronization stands.
func (c *Client) Synchronization(ctx context.Context, id string) (core.SyncResult, error) {
	const op = "look how far the bank is"
	path, err := pathOf("synchronizations", id)
	if err != nil {
		return core.SyncResult{}, located(err, op, "")
	}
	return one(ctx, c, get(op, path, nil), synchronization)
}

// Reauthorize asks for the page on which the account holder renews the consent (Ponto Connect only).
func (c *Client) Reauthorize(ctx context.Context, account core.AccountID, redirectURI string) (link string, err error) {
	const op = "re-authorize the account"
	if c.auth.kind != core.PontoConnect {
		return "", invalid(op, onlyConnect, nil)
	}
	path, err := pathOf("accounts", string(account), "reauthorization-requests")
	if err != nil {
		return "", located(err, op, "")
	}
	type attributes struct {
		RedirectURI string `json:"redirectUri"`
	}
	r, err := c.create(op, path, "reauthorizationRequest", attributes{redirectURI})
	if err != nil {
		return "", err
	}
	return one(ctx, c, r, func(r resource[struct{}]) (string, error) {
		u, err := userPage(r.Links.Redirect)
		if err != nil {
			return "", protocolError(badRedirect, err)
		}
		return u.String(), nil
	})
}
