package world

import "ferry/core"

// trait is one way in which a bank differs from the plain one.
type trait uint32

const (
	hasPending    trait = 1 << iota // announces lines before it books them
	localMidnight                   // days as local midnight
	exactTime                       // days as the moment of the payment
	joinsTexts                      // texts joined by <br>
	sparse                          // the directory gives only its name
	noZone                          // no time zone in the directory
	noAccounts                      // customers of this world have none there
	internalNow                     // Ponto's own maintenance is open
	bankNow                         // the bank's maintenance is open
	internalSoon                    // …begins in two days
	bankSoon
	omitsNulls // leaves attributes without value out
	isDeprecated
	noPayments
	isProcessor // a payment service
)

// listing is one line of the directory. All banks are invented.
type listing struct {
	slug, name, bic, country string
	status                   core.InstitutionStatus
	lifetime                 int // days; 0: the bank gives none
	traits                   trait
	brand, replacement       string
}

const (
	stable       = core.Stable
	beta         = core.Beta
	experimental = core.Experimental
)

var directory = [...]listing{
	{"kempen", "Kempische Handelsbank", "KEHABEBX", "BE", stable, 180, hasPending, "", ""},
	{"noordzee", "Noordzeebank België", "NZBKBEB2", "BE", stable, 180, localMidnight | joinsTexts | hasPending, "Noordzeebank", ""},
	{"scheldeoord", "Scheldeoord Bank", "SCHOBE22", "BE", stable, 180, localMidnight, "", ""},
	{"maaswaal", "Maaswaal Spaarbank", "MWSPBEB1", "BE", stable, 90, omitsNulls, "", ""},
	{"ardennes", "Crédit des Ardennes", "CRARBEBB", "BE", stable, 180, hasPending | omitsNulls, "", ""},
	{"ourthe", "Banque de l'Ourthe", "BQOUBEB1", "BE", beta, 180, localMidnight, "", ""},
	{"leie", "Leiebank", "LEIEBE22", "BE", stable, 180, isDeprecated, "", "leieplus"},
	{"leieplus", "Leiebank Plus", "LEPLBE22", "BE", stable, 180, hasPending, "", ""},
	{"ambacht", "Ambachtsbank", "AMBABE2X", "BE", experimental, 90, sparse, "", ""},
	{"zenne", "Zenne & Dijle Bank", "ZEDIBEBB", "BE", stable, 180, bankNow, "", ""},
	{"haspengouw", "Landbouwkas Haspengouw", "LKHABE21", "BE", stable, 180, 0, "Landbouwkas", ""},
	{"westhoek", "Landbouwkas Westhoek", "LKWEBE21", "BE", stable, 180, localMidnight, "Landbouwkas", ""},
	{"hageland", "Landbouwkas Hageland", "LKHGBE21", "BE", beta, 180, 0, "Landbouwkas", ""},
	{"sambre", "Caisse de Sambre", "CASABEBX", "BE", stable, 90, bankSoon, "", ""},
	{"velo", "Vélo Neobank", "VELOBEB3", "BE", beta, 180, exactTime | hasPending, "", ""},
	{"topaas", "Topaas Private Bankers", "TOPABEB1", "BE", stable, 180, noAccounts | noPayments, "", ""},

	{"polder", "Polderbank", "POLDNL2A", "NL", stable, 180, hasPending, "", ""},
	{"noordzeenl", "Noordzeebank Nederland", "NZBKNL2A", "NL", stable, 180, joinsTexts | localMidnight, "Noordzeebank", ""},
	{"zuiderzee", "Zuiderzee Coöperatie", "ZUIDNL2R", "NL", stable, 90, localMidnight, "", ""},
	{"duin", "Duin & Tulp Bank", "DUINNL21", "NL", stable, 180, 0, "", ""},
	{"haven", "Havenbank Rijnmond", "HAVNNL2R", "NL", stable, 180, hasPending | exactTime, "", ""},
	{"veen", "Veenkoloniale Kredietbank", "VEENNL2G", "NL", beta, 180, 0, "", ""},
	{"wadden", "Waddenbank", "WADDNL2L", "NL", experimental, 90, omitsNulls, "", ""},
	{"grachten", "Grachtengordel Bank", "GRACNL2A", "NL", stable, 180, internalSoon, "", ""},
	{"molen", "Molenbank", "MOLNNL22", "NL", stable, 180, isDeprecated, "", "polder"},
	{"betuwe", "Ondernemersbank Betuwe", "OBBENL2T", "NL", stable, 180, noZone, "", ""},
	{"ijssel", "IJsselstad Zakelijk", "IJSSNL2D", "NL", stable, 180, joinsTexts, "", ""},

	{"loire", "Banque Mutuelle Loire", "BMLOFRP1", "FR", stable, 180, localMidnight, "Banque Mutuelle", ""},
	{"garonne", "Banque Mutuelle Garonne", "BMGAFRT1", "FR", stable, 180, localMidnight, "Banque Mutuelle", ""},
	{"rhone", "Banque Mutuelle Rhône", "BMRHFRL1", "FR", stable, 180, localMidnight, "Banque Mutuelle", ""},
	{"bretagne", "Banque Mutuelle Bretagne", "BMBRFRN1", "FR", beta, 180, localMidnight, "Banque Mutuelle", ""},
	{"picardie", "Banque Mutuelle Picardie", "BMPIFRA1", "FR", stable, 90, localMidnight | bankSoon, "Banque Mutuelle", ""},
	{"vosges", "Crédit Artisanal des Vosges", "CAVOFRE1", "FR", stable, 90, hasPending, "Crédit Artisanal", ""},
	{"cevennes", "Crédit Artisanal des Cévennes", "CACEFRM1", "FR", stable, 90, 0, "Crédit Artisanal", ""},
	{"opale", "Banque de la Côte d'Opale", "BCOPFRL2", "FR", stable, 180, omitsNulls, "", ""},
	{"etoile", "Étoile Pro", "ETOIFRP2", "FR", beta, 180, exactTime | hasPending, "", ""},
	{"lutece", "Comptoir de Lutèce", "COLUFRPP", "FR", stable, 180, internalNow, "", ""},
	{"provence", "Caisse Provençale", "CAPRFRM2", "FR", experimental, 90, sparse | noZone, "", ""},
	{"berry", "Société de Crédit du Berry", "SCBEFRB1", "FR", stable, 180, isDeprecated | noPayments, "", "loire"},
	{"savoie", "Banque des Alpages", "BALPFRG1", "FR", stable, 180, noAccounts, "", ""},

	{"alzette", "Alzette Banque", "ALZELULL", "LU", stable, 180, localMidnight, "", ""},
	{"moselle", "Banque de la Moselle", "BQMOLUL1", "LU", stable, 90, 0, "", ""},
	{"gutland", "Gutland Sparkeess", "GUTLLULL", "LU", beta, 180, omitsNulls, "", ""},
	{"ettelbruck", "Caisse du Nord", "CANOLUL2", "LU", experimental, 0, sparse, "", ""},
	{"remich", "Remich Privatbank", "REMILUL1", "LU", stable, 180, bankSoon | noPayments, "", ""},
	{"sure", "Crédit de la Sûre", "CRSULUL3", "LU", stable, 180, hasPending, "", ""},

	{"mosel", "Moselbank", "MOSEDE51", "DE", stable, 180, 0, "", ""},
	{"eifel", "Volksspar Eifel", "VSEIDE55", "DE", stable, 90, localMidnight, "Volksspar", ""},
	{"hunsrueck", "Volksspar Hunsrück", "VSHUDE55", "DE", stable, 90, localMidnight, "Volksspar", ""},
	{"taunus", "Volksspar Taunus", "VSTADE55", "DE", stable, 90, localMidnight, "Volksspar", ""},
	{"allgaeu", "Volksspar Allgäu", "VSALDE71", "DE", beta, 90, localMidnight, "Volksspar", ""},
	{"hanse", "Hansekontor Bank", "HAKODEHH", "DE", stable, 180, hasPending, "", ""},
	{"spree", "Spree Direkt", "SPREDEBB", "DE", beta, 180, exactTime, "", ""},
	{"harz", "Harzer Gewerbebank", "HARZDE21", "DE", stable, 180, noZone | omitsNulls, "", ""},
	{"isar", "Isar Treuhand", "ISARDEMM", "DE", experimental, 90, noAccounts, "", ""},

	{"ebro", "Banco del Ebro", "BAEBESMM", "ES", stable, 90, 0, "", ""},
	{"turia", "Caja Turia", "CATUESVV", "ES", stable, 90, localMidnight, "", ""},
	{"rioja", "Banca Rioja Directa", "BARIES22", "ES", beta, 180, hasPending | omitsNulls, "", ""},
	{"sierra", "Cooperativa Sierra Norte", "COSNESM1", "ES", experimental, 90, sparse, "", ""},
	{"puerto", "Banco del Puerto", "BAPUESBB", "ES", stable, 180, internalSoon, "", ""},
	{"lanzarote", "Caja Atlántica", "CAATESC1", "ES", stable, 180, exactTime, "", ""},

	{"globo", "Globo Multicurrency", "GLOBLT22", "", stable, 90, isProcessor | exactTime | omitsNulls, "", ""},
	{"kassaklik", "Kassa & Klik Payments", "", "", stable, 180, isProcessor | exactTime, "", ""},
	{"pinguin", "Pinguin Pay", "", "", beta, 0, isProcessor | noZone, "", ""},
	{"meridian", "Meridian Card Services", "MERIGB2L", "", stable, 90, hasPending, "", ""},
	{"mobilo", "Mobilo Wallet", "", "", experimental, 180, isProcessor | sparse, "", ""},
	{"lighthouse", "Lighthouse Trust International", "LIGHIE2D", "", stable, 0, noPayments, "", ""},
	{"transfero", "Transfero Exchange", "TRFOGB21", "", beta, 180, isProcessor | internalNow, "", ""},
}

// zones of the countries; international ones keep the calendar of Brussels.
var zones = map[string]string{
	"BE": "Europe/Brussels", "NL": "Europe/Amsterdam", "FR": "Europe/Paris", "LU": "Europe/Luxembourg", "DE": "Europe/Berlin", "ES": "Europe/Madrid",
}
