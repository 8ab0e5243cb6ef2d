package main

import (
	"errors"
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"ferry/core"
)

// Exit codes that scripts rely on.
const (
	exitFine      = 0
	exitFailed    = 1
	exitUsage     = 2
	exitAttention = 3
)

// errAttention ends a command that worked but found something that needs a person. What it is was printed already.
var errAttention = errors.New("something needs a person")

func usagef(format string, args ...any) error { return &usageError{msg: fmt.Sprintf(format, args...)} }

// report tells an error as scripts and people know it, "ferry: sentence" and "ferry: hint: what to do", and chooses the
// exit code.
func (c *cli) report(root *cobra.Command, err error) int {
	if c.lost != nil && (err == nil || errors.Is(err, errAttention)) {
		err = c.lost
	}
	switch {
	case err == nil:
		return exitFine
	case errors.Is(err, errAttention):
		return exitAttention
	}
	usage, ok := errors.AsType[*usageError](err)
	if !ok && !c.started { // cobra's own: unknown command or flag, wrong number of arguments
		usage, ok = &usageError{msg: firstLine(err.Error()), hint: c.suggestion(root)}, true
	}
	if ok {
		c.complain(usage.msg, usage.hint)
		return exitUsage
	}
	c.complain(err.Error(), core.HintOf(err))
	return exitFailed
}

// complain writes one failure to the error stream.
func (c *cli) complain(sentence, hint string) {
	fmt.Fprintf(c.err, "ferry: %s\n", core.CleanText(sentence))
	if hint != "" {
		fmt.Fprintf(c.err, "ferry: hint: %s\n", core.CleanText(hint))
	}
}

// suggestion points from a wrong command line to help, or to the command that was probably meant.
func (c *cli) suggestion(root *cobra.Command) string {
	cmd, rest, _ := root.Find(c.args)
	if cmd != root {
		return cmd.CommandPath() + " --help"
	}
	for _, arg := range rest {
		if near := root.SuggestionsFor(arg); len(near) > 0 {
			return "ferry " + near[0]
		}
	}
	return "ferry --help"
}

func firstLine(s string) string {
	line, _, _ := strings.Cut(s, "\n")
	return line
}
