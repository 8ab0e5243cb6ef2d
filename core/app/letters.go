package app

import (
	"fmt"
	"time"

	"ferry/core"
)

// letter is the message to a client who must renew a consent, in one language.
type letter struct {
	months  [12]string
	subject string // bank, account
	ends    string // account, holder's bank, day
	ended   string
	unknown string // account, bank
	steps   string // link, bank
}

// letters are the messages by language.
var letters = map[string]letter{
	"en": {
		months:  [12]string{"January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"},
		subject: "Renew the bank link: %[1]s, account %[2]s\n\nHello,\n\n",
		ends:    "Your permission to read account %[1]s at %[2]s ends on %[3]s. After that day no new bank lines reach your bookkeeping.\n\n",
		ended:   "Your permission to read account %[1]s at %[2]s ended on %[3]s. Since then no new bank lines reach your bookkeeping.\n\n",
		unknown: "%[2]s asks you to renew the permission to read account %[1]s. Without it no new bank lines reach your bookkeeping.\n\n",
		steps: "Only you, as the account holder, can renew it. It takes a few minutes:\n" +
			"1. Open %[1]s and sign in at Ponto.\n2. Go to Accounts, choose the account and click Reauthorize.\n" +
			"3. Sign in at %[2]s and confirm. Keep all accounts ticked.\n\nYou do not need to tell us: we see the new date by ourselves.\n\nThank you!\n",
	},
	"nl": {
		months:  [12]string{"januari", "februari", "maart", "april", "mei", "juni", "juli", "augustus", "september", "oktober", "november", "december"},
		subject: "Bankkoppeling vernieuwen: %[1]s, rekening %[2]s\n\nBeste,\n\n",
		ends:    "Uw toestemming om rekening %[1]s bij %[2]s te lezen loopt af op %[3]s. Daarna komen er geen nieuwe bankverrichtingen meer in uw boekhouding.\n\n",
		ended:   "Uw toestemming om rekening %[1]s bij %[2]s te lezen is verlopen op %[3]s. Sindsdien komen er geen nieuwe bankverrichtingen meer in uw boekhouding.\n\n",
		unknown: "%[2]s vraagt u de toestemming om rekening %[1]s te lezen te vernieuwen. Zonder die toestemming komen er geen nieuwe bankverrichtingen in uw boekhouding.\n\n",
		steps: "Alleen u, als rekeninghouder, kunt dat doen. Het duurt enkele minuten:\n" +
			"1. Open %[1]s en meld u aan bij Ponto.\n2. Ga naar Accounts, kies de rekening en klik op Reauthorize.\n" +
			"3. Meld u aan bij %[2]s en bevestig. Laat alle rekeningen aangevinkt.\n\nU hoeft ons niets te laten weten: wij zien de nieuwe datum vanzelf.\n\nDank u wel!\n",
	},
	"fr": {
		months:  [12]string{"janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre", "octobre", "novembre", "décembre"},
		subject: "Renouveler la liaison bancaire : %[1]s, compte %[2]s\n\nBonjour,\n\n",
		ends:    "Votre autorisation de lire le compte %[1]s auprès de %[2]s prend fin le %[3]s. Après cette date, plus aucune opération bancaire n'arrivera dans votre comptabilité.\n\n",
		ended:   "Votre autorisation de lire le compte %[1]s auprès de %[2]s a pris fin le %[3]s. Depuis, plus aucune opération bancaire n'arrive dans votre comptabilité.\n\n",
		unknown: "%[2]s vous demande de renouveler l'autorisation de lire le compte %[1]s. Sans elle, aucune nouvelle opération n'arrive dans votre comptabilité.\n\n",
		steps: "Vous seul, en tant que titulaire du compte, pouvez le faire. Cela prend quelques minutes :\n" +
			"1. Ouvrez %[1]s et connectez-vous à Ponto.\n2. Allez dans Accounts, choisissez le compte et cliquez sur Reauthorize.\n" +
			"3. Identifiez-vous auprès de %[2]s et confirmez. Laissez tous les comptes cochés.\n\nInutile de nous prévenir : nous verrons la nouvelle date.\n\nMerci !\n",
	},
}

// write fills the letter for one account.
func (l letter) write(v AccountView, link string, now time.Time) string {
	account, bank := accountName(v.Account), bankName(v.Bank)
	text := fmt.Sprintf(l.subject, bank, account)
	switch {
	case v.Consent.ExpiresAt.IsZero() || v.Consent.State == core.ConsentWithdrawn:
		text += fmt.Sprintf(l.unknown, account, bank)
	case v.Consent.State == core.ConsentExpired:
		text += fmt.Sprintf(l.ended, account, bank, l.day(v.Consent.ExpiresAt.In(now.Location())))
	default:
		text += fmt.Sprintf(l.ends, account, bank, l.day(v.Consent.ExpiresAt.In(now.Location())))
	}
	return text + fmt.Sprintf(l.steps, link, bank)
}

func (l letter) day(t time.Time) string {
	return fmt.Sprintf("%d %s %d", t.Day(), l.months[t.Month()-1], t.Year())
}
