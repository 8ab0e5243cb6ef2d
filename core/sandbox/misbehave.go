package sandbox

import (
	"bytes"
	"cmp"
	"encoding/json"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"time"
)

const (
	gigabyte     = 1 << 30
	deepLevels   = 100_000
	slowMillis   = 500
	foreignHost  = "https://api.elsewhere.invalid" // never resolves (RFC 6761)
	retrySeconds = 1
	overlapLines = 2 // that a page repeats of the one before
)

// misbehave serves a request, through whichever fault strikes it.
func (s *Server) misbehave(x *exchange, r *http.Request, full string, next http.Handler) {
	if r.URL.Path == "/oauth2/token" {
		// A fault may hang on the grant. What is wrong with the form is the endpoint's to say, and the body must be there
		// again for the signature's digest.
		body, _ := io.ReadAll(http.MaxBytesReader(x, r.Body, bodyLimit))
		r.Body = io.NopCloser(bytes.NewReader(body))
		_ = r.ParseForm()
		r.Body = io.NopCloser(bytes.NewReader(body))
	}
	f, struck := s.faults.take(r, full)
	if !struck {
		next.ServeHTTP(x, r)
		return
	}
	x.entry.Fault = f.Name
	switch f.Name {
	case FaultTooMany, FaultServerError, FaultHTML, FaultUnavailable:
		refuseByFault(x, r, f)
	case FaultHang:
		select {
		case <-r.Context().Done():
		case <-s.stopped:
		}
		panic(http.ErrAbortHandler)
	case FaultSlow:
		if s.wait(r, time.Duration(cmp.Or(f.Millis, slowMillis))*time.Millisecond) {
			next.ServeHTTP(x, r)
		}
	case FaultUnauthorized:
		r.Header.Set("Authorization", "Bearer refused")
		next.ServeHTTP(x, r)
	case FaultGigabyte:
		s.flood(x, r, cmp.Or(f.Bytes, gigabyte))
	case FaultDeep:
		writeJSON(x, http.StatusOK, mediaType(r), deepBody())
	case FaultRepeat:
		r.URL.RawQuery = withoutCursor(r.URL.Query())
		next.ServeHTTP(x, r)
	case FaultOverlap:
		r.URL.RawQuery = cursorAbove(r, next)
		next.ServeHTTP(x, r)
	default:
		s.distort(x, r, f, next)
	}
}

func refuseByFault(x *exchange, r *http.Request, f Fault) {
	switch f.Name {
	case FaultTooMany:
		x.Header().Set("Retry-After", strconv.Itoa(cmp.Or(f.RetryAfter, retrySeconds)))
		writeError(x, r, &problem{status: http.StatusTooManyRequests, code: "tooManyRequests",
			detail: "Too many requests were made. Wait before you try again."})
	case FaultUnavailable:
		if f.RetryAfter > 0 {
			x.Header().Set("Retry-After", strconv.Itoa(f.RetryAfter))
		}
		writeError(x, r, &problem{status: http.StatusServiceUnavailable, code: "serviceUnavailable",
			detail: "The service is not available for the moment."})
	case FaultHTML:
		writeJSON(x, http.StatusInternalServerError, "text/html; charset=utf-8",
			[]byte("<!DOCTYPE html><html><head><title>500</title></head><body><h1>Something went wrong</h1></body></html>"))
	default:
		writeError(x, r, &problem{status: http.StatusInternalServerError, code: "internalServerError",
			detail: "Something went wrong on our side."})
	}
}

// distort carries the request out and spoils the answer.
func (s *Server) distort(x *exchange, r *http.Request, f Fault, next http.Handler) {
	if f.Name == FaultEndless {
		r.URL.RawQuery = withoutCursor(r.URL.Query())
	}
	record := &recorder{header: x.Header()}
	inner := &exchange{ResponseWriter: record, entry: x.entry}
	next.ServeHTTP(inner, r)
	x.entry.Did, x.entry.Client = inner.entry.Did, inner.entry.Client
	switch f.Name {
	case FaultDrop, FaultLostRefresh:
		panic(http.ErrAbortHandler)
	case FaultCut:
		cut := cmp.Or(f.Bytes, int64(record.body.Len()/2))
		record.send(&cutWriter{x, int(min(cut, int64(record.body.Len())))})
		_ = http.NewResponseController(x).Flush()
		panic(http.ErrAbortHandler)
	}
	if body, ok := s.rewrite(record.body.Bytes(), f.Name, serverAddress(r)+r.RequestURI); ok && record.status == http.StatusOK {
		record.header.Set("Content-Length", strconv.Itoa(len(body)))
		record.body = *bytes.NewBuffer(body)
	}
	record.send(x)
}

// cutWriter lets only the first bytes of a body through.
type cutWriter struct {
	http.ResponseWriter
	left int
}

