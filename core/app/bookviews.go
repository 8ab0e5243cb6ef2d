package app

import (
	"ferry/core"
	"ferry/core/exchange"
	"ferry/core/match/rule"
)

// ProposalsState says how far the engine is with the open lines of a dossier.
type ProposalsState struct {
	Dossier     core.DossierID
	Done, Total int
	Fresh       bool   // they are those of the books and lines as they are now
	Revision    uint64 // of the books they were made for
	Safe        int    // lines whose first option can be accepted without asking
	Choice      int    // lines with options that a person must choose from
	None        int    // lines that nothing explains
}

// SafePreview is what accepting all safe proposals would do, before it is done.
type SafePreview struct {
	Dossier   core.DossierID
	Revision  uint64          // of the books; when they change, the preview must be made again
	Proposals []core.Proposal // with no option but the one that is accepted
	Lines     []core.Line     // of the proposals, in the same order
	Sums      []core.Amount
}

// Coding is one counterpart posting that the user typed.
type Coding struct {
	Ledger  string
	Amount  core.Amount // with the sign of the line; without currency: what the others leave
	VATCode string
	Text    string
}

// Pick is an open item that the user chose for lines.
type Pick struct {
	Item    core.ItemID
	Settles core.Amount // in the item's sense; without currency: as much as is open, or as the lines can pay
}

// Hand is an explanation made by hand: the lines pay the items, and the codings take the rest.
type Hand struct {
	Lines   []core.LineKey
	Picks   []Pick
	Codings []Coding
}

// HandView is a hand explanation before it is accepted.
type HandView struct {
	Why core.Explanation
	// Left is what of the lines is not yet explained; zero when it can be accepted.
	Left core.Amount
	// Partial names the items that stay open, in part or whole.
	Partial []string
	// Unpaid are those of them for which nothing is left: with them it cannot be accepted.
	Unpaid []string
}

// ItemQuery chooses open items for a list.
type ItemQuery struct {
	Text  string        // words, a number, an amount
	All   bool          // also settled ones
	For   *core.LineKey // the ones most likely meant by this line come first
	Limit int
	IDs   []core.ItemID // these alone, open or settled, as far as they are there; the rest of the query does not count
}

// ItemView is an open item with what a list says about it.
type ItemView struct {
	core.OpenItem
	Overdue int // days since it was due, on the day of the list; negative before
}

// ItemChange is what an import would do with one item.
type ItemChange struct {
	Item core.OpenItem
	Was  *core.OpenItem // nil: it is new
	What string         // "new", "amount 121.00 → 100.00", with the notes behind it
	// Notes are what a person should look at: "looks like F-12 …", "a sale with a minus: taken as a sale-credit".
	Notes []string
	File  string // where it was read
	Line  int    // of a table
}

// ItemsPreview is what an import of open items would do, before it is done.
type ItemsPreview struct {
	Dossier   core.DossierID
	Revision  uint64
	Files     int
	Changes   []ItemChange
	Same      int // known already, to the letter
	Bad       []core.BadRow
	Passed    []string      // files of a folder that are neither table nor invoice: PDFs, pictures
	Again     []core.BadRow // rows that only repeat another; they count as known
	Headings  []string      // of a table whose headings are not all known: a mapping is wanted
	Unmapped  []string      // Ferry's columns that were not found
	FirstRows [][]string
	Taken     []exchange.Taken // of one table: which heading was taken for what
	Left      []string         // and which were left out
}

// ReplayReport says whether the engine would say today what a match was accepted for.
type ReplayReport struct {
	Match core.Match
	Same  bool
	Now   core.Proposal
	Why   string // the difference in a sentence
}

// RuleOutcome is what a rule would have done to past lines.
type RuleOutcome = rule.Outcome
