package setup

import (
	"fmt"

	"ferry/tui/action"
)

// The words of the set-up.
const (
	txtTitle            = "Set up"
	txtTitleUpdate      = "Update credentials"
	txtReading          = "Looking…"
	txtNoConnection     = "this connection is no longer there"
	txtNoConnectionHint = "go back and choose another one"

	txtWhichDoor             = "How do you want to connect to Ponto?"
	txtSimulator             = "The simulator"
	txtSimulatorAbout        = "A Ponto of its own inside Ferry, with invented banks. Nothing to sign up for; no real bank is asked."
	txtSimulatorConnect      = "The simulator, through Ponto Connect"
	txtSimulatorConnectAbout = "As programs with a contract with Ponto do it: the user signs in on a page and is sent back."
	txtCustom                = "A custom integration of Ponto"
	txtCustomAbout           = "For your own organization or a client's: client id and secret, made on Ponto's site under Integrations. No contract, no certificate."
	txtConnect               = "Ponto Connect"
	txtConnectAbout          = "For who has a contract with Ponto as a software vendor: client id and secret, certificates, and a redirect address."

	txtCustomIntro = "On Ponto's site (dashboard.myponto.com) open the organization, then Integrations, then Custom integration. " +
		"Create one, choose the accounts it may read, and copy its client id and secret. The secret is shown once; a new one can be made there at any time."
	txtConnectIntro = "From the developer portal, for your application: client id and secret, the TLS certificate with its key, the signature certificate with its key " +
		"and key id, and one of its redirect addresses. Files stay where they are; what they hold is kept encrypted."
	txtNewDossier   = "A new one, named after the organization"
	txtDossierHint  = "The client file that the accounts belong to. Left and right choose."
	txtIDHint       = "As Ponto shows it, for example 3f7c0e6a-…"
	txtSecretHint   = "Hidden while you type; ctrl+r shows it. Kept encrypted, never written to a log."
	txtFileHint     = "The name of the PEM file, or its text pasted."
	txtPassHint     = "Of the private key, if it has one."
	txtSignHint     = "The id of the signature certificate in the developer portal. Leave the signature empty where requests need not be signed."
	txtRedirectHint = "Leave empty to come back to this machine by itself. With a registered address elsewhere you paste the last address back."
	txtTest         = "Test"
	txtMissing      = "Please fill this in."
	txtNoFile       = "this file cannot be read: type its full name, or paste its text"
	txtNoPEM        = "there is no certificate or key in this file"

	txtTesting    = "Testing the credentials"
	txtWorks      = "Ponto takes these credentials."
	txtWorksFor   = "Ponto takes these credentials: %s."
	txtAuthorized = "%s authorized there already."
	txtSteps      = "On Ponto's own site"
	txtDone       = "done"
	txtToDo       = "to do"
	txtUnseen     = "unseen"
	txtSave       = "Save the connection"
	txtSaveAbout  = "The credentials are kept encrypted. Then you choose a bank or accounts. \"Unseen\" steps leave no trace that Ferry could read."
	txtTestAgain  = "Test again"
	txtSaving     = "Saving the connection"
	txtUpdated    = "The new credentials work and are kept."
)

func say(text string, with ...any) string { return fmt.Sprintf(text, with...) }

const (
	scopeSetup action.Name = "setup"
	scopeForm  action.Name = "setup-form"

	goOn action.ID = "setup.next"
)

// Actions is the table of what can be done in the set-up.
func Actions() []action.Def {
	return []action.Def{
		{ID: goOn, Title: "go on", Help: "Go on with what the cursor is on.", Scope: scopeSetup, Group: "Set up", Keys: []string{"enter", "right", "l"}, Footer: 1},
	}
}
