package app

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"ferry/core"
)

func directoryOf(t testing.TB) *index {
	t.Helper()
	return newIndex([]core.Institution{
		{ID: "1", Name: "Crédit Général de Namur", BIC: "CGNABEBB", Country: "BE", Status: core.Stable},
		{ID: "2", Name: "Spaarbank Kortrijk", BIC: "SPKOBEBBXXX", Country: "BE", Brand: "Lys Group", BrandReference: "lys", Status: core.Stable},
		{ID: "3", Name: "Kortrijkse Volksbank", BIC: "KVOLBE22", Country: "BE", Status: core.Beta},
		{ID: "4", Name: "Bank of the North Sea", BIC: "BNSENL2A", Country: "NL", Status: core.Stable},
		{ID: "5", Name: "Überland Straßenbank", BIC: "UBERDEFF", Country: "DE", Status: core.Experimental},
		{ID: "6", Name: "Anywhere Pay", BIC: "ANYWLULL", Status: core.Stable},
		{ID: "7", Name: "Spaarbank Kortrijk (old)", BIC: "SPKOBEBB", Country: "BE", Deprecated: true, BrandReference: "lys"},
		{ID: "8", Name: "Banque L'Étoile", BIC: "ETOIFRPP", Country: "FR", Status: core.Stable},
	})
}

func idsOf(list []*core.Institution) string {
	ids := make([]string, len(list))
	for i, inst := range list {
		ids[i] = string(inst.ID)
	}
	return strings.Join(ids, " ")
}

func TestSearchFindsAsPeopleType(t *testing.T) {
	t.Parallel()
	x := directoryOf(t)
	tests := []struct{ text, country, want string }{
		{"credit gen", "", "1"},
		{"CRÉDIT", "", "1"},
		{"spkobebb", "", "2 7"},             // a BIC, the deprecated one last
		{"SPKO BE BB XXX", "", "2 7"},       // as letters print it
		{"kor", "BE", "3 2 7"},              // beginning of the name before the middle
		{"lys", "", "2"},                    // brand
		{"bns", "", "4"},                    // beginning of the BIC; the initials are five letters
		{"botns", "", "4"},                  // initials
		{"strassen", "", "5"},               // sharp s
		{"uber", "", "5"},                   // umlaut
		{"sea nor", "", "4"},                // words in any order
		{"letoile", "", "8"},                // apostrophe and accent
		{"any", "int", "6"},                 // international
		{"any", "BE", ""},                   //
		{"bank", "NL", "4"},                 //
		{"xyzzy", "", ""},                   //
		{"", "FR", "8"},                     // nothing typed: all of the country
		{"   ", "nl", "4"},                  //
		{"volksbank kortrijkse", "BE", "3"}, //
	}
	for _, tt := range tests {
		if got := idsOf(x.find(InstitutionQuery{Text: tt.text, Country: tt.country})); got != tt.want {
			t.Errorf("search %q in %q found %q, want %q", tt.text, tt.country, got, tt.want)
		}
	}
}

// TestThreeLettersFindABank: the first three letters of any name show that bank.
func TestThreeLettersFindABank(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.StringMatching(`[A-ZÀÉÖ][a-zéèüñç]{2,8}( [A-Z][a-z]{1,8}){0,3}`).Draw(t, "name")
		others := rapid.SliceOfN(rapid.StringMatching(`[A-Z][a-z]{2,8}`), 0, 20).Draw(t, "others")
		list := []core.Institution{{ID: "wanted", Name: name}}
		for i, other := range others {
			list = append(list, core.Institution{ID: core.InstitutionID(fmt.Sprint(i)), Name: other})
		}
		typed := string([]rune(name)[:3])
		found := newIndex(list).find(InstitutionQuery{Text: strings.ToUpper(typed)})
		if !slices.ContainsFunc(found, func(i *core.Institution) bool { return i.ID == "wanted" }) {
			t.Fatalf("%q does not find %q", typed, name)
		}
	})
}

// BenchmarkSearch measures what every key in the institution search waits for; 5 ms would be felt.
func BenchmarkSearch(b *testing.B) {
	x := newIndex(manyInstitutions(5000))
	for _, typed := range []string{"", "k", "kre", "kre ban", "be", "volks", "zzz"} {
		b.Run("typed="+typed, func(b *testing.B) {
			for b.Loop() {
				x.find(InstitutionQuery{Text: typed})
			}
		})
	}
}

func manyInstitutions(n int) []core.Institution {
	stems := []string{"Kredietbank", "Sparkasse", "Banque", "Volksbank", "Caixa", "Spaarkas", "Crédit Mutuel"}
	list := make([]core.Institution, n)
	for i := range list {
		list[i] = core.Institution{ID: core.InstitutionID(fmt.Sprint(i)), Name: fmt.Sprintf("%s van Regio %d", stems[i%len(stems)], i),
			BIC: fmt.Sprintf("AB%02dBEBB", i%100), Country: "BE", Brand: "Groep " + stems[(i+1)%len(stems)]}
	}
	return list
}

func TestInstitutionNotices(t *testing.T) {
	t.Parallel()
	x := directoryOf(t)
	now := time.Date(2026, 5, 4, 12, 0, 0, 0, time.UTC)
	beta := x.view(core.Institution{ID: "3", Name: "Kortrijkse Volksbank", Status: core.Beta}, now)
	if beta.Blocked != "" || !slices.Contains(beta.Badges, "beta") {
		t.Errorf("a beta bank: %+v", beta)
	}
	for _, needed := range []string{"testing", "Ponto's to solve", "Contact Ponto's support"} {
		if !strings.Contains(beta.Notice, needed) {
			t.Errorf("the beta notice lacks %q: %s", needed, beta.Notice)
		}
	}
	old := x.view(core.Institution{ID: "7", Name: "Spaarbank Kortrijk (old)", BIC: "SPKOBEBB", Country: "BE", Deprecated: true}, now)
	if old.Blocked == "" || !strings.Contains(old.Replaces, "Choose Spaarbank Kortrijk,") {
		t.Errorf("a deprecated bank: blocked %q, replaced by %q", old.Blocked, old.Replaces)
	}
	closed := x.view(core.Institution{ID: "1", Name: "Crédit", Maintenance: core.MaintenanceInternal, MaintenanceTo: now.Add(time.Hour)}, now)
	if !strings.Contains(closed.Blocked, "maintenance") || !slices.Contains(closed.Badges, "maintenance") {
		t.Errorf("a bank in maintenance: %+v", closed)
	}
	over := x.view(core.Institution{ID: "1", Name: "Crédit", Maintenance: core.MaintenanceInternal, MaintenanceTo: now.Add(-time.Hour)}, now)
	if over.Blocked != "" {
		t.Errorf("a bank whose maintenance is over is blocked: %s", over.Blocked)
	}
}
