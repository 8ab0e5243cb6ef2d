package app

import (
	"context"
	"slices"
	"time"

	"ferry/core"
	"ferry/core/event"
	"ferry/core/oauth"
)

// AwaitAuthorization waits for the redirect (Ponto Connect) or watches for new accounts or a new date (custom integration)
// until it is done, the deadline passes or ctx ends. The flow stays open and can be resumed in the latter cases.
func (s *Service) AwaitAuthorization(ctx context.Context, id string) (result AuthResult, err error) {
	defer tell("await the authorization", &err)
	a, fl, err := s.flow(ctx, id)
	if err != nil {
		return AuthResult{}, err
	}
	// A flow that is taken up again after its deadline gets a new one: somebody is waiting now.
	deadline := a.Deadline
	if now := s.cfg.Now(); !deadline.After(now) {
		deadline = now.Add(flowLife)
	}
	for polls := 0; ; polls++ {
		if watched(a) {
			result, err := s.look(ctx, a, fl)
			if result.Done || (err != nil && !passing(err)) {
				return result, err
			}
		}
		if !s.cfg.Now().Before(deadline) {
			return AuthResult{Sentence: txtDeadline}, nil
		}
		r, got, err := s.pause(ctx, fl, pollEvery(polls))
		switch {
		case err != nil:
			return AuthResult{}, err
		case fl.isOver():
			return fl.result, nil
		case got && !watched(a):
			return s.finishRedirect(ctx, a, fl, r)
		}
	}
}

// watched reports whether the end of a flow shows in the list of accounts; otherwise it comes with a code.
func watched(a core.Authorization) bool { return a.State == "" }

// pollEvery is how long to wait before the list is read again: quickly while the user is likely to be done any moment,
// then at the pace of somebody who went looking for a card reader.
func pollEvery(polls int) time.Duration {
	switch {
	case polls < 30:
		return 2 * time.Second
	case polls < 90:
		return 5 * time.Second
	}
	return 15 * time.Second
}

// passing reports trouble that may be over at the next look: the user is still at the bank and must not be sent back for it.
func passing(err error) bool {
	switch core.CodeOf(err) {
	case core.CodeBankDown, core.CodeRateLimited, core.CodeNetwork:
		return true
	}
	return false
}

// pause waits for the browser, for the end of the flow by another way, or for the next poll.
func (s *Service) pause(ctx context.Context, fl *flow, d time.Duration) (r oauth.Redirect, got bool, err error) {
	waiting, stop := context.WithCancel(ctx)
	woken := make(chan error, 1)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		defer s.cfg.Recover()
		woken <- s.cfg.Sleep(waiting, d)
	}()
	defer func() { stop(); <-ended }()
	select {
	case r = <-fl.arrived():
		return r, true, nil
	case <-fl.over:
		return r, false, nil
	case <-s.ctx.Done():
		return r, false, s.ctx.Err()
	case err = <-woken:
		return r, false, err
	}
}

func (fl *flow) isOver() bool {
	select {
	case <-fl.over:
		return true
	default:
		return false
	}
}

// CheckAuthorization looks once, now: the "nothing happened yet?" key.
func (s *Service) CheckAuthorization(ctx context.Context, id string) (result AuthResult, err error) {
	defer tell("check the authorization", &err)
	a, fl, err := s.flow(ctx, id)
	if err != nil {
		return AuthResult{}, err
	}
	if watched(a) {
		return s.look(ctx, a, fl)
	}
	select {
	case r := <-fl.arrived():
		return s.finishRedirect(ctx, a, fl, r)
	default:
		return AuthResult{Sentence: txtNoRedirectYet}, nil
	}
}

// PasteRedirect finishes a flow with the address the browser ended on.
func (s *Service) PasteRedirect(ctx context.Context, id, address string) (result AuthResult, err error) {
	defer tell("read the pasted address", &err)
	a, fl, err := s.flow(ctx, id)
	if err != nil {
		return AuthResult{}, err
	}
	if watched(a) {
		return s.look(ctx, a, fl) // nothing in the address matters: the dates do
	}
	r, err := oauth.ParseRedirect(address)
	if err != nil {
		return AuthResult{}, &core.Error{Code: core.CodeInvalid, Msg: txtBadPaste, Hint: txtBadPasteHint, Err: err}
	}
	return s.finishRedirect(ctx, a, fl, r)
}

// flow finds an authorization that is open, with what it has in this process. Of one that ended here only that is left: a look
// tells its result.
func (s *Service) flow(ctx context.Context, id string) (core.Authorization, *flow, error) {
	a, err := s.authorization(id)
	if err == nil {
		return a, s.flows.of(ctx, a), nil
	}
	if core.CodeOf(err) == core.CodeNotFound {
		if fl := s.flows.ended(id); fl != nil {
			return core.Authorization{}, fl, nil
		}
	}
	return a, nil, err
}

