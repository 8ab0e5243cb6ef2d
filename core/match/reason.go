package match

import (
	"fmt"
	"slices"
	"strings"

	"ferry/core"
)

// proposal turns a task's options into what callers see.
func (e *Engine) proposal(t *task) core.Proposal {
	p := core.Proposal{Line: t.r.line.Key()}
	w := &work{Engine: e, r: t.r}
	for i := range t.options {
		p.Options = append(p.Options, w.explanation(&t.options[i]))
	}
	switch {
	case len(t.options) == 0 && len(t.extra) == 0:
		p.Reason = "No open item explains the line."
		return p
	case len(t.options) == 0 || t.inner && t.options[0].blocked != "":
		p.Options = append(slices.Clone(t.extra), p.Options...)
		p.Reason = p.Options[0].Reason + " Left to you: no account number proves it."
		return p
	case t.inner && t.claim() == nil:
		p.Reason = p.Options[0].Reason + " Left to you: it may be a transfer between own accounts."
	default:
		p.Reason = p.Options[0].Reason + " " + w.margin(t.options)
	}
	p.Options = append(p.Options, t.extra...)
	return p
}

// contested says of a line whose claim was not accepted that others want the same.
func (e *Engine) contested(t *task) core.Proposal {
	p := e.proposal(t)
	if t.claim() != nil {
		p.Reason = p.Options[0].Reason + " Left to you: other lines may pay the same."
	}
	return p
}

// margin says how far the first option is ahead, or what keeps it from being safe.
func (w *work) margin(options []option) string {
	first := options[0]
	if first.blocked != "" {
		return "Left to you: " + first.blocked + "."
	}
	for _, o := range options[1:] {
		return fmt.Sprintf("Next best: %s, by %s only.", w.numbersOf(o.items), gradeWords[o.grade])
	}
	return "Nothing else fits."
}

// gradeWords name what a grade rests on.
var gradeWords = map[core.Grade]string{
	GradeReference: "reference and amount", GradeNumber: "invoice number and amount", GradeCover: "a named item and the sum", GradePayer: "payer and amount",
	GradeName: "name and amount", GradePartial: "a named item", GradeHint: "a hint", GradeAmount: "the amount",
}

// explanation writes an option with its evidence.
func (w *work) explanation(o *option) core.Explanation {
	x := core.Explanation{Kind: o.kind, Grade: o.grade, With: o.with,
		Difference: core.Amount{Minor: o.difference, Currency: w.r.line.Amount.Currency}}
	for k, n := range o.items {
		it := &w.items[n]
		settles := o.settles[k]
		if it.Open().Minor < 0 {
			settles = -settles
		}
		x.Parts = append(x.Parts, core.Part{Item: it.ID, Number: it.Number, Settles: core.Amount{Minor: settles, Currency: it.Amount.Currency}})
		for _, m := range w.r.mentions {
			for _, named := range m.items {
				if named == n {
					x.Evidence = append(x.Evidence, core.Evidence{Item: it.ID, Field: m.field, Text: m.text, What: m.what})
				}
			}
		}
	}
	if o.miss != nil {
		x.Evidence = append(x.Evidence, core.Evidence{Item: w.items[o.miss.item].ID, Field: o.miss.field, Text: o.miss.text, What: "nearest reference: " + o.miss.reason})
	}
	if o.payer.iban {
		x.Evidence = append(x.Evidence, core.Evidence{Field: "counterpartReference", Text: w.r.line.CounterpartReference, What: "iban"})
	}
	if o.payer.like > unlike {
		x.Evidence = append(x.Evidence, core.Evidence{Field: "counterpartName", Text: w.r.line.CounterpartName, What: "name"})
	}
	x.Evidence = append(x.Evidence, core.Evidence{Field: "amount", Text: w.r.line.Amount.String(), What: fitWords[o.kind]})
	if o.blocked != "" {
		x.Evidence = append(x.Evidence, core.Evidence{What: o.blocked, Against: true})
	}
	x.Reason = w.sentence(o, x.Evidence)
	return x
}

// fitWords say how the amount fits.
var fitWords = map[core.MatchKind]string{
	core.MatchExact: "equal to the cent", core.MatchSet: "the sum is equal to the cent", core.MatchDiscount: "less the discount for early payment",
	core.MatchFee: "less the fee of a bank", core.MatchRounding: "within the tolerance", core.MatchCurrency: "at the stated rate",
	core.MatchPartial: "a part of what is open", core.MatchOver: "more than is open", core.MatchLines: "together with other lines to the cent",
}

// sentence says in words what the evidence is.
func (w *work) sentence(o *option, evidence []core.Evidence) string {
	var facts []string
	for _, e := range evidence {
		switch {
		case e.Against || e.What == fitWords[o.kind]:
		case e.What == "iban":
			facts = append(facts, "the account is "+w.partyName(w.items[o.items[0]].party)+"'s")
		case e.What == "name":
			facts = append(facts, "the name "+nameWords[o.payer.like])
		case e.Text != "":
			facts = append(facts, fmt.Sprintf("%s %s in the %s", e.What, strings.TrimSpace(core.CleanText(e.Text)), fieldWord(e.Field)))
		}
	}
	how := fitWords[o.kind]
	if o.difference != 0 {
		how += differing(core.Amount{Minor: o.difference, Currency: w.r.line.Amount.Currency}, core.Amount.String)
	}
	if len(facts) == 0 {
		return fmt.Sprintf("%s: %s.", w.numbersOf(o.items), how)
	}
	return fmt.Sprintf("%s: %s; %s.", w.numbersOf(o.items), strings.Join(facts, ", "), how)
}

// fieldWords are a bookkeeper's names of a line's fields; Evidence keeps those of the API.
var fieldWords = map[string]string{
	remittance: "communication", endToEnd: "end-to-end id", "counterpartName": "counterpart's name",
	"counterpartReference": "counterpart's account", "description": "bank's description", "additionalInformation": "bank's further text",
	"mandateId": "mandate", "creditorId": "creditor id", "purposeCode": "purpose",
}

func fieldWord(field string) string {
	if word, ok := fieldWords[field]; ok {
		return word
	}
	return field
}

// nameWords say how names agree.
var nameWords = map[likeness]string{similar: "is similar", same: "agrees but for spelling", identical: "agrees"}

// numbersOf writes the numbers of some items for a sentence.
func (w *work) numbersOf(items []int) string {
	var list []string
	for i, n := range items {
		if i == 3 && len(items) > 4 {
			return strings.Join(list, ", ") + ", …"
		}
		list = append(list, w.items[n].Number)
	}
	return strings.Join(list, ", ")
}
