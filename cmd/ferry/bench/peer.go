package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"

	bolt "go.etcd.io/bbolt"
)

// peerCommand makes this program one of those that Ferry is compared with.
const peerCommand = "peer"

// The peers.
const (
	pagesPeer  = "pages"  // takes the pages and drops them
	floorPeer  = "floor"  // see the package comment
	scriptPeer = "script" // see the package comment
)

// peer is a program that reads the lines of all accounts, or of one, into a file.
type peer struct {
	api, token string
	file       *bolt.DB
	perCommit  int  // pages
	untilKnown bool // stops an account where the known lines begin
	tx         *bolt.Tx
	pages      int // in tx
}

// runPeer: kind, address, client id, client secret, file, then perhaps one account, of which only news is read.
func runPeer(ctx context.Context, args []string) (err error) {
	if len(args) < 5 {
		return errors.New("peer: kind, address, client id, secret, file [account]")
	}
	p := &peer{api: args[1], perCommit: 50}
	if err := p.signIn(ctx, args[2], args[3]); err != nil {
		return err
	}
	if args[0] == scriptPeer {
		p.perCommit = 1
	}
	accounts := args[5:]
	if p.untilKnown = len(accounts) > 0; !p.untilKnown {
		if accounts, err = p.accounts(ctx); err != nil {
			return err
		}
	}
	if args[0] == pagesPeer {
		return p.takePages(ctx, accounts)
	}
	p.file, err = bolt.Open(args[4], 0o600, &bolt.Options{NoFreelistSync: true, FreelistType: bolt.FreelistMapType})
	if err != nil {
		return err
	}
	for _, account := range accounts {
		if err := p.read(ctx, account); err != nil {
			return errors.Join(err, p.file.Close())
		}
	}
	return errors.Join(p.commit(), p.file.Close())
}

func (p *peer) signIn(ctx context.Context, id, secret string) error {
	form := strings.NewReader(url.Values{"grant_type": {"client_credentials"}}.Encode())
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, p.api+"/oauth2/token", form)
	if err != nil {
		return err
	}
	req.SetBasicAuth(id, secret)
	req.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	body, err := send(req)
	if err != nil {
		return err
	}
	var doc struct {
		Token string `json:"access_token"`
	}
	err = json.Unmarshal(body, &doc)
	p.token = doc.Token
	return err
}

func (p *peer) get(ctx context.Context, address string) ([]byte, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, err
	}
	req.Header.Set("Authorization", "Bearer "+p.token)
	return send(req)
}

func send(req *http.Request) ([]byte, error) {
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	body := make([]byte, 0, max(resp.ContentLength, 0)+bytes.MinRead)
	buffer := bytes.NewBuffer(body)
	_, err = buffer.ReadFrom(resp.Body)
	body = buffer.Bytes()
	if err == nil && resp.StatusCode != http.StatusOK {
		err = fmt.Errorf("%s: %s", req.URL, resp.Status)
	}
	return body, err
}

func (p *peer) accounts(ctx context.Context) (ids []string, err error) {
	body, err := p.get(ctx, p.api+"/accounts?page[limit]=100")
	if err != nil {
		return nil, err
	}
	var doc struct{ Data []struct{ ID string } }
	if err := json.Unmarshal(body, &doc); err != nil {
		return nil, err
	}
	for _, a := range doc.Data {
		ids = append(ids, a.ID)
	}
	return ids, nil
}

func (p *peer) first(account string) string {
	return p.api + "/accounts/" + account + "/transactions?page[limit]=100"
}

func (p *peer) takePages(ctx context.Context, accounts []string) error {
	for _, account := range accounts {
		for address := p.first(account); address != ""; {
			body, err := p.get(ctx, address)
			if err != nil {
				return err
			}
			const mark = `"next":"`
			at := bytes.LastIndex(body, []byte(mark))
			if address = ""; at >= 0 {
				rest := body[at+len(mark):]
				address = string(rest[:bytes.IndexByte(rest, '"')])
			}
		}
	}
	return nil
}
