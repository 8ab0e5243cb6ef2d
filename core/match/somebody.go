package match

import (
	"slices"
	"strings"

	"ferry/core"
	"ferry/core/reference"
)

// What is here hears when a text names somebody else than the payer: a payment with another's name in it is about another's paper.

const (
	toldLetters = 6 // of a name that is one word, which only one party has
	// toldForms tell in a text that a name stands before them: SA is also a word.
	toldForms = " bv bvba ebvba nv srl sprl sarl sas vzw asbl vof commv cvba gmbh "
	// toldNothing stand before a name and are no part of it.
	toldNothing = " voor pour for fur van de du des par door via namens rekening compte pc po tav att betreft concerne klant client leverancier fournisseur "
)

// readTold notes the parties whose name, as it is written, account or VAT number stands in the payer's text in full.
func (x *index) readTold(r *reading) {
	text := newName(r.text)
	if len(text.words) == 0 || len(r.line.CounterpartName) == 0 && len(r.payers) == 0 {
		return
	}
	seen := map[int]bool{}
	for _, word := range text.words {
		list := x.byWord[word]
		if len(word) < 3 || onlyDigits(word) == word || len(list) > maxPartiesOfWord {
			continue
		}
		for _, p := range list {
			if seen[p] {
				continue
			}
			seen[p] = true
			if slices.ContainsFunc(x.parties[p].names, func(called name) bool {
				alone := len(called.words) == 1 && (len(called.joined) < toldLetters || len(list) > 1)
				return !alone && containsWords(text.words, called.words) && strings.Contains(text.joined, called.joined)
			}) {
				r.told = append(r.told, p)
			}
		}
	}
	x.readTellingNumbers(r)
	slices.SortFunc(r.told, x.orderParties)
	r.told = slices.Compact(r.told)
}

// readTellingNumbers notes the parties whose account or VAT number stands in the payer's text.
func (x *index) readTellingNumbers(r *reading) {
	if len(onlyDigits(r.text)) < 8 {
		return
	}
	for _, v := range reference.FindIBANs(r.text) {
		if list := x.byIBAN[v]; len(list) == 1 && v != r.account {
			r.told = append(r.told, list[0])
		}
	}
	for _, word := range strings.Fields(r.text) {
		for _, f := range x.sharing["vat "+telling(word)] {
			r.told = append(r.told, f.party)
		}
	}
}

func containsWords(all, some []string) bool {
	return !slices.ContainsFunc(some, func(w string) bool { return !slices.Contains(all, w) })
}

// firms are the names that stand before a legal form in a text.
func firms(text string) (names [][]string) {
	var words []string
	for _, word := range strings.Fields(fold(text)) {
		word = strings.ReplaceAll(word, ".", "")
		switch {
		case oneOf(toldForms, word) && len(words) > 0:
			names, words = append(names, words), nil
		case oneOf(toldNothing, word) || oneOf(smallWords, word) && len(words) == 0 || plainWord(word) || onlyDigits(word) != "":
			words = nil
		default:
			words = append(words, word)
		}
	}
	return names
}

// plainWord: it says that an invoice is paid.
func plainWord(word string) bool {
	upper := strings.ToUpper(word)
	return oneOf(paymentWords, upper) || oneOf(fillers, upper) || oneOf(joining, upper) || oneOf(invoiceWords, upper) || oneOf(otherWords, upper)
}

// somebodyElse is the name in the text that is neither of the option's party, nor of the payer, nor of the house; empty: there is none.
func (w *work) somebodyElse(o *option) string {
	party := w.items[o.items[0]].party
	for _, p := range w.r.told {
		if p != party && w.r.payerOf(p).strength() < 2 && !slices.ContainsFunc(w.parties[p].names, func(n name) bool { return w.known(n.words, party) }) {
			return w.partyName(p)
		}
	}
	for _, firm := range firms(w.r.text) {
		if !w.knownInPart(firm, party) {
			return core.CleanText(strings.Join(firm, " "))
		}
	}
	return ""
}

// common is how many parties have a word that is of a trade rather than of a name.
const common = 3

// known: all words are those of one name of a party, of the payer or of the house.
func (w *work) known(words []string, party int) bool {
	return len(words) > 0 && slices.ContainsFunc(w.namesOf(party), func(n name) bool { return containsWords(n.words, words) })
}

// knownInPart: one of the words is of such a name, and not one that many have; or all of them are.
func (w *work) knownInPart(words []string, party int) bool {
	return w.known(words, party) || slices.ContainsFunc(w.namesOf(party), func(n name) bool {
		return len(n.words) > 0 && containsWords(words, n.words) || slices.ContainsFunc(words, func(word string) bool {
			return slices.Contains(n.words, word) && len(w.byWord[word]) < common
		})
	})
}

func (w *work) namesOf(party int) []name {
	return append(append(slices.Clone(w.parties[party].names), w.holders...), newName(w.r.line.CounterpartName))
}
