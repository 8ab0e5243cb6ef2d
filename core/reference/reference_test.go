package reference

import (
	"fmt"
	"os/exec"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// Published examples of each kind.
var examples = []Reference{
	{OGM, "090933755493", true}, {RF, "RF18539007547034", true}, {Kenmerk, "5000056789012345", true}, {Kenmerk, "12234534622567", true},
	{QRR, "210000000003139471430009017", true}, {Viite, "1234561", true}, {KID, "2345676", true},
}

func TestExamplesHold(t *testing.T) {
	t.Parallel()
	for _, e := range examples {
		if !Valid(e.Kind, e.Value) {
			t.Errorf("%s %s does not hold", e.Kind, e.Value)
		}
	}
	for _, iban := range []string{"BE68 5390 0754 7034", "nl91abna0417164300", "FR14 2004 1010 0505 0001 3M02 606", "LU28 0019 4006 4475 0000", "DE89370400440532013000"} {
		if _, ok := IBAN(iban); !ok {
			t.Errorf("%s does not hold", iban)
		}
	}
	for _, iban := range []string{"BE68 5390 0754 7035", "BE685390075470344", "BE", "", "685390075470 34", "XX00"} {
		if _, ok := IBAN(iban); ok {
			t.Errorf("%s holds", iban)
		}
	}
	for bic, want := range map[string]bool{"KREDBEBB": true, "gebabebb36a": true, "KREDBEB": false, "KRED1EBB": false} {
		if _, ok := BIC(bic); ok != want {
			t.Errorf("BIC %s: %v", bic, ok)
		}
	}
}

func TestFindSpellings(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]Reference{
		"+++090/9337/55493+++":                            {OGM, "090933755493", true},
		"***090/9337/55493***":                            {OGM, "090933755493", true},
		"090/9337/55493":                                  {OGM, "090933755493", true},
		"090.9337.55493":                                  {OGM, "090933755493", true},
		"betaling 090 9337 55493 dank u":                  {OGM, "090933755493", true},
		"090933755493":                                    {OGM, "090933755493", true},
		"+++ 090 / 9337 / 55493 +++":                      {OGM, "090933755493", true},
		"+++090/9337<br>/55493+++":                        {OGM, "090933755493", true},
		"+++090/93\n37/55493+++":                          {OGM, "090933755493", true},
		"090933\r\n755493":                                {OGM, "090933755493", true},
		"Naam: X<br>Omschrijving: 090933755493<br>IBAN: ": {OGM, "090933755493", true},
		"factuur 2026-0042 +++090/9337/55493+++ klant 12": {OGM, "090933755493", true},
		"+++090/9337/55494+++":                            {OGM, "090933755494", false},
		"RF18539007547034":                                {RF, "RF18539007547034", true},
		"rf18 5390 0754 7034":                             {RF, "RF18539007547034", true},
		"ref RF18 5390 0754 7034 factuur oktober":         {RF, "RF18539007547034", true},
		"RF18 5390 0754 7034 FACT 12":                     {RF, "RF18539007547034", true},
		"RF185390\n07547034":                              {RF, "RF18539007547034", true},
		"RF18 5390 0754 7035 factuur":                     {RF, "RF18539007547035", false},
		"Betalingskenmerk: 5000 0567 8901 2345":           {Kenmerk, "5000056789012345", true},
		"5000056789012345":                                {Kenmerk, "5000056789012345", true},
		"kenmerk 12234534622567":                          {Kenmerk, "12234534622567", true},
		"betalingskenmerk 1234567":                        {Kenmerk, "1234567", true},
		"21 00000 00003 13947 14300 09017":                {QRR, "210000000003139471430009017", true},
		"210000000003139471430009017":                     {QRR, "210000000003139471430009017", true},
		"viite 12345 61":                                  {Viite, "1234561", true},
		"KID 2345676":                                     {KID, "2345676", true},
	} {
		found := Find(Field{"remittance", text})
		ok := false
		for _, f := range found {
			ok = ok || f.Reference == want && strings.Contains(text, f.Text)
		}
		if !ok {
			t.Errorf("%q: found %+v, want %v", text, found, want)
		}
	}
}

