package world

import (
	"math/big"
	"regexp"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"ferry/core"
)

// number reads a reference as ISO 13616 does, independently of the code under test.
func number(t fataler, s string) *big.Int {
	var b strings.Builder
	for _, r := range s {
		switch {
		case r >= '0' && r <= '9':
			b.WriteRune(r)
		case r >= 'A' && r <= 'Z':
			b.WriteString(big.NewInt(int64(r-'A') + 10).String())
		default:
			t.Fatalf("%q in %q", r, s)
		}
	}
	n, ok := new(big.Int).SetString(b.String(), 10)
	if !ok {
		t.Fatalf("no number: %q", s)
	}
	return n
}

func remainder(t fataler, s string) int64 {
	return new(big.Int).Mod(number(t, s), big.NewInt(97)).Int64()
}

func goodOGM(t fataler, s string) bool {
	r := remainder(t, s[:10])
	if r == 0 {
		r = 97
	}
	return remainder(t, s[10:]) == r%97 && s[10:] != "00"
}

// eleven is the elfproef of a betalingskenmerk, written from its definition: the weights from the left of the last
// fifteen digits.
func eleven(s string) bool {
	weights := []int{10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2}
	sum := 0
	for i, w := range weights {
		sum += w * int(s[1+i]-'0')
	}
	want := 11 - sum%11
	if want == 10 {
		want = 1
	} else if want == 11 {
		want = 0
	}
	return int(s[0]-'0') == want
}

func TestReferencesHaveRightCheckDigits(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		h := rapid.Uint64().Draw(t, "h")
		if d := ogm(digits(h, 10)); len(d) != 12 || !goodOGM(t, d) {
			t.Fatalf("OGM %s", d)
		} else if goodOGM(t, wrongDigit(d)) {
			t.Fatalf("wrong OGM %s is right", wrongDigit(d))
		}
		rf := creditorReference("INV" + digits(h, 9))
		if remainder(t, rf[4:]+rf[:4]) != 1 {
			t.Fatalf("RF %s", rf)
		}
		if k := paymentReference(digits(h, 15)); len(k) != 16 || !eleven(k) {
			t.Fatalf("betalingskenmerk %s", k)
		}
		for country, length := range map[string]int{"BE": 16, "NL": 18, "FR": 27, "LU": 20, "DE": 22, "ES": 24} {
			n := iban(country, h)
			if len(n) != length || !strings.HasPrefix(n, country) || remainder(t, n[4:]+n[:4]) != 1 {
				t.Fatalf("IBAN %s", n)
			}
		}
	})
	if got := ogm("0000000097"); got != "000000009797" { // 97 stands for a remainder of 0
		t.Errorf("ogm of a multiple of 97: %s", got)
	}
	if got := creditorReference("539007547034"); got != "RF18539007547034" { // the example of the standard
		t.Errorf("creditor reference: %s", got)
	}
	if n := "BE68539007547034"; iban("BE", 0) == "" || remainder(t, n[4:]+n[:4]) != 1 {
		t.Error("the test's own arithmetic is wrong")
	}
}

// Every spelling still holds the twelve digits, and the communications in an account's lines are right but for the
// kind that is wrong on purpose.
func TestCommunicationsInLines(t *testing.T) {
	t.Parallel()
	d := ogm("1234567890")
	seen := map[string]bool{}
	for way := range uint64(ogmSpellings) {
		text := spellOGM(d, way)
		seen[text] = true
		if got := regexp.MustCompile(`\D`).ReplaceAllString(text, ""); got != d {
			t.Errorf("spelling %d: %q", way, text)
		}
	}
	if len(seen) != ogmSpellings {
		t.Errorf("%d spellings", len(seen))
	}
	w := New(Options{Transactions: 4000})
	plus := regexp.MustCompile(`\+\+\+ ?(\d{3}) ?/ ?(\d{4})\n? ?/ ?(\d{5}) ?\+\+\+`)
	right, wrong := 0, 0
	for _, l := range allLines(t, w, w.FullIntegration().ID) {
		if m := plus.FindStringSubmatch(l.Remittance); m != nil {
			if goodOGM(t, m[1]+m[2]+m[3]) {
				right++
			} else {
				wrong++
			}
		}
	}
	if right < 50 || wrong < 2 || wrong*5 > right {
		t.Errorf("%d right references, %d wrong ones", right, wrong)
	}
}

func allLines(t fataler, w *World, integration string) []Line {
	var all []Line
	for _, a := range w.Accounts(integration) {
		all = append(all, linesOf(t, w, a.ID)...)
	}
	return all
}

func linesOf(t fataler, w *World, id core.AccountID) []Line {
	var all []Line
	for q := (Query{Limit: 100, LimitGiven: true}); ; {
		p, err := w.Transactions(id, q)
		if err != nil {
			t.Fatalf("transactions: %v", err)
		}
		all = append(all, p.Items...)
		if p.After == "" {
			return all
		}
		q.After = p.After
	}
}
