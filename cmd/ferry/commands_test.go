package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"ferry/core"
)

// try runs a command line that touches no file.
func try(args ...string) (code int, out, errs string) {
	var o, e bytes.Buffer
	c := &cli{in: os.Stdin, out: &o, err: &e, args: args}
	root := newRoot(c)
	root.SetArgs(append([]string{}, args...)) // without any, and not the arguments of the test program
	code = c.report(root, root.ExecuteContext(context.Background()))
	return code, o.String(), e.String()
}

// eachCommand walks all commands.
func eachCommand(cmd *cobra.Command, visit func(*cobra.Command)) {
	visit(cmd)
	for _, sub := range cmd.Commands() {
		eachCommand(sub, visit)
	}
}

func TestNoFlagTakesASecret(t *testing.T) {
	t.Parallel()
	eachCommand(newRoot(&cli{}), func(cmd *cobra.Command) {
		cmd.Flags().VisitAll(func(f *pflag.Flag) {
			for _, word := range []string{"secret", "password", "passphrase", "token", "key"} {
				if strings.Contains(f.Name, word) {
					t.Errorf("%s has the flag --%s", cmd.CommandPath(), f.Name)
				}
			}
		})
	})
	code, _, errs := try("connect", "--client-id", "x", "--client-secret", "s3cret")
	if code != exitUsage || strings.Contains(errs, "s3cret") {
		t.Errorf("exit %d, %q", code, errs)
	}
}

func TestEveryCommandIsExplained(t *testing.T) {
	t.Parallel()
	root := newRoot(&cli{})
	eachCommand(root, func(cmd *cobra.Command) {
		if cmd.Short == "" {
			t.Errorf("%s says nothing", cmd.CommandPath())
		}
		if cmd.Parent() == root && cmd.GroupID == "" {
			t.Errorf("%s is in no group", cmd.CommandPath())
		}
		if cmd.Flags().Lookup("json") != nil && cmd.Parent() == root && !strings.Contains(cmd.Long, "JSON") {
			t.Errorf("%s does not say what its JSON is", cmd.CommandPath())
		}
	})
}

func TestWrongUsage(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ args, sentence, hint string }{
		{"fetsh", `unknown command "fetsh"`, "ferry fetch"},
		{"xyzzy", `unknown command "xyzzy"`, "ferry --help"},
		{"--nope", "unknown flag: --nope", "ferry --help"},
		{"accounts --nope", "unknown flag: --nope", "ferry accounts --help"},
		{"accounts surplus", "one argument too many", "ferry accounts --help"},
		{"connect", "--client-id is missing", "Ponto shows it"},
		{"backup", "FILE is missing", "ferry backup --help"},
		{"transactions --since yesterday", "--since", ""},
		{"transactions --limit -1", "--limit", ""},
		{"transactions --limit x", "is not a number", "ferry transactions --help"},
		{"consents --within soon", "--within", ""},
		{"settings get colour", "no setting", "ferry settings"},
		{"settings set fetch-every often", "not a time", ""},
		{"settings set customer-ip here", "not an IP address", ""},
		{"settings set warn-days few", "not a number", ""},
		{"settings set look-up-ip perhaps", "neither on nor off", ""},
		{"settings set theme plaid", "not one of dark", ""},
		{"sandbox --now later", "--now", ""},
		{"items import", "FILE is missing", "ferry items import --help"},
		{"items surplus", "unknown command", "ferry items --help"},
		{"match surplus", "one argument too many", "ferry match --help"},
		{"matches --limit -1", "--limit", ""},
		{"unmatch", "ID is missing", "ferry unmatch --help"},
		{"unmatch 0", "not the id of a match", ""},
		{"rules add Rent --contains rent", "where does the amount go", "ferry chart"},
		{"rules add Rent --contains rent --post 6100", "not NUMBER=AMOUNT", ""},
		{"rules move rent 0", "not a place", ""},
		{"rules on", "ID is missing", "ferry rules on --help"},
		{"rules test --since then", "--since", ""},
		{"mappings set octopus", "says nothing", ""},
		{"chart usual UK", "none of BE, NL and FR", ""},
		{"limits set patience 3", "no limit", "ferry limits"},
		{"limits set discount much", "not a share", ""},
		{"lock BE68539007547034", "DAY is missing", "ferry lock --help"},
		{"lock BE68539007547034 now", "DAY: ", ""},
		{"dossiers vat Peeters", "NUMBER is missing", "ferry dossiers vat --help"},
		{"sandbox --transactions -5", "negative", ""},
	} {
		code, out, errs := try(strings.Fields(c.args)...)
		if code != exitUsage || out != "" || !strings.HasPrefix(errs, "ferry: ") || !strings.Contains(errs, c.sentence) {
			t.Errorf("ferry %s: exit %d, out %q, err %q", c.args, code, out, errs)
		}
		if c.hint != "" && !strings.Contains(errs, "\nferry: hint: "+c.hint) {
			t.Errorf("ferry %s: no hint %q in %q", c.args, c.hint, errs)
		}
	}
}