func TestFindNothing(t *testing.T) {
	t.Parallel()
	for k := firstKind; k <= lastKind; k++ {
		for n := range 40 {
			if zeros := strings.Repeat("0", n); Valid(k, zeros) {
				t.Errorf("%s %s holds", k, zeros)
			}
		}
	}
	for _, text := range []string{"", "BE68539007547034", "tel +32 475 12 34 56", "15/11/2026", "RF", "rf 12 is not", "surf18 abc", "0909337554930"} {
		for _, f := range Find(Field{"remittance", text}) {
			if f.Kind == OGM || f.Kind == RF || f.Kind == QRR || f.Marked {
				t.Errorf("%q: found %+v", text, f)
			}
		}
	}
	if got := FindIBANs("IBAN: BE68 5390 0754 7034 en nl91ABNA0417164300<br>BE68539007547034 BE00539007547034"); len(got) != 2 {
		t.Errorf("IBANs %q", got)
	}
}

func ogm(ten int) string {
	check := ten % 97
	if check == 0 {
		check = 97
	}
	return fmt.Sprintf("%010d%02d", ten, check)
}

// TestErrorsAreCaught makes every single-digit and every neighbour-swap error in ten thousand references: none holds, and
// the right one is the nearest.
func TestErrorsAreCaught(t *testing.T) {
	t.Parallel()
	open := map[string]bool{}
	for i := range 10_000 {
		open[ogm(i*999_983+17)] = true
	}
	isOpen := func(v string) bool { return open[v] }
	for right := range open {
		for i := range right {
			for c := byte('0'); c <= '9'; c++ {
				wrong := right[:i] + string(c) + right[i+1:]
				if c != right[i] && caught(t, OGM, wrong, right) && c == '7' {
					nearest(t, wrong, right, isOpen)
				}
			}
			if i > 0 && right[i] != right[i-1] {
				wrong := right[:i-1] + string(right[i]) + string(right[i-1]) + right[i+1:]
				if caught(t, OGM, wrong, right) {
					nearest(t, wrong, right, isOpen)
				}
			}
		}
	}
}

func caught(t *testing.T, kind Kind, wrong, right string) bool {
	// 00 and 97 are the same modulo 97, so an OGM can only fail to notice an error that its own form forbids.
	if Valid(kind, wrong) {
		t.Errorf("%s: %s holds like %s", kind, wrong, right)
		return false
	}
	return true
}

func nearest(t *testing.T, wrong, right string, open func(string) bool) {
	t.Helper()
	for _, n := range Nearest(wrong, open) {
		if n.Value == right && n.Reason != "" {
			return
		}
	}
	t.Errorf("nearest of %s is not %s", wrong, right)
}

func TestRFAndQRRErrorsAreCaught(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringMatching(`[0-9A-Z]{1,21}`).Draw(t, "text")
		right := fmt.Sprintf("RF%02d%s", 98-mod97(text+"RF00"), text)
		if !Valid(RF, right) {
			t.Fatalf("%s does not hold", right)
		}
		i := rapid.IntRange(4, len(right)-1).Draw(t, "at")
		c := rapid.SampledFrom([]byte("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")).Draw(t, "c")
		// Digit for digit and letter for letter: a change of length in digits is not what mod 97 promises to catch.
		if wrong := right[:i] + string(c) + right[i+1:]; wrong != right && isDigit(c) == isDigit(right[i]) && Valid(RF, wrong) {
			t.Fatalf("%s holds like %s", wrong, right)
		}
		spaced := ""
		for j, r := range strings.ToLower(right) {
			if j > 0 && j%4 == 0 {
				spaced += " "
			}
			spaced += string(r)
		}
		for _, spelling := range []string{right, spaced, "x " + spaced} {
			if found := Find(Field{"", spelling}); len(found) == 0 || found[0].Value != right || !found[0].Valid {
				t.Fatalf("%q: %+v", spelling, found)
			}
		}
	})
}

