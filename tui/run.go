package tui

import "context"

// Run shows the program until the user leaves it or ctx ends. It may be called once per process.
func Run(ctx context.Context, o Options) error { return nil }
