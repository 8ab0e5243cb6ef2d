package app

import (
	"context"
	"net/netip"
	"strings"
	"time"

	"ferry/core"
	"ferry/core/event"
	"ferry/core/fetch"
)

// newRunner wires the background core.
func (s *Service) newRunner() *fetch.Runner {
	return fetch.New(fetch.Config{
		Store: arrivals{s.store, s},
		Open: func(_ context.Context, conn core.Connection) (fetch.Bank, error) {
			return s.banks.of(conn)
		},
		Now:     func(conn core.Connection) time.Time { return s.Now(conn.ID) },
		Sleep:   s.cfg.Sleep,
		Events:  s.events,
		Log:     s.log,
		Recover: s.cfg.Recover,
	})
}

// Start starts the background core; it runs until ctx ends or Close is called.
func (s *Service) Start(ctx context.Context) {
	running, stop := context.WithCancel(ctx)
	release := context.AfterFunc(s.ctx, stop)
	s.work.Go(func() {
		defer stop()
		defer release()
		defer s.cfg.Recover()
		if err := s.runner.Run(running); err != nil && running.Err() == nil {
			s.log.Error("background reading ended", "error", err)
		}
	})
}

// refresh reads a connection's accounts as they are now. A Ponto Connect connection that nobody has authorized yet is not
// broken, it has not begun: Ponto is not even asked.
func (s *Service) refresh(ctx context.Context, conn core.Connection) (fetch.Refreshed, error) {
	if conn.Door == core.PontoConnect {
		if secret, err := s.store.Secret(conn.ID); err == nil && secret.RefreshToken == "" {
			return fetch.Refreshed{}, refuse(core.CodeConsentNeeded, txtNotAuthorized, txtNotAuthorizedHint)
		}
	}
	return s.runner.Refresh(ctx, conn.ID, byUser)
}

// Fetch reads accounts (none: all connected), each with its own outcome. It asks no bank for anything.
func (s *Service) Fetch(ctx context.Context, ids []core.AccountID, progress func(Progress)) (results []FetchResult, err error) {
	defer tell("fetch", &err)
	if err := s.known(ids); err != nil {
		return nil, err
	}
	return s.outcomes(s.runner.Round(ctx, ids, fetch.Options{By: byUser, Progress: forward(progress)})), nil
}

// Synchronize asks the banks, in the user's name, waits, then fetches.
func (s *Service) Synchronize(ctx context.Context, ids []core.AccountID, progress func(Progress)) (results []FetchResult, err error) {
	defer tell("synchronize", &err)
	if err := s.known(ids); err != nil {
		return nil, err
	}
	address, err := s.customerIP(ctx)
	if err != nil {
		return nil, err
	}
	return s.outcomes(s.runner.Synchronize(ctx, ids, fetch.Options{By: byUser, CustomerIP: address, Progress: forward(progress)})), nil
}

func (s *Service) known(ids []core.AccountID) error {
	for _, id := range ids {
		if _, err := s.store.Account(id); err != nil {
			return err
		}
	}
	return nil
}

// customerIP is the public address of the person who asks the bank: fixed in the settings, or looked up when the user
// agreed to that.
func (s *Service) customerIP(ctx context.Context) (string, error) {
	set, err := s.store.Settings()
	if err != nil {
		return "", err
	}
	if set.CustomerIP != "" {
		return set.CustomerIP, nil
	}
	if !set.LookUpIP || s.cfg.LookUpIP == nil {
		return "", refuse(core.CodeInvalid, txtNoAddress, txtNoAddressHint)
	}
	found, err := s.cfg.LookUpIP(ctx)
	if err != nil {
		return "", &core.Error{Code: core.CodeNetwork, Msg: txtNoLookUp, Hint: txtNoAddressHint, Err: err}
	}
	return publicAddress(found)
}

// publicAddress refuses what cannot be a customer's address on the internet.
func publicAddress(text string) (string, error) {
	ip, err := netip.ParseAddr(strings.TrimSpace(text))
	if err != nil || !ip.IsGlobalUnicast() || ip.IsPrivate() {
		return "", refuse(core.CodeInvalid, say(txtBadAddress, core.CleanText(text)), txtNoAddressHint)
	}
	return ip.String(), nil
}

// outcomes translates results and makes every error one for a person.
func (s *Service) outcomes(results []fetch.Result) []FetchResult {
	list := make([]FetchResult, len(results))
	for i, r := range results {
		err := r.Err
		tell("fetch", &err)
		list[i] = FetchResult{Account: r.Account, Outcome: r.Outcome, New: r.New, Changed: r.Changed, Late: r.Late,
			Pending: r.Pending, Err: err, NextTry: r.NextTry, SyncNext: r.SyncNext}
	}
	s.events.Put(event.Feeds, "")
	return list
}

func forward(progress func(Progress)) func(fetch.Progress) {
	if progress == nil {
		return nil
	}
	return func(p fetch.Progress) { progress(progressOf(p)) }
}

func progressOf(p fetch.Progress) Progress {
	return Progress{Account: p.Account, Phase: string(p.Phase), Pages: p.Pages, Lines: p.Lines, New: p.New, Since: p.Since}
}