// TestSpellings writes random OGMs in every way and finds exactly them.
func TestSpellings(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		v := ogm(rapid.IntRange(0, 9_999_999_999).Draw(t, "ten"))
		sep := rapid.SampledFrom([]string{"/", ".", " ", "", " / ", "\n", "<br>", "-"}).Draw(t, "sep")
		mark := rapid.SampledFrom([]string{"+++", "***", "", "+++ ", "\n+++"}).Draw(t, "mark")
		text := "klant " + mark + v[:3] + sep + v[3:7] + sep + v[7:] + mark
		for _, f := range Find(Field{"", text}) {
			if f.Kind == OGM && f.Value == v && f.Valid {
				return
			}
		}
		t.Fatalf("%q not found", text)
	})
}

func TestParse(t *testing.T) {
	t.Parallel()
	for _, e := range examples {
		if got, ok := Parse(" " + e.Value + " "); !ok || got.Value != e.Value || !got.Valid {
			t.Errorf("%v: %v", e, got)
		}
	}
	if got, ok := Parse("PO-4711"); ok {
		t.Errorf("PO-4711 is %v", got)
	}
	for k := firstKind; k <= lastKind; k++ {
		if got, ok := ParseKind(k.String()); !ok || got != k {
			t.Errorf("kind %s", k)
		}
	}
}

// TestStdnum asks an independent implementation, where it is installed.
func TestStdnum(t *testing.T) {
	t.Parallel()
	const script = `
import sys
from stdnum import iso11649, luhn, iban
from stdnum.ch import esr
for line in sys.stdin:
    k, v = line.split()
    print(int({'rf': iso11649.is_valid, 'ocr': luhn.is_valid, 'qrr': lambda v: esr.is_valid(v), 'iban': lambda v: iban.is_valid(v, check_country=False)}[k](v)))
`
	if exec.Command("python3", "-c", "import stdnum.iso11649, stdnum.ch.esr").Run() != nil {
		t.Skip("python3-stdnum is not installed")
	}
	var in strings.Builder
	var want []bool
	for i := 1; i <= 4000; i++ {
		text := fmt.Sprint(i * 7919 % 1_000_003)
		rf := fmt.Sprintf("RF%02d%s", (98-mod97(text+"RF00")+i%3)%100, text)
		qrr := fmt.Sprintf("%027d", i*104_729)
		iban := fmt.Sprintf("DE%02d%018d", i%97, i*104_729)
		_, holds := IBAN(iban)
		fmt.Fprintf(&in, "rf %s\nocr %s\nqrr %s\niban %s\n", rf, text+"00", qrr, iban)
		want = append(want, Valid(RF, rf), Valid(OCR, text+"00"), Valid(QRR, qrr), holds)
	}
	cmd := exec.Command("python3", "-c", script)
	cmd.Stdin = strings.NewReader(in.String())
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	for i, got := range strings.Fields(string(out)) {
		if (got == "1") != want[i] {
			t.Errorf("%s: stdnum says %s", strings.Split(in.String(), "\n")[i], got)
		}
	}
}

func FuzzFind(f *testing.F) {
	for _, e := range examples {
		f.Add(e.Value)
	}
	f.Add("+++090/9337<br>/55493+++ RF18 5390\x000754 7034 é\xff 12")
	f.Fuzz(func(t *testing.T, text string) {
		for _, found := range Find(Field{"f", text}) {
			if found.Text != text[found.Start:found.End] {
				t.Fatalf("%q is not at its place", found.Text)
			}
			if found.Valid != Valid(found.Kind, found.Value) || Compact(breakTag.ReplaceAllString(found.Text, "")) != found.Value {
				t.Fatalf("%+v", found)
			}
		}
		FindIBANs(text)
	})
}

func BenchmarkFind(b *testing.B) {
	text := Field{"remittance", "Naam: Bakkerij Vermeulen BV<br>Omschrijving: factuur 2026-0042 +++090/9337/55493+++ klant 1234<br>IBAN: BE68539007547034"}
	for b.Loop() {
		Find(text)
	}
}

func ExampleFind() {
	for _, f := range Find(Field{"remittanceInformation", "factuur oktober +++090/9337/<br>55493+++"}) {
		if f.Marked {
			fmt.Println(f.Kind, f.Value, f.Valid)
		}
	}
	// Output: ogm 090933755493 true
}
