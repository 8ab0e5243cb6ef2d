package main

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"

	"golang.org/x/term"

	"ferry/core/secret"
)

// Secrets come from the environment, from standard input or from a prompt, and never from a flag: every user of the
// machine can read the command lines of its programs.
const (
	envClientSecret = "FERRY_CLIENT_SECRET"
	envPassphrase   = "FERRY_PASSPHRASE"
)

// minPassphrase is how short a new passphrase may be that somebody types. One from the environment is taken as it is.
const minPassphrase = 8

// askSecret shows a prompt on the error stream and reads a line that is not echoed. The terminal is silenced before the
// prompt appears, so that what is typed or pasted early is not shown either; ctrl+c and ctrl+d leave an empty answer.
func (c *cli) askSecret(prompt string) (string, error) {
	fd := int(c.in.Fd())
	before, err := term.MakeRaw(fd)
	if err != nil {
		return "", err
	}
	defer term.Restore(fd, before)
	streams := struct {
		io.Reader
		io.Writer
	}{c.in, c.err}
	line, err := term.NewTerminal(streams, "").ReadPassword(prompt)
	if errors.Is(err, io.EOF) {
		line, err = "", nil
		fmt.Fprint(c.err, "\r\n") // the terminal is still raw
	}
	return strings.TrimSpace(line), err
}

// clientSecret gets the secret of the integration that is being connected.
func (c *cli) clientSecret() (string, error) {
	if s := os.Getenv(envClientSecret); s != "" {
		return s, nil
	}
	var s string
	var err error
	if onTerminal(c.in) {
		s, err = c.askSecret("Client secret: ")
	} else {
		// One line: a secret is a few dozen characters, so what is longer was piped by mistake.
		s, err = bufio.NewReader(io.LimitReader(c.in, 4096)).ReadString('\n')
		if errors.Is(err, io.EOF) {
			err = nil
		}
	}
	if err != nil {
		return "", err
	}
	if s = strings.TrimSpace(s); s == "" {
		return "", &usageError{msg: "no client secret was given",
			hint: "type it at the prompt, pipe it into the command, or set " + envClientSecret}
	}
	return s, nil
}

// passphrase gets the passphrase of the key file.
func (c *cli) passphrase(ask secret.Ask) (string, error) {
	if p := os.Getenv(envPassphrase); p != "" {
		if ask.Attempt > 1 {
			return "", secret.ErrPassphrase
		}
		return p, nil
	}
	if !onTerminal(c.in) {
		return "", secret.ErrNoPassphrase
	}
	if ask.New {
		return c.newPassphrase()
	}
	if ask.Attempt > 1 {
		fmt.Fprintln(c.err, "That is not the passphrase.")
	}
	return c.askSecret("Passphrase of the key file: ")
}

func (c *cli) newPassphrase() (string, error) {
	fmt.Fprintln(c.err, "This system has no keyring, so the key to the stored credentials is locked with a passphrase.")
	fmt.Fprintln(c.err, "It cannot be recovered: without it the connections must be set up again; what was read stays readable.")
	for {
		first, err := c.askSecret("New passphrase: ")
		if err != nil || first == "" {
			return "", err
		}
		if len(first) < minPassphrase {
			fmt.Fprintf(c.err, "At least %d characters, please.\n", minPassphrase)
			continue
		}
		second, err := c.askSecret("The same again: ")
		if err != nil {
			return "", err
		}
		if first == second {
			return first, nil
		}
		fmt.Fprintln(c.err, "The two are not the same.")
	}
}
