package sandbox

import (
	"context"
	"net/http"
	"net/url"
)

// Visitor walks the human pages as a person with a browser would, but reads them as forms: it keeps cookies, stays on one
// host and hands an authorization's redirect back instead of following it.
type Visitor struct {
	client *http.Client
	host   string // of the first page opened; no other is visited
}

// NewVisitor returns a visitor with an empty cookie jar that sends through the given client's transport.
func NewVisitor(client http.Client) *Visitor { return &Visitor{client: &client} }

// Open reads the page at an address.
func (v *Visitor) Open(ctx context.Context, address string) (Form, error) { return Form{}, nil }

// Submit sends a form's fields with the given answers in place of the values it came with, and reads the next page.
func (v *Visitor) Submit(ctx context.Context, form Form, answers url.Values) (Form, error) {
	return Form{}, nil
}
