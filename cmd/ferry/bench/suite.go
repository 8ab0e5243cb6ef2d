package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"time"

	"ferry/core"
	"ferry/store"
)

const passphrase = "for measuring only"

// fetchRoom is how much memory of its own a fetch may use.
const fetchRoom = 64 << 20

// suite measures one size.
type suite struct {
	ferry string
	lines int
	runs  int
	dir   string

	sim    *exec.Cmd
	at     struct{ API, ClientID, ClientSecret, Control string }
	served time.Duration // processor time of the simulator for all pages once
	stored int           // lines
	rows   []measure

	realKey []byte // the key file of the first run, as Ferry wrote it
}

// measure is a row of the table.
type measure struct {
	work                 string
	ferry, floor, script cost
	goal                 time.Duration // 0: none
	ratio                string        // what the goal is a ratio of
	room                 int64         // most memory of its own that ferry may use; 0: no goal
	value                string        // instead of a time
}

func (s *suite) run(ctx context.Context) (err error) {
	if err := os.MkdirAll(s.dir, 0o700); err != nil {
		return err
	}
	if err := s.startSimulator(ctx); err != nil {
		return err
	}
	defer func() { err = errors.Join(err, s.stopSimulator()) }()
	for _, step := range []func(context.Context) error{s.first, s.again, s.news, s.cold, s.warm, s.whole, s.size} {
		if err := step(ctx); err != nil {
			return err
		}
	}
	return nil
}

func (s *suite) startSimulator(ctx context.Context) error {
	s.sim = exec.CommandContext(ctx, s.ferry, "sandbox", "--transactions", fmt.Sprint(s.lines))
	s.sim.Stderr = os.Stderr
	s.sim.Cancel = func() error { return s.sim.Process.Signal(os.Interrupt) }
	out, err := s.sim.StdoutPipe()
	if err != nil {
		return err
	}
	if err := s.sim.Start(); err != nil {
		return err
	}
	return json.NewDecoder(out).Decode(&s.at)
}

func (s *suite) stopSimulator() error {
	return errors.Join(s.sim.Process.Signal(os.Interrupt), s.sim.Wait())
}

// data is the data folder of a run of Ferry.
func (s *suite) data(run int) string { return filepath.Join(s.dir, fmt.Sprintf("data-%d", run)) }

func (s *suite) command(ctx context.Context, run int, args ...string) (cost, error) {
	env := []string{"FERRY_DATA=" + s.data(run), "FERRY_PASSPHRASE=" + passphrase, "FERRY_CLIENT_SECRET=" + s.at.ClientSecret}
	return measured(ctx, env, s.ferry, args...)
}

func (s *suite) peer(ctx context.Context, kind string, run int, account ...string) (cost, error) {
	self, err := os.Executable()
	if err != nil {
		return cost{}, err
	}
	file := filepath.Join(s.dir, fmt.Sprintf("%s-%d.db", kind, run))
	return measured(ctx, nil, self, append([]string{peerCommand, kind, s.at.API, s.at.ClientID, s.at.ClientSecret, file}, account...)...)
}

// several runs something some times, and takes the median.
func several(n int, one func(run int) (cost, error)) (cost, error) {
	var list []cost
	for run := range n {
		c, err := one(run)
		if err != nil {
			return cost{}, err
		}
		list = append(list, c)
	}
	return median(list), nil
}

