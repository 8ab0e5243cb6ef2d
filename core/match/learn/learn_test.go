package learn

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"ferry/core"
)

// year makes twelve months of everyday lines with the codes a bookkeeper gave them: most suppliers always to one account, one
// supermarket to several, and shops that are met only once.
func year(seed uint64) (months [12][]Done) {
	r := rand.New(rand.NewPCG(seed, 3))
	suppliers := []struct{ name, account, text, ledger string }{
		{"Energie Laagland NV", "BE68539007547034", "elektriciteit", "612100"}, {"Telefonie Kust", "", "abonnement", "612500"}, {"Immo Zuid", "NL91ABNA0417164300", "huur", "610000"},
		{"", "", "beheerskosten rekening", "650000"}, {"Tankstation E40", "", "KAART", "612300"}, {"Verzekering Ster", "", "polis 4711", "614000"},
	}
	no := core.LineNo(0)
	for month := range months {
		add := func(name, account, text, ledger string) {
			no++
			l := core.Line{No: no}
			l.Amount = core.Amount{Minor: -int64(1000 + r.IntN(90_000)), Currency: core.EUR}
			l.CounterpartName, l.CounterpartReference, l.Remittance = name, account, fmt.Sprintf("%s %02d/2026 %d", text, month+1, r.IntN(9999))
			months[month] = append(months[month], Done{Line: l, Ledger: ledger})
		}
		for _, s := range suppliers {
			add(s.name, s.account, s.text, s.ledger)
		}
		for range 3 {
			add("Supermarkt De Korf", "", "KAART", []string{"615000", "613000", "416000"}[r.IntN(3)])
		}
		add(fmt.Sprintf("Winkel %c", 'A'+month), "", "KAART", "613000")
	}
	return months
}

// TestLeaveOneMonthOut learns from eleven months and judges the twelfth.
func TestLeaveOneMonthOut(t *testing.T) {
	t.Parallel()
	right, said, asked := 0, 0, 0
	for seed := range uint64(10) {
		months := year(seed)
		for out := range months {
			var history []Done
			for month, list := range months {
				if month != out {
					history = append(history, list...)
				}
			}
			m := New(history, Usual())
			for _, d := range months[out] {
				asked++
				p, ok := m.Proposal(d.Line)
				if !ok {
					continue
				}
				said++
				if p.Auto || len(p.From) < 2 || p.Reason == "" || p.Confidence.Den == 0 {
					t.Fatalf("%+v", p)
				}
				if p.Options[0].Postings[0].Ledger == d.Ledger {
					right++
				}
			}
		}
	}
	t.Logf("%d right of %d suggested, %d lines", right, said, asked)
	if right*100 < said*85 || said*2 < asked {
		t.Errorf("%d right of %d suggested, %d lines", right, said, asked)
	}
}

func TestSilence(t *testing.T) {
	t.Parallel()
	months := year(1)
	first := months[0][0]
	if _, ok := New([]Done{first}, Usual()).Proposal(months[1][0].Line); ok {
		t.Error("one line is enough")
	}
	if _, ok := New([]Done{first, first}, Usual()).Proposal(first.Line); ok {
		t.Error("a line teaches about itself")
	}
	other := months[2][0]
	other.Ledger = "999"
	if _, ok := New([]Done{first, months[1][0], other}, Usual()).Proposal(months[3][0].Line); ok {
		t.Error("two of three is enough")
	}
}

func TestOrderNeverMatters(t *testing.T) {
	t.Parallel()
	history := slices.Concat(year(5)[0], year(5)[1], year(5)[2])
	line := year(5)[3][0].Line
	want, _ := New(history, Usual()).Proposal(line)
	slices.Reverse(history)
	if got, _ := New(history, Usual()).Proposal(line); !reflect.DeepEqual(got, want) {
		t.Errorf("%+v, was %+v", got, want)
	}
}
