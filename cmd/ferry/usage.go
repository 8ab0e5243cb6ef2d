package main

import (
	"errors"
	"strconv"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
)

// usageError is a command line that cannot be understood.
type usageError struct {
	msg, hint string
}

// Error returns the sentence.
func (e *usageError) Error() string { return e.msg }

// needs accepts exactly the named arguments, and says which one is missing.
func needs(names ...string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		hint := cmd.CommandPath() + " --help"
		if len(args) < len(names) {
			return &usageError{msg: names[len(args)] + " is missing", hint: hint}
		}
		if len(args) > len(names) {
			return &usageError{msg: strconv.Quote(args[len(names)]) + " is one argument too many", hint: hint}
		}
		return nil
	}
}

// aCommand accepts what names a command from here down: cobra itself takes a name that it does not know for a question
// about the whole program.
func aCommand(cmd *cobra.Command, args []string) error {
	found, rest, err := cmd.Root().Find(args)
	if err != nil || len(rest) > 0 {
		return &usageError{msg: "there is no command " + strconv.Quote(strings.Join(args, " ")), hint: found.CommandPath() + " --help"}
	}
	return nil
}

// wrongFlag says of a flag's value what is wrong with it, without the words of Go's parser.
func wrongFlag(cmd *cobra.Command, err error) error {
	wrong, ok := errors.AsType[*pflag.InvalidValueError](err)
	if !ok {
		return err
	}
	flag := wrong.GetFlag()
	return &usageError{msg: "--" + flag.Name + ": " + strconv.Quote(wrong.GetValue()) + " is not " + kind(flag.Value.Type()),
		hint: cmd.CommandPath() + " --help"}
}

func kind(flagType string) string {
	switch {
	case strings.HasPrefix(flagType, "int"):
		return "a number"
	case strings.HasPrefix(flagType, "uint"):
		return "a number that is not negative"
	case flagType == "bool":
		return "true or false"
	}
	return "understood"
}
