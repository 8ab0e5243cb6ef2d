package kill

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"text/tabwriter"
	"time"

	"ferry/core"
	"ferry/core/sandbox"
)

// operation is what a process is doing when it is killed.
type operation struct {
	name  string
	door  core.Door
	span  time.Duration // the kill comes within it
	share int           // of the kills, in percent
}

var operations = []operation{
	{"fetch", core.CustomIntegration, 120 * time.Millisecond, 25},
	{"sync", core.CustomIntegration, 300 * time.Millisecond, 15},
	{"token", core.PontoConnect, 60 * time.Millisecond, 20},
	{"authorize", core.PontoConnect, 80 * time.Millisecond, 10},
	{"migrate", core.CustomIntegration, 40 * time.Millisecond, 10},
	{"backup", core.CustomIntegration, 40 * time.Millisecond, 10},
	{"restore", core.CustomIntegration, 60 * time.Millisecond, 10},
}

// onStage is how many kills one file and one simulator see.
const onStage = 20

// tally counts, for the table.
type tally struct{ kills, rounds, opened, verified, complete, spent, mended int }

// number reads a number from the environment.
func number(t *testing.T, name string, otherwise uint64) uint64 {
	t.Helper()
	text := os.Getenv(name)
	if text == "" {
		return otherwise
	}
	n, err := strconv.ParseUint(text, 10, 64)
	if err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return n
}

func TestKilledAtAnyMoment(t *testing.T) {
	t.Parallel()
	kills, seed := number(t, "FERRY_KILLS", 40), number(t, "FERRY_KILL_SEED", 20261122)
	if testing.Short() {
		kills = min(kills, 12)
	}
	var mu sync.Mutex
	table := make(map[string]tally)
	t.Run("operation", func(t *testing.T) {
		for i, op := range operations {
			t.Run(op.name, func(t *testing.T) {
				t.Parallel()
				rnd := rand.New(rand.NewPCG(seed, uint64(i)))
				var sum tally
				for left := max(1, int(kills)*op.share/100); left > 0; left -= onStage {
					newStage(t, op, rnd).play(min(left, onStage), seed, &sum)
				}
				mu.Lock()
				defer mu.Unlock()
				table[op.name] = sum
			})
		}
	})
	t.Logf("seed %d\n%s", seed, tableOf(table))
}

func tableOf(table map[string]tally) string {
	var text strings.Builder
	w := tabwriter.NewWriter(&text, 0, 0, 2, ' ', 0)
	fmt.Fprintln(w, "operation\tkills\trounds\topened\tverified\ttruth complete\ttoken spent\tmended")
	var all tally
	row := func(name string, s tally) {
		fmt.Fprintf(w, "%s\t%d\t%d\t%d\t%d\t%d\t%d\t%d\n", name, s.kills, s.rounds, s.opened, s.verified, s.complete, s.spent, s.mended)
	}
	for _, op := range operations {
		s := table[op.name]
		row(op.name, s)
		all = tally{all.kills + s.kills, all.rounds + s.rounds, all.opened + s.opened, all.verified + s.verified,
			all.complete + s.complete, all.spent + s.spent, all.mended + s.mended}
	}
	row("all", all)
	_ = w.Flush() // a strings.Builder takes everything
	return text.String()
}

// play kills the operation again and again on one file.
func (s *stage) play(kills int, seed uint64, sum *tally) {
	s.Helper()
	accounts := s.known()
	for range kills {
		before := *sum
		account := accounts[s.rnd.IntN(len(accounts))]
		s.stir(account.ID, account.Currency)
		s.must(s.world.Advance(time.Duration(1+s.rnd.IntN(5)) * time.Hour))
		if s.name == "token" && s.rnd.IntN(2) == 0 {
			s.slowTokens()
		}
		b := s.strike(account.ID)
		sum.kills++
		sum.rounds += b.rounds
		s.mend(sum, b)
		s.Logf("kill %d of %s, seed %d: after %v and %d rounds: %+v", sum.kills, s.name, seed, b.after.Round(10*time.Microsecond), b.rounds, *sum)
		if s.Failed() || sum.complete != before.complete+1 {
			s.Fatalf("kill %d of %s with seed %d failed", sum.kills, s.name, seed)
		}
	}
}

// known lists the accounts of the file while nobody else has it.
func (s *stage) known() []core.Account {
	s.Helper()
	p, err := open(s.Context(), s.path, s.at)
	s.must(err)
	defer func() { s.must(p.close()) }()
	return s.accounts(p)
}

