package fetch

import (
	"context"

	"golang.org/x/time/rate"
)

// Budget is the number of requests a second that all connections share. Its Wait goes into ponto.Config.Limit of every
// client that talks to a real Ponto; a simulator on loopback needs none.
type Budget struct{ limiter *rate.Limiter }

// NewBudget returns a budget of so many requests a second.
func NewBudget(perSecond int) *Budget {
	b := &Budget{limiter: rate.NewLimiter(1, 1)}
	b.Set(perSecond)
	return b
}

// Set changes the budget; waiting requests follow.
func (b *Budget) Set(perSecond int) {
	perSecond = max(perSecond, 1)
	b.limiter.SetLimit(rate.Limit(perSecond))
	b.limiter.SetBurst(perSecond)
}

// Wait returns when a request may leave, or with the error of ctx.
func (b *Budget) Wait(ctx context.Context) error { return b.limiter.Wait(ctx) }
