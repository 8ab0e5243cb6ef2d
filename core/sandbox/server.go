package sandbox

import (
	"context"
	"net/http"

	"ferry/core/sandbox/world"
)

// Server is one simulated Ponto with its world, pages and control address.
type Server struct{}

// New builds the world and the server around it; nothing listens yet.
func New(o Options) (*Server, error) { return &Server{}, nil }

// Handler serves every door, page and the control address.
func (s *Server) Handler() http.Handler { return http.NotFoundHandler() }

// World is what the server serves.
func (s *Server) World() *world.World { return nil }

// Start listens on addr ("" or ":0" for a free port) until Close or until ctx ends. Without a host in addr it listens on
// 127.0.0.1 only: whoever reaches the control address owns the world.
func (s *Server) Start(ctx context.Context, addr string) (Addresses, error) { return Addresses{}, nil }

// Close stops listening, ends the requests that hang and waits for what it started.
func (s *Server) Close() error { return nil }
