package match_test

import (
	"testing"

	"ferry/core"
)

// questions are texts with which a payment of one open invoice by its own party is asked, paid those with which it is accepted.
func questions(t *testing.T, item core.OpenItem, asked, paid []string) {
	t.Helper()
	var cases []tradeCase
	for _, text := range asked {
		cases = append(cases, tradeCase{items(item), from(item.Effect().Minor, text), ""})
	}
	for _, text := range paid {
		cases = append(cases, tradeCase{items(item), from(item.Effect().Minor, text), item.Number})
	}
	checkTrade(t, cases)
}

// TestOrdersAndAdvances: what is paid on an order, a quote or before its invoice is there pays no open invoice of that amount; a number
// that is named beside it does.
func TestOrdersAndAdvances(t *testing.T) {
	questions(t, sale("2026-0423", 150000), []string{"bestelling 45012", "bestelbon 4711", "bestelnummer 4711", "orderbevestiging 12", "uw order", "commande 88", "bon de commande 12345", "cde 4711", "PO 4500012345",
		"Auftrag 83136", "offre 5175", "prijsofferte 1662", "selon devis 12", "Angebot 9", "VOORSCHOTFACTUUR", "acompte", "arrhes", "advance payment", "paiement anticipé", "betaling vooraf", "payment in advance", "prepaid",
		"factuur volgt", "facture suivra", "facture à recevoir", "facture à venir", "voor latere factuur", "te ontvangen factuur", "nog te factureren", "invoice to follow", "Rechnung folgt", "pro forma"},
		[]string{"factuur 2026-0423 bestelling 45012", "PO 4500012345 factuur 2026-0423", "2026-0423 volgens offerte", "ordelijke levering", "", "levering hout"})
}

// TestWagesAndRefunds: wages are no expense note, and money that comes back because it was paid twice is no credit note.
func TestWagesAndRefunds(t *testing.T) {
	questions(t, bill("2026-10", 85000), []string{"pécule de vacances", "13e maand", "dertiende maand", "treizième mois", "opzegvergoeding", "avance salaire"}, []string{"onkostennota oktober", "note de frais"})
}

func TestPaidTwiceBack(t *testing.T) {
	questions(t, bill("C12", 85000, kind(core.PurchaseCredit)), []string{"terugbetaling dubbele betaling", "dubbel betaald", "double paiement", "remboursement trop perçu"},
		[]string{"remboursement", "terugbetaling creditnota C12"})
}

// TestNotThisOne: a text that says of a number that it is disputed, or was paid before, names it for no payment.
func TestNotThisOne(t *testing.T) {
	questions(t, sale("2026-0423", 150000), []string{"factuur 2026-0423 is al betaald", "2026-0423 reeds voldaan", "facture 2026-0423 a déjà été payée", "facture 2026-0423 contestée", "factuur 2026-0423 wordt betwist",
		"facture 2026-0423 en litige", "factuur 2026-0423 niet betaald", "geen betaling 2026-0423", "invoice 2026-0423 disputed", "facture 2026-0423 pas payée"},
		[]string{"factuur 2026-0423 betaald", "saldo 2026-0423, niet vergeten", "facture 2026-0423 à payer", "factuur 2026-0423 al lang vervallen"})
}
