package core

import (
	"context"
	"errors"
	"strings"
	"time"
)

// Code says what kind of trouble an error is. Screens choose the sentence and the next step by it, scripts read it as
// the outcome of an account; the set only grows.
type Code string

// The codes. Their texts are part of what scripts rely on.
const (
	CodeOK             Code = "ok"
	CodeAuth           Code = "auth"                  // Ponto refused the credentials
	CodeConsentExpired Code = "consent_expired"       // the bank's authorization ended; stored lines stay readable
	CodeConsentNeeded  Code = "consent_needed"        // no authorization, or the bank wants a new one
	CodeWithdrawn      Code = "withdrawn"             // the account was taken out of the integration
	CodeRateLimited    Code = "rate_limited"          // Ponto asks to wait (429)
	CodeTooSoon        Code = "recently_synchronized" // a synchronization ran minutes ago
	CodeMaintenance    Code = "maintenance"           // the institution is in maintenance
	CodeBankDown       Code = "bank_down"             // Ponto answers, but the bank or Ponto's side of it fails (5xx)
	CodeNetwork        Code = "network"               // Ponto could not be reached
	CodeProtocol       Code = "protocol"              // the answer is not what the API promises
	CodeConflict       Code = "conflict"
	CodeLocked         Code = "locked" // another program holds the file, or a period is closed
	CodeInvalid        Code = "invalid"
	CodeNotFound       Code = "not_found"
	CodeCorrupt        Code = "corrupt"
	CodeStorage        Code = "storage" // disk full, file not writable
	CodeCancelled      Code = "cancelled"
	CodeInternal       Code = "internal"
)

// Error is one failure told to a person: what happened, and what to do about it.
type Error struct {
	Code       Code
	Op         string        // what was being done: "fetch transactions"
	Msg        string        // one sentence, lower case, no full stop
	Hint       string        // the next step; may be empty
	RequestID  string        // Ponto's id of the failed request, which its support asks for
	RetryAfter time.Duration // how long Ponto asked to wait, if it did
	Err        error         // the cause, for the log and the detail view

	// Told is Msg with its amounts as write writes them, for screens; nil: Msg names none.
	Told func(write func(Amount) string) string
}

// Error returns the sentence followed by the request id, never a secret: causes stay in Err.
func (e *Error) Error() string {
	var b strings.Builder
	if e.Op != "" {
		b.WriteString(e.Op + ": ")
	}
	if e.Msg != "" {
		b.WriteString(e.Msg)
	} else {
		b.WriteString(string(e.Code))
	}
	if e.RequestID != "" {
		b.WriteString(" (request " + e.RequestID + ")")
	}
	return b.String()
}

// Unwrap returns the cause.
func (e *Error) Unwrap() error { return e.Err }

// CodeOf returns the code of an error: CodeOK for nil, CodeCancelled for a cancelled context, CodeInternal for an error
// that is not ours.
func CodeOf(err error) Code {
	if err == nil {
		return CodeOK
	}
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Code
	}
	if errors.Is(err, context.Canceled) {
		return CodeCancelled
	}
	return CodeInternal
}

// HintOf returns the next step that belongs to an error, or nothing.
func HintOf(err error) string {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Hint
	}
	return ""
}
