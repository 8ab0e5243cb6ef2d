package sandbox

import "net/http"

// problem is a refusal in the shape of the API's errors: one code, one sentence, and what it is about.
type problem struct {
	status    int
	code      string
	detail    string
	resource  string // meta.resource, of a 404
	attribute string // meta.attribute, of a validation
	pointer   string // source.pointer
	challenge string // WWW-Authenticate
}

// Error returns the sentence.
func (p *problem) Error() string { return p.code + ": " + p.detail }

// problemBody is the JSON of a problem. There is no title and no status in it, whatever JSON:API says.
type problemBody struct {
	Errors []problemEntry `json:"errors"`
}

type problemEntry struct {
	Code   string         `json:"code"`
	Detail string         `json:"detail"`
	Meta   problemMeta    `json:"meta"`
	Source *problemSource `json:"source,omitempty"`
}

type problemMeta struct {
	RequestID string `json:"requestId,omitempty"`
	Resource  string `json:"resource,omitempty"`
	Attribute string `json:"attribute,omitempty"`
}

type problemSource struct {
	Pointer string `json:"pointer"`
}

func (p *problem) body(requestID string) problemBody {
	entry := problemEntry{Code: p.code, Detail: p.detail,
		Meta: problemMeta{RequestID: requestID, Resource: p.resource, Attribute: p.attribute}}
	if p.pointer != "" {
		entry.Source = &problemSource{Pointer: p.pointer}
	}
	return problemBody{Errors: []problemEntry{entry}}
}

func notFound(resource string) *problem {
	return &problem{status: http.StatusNotFound, code: "resourceNotFound",
		detail: "The requested resource was not found.", resource: resource}
}

// invalid refuses one attribute of a posted resource.
func invalid(code, attribute, detail string) *problem {
	return &problem{status: http.StatusBadRequest, code: code, detail: detail,
		attribute: attribute, pointer: "/data/attributes/" + attribute}
}

func badBody() *problem {
	return &problem{status: http.StatusBadRequest, code: "invalidBody", detail: "The request body is not a JSON:API document."}
}

// oauthProblem is a refusal of the token endpoint, whose errors have OAuth2's shape instead of JSON:API's.
type oauthProblem struct {
	status int

	Code        string `json:"error"`
	Description string `json:"error_description"`
	Hint        string `json:"error_hint,omitempty"`
}

// Error returns the description.
func (p *oauthProblem) Error() string { return p.Code + ": " + p.Description }

func invalidClient() *oauthProblem {
	return &oauthProblem{status: http.StatusUnauthorized, Code: "invalid_client",
		Description: "Client authentication failed: unknown client, no client authentication included, or a wrong secret."}
}

func invalidGrant(hint string) *oauthProblem {
	return &oauthProblem{status: http.StatusBadRequest, Code: "invalid_grant", Hint: hint,
		Description: "The authorization code or refresh token is invalid, expired, already used, or was given to another client."}
}

func invalidRequest(hint string) *oauthProblem {
	return &oauthProblem{status: http.StatusBadRequest, Code: "invalid_request", Hint: hint,
		Description: "The request lacks a parameter, repeats one, or holds a wrong value."}
}
