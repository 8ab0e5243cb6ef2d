package world

// language is that of a bank's labels and of most people in an account's lines.
type language uint8

const (
	dutch language = iota
	french
	german
	spanish
	english
	languages
)

// languageOf is the main language around a bank of the country.
func languageOf(country string, h uint64) language {
	switch country {
	case "BE":
		return language(h % 2) // dutch or french
	case "NL":
		return dutch
	case "FR", "LU":
		return french
	case "DE":
		return german
	case "ES":
		return spanish
	}
	return english
}

// word is one expression of the banks in every language.
type word [languages]string

var (
	wordTransferIn  = word{"Overschrijving in uw voordeel", "Virement en votre faveur", "Gutschrift", "Transferencia recibida", "Transfer received"}
	wordTransferOut = word{"Overschrijving", "Virement", "Überweisung", "Transferencia emitida", "Wire transfer"}
	wordInstant     = word{"Instantoverschrijving", "Virement instantané", "Echtzeitüberweisung", "Transferencia inmediata", "Instant transfer"}
	wordDebit       = word{"Europese domiciliëring", "Prélèvement SEPA", "SEPA-Lastschrift", "Adeudo SEPA", "SEPA direct debit"}
	wordReturned    = word{"Terugboeking domiciliëring", "Rejet de prélèvement", "Rücklastschrift", "Devolución de adeudo", "Direct debit returned"}
	wordCard        = word{"Betaling met kaart", "Paiement par carte", "Kartenzahlung", "Pago con tarjeta", "Card payment"}
	wordBatch       = word{"Afrekening betaalterminal", "Remise carte bancaire", "Kartenumsätze Sammelgutschrift", "Liquidación TPV", "Card terminal settlement"}
	wordFees        = word{"Beheerskosten", "Frais de tenue de compte", "Kontoführungsgebühr", "Comisión de mantenimiento", "Account fee"}
	wordSalary      = word{"Loon", "Salaire", "Gehalt", "Nómina", "Salary"}
	wordRefund      = word{"Terugbetaling", "Remboursement", "Erstattung", "Reembolso", "Refund"}
	wordOwn         = word{"Overboeking eigen rekening", "Virement interne", "Umbuchung", "Traspaso propio", "Own account transfer"}
	wordInterest    = word{"Rente", "Intérêts", "Zinsen", "Intereses", "Interest"}
	wordCash        = word{"Storting contant", "Versement d'espèces", "Bareinzahlung", "Ingreso en efectivo", "Cash deposit"}
	wordRent        = word{"Huur", "Loyer", "Miete", "Alquiler", "Rent"}
	wordInvoice     = word{"Factuur", "Facture n°", "Rechnung Nr.", "Factura", "Invoice"}
	wordCustomer    = word{"klant", "client", "Kunde", "cliente", "customer"}
	wordVAT         = word{"BTW", "TVA", "Umsatzsteuer", "IVA", "VAT"}
	wordSocial      = word{"Sociale bijdragen", "Cotisations sociales", "Sozialabgaben", "Seguridad Social", "Social contributions"}
	wordSecurities  = word{"Aankoop effecten", "Achat de titres", "Wertpapierkauf", "Compra de valores", "Securities purchase"}
)

