package match

import (
	"cmp"
	"slices"
	"strings"

	"ferry/core"
)

// Words that say what money is paid for, as they are folded, each between spaces; of several words too.
const (
	// otherPurposes need no invoice.
	otherPurposes = " loan pret emprunt darlehen credit krediet aflossing borg borgsom borgstelling borgtocht caution kaution garantie depot deposit schenking gift don spende donation " +
		" loon lonen wedde salaire salaires salary wages lohn gehalt maandloon nettoloon brutoloon weekloon remuneration appointements paie pensioen pension " +
		"eindejaarspremie alimentatie boete amende sinistre indemnite aandelen inbreng apport r/c rc rekening-courant rekening~courant compte~courant " +
		"trop~percu teveel~betaald te~veel~betaald garantie~locative pecule opzegvergoeding 13e~maand dertiende~maand 13e~mois 13eme~mois treizieme~mois " +
		"capital capitaux tantieme tantiemes voorgeschoten erfenis cautionnement c~c~associe " +
		"subvention dedommagement schikking dading indemnisation loonbeslag succession subsidie " +
		"behalve uitgezonderd uitgenomen sauf excepte except ausser " + // of all that is open
		"dubbele~betaling dubbel~betaald tweemaal~betaald double~paiement paye~deux~fois paid~twice duplicate~payment "
	// purposeStems begin such words.
	purposeStems = " lening waarborg huurwaarborg kapitaal dividend aflossing bezoldiging salaris vakantiegeld schade subsid boni "
	// purposeTails end such words, but for those that end in a tail of plainTails.
	purposeTails = " waarborg lening krediet "
	plainTails   = " verlening "
	// advances are paid before there is an invoice, or on one.
	advances = " voorschot voorschotten aanbetaling acompte acomptes anzahlung voorafbetaling vooruitbetaling prepayment prepaid downpayment down~payment retainer provisie provision avance advance arrhes vooraf anticipe " +
		"offerte offre devis quote quotation angebot pro~forma bestelling order orders commande cde po bon~de~commande auftrag " +
		"factuur~volgt facture~suit facture~suivra facture~a~suivre facture~a~recevoir facture~a~venir latere~factuur volgende~factuur toekomstige~factuur " +
		"ontvangen~factuur te~factureren a~facturer prochaine~facture invoice~follows invoice~to~follow later~invoice future~invoice rechnung~folgt estimate raming kostenvoranschlag vorauszahlung vorkasse auftragsbestatigung opdrachtbevestiging "
	// advanceStems begin such words.
	advanceStems = " voorschotfact acomptefact bestel orderbev ordern offertenr offertenum prijsoffert prijsaanbod proforma auftragsn commanden "
	// refunds take money back that no invoice asks for; a credit note may.
	refunds = " terugbetaling terugstorting remboursement refund reimbursement restitution restitutie ruckzahlung erstattung "
	// extraCosts come on top of an invoice.
	extraCosts = " herinneringskosten aanmaningskosten administratiekosten incassokosten verzendkosten dossierkosten rappelkosten schadebeding aanmaning rente intrest intresten interest interesten " +
		"verwijlintrest verwijlintresten verwijlinterest verwijlinteresten nalatigheidsintresten interets interet forfaitaire zinsen mahngebuhr mahnkosten " +
		"frais~de~rappel late~fee boetebeding "
	// partWords say that less is paid than is owed.
	partWords = " deelbetaling deelbetalingen afbetaling afkorting acompte acomptes voorschot aanbetaling anzahlung teilzahlung partiel partielle partieel gedeeltelijk gedeelte deel part partial " +
		"schijf tranche termijn avaloir a~valoir op~rekening tussentijdse tussentijds instalment installment mensualite on~account "
	// restWords say that a part was paid before.
	restWords = " saldo solde rest reste restant restbedrag balance "
)

// banksWords begin with what is a purpose alone, and name the way in which money moves.
const (
	banksWords   = " credit~transfer credit~transfert order~permanent "
	beforeOrder  = " standing payment permanent bestendige permanente "
	beforeCredit = " au en sepa virement inst instant european "
)

// banksWay: the word is one of a bank's own words for a transfer: "standing order", "SEPA credit transfer".
func banksWay(words []string, i int) bool {
	return i+1 < len(words) && oneOf(banksWords, words[i]+"~"+words[i+1]) || i > 0 && (words[i] == "order" && oneOf(beforeOrder, words[i-1]) || words[i] == "credit" && oneOf(beforeCredit, words[i-1]))
}

