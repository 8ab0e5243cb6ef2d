package ponto

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"time"

	"ferry/core"
)

// refusal is what the API said when it did not do what was asked: the cause inside a *core.Error.
type refusal struct {
	status    int
	code      string
	detail    string
	resource  string // type of what was not found
	attribute string // of the request, that was not accepted
	requestID string
}

// Error returns status, code and Ponto's sentence, for the log and the detail view.
func (r *refusal) Error() string {
	text := fmt.Sprintf("HTTP %d", r.status)
	for _, part := range []string{r.code, r.detail, r.attribute} {
		if part != "" {
			text += ": " + part
		}
	}
	return text
}

// unauthorized reports whether a new access token may help. Older spellings came with other 4xx statuses than 401.
func (r *refusal) unauthorized() bool {
	return r.status == http.StatusUnauthorized || r.status/100 == 4 && apiCodes[r.code] == core.CodeAuth
}

// kind tells what a refusal means: by status first, because codes are many and undocumented, then by known codes.
func (r *refusal) kind() core.Code {
	switch {
	case r.status == http.StatusUnauthorized, r.status == http.StatusForbidden:
		return core.CodeAuth
	case r.status == http.StatusTooManyRequests:
		return core.CodeRateLimited
	case r.status == http.StatusRequestTimeout:
		return core.CodeNetwork
	case r.status >= 500:
		return core.CodeBankDown
	case r.status < 400:
		return core.CodeProtocol
	}
	if code, ok := kindOf(r.code); ok {
		return code
	}
	switch r.status {
	case http.StatusNotFound, http.StatusGone:
		if r.resource == "account" {
			return core.CodeWithdrawn
		}
		return core.CodeNotFound
	case http.StatusConflict:
		return core.CodeConflict
	}
	return core.CodeInvalid
}

// kindOf knows the codes of the API and of synchronizations.
func kindOf(code string) (core.Code, bool) {
	if kind, ok := apiCodes[code]; ok {
		return kind, true
	}
	switch {
	case strings.HasPrefix(code, "authorization"):
		return core.CodeConsentNeeded, true
	case strings.Contains(strings.ToLower(code), "maintenance"):
		return core.CodeMaintenance, true
	}
	return "", false
}

// refusalIn reads an error body of either shape: JSON:API's errors or OAuth's error. A body that is neither, such as a
// proxy's HTML page, leaves the status to speak for itself. Servers may quote a request in their sentences, so none is
// taken from the token endpoint, where requests carry secrets.
func refusalIn(status int, header http.Header, body []byte, secretive bool) *refusal {
	r := &refusal{status: status, requestID: requestID(header)}
	doc, err := decode[errorDocument](body)
	if err != nil {
		return r
	}
	if len(doc.Errors) > 0 {
		e := doc.Errors[0]
		r.code, r.detail, r.resource = e.Code, e.Detail, e.Meta.Resource
		r.attribute = e.Meta.Attribute
		if r.attribute == "" {
			r.attribute = e.Source.Pointer
		}
		if r.requestID == "" {
			r.requestID = clean(e.Meta.RequestID, 100)
		}
	} else {
		r.code, r.detail = doc.Error, doc.Description
	}
	if secretive {
		r.detail = ""
		if _, known := apiCodes[r.code]; !known {
			r.code = ""
		}
	}
	r.code, r.detail, r.attribute = clean(r.code, 80), clean(r.detail, 300), clean(r.attribute, 100)
	return r
}

func requestID(header http.Header) string { return clean(header.Get("Ibanity-Request-Id"), 100) }

// clean makes a text of the server fit to stand in a sentence.
func clean(text string, limit int) string {
	if len(text) > limit {
		text = text[:limit] + "…"
	}
	return core.CleanText(text)
}

