package oauth

import (
	"context"
	"fmt"
	"html"
	"net"
	"net/http"
	"net/url"
	"sync/atomic"
	"time"

	"ferry/core"
)

// callbackPath is where a listener that chooses its own address receives the browser.
const callbackPath = "/ferry/authorized"

// Pages are the sentences that the browser shows; they come from the program's own catalogue.
type Pages struct {
	Accepted string // the answer was taken: go back to the terminal
	Refused  string // not the answer to our question
}

// Listener receives one browser on a loopback address. What does not pass its check is answered and forgotten, so that a
// stranger on the machine can neither finish the flow nor use up its one turn.
type Listener struct {
	uri     *url.URL
	server  *http.Server
	accept  func(Redirect) bool
	pages   Pages
	arrived chan Redirect // holds the one accepted answer until somebody waits
	taken   atomic.Bool
	served  chan struct{}
}

// Loopback reports whether an address can be listened on here: plain http to a numeric loopback address or localhost.
func Loopback(address string) bool {
	u, err := url.Parse(address)
	return err == nil && u.Scheme == "http" && u.Port() != "" && core.LoopbackHost(u.Hostname())
}

// Listen opens the redirect address, or a free port of 127.0.0.1 when it is empty. accept decides whether a request is the
// awaited one; it may be called from several goroutines.
func Listen(ctx context.Context, redirectURI string, accept func(Redirect) bool, pages Pages) (*Listener, error) {
	u := &url.URL{Scheme: "http", Host: "127.0.0.1:0", Path: callbackPath}
	if redirectURI != "" {
		if !Loopback(redirectURI) {
			return nil, fmt.Errorf("%s is not a loopback address with a port", redirectURI)
		}
		u, _ = url.Parse(redirectURI) // parsed by Loopback a moment ago
	}
	address := u.Host
	if u.Hostname() == "localhost" {
		address = net.JoinHostPort("127.0.0.1", u.Port())
	}
	var config net.ListenConfig
	socket, err := config.Listen(ctx, "tcp", address)
	if err != nil {
		return nil, fmt.Errorf("listen on %s: %w", address, err)
	}
	if redirectURI == "" {
		u.Host = socket.Addr().String()
	}
	l := &Listener{uri: u, accept: accept, pages: pages, arrived: make(chan Redirect, 1), served: make(chan struct{})}
	l.server = &http.Server{
		Handler:           http.HandlerFunc(l.serve),
		ReadHeaderTimeout: 5 * time.Second,
		ReadTimeout:       5 * time.Second,
		WriteTimeout:      5 * time.Second,
		MaxHeaderBytes:    16 << 10,
	}
	l.server.SetKeepAlivesEnabled(false)
	go func() {
		defer close(l.served)
		_ = l.server.Serve(socket) // always ends with ErrServerClosed
	}()
	return l, nil
}

// RedirectURI is the address to which the browser must be sent.
func (l *Listener) RedirectURI() string { return l.uri.String() }

// Arrived holds the accepted answer, once.
func (l *Listener) Arrived() <-chan Redirect { return l.arrived }

// Close stops listening at once. The page of an accepted answer has been sent by the time the answer arrives.
func (l *Listener) Close() error {
	err := l.server.Close()
	<-l.served
	return err
}

func (l *Listener) serve(w http.ResponseWriter, r *http.Request) {
	host, _, err := net.SplitHostPort(r.Host)
	if err != nil {
		host = r.Host
	}
	// A page elsewhere whose name was made to point here (DNS rebinding) shows in the Host header.
	if r.URL.Path != l.uri.Path || !core.LoopbackHost(host) {
		http.NotFound(w, r)
		return
	}
	if r.Method != http.MethodGet {
		w.Header().Set("Allow", http.MethodGet)
		http.Error(w, http.StatusText(http.StatusMethodNotAllowed), http.StatusMethodNotAllowed)
		return
	}
	redirect := redirectOf(r.URL.Query())
	if !l.accept(redirect) {
		page(w, http.StatusBadRequest, l.pages.Refused)
		return
	}
	if !l.taken.CompareAndSwap(false, true) {
		page(w, http.StatusGone, l.pages.Refused)
		return
	}
	page(w, http.StatusOK, l.pages.Accepted)
	_ = http.NewResponseController(w).Flush() // whoever waits may close the listener: the page goes out first
	l.arrived <- redirect
}

// page answers without scripts, and tells the browser to load nothing and to keep nothing.
func page(w http.ResponseWriter, status int, sentence string) {
	h := w.Header()
	h.Set("Content-Type", "text/html; charset=utf-8")
	h.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cache-Control", "no-store")
	h.Set("X-Content-Type-Options", "nosniff")
	w.WriteHeader(status)
	text := html.EscapeString(sentence)
	fmt.Fprintf(w, "<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>Ferry</title><p>%s</p></html>\n", text)
}
