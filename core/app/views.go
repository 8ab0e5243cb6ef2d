package app

import (
	"time"

	"ferry/core"
	"ferry/core/ponto"
)

// Status is an account or connection told in a bookkeeper's words.
type Status struct {
	Level    core.Level
	Code     core.Code
	Word     string    // one word for a narrow column: "ok", "expired", "maintenance"
	Sentence string    // what happened
	Next     string    // what to do, or when it is tried again
	Action   string    // id of the action that mends it: "connections.reauthorize"; may be empty
	Since    time.Time // zero when it does not matter
}

// AccountView is an account with everything a screen says about it.
type AccountView struct {
	core.Account
	DossierName string
	Bank        core.Institution
	Consent     core.Consent
	Feed        core.FeedState
	Stats       core.AccountStats
	Status      Status
	Progress    *Progress // while it is being read
}

// DossierView is one row of the home board.
type DossierView struct {
	core.Dossier
	Connections int
	Accounts    int
	Lines       int
	Open        int // lines that want an explanation
	Check       int // lines marked to look at again
	Failed      int // feeds whose last round failed
	Worst       core.ConsentState
	DaysLeft    int // of the consent that ends first
	LastFetch   time.Time
	Status      Status
}

// Attention is one thing that needs a person, most urgent first on the home board.
type Attention struct {
	Status
	Dossier    core.DossierID
	Connection core.ConnectionID
	Account    core.AccountID
	Title      string // whom or what it is about
}

// Board is the home screen.
type Board struct {
	Dossiers  []DossierView
	Attention []Attention
	Resumable []Resumable // consent flows that were left half way
}

// Resumable is a consent flow that was left half way.
type Resumable struct {
	core.Authorization
	Bank        core.Institution
	DossierName string
}

// ConnectionView is a connection with its state.
type ConnectionView struct {
	core.Connection
	DossierName string
	Accounts    int
	Status      Status
}

// Credentials are what the user types in the set-up.
type Credentials struct {
	Dossier    core.DossierID
	NewDossier string // without a Dossier: the name of the one that is made; empty: the organization's
	Door       core.Door
	API        string // empty: Ponto's own address for the door
	Authorize  string
	Dashboard  string
	Redirect   string
	Sandbox    bool
	Secret     core.Secret
}

// Step is one line of the set-up checklist: something that must be done on Ponto's own site.
type Step struct {
	Title string
	Help  string
	Done  bool
	Known bool // false: the API gives no way to see it
}

// TestResult is what trying credentials showed.
type TestResult struct {
	Organization string
	Checklist    []Step
	Accounts     int // authorized accounts that are there already
}

// InstitutionQuery narrows the directory.
type InstitutionQuery struct {
	Text    string // name, BIC or brand, as typed
	Country string // ISO 3166-1; empty: all; "int": international
}

// InstitutionView is an institution in the search result.
type InstitutionView struct {
	core.Institution
	Badges    []string // "beta", "maintenance", …
	Notice    string   // what the badge means, and whom to turn to
	Blocked   string   // why it cannot be connected now; empty when it can
	Connected int      // accounts of it that are already connected here
	Replaces  string   // hint for a deprecated institution
}

// AuthResult is where a consent flow stands.
type AuthResult struct {
	Done     bool
	New      int  // accounts that were not authorized before
	Renewed  bool // a later consent date was seen
	Expires  time.Time
	Sentence string
}

// Choice is the list from which the user chooses accounts after an authorization.
type Choice struct {
	Connection  core.ConnectionID
	Institution *core.Institution // the one that was searched for
	Groups      []ChoiceGroup
	// NoneOfChosen: nothing of the chosen institution was authorized. Sentence and Next say so, and what to do.
	NoneOfChosen   bool
	Sentence, Next string
	Warnings       []string // connected accounts that are no longer authorized: left out when others were added
}

// ChoiceGroup is one institution's accounts.
type ChoiceGroup struct {
	Bank     core.Institution
	Accounts []AccountChoice
}

// AccountChoice is one tick box.
type AccountChoice struct {
	core.Account
	New      bool          // not connected yet and of the chosen institution
	Ticked   bool          // all, by default
	Replaces *core.Account // an account that went away and that this one continues
	Consent  core.Consent
}

// Progress is how far reading an account has come. Last value wins.
type Progress struct {
	Account core.AccountID
	Phase   string // "waiting", "synchronizing", "reading", "writing", "done"
	Pages   int
	Lines   int
	New     int
	Since   time.Time
}

// FetchResult is the outcome of one account in a round.
type FetchResult struct {
	Account  core.AccountID
	Outcome  core.Code
	New      int
	Changed  int
	Late     int
	Pending  int
	Err      error
	NextTry  time.Time
	SyncNext time.Time // when the bank may be asked again
}

// ConsentView is a row of the consent board, over all dossiers.
type ConsentView struct {
	AccountView
	WhoActs string // who must renew it, and where
}

// LineDetail is everything known of one line.
type LineDetail struct {
	core.Line
	Account AccountView
	History []core.Line // earlier revisions, newest first
	Source  string      // which delivery brought it, when
}

// Origin is the delivery that brought a line, as it came.
type Origin struct {
	No     uint64
	Source string
	At     time.Time
	By     string
	Raw    [][]byte // response bodies, in order
	Item   int      // position of the line in them; -1 when it is not known
}

// VerifyReport is what a check of the file found.
type VerifyReport struct {
	Entries, Accounts, Lines, Deliveries int
	Faults                               []string // one sentence each; empty: the file is sound
}

// Request is one call of the API, as developer mode shows it: no secret, no body.
type Request struct {
	ponto.Exchange
	Connection core.ConnectionID
}
