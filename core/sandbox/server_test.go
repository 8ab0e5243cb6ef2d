package sandbox_test

import (
	"context"
	"net"
	"net/http"
	"strings"
	"testing"
	"time"

	"ferry/core/sandbox"
)

func TestStartListensOnLoopbackOnly(t *testing.T) {
	t.Parallel()
	for _, addr := range []string{"", ":0", "127.0.0.1:0", "localhost:0"} {
		s, err := sandbox.New(sandbox.Options{Seed: 1})
		if err != nil {
			t.Fatal(err)
		}
		at, err := s.Start(t.Context(), addr)
		if err != nil || !strings.HasPrefix(at.API, "http://127.0.0.1:") {
			t.Errorf("%q: %s %v", addr, at.API, err)
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
		if err := s.Close(); err != nil {
			t.Error("closed twice:", err)
		}
		if _, err := s.Start(t.Context(), addr); err == nil {
			t.Error("a closed server started")
		}
	}
}

func TestStartSaysWhyNot(t *testing.T) {
	t.Parallel()
	b := start(t, sandbox.Options{})
	s, err := sandbox.New(sandbox.Options{Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	for _, addr := range []string{strings.TrimPrefix(b.at.API, "http://"), "nonsense", "127.0.0.1:x"} {
		if _, err := s.Start(t.Context(), addr); err == nil || !strings.Contains(err.Error(), addr) {
			t.Errorf("%q: %v", addr, err)
		}
	}
}

func TestEndOfContextCloses(t *testing.T) {
	t.Parallel()
	s, err := sandbox.New(sandbox.Options{Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	at, err := s.Start(ctx, "")
	if err != nil {
		t.Fatal(err)
	}
	cancel()
	if err := s.Close(); err != nil { // waits for whichever of the two came first
		t.Error(err)
	}
	if c, err := net.DialTimeout("tcp", strings.TrimPrefix(at.API, "http://"), time.Second); err == nil {
		c.Close()
		t.Error("still listening")
	}
}

func TestSameSeedSameWorld(t *testing.T) {
	t.Parallel()
	a, b := start(t, sandbox.Options{Seed: 3}), start(t, sandbox.Options{Seed: 3})
	if a.at.ClientID != b.at.ClientID || a.at.ClientSecret != b.at.ClientSecret || a.full() != b.full() {
		t.Error("two worlds of one seed differ")
	}
	one := a.do(http.MethodGet, a.at.API+"/accounts?limit=100", a.full(), nil)
	two := b.do(http.MethodGet, b.at.API+"/accounts?limit=100", b.full(), nil)
	if strings.ReplaceAll(string(one.body), a.at.API, "") != strings.ReplaceAll(string(two.body), b.at.API, "") {
		t.Error("the accounts differ")
	}
}
