package app

// The words of this room, in a bookkeeper's English. %s are names, days and times; the functions that fill them in are in
// phrases.go, the letters to clients in letters.go.

// Single words for narrow columns.
const (
	txtOkWord          = "ok"
	txtNewWord         = "new"
	txtEmptyWord       = "empty"
	txtRemovedWord     = "removed"
	txtUntickedWord    = "unticked"
	txtWithdrawnWord   = "taken out"
	txtAuthWord        = "credentials"
	txtConsentWord     = "consent"
	txtMaintenanceWord = "maintenance"
	txtDeprecatedWord  = "replaced"
	txtSyncWord        = "sync failed"

	txtBadgeStable       = "stable"
	txtBadgeBeta         = "beta"
	txtBadgeExperimental = "experimental"
	txtBadgeMaintenance  = "maintenance"
	txtBadgeDeprecated   = "deprecated"
)

// How an account or a connection stands, and what to do next.
const (
	txtUnticked           = "You unticked %s: Ferry no longer reads it. Its lines stay readable."
	txtUntickedNext       = "Tick it again with Fetch accounts on its connection."
	txtRemovedAccount     = "The connection of %s was removed. Its lines stay readable."
	txtRemovedAccountNext = "Connect Ponto again in this dossier to go on reading it."

	txtWithdrawn            = "%s at %s was taken out of the integration on %s. Ferry can no longer read it; its lines stay readable."
	txtWithdrawnNextCustom  = "On Ponto's site, tick it again under Integrations, or authorize %s again, then choose Fetch accounts."
	txtWithdrawnNextConnect = "Authorize %s again and tick this account."

	txtBroken            = "Ponto refuses the credentials of %s since %s. Nothing of this connection can be read."
	txtBrokenNextCustom  = "Make a new secret on Ponto's site under Integrations and enter it with Update credentials."
	txtBrokenNextConnect = "Authorize again; if that is refused too, check client id, secret and certificates with Update credentials."

	txtExpired            = "The authorization of %s at %s expired on %s. Syncing stopped: no new lines come in since. What was fetched stays readable."
	txtConsentNeeded      = "%s wants a new authorization for %s: it refused the synchronization of %s. Syncing stopped."
	txtReauthorizeCustom  = "Re-authorize %s on Ponto's site: Accounts › Live › the account › Reauthorize. Only the account holder can. Ferry then sees the new date by itself."
	txtReauthorizeConnect = "Choose Re-authorize: you get a link for %s. Only the account holder can follow it. Ferry then sees the new date by itself."

	txtMaintenanceBank     = "%s is in maintenance and cannot be reached. Lines that Ponto already has stay readable; new ones come afterwards."
	txtMaintenancePonto    = "%s is in maintenance at Ponto: none of its data can be read for the time being."
	txtMaintenanceNext     = "It is planned to end at %s. Nothing to do: Ferry goes on by itself."
	txtMaintenanceNextOpen = "Ponto gives no end. Nothing to do: Ferry goes on by itself."

	txtTooSoon     = "Ponto refused the synchronization: this account was synchronized a few minutes ago."
	txtTooSoonNext = "You may ask again at %s (in %s). Reading what Ponto already has goes on."
	txtTooSoonOver = "You may ask again now."
	txtBankDown    = "%s cannot be reached through Ponto at the moment."
	txtNetwork     = "Ponto could not be reached: check the internet connection."
	txtRateLimited = "Ponto asked Ferry to slow down."
	txtNextTry     = "Ferry tries again by itself at %s."
	txtAsOf        = "What you see is as of %s."

	txtSyncFailed     = "%s did not answer Ponto's last synchronization (%s); new lines may be missing."
	txtSyncFailedNext = "Ponto tries again at 02, 08, 14 and 20 h. If it stays so for a day, re-authorize the account or contact Ponto's support."

	txtDeprecatedAccount     = "Ponto replaces its connection to %s; %s stops when its authorization ends."
	txtDeprecatedAccountNext = "Authorize the account again at the institution that replaces it; its lines go on where they are."

	txtUpToDate      = "Up to date as of %s."
	txtNeverRead     = "Not read yet."
	txtNeverReadNext = "Fetch it now, or wait: Ferry reads it by itself."
	txtUnknownEnd    = "%s gives no end date for its authorization: Ferry cannot warn before it ends, only tell when it has."

	txtNoConnection     = "No connection to Ponto yet."
	txtNoConnectionNext = "Connect this dossier to Ponto."
	txtNoAccounts       = "No account is connected yet."
	txtNoAccountsNext   = "Search the bank and authorize its accounts."
	txtUnknownBank      = "the bank"

	txtWhoCustom  = "The account holder, on Ponto's site and at %s"
	txtWhoConnect = "The account holder, by the re-authorization link and at %s"
)

