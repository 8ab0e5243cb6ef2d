package match

import (
	"strings"
	"time"
)

// level says how surely a text names an item.
type level uint8

const (
	hinted level = iota + 1 // a short number, a number that might be a date or an order: never alone
	called                  // the invoice number in full
	quoted                  // a structured reference whose check digits hold
)

// numbered is an item under one of the forms of its number.
type numbered struct {
	item  int
	level level
}

// numberKey is one form in which a number is typed.
type numberKey struct {
	key   string
	level level
}

// segment is a row of letters or of digits in a text.
type segment struct {
	text       string // capitals
	start, end int
	digits     bool
}

// segments cuts a text at every change between letters, digits and anything else.
func segments(text string) []segment {
	var list []segment
	kind := func(c byte) int {
		switch {
		case c >= '0' && c <= '9':
			return 1
		case c|0x20 >= 'a' && c|0x20 <= 'z':
			return 2
		}
		return 0
	}
	for i := 0; i < len(text); {
		k, start := kind(text[i]), i
		for i < len(text) && kind(text[i]) == k {
			i++
		}
		if k != 0 {
			list = append(list, segment{strings.ToUpper(text[start:i]), start, i, k == 1})
		}
	}
	return list
}

// numberKeys are the forms of an invoice number: whole; without the letters in front; without leading zeros in its parts;
// and, as a hint only, its last row of digits. Fewer than four digits are never a number on their own.
func numberKeys(number string) []numberKey {
	parts := segments(number)
	whole, digits, bare := "", "", ""
	last, lettered, rows := "", false, 0
	for _, p := range parts {
		whole += p.text
		if !p.digits {
			lettered = true
			continue
		}
		digits += p.text
		bare += "|" + strings.TrimLeft(p.text, "0")
		last = p.text
		rows++
	}
	n := len(digits)
	if n == 0 {
		return nil
	}
	var keys []numberKey
	if lettered && n >= 2 && len(whole) >= 5 {
		keys = append(keys, numberKey{whole, called})
	}
	switch {
	case n >= 5:
		keys = append(keys, numberKey{digits, called})
	case n == 4 && !isYear(digits):
		keys = append(keys, numberKey{digits, hinted})
	}
	if rows > 1 && n >= 5 && len(onlyDigits(bare)) >= 5 {
		keys = append(keys, numberKey{bare, called})
	}
	if short := strings.TrimLeft(last, "0"); rows > 1 || len(short) < len(last) || lettered {
		if len(short) >= 2 {
			keys = append(keys, numberKey{"#" + short, hinted})
		}
	}
	return keys
}

// shapeOf tells the series of a number: letters as they are, a digit as 9.
func shapeOf(number string) string {
	if len(onlyDigits(number)) < 6 {
		return ""
	}
	return strings.Map(func(r rune) rune {
		switch {
		case r >= '0' && r <= '9':
			return '9'
		case r >= 'a' && r <= 'z':
			return r - 'a' + 'A'
		}
		return r
	}, number)
}

func isYear(digits string) bool {
	return len(digits) == 4 && (digits[:2] == "19" || digits[:2] == "20")
}

// isDay reports whether eight or six digits read as a date, in any of the usual orders.
func isDay(digits string) bool {
	layouts := map[int][]string{8: {"20060102", "02012006", "01022006"}, 6: {"060102", "020106"}}
	for _, layout := range layouts[len(digits)] {
		if t, err := time.Parse(layout, digits); err == nil && t.Year() >= 1990 && t.Year() < 2060 {
			return true
		}
	}
	return false
}

// Words that say in front of a number what it is.
var (
	invoiceWords = wordSet("factuur facturen fact factnr factuurnr factuurnummer facture factures fac fa invoice invoices inv rechnung rechnungen rg rgnr re nota fv vf " +
		"factura ft bill creditnota cn creditnote kreditnota avoir gutschrift")
	otherWords = wordSet("order orders bestelling bestel bestelbon bestelnummer commande cde po bon offerte devis quote quotation angebot auftrag pedido klant klantnr " +
		"klantnummer client clientnr customer kunde kundennummer kdnr cliente tel telefoon telephone phone gsm mobile mob fax dossier contract contrat vertrag polis police policy " +
		"lid lidnr member mandaat mandat mandate machtiging kaart carte card karte terminal ticket project projet projekt chantier werf zaak btw tva vat ust ondernemingsnummer " +
		"kenteken plaat meter ean pakje colis tracking leverbon levering livraison lieferung delivery bl pnr boeking booking reservatie reservering reservation")
	fillers = wordSet("nr no n num nummer numero number nbr nrs van de du der the of uw votre your ihre onze notre our ref")
)

func wordSet(list string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(list) {
		set[strings.ToUpper(w)] = true
	}
	return set
}

// labelOf finds the word that says what a number is: the nearest word in front of it that means something, over other
// numbers ("facturen 1041, 1042 en 1043") but not over other words.
func labelOf(parts []segment, at int) (invoice, other bool) {
	for i := at - 1; i >= 0; i-- {
		p := parts[i]
		switch {
		case p.digits || fillers[p.text] || len(p.text) == 1 || joining[p.text]:
			continue
		case invoiceWords[p.text]:
			return true, false
		case otherWords[p.text] || otherStem(p.text):
			return false, true
		}
		return false, false
	}
	return false, false
}

// otherStems begin the compounds of those words: bestelnr, klantnummer, Auftragsnummer.
var otherStems = [...]string{"BESTEL", "ORDER", "COMMANDE", "OFFERT", "ANGEBOT", "AUFTRAG", "KLANT", "KUNDEN", "CUSTOM", "CONTRA", "VERTRAG", "POLIS", "DOSSIER",
	"MANDA", "MACHTIG", "LEVER", "LIVRAI", "LIEFER", "RESERV", "BOEKING", "TICKET", "LIDNR", "LIDNUM", "ABONN", "SERIE", "BAGAGE", "TRACK"}

func otherStem(word string) bool {
	for _, stem := range otherStems {
		if strings.HasPrefix(word, stem) {
			return true
		}
	}
	return false
}

// joining words stand between the numbers of a list.
var joining = wordSet("en et und and tm t m tot au bis")
