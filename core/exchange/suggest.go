package exchange

import (
	"slices"

	"ferry/core"
)

// headingWords are what exports of English, Dutch and French programs call Ferry's columns, folded, the surest first:
// totals before parts, and what was invoiced before what is still open of it. The amount of an invoice is what was invoiced: what
// was paid of it is in the bank lines, or was paid before them, which a note tells.
var headingWords = []struct {
	column string
	words  []string
}{
	{columnNumber, []string{
		"number", "invoicenumber", "invoiceno", "invoicenr", "documentnumber", "documentno", "docno", "invoiceid", "invoice",
		"factuurnummer", "factuurnr", "factnr", "factuur", "documentnummer", "documentnr", "boekstuknummer", "boekstuknr", "boekstuk", "stuknummer", "stuknr", "nummer",
		"numerodefacture", "numerofacture", "nfacture", "nofacture", "ndefacture", "nodefacture", "facture", "numerodepiece", "numeropiece", "npiece", "nopiece", "ndepiece",
		"pieceref", "piece", "numerodedocument", "numerodocument", "numero",
	}},
	{columnKind, []string{"kind", "type", "documenttype", "invoicetype", "soort", "documentsoort", "factuursoort", "typefacture", "typedefacture", "typedepiece", "typededocument", "nature", "sens"}},
	{columnIBAN, []string{
		"partyiban", "iban", "ibannumber", "bankaccount", "accountiban", "bankrekening", "bankrekeningnummer", "rekeningnummer", "ibannummer", "ibanklant", "ibanleverancier",
		"compte", "comptebancaire", "numerodecompte", "ibanclient", "ibanfournisseur",
	}},
	{columnVAT, []string{
		"partyvat", "vatnumber", "vatno", "vatnr", "vatid", "vat", "taxid", "btwnummer", "btwnr", "btwid", "ondernemingsnummer", "kbonummer",
		"numerodetva", "numerotva", "ntva", "notva", "ndetva", "tvaintracommunautaire", "numerotvaintracommunautaire", "numerodentreprise", "numeroentreprise", "siren", "siret",
	}},
	{columnParty, []string{
		"party", "customer", "customername", "supplier", "suppliername", "vendor", "vendorname", "contact", "contactname", "company", "companyname", "name",
		"klant", "klantnaam", "naamklant", "debiteur", "debiteurnaam", "naamdebiteur", "leverancier", "leveranciersnaam", "leveranciernaam", "naamleverancier", "crediteur", "crediteurnaam", "naamcrediteur", "relatie", "relatienaam", "naam", "bedrijfsnaam",
		"client", "nomclient", "nomduclient", "fournisseur", "nomfournisseur", "nomdufournisseur", "tiers", "nomdutiers", "nomtiers", "comptauxlib", "raisonsociale", "nom",
	}},
	{columnDue, []string{
		"due", "duedate", "paymentdue", "dueon", "expirydate", "vervaldatum", "vervaldag", "verval", "uiterstebetaaldatum", "betaaldatumuiterlijk", "betalenvoor",
		"echeance", "datedecheance", "dateecheance", "echeancele", "datelimite", "datelimitedepaiement", "apayeravant",
	}},
	{columnDate, []string{
		"date", "invoicedate", "issuedate", "documentdate", "docdate", "datum", "factuurdatum", "documentdatum", "boekdatum", "boekstukdatum",
		"datefacture", "datedefacture", "datedelafacture", "datedepiece", "datepiece", "piecedate", "datedudocument", "datedocument", "datedemission",
	}},
	{columnCurrency, []string{"currency", "currencycode", "ccy", "valuta", "munt", "muntcode", "munteenheid", "valutacode", "devise", "codedevise", "monnaie", "idevise"}},
	{columnAmount, []string{
		"amountincl", "amountinclvat", "totalinclvat", "totalincludingvat", "gross", "grossamount", "invoiceamount", "totalamount", "total", "amount",
		"bedraginclbtw", "bedraginclusiefbtw", "totaalinclbtw", "totaalinclusiefbtw", "brutobedrag", "factuurbedrag", "totaalbedrag", "totaal", "bedrag",
		"montantttc", "totalttc", "ttc", "montanttvac", "totaltvac", "tvac", "montanttotal", "montantfacture", "montantdelafacture", "montant",
		"openamount", "amountopen", "outstanding", "outstandingamount", "amountdue", "balancedue", "openbalance", "balance",
		"openstaand", "openstaandbedrag", "bedragopenstaand", "openbedrag", "nogtebetalen", "tebetalen", "tebetalenbedrag", "opensaldo", "saldo", "restbedrag",
		"soldeouvert", "montantouvert", "restedu", "restantdu", "resteapayer", "netapayer", "apayer", "montantdu", "montantapayer", "solde",
	}},
	{columnReference, []string{
		"reference", "paymentreference", "structuredreference", "structuredcommunication", "communication", "ogm", "ogmvcs", "vcs", "paymentid", "creditorreference",
		"mededeling", "gestructureerdemededeling", "gestructmededeling", "gestrmededeling", "betalingskenmerk", "betaalkenmerk", "betalingsreferentie", "betaalreferentie", "kenmerk", "referentie",
		"communicationstructuree", "communicationstructure", "referencedepaiement", "referencepaiement",
	}},
}

