package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/big"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"

	"ferry/store"
)

// TestMain lets the scripts run this binary as "ferry".
func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"ferry": func() { os.Exit(run(os.Args[1:])) }})
}

// TestScripts runs the commands as a script does, each against a simulator of its own.
func TestScripts(t *testing.T) {
	t.Parallel()
	testscript.Run(t, testscript.Params{
		Dir: filepath.Join("testdata", "script"),
		Setup: func(env *testscript.Env) error {
			env.Setenv("FERRY_DATA", filepath.Join(env.WorkDir, "data"))
			env.Setenv("FERRY_PASSPHRASE", "correct horse battery")
			env.Setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path="+filepath.Join(env.WorkDir, "no-bus"))
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"exits":      scriptExits,
			"sandbox":    scriptSandbox,
			"control":    scriptControl,
			"truth":      scriptTruth,
			"keys":       scriptKeys,
			"pick":       scriptPick,
			"every":      scriptEvery,
			"count":      scriptCount,
			"hold":       scriptHold,
			"release":    scriptRelease,
			"secretfile": scriptSecret,
			"full":       scriptFull,
			"tear":       scriptTear,
			"same":       scriptSame,
		},
		Condition: func(cond string) (bool, error) {
			path, ok := strings.CutPrefix(cond, "exists:")
			if !ok {
				return false, fmt.Errorf("unknown condition %q", cond)
			}
			_, err := os.Stat(path)
			return err == nil, nil
		},
		RequireExplicitExec: true,
	})
}

// scriptExits runs a command and wants this exit code: exits 3 ferry fetch.
func scriptExits(ts *testscript.TestScript, _ bool, args []string) {
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	err = ts.Exec(args[1], args[2:]...)
	if exit, ok := errors.AsType[*exec.ExitError](err); ok {
		got = exit.ExitCode()
	} else {
		ts.Check(err)
	}
	if got != want {
		ts.Fatalf("exit code %d, want %d", got, want)
	}
}

// scriptFull runs a command whose output finds no room: full ferry verify.
func scriptFull(ts *testscript.TestScript, _ bool, args []string) {
	path, err := exec.LookPath(args[0])
	ts.Check(err)
	full, err := os.OpenFile("/dev/full", os.O_WRONLY, 0)
	ts.Check(err)
	defer full.Close()
	var errs bytes.Buffer
	cmd := exec.Command(path, args[1:]...)
	cmd.Stdout, cmd.Stderr = full, &errs
	cmd.Env = append(os.Environ(), "FERRY_DATA="+ts.Getenv("FERRY_DATA"), "FERRY_PASSPHRASE="+ts.Getenv("FERRY_PASSPHRASE"))
	err = cmd.Run()
	exit, ok := errors.AsType[*exec.ExitError](err)
	if !ok || exit.ExitCode() != exitFailed || !strings.HasPrefix(errs.String(), "ferry: ") {
		ts.Fatalf("%v, %q; want exit code %d and a sentence", err, errs.String(), exitFailed)
	}
}

// scriptSandbox starts "ferry sandbox" in the background and puts its addresses into the environment. At the end of the
// script it is interrupted and must end in peace.
func scriptSandbox(ts *testscript.TestScript, _ bool, args []string) {
	path, err := exec.LookPath("ferry")
	ts.Check(err)
	cmd := exec.Command(path, append([]string{"sandbox"}, args...)...)
	var errs bytes.Buffer
	cmd.Stderr = &errs
	out, err := cmd.StdoutPipe()
	ts.Check(err)
	ts.Check(cmd.Start())
	ts.Defer(func() {
		_ = cmd.Process.Signal(os.Interrupt)
		if err := cmd.Wait(); err != nil || errs.Len() > 0 {
			ts.Logf("sandbox: %v\n%s", err, errs.String())
			panic("the sandbox did not end in peace")
		}
	})
	line, err := bufio.NewReader(out).ReadString('\n')
	ts.Check(err)
	addresses := map[string]string{}
	ts.Check(json.Unmarshal([]byte(line), &addresses))
	for name, env := range map[string]string{
		"api": "API", "control": "CONTROL", "dashboard": "DASHBOARD", "clientId": "CLIENT_ID", "clientSecret": "FERRY_CLIENT_SECRET",
		"starterClientId": "STARTER_ID", "starterClientSecret": "STARTER_SECRET",
	} {
		if addresses[name] == "" {
			ts.Fatalf("no %q in %s", name, line)
		}
		ts.Setenv(env, addresses[name])
	}
}

func ask(ts *testscript.TestScript, method, path, body string) []byte {
	request, err := http.NewRequest(method, ts.Getenv("CONTROL")+path, strings.NewReader(body))
	ts.Check(err)
	response, err := http.DefaultClient.Do(request)
	ts.Check(err)
	defer response.Body.Close()
	answer, err := io.ReadAll(response.Body)
	ts.Check(err)
	if response.StatusCode >= 300 {
		ts.Fatalf("%s %s: %d %s", method, path, response.StatusCode, answer)
	}
	return answer
}

// scriptControl asks the simulator's control address; the answer can be matched with stdout: control POST /clock '{"advance":"170d"}'.
func scriptControl(ts *testscript.TestScript, _ bool, args []string) {
	body := ""
	if len(args) > 2 {
		body = args[2]
	}
	_, err := ts.Stdout().Write(ask(ts, args[0], args[1], body))
	ts.Check(err)
}

// objects reads a file of JSON lines.
func objects(ts *testscript.TestScript, file string) (list []map[string]any) {
	for line := range strings.Lines(ts.ReadFile(file)) {
		object := map[string]any{}
		d := json.NewDecoder(strings.NewReader(line))
		d.UseNumber()
		ts.Check(d.Decode(&object))
		list = append(list, object)
	}
	return list
}

