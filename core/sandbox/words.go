package sandbox

// Words that several pages share.
const (
	wordTrouble         = "This did not work"
	wordDashboard       = "Dashboard"
	wordSignIn          = "Sign in"
	wordSignUp          = "Sign up"
	wordWrongLogin      = "The e-mail address or the password is wrong."
	wordWrongCode       = "The code is wrong. In this sandbox every bank takes 123456."
	wordNewOrganization = "Create an organization"
	wordContinue        = "Continue"
	wordRefuse          = "Refuse and go back"
	wordAddAccount      = "Add account"
	wordAccounts        = "Accounts › Live"
	wordIntegrations    = "Integrations"
	wordConsentGiven    = "Consent given"
)
