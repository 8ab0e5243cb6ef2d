package fetch

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"time"

	"ferry/core"
	"ferry/core/event"
)

// institutionAge is how old what is known of a bank may become in a long-running program: maintenance windows come and go.
const institutionAge = 6 * time.Hour

// Refreshed is what reading a connection's list of accounts showed.
type Refreshed struct {
	Accounts []core.Account // all of the connection as they now stand, also withdrawn ones
	New      []core.AccountID
	Moved    map[core.AccountID]core.AccountID // old id to new
	Gone     []core.AccountID                  // withdrawn since the last time
	Renewed  []core.AccountID                  // a later consent was seen
}

// Refresh reads a connection's accounts and their institutions and stores what changed. New accounts are noted, not connected.
func (r *Runner) Refresh(ctx context.Context, connection core.ConnectionID, by string) (Refreshed, error) {
	conn, err := r.connection(connection)
	if err != nil {
		return Refreshed{}, err
	}
	refreshed, _, err := r.refresh(ctx, conn, by)
	return refreshed, err
}

func (r *Runner) connection(id core.ConnectionID) (core.Connection, error) {
	conns, err := r.cfg.Store.Connections()
	if err != nil {
		return core.Connection{}, err
	}
	for _, c := range conns {
		if c.ID == id {
			return c, nil
		}
	}
	return core.Connection{}, &core.Error{Code: core.CodeNotFound, Op: "read accounts", Msg: txtNoConnection}
}

// refresh does it, one at a time per connection, and notes whether the credentials work.
func (r *Runner) refresh(ctx context.Context, conn core.Connection, by string) (Refreshed, Bank, error) {
	release, err := hold(ctx, &r.mu, r.lists, conn.ID)
	if err != nil {
		return Refreshed{}, nil, err
	}
	defer release()
	bank, err := r.cfg.Open(ctx, conn)
	if err != nil {
		return Refreshed{}, nil, r.credentials(ctx, conn, by, err)
	}
	free, err := acquire(ctx, r.doors)
	if err != nil {
		return Refreshed{}, nil, err
	}
	list, err := bank.Accounts(ctx)
	free()
	if err := r.credentials(ctx, conn, by, err); err != nil {
		return Refreshed{}, nil, err
	}
	known, elsewhere, err := r.members(conn.ID)
	if err != nil {
		return Refreshed{}, nil, err
	}
	list = slices.DeleteFunc(list, func(a core.Account) bool { return elsewhere[a.ID] })
	g := registry{runner: r, conn: conn, by: by, now: r.cfg.Now(conn), refreshed: Refreshed{Moved: make(map[core.AccountID]core.AccountID)}}
	if err := g.take(ctx, list, known); err != nil {
		return Refreshed{}, nil, err
	}
	if err := r.institutions(ctx, conn, bank, g.refreshed.Accounts); err != nil {
		return Refreshed{}, nil, err
	}
	g.tell(ctx, known)
	r.changed(event.Accounts, string(conn.Dossier))
	return g.refreshed, bank, nil
}

// members lists the accounts of a connection, and which are read through another one. Two integrations of one organization
// may list the same account: it stays where it is, for its lines are in that dossier's books.
func (r *Runner) members(id core.ConnectionID) (of []core.Account, elsewhere map[core.AccountID]bool, err error) {
	all, err := r.cfg.Store.Accounts()
	if err != nil {
		return nil, nil, err
	}
	connections, err := r.cfg.Store.Connections()
	if err != nil {
		return nil, nil, err
	}
	live := make(map[core.ConnectionID]bool)
	for _, c := range connections {
		live[c.ID] = true
	}
	elsewhere = make(map[core.AccountID]bool)
	for _, a := range all {
		switch {
		case a.Connection == id:
			of = append(of, a)
		case a.Connected && live[a.Connection]:
			elsewhere[a.ID] = true
		}
	}
	return of, elsewhere, nil
}

// credentials notes on the connection whether Ponto accepts its credentials, when that has changed. It returns err.
func (r *Runner) credentials(ctx context.Context, conn core.Connection, by string, err error) error {
	refused := core.CodeOf(err) == core.CodeAuth
	if refused == (conn.Broken == core.CodeAuth) || err != nil && !refused {
		return err
	}
	now := r.cfg.Now(conn)
	conn.Broken, conn.BrokenSince = "", time.Time{}
	if refused {
		conn.Broken, conn.BrokenSince = core.CodeAuth, now
		a := core.Activity{At: now, Level: core.Alarm, Dossier: conn.Dossier, Code: core.CodeAuth,
			Text: fmt.Sprintf(txtRefused, core.CleanText(conn.Name)), Hint: txtRefusedHint}
		if e, ok := asError(err); ok {
			a.RequestID = e.RequestID
		}
		r.tell(ctx, a)
	}
	if put := r.cfg.Store.PutConnection(ctx, conn, by); put != nil {
		return errors.Join(err, put)
	}
	r.changed(event.Connections, string(conn.ID))
	return err
}