func (s *Service) authorization(id string) (core.Authorization, error) {
	open, err := s.store.Authorizations()
	if err != nil {
		return core.Authorization{}, err
	}
	i := slices.IndexFunc(open, func(a core.Authorization) bool { return a.ID == id })
	if i < 0 {
		return core.Authorization{}, refuse(core.CodeNotFound, txtNoFlow, txtNoFlowHint)
	}
	return open[i], nil
}

// finishRedirect exchanges the code of a redirect whose state is right, and reads what was authorized with it.
func (s *Service) finishRedirect(ctx context.Context, a core.Authorization, fl *flow, r oauth.Redirect) (AuthResult, error) {
	fl.finish.Lock()
	defer fl.finish.Unlock()
	if fl.isOver() {
		return fl.result, nil
	}
	if !oauth.SameState(a.State, r.State) {
		return AuthResult{}, refuse(core.CodeInvalid, txtWrongState, txtWrongStateHint)
	}
	if r.Error != "" {
		if err := s.store.DeleteAuthorization(ctx, a.ID); err != nil {
			return AuthResult{}, err
		}
		s.flows.end(a.ID, AuthResult{Sentence: txtAbandoned})
		s.events.Put(event.Connections, "")
		return AuthResult{}, &core.Error{Code: core.CodeConsentNeeded, Msg: say(txtRefused, core.CleanText(or(r.Description, r.Error))), Hint: txtRefusedHint}
	}
	conn, client, err := s.connection(a.Connection)
	if err != nil {
		return AuthResult{}, err
	}
	if err := client.ExchangeCode(ctx, r.Code, a.Verifier, a.RedirectURI); err != nil {
		return AuthResult{}, err
	}
	if info, err := client.UserInfo(ctx); err == nil {
		conn.Organization, conn.Name = or(info.Organization, conn.Organization), or(core.CleanText(info.Name), conn.Name)
	}
	conn.Broken, conn.BrokenSince = "", time.Time{}
	if err := s.store.PutConnection(ctx, conn, byUser); err != nil {
		return AuthResult{}, err
	}
	// The permission is stored: whatever fails from here on, the flow is over.
	return s.conclude(ctx, a, true)
}

// look reads the accounts and sees whether the flow ended.
func (s *Service) look(ctx context.Context, a core.Authorization, fl *flow) (AuthResult, error) {
	fl.finish.Lock()
	defer fl.finish.Unlock()
	if fl.isOver() {
		return fl.result, nil
	}
	return s.conclude(ctx, a, false)
}

// conclude compares the accounts with those before the flow, and closes it when something came of it or when it is known
// to be over.
func (s *Service) conclude(ctx context.Context, a core.Authorization, over bool) (AuthResult, error) {
	conn, err := s.store.Connection(a.Connection)
	if err != nil {
		return AuthResult{}, err
	}
	refreshed, err := s.refresh(ctx, conn)
	if err != nil {
		return AuthResult{}, err
	}
	result := s.compare(a, refreshed.Accounts)
	if !over && !result.Done {
		return result, nil
	}
	result.Done = true
	if err := s.store.DeleteAuthorization(ctx, a.ID); err != nil {
		return AuthResult{}, err
	}
	s.flows.end(a.ID, result)
	s.events.Put(event.Connections, "")
	s.events.Put(event.Accounts, "")
	s.runner.Wake()
	return result, nil
}

// compare tells new accounts and later dates from what was there when the flow began.
func (s *Service) compare(a core.Authorization, accounts []core.Account) AuthResult {
	var result AuthResult
	now := s.Now(a.Connection)
	for _, acc := range accounts {
		if !acc.WithdrawnAt.IsZero() || (a.Account != "" && a.Account != acc.ID) {
			continue
		}
		known := slices.Contains(a.Before, acc.ID)
		again := known && consentDate(acc).After(a.Consents[acc.ID])
		if !known {
			result.New++
		}
		result.Renewed = result.Renewed || again
		if (!known || again) && acc.ExpiresAt.After(result.Expires) {
			result.Expires = acc.ExpiresAt
		}
	}
	result.Done = result.Renewed || result.New > 0
	result.Sentence = authSentence(result, a.Account != "", now)
	return result
}

// consentDate tells one consent of an account from the next: when it was given, or, where the bank does not say, its end.
func consentDate(a core.Account) time.Time {
	if a.AuthorizedAt.IsZero() {
		return a.ExpiresAt
	}
	return a.AuthorizedAt
}