// Institutions.
const (
	txtBeta = "%s is in beta: Ponto has connected it recently and is still testing. It can be used, but lines may come late, " +
		"incomplete or not at all. Ferry cannot mend that: such problems are Ponto's to solve. Contact Ponto's support and name the bank."
	txtExperimental = "%s is experimental: Ponto is still building its connection, and it may stop working without notice. Use it only to try it out. " +
		"Problems are Ponto's to solve: contact Ponto's support and name the bank."
	txtDeprecatedBlocked     = "Ponto no longer adds accounts at %s."
	txtDeprecatedUnknown     = "Choose the institution that replaces it: Ponto's site names it under Accounts › Live."
	txtDeprecatedReplacement = "Choose %s, which replaces %s."
	txtBlockedHint           = "Choose another institution, or try again later."
	txtEmptyDirectory        = "Ponto gave an empty list of institutions"
	txtEmptyDirectoryHint    = "Try again in a few minutes; if it stays empty, contact Ponto's support."
)

// Set-up.
const (
	txtStepAccount          = "Account at Ponto"
	txtStepAccountHelp      = "Sign up at myponto.com with your e-mail address."
	txtStepOrganization     = "Organization"
	txtStepOrganizationHelp = "Create the organization whose bank accounts you want to read, and under Integrations a custom integration: it gives the client id and secret."
	txtStepBilling          = "Billing information"
	txtStepBillingHelp      = "Fill in the billing details; Ponto lets you add live accounts only after that. The API does not show this step by itself."
	txtStepAdd              = "Accounts › Live › Add account"
	txtStepAddHelp          = "Start adding an account there, and see that the integration may read it."
	txtStepCountry          = "Country"
	txtStepCountryHelp      = "Choose the country of the bank."
	txtStepInstitution      = "Institution"
	txtStepInstitutionHelp  = "Choose the bank. Several entries may look alike: take the one that serves your contract."
	txtStepConsent          = "Consent at the bank"
	txtStepConsentHelp      = "Sign in at the bank, tick all accounts that you want to keep reading, and give consent."

	txtNoDoor                = "choose how to connect: a custom integration or Ponto Connect"
	txtNoDoorHint            = "A custom integration needs no contract: client id and secret from Ponto's site are enough."
	txtNoClient              = "the client id or the client secret is missing"
	txtNoClientHint          = "Copy both from Ponto's site under Integrations. The secret is shown once; a new one can be made."
	txtDouble                = "the dossier %s already has the connection %s with that client id"
	txtDoubleHint            = "To enter a new secret, use Update credentials on that connection."
	txtConnected             = "Connected to Ponto: %s."
	txtUpdated               = "New credentials for %s work."
	txtRemoved               = "Connection %s removed. Its lines stay readable."
	txtUnnamedConnection     = "Ponto"
	txtOtherOrganization     = "these credentials belong to %s, this connection to %s"
	txtOtherOrganizationHint = "Make a new connection for the other organization; its accounts are not those of this one."

	txtNoName        = "a dossier needs a name"
	txtNoNameHint    = "Use the client's name as your books have it."
	txtNameTaken     = "there is already a dossier called %s"
	txtNameTakenHint = "Add a town or a number to tell them apart."
	txtNoDossier     = "there is no such dossier"
)