// first is the first fetch: every program takes its turn in every round, so that a busy minute hits all of them.
func (s *suite) first(ctx context.Context) error {
	var ferry, floor, script, pages []cost
	for run := range s.runs {
		if _, err := s.command(ctx, run, "connect", "--api", s.at.API, "--client-id", s.at.ClientID, "--json"); err != nil {
			return err
		}
		key, err := s.cheapen(run)
		if err != nil {
			return err
		}
		if run == 0 {
			s.realKey = key
		}
		before := cpuOf(s.sim.Process.Pid)
		taken, err := s.peer(ctx, pagesPeer, run)
		s.served = cpuOf(s.sim.Process.Pid) - before
		fetched, err2 := s.command(ctx, run, "fetch", "--json")
		kept, err3 := s.peer(ctx, floorPeer, run)
		written, err4 := s.peer(ctx, scriptPeer, run)
		if err := errors.Join(err, err2, err3, err4); err != nil {
			return err
		}
		pages, ferry, floor, script = append(pages, taken), append(ferry, fetched), append(floor, kept), append(script, written)
	}
	m := measure{work: "first fetch", ferry: median(ferry), floor: median(floor), script: median(script), room: fetchRoom}
	m.goal, m.ratio = min(m.floor.wall, m.script.wall/2), "the floor and half the script"
	alone := median(pages)
	s.rows = append(s.rows, measure{work: "(pages taken and dropped)", value: fmt.Sprintf("%s, of which the simulator works %s", short(alone.wall), short(s.served))})
	if s.lines >= 1_000_000 {
		m.goal, m.ratio = m.floor.wall/2, "half the floor"
	}
	s.rows = append(s.rows, m)
	return s.count(m.ferry)
}

// count adds up the lines that a fetch brought.
func (s *suite) count(c cost) error {
	for d := json.NewDecoder(bytes.NewReader(c.out)); ; {
		var result struct{ New int }
		if err := d.Decode(&result); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
		s.stored += result.New
	}
}

// again is a fetch that finds nothing new. The peers read every page.
func (s *suite) again(ctx context.Context) error {
	ferry, err := several(2*s.runs+1, func(int) (cost, error) { return s.command(ctx, 0, "fetch", "--json") })
	floor, err2 := several(s.runs, func(int) (cost, error) { return s.peer(ctx, floorPeer, 0) })
	script, err3 := several(s.runs, func(int) (cost, error) { return s.peer(ctx, scriptPeer, 0) })
	guarded, err4 := s.guarded(ctx)
	s.rows = append(s.rows,
		measure{work: "fetch, nothing new", ferry: ferry, floor: floor, script: script, goal: script.wall / 10, ratio: "a tenth of the script", room: fetchRoom},
		measure{work: "… where a passphrase guards the key", ferry: guarded})
	return errors.Join(err, err2, err3, err4)
}

// news is a fetch of one account that finds a hundred new lines.
func (s *suite) news(ctx context.Context) error {
	account, err := s.busiest(ctx)
	if err != nil {
		return err
	}
	var floor, ferry []cost
	for range s.runs {
		if err := s.post(ctx, account, 100); err != nil {
			return err
		}
		kept, err := s.peer(ctx, floorPeer, 0, account)
		fetched, err2 := s.command(ctx, 0, "fetch", "--json", account)
		if err := errors.Join(err, err2, s.count(fetched)); err != nil {
			return err
		}
		floor, ferry = append(floor, kept), append(ferry, fetched)
	}
	m := measure{work: "fetch an account, 100 new", ferry: median(ferry), floor: median(floor), room: fetchRoom}
	m.goal, m.ratio = 2*m.floor.wall, "twice the floor"
	s.rows = append(s.rows, m)
	return nil
}

// busiest is the account with most lines.
func (s *suite) busiest(ctx context.Context) (string, error) {
	c, err := s.command(ctx, 0, "accounts", "--json")
	if err != nil {
		return "", err
	}
	var best struct {
		ID    string
		Lines int
	}
	for d := json.NewDecoder(bytes.NewReader(c.out)); d.More(); {
		next := best
		if err := d.Decode(&next); err != nil {
			return "", err
		}
		if next.Lines > best.Lines {
			best = next
		}
	}
	return best.ID, nil
}

// post puts lines into the simulated bank.
func (s *suite) post(ctx context.Context, account string, n int) error {
	for i := range n {
		body, err := json.Marshal(map[string]any{"account": account, "amount": fmt.Sprintf("-%d.%02d", 10+i, i),
			"counterpartName": "Xylografie Van Hove", "remittanceInformation": fmt.Sprintf("bestelling %d", i), "sync": i == n-1})
		if err != nil {
			return err
		}
		req, err := http.NewRequestWithContext(ctx, http.MethodPost, s.at.Control+"/transactions", bytes.NewReader(body))
		if err != nil {
			return err
		}
		resp, err := http.DefaultClient.Do(req)
		if err != nil {
			return err
		}
		if err := resp.Body.Close(); err != nil || resp.StatusCode/100 != 2 {
			return fmt.Errorf("post a line: %s: %w", resp.Status, err)
		}
	}
	return nil
}