// registry compares the provider's list of accounts with the file's.
type registry struct {
	runner    *Runner
	conn      core.Connection
	by        string
	now       time.Time
	refreshed Refreshed
	back      []core.AccountID
}

// take stores the accounts as they now stand.
func (g *registry) take(ctx context.Context, list, known []core.Account) error {
	store := g.runner.cfg.Store
	listed, stored := make(map[core.AccountID]bool), make(map[core.AccountID]core.Account)
	for _, a := range list {
		listed[a.ID] = true
	}
	var absent []core.Account
	for _, a := range known {
		stored[a.ID] = a
		if !listed[a.ID] {
			absent = append(absent, a)
		}
	}
	moved := make(map[core.AccountID]bool)
	for _, a := range list {
		if _, ok := stored[a.ID]; ok {
			continue
		}
		old, ok := predecessor(a, absent)
		if !ok || moved[old.ID] {
			g.refreshed.New = append(g.refreshed.New, a.ID)
			continue
		}
		if err := g.move(ctx, old, a.ID); err != nil {
			return err
		}
		moved[old.ID] = true
		old.Replaces = append(old.Replaces[:len(old.Replaces):len(old.Replaces)], old.ID)
		stored[a.ID] = old
	}
	for _, a := range list {
		g.refreshed.Accounts = append(g.refreshed.Accounts, g.merge(a, stored[a.ID]))
	}
	for _, a := range absent {
		if moved[a.ID] {
			continue
		}
		if a.WithdrawnAt.IsZero() {
			a.WithdrawnAt = g.now
			g.refreshed.Gone = append(g.refreshed.Gone, a.ID)
		}
		g.refreshed.Accounts = append(g.refreshed.Accounts, a)
	}
	return store.PutAccounts(ctx, g.refreshed.Accounts, g.by, "as Ponto lists them")
}

// predecessor finds the account that went away and that this one continues: the same at Ponto, else the same at the bank. One
// number in two currencies is two accounts.
func predecessor(a core.Account, absent []core.Account) (core.Account, bool) {
	same := func(old core.Account) bool {
		return a.InternalReference != "" && old.InternalReference == a.InternalReference && old.Currency == a.Currency
	}
	if old, ok := only(absent, same); ok {
		return old, true
	}
	return only(absent, func(old core.Account) bool {
		apart := a.InternalReference != "" && old.InternalReference != "" && a.Subtype != old.Subtype
		return !apart && a.Reference != "" && old.Reference == a.Reference && old.Currency == a.Currency && old.Institution == a.Institution
	})
}

// only returns the one account that fits; two that do are none.
func only(list []core.Account, fits func(core.Account) bool) (found core.Account, ok bool) {
	for _, a := range list {
		if !fits(a) {
			continue
		}
		if ok {
			return core.Account{}, false
		}
		found, ok = a, true
	}
	return found, ok
}

// move continues a ledger under the provider's new id, and has it read whole: its lines have new ids as well.
func (g *registry) move(ctx context.Context, old core.Account, to core.AccountID) error {
	store := g.runner.cfg.Store
	if err := store.MoveAccount(ctx, old.ID, to, g.by, "the account came back under a new id"); err != nil {
		return err
	}
	state, err := store.FeedState(to)
	if err != nil {
		return err
	}
	state.Account, state.Full, state.NextTry, state.SeenSync = to, time.Time{}, time.Time{}, ""
	g.refreshed.Moved[old.ID] = to
	return store.PutFeedState(ctx, state)
}

// merge puts what Ferry knows of an account to what the API says of it.
func (g *registry) merge(a, known core.Account) core.Account {
	a.Connection, a.Dossier = g.conn.ID, g.conn.Dossier
	if known.ID == "" {
		return a
	}
	a.Connected, a.ConnectedAt, a.HistoryFrom, a.Replaces = known.Connected, known.ConnectedAt, known.HistoryFrom, known.Replaces
	if a.AuthorizedAt.After(known.AuthorizedAt) && !known.AuthorizedAt.IsZero() || a.ExpiresAt.After(known.ExpiresAt) && !known.ExpiresAt.IsZero() {
		g.refreshed.Renewed = append(g.refreshed.Renewed, a.ID)
	}
	if !known.WithdrawnAt.IsZero() && known.ID == a.ID {
		g.back = append(g.back, a.ID)
	}
	return a
}

