package sandbox

// Form is one page of the human side: what a person reads and fills in. The same value is written as HTML for a browser
// and as JSON for the terminal (Accept: application/json), so both walk the very same steps.
type Form struct {
	Title  string   `json:"title"`
	Text   []string `json:"text,omitempty"`  // paragraphs
	Error  string   `json:"error,omitempty"` // why the last answer was refused
	Fields []Field  `json:"fields,omitempty"`
	Submit string   `json:"submit,omitempty"` // the button; empty: nothing to send
	Action string   `json:"action,omitempty"` // absolute address to POST the fields to
	Links  []Link   `json:"links,omitempty"`
	// Redirect is set on the last page of an authorization: where the browser is sent next (with code and state).
	Redirect string `json:"redirect,omitempty"`
	Done     bool   `json:"done,omitempty"` // consent was given; nothing more to do here

	goTo string // another page of this server follows instead, for everybody
}

// Field is one input of a form.
type Field struct {
	Name    string   `json:"name"`
	Label   string   `json:"label,omitempty"`
	Kind    string   `json:"kind"` // text, password, checkbox, select, hidden
	Value   string   `json:"value,omitempty"`
	Checked bool     `json:"checked,omitempty"`
	Options []Option `json:"options,omitempty"` // of a select
	Hint    string   `json:"hint,omitempty"`
}

// Option is one choice of a select.
type Option struct {
	Value string `json:"value"`
	Label string `json:"label"`
}

// Link leads to another page.
type Link struct {
	Label string `json:"label"`
	URL   string `json:"url"`
}
