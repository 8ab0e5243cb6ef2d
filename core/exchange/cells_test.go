package exchange

import (
	"fmt"
	"slices"
	"strings"
	"testing"
)

func split(text string, sep byte) (rows []string) {
	s := newSplitter(text, sep)
	for {
		r, ok := s.next()
		if !ok {
			return rows
		}
		rows = append(rows, fmt.Sprintf("%d:%q%s", r.line, r.cells, r.problem))
	}
}

func TestSplitter(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		text string
		want []string
	}{
		{"a,b\nc,d", []string{`1:["a" "b"]`, `2:["c" "d"]`}},
		{"a,b\r\n\r\nc\rd\n", []string{`1:["a" "b"]`, `2:[""]`, `3:["c"]`, `4:["d"]`}},
		{"\"a\r\nb\",c\nd", []string{`1:["a\nb" "c"]`, `3:["d"]`}},
		{`"a ""b"""  ,c` + "\n", []string{`1:["a \"b\"" "c"]`}},
		{"a \"b\",c\n", []string{`1:["a \"b\"" "c"]`}},
		{"\"a,b\nc\n", []string{`1:[]` + notClosed, `2:["c"]`}},
		{"\"a\" b,c\nd\n", []string{`1:[]` + notAlone, `2:["d"]`}},
		{"\"a,1\nb,\"2\"\nc\n", []string{`1:[]` + notAlone, `2:["b" "2"]`, `3:["c"]`}},
		{",\n", []string{`1:["" ""]`}},
	} {
		if got := split(c.text, ','); !slices.Equal(got, c.want) {
			t.Errorf("%q:\n%s\nwant\n%s", c.text, strings.Join(got, "\n"), strings.Join(c.want, "\n"))
		}
	}
	// A quotation mark that is never closed does not swallow the file.
	if got := split("\"a\n"+strings.Repeat("b\n", 3*maxCellLines)+"\"\n", ','); len(got) != 3*maxCellLines+2 {
		t.Errorf("%d rows", len(got))
	}
}

// TestNothingHides: a mark too many swallows the next rows into one cell, and they are read all the same.
func TestNothingHides(t *testing.T) {
	t.Parallel()
	found := read(t, "number,kind,party,date,amount\n1,sale,\"A,2026-11-01,5\n2,sale,B,2026-11-01,5\n3,sale,\"C\",2026-11-01,5\n4,sale,D,2026-11-01,5,\"\n5,x,E,2026-11-01,5\n6,sale,F,2026-11-31,x\n", nil)
	var items, bad []string
	for _, i := range found.Items {
		items = append(items, i.Number)
	}
	for _, b := range found.Bad {
		bad = append(bad, fmt.Sprint(b.Line, b.Column))
	}
	if !slices.Equal(items, []string{"2", "3"}) || !slices.Equal(bad, []string{"2", "5", "6kind", "7amount", "7date"}) {
		t.Errorf("items %q, bad %q", items, bad)
	}
}

func TestLinesOfBadRows(t *testing.T) {
	t.Parallel()
	found := read(t, "number,kind,party,date,amount\r\n1,sale,\"A\r\nB\r\nC\",2026-11-01,5\r\n2,sale,D,2026-11-01,x\r\n", nil)
	if len(found.Items) != 1 || len(found.Bad) != 1 || found.Bad[0].Line != 5 || found.Items[0].Party != "A B C" {
		t.Errorf("%+v", found)
	}
}

func TestCSVWriter(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	w := WriteCSV(&b)
	if err := w.Row("=1+1", "+++090/9337/55493+++", "-12.30", "@x", " =x", "'=x", "a\u202eb\x1b[2J", "x,\"y\"", "＝x", "-12-3", "", "\t=x", "'x"); err != nil {
		t.Fatal(err)
	}
	want := `'=1+1,'+++090/9337/55493+++,-12.30,'@x,' =x,''=x,ab[2J,"x,""y""",'＝x,'-12-3,,' =x,'x` + "\n"
	if b.String() != want {
		t.Errorf("got  %swant %s", b.String(), want)
	}
}