// tell writes what changed into the activity list.
func (g *registry) tell(ctx context.Context, known []core.Account) {
	accounts := make(map[core.AccountID]core.Account)
	for _, a := range g.refreshed.Accounts {
		accounts[a.ID] = a
	}
	say := func(level core.Level, code core.Code, a core.Account, hint, format string, args ...any) {
		text := fmt.Sprintf(format, append([]any{a.Name()}, args...)...)
		g.runner.tell(ctx, core.Activity{At: g.now, Level: level, Dossier: a.Dossier, Account: a.ID, Code: code, Text: text, Hint: hint})
	}
	if len(known) > 0 { // the first time all are new: the wizard says so
		for _, id := range g.refreshed.New {
			say(core.Info, "", accounts[id], txtNewHint, txtNewAccount, core.CleanText(accounts[id].Reference))
		}
	}
	for _, id := range g.refreshed.Gone {
		if accounts[id].Connected {
			say(core.Warning, core.CodeWithdrawn, accounts[id], txtGoneHint, txtGone)
		}
	}
	for _, id := range g.back {
		say(core.Info, "", accounts[id], "", txtBack)
	}
	for _, id := range g.refreshed.Moved {
		say(core.Info, "", accounts[id], "", txtMoved)
	}
	for _, id := range g.refreshed.Renewed {
		if end := accounts[id].ExpiresAt; !end.IsZero() {
			say(core.Info, "", accounts[id], "", txtRenewed, end.Format("2 January 2006"))
		}
	}
	g.tellReplaced(ctx, known, accounts)
}

// tellReplaced says that Ponto is replacing its connection to a bank, when that is new, and that the account now stands at
// its new place as well.
func (g *registry) tellReplaced(ctx context.Context, known []core.Account, accounts map[core.AccountID]core.Account) {
	banks := g.runner.banks(g.conn)
	say := func(a core.Account, text, hint string) {
		g.runner.tell(ctx, core.Activity{At: g.now, Level: core.Warning, Dossier: a.Dossier, Account: a.ID, Text: text, Hint: hint})
	}
	for _, was := range known {
		a, ok := accounts[was.ID]
		if !ok || !a.Connected || !a.Deprecated {
			continue
		}
		if !was.Deprecated {
			say(a, fmt.Sprintf(txtReplaced, a.Name(), bankName(banks[a.Institution])), txtReplacedHint)
		}
		for _, id := range g.refreshed.New {
			if b := accounts[id]; b.Reference == a.Reference && b.Currency == a.Currency {
				say(b, fmt.Sprintf(txtDouble, core.CleanText(a.Reference), bankName(banks[b.Institution]), bankName(banks[a.Institution])), txtDoubleHint)
			}
		}
	}
}

func bankName(i core.Institution) string {
	if i.Name == "" {
		return "the bank"
	}
	return core.CleanText(i.Name)
}

// banks are the institutions that the file knows of a connection's API.
func (r *Runner) banks(conn core.Connection) map[core.InstitutionID]core.Institution {
	list, err := r.cfg.Store.Institutions(conn.API)
	if err != nil {
		r.cfg.Log.Warn("directory not read", "error", err)
	}
	banks := make(map[core.InstitutionID]core.Institution, len(list))
	for _, i := range list {
		banks[i.ID] = i
	}
	return banks
}

// institutions reads the banks of the accounts that the file does not know, knows in maintenance, or has known for long.
func (r *Runner) institutions(ctx context.Context, conn core.Connection, bank Bank, accounts []core.Account) error {
	banks, now := r.banks(conn), r.cfg.Now(conn)
	asked := make(map[core.InstitutionID]bool)
	var found []core.Institution
	for _, a := range accounts {
		if a.Institution == "" || asked[a.Institution] || !a.WithdrawnAt.IsZero() || !r.stale(banks, a, now) {
			continue
		}
		asked[a.Institution] = true
		inst, err := bank.Institution(ctx, a.Institution)
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case err != nil:
			r.cfg.Log.Warn("institution not read", "institution", a.Institution, "error", err) // its accounts can be read without
		case banks[inst.ID] != inst:
			found = append(found, inst)
		}
	}
	if len(found) == 0 {
		return nil
	}
	r.directory.Lock() // the file takes a directory as a whole
	defer r.directory.Unlock()
	banks = r.banks(conn)
	for _, inst := range found {
		banks[inst.ID] = inst
	}
	return r.cfg.Store.PutInstitutions(ctx, conn.API, slices.Collect(maps.Values(banks)))
}

// stale reports whether an account's bank should be read again, and notes that it will be.
func (r *Runner) stale(banks map[core.InstitutionID]core.Institution, a core.Account, now time.Time) bool {
	r.mu.Lock()
	defer r.mu.Unlock()
	inst, known := banks[a.Institution]
	last, looked := r.looked[a.Institution]
	if known && !looked {
		r.looked[a.Institution], last = now, now
	}
	age := now.Sub(last)
	stale := !known && !looked || age > institutionAge || age < 0 ||
		age > time.Hour && (a.ReadOnly != inst.InMaintenance(now) || a.Deprecated != inst.Deprecated)
	if stale {
		r.looked[a.Institution] = now
	}
	return stale
}
