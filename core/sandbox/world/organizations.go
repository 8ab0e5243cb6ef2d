package world

import (
	"slices"
	"strings"
	"time"

	"ferry/core"
)

type organization struct {
	Organization
	number uint64
	lang   language
}

type integration struct {
	Integration
	ended bool
}

// Organizations lists all, in the order they came to be.
func (w *World) Organizations() []Organization {
	w.mu.Lock()
	defer w.mu.Unlock()
	list := make([]Organization, 0, len(w.organizations))
	for _, o := range w.organizations {
		list = append(list, o.Organization)
	}
	return list
}

// Organization finds one.
func (w *World) Organization(id string) (Organization, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	o, err := w.organization(id)
	if err != nil {
		return Organization{}, err
	}
	return o.Organization, nil
}

func (w *World) organization(id string) (*organization, error) {
	for _, o := range w.organizations {
		if o.ID == id {
			return o, nil
		}
	}
	return nil, ErrNotFound
}

// UserOf is the person who acts for an organization.
func (w *World) UserOf(organization string) (User, error) {
	return w.findUser(func(u *User) bool { return slices.Contains(u.Organizations, organization) }, ErrNotFound)
}

// User finds a person.
func (w *World) User(id string) (User, error) {
	return w.findUser(func(u *User) bool { return u.ID == id }, ErrNotFound)
}

// SignIn checks a login.
func (w *World) SignIn(email, password string) (User, error) {
	return w.findUser(func(u *User) bool { return strings.EqualFold(u.Email, email) && u.Password == password }, ErrCredentials)
}

func (w *World) findUser(is func(*User) bool, missing error) (User, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, u := range w.users {
		if is(u) {
			c := *u
			c.Organizations = slices.Clone(u.Organizations)
			return c, nil
		}
	}
	return User{}, missing
}

// SignUp makes a user.
func (w *World) SignUp(email, password, firstName, lastName string) (User, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if !strings.Contains(email, "@") || password == "" {
		return User{}, ErrInvalid
	}
	for _, u := range w.users {
		if strings.EqualFold(u.Email, email) {
			return User{}, ErrExists
		}
	}
	return *w.addUser(email, password, firstName, lastName), nil
}

func (w *World) addUser(email, password, firstName, lastName string) *User {
	u := &User{ID: w.fixedID(idUser, uint64(len(w.users))), Email: email, Password: password, FirstName: firstName, LastName: lastName}
	w.users = append(w.users, u)
	return u
}

// CreateOrganization makes a customer for which the user may act. Bank accounts wait for it at every connectable bank.
func (w *World) CreateOrganization(user, name, country, enterpriseNumber string) (Organization, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if strings.TrimSpace(name) == "" {
		return Organization{}, ErrInvalid
	}
	for _, u := range w.users {
		if u.ID == user {
			return w.addOrganization(u, name, country, enterpriseNumber).Organization, nil
		}
	}
	return Organization{}, ErrNotFound
}

func (w *World) addOrganization(u *User, name, country, enterpriseNumber string) *organization {
	n := uint64(len(w.organizations))
	o := &organization{number: n, lang: languageOf(country, n)}
	o.Organization = Organization{ID: w.fixedID(idOrganization, n), Name: name, Country: country, EnterpriseNumber: enterpriseNumber}
	if enterpriseNumber != "" {
		o.VATNumber = country + enterpriseNumber
	}
	w.organizations = append(w.organizations, o)
	u.Organizations = append(u.Organizations, o.ID)
	return o
}

// SetBilling marks that billing information was given.
func (w *World) SetBilling(organization string) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	o, err := w.organization(organization)
	if err == nil {
		o.Billing = true
	}
	return err
}

// CreateIntegration makes a custom integration with its own client id and secret.
func (w *World) CreateIntegration(organization, name string) (Integration, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	o, err := w.organization(organization)
	if err != nil {
		return Integration{}, err
	}
	return w.addIntegration(o, name, core.CustomIntegration, w.settle()).Integration, nil
}

// ConnectIntegration is the Ponto Connect integration of an organization, made when it is not there yet.
func (w *World) ConnectIntegration(organization string) (Integration, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	o, err := w.organization(organization)
	if err != nil {
		return Integration{}, err
	}
	for _, i := range w.integrations {
		if i.Organization == organization && i.Door == core.PontoConnect && !i.ended {
			return i.Integration, nil
		}
	}
	return w.addIntegration(o, w.application.Name, core.PontoConnect, w.settle()).Integration, nil
}

func (w *World) addIntegration(o *organization, name string, door core.Door, now time.Time) *integration {
	n := uint64(len(w.integrations))
	i := &integration{Integration: Integration{ID: w.fixedID(idIntegration, n), Name: name, Organization: o.ID, Door: door, Created: now}}
	i.ClientID, i.ClientSecret = w.application.ClientID, w.application.ClientSecret
	if door == core.CustomIntegration {
		w.secrets++
		i.ClientID, i.ClientSecret = w.fixedID(idClient, n), w.secret(w.secrets)
	}
	w.integrations = append(w.integrations, i)
	return i
}

// RenewSecret gives a custom integration a new client secret.
func (w *World) RenewSecret(integration string) (Integration, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	i, err := w.integration(integration)
	if err != nil {
		return Integration{}, err
	}
	if i.Door != core.CustomIntegration {
		return Integration{}, ErrInvalid
	}
	w.secrets++
	i.ClientSecret = w.secret(w.secrets)
	return i.Integration, nil
}

// DeleteIntegration ends an integration with all its accounts.
func (w *World) DeleteIntegration(integration string) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.settle()
	i, err := w.integration(integration)
	if err != nil {
		return err
	}
	i.ended = true
	for _, a := range w.accounts {
		if a.integration == i {
			a.withdrawn = true
		}
	}
	return nil
}

// Integrations lists all integrations, of one organization unless it is empty.
func (w *World) Integrations(organization string) []Integration {
	w.mu.Lock()
	defer w.mu.Unlock()
	var list []Integration
	for _, i := range w.integrations {
		if !i.ended && (organization == "" || i.Organization == organization) {
			list = append(list, i.Integration)
		}
	}
	return list
}

// Integration finds one by id.
func (w *World) Integration(id string) (Integration, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	i, err := w.integration(id)
	if err != nil {
		return Integration{}, err
	}
	return i.Integration, nil
}

// IntegrationByClient finds a custom integration by its client id.
func (w *World) IntegrationByClient(clientID string) (Integration, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, i := range w.integrations {
		if !i.ended && i.Door == core.CustomIntegration && i.ClientID == clientID {
			return i.Integration, nil
		}
	}
	return Integration{}, ErrNotFound
}

func (w *World) integration(id string) (*integration, error) {
	for _, i := range w.integrations {
		if i.ID == id && !i.ended {
			return i, nil
		}
	}
	return nil, ErrNotFound
}