// openWords are folded headings of what is still open of an invoice, where the word leaves no doubt: a balance may be the customer's.
var openWords = []string{
	"openamount", "amountopen", "outstanding", "outstandingamount", "openbalance", "balancedue",
	"openstaand", "openstaandbedrag", "bedragopenstaand", "openbedrag", "nogtebetalen", "opensaldo", "restbedrag",
	"soldeouvert", "montantouvert", "restedu", "restantdu", "resteapayer",
}

// OpenBeside is the heading of what is still open, where a mapping takes another one for the amount; empty: there is none.
func OpenBeside(m core.Mapping, headings []string) string {
	for _, h := range headings {
		if folded := foldHeading(h); slices.Contains(openWords, folded) && folded != foldHeading(m.Columns[columnAmount]) && m.Columns[columnAmount] != "" {
			return clean(h)
		}
	}
	return ""
}

// sideWords are folded headings that tell by themselves which side a table is about.
var sideWords = map[string]core.ItemKind{
	"customer": core.Sale, "customername": core.Sale, "klant": core.Sale, "klantnaam": core.Sale, "naamklant": core.Sale, "debiteur": core.Sale,
	"debiteurnaam": core.Sale, "naamdebiteur": core.Sale, "client": core.Sale, "nomclient": core.Sale, "nomduclient": core.Sale, "ibanklant": core.Sale, "ibanclient": core.Sale,
	"supplier": core.Purchase, "suppliername": core.Purchase, "vendor": core.Purchase, "vendorname": core.Purchase, "leverancier": core.Purchase,
	"leveranciersnaam": core.Purchase, "leveranciernaam": core.Purchase, "naamleverancier": core.Purchase, "crediteur": core.Purchase, "crediteurnaam": core.Purchase,
	"naamcrediteur": core.Purchase, "fournisseur": core.Purchase, "nomfournisseur": core.Purchase, "nomdufournisseur": core.Purchase,
	"ibanleverancier": core.Purchase, "ibanfournisseur": core.Purchase,
}

// kindWords are what exports write for the kinds, where the word leaves no doubt.
var kindWords = map[core.ItemKind][]string{
	core.Sale:           {"sales invoice", "customer invoice", "verkoop", "verkoopfactuur", "vente", "facture de vente", "facture client", "out_invoice"},
	core.SaleCredit:     {"sales credit note", "customer credit note", "verkoopcreditnota", "creditnota verkoop", "avoir client", "avoir de vente", "note de crédit client", "out_refund"},
	core.Purchase:       {"purchase invoice", "vendor bill", "bill", "aankoop", "aankoopfactuur", "inkoop", "inkoopfactuur", "achat", "facture d'achat", "facture fournisseur", "in_invoice"},
	core.PurchaseCredit: {"purchase credit note", "vendor credit note", "aankoopcreditnota", "inkoopcreditnota", "creditnota aankoop", "creditnota inkoop", "avoir fournisseur", "avoir d'achat", "note de crédit fournisseur", "in_refund"},
}

// Words for a document whose side the headings tell.
var (
	invoiceWords = []string{"invoice", "factuur", "facture"}
	creditWords  = []string{"credit note", "credit memo", "creditnota", "creditfactuur", "avoir", "note de crédit"}
)

// Suggest proposes a mapping for headings that Ferry does not know, from the words that programs use in English, Dutch and
// French. The user confirms or corrects it; a column that no word fits is left out.
func Suggest(headings []string) core.Mapping {
	m := core.Mapping{Columns: map[string]string{}, Fixed: map[string]string{}, Kinds: map[string]string{}}
	folded := make([]string, len(headings))
	for i, h := range headings {
		folded[i] = foldHeading(h)
	}
	taken := make([]bool, len(headings))
	for _, field := range headingWords {
		for _, word := range field.words {
			at := slices.Index(folded, word)
			if at >= 0 && !taken[at] {
				m.Columns[field.column], taken[at] = clean(headings[at]), true
				break
			}
		}
	}
	if m.Columns[columnCurrency] == "" {
		m.Fixed[columnCurrency] = string(core.EUR)
	}
	suggestKinds(&m, folded)
	return m
}

// Missing lists the columns without which a mapping makes no item of a row.
func Missing(m core.Mapping) (list []string) {
	for _, column := range needed {
		if m.Columns[column] == "" && m.Fixed[column] == "" {
			list = append(list, column)
		}
	}
	return list
}

// suggestKinds fixes the kind where the headings tell the side and no column does; credit notes then come with a minus.
func suggestKinds(m *core.Mapping, folded []string) {
	sides := map[core.ItemKind]bool{}
	for _, heading := range folded {
		if kind, ok := sideWords[heading]; ok {
			sides[kind] = true
		}
	}
	sale := sides[core.Sale] && !sides[core.Purchase]
	purchase := sides[core.Purchase] && !sides[core.Sale]
	if m.Columns[columnKind] == "" {
		switch {
		case sale:
			m.Fixed[columnKind] = core.Sale.String()
		case purchase:
			m.Fixed[columnKind] = core.Purchase.String()
		}
		return
	}
	tell := func(words []string, kind core.ItemKind) {
		for _, word := range words {
			m.Kinds[word] = kind.String()
		}
	}
	for kind, words := range kindWords {
		tell(words, kind)
	}
	switch {
	case sale:
		tell(invoiceWords, core.Sale)
		tell(creditWords, core.SaleCredit)
	case purchase:
		tell(invoiceWords, core.Purchase)
		tell(creditWords, core.PurchaseCredit)
	}
}
