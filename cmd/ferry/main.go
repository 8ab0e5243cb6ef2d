// Ferry carries bank lines from the bank to the books: the program, its commands, and the wiring of everything behind
// them. This is the only package that knows all others; what it decides is where files lie, who asks for secrets, what
// is written to which stream and with which exit code a command ends.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"
	// The banks' days are counted in their own time zones; a bare machine has none installed.
	_ "time/tzdata"
)

func main() { os.Exit(run(os.Args[1:])) }

// run executes one command line and returns the exit code.
func run(args []string) int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop) // a second ctrl+c ends the program at once
	c := &cli{in: os.Stdin, out: os.Stdout, err: os.Stderr, args: args}
	root := newRoot(c)
	root.SetArgs(args)
	return c.report(root, root.ExecuteContext(ctx))
}