// scriptTruth compares what was fetched with what the simulator holds, per account: truth transactions.json accounts.json.
func scriptTruth(ts *testscript.TestScript, _ bool, args []string) {
	type held struct {
		ID, Integration, Sum string
		Lines, Pending       int
	}
	var all []held
	ts.Check(json.Unmarshal(ask(ts, "GET", "/truth", ""), &all))
	type sum struct {
		lines, pending int
		total          *big.Rat
	}
	got := map[string]*sum{}
	for _, a := range objects(ts, args[1]) {
		got[a["id"].(string)] = &sum{total: new(big.Rat)}
	}
	seen := map[string]bool{}
	for _, line := range objects(ts, args[0]) {
		s := got[line["accountId"].(string)]
		id := fmt.Sprint(line["accountId"], line["state"], line["id"])
		if seen[id] {
			ts.Fatalf("%s is there twice", id)
		}
		seen[id] = true
		if line["state"] == "pending" {
			s.pending++
			continue
		}
		amount, ok := new(big.Rat).SetString(line["amount"].(string))
		if !ok {
			ts.Fatalf("amount %v", line["amount"])
		}
		s.lines++
		s.total.Add(s.total, amount)
	}
	lines := 0
	for _, want := range all {
		s := got[want.ID]
		if s == nil {
			continue
		}
		delete(got, want.ID)
		lines += s.lines
		total, _ := new(big.Rat).SetString(want.Sum)
		if s.lines != want.Lines || s.pending != want.Pending || s.total.Cmp(total) != 0 {
			ts.Fatalf("account %s: %d lines, %d pending, sum %s; the simulator holds %d, %d, %s",
				want.ID, s.lines, s.pending, s.total.FloatString(2), want.Lines, want.Pending, want.Sum)
		}
	}
	if len(got) > 0 {
		ts.Fatalf("the simulator knows nothing of %v", got)
	}
	fmt.Fprintf(ts.Stdout(), "%d lines agree\n", lines)
}

// scriptKeys wants every line of a file to have exactly these keys, in this order: keys out.json id,accountId.
func scriptKeys(ts *testscript.TestScript, _ bool, args []string) {
	want := strings.Split(args[1], ",")
	n := 0
	for line := range strings.Lines(ts.ReadFile(args[0])) {
		var keys []string
		d := json.NewDecoder(strings.NewReader(line))
		_, err := d.Token()
		ts.Check(err)
		for d.More() {
			key, err := d.Token()
			ts.Check(err)
			keys = append(keys, key.(string))
			var value json.RawMessage
			ts.Check(d.Decode(&value))
		}
		if !slices.Equal(keys, want) {
			ts.Fatalf("got  %v\nwant %v", keys, want)
		}
		n++
	}
	if n == 0 {
		ts.Fatalf("%s has no lines", args[0])
	}
}

// find is the first line of a file that has the given values: key=value.
func find(ts *testscript.TestScript, file string, conditions []string) map[string]any {
	for _, object := range objects(ts, file) {
		if !slices.ContainsFunc(conditions, func(c string) bool {
			key, value, _ := strings.Cut(c, "=")
			return fmt.Sprint(object[key]) != value
		}) {
			return object
		}
	}
	ts.Fatalf("no line of %s has %v", file, conditions)
	return nil
}

// scriptPick puts a value of a line into the environment, of a list what stands in it: pick ID accounts.json id state=ok.
func scriptPick(ts *testscript.TestScript, _ bool, args []string) {
	ts.Setenv(args[0], strings.Trim(fmt.Sprint(find(ts, args[1], args[3:])[args[2]]), "[]"))
}

// scriptEvery wants every line of a file to have the given values, or with ! none: every out.json outcome=ok new=0.
func scriptEvery(ts *testscript.TestScript, neg bool, args []string) {
	list := objects(ts, args[0])
	if len(list) == 0 {
		ts.Fatalf("%s has no lines", args[0])
	}
	for _, object := range list {
		for _, condition := range args[1:] {
			key, value, _ := strings.Cut(condition, "=")
			if (fmt.Sprint(object[key]) == value) == neg {
				ts.Fatalf("%v: not %s", object, condition)
			}
		}
	}
}

// scriptCount wants a file to have so many lines.
func scriptCount(ts *testscript.TestScript, _ bool, args []string) {
	if n := strings.Count(ts.ReadFile(args[0]), "\n"); strconv.Itoa(n) != args[1] {
		ts.Fatalf("%s has %d lines", args[0], n)
	}
}

// scriptHold opens the data file as another program would; "release" lets it go.
func scriptHold(ts *testscript.TestScript, _ bool, _ []string) {
	file, err := store.Open(context.Background(), store.Options{
		Path: filepath.Join(ts.Getenv("FERRY_DATA"), "ferry.db"), Now: time.Now, Holder: "ferry, process 1, since 14:02",
	})
	ts.Check(err)
	held.Store(ts.Getenv("WORK"), file)
	ts.Defer(func() { scriptRelease(ts, false, nil) })
}

func scriptRelease(ts *testscript.TestScript, _ bool, _ []string) {
	if file, ok := held.LoadAndDelete(ts.Getenv("WORK")); ok {
		ts.Check(file.(*store.File).Close())
	}
}

// held are the files that scripts hold, by their folder.
var held sync.Map

// scriptSecret writes the right client secret to secret.txt.
func scriptSecret(ts *testscript.TestScript, _ bool, _ []string) {
	ts.Check(os.WriteFile(ts.MkAbs("secret.txt"), []byte(ts.Getenv("RIGHT")+"\n"), 0o600))
}
