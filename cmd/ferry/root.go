package main

import (
	"cmp"
	"fmt"
	"io"
	"os"
	"runtime/debug"

	"github.com/spf13/cobra"
	"golang.org/x/term"

	"ferry/core"
)

// cli is one run of the program: its streams, and how far the command line was understood.
type cli struct {
	in       *os.File
	out, err io.Writer

	args    []string
	json    bool
	started bool  // the command line was understood: errors from here on are failures
	lost    error // why a sentence could not be written
}

// Groups of commands in the help.
const (
	groupDaily = "daily"
	groupBooks = "books"
	groupSetup = "setup"
	groupFile  = "file"
	groupTry   = "try"
	groupHelp  = "help"
)

func newRoot(c *cli) *cobra.Command {
	root := &cobra.Command{
		Use:   "ferry",
		Short: "bank lines from the bank to the books",
		Long: `Ferry reads bank accounts through Ponto, keeps their lines in one file on this machine, and watches the
consents under which the banks give them. Without a command it opens the program.

Every command that prints takes --json: one object a line, amounts as strings ("-12.30"), days as
2026-11-22, the API's own names. Every object of a command has the same keys; what is not known is null.

Exit codes: 0 fine, 1 failed, 2 wrong usage, 3 worked but something needs a person.

FERRY_DATA names the folder for everything Ferry keeps. FERRY_CLIENT_SECRET gives a client secret to
"ferry connect". FERRY_PASSPHRASE opens the key file where the system has no keyring.`,
		Example:       "  ferry demo\n  ferry fetch --json\n  ferry transactions --since 2026-11-01",
		Version:       version(),
		Args:          cobra.NoArgs,
		SilenceErrors: true,
		SilenceUsage:  true,
		PersistentPreRun: func(*cobra.Command, []string) {
			c.started = true
		},
		RunE: func(cmd *cobra.Command, _ []string) error { return c.runProgram(cmd.Context()) },
	}
	root.SetIn(c.in)
	root.SetOut(c.out)
	root.SetErr(c.err)
	root.SetVersionTemplate("ferry {{.Version}}\n")
	root.AddGroup(
		&cobra.Group{ID: groupDaily, Title: "Every day:"},
		&cobra.Group{ID: groupBooks, Title: "Reconcile:"},
		&cobra.Group{ID: groupSetup, Title: "Set up:"},
		&cobra.Group{ID: groupFile, Title: "The file:"},
		&cobra.Group{ID: groupTry, Title: "Try it:"},
		&cobra.Group{ID: groupHelp, Title: "Help:"},
	)
	root.SetHelpCommandGroupID(groupHelp)
	root.SetCompletionCommandGroupID(groupHelp)
	root.SuggestionsMinimumDistance = 2
	c.addCommands(root)
	root.SetFlagErrorFunc(wrongFlag)
	root.InitDefaultHelpCmd()
	root.InitDefaultCompletionCmd()
	for _, cmd := range root.Commands() {
		switch cmd.Name() {
		case "help":
			cmd.Args = aCommand
		case "completion":
			cmd.RunE = func(*cobra.Command, []string) error {
				return &usageError{msg: "which shell?", hint: "ferry completion bash, fish, powershell or zsh"}
			}
		}
	}
	return root
}

// addCommands adds all commands, in the order of the groups.
func (c *cli) addCommands(root *cobra.Command) {
	root.AddCommand(
		c.fetchCommand(), c.syncCommand(), c.accountsCommand(), c.transactionsCommand(), c.consentsCommand(),
		c.itemsCommand(), c.matchCommand(), c.acceptCommand(), c.rejectCommand(), c.settleCommand(), c.codeCommand(), c.checkCommand(), c.noteCommand(),
		c.matchesCommand(), c.unmatchCommand(), c.rulesCommand(), c.undoCommand(), c.redoCommand(),
		c.monthsCommand(), c.lockCommand(), c.unlockCommand(), c.locksCommand(),
		c.chartCommand(), c.limitsCommand(), c.mappingsCommand(),
		c.connectCommand(), c.institutionsCommand(), c.dossiersCommand(), c.settingsCommand(),
		c.verifyCommand(), c.backupCommand(), c.restoreCommand(), c.salvageCommand(),
		c.demoCommand(), c.sandboxCommand(),
		c.manCommand(), c.versionCommand(),
	)
}

// addJSON gives a command that prints the --json flag.
func (c *cli) addJSON(cmd *cobra.Command) *cobra.Command {
	cmd.Flags().BoolVar(&c.json, "json", false, "print one JSON object a line")
	return cmd
}

func (c *cli) versionCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "version",
		GroupID: groupHelp,
		Short:   "print the version",
		Args:    needs(),
		Run:     func(*cobra.Command, []string) { c.say("ferry %s", version()) },
	}
}

// version is the one the binary was built from, as Go recorded it.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return "unknown"
	}
	v := info.Main.Version
	if v == "" || v == "(devel)" {
		v = "development"
	}
	return v + " " + info.GoVersion
}

// onTerminal reports whether a stream is a terminal: somebody to ask, or somebody to show a program to.
func onTerminal(stream any) bool {
	file, ok := stream.(*os.File)
	return ok && term.IsTerminal(int(file.Fd()))
}

// say prints a sentence. That it could not be written, on a full disk, is told at the end.
func (c *cli) say(format string, args ...any) {
	_, err := fmt.Fprintln(c.out, core.CleanText(fmt.Sprintf(format, args...)))
	c.lost = cmp.Or(c.lost, err)
}