// Write sends what the cut leaves.
func (c *cutWriter) Write(b []byte) (int, error) {
	return c.ResponseWriter.Write(b[:min(c.left, len(b))])
}

func withoutCursor(q url.Values) string {
	for _, name := range []string{"after", "before", "page[after]", "page[before]"} {
		q.Del(name)
	}
	return q.Encode()
}

// cursorAbove is the query of a page that begins a little higher than r asks.
func cursorAbove(r *http.Request, next http.Handler) string {
	asked, err := readPaging(r.URL)
	if err != nil {
		return r.URL.RawQuery
	}
	q := url.Values{"before": {asked.after}, "limit": {strconv.Itoa(overlapLines)}}
	look := r.Clone(r.Context())
	look.URL.RawQuery = q.Encode()
	record := &recorder{header: http.Header{}}
	next.ServeHTTP(&exchange{ResponseWriter: record}, look)
	var above struct {
		Data []struct {
			ID string `json:"id"`
		} `json:"data"`
	}
	if json.Unmarshal(record.body.Bytes(), &above) != nil || len(above.Data) == 0 {
		return r.URL.RawQuery
	}
	q = r.URL.Query()
	for _, name := range []string{"after", "page[after]"} {
		if q.Has(name) {
			q.Set(name, above.Data[0].ID)
		}
	}
	return q.Encode()
}

// rewrite spoils a JSON answer. Numbers stay as they are written.
func (s *Server) rewrite(body []byte, name, self string) ([]byte, bool) {
	d := json.NewDecoder(bytes.NewReader(body))
	d.UseNumber()
	var answer map[string]any
	if d.Decode(&answer) != nil {
		return nil, false
	}
	items, isList := answer["data"].([]any)
	if !isList {
		items = []any{answer["data"]}
	}
	switch name {
	case FaultReversed:
		slices.Reverse(items)
	case FaultForeign, FaultCyclic, FaultEndless:
		links, ok := answer["links"].(map[string]any)
		if !isList || !ok {
			return nil, false
		}
		links["next"] = s.spoiledNext(name, self, items)
	case FaultUnknown:
		answer["jsonapi"] = map[string]any{"version": "1.1"}
		eachAttributes(items, func(a map[string]any) {
			a["sentimentScore"], a["labels"] = json.Number("0.75"), []any{"new", map[string]any{"depth": json.Number("2")}}
		})
	case FaultNulls:
		eachAttributes(items, func(a map[string]any) {
			for key := range a {
				if !neverNull(key) {
					a[key] = nil
				}
			}
		})
	}
	return encodeJSON(answer), true
}

// spoiledNext is where a bad next link leads. Endless pages also get fresh ids, or a client that knows its lines would
// not be fooled.
func (s *Server) spoiledNext(name, self string, items []any) string {
	switch name {
	case FaultForeign:
		_, path, _ := strings.Cut(strings.TrimPrefix(strings.TrimPrefix(self, "http://"), "https://"), "/")
		return foreignHost + "/" + path
	case FaultCyclic:
		return self
	}
	id := s.ids.uuid("endless")
	for _, item := range items {
		if m, ok := item.(map[string]any); ok {
			id = s.ids.uuid("endless")
			m["id"] = id
		}
	}
	address, _, _ := strings.Cut(self, "?")
	return address + "?page[after]=" + id + "&page[limit]=" + strconv.Itoa(max(1, len(items)))
}

func eachAttributes(items []any, do func(map[string]any)) {
	for _, item := range items {
		if m, ok := item.(map[string]any); ok {
			if a, ok := m["attributes"].(map[string]any); ok {
				do(a)
			}
		}
	}
}

// neverNull are the attributes without which a resource means nothing; every other one may be null.
func neverNull(name string) bool {
	switch name {
	case "amount", "currency", "executionDate", "status", "subtype", "reference", "referenceType", "resourceId",
		"resourceType", "name", "errors", "deprecated", "createdAt", "updatedAt":
		return true
	}
	return false
}

// flood streams a body of the given size that never becomes a document.
func (s *Server) flood(x *exchange, r *http.Request, size int64) {
	x.Header().Set("Content-Type", mediaType(r))
	x.WriteHeader(http.StatusOK)
	_, err := x.Write([]byte(`{"data":["`))
	chunk := bytes.Repeat([]byte("ferry "), 10_000)
	for sent := int64(0); sent < size && err == nil; sent += int64(len(chunk)) {
		select {
		case <-s.stopped:
			return
		default:
			_, err = x.Write(chunk)
		}
	}
}

func deepBody() []byte {
	b := append([]byte(`{"data":`), bytes.Repeat([]byte("["), deepLevels)...)
	return append(append(b, bytes.Repeat([]byte("]"), deepLevels)...), '}')
}