// refused turns a refusal into words.
func (c *Client) refused(op string, r *refusal, header http.Header) *core.Error {
	code := r.kind()
	say := sayings[code]
	switch {
	case code == core.CodeAuth && r.status == http.StatusForbidden:
		say = forbidden
	case code == core.CodeAuth && c.auth.kind == core.CustomIntegration:
		say = refusedCustom
	case code == core.CodeAuth && r.code == "invalid_client":
		say = refusedClient
	case code == core.CodeAuth:
		say = refusedConnect
	case r.status/100 == 3:
		say = redirected
	case code == core.CodeInvalid && r.detail != "":
		say.msg = unknownRefusal + r.detail
	}
	return &core.Error{
		Code: code, Op: op, Msg: say.msg, Hint: say.hint, RequestID: r.requestID,
		RetryAfter: retryAfter(header, c.cfg.Now()), Err: r,
	}
}

// longestAsked bounds what a Retry-After can make anybody wait.
const longestAsked = 24 * time.Hour

// retryAfter reads the header in both its forms. A date counts from the server's own clock where that is known.
func retryAfter(header http.Header, now time.Time) time.Duration {
	text := strings.TrimSpace(header.Get("Retry-After"))
	if text == "" {
		return 0
	}
	if seconds, err := strconv.ParseUint(text, 10, 32); err == nil {
		return min(time.Duration(seconds)*time.Second, longestAsked)
	}
	until, err := http.ParseTime(text)
	if err != nil {
		return 0
	}
	if served, err := http.ParseTime(header.Get("Date")); err == nil {
		now = served
	}
	return min(max(until.Sub(now), 0), longestAsked)
}

// unreachable turns a failure below HTTP into words. A cancelled caller is told so and nothing else.
func unreachable(ctx context.Context, op string, err error) *core.Error {
	code := core.CodeNetwork
	say := sayings[code]
	switch {
	case errors.Is(ctx.Err(), context.Canceled):
		return cancelled(op, ctx.Err())
	case errors.Is(err, context.DeadlineExceeded):
		say = tookTooLong
	}
	return &core.Error{Code: code, Op: op, Msg: say.msg, Hint: say.hint, Err: err}
}

func cancelled(op string, err error) *core.Error {
	code := core.CodeCancelled
	if errors.Is(err, context.DeadlineExceeded) {
		return &core.Error{Code: core.CodeNetwork, Op: op, Msg: tookTooLong.msg, Hint: tookTooLong.hint, Err: err}
	}
	return &core.Error{Code: code, Op: op, Msg: sayings[code].msg, Err: err}
}

func invalid(op string, say words, err error) *core.Error {
	return &core.Error{Code: core.CodeInvalid, Op: op, Msg: say.msg, Hint: say.hint, Err: err}
}

// protocolError is made deep inside decoding; the caller adds operation and request id: see located.
func protocolError(say words, err error) *core.Error {
	if say.hint == "" {
		say.hint = sayings[core.CodeProtocol].hint
	}
	return &core.Error{Code: core.CodeProtocol, Msg: say.msg, Hint: say.hint, Err: err}
}

func unreadableSecret(op string, err error) *core.Error {
	return &core.Error{Code: core.CodeAuth, Op: op, Msg: secretLost.msg, Hint: secretLost.hint, Err: err}
}

// located adds to an error of ours what was being done and which request it was about.
func located(err error, op, requestID string) error {
	e, ok := errors.AsType[*core.Error](err)
	if !ok {
		return err
	}
	placed := *e
	placed.Op, placed.RequestID = op, requestID
	return &placed
}

// SynchronizationError says in words why a synchronization failed, or returns nil when it did not. Every code that
// begins with "authorization" is about the consent; of the others only few are known.
func SynchronizationError(r core.SyncResult) error {
	if r.Status != "error" {
		return nil
	}
	code, ok := kindOf(r.Code)
	if r.Code != "authorizationExpired" && strings.HasPrefix(r.Code, "authorization") {
		code = core.CodeConsentNeeded
	}
	if !ok {
		code = core.CodeBankDown
	}
	say, found := sayings[code]
	if !found {
		say = refusedConnect
	}
	return &core.Error{
		Code: code, Op: "synchronize with the bank", Msg: say.msg, Hint: say.hint,
		Err: errors.New(clean(r.Code+": "+r.Detail, 300)),
	}
}
