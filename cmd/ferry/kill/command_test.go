//go:build unix

package kill

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"ferry/core/sandbox"
	"ferry/store"
)

// installed is the built program with a data folder that has everything in it, and a copy made by "ferry backup".
type installed struct {
	*testing.T
	program, folder, copy string
	connect               []string // the command that connects the simulator
	env                   []string
	lines                 string // what "ferry transactions" prints
}

// nobody is the user for whom read-only means read-only, when the test runs as root.
const nobody = 65534

// answer is how a command ended.
type answer struct {
	code     int
	out, err string
}

// ferry runs a command on a data folder; limit, if not 0, is how many blocks of 512 bytes a file may have.
func (i *installed) ferry(t *testing.T, folder string, limit int, args ...string) answer {
	t.Helper()
	cmd := exec.Command(i.program, args...)
	if limit > 0 {
		cmd = exec.Command("sh", append([]string{"-c", fmt.Sprintf(`ulimit -f %d; exec "$0" "$@"`, limit), i.program}, args...)...)
	}
	if os.Geteuid() == 0 {
		cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: nobody, Gid: nobody}}
		give(t, folder)
	}
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr, cmd.Dir = &out, &errs, folder
	cmd.Env = append(os.Environ(), append(i.env, "FERRY_DATA="+folder)...)
	err := cmd.Run()
	if _, exited := errors.AsType[*exec.ExitError](err); err != nil && !exited {
		t.Fatal(err)
	}
	a := answer{cmd.ProcessState.ExitCode(), out.String(), errs.String()}
	if a.code < 0 || strings.Contains(a.err, "goroutine ") {
		t.Errorf("ferry %s crashes: %s", strings.Join(args, " "), a.err)
	}
	return a
}

// passable is a temporary folder through which nobody may go to what is nobody's.
func passable(t *testing.T) string {
	t.Helper()
	dir := t.TempDir()
	if err := errors.Join(os.Chmod(dir, 0o711), os.Chmod(filepath.Dir(dir), 0o711)); err != nil {
		t.Fatal(err)
	}
	return dir
}

func give(t *testing.T, folder string) {
	t.Helper()
	err := filepath.WalkDir(folder, func(path string, _ os.DirEntry, err error) error {
		return errors.Join(err, os.Chown(path, nobody, nobody))
	})
	if err != nil {
		t.Fatal(err)
	}
}

// install builds the program and fills a folder.
func install(t *testing.T) *installed {
	t.Helper()
	dir := passable(t)
	i := &installed{T: t, program: filepath.Join(dir, "ferry"), folder: filepath.Join(dir, "data")}
	if out, err := exec.Command("go", "build", "-o", i.program, "ferry/cmd/ferry").CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	i.must(os.Mkdir(i.folder, 0o700))
	sim, err := sandbox.New(sandbox.Options{Seed: 5, Transactions: 4000})
	i.must(err)
	at, err := sim.Start(t.Context(), "")
	i.must(err)
	t.Cleanup(func() { i.must(sim.Close()) })
	i.env = []string{"FERRY_PASSPHRASE=correct horse", "FERRY_CLIENT_SECRET=" + at.ClientSecret,
		"DBUS_SESSION_BUS_ADDRESS=unix:path=" + filepath.Join(dir, "no-bus")}
	i.connect = []string{"connect", "--api", at.API, "--client-id", at.ClientID}
	for _, args := range [][]string{i.connect, {"fetch"}} {
		if a := i.ferry(t, i.folder, 0, args...); a.code != 0 && a.code != 3 {
			t.Fatalf("%q: %+v", args, a)
		}
	}
	if a := i.ferry(t, i.folder, 0, "backup", "copy.db"); a.code != 0 {
		t.Fatalf("%+v", a)
	}
	i.copy, i.lines = "copy.db", i.ferry(t, i.folder, 0, "transactions", "--json").out
	if strings.Count(i.lines, "\n") < 1000 {
		t.Fatalf("%d lines were fetched", strings.Count(i.lines, "\n"))
	}
	return i
}

func (i *installed) must(err error) {
	i.Helper()
	if err != nil {
		i.Fatal(err)
	}
}

