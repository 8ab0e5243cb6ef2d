package app_test

import (
	"context"
	"crypto/rand"
	"net/http"
	"sync/atomic"
	"testing"
	"time"

	"ferry/core"
	"ferry/core/app"
	"ferry/core/match/monthtest"
	"ferry/store"
	"ferry/store/storetest"
)

// broken is a file of which the open lines cannot be listed without a fault in the program.
type broken struct{ *store.File }

func (b broken) Lines(ctx context.Context, q core.Query) (core.Listing, error) {
	if q.Work == core.WorkOpen {
		panic("the lines are broken")
	}
	return b.File.Lines(ctx, q)
}

// TestAPanicInTheBackgroundIsCaught: whoever wired the service hears of it, on the goroutine where it happened.
func TestAPanicInTheBackgroundIsCaught(t *testing.T) {
	t.Parallel()
	o := newOffice(t, monthtest.New(1, 1))
	caught := make(chan any, 1)
	s, err := app.New(t.Context(), app.Config{Store: broken{o.file}, Now: func() time.Time { return storetest.Now }, Rand: rand.Reader,
		Recover: func() { caught <- recover() }})
	o.must(err)
	_, err = s.Proposals(t.Context(), o.dossier)
	o.must(err)
	if fault := <-caught; fault != "the lines are broken" {
		t.Errorf("caught %v", fault)
	}
	o.must(s.Close())
}

// falling is a connection to Ponto on which the program falls over.
type falling struct{ on atomic.Bool }

func (f *falling) RoundTrip(r *http.Request) (*http.Response, error) {
	if f.on.Load() {
		panic("the transport is broken")
	}
	return http.DefaultTransport.RoundTrip(r)
}

func TestAPanicWhileReadingIsCaught(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	b.close()
	wire, caught := &falling{}, make(chan any, 1)
	b.wire, b.save = wire, func() {
		if fault := recover(); fault != nil {
			select {
			case caught <- fault:
			default:
			}
		}
	}
	b.open()
	conn := b.connect(core.CustomIntegration)
	b.add(conn, b.banks(core.CustomIntegration, 1)[0])
	wire.on.Store(true)
	ctx, stop := context.WithCancel(t.Context())
	defer stop() // what waits for the answer of a goroutine that fell ends with it
	done := make(chan struct{})
	go func() { defer close(done); _, _ = b.Fetch(ctx, nil, nil) }()
	if fault := <-caught; fault != "the transport is broken" {
		t.Errorf("caught %v", fault)
	}
	stop()
	<-done
}
