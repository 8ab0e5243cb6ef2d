// Package sandbox is a faithful Ponto on loopback: both doors of the API, the pages on which a person signs up and gives
// consent, a seeded world of banks, a virtual clock and faults by name.
//
// One address serves everything:
//
//	/                the custom integration (api.myponto.com)
//	/ponto-connect/  Ponto Connect, with client certificates and HTTP signatures when asked for
//	/oauth2/auth     the page on which Ponto Connect's customer authorizes a program
//	/authorize/…     the page of a reauthorization request
//	/consent/…       the bank's own pages, shared by every walk
//	/dashboard/…     Ponto's own site: organizations, accounts, integrations
//	/control/…       moves the clock, posts lines, ends consents, switches faults; GET /control describes itself
//
// What the real service does is taken from recordings and official clients; where nothing is known the code says what was
// assumed. Payments, mandates and webhooks are not played.
//
// Everything here is invented and guarded accordingly: tokens follow from the seed, the dashboard fills in its own
// passwords, and whoever reaches the control address owns the world. It therefore listens on loopback unless told
// otherwise, answers there to no name but this machine's, and takes no order from a foreign web page.
package sandbox
