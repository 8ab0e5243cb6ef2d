package action

import (
	"bufio"
	"fmt"
	"io"
	"slices"
	"strings"
)

// Keymap is the user's choice of keys: it replaces all keys of the actions it names.
type Keymap map[ID][]string

// ParseKeymap reads a keymap file: one action a line, "transactions.search = / ctrl+f", keys parted by spaces, "#" for
// comments at the start of a line, and nothing behind "=" to take an action's keys away.
func ParseKeymap(r io.Reader) (Keymap, error) {
	m := make(Keymap)
	lines := bufio.NewScanner(r)
	for n := 1; lines.Scan(); n++ {
		line := strings.TrimSpace(lines.Text())
		if line == "" || strings.HasPrefix(line, "#") {
			continue
		}
		id, keys, ok := strings.Cut(line, "=")
		if !ok {
			return nil, fmt.Errorf("keymap line %d: %q is not action = keys", n, line)
		}
		action := ID(strings.TrimSpace(id))
		if _, twice := m[action]; twice {
			return nil, fmt.Errorf("keymap line %d: %s stands there twice", n, action)
		}
		m[action] = strings.Fields(keys)
		for _, k := range m[action] {
			if !knownKey(k) {
				return nil, fmt.Errorf("keymap line %d: no key is called %q", n, k)
			}
		}
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("keymap: %w", err)
	}
	return m, nil
}

// With returns a registry with the user's keys. It fails on unknown actions and names the actions that would share a key.
func (r *Registry) With(m Keymap) (*Registry, error) {
	defs := slices.Clone(r.defs)
	ids := make([]ID, 0, len(m))
	for id := range m {
		ids = append(ids, id)
	}
	slices.Sort(ids)
	for _, id := range ids {
		i, ok := r.byID[id]
		if !ok {
			return nil, fmt.Errorf("keymap: there is no action %s", id)
		}
		defs[i].Keys = m[id]
	}
	changed, err := NewRegistry(defs)
	if err != nil {
		return nil, fmt.Errorf("keymap: %w", err)
	}
	return changed, nil
}
