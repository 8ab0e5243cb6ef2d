package main

import (
	"fmt"
	"io"
	"os"
	"runtime"
	"strings"
	"text/tabwriter"
	"time"
)

// print writes the table.
func (s *suite) print(out io.Writer) error {
	load, _ := os.ReadFile("/proc/loadavg") // only Linux has it
	fmt.Fprintf(out, "\n%d lines, %d cores, load %s\n\n", s.stored, runtime.NumCPU(), strings.TrimSpace(string(load)))
	t := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintln(t, "work\tferry\tits CPU\tmemory\tfloor\tits CPU\tscript\tits CPU\t/ floor\t/ script\tgoal\tof\t")
	for _, m := range s.rows {
		if s.lines < 100_000 {
			m.goal, m.ratio, m.room = 0, "", 0 // the goals are set for 100,000 lines and a million
		}
		if m.value != "" {
			fmt.Fprintf(t, "%s\t%s\n", m.work, m.value)
			continue
		}
		fmt.Fprintf(t, "%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t\n", m.work, short(m.ferry.wall), short(m.ferry.cpu), m.memory(),
			short(m.floor.wall), short(m.floor.cpu), short(m.script.wall), short(m.script.cpu), ratio(m.ferry, m.floor), ratio(m.ferry, m.script), m.verdict(), m.ratio)
	}
	return t.Flush()
}

func (m measure) verdict() string {
	switch {
	case m.goal == 0:
		return ""
	case m.ferry.wall <= m.goal:
		return short(m.goal) + " met"
	}
	return short(m.goal) + " MISSED"
}

func (m measure) memory() string {
	if m.room > 0 && m.ferry.peak > m.room {
		return mib(m.ferry.peak) + " MISSED"
	}
	return mib(m.ferry.peak)
}

func ratio(a, b cost) string {
	if b.wall == 0 {
		return ""
	}
	return fmt.Sprintf("%.2f", a.wall.Seconds()/b.wall.Seconds())
}

func mib(bytes int64) string {
	if bytes == 0 {
		return ""
	}
	return fmt.Sprintf("%d MiB", bytes>>20)
}

// short is a time with three digits or so.
func short(d time.Duration) string {
	switch {
	case d == 0:
		return ""
	case d < 10*time.Millisecond:
		return d.Round(10 * time.Microsecond).String()
	case d < time.Second:
		return d.Round(time.Millisecond).String()
	}
	return d.Round(10 * time.Millisecond).String()
}
