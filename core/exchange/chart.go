package exchange

import (
	"embed"
	"io"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"ferry/core"
)

// charts are the usual ones of the countries, as tables that ReadChart reads: number, name, VAT code.
//
//go:embed charts/*.csv
var charts embed.FS

// Longest texts of an account.
const (
	maxAccount = 20
	maxName    = 200
	maxVATCode = 20
)

// chartWords are the headings of charts, folded, in the order in which they are tried.
var chartWords = [...][]string{
	{"number", "accountnumber", "account", "code", "no", "nr", "nummer", "rekening", "rekeningnummer", "rekeningnr", "grootboekrekening", "grootboeknummer", "grootboek",
		"numero", "compte", "numerodecompte", "ncompte", "nodecompte", "ndecompte", "comptenum", "codeducompte"},
	{"name", "accountname", "description", "naam", "omschrijving", "benaming", "rekeningnaam", "nom", "libelle", "intitule", "comptelib", "designation"},
	{"vatcode", "vat", "taxcode", "btwcode", "btw", "codetva", "tva"},
}

// ReadChart reads a chart of accounts from a table: number, name and, if there is one, VAT code. Headings may be missing;
// then the columns stand in this order.
func ReadChart(name string, r io.Reader) ([]core.LedgerAccount, []core.BadRow, error) {
	src, err := openSource(r)
	if err != nil {
		return nil, nil, err
	}
	s := newSheet(name)
	text, refused := "", src.refused
	switch {
	case refused != "":
	case src.xml:
		refused = "this is XML; a chart of accounts comes as a table"
	default:
		if text, refused, err = src.text(); err != nil {
			return nil, nil, err
		}
	}
	if refused != "" {
		s.refuse(0, "", "", refused)
		return nil, s.bad, nil
	}
	accounts := readAccounts(s, text)
	if len(accounts) == 0 && len(s.bad) == 0 {
		s.refuse(1, "", text, "the table has no accounts")
	}
	byPlace(s.bad)
	return accounts, s.bad, nil
}

// UsualChart is the chart to start from in a country: BE (minimum algemeen rekeningenstelsel, plan comptable minimum normalisé, in
// both languages), NL (decimal numbering), FR (plan comptable général).
func UsualChart(country string) ([]core.LedgerAccount, error) {
	code := strings.ToLower(strings.TrimSpace(country))
	refused := &core.Error{Code: core.CodeNotFound, Op: "usual chart", Msg: "there is no usual chart for “" + shown(country) + "”", Hint: "there is one for BE, NL and FR; any other comes from a table: number, name"}
	if len(code) != 2 || !isLower(code) {
		return nil, refused
	}
	file, err := charts.Open("charts/" + code + ".csv")
	if err != nil {
		return nil, refused
	}
	defer func() { _ = file.Close() }() // a file within the program
	accounts, bad, err := ReadChart(code+".csv", file)
	if err == nil && len(bad) > 0 {
		err = &core.Error{Code: core.CodeInternal, Op: "usual chart", Msg: bad[0].File + " line " + strconv.Itoa(bad[0].Line) + ": " + bad[0].Reason}
	}
	return accounts, err
}

func isLower(s string) bool {
	for i := range len(s) {
		if s[i] < 'a' || s[i] > 'z' {
			return false
		}
	}
	return true
}

// chartRow is an account with its line.
type chartRow struct {
	line    int
	account core.LedgerAccount
}

func readAccounts(s *sheet, text string) []core.LedgerAccount {
	rows, at := chartRows(s, text)
	var read []chartRow
	lines := map[string][]int{}
	for _, r := range rows {
		if len(s.bad) > maxBad {
			break
		}
		account, ok := chartAccount(s, r, at)
		if !ok {
			continue
		}
		lines[account.Number] = append(lines[account.Number], len(read))
		read = append(read, chartRow{r.line, account})
	}
	var accounts []core.LedgerAccount
	for i, r := range read {
		same := lines[r.account.Number]
		differs := slices.IndexFunc(same, func(n int) bool { return read[n].account != r.account })
		switch {
		case differs >= 0:
			s.refuse(r.line, columnNumber, r.account.Number, "this account stands also on line "+strconv.Itoa(read[same[differs]].line)+", otherwise: which one is right?")
		case same[0] != i:
			s.refuse(r.line, columnNumber, r.account.Number, "this account stands already, the same, on line "+strconv.Itoa(read[same[0]].line))
		default:
			accounts = append(accounts, r.account)
		}
	}
	slices.SortFunc(accounts, func(a, b core.LedgerAccount) int { return strings.Compare(a.Number, b.Number) })
	return accounts
}

