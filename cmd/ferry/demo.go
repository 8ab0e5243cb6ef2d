package main

import (
	"context"
	"errors"
	"os"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"ferry/core"
	"ferry/core/sandbox"
	"ferry/core/secret"
)

// demoDossier is the client file that the demo starts with.
const demoDossier = "Demo"

func (c *cli) demoCommand() *cobra.Command {
	var f sandboxFlags
	cmd := &cobra.Command{
		Use:     "demo",
		GroupID: groupTry,
		Short:   "the program on a simulated Ponto: nothing to set up, nothing left behind",
		Long: `Open the program on a simulated Ponto that runs inside it. A dossier and a connection are there; no bank is authorized
yet, so the first step is to add one. The bank's code is 123456. With the bank come the invoices that its lines pay, as
from a bookkeeping program; ledger accounts and some rules are there.

Its clock starts now, so that today's lines are of today. Everything lies in a folder that is thrown away at the end,
unless FERRY_DATA names one.`,
		Args: needs(),
		RunE: func(cmd *cobra.Command, _ []string) error {
			o, err := f.options()
			if err != nil {
				return err
			}
			o.Now = time.Now() // "ferry sandbox" has a fixed day instead: scripts compare
			return c.runDemo(cmd.Context(), o)
		},
	}
	f.addWorld(cmd)
	return cmd
}

func (c *cli) runDemo(ctx context.Context, o sandbox.Options) (err error) {
	if err := c.needTerminal(); err != nil {
		return err
	}
	server, err := sandbox.New(o)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, server.Close()) }()
	addresses, err := server.Start(ctx, "127.0.0.1:0")
	if err != nil {
		return err
	}
	d, forget, err := c.demoDesk(ctx, &addresses)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, d.Close(), forget()) }()
	if err := settleDemo(ctx, d); err != nil {
		return err
	}
	following, stop := context.WithCancel(ctx)
	var books sync.WaitGroup
	books.Go(func() { followDemoBooks(following, d, server.World()) })
	defer books.Wait()
	defer stop()
	return c.show(ctx, d, "demo")
}

// demoDesk opens the demo's file: in the user's folder when FERRY_DATA names one, else in a folder of its own with a key
// that exists in memory only. What it returns to be called at the end throws that folder away.
func (c *cli) demoDesk(ctx context.Context, addresses *sandbox.Addresses) (*desk, func() error, error) {
	keep := func() error { return nil }
	if os.Getenv("FERRY_DATA") != "" {
		p := findPaths()
		if err := p.prepare(); err != nil {
			return nil, nil, err
		}
		vault := c.vault(p)
		if err := vault.Unlock(); err != nil {
			return nil, nil, err
		}
		d, err := c.newDesk(ctx, p, vault, addresses)
		return d, keep, err
	}
	folder, err := os.MkdirTemp("", "ferry-demo-")
	if err != nil {
		return nil, nil, err
	}
	forget := func() error { return os.RemoveAll(folder) }
	vault, err := secret.Throwaway()
	if err != nil {
		return nil, nil, errors.Join(err, forget())
	}
	d, err := c.newDesk(ctx, paths{data: folder, state: folder}, vault, addresses)
	if err != nil {
		return nil, nil, errors.Join(err, forget())
	}
	return d, forget, nil
}

// settleDemo makes the dossier and its connection. A demo in a folder that is kept meets a new simulator each time, with
// the same world at another address: the connection it finds there follows.
func settleDemo(ctx context.Context, d *desk) error {
	credentials, _ := d.SimulatorCredentials("", core.CustomIntegration)
	connections, err := d.Connections(ctx, "")
	if err != nil {
		return err
	}
	for _, conn := range connections {
		if conn.Sandbox && conn.Door == core.CustomIntegration {
			return errors.Join(d.UpdateCredentials(ctx, conn.ID, credentials), openDemoBooks(ctx, d, conn.Dossier))
		}
	}
	id, err := findDossier(ctx, d, demoDossier)
	if core.CodeOf(err) == core.CodeNotFound {
		var dossier core.Dossier
		dossier, err = d.CreateDossier(ctx, demoDossier)
		id = dossier.ID
	}
	if err != nil {
		return err
	}
	credentials.Dossier = id
	if _, err = d.Connect(ctx, credentials); err != nil {
		return err
	}
	return openDemoBooks(ctx, d, id)
}
