package main

import (
	"io"
	"strings"

	mcobra "github.com/muesli/mango-cobra"
	"github.com/spf13/cobra"
)

func (c *cli) manCommand() *cobra.Command {
	return &cobra.Command{
		Use:     "man",
		GroupID: groupHelp,
		Short:   "print the manual page",
		Long:    "Print the manual page, made from the same texts as --help.",
		Example: "  ferry man > ferry.1",
		Args:    needs(),
		RunE: func(cmd *cobra.Command, _ []string) error {
			page, err := mcobra.NewManPage(1, cmd.Root())
			if err != nil {
				return err
			}
			page.WithSection("Commands in detail", details(cmd.Root()))
			_, err = io.WriteString(c.out, page.Build(new(roff)))
			return err
		},
	}
}

// details gathers the long texts of all commands, which the page's table of commands leaves out.
func details(parent *cobra.Command) string {
	var b strings.Builder
	for _, cmd := range parent.Commands() {
		if cmd.Long == "" || cmd.Hidden || !cmd.IsAvailableCommand() || cmd.Name() == "completion" {
			continue
		}
		b.WriteString(cmd.CommandPath() + "\n\n" + indent(cmd.Long) + "\n\n" + details(cmd))
	}
	return b.String()
}

func indent(text string) string { return "    " + strings.ReplaceAll(text, "\n", "\n    ") }