// again is a copy of the folder, to be spoilt.
func (i *installed) again(t *testing.T) (folder, file string) {
	t.Helper()
	folder = filepath.Join(passable(t), "data")
	i.must(os.CopyFS(folder, os.DirFS(i.folder)))
	i.must(os.Chmod(folder, 0o700))
	for _, name := range []string{"ferry.db", "ferry.key", "copy.db"} {
		i.must(os.Chmod(filepath.Join(folder, name), 0o600))
	}
	return folder, filepath.Join(folder, "ferry.db")
}

// back brings the copy back and wants everything to be there.
func (i *installed) back(t *testing.T, folder string) {
	t.Helper()
	for _, args := range [][]string{{"restore", i.copy}, {"verify"}} {
		if a := i.ferry(t, folder, 0, args...); a.code != 0 {
			t.Errorf("ferry %s: %+v", strings.Join(args, " "), a)
		}
	}
	if i.ferry(t, folder, 0, "transactions", "--json").out != i.lines {
		t.Error("the copy does not bring back what was there")
	}
}

// refused wants a failure to be one sentence with the next step.
func refused(t *testing.T, a answer, want string) {
	t.Helper()
	lines := strings.Split(strings.TrimSuffix(a.err, "\n"), "\n")
	if a.code != 1 || len(lines) != 2 || !strings.HasPrefix(lines[0], "ferry: ") || !strings.HasPrefix(lines[1], "ferry: hint: ") ||
		!strings.Contains(a.err, want) {
		t.Errorf("exit code %d, %q; want 1, a sentence with %q and a hint", a.code, a.err, want)
	}
}

func TestSpoiltFiles(t *testing.T) {
	t.Parallel()
	i := install(t)
	for name, test := range map[string]func(*testing.T){
		"cut short": i.cutShort, "no header": i.noHeader, "newer": i.newer, "read-only": i.readOnly, "flipped bytes": i.flipped,
		"disk full": i.full, "no room to begin": i.noRoom, "held": i.held,
		"disk full in a fetch": i.fullFetch,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			test(t)
		})
	}
}

// untouched wants a command to refuse a file and to leave it as it is, and the copy to bring everything back.
func (i *installed) untouched(t *testing.T, spoil func(file string), want string) {
	t.Helper()
	folder, file := i.again(t)
	spoil(file)
	before, err := os.ReadFile(file)
	i.must(err)
	for _, args := range [][]string{{"accounts"}, {"verify"}} {
		refused(t, i.ferry(t, folder, 0, args...), want)
	}
	if after, err := os.ReadFile(file); err != nil || !bytes.Equal(before, after) {
		t.Errorf("the file was changed (%v)", err)
	}
	i.must(os.Chmod(file, 0o600))
	i.back(t, folder)
}

func (i *installed) cutShort(t *testing.T) {
	i.untouched(t, func(file string) { i.must(os.Truncate(file, 200_000)) }, "damaged")
}

func (i *installed) noHeader(t *testing.T) {
	i.untouched(t, func(file string) {
		f, err := os.OpenFile(file, os.O_WRONLY, 0)
		i.must(err)
		_, err = f.WriteAt(make([]byte, 8192), 0)
		i.must(errors.Join(err, f.Close()))
	}, "damaged or no Ferry file")
}

func (i *installed) newer(t *testing.T) {
	i.untouched(t, func(file string) { i.must(setFormat(file, 99)) }, "newer Ferry (format 99")
}

func (i *installed) readOnly(t *testing.T) {
	i.untouched(t, func(file string) { i.must(os.Chmod(file, 0o400)) }, "cannot be written")
}

// flipped flips bytes anywhere: a command may work, when it does not come by, or fail with a sentence; the check of the file
// finds what matters.
func (i *installed) flipped(t *testing.T) {
	folder, file := i.again(t)
	sound, err := os.ReadFile(file)
	i.must(err)
	rnd := rand.New(rand.NewPCG(20261122, 7))
	found := 0
	for n := range 8 {
		image := bytes.Clone(sound)
		for range 1 << n { // from one byte to many
			image[rnd.IntN(len(image))] ^= 1 << rnd.IntN(8)
		}
		i.must(os.WriteFile(file, image, 0o600))
		checked := i.ferry(t, folder, 0, "verify")
		lines := i.ferry(t, folder, 0, "transactions", "--json")
		switch {
		case checked.code == 0 && (lines.code != 0 || lines.out != i.lines):
			t.Errorf("%d bytes were flipped, and nobody noticed", 1<<n)
		case checked.code == 1:
			refused(t, checked, "damaged")
			found++
		case checked.code == 3 && strings.Contains(checked.out, "Fault: "):
			found++
		case checked.code != 0:
			t.Errorf("verify: %+v", checked)
		}
		if lines.code != 0 {
			refused(t, lines, "damaged")
		}
	}
	if found < 3 {
		t.Errorf("only %d of 8 were found", found)
	}
	i.back(t, folder)
}

