// Package rule codes bank lines that no open item explains: rent, bank costs, wages. A rule has conditions, all of which must
// hold, and counterpart postings that add up to the line to the cent. Rules are tried in their order; the first that holds fires.
//
// [Compile] checks a list once, [Set.Apply] asks it about a line, and [Set.Rehearse] shows what a list would have done to past
// lines, where it agrees with what was done, and which rules another one hides.
package rule
