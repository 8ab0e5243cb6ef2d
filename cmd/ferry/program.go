package main

import (
	"context"
	"os"
	"time"

	"ferry/core"
	"ferry/tui/program"
	"ferry/tui/term"
)

// needTerminal refuses to open the program where there is none to see it.
func (c *cli) needTerminal() error {
	if onTerminal(c.in) && onTerminal(c.out) {
		return nil
	}
	return &core.Error{Code: core.CodeInvalid, Msg: "the program needs a terminal",
		Hint: "scripts use the commands: ferry --help"}
}

// runProgram opens the program on the user's file.
func (c *cli) runProgram(ctx context.Context) error {
	if err := c.needTerminal(); err != nil {
		return err
	}
	return c.withDesk(ctx, func(d *desk) error {
		if err := d.vault.Unlock(); err != nil { // a prompt later would be painted over the screen
			return err
		}
		return c.show(ctx, d, "")
	})
}

// show runs the background core and the screens until the user leaves. status stands in the header.
func (c *cli) show(ctx context.Context, d *desk, status string) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	d.Start(ctx)
	out, _ := c.out.(*os.File) // needTerminal has seen that it is one
	return program.Run(ctx, d.Service, program.Host{
		Header: status, Notices: d.file.Notices(), Log: d.logger, Environ: term.ReadEnviron(os.Getenv), In: c.in, Out: out, Now: time.Now,
	})
}
