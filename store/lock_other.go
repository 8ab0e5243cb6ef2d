//go:build !(linux || darwin || freebsd || netbsd || openbsd || dragonfly)

package store

import "context"

// holdLock opens and closes the file once: where there is no shared lock call, a file that is in use cannot be renamed anyway.
func holdLock(ctx context.Context, o Options) (release func(), err error) {
	db, err := lockAndMap(ctx, o)
	if err != nil {
		return nil, err
	}
	return func() {}, db.Close()
}

func syncDir(string) error { return nil }