// rare is a word that few lines have.
const rare = "xylografie"

// cold are commands that answer from the file, each a process of its own.
func (s *suite) cold(ctx context.Context) error {
	account, err := s.busiest(ctx)
	if err != nil {
		return err
	}
	for _, c := range []struct {
		work string
		goal time.Duration
		args []string
	}{
		{"cold start to an account's last 50", 20 * time.Millisecond, []string{"transactions", "--account", account, "--limit", "50"}},
		{"cold search, rare words", 2 * s.scan(19, 161), []string{"transactions", "--search", rare}},
		{"cold start to all balances", 0, []string{"accounts", "--json"}},
	} {
		took, err := several(4*s.runs+1, func(int) (cost, error) { return s.command(ctx, 0, c.args...) })
		if err != nil {
			return err
		}
		s.rows = append(s.rows, measure{work: c.work, ferry: took, goal: c.goal, ratio: "fixed"})
	}
	return nil
}

// scan is how long SQLite needs to scan the lines, in milliseconds, by its measured time for 100,000 and 1,000,000.
func (s *suite) scan(small, large int) time.Duration {
	if s.lines >= 1_000_000 {
		return time.Duration(large) * time.Millisecond / 2 // the goal is once there, twice here
	}
	return time.Duration(small) * time.Millisecond
}

// warm asks the open file.
func (s *suite) warm(ctx context.Context) error {
	f, err := store.Open(ctx, store.Options{Path: filepath.Join(s.data(0), "ferry.db"), Now: time.Now})
	if err != nil {
		return err
	}
	search, err := several(51, func(int) (cost, error) {
		return timed(func() error {
			l, err := f.Lines(ctx, core.Query{Text: rare})
			if err == nil && l.Len() == 0 {
				err = errors.New("the search found nothing")
			}
			if err == nil {
				_, err = l.Window(0, 50)
			}
			return err
		})
	})
	sums, err2 := several(51, func(int) (cost, error) {
		return timed(func() error {
			accounts, err := f.Accounts()
			for _, a := range accounts {
				if _, err := f.Stats(a.ID); err != nil {
					return err
				}
			}
			return err
		})
	})
	goal := 10 * time.Millisecond
	if s.lines >= 1_000_000 {
		goal = 60 * time.Millisecond
	}
	s.rows = append(s.rows, measure{work: "search in the open file", ferry: search, goal: goal, ratio: "fixed"},
		measure{work: "balances from the open file", ferry: sums, goal: 10 * time.Millisecond, ratio: "fixed"})
	return errors.Join(err, err2, f.Close())
}

// whole is work on every byte of the file, each a process of its own.
func (s *suite) whole(ctx context.Context) error {
	verified, err := s.command(ctx, 0, "verify", "--json")
	saved := filepath.Join(s.dir, "saved.db")
	salvaged, err2 := s.command(ctx, 0, "salvage", filepath.Join(s.data(0), "ferry.db"), saved, "--json")
	s.rows = append(s.rows, measure{work: "verify every byte", ferry: verified}, measure{work: "salvage to a new file", ferry: salvaged})
	return errors.Join(err, err2, os.Remove(saved))
}

func timed(work func() error) (cost, error) {
	start := time.Now()
	err := work()
	return cost{wall: time.Since(start)}, err
}

func (s *suite) size(context.Context) error {
	ours, err := os.Stat(filepath.Join(s.data(0), "ferry.db"))
	floor, err2 := os.Stat(filepath.Join(s.dir, floorPeer+"-0.db"))
	if err := errors.Join(err, err2); err != nil {
		return err
	}
	each := ours.Size() / int64(max(s.stored, 1))
	s.rows = append(s.rows, measure{work: "bytes a line, everything", value: fmt.Sprintf("%d (the floor %d; goal 800)", each, floor.Size()/int64(max(s.stored, 1)))})
	return nil
}
