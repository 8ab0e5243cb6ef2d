package match

import (
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"ferry/core"
)

// level says how surely a text names an item.
type level uint8

const (
	doubted level = iota + 1 // a number that is called something else, or might be a day
	hinted                   // a short number: never alone
	called                   // the invoice number in full
	quoted                   // a structured reference whose check digits hold
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

// segments cuts a text at every change between letters, digits and anything else. Letters lose their accents.
func segments(text string) []segment {
	var list []segment
	kind := func(at int) (kind, size int) {
		switch c := text[at]; {
		case c >= '0' && c <= '9':
			return 1, 1
		case c|0x20 >= 'a' && c|0x20 <= 'z':
			return 2, 1
		case c < 0x80:
			return 0, 1
		}
		r, size := utf8.DecodeRuneInString(text[at:])
		if unicode.IsLetter(r) || unicode.Is(unicode.Mn, r) {
			return 2, size
		}
		return 0, size
	}
	for i := 0; i < len(text); {
		k, size := kind(i)
		start := i
		for next := k; next == k; {
			if i += size; i == len(text) {
				break
			}
			next, size = kind(i)
		}
		if k == 0 {
			continue
		}
		word := text[start:i]
		if !ascii(word) {
			word = strings.TrimSpace(fold(word))
		}
		list = append(list, segment{strings.ToUpper(word), start, i, k == 1})
	}
	return list
}

// numberKeys are the forms of an invoice number: whole; without the letters in front; without leading zeros in its parts;
// and, as a hint only, its last row of digits. Fewer than four digits are never a number on their own.
func numberKeys(number, year string) []numberKey {
	parts := segments(number)
	whole, digits, bare := "", "", ""
	lettered, rows := false, []string(nil)
	for _, p := range parts {
		whole += p.text
		if !p.digits {
			lettered = true
			continue
		}
		digits += p.text
		bare += "|" + strings.TrimLeft(p.text, "0")
		rows = append(rows, p.text)
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
	if len(rows) > 1 && n >= 5 && len(onlyDigits(bare)) >= 5 {
		keys = append(keys, numberKey{bare, called})
	}
	last := rows[tellingRow(rows, year)]
	if short := strings.TrimLeft(last, "0"); short != "" && (len(rows) > 1 || len(short) < len(last) || lettered || n < 4) {
		keys = append(keys, numberKey{"#" + short, hinted})
	}
	return keys
}

// tellingRow is the row of digits of a number that counts: the last, unless it is the year behind it, as in 68/2026 and, where the year is
// told, in 68/26.
func tellingRow(rows []string, year string) int {
	at := len(rows) - 1
	if at > 0 && !isYear(rows[at-1]) && (isYear(rows[at]) || len(year) == 4 && rows[at] == year[2:]) {
		return at - 1
	}
	return at
}

// shapeOf tells the series of a number: letters as they are, a digit as 9.
func shapeOf(number string) string {
	if len(onlyDigits(number)) < 4 {
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
	return slices.ContainsFunc(daysOf(digits), func(t time.Time) bool { return t.Year() >= 1990 && t.Year() < 2060 })
}

// daysOf are the dates as which eight or six digits read.
func daysOf(digits string) (days []time.Time) {
	layouts := map[int][]string{8: {"20060102", "02012006", "01022006"}, 6: {"060102", "020106"}}
	for _, layout := range layouts[len(digits)] {
		if t, err := time.Parse(layout, digits); err == nil {
			days = append(days, t)
		}
	}
	return days
}

// recent reports whether digits read as a date not long before the payment.
func recent(digits string, paid core.Date) bool {
	return slices.ContainsFunc(daysOf(digits), func(t time.Time) bool {
		day := core.NewDate(t.Date())
		return day <= paid && day >= paid.AddDays(-monthApart)
	})
}

// Words that say in front of a number what it is, each between spaces.
const (
	invoiceWords = " FACTUUR FACTUREN FACT FACTNR FNR FACTUURNR FACTUURNRS FACTUURNUMMER FACTUURNUMMERS FACTURATIE FAKTUUR FAKTUREN FAKT FCT FC " +
		"FACTURE FACTURES FAC FA INVOICE INVOICES INV RECHNUNG RECHNUNGEN RECHN RG RGNR RE NOTA FV VF FACTURA FT BILL CREDITNOTA CN CREDITNOTE KREDITNOTA AVOIR GUTSCHRIFT "
	otherWords = " ORDER ORDERS BESTELLING BESTEL BESTELBON BESTELNUMMER COMMANDE CDE PO BON OFFERTE DEVIS QUOTE QUOTATION " +
		"ANGEBOT AUFTRAG PEDIDO KLANT KLANTNR KLANTNUMMER CLIENT CLIENTNR CUSTOMER KUNDE KUNDENNUMMER KDNR CLIENTE TEL " +
		"TELEFOON TELEPHONE PHONE GSM MOBILE MOB FAX DOSSIER CONTRACT CONTRAT VERTRAG POLIS POLICE POLICY LID LIDNR " +
		"MEMBER MANDAAT MANDAT MANDATE MACHTIGING KAART CARTE CARD KARTE TERMINAL TICKET PROJECT PROJET PROJEKT " +
		"CHANTIER WERF ZAAK BTW TVA VAT UST ONDERNEMINGSNUMMER KENTEKEN PLAAT METER EAN PAKJE COLIS TRACKING LEVERBON " +
		"LEVERING LIVRAISON LIEFERUNG DELIVERY BL PNR BOEKING BOOKING RESERVATIE RESERVERING RESERVATION " +
		"BANCONTACT MAESTRO VISA MASTERCARD VPAY TERM TPE AFREK AFREKENING REMISE PAYOUT SETTLEMENT BATCH LOT BORDEREAU " +
		"TRANSACTIE TRANSACTION TRANSACTIONS MSGID CHEQUE PROFORMA FORMA KAMER CHAMBRE ROOM AVIS LOON SALARIS SALAIRE INK OPDRACHT "
	fillers = " MET NR NO N NUM NUMMER NUMERO NUMBER NBR NRS VAN DE DU DER THE OF UW VOTRE YOUR IHRE ONZE NOTRE OUR REF "
	// paymentWords say nothing of what is paid.
	paymentWords = " BETALING BETAALD BETALEN PAIEMENT PAYMENT PAYE REGLEMENT VIREMENT OVERSCHRIJVING OVERBOEKING ZAHLUNG SOLDE SALDO REST MERCI DANK " +
		"BEDANKT THANKS THANK YOU U BVD REFERENCE REFERENTIE MEDEDELING COMMUNICATION OMSCHRIJVING MOTIF REM INFO NOTPROVIDED SEPA VIR DATUM DATE DD D "
	// joining words stand between the numbers of a list.
	joining = " EN ET UND AND TM T M TOT AU BIS "
)

func oneOf(words, word string) bool { return strings.Contains(words, " "+word+" ") }

// labelOf finds the word that says what a number is: the nearest word in front of it that means something, over other
// numbers ("facturen 1041, 1042 en 1043") but not over other words.
func labelOf(parts []segment, at int) (invoice, other bool) {
	for i := at - 1; i >= 0; i-- {
		p := parts[i]
		switch {
		case i == at-1 && (p.end == parts[at].start || i == 0) && oneOf(usualSeries, p.text): // F56, F 56
			return true, false
		case oneOf(" ONZE NOTRE OUR UNSERE ", p.text): // of the payer
			return false, true
		case p.digits || oneOf(fillers, p.text) || len(p.text) == 1 || oneOf(joining, p.text):
			continue
		case oneOf(invoiceWords, p.text):
			proforma := i > 0 && oneOf(" PROFORMA FORMA ", parts[i-1].text)
			return !proforma, proforma
		case oneOf(otherWords, p.text) || otherStem(p.text):
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
