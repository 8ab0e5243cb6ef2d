package ponto

import "ferry/core"

// words is a sentence and the next step, for a bookkeeper.
type words struct{ msg, hint string }

// sayings has the words for each kind of failure of the API.
var sayings = map[core.Code]words{
	core.CodeConsentExpired: {"the authorization at the bank has ended", "renew it: re-authorize the account; what was read before stays readable"},
	core.CodeConsentNeeded:  {"the bank no longer accepts the authorization", "re-authorize the account; only its holder can do this"},
	core.CodeWithdrawn:      {"the account is no longer part of this connection at Ponto", "add it again at Ponto, keeping the accounts that are there, if it should be read"},
	core.CodeRateLimited:    {"Ponto asks to send fewer requests", "nothing to do: Ferry waits and tries again"},
	core.CodeTooSoon:        {"the bank was asked for this account only minutes ago", "wait a few minutes before asking again; what Ponto has is read meanwhile"},
	core.CodeMaintenance:    {"the bank is in maintenance", "try again later; what was read before stays readable"},
	core.CodeBankDown:       {"Ponto or the bank behind it has a failure", "try again later; if it lasts, give Ponto's support the request number"},
	core.CodeNetwork:        {"Ponto could not be reached", "check the internet connection; Ferry tries again by itself"},
	core.CodeProtocol:       {"Ponto's answer is not what it should be", "try again later; if it lasts, give Ponto's support the request number"},
	core.CodeConflict:       {"Ponto says that this was already done or changed meanwhile", "read the accounts again and look before trying once more"},
	core.CodeInvalid:        {"Ponto refused the request", "give Ponto's support the request number if the reason is not clear"},
	core.CodeNotFound:       {"Ponto does not know what was asked for", "it may have been removed: fetch the accounts again"},
	core.CodeCancelled:      {"stopped before it was done", ""},
}

// Words that depend on the door, or that one situation needs.
var (
	refusedCustom  = words{"Ponto refused the client id or the client secret", "compare them with the integration in Ponto's dashboard and update the credentials of this connection"}
	refusedConnect = words{"Ponto no longer accepts this connection", "sign in at Ponto again: re-authorize the connection"}
	refusedClient  = words{"Ponto refused the client id or the client secret of the application", "compare them with the application in the developer portal and update the credentials of this connection"}
	forbidden      = words{"these credentials may not do that", "check the scope and the accounts of the integration at Ponto"}
	notSignedIn    = words{"nobody has signed in at Ponto for this connection yet", "authorize the connection at Ponto"}
	tookTooLong    = words{"Ponto did not answer in time", "nothing to do: Ferry tries again by itself"}

	badAddress     = words{"the address of Ponto is not usable", "it must begin with https://, such as https://api.myponto.com"}
	badCertificate = words{"the certificate or its private key is not usable", "check the two files and the passphrase of the key"}
	badIP          = words{"the customer's internet address is missing or is not one", "Ponto demands the public address of the person who asks the bank: set it in the settings"}
	badID          = words{"something without an id cannot be asked for", ""}
	secretLost     = words{"the credentials of this connection could not be read", "unlock the key, or enter the credentials again"}
	secretUnsaved  = words{"the new credentials could not be saved", "make room or give access to the data folder; nothing was read, so nothing is lost"}
	badRedirect    = words{"the page to sign in at Ponto is not a safe address", "it must begin with https://"}
	onlyConnect    = words{"this is done in Ponto's dashboard for this kind of connection", "open the dashboard at Ponto"}
	noLastingToken = words{"Ponto gave access for half an hour only", "authorize again with the scope offline_access"}

	foreignLink    = words{"Ponto's answer points to a server that is not Ponto's", "nothing was sent there; give Ponto's support the request number"}
	badLink        = words{"the list cannot be continued: the link to its next page is not usable", ""}
	endlessList    = words{"the list goes round in circles or never ends", ""}
	redirected     = words{"Ponto's answer sends the request elsewhere", "check the address of the connection; nothing was sent on"}
	tooLarge       = words{"Ponto's answer is too large", ""}
	notJSON        = words{"Ponto's answer cannot be read", ""}
	lineWithoutID  = words{"Ponto's list has an entry without an id", ""}
	listMissing    = words{"Ponto's answer has no data", ""}
	unknownRefusal = "Ponto refused: "
)

// apiCodes maps the codes that Ponto is known to use, today's and older spellings. Anything else goes by HTTP status.
var apiCodes = map[string]core.Code{
	"accountRecentlySynchronized":    core.CodeTooSoon,
	"tooManyRequests":                core.CodeRateLimited,
	"invalidAccessToken":             core.CodeAuth,
	"credentialsInvalid":             core.CodeAuth,
	"invalidCredentials":             core.CodeAuth,
	"authorizationCodeInvalid":       core.CodeAuth,
	"clientIdInvalid":                core.CodeAuth,
	"invalid_client":                 core.CodeAuth,
	"invalid_grant":                  core.CodeAuth,
	"unauthorized_client":            core.CodeAuth,
	"invalid_token":                  core.CodeAuth,
	"authorizationExpired":           core.CodeConsentExpired,
	"authorizationInvalid":           core.CodeConsentNeeded,
	"invalidSynchronizationResource": core.CodeWithdrawn,
}
