package sandbox

import (
	"maps"

	"ferry/core"
	"ferry/core/sandbox/world"
)

// done answers an order about an account, after Ponto fetched the news when it was told to.
func (s *Server) done(o *order, more map[string]any) (any, error) {
	if o.Sync {
		if err := s.world.Sync(o.Account); err != nil {
			return nil, err
		}
	}
	answer := map[string]any{"account": o.Account}
	maps.Copy(answer, more)
	return answer, nil
}

// onAccount is an order that needs nothing but the account.
func (s *Server) onAccount(do func(core.AccountID) error) func(*order) (any, error) {
	return s.onAccountWith(func(o *order) error { return do(o.Account) })
}

// onAccountWith is one that says more.
func (s *Server) onAccountWith(do func(*order) error) func(*order) (any, error) {
	return func(o *order) (any, error) {
		if err := do(o); err != nil {
			return nil, refuse(err, "account")
		}
		return s.done(o, nil)
	}
}

// postLine books a line at the bank, or announces it. Without dates it happens now.
func (s *Server) postLine(o *order) (any, error) {
	a, err := s.world.Account(o.Account)
	if err != nil {
		return nil, refuse(err, "account")
	}
	if o.content["amount"] == nil {
		return nil, badOrder("the amount is missing")
	}
	now := s.world.Now()
	c := world.Content{Amount: core.Amount{Currency: a.Currency}, ExecutionDate: now}
	if err := contentFrom(o.content, &c); err != nil {
		return nil, err
	}
	if c.ValueDate.IsZero() {
		c.ValueDate = c.ExecutionDate
	}
	post := s.world.Post
	if o.Pending {
		post = s.world.PostPending
	}
	id, err := post(o.Account, c)
	if err != nil {
		return nil, err
	}
	return s.done(o, map[string]any{"id": id})
}

func (s *Server) edit(o *order) (func(*world.Content), error) {
	a, err := s.world.Account(o.Account)
	if err != nil {
		return nil, refuse(err, "account")
	}
	return editOf(o.content, a.Currency)
}

// changeLine edits a line at the bank, booked or announced.
func (s *Server) changeLine(o *order) (any, error) {
	edit, err := s.edit(o)
	if err != nil {
		return nil, err
	}
	if err := s.world.Change(o.Account, o.ID, edit); err != nil {
		return nil, refuse(err, "transaction")
	}
	return s.done(o, map[string]any{"id": o.ID})
}

func (s *Server) removeLine(o *order) (any, error) {
	if err := s.world.Remove(o.Account, o.ID); err != nil {
		return nil, refuse(err, "transaction")
	}
	return s.done(o, map[string]any{"id": o.ID})
}

// bookLine turns an announced line into a booked one under a new id; attributes in the order change it on the way.
func (s *Server) bookLine(o *order) (any, error) {
	edit, err := s.edit(o)
	if err != nil {
		return nil, err
	}
	id, err := s.world.Book(o.Account, o.ID, edit)
	if err != nil {
		return nil, refuse(err, "pendingTransaction")
	}
	return s.done(o, map[string]any{"id": id})
}

// turnConsent does to an account's consent what its holder or its bank could do. The answer names the account's id after
// it, which a restored account has new.
func (s *Server) turnConsent(o *order) (any, error) {
	id := o.Account
	var err error
	switch o.Action {
	case "expire":
		err = s.world.Expire(id)
	case "revoke":
		err = s.world.Revoke(id)
	case "withdraw":
		err = s.world.Withdraw(id)
	case "restore":
		var a world.Account
		a, err = s.world.Restore(id)
		id = a.ID
	case "reauthorize":
		_, err = s.world.Reauthorize(id)
	default:
		err = badOrder("the action is expire, revoke, withdraw, restore or reauthorize")
	}
	if err != nil {
		return nil, refuse(err, "account")
	}
	return map[string]any{"account": id}, nil
}

// turnInstitution opens or closes a maintenance window, or makes a bank fail.
func (s *Server) turnInstitution(o *order) (any, error) {
	err := s.world.SetDown(o.Institution, o.Down)
	if _, given := o.content["kind"]; err == nil && given {
		err = s.world.SetMaintenance(o.Institution, o.Kind, o.From, o.To)
	}
	if err != nil {
		return nil, refuse(err, "financialInstitution")
	}
	return map[string]any{"institution": o.Institution}, nil
}
