package sandbox

import (
	"errors"
	"net"
	"net/http"
	"strconv"
	"strings"
	"time"

	"ferry/core/sandbox/world"
)

// exchange is one request with its answer, from arrival to its entry in the log.
type exchange struct {
	http.ResponseWriter
	entry Request
}

// WriteHeader notes the status on its way out.
func (x *exchange) WriteHeader(status int) {
	if x.entry.Status == 0 {
		x.entry.Status = status
	}
	x.ResponseWriter.WriteHeader(status)
}

// Write counts what is sent.
func (x *exchange) Write(b []byte) (int, error) {
	if x.entry.Status == 0 {
		x.entry.Status = http.StatusOK
	}
	n, err := x.ResponseWriter.Write(b)
	x.entry.Bytes += int64(n)
	return n, err
}

// Unwrap lets http.ResponseController reach the connection.
func (x *exchange) Unwrap() http.ResponseWriter { return x.ResponseWriter }

// ServeHTTP gives every request its id and the virtual date, sends it to its door and logs it.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	s.active.RLock()
	defer s.active.RUnlock()
	now := s.world.Now()
	x := &exchange{ResponseWriter: w, entry: Request{At: now, Method: r.Method, Path: r.URL.Path,
		Query: r.URL.RawQuery, RequestID: s.ids.uuid("request")}}
	w.Header().Set("Date", now.UTC().Format(http.TimeFormat))
	w.Header().Set("Ibanity-Request-Id", x.entry.RequestID)
	defer func() {
		s.requests.add(x.entry)
		s.log.Debug("answered", "method", x.entry.Method, "path", x.entry.Path, "status", x.entry.Status,
			"request", x.entry.RequestID, "did", x.entry.Did, "fault", x.entry.Fault)
	}()
	// A foreign site whose name was made to lead here would pass for this one in a browser: on loopback only the names
	// of this machine count.
	if s.loopback.Load() && !localName(r.Host) {
		http.Error(x, "this is a simulator on the loopback interface", http.StatusMisdirectedRequest)
		return
	}
	s.route(x, r)
}

func localName(host string) bool {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	return host == "localhost" || strings.HasSuffix(host, ".localhost") || net.ParseIP(strings.Trim(host, "[]")) != nil
}

// route chooses the door. Ponto Connect's base is a folder of the same address, the human pages and the control address
// are others; everything else is the custom integration.
func (s *Server) route(x *exchange, r *http.Request) {
	first, _, _ := strings.Cut(strings.TrimPrefix(r.URL.Path, "/"), "/")
	switch first {
	case "control":
		x.entry.Door = doorControl
		s.guard.Handler(s.control).ServeHTTP(x, r)
	case "dashboard", "consent", "authorize":
		s.serveHuman(x, r)
	case "ponto-connect":
		x.entry.Door = doorConnect
		s.serveAPI(s.connect, "/ponto-connect", x, r)
	default:
		if r.URL.Path == authorizationPath {
			s.serveHuman(x, r)
			return
		}
		x.entry.Door = doorCustom
		s.serveAPI(s.custom, "", x, r)
	}
}

func (s *Server) serveHuman(x *exchange, r *http.Request) {
	x.entry.Door = doorHuman
	s.guard.Handler(s.human).ServeHTTP(x, r)
}

// serverAddress is where the client reached this server: every absolute link of an answer is built on it.
func serverAddress(r *http.Request) string {
	if r.TLS != nil {
		return "https://" + r.Host
	}
	return "http://" + r.Host
}

// writeError sends a failure in the shape that belongs to it.
func writeError(x *exchange, r *http.Request, err error) {
	if o, ok := errors.AsType[*oauthProblem](err); ok {
		if o.status == http.StatusUnauthorized {
			x.Header().Set("WWW-Authenticate", `Basic realm="ponto"`)
		}
		writeJSON(x, o.status, "application/json", encodeJSON(o))
		return
	}
	p, ok := errors.AsType[*problem](err)
	if !ok {
		p = problemOf(err)
	}
	if p.challenge != "" {
		x.Header().Set("WWW-Authenticate", p.challenge)
	}
	writeJSON(x, p.status, mediaType(r), encodeJSON(p.body(x.entry.RequestID)))
}

// problemOf names the world's refusals as the API would. The codes for maintenance are inferred: none was ever recorded.
func problemOf(err error) *problem {
	switch {
	case errors.Is(err, world.ErrNotFound):
		return notFound("")
	case errors.Is(err, world.ErrLimit):
		return invalidLimit()
	case errors.Is(err, world.ErrMaintenance):
		return &problem{status: http.StatusServiceUnavailable, code: "financialInstitutionInMaintenance",
			detail: "The financial institution is in maintenance. Try again later."}
	case errors.Is(err, world.ErrRecentlySynchronized):
		return &problem{status: http.StatusBadRequest, code: "accountRecentlySynchronized",
			detail: "A synchronization of this type already ran for the account a short while ago. Wait before you ask for another."}
	case errors.Is(err, world.ErrSubtype):
		return invalid("invalidSynchronizationSubtype", "subtype", "The subtype is not one that synchronizations have.")
	case errors.Is(err, world.ErrInvalid), errors.Is(err, world.ErrNotConnectable), errors.Is(err, world.ErrExists),
		errors.Is(err, world.ErrBackwards):
		return &problem{status: http.StatusBadRequest, code: "invalidValue", detail: err.Error()}
	}
	return &problem{status: http.StatusInternalServerError, code: "internalServerError", detail: err.Error()}
}

// mediaType answers in the spelling the client asked for; the official clients differ.
func mediaType(r *http.Request) string {
	if strings.Contains(r.Header.Get("Accept"), "application/vnd.api+json") {
		return "application/vnd.api+json"
	}
	return "application/json"
}

func writeJSON(x *exchange, status int, contentType string, body []byte) {
	h := x.Header()
	h.Set("Content-Type", contentType)
	h.Set("Content-Length", strconv.Itoa(len(body)))
	h.Set("Cache-Control", "no-store")
	x.WriteHeader(status)
	// A client that went away is its own affair.
	_, _ = x.Write(body)
}

// wait sleeps real time, for faults only, and reports whether it was not interrupted.
func (s *Server) wait(r *http.Request, d time.Duration) bool {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-r.Context().Done():
	case <-s.stopped:
	}
	return false
}
