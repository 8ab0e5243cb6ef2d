package main

import (
	"context"
	"fmt"
	"log/slog"
	"regexp"
	"strings"
)

// What must not be read in a log, wherever it stands.
var (
	ibanPattern   = regexp.MustCompile(`\b([A-Z]{2}\d{2})(?: ?[A-Z0-9]{4}){2,7}(?: ?[A-Z0-9]{1,3})?\b`)
	bearerPattern = regexp.MustCompile(`(?i)\b(bearer|basic)\s+[A-Za-z0-9+/._~=-]{8,}`)
	paramPattern  = regexp.MustCompile(`(?i)\b((?:access_token|refresh_token|client_secret|code|code_verifier|state|password|passphrase)"?\s*[=:]\s*"?)[^&\s",}]+`)
	jwtPattern    = regexp.MustCompile(`\beyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_.-]+`)
	ageKeyPattern = regexp.MustCompile(`AGE-SECRET-KEY-1[A-Z0-9]+`)
)

// secretKeys are attributes whose value is never written.
var secretKeys = []string{"secret", "token", "password", "passphrase", "authorization", "verifier", "cookie", "privatekey"}

const masked = "[masked]"

// maskText takes secrets out of a text and shortens IBANs to what tells two accounts of one client apart.
func maskText(s string) string {
	s = bearerPattern.ReplaceAllString(s, "$1 "+masked)
	s = paramPattern.ReplaceAllString(s, "${1}"+masked)
	s = jwtPattern.ReplaceAllString(s, masked)
	s = ageKeyPattern.ReplaceAllString(s, masked)
	return ibanPattern.ReplaceAllStringFunc(s, func(iban string) string {
		return iban[:4] + "…" + iban[len(iban)-4:]
	})
}

// maskHandler stands before the handler that writes: nothing reaches the file unmasked.
type maskHandler struct{ next slog.Handler }

// Enabled asks the handler that writes.
func (h maskHandler) Enabled(ctx context.Context, level slog.Level) bool {
	return h.next.Enabled(ctx, level)
}

// Handle masks one record and passes it on.
func (h maskHandler) Handle(ctx context.Context, r slog.Record) error {
	clean := slog.NewRecord(r.Time, r.Level, maskText(r.Message), r.PC)
	r.Attrs(func(a slog.Attr) bool {
		clean.AddAttrs(maskAttr(a))
		return true
	})
	return h.next.Handle(ctx, clean)
}

// WithAttrs masks attributes that every record will carry.
func (h maskHandler) WithAttrs(attrs []slog.Attr) slog.Handler {
	clean := make([]slog.Attr, len(attrs))
	for i, a := range attrs {
		clean[i] = maskAttr(a)
	}
	return maskHandler{h.next.WithAttrs(clean)}
}

// WithGroup passes on.
func (h maskHandler) WithGroup(name string) slog.Handler { return maskHandler{h.next.WithGroup(name)} }

func maskAttr(a slog.Attr) slog.Attr {
	key := strings.ToLower(strings.NewReplacer("_", "", "-", "").Replace(a.Key))
	for _, secret := range secretKeys {
		if strings.Contains(key, secret) {
			return slog.String(a.Key, masked)
		}
	}
	v := a.Value.Resolve()
	switch v.Kind() {
	case slog.KindString:
		return slog.String(a.Key, maskText(v.String()))
	case slog.KindGroup:
		group := v.Group()
		clean := make([]slog.Attr, len(group))
		for i, member := range group {
			clean[i] = maskAttr(member)
		}
		return slog.Attr{Key: a.Key, Value: slog.GroupValue(clean...)}
	case slog.KindAny:
		return slog.String(a.Key, describe(v.Any()))
	default:
		return slog.Attr{Key: a.Key, Value: v}
	}
}

// describe says of a value only what it says of itself: printing a struct field by field would reach secrets that are
// not exported and cannot hide themselves.
func describe(value any) string {
	switch v := value.(type) {
	case error:
		return maskText(v.Error())
	case fmt.Stringer:
		return maskText(v.String())
	default:
		return fmt.Sprintf("%T", value)
	}
}
