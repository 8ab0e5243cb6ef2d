package core

import "time"

// FeedState is where reading an account stands: what has been read, how it last went, when it is tried again.
type FeedState struct {
	Account AccountID `json:"account"`

	// The reading in progress. Next is the provider's cursor behind the last stored page; Reading numbers the pass.
	Reading uint64 `json:"reading"`
	Open    bool   `json:"open,omitempty"`
	Next    string `json:"next,omitempty"`
	Restart bool   `json:"restart,omitempty"` // undecided lines were seen: an interrupted pass starts again at the top
	Depth   Depth  `json:"depth,omitempty"`   // of the open reading
	Taken   uint32 `json:"taken,omitempty"`   // line numbers given in this reading

	Complete     time.Time `json:"complete,omitzero"`   // end of the last complete reading
	Deep         time.Time `json:"deep,omitzero"`       // end of the last deep reading
	Full         time.Time `json:"full,omitzero"`       // end of the last reading to the very end
	Exhausted    bool      `json:"exhausted,omitempty"` // a reading reached the end of what Ponto holds
	SeenSync     string    `json:"seenSync,omitempty"`  // synchronization whose updated transactions were read
	Offset       Amount    `json:"offset,omitzero"`     // bank balance minus sum of lines: constant while nothing is missing
	OffsetKnown  bool      `json:"offsetKnown,omitempty"`
	Probed       Amount    `json:"probed,omitzero"` // the offset for which a deeper reading was already made
	ProbedKnown  bool      `json:"probedKnown,omitempty"`
	HistoryFrom  Date      `json:"historyFrom,omitzero"`  // how far back the last full reading was asked to go
	AuthorizedAt time.Time `json:"authorizedAt,omitzero"` // of the consent under which the last reading ran

	LastTry   time.Time `json:"lastTry,omitzero"`
	LastGood  time.Time `json:"lastGood,omitzero"`
	Outcome   Code      `json:"outcome,omitempty"`
	Message   string    `json:"message,omitempty"`
	Hint      string    `json:"hint,omitempty"`
	RequestID string    `json:"requestId,omitempty"`
	Failures  int       `json:"failures,omitempty"` // in a row
	NextTry   time.Time `json:"nextTry,omitzero"`
	NextSync  time.Time `json:"nextSync,omitzero"` // when the bank may be asked again
	New       int       `json:"new,omitempty"`     // of the last complete round
	Changed   int       `json:"changed,omitempty"`
	Late      int       `json:"late,omitempty"`
	Pending   int       `json:"pending,omitempty"`
}

// Depth says how far down the provider's list a reading goes.
type Depth uint8

const (
	// Light stops where the known lines begin and the balance agrees.
	Light Depth = iota
	// Deep goes back some months, to catch what slipped in below.
	Deep
	// Full goes to the end of what Ponto holds.
	Full
)
