package match

import (
	"regexp"
	"slices"
	"strings"

	"ferry/core/reference"
)

// inForm reports whether a failing reference is written as one, so that it can hardly be anything else: 492/2104/03676, or between
// plus signs or stars, or twelve or sixteen digits that are called one.
func inForm(text string, found reference.Found) bool {
	if strings.Count(found.Text, "/") == 2 || found.Kind == reference.RF {
		return true
	}
	words := segments(text[:found.Start])
	if n := len(words); n > 0 && (len(found.Value) == 12 || len(found.Value) == 16) && oneOf(formLabels, words[n-1].text) {
		return true
	}
	before, behind := strings.TrimRight(text[:found.Start], " "), strings.TrimLeft(text[found.End:], " ")
	return strings.HasSuffix(before, "++") || strings.HasSuffix(before, "**") || strings.HasPrefix(behind, "++") || strings.HasPrefix(behind, "**")
}

// formLabels say in front of digits that they are a reference.
const formLabels = " MEDEDELING COMMUNICATION KENMERK BETALINGSKENMERK BETAALKENMERK REFERENCE REFERENTIE OGM VCS "

// banksOwn reports whether the words in front say that a bank's own number follows, one of which in eleven holds as a reference.
func banksOwn(before []segment) bool {
	n := len(before)
	return n > 0 && oneOf(" BANKREFERENTIE BANKREF BANKREFERENCE BANQUE ", before[n-1].text) || n > 1 && oneOf(" BANK BANQUE ", before[n-2].text) && oneOf(formLabels, before[n-1].text)
}

// nordicLabels are those of the north, of references that may be short.
const nordicLabels = " KID KIDNR VIITE VIITENUMERO VIITENRO OCR "

// labelWord is the nearest word in front that is not "number".
func labelWord(before []segment) string {
	for _, p := range slices.Backward(before) {
		if !oneOf(noWords, p.text) {
			return p.text
		}
	}
	return ""
}

// readForms notes references in other groups than the usual, of which no item knows: twelve or sixteen digits whose check digits hold, or that
// are called a reference.
func readForms(r *reading, name, text string, parts []segment, hits []hit) {
	for i := 0; i < len(parts); i++ {
		if !parts[i].digits {
			continue
		}
		start, value := i, parts[i].text
		for i+1 < len(parts) && parts[i+1].digits && strings.Trim(text[parts[i].end:parts[i+1].start], " /.-") == "" && parts[i+1].start-parts[i].end <= 3 {
			i++
			value += parts[i].text
		}
		if banksOwn(parts[:start]) {
			continue
		}
		if start > 0 && r.text == r.field && (oneOf(nordicLabels, labelWord(parts[:start])) && len(value) >= 5 || oneOf(formLabels, labelWord(parts[:start])) && len(value) >= 11) {
			from, to := parts[start].start, parts[i].end
			r.unknown = append(r.unknown, reference.Found{Reference: reference.Reference{Value: value}, Field: name, Start: from, End: to, Text: text[from:to]})
			continue
		}
		kind := reference.OGM
		switch len(value) {
		case 12:
		case 16:
			kind = reference.Kenmerk
		default:
			continue
		}
		called := start > 0 && oneOf(formLabels, parts[start-1].text)
		known := slices.ContainsFunc(hits, func(h hit) bool { return h.start <= i && h.end >= start })
		if (called || reference.Valid(kind, value)) && !known {
			from, to := parts[start].start, parts[i].end
			r.unknown = append(r.unknown, reference.Found{Reference: reference.Reference{Kind: kind, Value: value}, Field: name, Start: from, End: to, Text: text[from:to]})
		}
	}
}

// inCode: digits that a letter and many more digits follow, without anything between, are a part of a code: 0916B25348527.
func inCode(parts []segment, j int) bool {
	return j+2 < len(parts) && parts[j].digits && !parts[j+1].digits && parts[j+1].start == parts[j].end && len(parts[j+1].text) == 1 &&
		parts[j+2].start == parts[j+1].end && len(parts[j+2].text) >= 6
}

// banksCode is how banks number what they book.
var banksCode = regexp.MustCompile(`^\d{4}[A-Z]\d{8}$`)
