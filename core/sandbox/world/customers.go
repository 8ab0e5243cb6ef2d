package world

import (
	"time"

	"ferry/core"
)

// seat is one account of the full organization: where, what, and how its consent stands.
type seat struct {
	slug   string
	shape  shape // lines: its share of all transactions
	left   int   // days until the consent ends, negative when it is over; unused where the bank gives no date
	shared bool  // has the reference of the seat before it
	asTwin bool  // is the very account of the seat before it, at the replacement of its institution
	waits  bool  // not authorized: it can still be added
}

const (
	full        = "Atelier Céleste BV"
	noLines     = -1 // a share: an account without lines
	password    = "ferry"
	countryBE   = "BE"
	demoAppName = "Ferry"
)

// seats of the full organization: every kind of account and reference, and every state of consent.
var seats = [...]seat{
	{slug: "kempen", left: 120, shape: shape{subtype: checking, referenceType: typeIBAN, currency: core.EUR, holder: full, description: "Main account", product: "Business account", lines: 36}},
	{slug: "kempen", left: 120, shape: shape{subtype: "savings", referenceType: typeIBAN, currency: core.EUR, holder: full, description: "Reserve", product: "Business savings", lines: 4}},
	{slug: "kempen", waits: true, shape: shape{subtype: checking, referenceType: typeIBAN, currency: core.EUR, holder: full, description: "Project account", lines: 3}},
	{slug: "noordzee", left: 25, shape: shape{subtype: checking, referenceType: typeIBAN, currency: core.EUR, holder: full, product: "Zakelijke rekening", lines: 12}},
	{slug: "loire", left: 10, shape: shape{subtype: checking, referenceType: typeIBAN, currency: core.EUR, holder: "ATELIER CELESTE", description: "Compte Lille", lines: 10}},
	{slug: "zuiderzee", left: 2, shape: shape{subtype: checking, referenceType: typeIBAN, currency: core.EUR, holder: full, product: "Ondernemersrekening", lines: 8}},
	{slug: "eifel", left: -5, shape: shape{subtype: checking, referenceType: typeIBAN, currency: core.EUR, holder: full, description: "Lager Eifel", lines: 6}},
	{slug: "lighthouse", shape: shape{subtype: checking, referenceType: typeIBAN, currency: core.EUR, holder: full, product: "Trust account", lines: 5}},
	{slug: "globo", left: 60, shape: shape{subtype: "psp", referenceType: typeIBAN, currency: core.EUR, holder: full, lines: 5}},
	{slug: "globo", left: 60, shared: true, shape: shape{subtype: "psp", referenceType: typeIBAN, currency: "USD", holder: full, lines: 4}},
	{slug: "globo", left: 60, shared: true, shape: shape{subtype: "psp", referenceType: typeIBAN, currency: "JPY", holder: full, lines: 2}},
	{slug: "globo", left: 60, shared: true, shape: shape{subtype: "psp", referenceType: typeIBAN, currency: "TND", lines: 1}},
	{slug: "meridian", left: 70, shape: shape{subtype: "card", referenceType: "MASKEDPAN", currency: core.EUR, holder: "C. Vandermeulen", product: "Corporate Gold", lines: 4}},
	{slug: "meridian", left: 70, shape: shape{subtype: "card", referenceType: "PAN", currency: "GBP", holder: "É. Noël", lines: 2}},
	{slug: "kassaklik", left: 150, shape: shape{subtype: "psp", referenceType: "email", currency: core.EUR, holder: full, lines: 4}},
	{slug: "mobilo", left: 40, shape: shape{subtype: "psp", referenceType: "MSISDN", currency: core.EUR, lines: 2}},
	{slug: "ourthe", left: 90, shape: shape{subtype: checking, referenceType: "BBAN", currency: core.EUR, holder: full, description: "Compte Liège", lines: 3}},
	{slug: "ardennes", left: 100, shape: shape{subtype: "securities", referenceType: typeIBAN, currency: core.EUR, description: "Dépôt titres", lines: 1}},
	{slug: "haspengouw", left: 170, shape: shape{subtype: "savings", referenceType: typeIBAN, currency: core.EUR, product: "Spaarrekening", lines: noLines}},
	{slug: "leie", left: 30, shape: shape{subtype: checking, referenceType: typeIBAN, currency: core.EUR, holder: full, description: "Leie", lines: 3}},
	{slug: "leieplus", left: 175, shared: true, asTwin: true, shape: shape{subtype: checking, referenceType: typeIBAN, currency: core.EUR, holder: full, description: "Leie", lines: 3}},
	{slug: "zenne", left: 45, shape: shape{subtype: checking, referenceType: typeIBAN, currency: core.EUR, holder: full, lines: 3}},
}

