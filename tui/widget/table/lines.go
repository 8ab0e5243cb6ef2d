package table

import "ferry/core"

// LineKey is the identity of a bank line.
type LineKey struct {
	Account core.AccountID
	No      core.LineNo
}

// KeyOfLine is Options.Key of a table of bank lines.
func KeyOfLine(l core.Line) LineKey { return LineKey{l.Account, l.No} }

// Lines makes a source out of a listing of bank lines.
func Lines(l core.Listing) Source[core.Line, LineKey] { return lines{l} }

type lines struct{ core.Listing }

func (l lines) IndexOf(k LineKey) (int, bool) { return l.Listing.IndexOf(k.Account, k.No) }