// companies are customers and suppliers; the last ones of each row are utilities that collect by direct debit.
var companies = [languages][]string{
	dutch: {"Bakkerij Vermeulen BV", "Garage Van den Broeck", "Drukkerij De Sleutel NV", "Schildersbedrijf Jansen & Zn.", "Tuincentrum 't Groene Hart",
		"Apotheek Peeters", "Bouwwerken Claes BV", "Café De Zwaan", "Hoveniersbedrijf Ruysdael", "Installatiebedrijf Kuipers VOF", "Restaurant Zuiderzee",
		"Fietsenmaker Smits", "Slagerij Ooms-Daniëls", "Architectenbureau Noordkaap", "Meubelmakerij Eikenhorst", "Energie Laagland NV", "Telefonie Kust & Polder", "Waterbedrijf Leemstreek"},
	french: {"Boulangerie Delacroix", "Garage Saint-Éloi SARL", "Imprimerie Lefèvre & Fils", "Hôtel Bellevue", "Menuiserie Crèvecœur", "Pharmacie du Château",
		"Brasserie L'Été Indien", "Plomberie Noël Gérard", "Société Lilloise de Façades", "Traiteur Chez Zoé", "Librairie À la Page", "Établissements Müller-Dupré",
		"Fleuriste Églantine", "Cabinet Hérault Conseil", "Maçonnerie Sébastien Roux", "Énergies de la Meuse SA", "Télécom Ardennes", "Eaux de l'Ourthe"},
	german: {"Bäckerei Grünwald GmbH", "Autohaus Köhler", "Druckerei Schäfer & Söhne", "Malerbetrieb Jürgen Groß", "Gasthof Zum Löwen", "Schreinerei Böhm",
		"Elektro Weiß OHG", "Gärtnerei Süßmilch", "Ingenieurbüro Pfälzer", "Weingut Rübenach", "Stadtwerke Moselufer", "Fernsprech Eifel AG"},
	spanish: {"Panadería Núñez S.L.", "Talleres Peña e Hijos", "Imprenta Güell", "Bodegas Íñigo", "Restaurante El Ñandú", "Ferretería Muñoz",
		"Construcciones Sáenz", "Librería Quijote", "Energía del Ebro S.A.", "Aguas de Levante"},
	english: {"Northquay Trading Ltd", "Harbour & Finch LLC", "Zeppelin Software Inc.", "Bluebell Studios", "O'Rourke Consulting", "Kestrel Freight",
		"Cloud Kiln Hosting", "Paper Lantern Ads"},
}

var people = [languages][]string{
	dutch:   {"Joke Verstraeten", "Pieter-Jan De Smedt", "Anouk van der Ploeg", "Daniël Bakker", "Zoë Willems", "Ruben Geërts", "Sanne Hoekstra"},
	french:  {"Amélie Dupont", "Benoît Lefebvre", "Chloé Géraud", "François N'Diaye", "Hélène Lœuillet", "Jérôme Petit", "Maïté Garçon"},
	german:  {"Jürgen Weiß", "Käthe Müller", "Sören Groß", "Ursula Schön"},
	spanish: {"José Muñoz", "Begoña Iñárritu", "Ángel Pérez", "Lucía Gómez"},
	english: {"Siobhán Kelly", "Noah Archer", "Priya Raman", "Chloe Whitby"},
}

var shops = [...]string{"TANKSTATION E40 GROOT-BIJGA", "PAPETERIE DU PARC LILLE", "WEBHOSTING.EXAMPLE", "SPOORWEGEN LOKET 12", "PARKING OPERA GENT",
	"DOE-HET-ZELF HOUTWAL", "RESTO LE MOULIN NAMUR", "SUPERMARKT DE KORF 0231", "HOTEL AM RING KOELN", "PEAJE AUTOPISTA AP7"}

// utilities is how many names at the end of a row of companies collect by direct debit.
const utilities = 2

func (l language) company(h uint64) string {
	names := companies[l]
	return names[h%uint64(len(names)-utilities)]
}

func (l language) utility(h uint64) string {
	names := companies[l]
	return names[len(names)-utilities+int(h%utilities)]
}

func (l language) person(h uint64) string { return people[l][h%uint64(len(people[l]))] }

// country where most counterparts of this language bank; Dutch speakers bank in Belgium as often as not.
func (l language) country(h uint64) string {
	switch l {
	case dutch:
		return [...]string{"BE", "NL"}[h%2]
	case french:
		return [...]string{"BE", "FR", "LU"}[h%3]
	case german:
		return "DE"
	case spanish:
		return "ES"
	}
	return [...]string{"LU", "NL", "FR"}[h%3]
}