// chartRows cuts the table with the separator under which the most of its first rows have two cells or more, and finds the
// columns.
func chartRows(s *sheet, text string) (rows []row, at [len(chartWords)]int) {
	sep, most := byte(','), 0
	for i := range len(separators) {
		split, wide := newSplitter(text, separators[i]), 0
		for range searched {
			if r, ok := split.next(); ok && r.problem == "" && len(r.cells) >= 2 {
				wide++
			}
		}
		if wide > most {
			sep, most = separators[i], wide
		}
	}
	split := newSplitter(text, sep)
	at = [...]int{0, 1, 2}
	for first := true; ; {
		r, ok := split.next()
		switch {
		case !ok:
			return rows, at
		case r.problem != "":
			s.refuse(r.line, "", r.raw, r.problem)
		case r.empty():
			continue
		case first && chartHeadings(r, &at):
		case len(r.cells) < 2:
			s.refuse(r.line, "", strings.Join(r.cells, " "), "the row has no second cell: a number and a name are needed")
			if r.folded {
				split.resume(r)
			}
		default:
			rows = append(rows, r)
		}
		first = false
		if len(s.bad) > maxBad {
			return rows, at
		}
	}
}

// chartHeadings understands the first row, if it is headings: a cell of it names the number.
func chartHeadings(r row, at *[len(chartWords)]int) bool {
	found := [...]int{-1, -1, -1}
	for column, words := range chartWords {
		for i := len(words) - 1; i >= 0; i-- {
			if n := slices.IndexFunc(r.cells, func(cell string) bool { return foldHeading(shown(cell)) == words[i] }); n >= 0 {
				found[column] = n
			}
		}
	}
	if found[0] < 0 || found[1] < 0 {
		// No word is known; a first row without a digit in it is headings all the same.
		return !strings.ContainsAny(strings.Join(r.cells, ""), "0123456789")
	}
	*at = found
	return true
}

func chartAccount(s *sheet, r row, at [len(chartWords)]int) (core.LedgerAccount, bool) {
	before := len(s.bad)
	cell := func(column int) string {
		if at[column] < 0 || at[column] >= len(r.cells) {
			return ""
		}
		value := r.cells[at[column]]
		if isForeign(value) {
			s.refuse(r.line, chartWords[column][0], value, notOneEncoding)
		}
		return clean(plain(value))
	}
	take := func(column, value string, longest int) string {
		if utf8.RuneCountInString(value) > longest {
			s.refuse(r.line, column, value, "this is longer than "+strconv.Itoa(longest)+" characters")
		}
		return value
	}
	account := core.LedgerAccount{Number: take(columnNumber, cell(0), maxAccount), Name: take("name", cell(1), maxName), VATCode: take("vat code", cell(2), maxVATCode)}
	switch {
	case account.Number == "":
		s.refuse(r.line, columnNumber, "", "the number of the account is missing")
	case !accountNumber(account.Number):
		s.refuse(r.line, columnNumber, account.Number, "an account's number has digits, and letters, points or dashes at most besides")
	}
	if account.Name == "" {
		s.refuse(r.line, "name", "", "the name of the account is missing")
	}
	return account, len(s.bad) == before
}

func accountNumber(text string) bool {
	digits := 0
	for _, r := range text {
		switch {
		case r >= '0' && r <= '9':
			digits++
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r == '.', r == '-':
		default:
			return false
		}
	}
	return digits > 0
}