// The consent flow.
const (
	txtPageAccepted      = "Thank you. Ferry has received the answer: you can close this page and go back to the terminal."
	txtPageRefused       = "This is not the answer Ferry is waiting for. Nothing was changed; go back to the terminal."
	txtNoListener        = "no local address could be opened on which the browser can return"
	txtNoListenerHint    = "A firewall or another program may forbid it. Set a registered redirect address with Update credentials and paste the final address."
	txtNoBrowser         = "there is no browser that could be opened here"
	txtNoBrowserHint     = "Open the address shown on any device, or scan the code; then come back."
	txtNoBrowse          = "that is not an address to open in a browser"
	txtBadDashboard      = "the address of Ponto's site is not valid"
	txtAbandoned         = "The authorization was abandoned. Nothing was changed."
	txtDeadline          = "Nothing has come back yet. The authorization stays open: resume it whenever you like."
	txtNothingYet        = "Nothing has changed at Ponto yet. Finish at the bank, then look again."
	txtNoRedirectYet     = "The browser has not come back yet. If it ended on a page that does not load, copy its address and paste it here."
	txtBadPaste          = "that is not the address on which the browser ended: it has no code"
	txtBadPasteHint      = "Copy the whole address from the browser's address bar, from http to the end."
	txtWrongState        = "that answer does not belong to this authorization"
	txtWrongStateHint    = "Use the address of the page that this very authorization opened, or start the authorization again."
	txtRefused           = "Ponto did not authorize: %s"
	txtRefusedHint       = "Nothing was changed. Start the authorization again when you are ready."
	txtNotAuthorized     = "nobody has authorized this connection yet"
	txtNotAuthorizedHint = "Search the bank and authorize its accounts first."
	txtNoFlow            = "this authorization is no longer open"
	txtNoFlowHint        = "It was finished or abandoned. Look at the accounts, or start it again."
	txtRenewed           = "Authorized again. The new end date was seen: %s."
	txtRenewedNoDate     = "Authorized again. The bank gives no new end date."
)

// The choice of accounts.
const (
	txtNoneOfChosen     = "You chose %s but authorized no account of %s."
	txtNoneCustom       = "On Ponto's site go to Accounts › Live › Add account, choose %s, tick its accounts and give consent; see that the integration may read them. Keep all other accounts ticked. Then look again."
	txtNoneConnect      = "Authorize again, choose %s and tick its accounts. Keep all other accounts ticked, also those of other institutions."
	txtNothingAtAll     = "Nothing is authorized yet."
	txtAllConnected     = "All accounts you authorized are connected already."
	txtNewAccounts      = "%d new to connect."
	txtNewAmongOthers   = "%d new to connect. Keep the others ticked: they stay exactly as they are."
	txtLeftOut          = "%s %s was connected but is no longer authorized: it was unticked or taken out. Its lines stay readable; authorize it again to keep it up to date."
	txtTwins            = "%s at %s and at %s is the same account: the first is being replaced. Tick only one of them, or every line stands twice."
	txtUntickWarning    = "%s is connected. Without the tick Ferry stops reading it; its lines stay readable and it can be ticked again later."
	txtNotOffered       = "one of these accounts is not authorized any more"
	txtNotOfferedHint   = "Look at the list again and choose from what is there now."
	txtAccountConnected = "%s %s connected."
	txtAccountUnticked  = "%s %s unticked: no longer read, lines stay readable."
)

// Synchronization, settings, developer mode and the simulator.
const (
	txtNoAddress     = "your public IP address is not known, and Ponto demands it for a synchronization"
	txtNoAddressHint = "A synchronization asks the bank in your name, and European rules let it tell a present customer from a machine by the address. " +
		"Set the address, or allow Ferry to look it up, under Settings. Fetching needs no address."
	txtNoLookUp   = "your public IP address could not be looked up"
	txtBadAddress = "%s is not a public IP address"

	txtBadInterval     = "accounts cannot be read more often than once a minute"
	txtBadIntervalHint = "Ponto itself gets new lines four times a day; 15 minutes is plenty."
	txtBadBudget       = "the request budget must be between 1 and 1000 a second"
	txtBadBudgetHint   = "20 is a good value."
	txtBadSetting      = "days and waiting times cannot be negative"
	txtBadSettingHint  = "Use 0 to switch one off."

	txtSource         = "delivery %d (%s), received %s"
	txtNoRaw          = "the raw text of this line is not in the file"
	txtNoVerify       = "this program was built without the file check"
	txtNoLanguage     = "there is no message in the language %q"
	txtNoLanguageHint = "Choose nl, fr or en."
	txtCancelledHint  = "Start it again when you like."
	txtCancelled      = "stopped as you asked"

	txtNotSimulator     = "only the simulator's pages can be walked in the terminal"
	txtNotSimulatorHint = "Open the address in a browser: a real consent is given at the bank."
	txtNoSimulator      = "there is no simulator in this session"
	txtClockRefused     = "the simulator refused to move its clock (status %d)"

	txtClock     = "This machine's clock is %s %s Ponto's."
	txtClockHint = "Set the machine's date and time: the days that consents have left are counted with it."
	txtAhead     = "ahead of"
	txtBehind    = "behind"
)
