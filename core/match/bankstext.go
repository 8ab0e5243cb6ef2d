package match

import (
	"regexp"
	"slices"
	"strings"

	"ferry/core"
)

// What is here finds what the payer says in what the bank writes. Some banks leave the payer's own field empty and write it with what they
// add, or glue name, account, text and day into one field. Numbers and references are looked for in all of it; words are the payer's own.
var (
	// gluedText begins as such a field does.
	gluedText = regexp.MustCompile(`(?i)^\s*(?:/TRTP/|/[A-Z]{3,4}/|/DE |NAAM ?:|IBAN ?:|EREF\+|KREF\+|SVWZ\+|EUROPESE |OVERSCHRIJVING |VIR |VIREMENT |VERSEMENT |DOMICILI)`)
	// saidPart is the payer's text in it, as Dutch, Belgian, French and German banks mark it, up to the next mark.
	saidPart = regexp.MustCompile(`(?is)(?:\bomschrijving ?:|\bmededeling ?:|\bcommunication ?:|/REMI/|\bSVWZ\+|/MOTIF )(.*?)(?:$|\b(?:IBAN|BIC|kenmerk|machtiging(?: ?ID)?|incassant(?: ?ID)?|valutadatum|naam|bankreferentie|uitgevoerd op) ?:|` +
		`/(?:EREF|ORDP|BENM|CSID|MARF|TRCD|TRTP|IBAN|BIC|NAME)/| /REF|\b(?:EREF|KREF|MREF|CRED|DEBT|ABWA|ABWE|IBAN|BIC|PURP)\+)`)
)

// tags are marks that stand between slashes; without them what they mark is a word of its own.
var tags = regexp.MustCompile(`/(?:TRTP|IBAN|BIC|NAME|REMI|EREF|ORDP|BENM|CSID|MARF|TRCD|INV)/`)

// untagged is a text with blanks in the place of tags.
func untagged(text string) string {
	if !strings.Contains(text, "/REMI/") && !strings.Contains(text, "/INV/") {
		return text
	}
	return tags.ReplaceAllStringFunc(text, func(tag string) string { return strings.Repeat(" ", len(tag)) })
}

// payersText is the field in which the payer speaks, and what he says in it.
func payersText(l core.Line) (field, said string) {
	fields := []string{l.Remittance, l.AdditionalInformation, l.Description}
	k := slices.IndexFunc(fields, func(text string) bool { return !noNumber(text) })
	if k < 0 {
		return "", ""
	}
	field = fields[k]
	if strings.ContainsAny(field, ":/+") && gluedText.MatchString(field) {
		if m := saidPart.FindStringSubmatch(field); m != nil {
			return field, strings.TrimSpace(m[1])
		}
	}
	field = untagged(field)
	return field, field
}
