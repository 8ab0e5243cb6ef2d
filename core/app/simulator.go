package app

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"sync"

	"ferry/core"
	"ferry/core/event"
	"ferry/core/sandbox"
)

// forms walks the simulator's human pages, with one visitor per host so that a sign-in is remembered.
type forms struct {
	client   http.Client
	mu       sync.Mutex
	visitors map[string]*visitor
}

// visitor is one person: a visitor's pages come one after the other.
type visitor struct {
	mu     sync.Mutex
	person *sandbox.Visitor
}

func newForms(transport http.RoundTripper) *forms {
	return &forms{client: http.Client{Transport: transport}, visitors: make(map[string]*visitor)}
}

func (f *forms) visitor(host string) *visitor {
	f.mu.Lock()
	defer f.mu.Unlock()
	v, ok := f.visitors[host]
	if !ok {
		v = &visitor{person: sandbox.NewVisitor(f.client)}
		f.visitors[host] = v
	}
	return v
}

// Sandbox reports whether a connection goes to a simulator, whose pages can be walked inside the terminal.
func (s *Service) Sandbox(_ context.Context, conn core.ConnectionID) bool {
	c, err := s.store.Connection(conn)
	return err == nil && c.Sandbox && core.Loopback(c.API)
}

// OpenForm opens one of the simulator's human pages.
func (s *Service) OpenForm(ctx context.Context, address string) (form sandbox.Form, err error) {
	defer tell("open the page", &err)
	v, err := s.visitor(address)
	if err != nil {
		return sandbox.Form{}, err
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.person.Open(ctx, address)
}

// SubmitForm sends a filled-in page and returns the next one. When that has a Redirect, the flow is finished by handing it
// to PasteRedirect: in the terminal there is no browser to carry it.
func (s *Service) SubmitForm(ctx context.Context, form sandbox.Form, values url.Values) (next sandbox.Form, err error) {
	defer tell("send the page", &err)
	v, err := s.visitor(form.Action)
	if err != nil {
		return sandbox.Form{}, err
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.person.Submit(ctx, form, values)
}

// visitor returns who walks an address, and refuses any that does not lead to this machine: a real consent is given in a
// browser, never typed into a terminal.
func (s *Service) visitor(address string) (*visitor, error) {
	u, err := url.Parse(address)
	if err != nil || !core.Loopback(address) {
		return nil, refuse(core.CodeInvalid, txtNotSimulator, txtNotSimulatorHint)
	}
	return s.forms.visitor(u.Host), nil
}

// MoveSandboxClock moves the simulator's virtual clock on.
func (s *Service) MoveSandboxClock(ctx context.Context, days int) (err error) {
	defer tell("move the simulator's clock", &err)
	if s.cfg.Simulator == nil {
		return refuse(core.CodeNotFound, txtNoSimulator, "")
	}
	body, err := json.Marshal(map[string]string{"advance": fmt.Sprintf("%dd", days)})
	if err != nil {
		return err
	}
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, s.cfg.Simulator.Control+"/clock", bytes.NewReader(body))
	if err != nil {
		return err
	}
	request.Header.Set("Content-Type", "application/json")
	answer, err := s.forms.client.Do(request)
	if err != nil {
		return &core.Error{Code: core.CodeNetwork, Err: err}
	}
	defer answer.Body.Close()
	if answer.StatusCode/100 != 2 {
		return refuse(core.CodeProtocol, say(txtClockRefused, answer.StatusCode), "")
	}
	return s.feelClock(ctx)
}

// feelClock lets every connection of the simulator see the new time.
func (s *Service) feelClock(ctx context.Context) error {
	connections, err := s.store.Connections()
	if err != nil {
		return err
	}
	for _, c := range connections {
		if c.Sandbox && c.Broken == "" {
			if _, err := s.refresh(ctx, c); err != nil {
				s.log.Warn("connection not refreshed after the clock moved", "connection", c.ID, "error", err)
			}
		}
	}
	s.events.Put(event.Accounts, "")
	s.runner.Wake()
	return nil
}
