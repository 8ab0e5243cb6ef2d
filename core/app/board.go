package app

import (
	"cmp"
	"context"
	"regexp"
	"slices"
	"strings"

	"ferry/core"
	"ferry/core/event"
	"ferry/core/oauth"
	"ferry/core/reference"
)

// Dossiers lists the client files by name.
func (s *Service) Dossiers(_ context.Context) (list []core.Dossier, err error) {
	defer tell("read the dossiers", &err)
	list, err = s.store.Dossiers()
	slices.SortFunc(list, func(a, b core.Dossier) int {
		return cmp.Or(strings.Compare(fold(a.Name), fold(b.Name)), cmp.Compare(a.ID, b.ID))
	})
	return list, err
}

// CreateDossier adds a client file.
func (s *Service) CreateDossier(ctx context.Context, name string) (d core.Dossier, err error) {
	defer tell("create the dossier", &err)
	name, err = s.freeName(ctx, "", name)
	if err != nil {
		return d, err
	}
	id, err := oauth.NewSecret(s.cfg.Rand)
	if err != nil {
		return d, err
	}
	d = core.Dossier{ID: core.DossierID(id[:shortID]), Name: name, Created: s.cfg.Now()}
	if err := s.store.PutDossier(ctx, d, byUser); err != nil {
		return core.Dossier{}, err
	}
	s.events.Put(event.Dossiers, string(d.ID))
	return d, nil
}

// RenameDossier gives a client file another name.
func (s *Service) RenameDossier(ctx context.Context, id core.DossierID, name string) (err error) {
	defer tell("rename the dossier", &err)
	name, err = s.freeName(ctx, id, name)
	if err != nil {
		return err
	}
	return s.changeDossier(ctx, id, func(d *core.Dossier) { d.Name = name })
}

// SetDossierVAT keeps the client's own VAT number, by which invoices are told to be sales or purchases; empty: none.
func (s *Service) SetDossierVAT(ctx context.Context, id core.DossierID, vat string) (err error) {
	defer tell("keep the VAT number", &err)
	number := reference.Compact(vat)
	if number != "" && !vatShape.MatchString(number) {
		return refuse(core.CodeInvalid, say(txtBadVAT, core.CleanText(vat)), txtBadVATHint)
	}
	return s.changeDossier(ctx, id, func(d *core.Dossier) { d.VAT = number })
}

// vatShape is a country and what the number may be made of; check digits are not judged, wrong ones stand on real invoices.
var vatShape = regexp.MustCompile(`^[A-Z]{2}[0-9A-Z]{4,14}$`)

// dossier finds a client file.
func (s *Service) dossier(id core.DossierID) (core.Dossier, error) {
	dossiers, err := s.store.Dossiers()
	if err != nil {
		return core.Dossier{}, err
	}
	i := slices.IndexFunc(dossiers, func(d core.Dossier) bool { return d.ID == id })
	if i < 0 {
		return core.Dossier{}, refuse(core.CodeNotFound, txtNoDossier, "")
	}
	return dossiers[i], nil
}

func (s *Service) changeDossier(ctx context.Context, id core.DossierID, change func(*core.Dossier)) error {
	d, err := s.dossier(id)
	if err != nil {
		return err
	}
	change(&d)
	if err := s.store.PutDossier(ctx, d, byUser); err != nil {
		return err
	}
	s.events.Put(event.Dossiers, string(id))
	return nil
}

// freeName cleans a dossier's name and refuses one that another dossier has.
func (s *Service) freeName(ctx context.Context, id core.DossierID, name string) (string, error) {
	name = strings.TrimSpace(core.CleanText(name))
	if name == "" {
		return "", refuse(core.CodeInvalid, txtNoName, txtNoNameHint)
	}
	dossiers, err := s.Dossiers(ctx)
	if err != nil {
		return "", err
	}
	for _, d := range dossiers {
		if d.ID != id && fold(d.Name) == fold(name) {
			return "", refuse(core.CodeConflict, say(txtNameTaken, name), txtNameTakenHint)
		}
	}
	return name, nil
}