// full lets no file grow: what does not fit is refused in a sentence, and with room again nothing is missing.
func (i *installed) full(t *testing.T) {
	folder, file := i.again(t)
	info, err := os.Stat(file)
	i.must(err)
	few := int(info.Size()/512) / 8
	refused(t, i.ferry(t, folder, few, "backup", "second.db"), "the disk is full")
	refused(t, i.ferry(t, folder, few, "restore", i.copy), "the disk is full")
	left, err := filepath.Glob(filepath.Join(folder, "*.part"))
	i.must(err)
	if _, err := os.Stat(filepath.Join(folder, "second.db")); err == nil || len(left) > 0 {
		t.Errorf("half a copy is left: %q", left)
	}
	if a := i.ferry(t, folder, 0, "verify"); a.code != 0 {
		t.Errorf("%+v", a)
	}
	i.back(t, folder)
}

// fullFetch runs out of room in a fetch: the lines that are said to be new are in the file, and those alone.
func (i *installed) fullFetch(t *testing.T) {
	folder := filepath.Join(passable(t), "data")
	i.must(os.Mkdir(folder, 0o700))
	if a := i.ferry(t, folder, 0, i.connect...); a.code != 0 {
		t.Fatalf("%+v", a)
	}
	const blocks = 1200 // as much as some of the accounts need
	a := i.ferry(t, folder, blocks, "fetch", "--json")
	if a.code != 3 || !strings.Contains(a.out, "the disk is full: nothing was changed") {
		t.Errorf("%+v", a)
	}
	claimed := 0
	for line := range strings.Lines(a.out) {
		var told struct{ New int }
		i.must(json.Unmarshal([]byte(line), &told))
		claimed += told.New
	}
	// Announced lines are printed besides.
	held := strings.Count(i.ferry(t, folder, 0, "transactions", "--json").out, `"state":"booked"`)
	if held != claimed || held == strings.Count(i.lines, `"state":"booked"`) {
		t.Errorf("%d lines are said to be new, %d are in the file", claimed, held)
	}
	if a := i.ferry(t, folder, 0, "fetch"); a.code != 0 && a.code != 3 {
		t.Errorf("with room: %+v", a)
	}
	if a := i.ferry(t, folder, 0, "verify"); a.code != 0 {
		t.Errorf("with room: %+v", a)
	}
	all := i.ferry(t, folder, 0, "transactions", "--json").out
	if got, want := slices.Sorted(strings.Lines(all)), slices.Sorted(strings.Lines(i.lines)); !slices.Equal(got, want) {
		t.Errorf("with room there are %d lines, want %d", len(got), len(want))
	}
}

// noRoom begins where there is no room for a file; what is left of it is no obstacle later.
func (i *installed) noRoom(t *testing.T) {
	folder := filepath.Join(passable(t), "data")
	i.must(os.Mkdir(folder, 0o700))
	for _, blocks := range []int{8, 40, 200} {
		refused(t, i.ferry(t, folder, blocks, "dossiers", "add", "Demo"), "the disk is full")
	}
	if a := i.ferry(t, folder, 0, "dossiers", "add", "Demo"); a.code != 0 {
		t.Errorf("with room: %+v", a)
	}
	if a := i.ferry(t, folder, 0, "verify"); a.code != 0 {
		t.Errorf("with room: %+v", a)
	}
}

// held has another program work with the file.
func (i *installed) held(t *testing.T) {
	folder, path := i.again(t)
	file, err := store.Open(t.Context(), store.Options{Path: path, Now: time.Now, Holder: "ferry, process 4711, since 14:02"})
	i.must(err)
	for _, args := range [][]string{{"fetch"}, {"verify"}, {"restore", i.copy}} {
		a := i.ferry(t, folder, 0, args...)
		refused(t, a, "is held by ferry, process 4711, since 14:02")
		if !strings.Contains(a.err, "close that program and try again") {
			t.Errorf("no way on: %q", a.err)
		}
	}
	i.must(file.Close())
	if a := i.ferry(t, folder, 0, "verify"); a.code != 0 {
		t.Errorf("%+v", a)
	}
}
