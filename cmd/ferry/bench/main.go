// Command bench measures this build as whole processes against a simulator on loopback, and prints a table with ratios to
// two other programs that read the same lines in the same run:
//
//   - the floor: pages of 100, decoded, a bbolt put per line and an index by id, durable every 50 pages, and nothing else:
//     no journal, no raw copy, no revisions, no search;
//   - the script: the same with a commit a page, which is what a handy user writes in an hour. (The one in Python with
//     SQLite, measured elsewhere, needs as long.)
//
// A third one only takes the pages, which shows what the simulator itself costs. Absolute times drift from machine to
// machine and with its load: read the ratios.
//
//	go run ./cmd/ferry/bench                  10,000 and 100,000 lines
//	go run ./cmd/ferry/bench -lines 1000000   on request: some minutes, 2 GB of disk
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strconv"
	"strings"
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string) error {
	if len(args) > 0 && args[0] == peerCommand {
		return runPeer(ctx, args[1:])
	}
	flags := flag.NewFlagSet("bench", flag.ExitOnError)
	lines := flags.String("lines", "10000,100000", "how many bank lines, separated by commas")
	runs := flags.Int("runs", 3, "first fetches of each program; medians are shown")
	ferry := flags.String("ferry", "", "the program to measure; empty: built from this tree")
	dir := flags.String("dir", "", "where the files are put; empty: the folder for temporary files")
	if err := flags.Parse(args); err != nil {
		return err
	}
	work, err := os.MkdirTemp(*dir, "ferry-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(work)
	if *ferry == "" {
		*ferry = filepath.Join(work, "ferry")
		build := exec.CommandContext(ctx, "go", "build", "-trimpath", "-o", *ferry, "ferry/cmd/ferry")
		build.Stderr = os.Stderr
		if err := build.Run(); err != nil {
			return fmt.Errorf("build ferry: %w", err)
		}
	}
	for _, text := range strings.Split(*lines, ",") {
		n, err := strconv.Atoi(text)
		if err != nil {
			return fmt.Errorf("-lines: %w", err)
		}
		s := suite{ferry: *ferry, lines: n, runs: max(*runs, 1), dir: filepath.Join(work, text)}
		if err := s.run(ctx); err != nil {
			return fmt.Errorf("%d lines: %w", n, err)
		}
		if err := s.print(os.Stdout); err != nil {
			return err
		}
	}
	return nil
}