// Board is the home screen: what needs a person, per dossier and over all.
func (s *Service) Board(ctx context.Context) (board Board, err error) {
	defer tell("read the board", &err)
	dossiers, err := s.Dossiers(ctx)
	if err != nil {
		return Board{}, err
	}
	accounts, err := s.Accounts(ctx, "")
	if err != nil {
		return Board{}, err
	}
	connections, err := s.Connections(ctx, "")
	if err != nil {
		return Board{}, err
	}
	if board.Resumable, err = s.resumable(ctx, connections); err != nil {
		return Board{}, err
	}
	for _, d := range dossiers {
		view := dossierView(d, accounts, connections)
		board.Dossiers = append(board.Dossiers, view)
		if view.Connections == 0 {
			board.Attention = append(board.Attention, Attention{Status: view.Status, Dossier: d.ID, Title: d.Name})
		}
	}
	board.Attention = append(board.Attention, attention(accounts, connections)...)
	slices.SortStableFunc(board.Attention, func(a, b Attention) int { return cmp.Compare(b.Level, a.Level) })
	return board, nil
}

// resumable names the bank and the dossier of each consent flow that is still open.
func (s *Service) resumable(ctx context.Context, connections []ConnectionView) ([]Resumable, error) {
	flows, err := s.OpenAuthorizations(ctx)
	if err != nil {
		return nil, err
	}
	list := make([]Resumable, len(flows))
	for i, flow := range flows {
		list[i].Authorization = flow
		for _, c := range connections {
			if c.ID == flow.Connection {
				list[i].DossierName = c.DossierName
			}
		}
		if flow.Institution == "" {
			continue
		}
		if list[i].Bank, err = s.store.Institution(flow.Institution); err != nil && core.CodeOf(err) != core.CodeNotFound {
			return nil, err
		}
	}
	return list, nil
}

// attention lists what stops or is about to, each cause once: a rejected credential stands for all its accounts.
func attention(accounts []AccountView, connections []ConnectionView) []Attention {
	var list []Attention
	broken := make(map[core.ConnectionID]bool)
	for _, c := range connections {
		if c.Status.Level == core.Alarm {
			broken[c.ID] = true
			list = append(list, Attention{Status: c.Status, Dossier: c.Dossier, Connection: c.ID, Title: c.DossierName + " · " + c.Name})
		}
	}
	sorted := slices.Clone(accounts)
	slices.SortStableFunc(sorted, func(a, b AccountView) int { return cmp.Compare(a.Consent.DaysLeft, b.Consent.DaysLeft) })
	for _, a := range sorted {
		if a.Status.Level == core.Info || (broken[a.Connection] && a.Status.Code == core.CodeAuth) {
			continue
		}
		list = append(list, Attention{Status: a.Status, Dossier: a.Dossier, Connection: a.Connection, Account: a.ID, Title: a.DossierName + " · " + a.title()})
	}
	return list
}

func dossierView(d core.Dossier, accounts []AccountView, connections []ConnectionView) DossierView {
	v := DossierView{Dossier: d}
	for _, c := range connections {
		if c.Dossier == d.ID {
			v.Connections++
			v.Status = worse(v.Status, c.Status)
		}
	}
	first := true
	for _, a := range accounts {
		if a.Dossier != d.ID {
			continue
		}
		v.Lines += a.Stats.Lines
		v.Open += a.Stats.Open
		v.Check += a.Stats.Check
		if !a.Connected {
			continue
		}
		v.Accounts++
		v.Status = worse(v.Status, a.Status)
		if a.Feed.Outcome != "" && a.Feed.Outcome != core.CodeOK {
			v.Failed++
		}
		if a.Feed.LastGood.After(v.LastFetch) {
			v.LastFetch = a.Feed.LastGood
		}
		if severity(a.Consent.State) > severity(v.Worst) || v.Worst == "" {
			v.Worst = a.Consent.State
		}
		if a.Consent.State != core.ConsentUnknown && (first || a.Consent.DaysLeft < v.DaysLeft) {
			v.DaysLeft, first = a.Consent.DaysLeft, false
		}
	}
	switch {
	case v.Connections == 0:
		v.Status = Status{Word: txtEmptyWord, Sentence: txtNoConnection, Next: txtNoConnectionNext, Action: ActionConnect}
	case v.Accounts == 0 && v.Status.Level == core.Info:
		v.Status = Status{Word: txtEmptyWord, Sentence: txtNoAccounts, Next: txtNoAccountsNext, Action: ActionAuthorize}
	}
	return v
}

func worse(a, b Status) Status {
	if a.Word == "" || b.Level > a.Level {
		return b
	}
	return a
}

// severity orders consent states from calm to alarming; an unknown end is worth a look, not a fright.
func severity(s core.ConsentState) int {
	order := []core.ConsentState{core.ConsentOK, core.ConsentUnknown, core.ConsentNotice, core.ConsentWarning, core.ConsentCritical, core.ConsentExpired, core.ConsentWithdrawn}
	return slices.Index(order, s)
}
