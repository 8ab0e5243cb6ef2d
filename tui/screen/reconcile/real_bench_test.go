package reconcile_test

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"ferry/core"
	"ferry/core/match/monthtest"
	"ferry/tui/nav"
	"ferry/tui/tuitest/officetest"
)

// fullYear is a hundred thousand open lines in a real file, and the ten thousand open items that a tenth of them pay. The others
// are what nothing explains.
func fullYear() fixture {
	m := monthtest.New(1, 180)
	f := fixture{Items: m.Items[:min(len(m.Items), 10_000)], Own: m.Own, Settings: m.Settings, Lines: m.Lines}
	for n := len(f.Lines); n < manyLines; n++ {
		l := f.Lines[n%len(m.Lines)]
		l.No, l.ID = core.LineNo(1<<32|n), core.TransactionID(fmt.Sprint("more-", n))
		l.BookingDate = l.BookingDate.AddDays(-40 - n%320)
		l.Amount.Minor, l.Fee = int64(n%9_000)-4_500, core.Amount{}
		l.CounterpartName, l.CounterpartReference, l.Remittance, l.EndToEndID = fmt.Sprint("Kaart ", n%700), "", fmt.Sprint("aankoop ", n), ""
		f.Lines = append(f.Lines, l)
	}
	return f
}

// BenchmarkOverTheRealThing is a key, in the whole program over a real file of 100,000 open lines, until everything that
// follows from it is on the screen. p95 is what the goals are about. At rest, all lines have been looked at when the key comes;
// else the keys follow each other, and the look that the acts ask for goes on beside them.
func BenchmarkOverTheRealThing(b *testing.B) {
	svc := officetest.Serve(b, file(b, fullYear()), officetest.Options{Sleep: sleep})
	d := officetest.Screen(b, svc, nav.Page{})
	busy := func() {}
	rest := func() {
		if err := svc.Look(b.Context(), "d"); err != nil {
			b.Fatal(err)
		}
		d.Settle()
	}
	measure := func(b *testing.B, name string, before func(), keys ...string) {
		b.Run(name, func(b *testing.B) {
			var took []time.Duration
			for i := 0; b.Loop(); i++ {
				before()
				began := time.Now()
				d.Press(keys[i%len(keys)])
				took = append(took, time.Since(began))
			}
			slices.Sort(took)
			b.ReportMetric(float64(took[len(took)/2].Microseconds())/1000, "p50-ms")
			b.ReportMetric(float64(took[len(took)*95/100].Microseconds())/1000, "p95-ms")
			b.ReportMetric(0, "ns/op")
		})
	}
	measure(b, "open", busy, "M", "esc")
	d.Press("M")
	for _, pace := range []struct {
		when   string
		before func()
	}{{"busy", busy}, {"at rest", rest}} {
		b.Run(pace.when, func(b *testing.B) {
			measure(b, "move", pace.before, "j", "pgdown", "G", "k", "g")
			measure(b, "mark and move", pace.before, "!", "j")
			measure(b, "undo and redo", pace.before, "u", "ctrl+r")
			d.Press("/")
			measure(b, "filter", pace.before, "k", "a", "a", "r", "backspace", "backspace", "backspace", "backspace")
			d.Press("esc", "g")
			measure(b, "month", pace.before, "<", "<", "<", ">", ">", ">")
			d.Press(`\`, "g")
			measure(b, "accept", func() {
				if strings.Contains(d.Screen(), "left over?") { // a question; the next line asks none
					d.Press("esc", "j")
				}
				for range 100 {
					if !strings.Contains(d.Screen(), "Nothing explains this line yet.") {
						break
					}
					d.Press("j")
				}
				pace.before()
			}, "a")
		})
	}
	done, err := svc.Open(b.Context(), core.Query{Dossier: "d", Work: core.WorkDone})
	if err != nil || done.Len() == 0 {
		b.Fatal("nothing was accepted: ", err)
	}
}

// sleep sleeps for real, unlike the clocks of the tests: looks begin when they would.
func sleep(ctx context.Context, d time.Duration) error {
	select {
	case <-time.After(d):
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
