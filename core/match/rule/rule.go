package rule

import (
	"errors"
	"fmt"
	"math"
	"math/big"
	"regexp"
	"slices"
	"strings"

	"ferry/core"
	"ferry/core/reference"
)

// Rule is one line of the user's list, When its conditions, Then one of its counterpart postings.
type (
	Rule      = core.Rule
	When      = core.RuleWhen
	Then      = core.RuleThen
	Mode      = core.RuleMode
	Direction = core.Direction
)

// The modes and directions, under the short names of this room.
const (
	Suggest   = core.RuleSuggest
	OneKey    = core.RuleOneKey
	Automatic = core.RuleAutomatic
	In        = core.DirectionIn
	Out       = core.DirectionOut
)

// Hit is what a rule says of a line.
type Hit struct {
	Rule     Rule
	Postings []core.Posting
}

// Set is a checked list of rules, in their order.
type Set struct{ rules []compiled }

type compiled struct {
	Rule
	regex       *regexp.Regexp
	contains    []string
	account     string
	counterpart string
}

// Reasons why a rule cannot be used.
var (
	ErrEmpty     = errors.New("a rule without any condition would take every line")
	ErrPostings  = errors.New("the postings must say where the whole amount goes: shares that add up to one, or one posting that takes the rest")
	ErrReference = errors.New("the reference is none of the known kinds, nor \"any\" or \"none\"")
	ErrTwice     = errors.New("another rule has the same id")
	ErrMode      = errors.New("the mode is none of suggest, one-key, automatic")
)

// Compile checks the rules. Those that cannot be used are named in the error, and nothing is compiled.
func Compile(rules []Rule) (*Set, error) {
	s := &Set{}
	var wrong []error
	seen := map[string]bool{}
	for _, r := range rules {
		c, err := compile(r)
		if seen[r.ID] {
			err = errors.Join(err, ErrTwice)
		}
		seen[r.ID] = true
		if err != nil {
			wrong = append(wrong, fmt.Errorf("rule %q: %w", r.Name, err))
		}
		s.rules = append(s.rules, c)
	}
	if err := errors.Join(wrong...); err != nil {
		return nil, err
	}
	return s, nil
}

func compile(r Rule) (compiled, error) {
	c := compiled{Rule: r, counterpart: strings.ToLower(strings.TrimSpace(r.When.Counterpart))}
	w := r.When
	if w.Regex != "" {
		var err error
		if c.regex, err = regexp.Compile("(?i)" + w.Regex); err != nil {
			return c, err
		}
	}
	for _, text := range w.Contains {
		c.contains = append(c.contains, strings.ToLower(text))
	}
	if number, ok := reference.IBAN(w.Counterpart); ok {
		c.account = number
	}
	if _, ok := reference.ParseKind(w.Reference); !ok && w.Reference != "" && w.Reference != "any" {
		return c, ErrReference
	}
	if c.takesAll() {
		return c, ErrEmpty
	}
	if r.Mode != Suggest && r.Mode != OneKey && r.Mode != Automatic {
		return c, ErrMode
	}
	return c, complete(r.Then)
}

// takesAll reports whether no condition can fail: there is none, or those that there are hold for any line.
func (r *compiled) takesAll() bool {
	w := r.When
	return len(w.Accounts) == 0 && w.Direction == "" && (w.Min == nil || *w.Min <= 0) && (w.Max == nil || *w.Max == math.MaxInt64) && w.Currency == "" &&
		!slices.ContainsFunc(r.contains, func(text string) bool { return text != "" }) &&
		(r.regex == nil || r.regex.MatchString("\n\n\n") && r.regex.MatchString("\x01\n\n\n\x01")) && r.counterpart == "" &&
		(len(w.Codes) == 0 || slices.Contains(w.Codes, "")) && w.Reference == ""
}

// complete checks that the postings take the whole amount of any line.
func complete(then []Then) error {
	rest, fixed := 0, false
	shares := new(big.Rat)
	for _, t := range then {
		switch {
		case t.Ledger == "":
			return ErrPostings
		case t.Rest:
			rest++
		case t.Share != core.Ratio{}:
			if t.Share.Den <= 0 || t.Share.Num <= 0 {
				return ErrPostings
			}
			shares.Add(shares, big.NewRat(t.Share.Num, t.Share.Den))
		default:
			fixed = true
		}
	}
	if rest == 1 || rest == 0 && !fixed && shares.Cmp(big.NewRat(1, 1)) == 0 {
		return nil
	}
	return ErrPostings
}

