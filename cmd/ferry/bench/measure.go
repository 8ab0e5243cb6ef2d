package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"slices"
	"strconv"
	"strings"
	"time"
)

// cost is what one process took.
type cost struct {
	wall, cpu time.Duration // cpu: user and system
	peak      int64         // bytes of memory of its own at most, mapped files left out; 0 where the system does not tell
	out       []byte
}

// measured runs a program to its end. The exit code 3 of ferry, "something needs a person", is fine: the simulated world has
// accounts whose consent is over.
func measured(ctx context.Context, env []string, program string, args ...string) (cost, error) {
	cmd := exec.CommandContext(ctx, program, args...)
	var out, errs bytes.Buffer
	cmd.Stdout, cmd.Stderr, cmd.Env = &out, &errs, append(os.Environ(), env...)
	start := time.Now()
	if err := cmd.Start(); err != nil {
		return cost{}, err
	}
	ended := make(chan struct{})
	peak := make(chan int64, 1)
	go func() { peak <- watchMemory(cmd.Process.Pid, ended) }()
	err := cmd.Wait()
	c := cost{wall: time.Since(start), out: out.Bytes()}
	close(ended)
	c.peak = <-peak
	c.cpu = cmd.ProcessState.UserTime() + cmd.ProcessState.SystemTime()
	if err != nil && cmd.ProcessState.ExitCode() != 3 {
		return c, fmt.Errorf("%s %s: %w: %s", program, strings.Join(args, " "), err, errs.String())
	}
	return c, nil
}

// watchMemory looks again and again how much memory a process has of its own, and returns the most it saw.
func watchMemory(pid int, ended <-chan struct{}) (peak int64) {
	tick := time.NewTicker(5 * time.Millisecond)
	defer tick.Stop()
	for {
		select {
		case <-ended:
			return peak
		case <-tick.C:
			peak = max(peak, procField(pid, "RssAnon:"))
		}
	}
}

// procField reads a size from what Linux tells of a process.
func procField(pid int, name string) int64 {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return 0
	}
	_, rest, _ := strings.Cut(string(status), name)
	number, _, _ := strings.Cut(strings.TrimSpace(rest), " ")
	kib, _ := strconv.ParseInt(number, 10, 64)
	return kib << 10
}

// cpuOf is the processor time that a running process has used, in Linux's ticks of 10 ms.
func cpuOf(pid int) time.Duration {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return 0
	}
	_, rest, _ := strings.Cut(string(stat), ") ")
	fields := strings.Fields(rest)
	if len(fields) < 13 {
		return 0
	}
	user, _ := strconv.Atoi(fields[11])
	system, _ := strconv.Atoi(fields[12])
	return time.Duration(user+system) * 10 * time.Millisecond
}

// median is the middle one by time, with the largest memory of all.
func median(list []cost) cost {
	sorted := slices.SortedFunc(slices.Values(list), func(a, b cost) int { return int(a.wall - b.wall) })
	m := sorted[len(sorted)/2]
	for _, c := range list {
		m.peak = max(m.peak, c.peak)
	}
	return m
}
