package match

import (
	"slices"
	"strings"

	"ferry/core"
	"ferry/core/reference"
)

// side is what one side of a transfer says of the other.
type side struct {
	*task
	number  string         // of the counterpart
	account core.AccountID // the own account of that number
	says    bool           // name or text speak of the own house
	foreign bool           // the name is somebody else's
	words   []string       // of its texts, as they are folded
}

// Words that say that money moves within the house.
var transferWords = []string{"eigen rekening", "eigen reken", "interne overb", "interne overs", "virement interne", "transfert interne", "compte a compte", "own account",
	"internal transfer", "umbuchung", "eigenuebertrag", "eigenubertrag", "spaarrekening", "compte epargne", "compte d epargne", "savings account"}

func (r *run) sideOf(t *task) *side {
	l := t.r.line
	s := &side{task: t, number: account(l.CounterpartReference)}
	s.account = r.own[s.number]
	who := newName(l.CounterpartName)
	for _, h := range r.holders {
		s.says = s.says || compareNames(who, h) >= similar
	}
	s.foreign = !s.says && len(who.words) > 0
	text := fold(l.CounterpartName + " " + l.Remittance + " " + l.AdditionalInformation)
	s.words = strings.Fields(text)
	s.says = s.says || slices.ContainsFunc(transferWords, func(w string) bool { return strings.Contains(text, w) })
	for _, v := range reference.FindIBANs(l.Remittance) {
		s.says = s.says || r.own[v] != ""
	}
	return s
}

// withinWords are what the silent side of a transfer may say of it: that money moves between accounts.
const withinWords = " EIGEN REKENING REKENINGEN INTERN INTERNE INTERNAL OWN ACCOUNT ACCOUNTS SPAREN SPAAR SPAARREKENING ZICHT ZICHTREKENING EPARGNE COMPTE COMPTES LIVRET " +
	"COURANT SAVINGS CURRENT TRANSFER TRANSFERT TRANSFERTS UMBUCHUNG UBERTRAG EIGENUBERTRAG EIGENUEBERTRAG PROVISIE PROVISION RESERVE AANVULLING TUSSEN ENTRE BETWEEN " +
	"VERS NAAR VANAF FROM TO A AU AUX DES LE LA HET IN UW VOTRE VOORDEEL FAVEUR CREDIT DEBIT EUR INSTANT RECU EMIS ONTVANGEN MIJN MON NOTRE ONZE "

// tells reports whether a side that names no account tells of something else than a transfer: an item, a party, a reference, or in words that
// neither speak of moving money nor stand on the other side.
func (r *run) tells(s, other *side) bool {
	if s.number != "" {
		return false
	}
	if strings.TrimSpace(s.r.line.Remittance+s.r.line.AdditionalInformation+s.r.line.CounterpartName) == "" {
		return false
	}
	read := r.read(s.r.line)
	if len(read.unknown)+len(read.misses)+len(read.invoices) > 0 || slices.ContainsFunc(read.mentions, func(m mention) bool { return m.level >= hinted }) {
		return true
	}
	if s.says {
		return false
	}
	house := strings.Fields(fold(other.r.line.CounterpartName))
	for _, h := range r.holders {
		house = append(house, h.words...)
	}
	if slices.ContainsFunc(read.tokens, func(t string) bool { return !slices.Contains(other.words, strings.TrimSpace(fold(t))) }) {
		return true
	}
	return slices.ContainsFunc(s.words, func(word string) bool {
		plain := strings.ToUpper(strings.Trim(word, "."))
		known := oneOf(withinWords, plain) || oneOf(paymentWords, plain) || oneOf(fillers, plain) || oneOf(joining, plain) || onlyDigits(plain) == plain
		return !known && !slices.Contains(other.words, word) && !slices.Contains(house, word)
	})
}

// pair notes two lines that can be the sides of one transfer: as partners where a number says so, else as a suggestion for
// either where both speak of the own house, or one does and the other is silent, or tells of something else as well.
func (r *run) pair(from, to *side, partners map[*task][]*task) {
	named, says := 0, 0
	for _, s := range [][2]*side{{from, to}, {to, from}} {
		switch {
		case s[0].account != "" && s[0].account == s[1].r.line.Account:
			named++
		case s[0].number != "":
			return // it names somebody else's account, or another of ours
		case s[0].says:
			says++
		}
	}
	foreign := from.number == "" && from.foreign && !from.says || to.number == "" && to.foreign && !to.says
	torn := named > 0 && !foreign && (r.tells(from, to) || r.tells(to, from))
	switch {
	case named > 0 && !foreign && !torn:
		partners[from.task] = append(partners[from.task], to.task)
		partners[to.task] = append(partners[to.task], from.task)
	case named > 0, says > 0 && !foreign:
		from.extra = append(from.extra, r.transferOption(from.task, to.task, GradeHint))
		to.extra = append(to.extra, r.transferOption(to.task, from.task, GradeHint))
		from.inner, to.inner = from.inner || torn || named+says > 1, to.inner || torn || named+says > 1
		from.torn, to.torn = from.torn || torn, to.torn || torn
	}
}
