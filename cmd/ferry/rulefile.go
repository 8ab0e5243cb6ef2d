package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"math/big"
	"os"
	"strings"

	"ferry/core"
)

// ruleText is a rule as files and "ferry rules --json" write it: amounts are strings, as everywhere in what scripts see.
type ruleText struct {
	ID          string     `json:"id"`
	Dossier     string     `json:"dossier,omitempty"` // of "ferry rules"; not read
	Name        string     `json:"name"`
	Mode        string     `json:"mode"`
	Off         bool       `json:"off"`
	Accounts    []string   `json:"accounts"`
	Direction   string     `json:"direction"`
	Min         string     `json:"min"`
	Max         string     `json:"max"`
	Currency    string     `json:"currency"`
	Contains    []string   `json:"contains"`
	Regex       string     `json:"regex"`
	Counterpart string     `json:"counterpart"`
	Codes       []string   `json:"codes"`
	Reference   string     `json:"reference"`
	Then        []thenText `json:"then"`
}

// thenText is one posting: amount is a sum ("-12.30"), a share ("50%", "1/3") or "rest".
type thenText struct {
	Ledger  string `json:"ledger"`
	Amount  string `json:"amount"`
	VATCode string `json:"vatCode"`
	Text    string `json:"text"`
}

const theRest = "rest"

// maxRuleFile bounds a file of rules: ten thousand of them take a few megabytes.
const maxRuleFile = 16 << 20

// readRules reads a file of rules: a JSON list, or one object a line as "ferry rules --json" prints them.
func readRules(path string) ([]ruleText, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, &core.Error{Code: core.CodeInvalid, Msg: path + " cannot be read", Hint: "is the name right?", Err: err}
	}
	defer file.Close()
	data, err := io.ReadAll(io.LimitReader(file, maxRuleFile+1))
	if err != nil || len(data) > maxRuleFile {
		return nil, &core.Error{Code: core.CodeInvalid, Msg: path + " cannot be read, or is too large for a file of rules", Err: err}
	}
	list, err := decodeRules(data)
	if err != nil {
		return nil, &core.Error{Code: core.CodeInvalid, Msg: fmt.Sprintf("%s is not a file of rules: %v", path, err), Hint: "ferry rules --json prints rules as a file has them", Err: err}
	}
	return list, nil
}

func decodeRules(data []byte) (list []ruleText, err error) {
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.DisallowUnknownFields()
	if bytes.HasPrefix(bytes.TrimSpace(data), []byte("[")) {
		if err := decoder.Decode(&list); err != nil {
			return nil, err
		}
		if decoder.More() {
			return nil, errors.New("something stands behind the list")
		}
		return list, nil
	}
	for {
		var one ruleText
		if err := decoder.Decode(&one); errors.Is(err, io.EOF) {
			return list, nil
		} else if err != nil {
			return nil, err
		}
		list = append(list, one)
	}
}

// rule is the rule that a text means; find turns what it calls accounts into their ids.
func (t ruleText) rule(find func([]string) ([]core.AccountID, error)) (core.Rule, error) {
	wrong := func(what string, err error) (core.Rule, error) {
		return core.Rule{}, &core.Error{Code: core.CodeInvalid, Msg: fmt.Sprintf("rule %q: %s: %v", t.Name, what, err), Err: err}
	}
	r := core.Rule{ID: t.ID, Name: t.Name, Mode: core.RuleMode(t.Mode), Off: t.Off}
	if r.Mode == "" {
		r.Mode = core.RuleSuggest
	}
	accounts, err := find(t.Accounts)
	if err != nil {
		return wrong("accounts", err)
	}
	r.When = core.RuleWhen{Accounts: accounts, Direction: core.Direction(t.Direction), Currency: core.Currency(t.Currency), Contains: t.Contains,
		Regex: t.Regex, Counterpart: t.Counterpart, Codes: t.Codes, Reference: t.Reference}
	switch r.When.Direction {
	case "", core.DirectionIn, core.DirectionOut:
	default:
		return wrong("direction", fmt.Errorf("%q is neither in nor out", t.Direction))
	}
	for name, bound := range map[string]struct {
		text string
		to   **int64
	}{"min": {t.Min, &r.When.Min}, "max": {t.Max, &r.When.Max}} {
		if bound.text == "" {
			continue
		}
		amount, err := core.ParseAmount(bound.text, t.currency())
		if err == nil && amount.Minor < 0 {
			err = errors.New("amounts in conditions have no sign: see direction")
		}
		if err != nil {
			return wrong(name, err)
		}
		*bound.to = &amount.Minor
	}
	for _, then := range t.Then {
		posting, err := then.posting(t.currency())
		if err != nil {
			return wrong("then", err)
		}
		r.Then = append(r.Then, posting)
	}
	return r, nil
}

