package sandbox

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"strings"
)

// formLimit bounds the page a visitor reads.
const formLimit = 1 << 20

// ErrForeignHost is returned for a page that is not on the visitor's host.
var ErrForeignHost = errors.New("the page is on another host")

// Visitor walks the human pages as a person with a browser would, but reads them as forms: it keeps cookies, stays on one
// host and hands an authorization's redirect back instead of following it. It is for one goroutine.
type Visitor struct {
	client http.Client
	host   string // of the first page opened; no other is visited
}

// NewVisitor returns a visitor with an empty cookie jar that sends through the given client's transport.
func NewVisitor(client http.Client) *Visitor {
	v := &Visitor{client: client}
	v.client.Jar, _ = cookiejar.New(nil) // it cannot fail without options
	v.client.CheckRedirect = func(r *http.Request, via []*http.Request) error {
		if r.URL.Host != v.host {
			return ErrForeignHost
		}
		if len(via) >= 10 {
			return errors.New("the pages lead in a circle")
		}
		return nil
	}
	return v
}

// Open reads the page at an address.
func (v *Visitor) Open(ctx context.Context, address string) (Form, error) {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return Form{}, err
	}
	return v.send(r)
}

// Submit sends a form's fields with the given answers in place of the values it came with, and reads the next page. For
// boxes of one name the answers are the values that stay ticked; a name with no value unticks them all.
func (v *Visitor) Submit(ctx context.Context, form Form, answers url.Values) (Form, error) {
	if form.Submit == "" {
		return Form{}, errors.New("this page has nothing to send")
	}
	sent := url.Values{}
	for _, f := range form.Fields {
		if _, answered := answers[f.Name]; !answered && (f.Kind != "checkbox" || f.Checked) {
			sent.Add(f.Name, f.Value)
		}
	}
	for name, values := range answers {
		sent[name] = values
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, form.Action, strings.NewReader(sent.Encode()))
	if err != nil {
		return Form{}, err
	}
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	return v.send(r)
}

func (v *Visitor) send(r *http.Request) (Form, error) {
	if v.host == "" {
		v.host = r.URL.Host
	}
	if r.URL.Host != v.host {
		return Form{}, ErrForeignHost
	}
	r.Header.Set("Accept", "application/json")
	answer, err := v.client.Do(r)
	if err != nil {
		return Form{}, err
	}
	defer answer.Body.Close()
	body, err := io.ReadAll(io.LimitReader(answer.Body, formLimit))
	if err != nil {
		return Form{}, err
	}
	if kind, _, _ := mime.ParseMediaType(answer.Header.Get("Content-Type")); kind != "application/json" {
		return Form{}, fmt.Errorf("%s answered %s instead of a form", r.URL.Path, answer.Status)
	}
	var f Form
	if err := json.NewDecoder(bytes.NewReader(body)).Decode(&f); err != nil || f.Title == "" {
		return Form{}, fmt.Errorf("%s answered %s that is no form", r.URL.Path, answer.Status)
	}
	return f, nil
}
