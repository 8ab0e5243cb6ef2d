package reconcile_test

import (
	"fmt"
	"slices"
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
// follows from it is on the screen. p95 is what the goals are about.
func BenchmarkOverTheRealThing(b *testing.B) {
	svc := officetest.Serve(b, file(b, fullYear()))
	d := officetest.Screen(b, svc, nav.Page{})
	measure := func(name string, keys ...string) {
		b.Run(name, func(b *testing.B) {
			var took []time.Duration
			for i := 0; b.Loop(); i++ {
				began := time.Now()
				d.Press(keys[i%len(keys)])
				took = append(took, time.Since(began))
			}
			slices.Sort(took)
			b.ReportMetric(float64(took[len(took)*95/100].Microseconds())/1000, "p95-ms")
			b.ReportMetric(0, "ns/op")
		})
	}
	measure("open", "M", "esc")
	d.Press("M")
	acts := func(when string) {
		measure("move, "+when, "j", "pgdown", "G", "k", "g")
		measure("mark and move, "+when, "!", "j")
		measure("undo and redo, "+when, "u", "ctrl+r")
		d.Press("/")
		measure("filter, "+when, "k", "a", "a", "r", "backspace", "backspace", "backspace", "backspace")
		d.Press("esc")
	}
	acts("while proposals are made")
	if err := svc.Look(b.Context(), "d"); err != nil {
		b.Fatal(err)
	}
	d.Settle()
	acts("at rest")
	d.Press("g")
	measure("accept", "a")
	done, err := svc.Open(b.Context(), core.Query{Dossier: "d", Work: core.WorkDone})
	if err != nil || done.Len() < 10 {
		b.Fatal("little was accepted: ", err)
	}
}