// currency is that of the rule's amounts.
func (t ruleText) currency() core.Currency {
	if t.Currency == "" {
		return core.EUR
	}
	return core.Currency(t.Currency)
}

func (t thenText) posting(currency core.Currency) (core.RuleThen, error) {
	p := core.RuleThen{Ledger: t.Ledger, VATCode: t.VATCode, Text: t.Text}
	switch {
	case t.Amount == theRest || t.Amount == "":
		p.Rest = true
	case strings.ContainsAny(t.Amount, "%/"):
		number := strings.TrimSuffix(t.Amount, "%")
		share, ok := new(big.Rat).SetString(number)
		ok = ok && strings.Trim(number, "-0123456789./") == "" // no exponents
		if ok && strings.HasSuffix(t.Amount, "%") {
			share.Quo(share, big.NewRat(100, 1))
		}
		if !ok || !share.Num().IsInt64() || !share.Denom().IsInt64() {
			return p, fmt.Errorf("%q is no share such as 50%% or 1/3", t.Amount)
		}
		p.Share = core.Ratio{Num: share.Num().Int64(), Den: share.Denom().Int64()}
	default:
		amount, err := core.ParseAmount(t.Amount, currency)
		if err != nil {
			return p, err
		}
		p.Amount = amount.Minor
	}
	return p, nil
}

// textOf writes a rule as files have it; accounts are named by their ids.
func textOf(dossier string, r core.Rule) ruleText {
	t := ruleText{ID: r.ID, Dossier: dossier, Name: r.Name, Mode: string(r.Mode), Off: r.Off, Accounts: []string{}, Direction: string(r.When.Direction),
		Currency: string(r.When.Currency), Contains: append([]string{}, r.When.Contains...), Regex: r.When.Regex, Counterpart: r.When.Counterpart,
		Codes: append([]string{}, r.When.Codes...), Reference: r.When.Reference, Then: []thenText{}}
	for _, id := range r.When.Accounts {
		t.Accounts = append(t.Accounts, string(id))
	}
	sum := func(minor int64) string { return core.Amount{Minor: minor, Currency: t.currency()}.String() }
	if r.When.Min != nil {
		t.Min = sum(*r.When.Min)
	}
	if r.When.Max != nil {
		t.Max = sum(*r.When.Max)
	}
	for _, then := range r.Then {
		amount := sum(then.Amount)
		switch {
		case then.Rest:
			amount = theRest
		case then.Share != core.Ratio{}:
			amount = shareText(then.Share)
		}
		t.Then = append(t.Then, thenText{Ledger: then.Ledger, Amount: amount, VATCode: then.VATCode, Text: then.Text})
	}
	return t
}

// shareText writes a share in whole per cent where that is exact, else as a fraction.
func shareText(share core.Ratio) string {
	if share.Den == 0 {
		return ""
	}
	value := big.NewRat(share.Num, share.Den)
	if hundred := new(big.Rat).Mul(value, big.NewRat(100, 1)); hundred.IsInt() {
		return hundred.RatString() + "%"
	}
	return value.String()
}

// conditions says in words when a rule holds.
func (t ruleText) conditions() string {
	var words []string
	add := func(what string, values ...string) {
		for _, v := range values {
			if v != "" {
				words = append(words, what+v)
			}
		}
	}
	add("account ", t.Accounts...)
	add("", t.Direction)
	add("from ", t.Min)
	add("to ", t.Max)
	add("", t.Currency)
	for _, text := range t.Contains {
		add("contains ", fmt.Sprintf("%q", text))
	}
	if t.Regex != "" {
		add("regex ", "/"+t.Regex+"/")
	}
	add("counterpart ", t.Counterpart)
	add("code ", t.Codes...)
	add("reference ", t.Reference)
	return strings.Join(words, ", ")
}

// postings says in words where the amount goes.
func (t ruleText) postings() string {
	words := make([]string, len(t.Then))
	for i, then := range t.Then {
		words[i] = then.Ledger
		if then.Amount != theRest || len(t.Then) > 1 {
			words[i] += " " + then.Amount
		}
		if then.VATCode != "" {
			words[i] += " VAT " + then.VATCode
		}
	}
	return strings.Join(words, ", ")
}
