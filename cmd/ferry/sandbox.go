package main

import (
	"context"
	"errors"
	"log/slog"
	"time"

	"github.com/spf13/cobra"

	"ferry/core/sandbox"
)

// sandboxFlags choose the simulated world.
type sandboxFlags struct {
	addr, now    string
	seed         uint64
	transactions int
	faults       []string
	tls, verbose bool
}

func (c *cli) sandboxCommand() *cobra.Command {
	var f sandboxFlags
	cmd := &cobra.Command{
		Use:     "sandbox",
		GroupID: groupTry,
		Short:   "run the simulated Ponto alone, for scripts and other programs",
		Long: `Run the simulated Ponto alone, until it is interrupted: both doors of the API, the pages on which a person signs up and
gives consent, a world of invented banks, a clock that can be moved, and faults that can be switched on.

When it is ready it prints one line of JSON: api, connect, authorization, dashboard, control (addresses), clientId and
clientSecret of an integration that has accounts of several banks, starterClientId and starterClientSecret of one that
has none yet, connectClientId and connectClientSecret for the other door. "curl" on the control address tells how to
move the clock, post lines and switch faults; its items.csv is a table of the open invoices that the lines pay.

The world depends on --seed and --transactions only. It is forgotten at the end.`,
		Example: "  ferry sandbox --transactions 1000\n  ferry sandbox --addr 127.0.0.1:4001 --now 2026-11-22T08:00:00Z --fault 429:3",
		Args:    needs(),
		RunE: func(cmd *cobra.Command, _ []string) error {
			o, err := f.options()
			if err != nil {
				return err
			}
			if f.verbose {
				o.Log = slog.New(slog.NewTextHandler(c.err, nil))
			}
			return c.runSandbox(cmd.Context(), f.addr, o)
		},
	}
	cmd.Flags().StringVar(&f.addr, "addr", "127.0.0.1:0", "`ADDRESS` to listen on; port 0 takes a free one")
	cmd.Flags().StringVar(&f.now, "now", "", "`TIME` at which its clock starts (2026-11-22T08:00:00Z)")
	cmd.Flags().StringArrayVar(&f.faults, "fault", nil, "switch on a `FAULT`, NAME or NAME:TIMES; may be repeated")
	cmd.Flags().BoolVar(&f.tls, "connect-tls", false, "let the Ponto Connect door ask for a client certificate and check signatures")
	cmd.Flags().BoolVar(&f.verbose, "verbose", false, "tell every request on the error stream")
	f.addWorld(cmd)
	return cmd
}

// addWorld adds the flags that "ferry demo" has too.
func (f *sandboxFlags) addWorld(cmd *cobra.Command) {
	cmd.Flags().Uint64Var(&f.seed, "seed", 1, "`S` decides which world it is")
	cmd.Flags().IntVar(&f.transactions, "transactions", 0, "about how many bank lines the world has, `N`; 0: its usual number")
}

func (f *sandboxFlags) options() (sandbox.Options, error) {
	o := sandbox.Options{Seed: f.seed, Transactions: f.transactions, Faults: f.faults, ConnectTLS: f.tls, Elapsed: elapsed()}
	if f.transactions < 0 {
		return o, usagef("--transactions cannot be negative")
	}
	for _, fault := range f.faults {
		if _, err := sandbox.ParseFault(fault); err != nil {
			return o, usagef("--fault: %v", err)
		}
	}
	if f.now != "" {
		now, err := time.Parse(time.RFC3339, f.now)
		if err != nil {
			return o, usagef("--now: %q is not a time such as 2026-11-22T08:00:00Z", f.now)
		}
		o.Now = now
	}
	return o, nil
}

// elapsed tells the time since it was made, whatever happens to the machine's clock.
func elapsed() func() time.Duration {
	start := time.Now()
	return func() time.Duration { return time.Since(start) }
}

// runSandbox serves until it is interrupted. That is how it ends, so it is no failure.
func (c *cli) runSandbox(ctx context.Context, addr string, o sandbox.Options) (err error) {
	server, err := sandbox.New(o)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, server.Close()) }()
	a, err := server.Start(ctx, addr)
	if err != nil {
		return err
	}
	j := jsonLines{w: c.out}
	j.text("api", a.API)
	j.text("connect", a.Connect)
	j.text("authorization", a.Authorization)
	j.text("clientId", a.ClientID)
	j.text("clientSecret", a.ClientSecret)
	j.text("control", a.Control)
	j.text("dashboard", a.Dashboard)
	j.text("starterClientId", a.Starter.ClientID)
	j.text("starterClientSecret", a.Starter.ClientSecret)
	j.text("connectClientId", a.ConnectClient.ClientID)
	j.text("connectClientSecret", a.ConnectClient.ClientSecret)
	if err := j.end(); err != nil {
		return err
	}
	<-ctx.Done()
	return nil
}