// said finds a word of a list in a text: plain words are between spaces, ~ joins those that stand side by side.
func said(words []string, list string) string {
	for i, w := range words {
		if banksWay(words, i) {
			continue
		}
		if oneOf(list, w) || i+1 < len(words) && oneOf(list, w+"~"+words[i+1]) || i+2 < len(words) && oneOf(list, w+"~"+words[i+1]+"~"+words[i+2]) {
			return w
		}
	}
	return ""
}

func foldedWords(text string) []string {
	return strings.Fields(strings.ReplaceAll(fold(text), ".", " "))
}

// paidFor finds a word of the text that says that no invoice is paid.
func paidFor(words []string) string {
	if w := said(words, otherPurposes); w != "" {
		return w
	}
	for i, w := range words {
		if w == "r" && i+1 < len(words) && words[i+1] == "c" {
			return "R/C"
		}
	}
	return cmp.Or(begun(words, purposeStems), ended(words, purposeTails))
}

// ended finds a word that ends in one of the tails.
func ended(words []string, tails string) string {
	for _, w := range words {
		for tail := range strings.FieldsSeq(tails) {
			if strings.HasSuffix(w, tail) && !slices.ContainsFunc(strings.Fields(plainTails), func(plain string) bool { return strings.HasSuffix(w, plain) }) {
				return w
			}
		}
	}
	return ""
}

// begun finds a word that begins with one of the stems.
func begun(words []string, stems string) string {
	for _, w := range words {
		for stem := range strings.FieldsSeq(stems) {
			if strings.HasPrefix(w, stem) {
				return w
			}
		}
	}
	return ""
}

// otherPurpose is what the text says that money is for, where that is none of an option's items. What is named in full, and fits, may be
// called anything; but a part of it may be interest on it.
func (w *work) otherPurpose(o *option) string {
	text := w.r.words
	costs := said(text, extraCosts)
	switch {
	case o.kind == core.MatchPartial && costs != "":
		return costs
	case o.level >= hinted && o.kind != core.MatchPartial:
		return ""
	case costs != "":
		return costs
	}
	if word := paidFor(text); word != "" {
		return word
	}
	if o.exact && o.level < hinted {
		if word := said(text, partWords); word != "" {
			return word
		}
		if word := said(text, restWords); word != "" && len(o.items) < len(w.universe(w.items[o.items[0]].party)) {
			return word
		}
	}
	if o.most >= hinted {
		return ""
	}
	plain := !slices.ContainsFunc(o.items, func(n int) bool { return w.items[n].Kind == core.SaleCredit || w.items[n].Kind == core.PurchaseCredit })
	if word := said(text, refunds); word != "" && plain {
		return word
	}
	return cmp.Or(said(text, advances), begun(text, advanceStems), ended(text, " voorschot "))
}

// plainPart reports whether a text that names an invoice says no more than that it, or a part of it, is paid: an order, a deposit or extra
// work may be written with the number too.
func (w *work) plainPart(o *option) bool {
	named := slices.ContainsFunc(w.r.mentions, func(m mention) bool {
		return slices.Contains(m.items, o.items[0]) && m.level >= called && m.invoice && m.field != endToEnd
	})
	text := w.r.text
	if w.r.partial || said(w.r.words, restWords) != "" {
		if named {
			return true
		}
	}
	typed := slices.ContainsFunc(w.r.mentions, func(m mention) bool {
		return slices.Contains(m.items, o.items[0]) && m.level >= called && m.field != endToEnd
	})
	return typed && plainWordsOnly(text, w.r.line.CounterpartName)
}

// plainWordsOnly: every word says that an invoice is paid, or is the payer's name.
func plainWordsOnly(text, who string) bool {
	names := foldedWords(who)
	for _, p := range segments(text) {
		low := strings.ToLower(p.text)
		if !p.digits && !oneOf(paymentWords, p.text) && !oneOf(fillers, p.text) && !oneOf(joining, p.text) && !oneOf(invoiceWords, p.text) &&
			!oneOf(plainWords, p.text) && len(p.text) > 1 && !oneOf(partWords, low) && !oneOf(restWords, low) && months[low] == 0 && !slices.Contains(names, low) {
			return false
		}
	}
	return true
}
