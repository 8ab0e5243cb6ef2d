package store

import (
	"time"

	"ferry/core"
)

// Options say which file to open and how.
type Options struct {
	Path     string
	Seal     core.Sealer      // nil: a file opened so cannot read or write secrets
	Now      func() time.Time // required
	LockWait time.Duration    // how long to wait for another program to let go; 0: not at all
	Holder   string           // what a second program is told about this one, e.g. "ferry, process 4711, since 14:02"
}

// VerifyOptions say how thoroughly a file is checked.
type VerifyOptions struct {
	// Decode reads the lines out of one raw response body. With it, the bank's part of every line is compared with the
	// bytes it came from; without it only the hashes of the bytes are checked.
	Decode   func(source string, raw []byte, account core.Account) ([]core.Transaction, error)
	Progress func(done, total int)
}

// Report is what a check of the file found.
type Report struct {
	Entries    int // of the journal
	Accounts   int
	Lines      int
	Deliveries int
	Faults     []Fault
}

// OK reports whether nothing is wrong.
func (r Report) OK() bool { return len(r.Faults) == 0 }

// Fault is one thing that is wrong in the file.
type Fault struct {
	What    string         `json:"what"`            // one sentence
	Entry   uint64         `json:"entry,omitempty"` // of the journal
	Account core.AccountID `json:"account,omitempty"`
	Line    core.LineNo    `json:"line,omitempty"`
}
