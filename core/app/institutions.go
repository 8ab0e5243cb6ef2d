package app

import (
	"cmp"
	"context"
	"slices"
	"sync"
	"time"

	"ferry/core"
	"ferry/core/ponto"
)

const (
	// directoryLife is how long a directory that was read is good for: banks come and go by the week.
	directoryLife = 24 * time.Hour
	// directoryRetry is how long a failed renewal waits; the old directory serves meanwhile.
	directoryRetry = 5 * time.Minute
	// indexLife is how long the folded copy is used before the file is asked again: the background core may have stored
	// a maintenance window meanwhile.
	indexLife = time.Minute
)

// directory holds the folded institution lists, one per API.
type directory struct {
	mu      sync.Mutex
	indexes map[string]kept
	due     map[string]time.Time // when the list is read from Ponto again
}

// kept is an index with the time at which it was made.
type kept struct {
	index *index
	made  time.Time
}

func newDirectory() *directory {
	return &directory{indexes: make(map[string]kept), due: make(map[string]time.Time)}
}

func (d *directory) get(api string) kept {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.indexes[api]
}

func (d *directory) put(api string, list []core.Institution, now time.Time) *index {
	x := newIndex(list)
	d.mu.Lock()
	defer d.mu.Unlock()
	d.indexes[api] = kept{index: x, made: now}
	return x
}

// claim reports whether the list is due, and gives the caller some minutes to read it.
func (d *directory) claim(api string, now time.Time) bool {
	d.mu.Lock()
	defer d.mu.Unlock()
	if now.Before(d.due[api]) {
		return false
	}
	d.due[api] = now.Add(directoryRetry)
	return true
}

func (d *directory) done(api string, now time.Time) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.due[api] = now.Add(directoryLife)
}

// SearchInstitutions searches the directory of a connection; the directory is read once and kept in the file.
func (s *Service) SearchInstitutions(ctx context.Context, conn core.ConnectionID, q InstitutionQuery) (views []InstitutionView, err error) {
	defer tell("search the institutions", &err)
	c, err := s.store.Connection(conn)
	if err != nil {
		return nil, err
	}
	x, err := s.institutions(ctx, c)
	if err != nil {
		return nil, err
	}
	connected, err := s.connectedPerInstitution(conn)
	if err != nil {
		return nil, err
	}
	now := s.Now(conn)
	found := x.find(q)
	views = make([]InstitutionView, len(found))
	for i, inst := range found {
		views[i] = x.view(*inst, now)
		views[i].Connected = connected[inst.ID]
	}
	return views, nil
}

func (s *Service) connectedPerInstitution(conn core.ConnectionID) (map[core.InstitutionID]int, error) {
	accounts, err := s.accountsOf(conn)
	if err != nil {
		return nil, err
	}
	count := make(map[core.InstitutionID]int)
	for _, a := range accounts {
		if a.Connected {
			count[a.Institution]++
		}
	}
	return count, nil
}

// Countries lists the countries of a directory, by code; "int" stands for institutions without one.
func (s *Service) Countries(ctx context.Context, conn core.ConnectionID) (codes []string, err error) {
	defer tell("read the institutions", &err)
	c, err := s.store.Connection(conn)
	if err != nil {
		return nil, err
	}
	x, err := s.institutions(ctx, c)
	if err != nil {
		return nil, err
	}
	for i := range x.entries {
		codes = append(codes, cmp.Or(x.entries[i].Country, international))
	}
	slices.Sort(codes)
	return slices.Compact(codes), nil
}

// RefreshInstitutions reads the directory again now.
func (s *Service) RefreshInstitutions(ctx context.Context, conn core.ConnectionID) (err error) {
	defer tell("read the institutions", &err)
	c, err := s.store.Connection(conn)
	if err != nil {
		return err
	}
	_, err = s.readDirectory(ctx, c)
	return err
}

// institutions returns the index of a connection's API: from memory, from the file, or, the first time, from Ponto. An old
// directory answers at once and is renewed beside.
func (s *Service) institutions(ctx context.Context, conn core.Connection) (*index, error) {
	now := s.cfg.Now()
	k := s.directory.get(conn.API)
	if k.index == nil || now.Sub(k.made) > indexLife {
		list, err := s.store.Institutions(conn.API)
		if err != nil {
			return nil, err
		}
		// A file that only knows the banks of its accounts, which the background core reads one by one, has no directory.
		if len(list) == 0 || (k.index == nil && len(list) <= s.knownBanks()) {
			return s.readDirectory(ctx, conn)
		}
		k.index = s.directory.put(conn.API, list, now)
	}
	if s.directory.claim(conn.API, now) {
		s.work.Go(func() {
			defer s.cfg.Recover()
			if _, err := s.readDirectory(s.ctx, conn); err != nil {
				s.log.Warn("directory not renewed", "api", conn.API, "error", err)
			}
		})
	}
	return k.index, nil
}

// knownBanks counts the institutions of the accounts in the file.
func (s *Service) knownBanks() int {
	accounts, err := s.store.Accounts()
	if err != nil {
		return 0
	}
	banks := make(map[core.InstitutionID]bool)
	for _, a := range accounts {
		banks[a.Institution] = true
	}
	return len(banks)
}

func (s *Service) readDirectory(ctx context.Context, conn core.Connection) (*index, error) {
	client, err := s.banks.of(conn)
	if err != nil {
		return nil, err
	}
	list, err := client.Institutions(ctx, ponto.InstitutionFilter{})
	if err != nil {
		return nil, err
	}
	if len(list) == 0 {
		return nil, refuse(core.CodeProtocol, txtEmptyDirectory, txtEmptyDirectoryHint)
	}
	if err := s.store.PutInstitutions(ctx, conn.API, list); err != nil {
		return nil, err
	}
	now := s.cfg.Now()
	s.directory.done(conn.API, now)
	return s.directory.put(conn.API, list, now), nil
}

// bank is an institution by id, or a nameless one when the file does not know it yet.
func (s *Service) bank(id core.InstitutionID) core.Institution {
	inst, err := s.store.Institution(id)
	if err != nil {
		return core.Institution{ID: id}
	}
	inst.Name, inst.Brand = core.CleanText(inst.Name), core.CleanText(inst.Brand)
	return inst
}
