package search

import (
	"strings"
	"testing"
	"time"

	"ferry/core"

	"pgregory.net/rapid"
)

func TestFold(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		"Électricité du NORD":   "electricite du nord",
		"Müller & Söhne STRAẞE": "muller & sohne strasse",
		"Łódź Ørsted Œuvre":     "lodz orsted oeuvre",
		"a\x1b[31mb\nc\td":      "a [31mb c d",
		"12,30 x,y 1,":          "12.30 x,y 1,",
		"ﬁn ＢＥ６８":               "fin be68",
		"\xff\xfebad":           " bad",
	} {
		if got := string(AppendFold(nil, in)); got != want {
			t.Errorf("%q folds to %q, want %q", in, got, want)
		}
	}
}

func TestFoldIsStable(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.String().Draw(t, "text")
		once := AppendFold(nil, s)
		if twice := AppendFold(nil, string(once)); string(twice) != string(once) {
			t.Fatalf("%q folds to %q, then to %q", s, once, twice)
		}
		if strings.ContainsAny(string(once), "\n\r") {
			t.Fatalf("%q folds to a text that ends a record", s)
		}
	})
}

// Folding piece by piece is only faster: it comes out as if the whole text were folded at once.
func TestFoldInPieces(t *testing.T) {
	t.Parallel()
	text := rapid.StringOf(rapid.SampledFrom([]rune("aZ,1 \x01\u0301\u0323\u00ad\u200dÉßﬁ①，．ẞİ가각\u1161\ufffdé")))
	rapid.Check(t, func(t *rapid.T) {
		s := text.Draw(t, "text")
		if rapid.Bool().Draw(t, "spoilt") {
			at := rapid.IntRange(0, len(s)).Draw(t, "at")
			s = s[:at] + "\xff\xc3" + s[at:]
		}
		if got, want := string(AppendFold([]byte("1"), s)), string(pointDecimals(appendWide([]byte("1"), s), 1)); got != want {
			t.Fatalf("%q folds to %q, want %q", s, got, want)
		}
	})
}

func line() *core.Line {
	return &core.Line{No: 1, Note: "ask Jan", Transaction: core.Transaction{
		ID: "t", BookingDate: core.NewDate(2026, time.October, 5), Amount: core.Amount{Minor: -1230, Currency: core.EUR},
		CounterpartName: "Jan Peeters", CounterpartReference: "BE68 5390 0754 7034", Remittance: "+++090/9337/55493+++",
		RemittanceType: "structured", Description: "Wire transfer",
	}}
}

func accepts(t *testing.T, text string, l *core.Line) bool {
	t.Helper()
	q, err := Parse(text, 0, 0)
	if err != nil {
		t.Fatalf("%q: %v", text, err)
	}
	var b Builder
	other := line()
	other.No, other.CounterpartName, other.Amount.Minor = 2, "Somebody", 99
	b.Add(HeadOf(other, 0), AppendText(nil, other))
	b.Add(HeadOf(l, 0), AppendText(nil, l))
	b.Add(HeadOf(other, 0), AppendText(nil, other))
	s, err := Read(b.Bytes())
	if err != nil || !s.Sound() {
		t.Fatal(err)
	}
	found := false
	s.Match(q, func(_ int, h Head) {
		if h.No == l.No {
			if !h.Same(HeadOf(l, 0)) {
				t.Errorf("head %+v", h)
			}
			found = q.Line(l)
		}
	})
	return found
}

func TestQueries(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]bool{
		"": true, "peeters": true, "PEETERS jan": true, "peeters acme": false, "ask": true,
		"be68539007547034": true, "BE68 5390": true, "090933755493": true, "+++090/9337": true, "12,30": true, "-12.30": true,
		"amt:12.30": true, "amt:12,3": true, "amt:-12.30": true, "amt:+12.30": false, "amt:>-13": true, "amt:>=-12.30": true,
		"amt:<-12.30": false, "amt:<=-12.30": true, "amt:=12.30": false, "amt:>100": false,
		"date:2026": true, "date:2026-10": true, "date:2026-11": false, "date:2026-10-05": true, "date:>2026-10": false,
		"date:>=2026-10-05": true, "date:<2026-10-05": false, "date:<=2026": true,
		"iban:BE68": true, "iban:be685390": true, "iban:peeters": false, "name:jan": true, `name:"jan peeters"`: true,
		`"peeters jan"`: false, "name:ask": false, "state:booked": true, "state:late": false, "state:missing": false,
		"not:acme": true, "not:peeters": false, `not:"jan p"`: false, "x:y": false, "wire:": false,
	} {
		if got := accepts(t, text, line()); got != want {
			t.Errorf("%q: %v, want %v", text, got, want)
		}
	}
	late := line()
	late.Late, late.Missing = true, time.Unix(1, 0)
	if !accepts(t, "state:late", late) || !accepts(t, "state:missing", late) {
		t.Error("late and missing lines are not found by their state")
	}
	for _, bad := range []string{"amt:ten", "amt:1.234", "date:octobre", "state:gone", "iban:", `"open`} {
		if _, err := Parse("x "+bad, 0, 0); core.CodeOf(err) != core.CodeInvalid {
			t.Errorf("%q: %v", bad, err)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add(`amt:>1 date:2026 "a b" not:x`)
	f.Add(`amt:1.. date:..2026 acct:7034`)
	f.Fuzz(func(t *testing.T, text string) {
		q, err := Parse(text, 0, 0)
		if err == nil {
			q.Pending(line())
		} else if core.CodeOf(err) != core.CodeInvalid {
			t.Fatal(err)
		}
	})
}

func FuzzSegment(f *testing.F) {
	var b Builder
	b.Add(HeadOf(line(), 0), AppendText(nil, line()))
	f.Add(b.Bytes(), "peeters")
	f.Fuzz(func(t *testing.T, raw []byte, text string) {
		s, err := Read(raw)
		q, err2 := Parse(text, 0, 0)
		if err != nil || err2 != nil {
			return
		}
		s.Match(q, func(int, Head) {})
	})
}