// Apply returns the first rule that holds for the line, and the others that hold as well.
func (s *Set) Apply(line core.Line) (first Hit, others []Hit, ok bool) {
	texts := strings.ToLower(strings.Join([]string{line.Remittance, line.Description, line.AdditionalInformation, line.CounterpartName}, "\n"))
	for i := range s.rules {
		r := &s.rules[i]
		if r.Off || !r.holds(line, texts) {
			continue
		}
		hit := Hit{Rule: r.Rule, Postings: postings(r.Then, line.Amount)}
		if !ok {
			first, ok = hit, true
		} else {
			others = append(others, hit)
		}
	}
	return first, others, ok
}

func (r *compiled) holds(l core.Line, texts string) bool {
	w, size := r.When, max(l.Amount.Minor, -l.Amount.Minor)
	switch {
	case l.State == core.Pending || l.AmountText != "" || l.Amount.IsZero():
		return false
	case len(w.Accounts) > 0 && !slices.Contains(w.Accounts, l.Account),
		w.Direction == In && l.Amount.Minor < 0, w.Direction == Out && l.Amount.Minor > 0,
		w.Min != nil && size < *w.Min, w.Max != nil && size > *w.Max,
		w.Currency != "" && w.Currency != l.Amount.Currency,
		r.regex != nil && !r.regex.MatchString(texts):
		return false
	}
	for _, text := range r.contains {
		if !strings.Contains(texts, text) {
			return false
		}
	}
	code := strings.ToUpper(l.BankTransactionCode)
	if len(w.Codes) > 0 && !slices.ContainsFunc(w.Codes, func(c string) bool { return strings.HasPrefix(code, strings.ToUpper(c)) }) {
		return false
	}
	return r.knows(l) && r.referred(l)
}

func (r *compiled) knows(l core.Line) bool {
	if r.account != "" {
		number, _ := reference.IBAN(l.CounterpartReference)
		return number == r.account
	}
	return strings.Contains(strings.ToLower(l.CounterpartName), r.counterpart)
}

// referred checks the reference kind. A bare number that only could be a reference counts for its own kind, not for "any".
func (r *compiled) referred(l core.Line) bool {
	if r.When.Reference == "" {
		return true
	}
	want, _ := reference.ParseKind(r.When.Reference)
	marked := false
	for _, f := range reference.Find(reference.Field{Text: l.Remittance}, reference.Field{Text: l.AdditionalInformation}) {
		if f.Valid && f.Kind == want {
			return true
		}
		marked = marked || f.Valid && f.Marked
	}
	return r.When.Reference == "any" && marked || r.When.Reference == "none" && !marked
}

// postings divides an amount. Shares are rounded toward zero and the cents that are left go to the first of them, so the
// sum is always the line's.
func postings(then []Then, amount core.Amount) []core.Posting {
	list := make([]core.Posting, len(then))
	left, sink := amount.Minor, 0
	for i, t := range then {
		list[i] = core.Posting{Ledger: t.Ledger, VATCode: t.VATCode, Text: t.Text, Amount: core.Amount{Currency: amount.Currency}}
		switch {
		case t.Rest:
			sink = i
		case t.Share != core.Ratio{}:
			part := new(big.Int).Mul(big.NewInt(amount.Minor), big.NewInt(t.Share.Num))
			list[i].Amount.Minor = part.Quo(part, big.NewInt(t.Share.Den)).Int64()
		default:
			list[i].Amount.Minor = t.Amount
			if amount.Minor < 0 {
				list[i].Amount.Minor = -t.Amount
			}
		}
		left -= list[i].Amount.Minor
	}
	list[sink].Amount.Minor += left
	return list
}

// Proposal is what the set says of a line that no open item explains.
func (s *Set) Proposal(line core.Line) (core.Proposal, bool) {
	hit, others, ok := s.Apply(line)
	if !ok {
		return core.Proposal{}, false
	}
	p := core.Proposal{Line: line.Key(), Auto: hit.Rule.Mode == Automatic, OneKey: hit.Rule.Mode == OneKey, Rule: hit.Rule.ID}
	for _, h := range append([]Hit{hit}, others...) {
		p.Options = append(p.Options, core.Explanation{Kind: core.MatchRule, Postings: h.Postings, Reason: "Rule " + h.Rule.Name + " holds."})
	}
	p.Reason = p.Options[0].Reason + " It is the only one."
	if len(others) > 0 {
		p.Reason = fmt.Sprintf("%s It stands before %s, which holds too.", p.Options[0].Reason, others[0].Rule.Name)
	}
	return p, true
}