// slowTokens has the next answer of the token endpoint come late, so that the kill finds a token on its way.
func (s *stage) slowTokens() {
	s.Helper()
	s.order(http.MethodPost, "/faults", fmt.Sprintf(`{"name":%q,"times":1,"path":"/oauth2/token","millis":60}`, sandbox.FaultSlow))
}

func (s *stage) order(method, path, body string) {
	s.Helper()
	request, err := http.NewRequestWithContext(s.Context(), method, s.at.Control+path, strings.NewReader(body))
	s.must(err)
	response, err := http.DefaultClient.Do(request)
	s.must(err)
	if s.must(response.Body.Close()); response.StatusCode != http.StatusOK {
		s.Fatalf("%s: %s", path, response.Status)
	}
}

// rotations counts the refresh tokens that the simulator has taken and replaced.
func (s *stage) rotations() (n int) {
	for _, r := range s.sim.Requests() {
		if r.Did == "rotated a refresh token" {
			n++
		}
	}
	return n
}

// refreshToken is the one in the file while nobody else has it.
func (s *stage) refreshToken() string {
	s.Helper()
	p, err := open(s.Context(), s.path, s.at)
	s.must(err)
	defer func() { s.must(p.close()) }()
	secret, err := p.file.Secret(s.conn.ID)
	s.must(err)
	return secret.RefreshToken
}

// mend starts the program again after a kill and brings everything to its end.
func (s *stage) mend(sum *tally, b blow) {
	s.Helper()
	s.order(http.MethodDelete, "/faults", "")
	p, err := open(s.Context(), s.path, s.at)
	s.must(err)
	defer func() { s.must(p.close()) }()
	sum.opened++
	s.must(p.verify(s.Context()))
	sum.verified++
	s.copies()
	err = s.fetch(p)
	if core.CodeOf(err) == core.CodeAuth && s.door == core.PontoConnect {
		sum.spent++
		// Counted only now: what the killed process asked for last may have been carried out after its death.
		rotated := s.rotations() - b.before
		if rotated == 0 {
			s.Errorf("no refresh token was replaced, but: %v", err)
		}
		if secret, _ := p.file.Secret(s.conn.ID); s.name == "token" && (rotated <= b.rounds || secret.RefreshToken != b.safe) {
			s.Errorf("%d refresh tokens in %d rounds: the one in the file must work, but: %v", rotated, b.rounds, err)
		}
		s.signIn(p, err)
		sum.mended++
		err = s.fetch(p)
	}
	s.must(err)
	if s.name == "authorize" {
		s.finish(p)
	}
	if wrong := s.judge(p); len(wrong) > 0 {
		s.Fatalf("%s", strings.Join(wrong[:min(len(wrong), 10)], "\n"))
	}
	s.must(p.verify(s.Context()))
	sum.complete++
}

// signIn mends a connection whose refresh token is spent; it must have said so.
func (s *stage) signIn(p *program, said error) {
	s.Helper()
	if core.HintOf(said) == "" || said.Error() == "" {
		s.Errorf("a spent token is told as %v (%s)", said, core.HintOf(said))
	}
	s.must(p.authorize(s.Context(), s.conn.ID, s.bank))
}

// finish takes up what was abandoned: the open flows can be read, and the account is authorized again.
func (s *stage) finish(p *program) {
	s.Helper()
	_, err := p.OpenAuthorizations(s.Context())
	s.must(err)
	s.must(p.authorize(s.Context(), s.conn.ID, s.bank))
	s.must(s.fetch(p))
}

// copies checks what stands beside the file: a copy under its name is a whole one, and what was killed leaves no heap.
func (s *stage) copies() {
	s.Helper()
	replaced, err := asides(s.path)
	s.must(err)
	for _, path := range append(replaced, backupOf(s.path), asideOf(s.path)) {
		info, err := os.Stat(path)
		if err != nil {
			continue
		}
		now, err := os.Stat(s.path)
		s.must(err)
		if os.SameFile(info, now) { // killed before the copy took the place
			s.must(os.Remove(path))
			continue
		}
		p, err := open(s.Context(), path, s.at)
		if err != nil {
			s.Fatalf("%s: %v", path, err)
		}
		if err := p.verify(s.Context()); err != nil {
			s.Errorf("%s: %v", path, err)
		}
		s.must(p.close())
		s.must(os.Remove(path))
	}
	parts, err := filepath.Glob(s.path + "*.part")
	s.must(err)
	if len(parts) > 2 { // of a copy and of a restored one
		s.Errorf("killed copies leave %q", parts)
	}
}