func TestExitCodes(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		err  error
		code int
		text string
	}{
		{nil, exitFine, ""},
		{errAttention, exitAttention, ""},
		{usagef("no %s", "way"), exitUsage, "ferry: no way\n"},
		{errors.New("broke"), exitFailed, "ferry: broke\n"},
		{fmt.Errorf("wrapped: %w", &core.Error{Msg: "the \x1b[31mbank", Hint: "wait"}), exitFailed, "ferry: wrapped: the [31mbank\nferry: hint: wait\n"},
	} {
		var errs bytes.Buffer
		cli := &cli{err: &errs, started: true}
		if code := cli.report(newRoot(cli), c.err); code != c.code || errs.String() != c.text {
			t.Errorf("%v: exit %d, %q", c.err, code, errs.String())
		}
	}
}

func TestHelpVersionCompletionMan(t *testing.T) {
	t.Parallel()
	for args, want := range map[string]string{
		"--version":             "ferry ",
		"version":               "ferry ",
		"--help":                "Every day:",
		"help fetch":            "outcome",
		"completion bash":       "__start_ferry",
		"completion zsh":        "#compdef ferry",
		"completion fish":       "complete -c ferry",
		"completion powershell": "Register-ArgumentCompleter",
		"man":                   `.TH FERRY 1`,
	} {
		code, out, errs := try(strings.Fields(args)...)
		if code != exitFine || errs != "" || !strings.Contains(out, want) {
			t.Errorf("ferry %s: exit %d, err %q, out %.200q", args, code, errs, out)
		}
	}
}

// TestManualIsTheHelp proves that the manual page leaves out no command, flag or text of the help.
func TestManualIsTheHelp(t *testing.T) {
	t.Parallel()
	_, page, _ := try("man")
	plain := strings.NewReplacer(`\-`, "-", `\fB`, "", `\fI`, "", `\fP`, "", `\&`, "", `\e`, `\`).Replace(page)
	eachCommand(newRoot(&cli{}), func(cmd *cobra.Command) {
		if strings.HasPrefix(cmd.CommandPath(), "ferry completion") || cmd.Name() == "help" {
			return // cobra's own, in its own words
		}
		for line := range strings.Lines(cmd.Long) {
			if line = strings.TrimSpace(line); !strings.Contains(plain, line) {
				t.Errorf("%s: %q is missing in the manual", cmd.CommandPath(), line)
			}
		}
		cmd.LocalFlags().VisitAll(func(f *pflag.Flag) {
			if !strings.Contains(plain, "--"+f.Name) {
				t.Errorf("%s: --%s is missing in the manual", cmd.CommandPath(), f.Name)
			}
		})
	})
	if _, again, _ := try("man"); again != page {
		t.Error("the page is not the same every time")
	}
}

func TestProgramNeedsATerminal(t *testing.T) {
	t.Parallel()
	for _, args := range [][]string{nil, {"demo"}} {
		code, _, errs := try(args...)
		if code != exitFailed || !strings.Contains(errs, "needs a terminal") {
			t.Errorf("ferry %v: exit %d, %q", args, code, errs)
		}
	}
}

func TestPathsArePrivate(t *testing.T) {
	t.Parallel()
	if runtime.GOOS == "windows" {
		t.Skip("no permission bits")
	}
	folder := filepath.Join(t.TempDir(), "a", "ferry")
	p := paths{data: folder, state: folder}
	if err := p.prepare(); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(folder); err != nil || info.Mode().Perm() != 0o700 {
		t.Fatalf("%v %v", info.Mode(), err)
	}
	if err := os.WriteFile(p.file(), nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for path, mode := range map[string]os.FileMode{p.file(): 0o644, folder: 0o777} {
		before, err := os.Stat(path)
		if err != nil {
			t.Fatal(err)
		}
		if err := os.Chmod(path, mode); err != nil {
			t.Fatal(err)
		}
		if err := p.prepare(); core.CodeOf(err) != core.CodeStorage || !strings.Contains(core.HintOf(err), path) {
			t.Errorf("%s with mode %o: %v", path, mode, err)
		}
		if err := os.Chmod(path, before.Mode().Perm()); err != nil {
			t.Fatal(err)
		}
	}
	if err := p.prepare(); err != nil {
		t.Fatal(err)
	}
}

func TestFindPaths(t *testing.T) {
	t.Setenv("FERRY_DATA", "/somewhere")
	if p := findPaths(); p.file() != filepath.Join("/somewhere", "ferry.db") || p.log() != filepath.Join("/somewhere", "ferry.log") {
		t.Errorf("%+v", p)
	}
	t.Setenv("FERRY_DATA", "")
	if p := findPaths(); filepath.Base(p.data) != "ferry" || p.data == p.state {
		t.Errorf("%+v", p)
	}
}

func TestAskAddress(t *testing.T) {
	t.Parallel()
	answer, status := "", http.StatusOK
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(status)
		_, _ = io.WriteString(w, answer)
	}))
	defer s.Close()
	for _, c := range []struct {
		answer string
		status int
		want   string
	}{
		{"203.0.113.7\n", 200, "203.0.113.7"},
		{"2001:db8::1", 200, "2001:db8::1"},
		{"203.0.113.7", 500, ""},
		{"<html>", 200, ""},
		{strings.Repeat("1", 1000), 200, ""},
	} {
		answer, status = c.answer, c.status
		got, err := askAddress(t.Context(), s.URL)
		if got != c.want || (err == nil) != (c.want != "") {
			t.Errorf("%q: got %q, %v", c.answer, got, err)
		}
	}
	s.Close()
	if _, err := askAddress(t.Context(), s.URL); core.CodeOf(err) != core.CodeNetwork {
		t.Errorf("got %v", err)
	}
}
