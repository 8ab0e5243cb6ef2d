package sandbox

import (
	"cmp"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"html/template"
	"log/slog"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"ferry/core"
	"ferry/core/sandbox/world"
)

// Server is one simulated Ponto with its world, pages and control address.
type Server struct {
	world    *world.World
	log      *slog.Logger
	ids      *source
	tokens   *tokens
	faults   *faults
	requests requestLog
	replays  replays
	desk     *desk
	oldCodes atomic.Bool
	// mostLines bounds the lines of a page below what is asked; 0: it does not.
	mostLines atomic.Int64
	loopback  atomic.Bool // listens there only
	identity  *Identity   // with TLS only
	buffers   sync.Pool   // *jsonWriter
	pages     *template.Template

	custom, connect, human, control http.Handler
	// guard refuses what a foreign web page in the same browser would send to the pages and the control address.
	guard *http.CrossOriginProtection

	// active is read-locked by every request; Close takes it to know that none is left. A WaitGroup would race with a
	// request that arrives in that moment.
	active  sync.RWMutex
	mu      sync.Mutex
	servers []*http.Server
	serving sync.WaitGroup
	plain   string        // address of the plain listener
	unwatch func() bool   // forgets the context of Start
	stopped chan struct{} // closed by Close
	once    sync.Once
}

// New builds the world and the server around it; nothing listens yet.
func New(o Options) (*Server, error) {
	s := &Server{
		world: world.New(world.Options{Seed: o.Seed, Transactions: o.Transactions, Now: o.Now, Elapsed: o.Elapsed}),
		log:   o.Log, ids: &source{seed: o.Seed}, faults: &faults{}, replays: replays{known: newShelf[*replay](replaysKept)},
		desk: newDesk(), guard: http.NewCrossOriginProtection(), stopped: make(chan struct{}),
		buffers: sync.Pool{New: func() any { return new(jsonWriter) }},
	}
	if s.log == nil {
		s.log = slog.New(slog.DiscardHandler)
	}
	s.tokens = newTokens(s.ids)
	s.oldCodes.Store(o.OldCodes)
	for _, text := range o.Faults {
		f, err := ParseFault(text)
		if err != nil {
			return nil, err
		}
		s.faults.add(f)
	}
	if o.ConnectTLS {
		identity, err := newIdentity()
		if err != nil {
			return nil, err
		}
		s.identity = identity
	}
	pages, err := template.New("form").Parse(pageTemplate)
	if err != nil {
		return nil, err
	}
	s.pages = pages
	s.custom, s.connect = s.apiRoutes(core.CustomIntegration), s.apiRoutes(core.PontoConnect)
	s.human, s.control = s.humanRoutes(), s.controlRoutes()
	return s, nil
}

// World is what the server serves.
func (s *Server) World() *world.World { return s.world }

// Handler serves every door, page and the control address.
func (s *Server) Handler() http.Handler { return s }

// Requests is the log, oldest first; it forgets all but the last ten thousand.
func (s *Server) Requests() []Request { return s.requests.all() }

// Identity is what a vendor would have from the developer portal: nil unless the Ponto Connect door asks for certificates.
func (s *Server) Identity() *Identity { return s.identity }

// Start listens on addr ("" or ":0" for a free port) until Close or until ctx ends. Without a host in addr it listens on
// 127.0.0.1 only: whoever reaches the control address owns the world.
func (s *Server) Start(ctx context.Context, addr string) (Addresses, error) {
	host, port, err := net.SplitHostPort(cmp.Or(addr, ":0"))
	if err != nil {
		return Addresses{}, fmt.Errorf("address %q: %w", addr, err)
	}
	host = cmp.Or(host, "127.0.0.1")
	plain, err := s.listen(ctx, net.JoinHostPort(host, port), nil)
	if err != nil {
		return Addresses{}, err
	}
	if at, err := net.ResolveTCPAddr("tcp", plain); err == nil {
		s.loopback.Store(at.IP.IsLoopback())
	}
	base := "http://" + plain
	connect := base + "/ponto-connect"
	if s.identity != nil {
		secure, err := s.listen(ctx, net.JoinHostPort(host, "0"), s.identity.serverConfig())
		if err != nil {
			return Addresses{}, errors.Join(err, s.Close())
		}
		connect = "https://" + secure + "/ponto-connect"
	}
	s.mu.Lock()
	s.unwatch = context.AfterFunc(ctx, func() { _ = s.Close() })
	s.mu.Unlock()
	full, starter, app := s.world.FullIntegration(), s.world.StarterIntegration(), s.world.ConnectApplication()
	return Addresses{
		API: base, Connect: connect, Authorization: base + authorizationPath, Dashboard: base + "/dashboard",
		Control: base + "/control", ClientID: full.ClientID, ClientSecret: full.ClientSecret,
		Starter:       Credentials{starter.ClientID, starter.ClientSecret},
		ConnectClient: Credentials{app.ClientID, app.ClientSecret},
	}, nil
}

// listen serves one address and returns where it came to stand.
func (s *Server) listen(ctx context.Context, addr string, secure *tls.Config) (string, error) {
	var config net.ListenConfig
	listener, err := config.Listen(ctx, "tcp", addr)
	if err != nil {
		return "", fmt.Errorf("listen on %s: %w", addr, err)
	}
	server := &http.Server{Handler: s, TLSConfig: secure, ReadHeaderTimeout: 10 * time.Second,
		ErrorLog: slog.NewLogLogger(s.log.Handler(), slog.LevelDebug)}
	s.mu.Lock()
	defer s.mu.Unlock()
	select {
	case <-s.stopped:
		return "", errors.Join(http.ErrServerClosed, listener.Close())
	default:
	}
	s.servers = append(s.servers, server)
	if secure == nil {
		s.plain = listener.Addr().String()
	}
	s.serving.Go(func() {
		serve := server.Serve
		if secure != nil {
			serve = func(l net.Listener) error { return server.ServeTLS(l, "", "") }
		}
		if err := serve(listener); !errors.Is(err, http.ErrServerClosed) {
			s.log.Error("stopped serving", "err", err)
		}
	})
	return listener.Addr().String(), nil
}

// Close stops listening, cuts the requests that are under way and waits for what it started.
func (s *Server) Close() error {
	var err error
	s.once.Do(func() {
		s.mu.Lock()
		close(s.stopped)
		servers := s.servers
		if s.unwatch != nil {
			s.unwatch()
		}
		s.mu.Unlock()
		for _, server := range servers {
			err = errors.Join(err, server.Close())
		}
	})
	s.serving.Wait()
	s.active.Lock()
	defer s.active.Unlock()
	return err
}

// humanAddress is where a person's browser reaches the pages: the plain listener even for a request that came over TLS.
func (s *Server) humanAddress(r *http.Request) string {
	if r.TLS == nil {
		return serverAddress(r)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return "http://" + s.plain
}