// addCustomers makes the organizations that a world starts with.
func (w *World) addCustomers(transactions int) {
	w.application = Application{ClientID: w.fixedID(idClient, 1<<20), Name: demoAppName}
	w.secrets++
	w.application.ClientSecret = w.secret(w.secrets)

	w.full = w.addCustomer("celeste@atelier.example", "Céleste", "Vandermeulen", full, countryBE, "0700000138")
	w.fill(transactions)
	w.starter = w.addCustomer("jo@vroegevogel.example", "Jo", "Vogels", "Bakkerij De Vroege Vogel BV", countryBE, "0700000237")
	w.addClient(w.addCustomer("ines@hoekstra.example", "Ines", "Hoekstra", "Hoekstra Installaties B.V.", "NL", ""), "polder", "noordzeenl", "haven")
	w.addClient(w.addCustomer("zoe@lampion.example", "Zoé", "Lampion", "Lampion Traiteur SARL", "FR", ""), "garonne", "vosges")
	w.addClient(w.addCustomer("tom@dejonghe.example", "Tom", "De Jonghe", "De Jonghe Transport NV", countryBE, "0700000336"), "scheldeoord", "velo", "moselle")

	u := w.addUser("mira@sterrenlicht.example", password, "Mira", "Sterckx")
	w.connect = w.addOrganization(u, "Sterrenlicht Studio BV", countryBE, "0700000435")
	w.connect.Billing = true
}

// addCustomer makes a user, an organization that paid, and its custom integration.
func (w *World) addCustomer(email, first, last, name, country, number string) *integration {
	o := w.addOrganization(w.addUser(email, password, first, last), name, country, number)
	o.Billing = true
	return w.addIntegration(o, demoAppName, core.CustomIntegration, w.started.AddDate(0, 0, -200))
}

// addClient authorizes all accounts at some banks, a month ago.
func (w *World) addClient(in *integration, slugs ...string) {
	o := w.organizationOf(in)
	for _, slug := range slugs {
		i := w.bySlug[slug]
		for _, b := range w.accountsAt(o, i) {
			w.seatAt(in, b, i.lifetime-30)
		}
	}
}

func (w *World) organizationOf(in *integration) *organization {
	o, err := w.organization(in.Organization)
	if err != nil {
		panic("an integration has an organization: " + err.Error()) // cannot happen: it is made with one
	}
	return o
}

// fill opens the accounts of the full organization and shares the transactions among those that it authorized.
func (w *World) fill(transactions int) {
	o := w.organizationOf(w.full)
	shares := 0
	for _, s := range seats {
		if !s.waits {
			shares += max(0, s.shape.lines)
		}
	}
	var banks [len(seats)]*bankAccount
	rest := transactions
	for n := len(seats) - 1; n >= 0; n-- { // the first seat gets what the shares leave over
		s := seats[n]
		s.shape.lines = max(0, s.shape.lines) * transactions / shares
		if s.shared {
			s.shape.reference = w.sharedReference(n)
		}
		if s.asTwin {
			s.shape.seed = w.lineSeed(fullNumber(n - 1))
		}
		if n == 0 {
			s.shape.lines = rest
		} else if !s.waits {
			rest -= s.shape.lines
		}
		banks[n] = w.openAccount(o, w.bySlug[s.slug], s.shape, fullNumber(n))
	}
	w.linkOwn([]*bankAccount{banks[0], banks[1], banks[3], banks[4]})
	for n, s := range seats {
		if n > 4 || s.waits {
			w.linkOwn(banks[n : n+1])
		}
	}
	for n, s := range seats {
		if !s.waits {
			w.seatAt(w.full, banks[n], s.left)
		}
	}
}

// sharedReference is that of the nearest seat above which does not share.
func (w *World) sharedReference(n int) string {
	for seats[n].shared {
		n--
	}
	s := seats[n].shape
	s.seed = w.lineSeed(fullNumber(n))
	return drawReference(w.bySlug[seats[n].slug], s)
}

// fullNumber keeps the accounts of the full organization apart from those that are drawn when a bank is looked at.
func fullNumber(seat int) uint64 { return 1<<37 | uint64(seat) }

// seatAt puts a bank account into an integration in the past, with so many days of consent left now. Where it is over,
// the bank booked lines afterwards that Ponto never got.
func (w *World) seatAt(in *integration, b *bankAccount, left int) {
	i, now := b.institution, w.started
	lifetime := i.lifetime
	given := now.AddDate(0, 0, -40)
	var expires time.Time
	if lifetime > 0 {
		expires = now.AddDate(0, 0, left).Add(-30 * time.Minute) // so that a count of started days is not at its edge
		given = expires.AddDate(0, 0, -lifetime)
	}
	a := w.link(in, b, given, expires, given)
	if i.inMaintenance(now, "") {
		w.seatRun(a, w.runBefore(i.from.Add(-time.Second)))
	}
	last := w.runBefore(now)
	if !expires.IsZero() && expires.Before(last) {
		w.seatRun(a, w.runBefore(expires.Add(-time.Second)))
		for n := range 3 {
			w.missed(b, uint64(n))
		}
	}
	w.seatRun(a, last)
}

func (w *World) seatRun(a *account, at time.Time) {
	w.runNow(a, AccountDetails, byPonto, at)
	w.runNow(a, a.transactionsSubtype(), byPonto, at)
}

// missed books a line of yesterday that Ponto has no consent to see.
func (w *World) missed(b *bankAccount, n uint64) {
	d := draft{source: &b.source, h: hash(b.source.seed, n, 17), day: w.firstDay.AddDays(-1)}
	d.Amount = core.Amount{Minor: int64(2500 + d.h%90000), Currency: b.Currency}
	d.ExecutionDate = b.source.instant(d.day, d.h)
	d.ValueDate = d.ExecutionDate
	kinds[kindInvoice].fill(&d)
	w.book(b, b.newKey(), d.Content)
}
