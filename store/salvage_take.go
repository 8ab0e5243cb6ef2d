package store

import (
	"bytes"
	"cmp"
	"encoding/json"
	"slices"

	"ferry/core"
	"ferry/store/pages"
	"ferry/store/row"
	"ferry/store/run"
	"ferry/store/search"
)

// derived are the buckets that are made anew from the others.
func derived(bucket string) bool {
	switch bucket {
	case string(bIDs), string(bSegments), string(bStamps), string(bBases), string(bMatched), string(bMeta):
		return true
	}
	return false
}

// otherRoots are pages that may be the root of the file when the headers lead nowhere, the one with the longest journal first.
func (s *salvage) otherRoots() []pages.Meta {
	for _, root := range s.roots {
		if s.wreck.Last(root, string(bJournal)) != nil {
			return nil
		}
	}
	names := make(map[string]bool, len(buckets))
	for _, name := range buckets {
		names[string(name)] = true
	}
	const most = 16 // the newest one is never far
	roots := s.wreck.Roots(names)
	slices.SortStableFunc(roots, func(a, b pages.Meta) int {
		return cmp.Or(bytes.Compare(s.wreck.Last(b, string(bJournal)), s.wreck.Last(a, string(bJournal))), cmp.Compare(b.Root, a.Root))
	})
	return roots[:min(most, len(roots))]
}

// gather fills the new file from the best source to the worst: the root that the headers name; pages that hang on nothing and are not
// free; older roots; and, for what carries its own proof, any page. All but the first only fill holes.
func (s *salvage) gather() error {
	var failed error
	first := func(bucket string, k, v []byte) bool {
		whole := wholeEntry(bucket, k, v)
		if whole && failed == nil {
			failed = s.keep(bucket, k, v)
		}
		return whole
	}
	found := map[string]*pages.Found{}
	older := s.roots
	if s.headed {
		found, older = s.wreck.Walk(s.roots[0], first), s.roots[1:]
	}
	if err := s.holes(found); failed == nil {
		failed = err
	}
	if failed != nil || len(s.lost) == 0 {
		return failed
	}
	for _, list := range s.trusted {
		slices.Sort(list)
	}
	loose := func(trusty bool) func(k, v []byte) {
		return func(k, v []byte) {
			if failed == nil {
				failed = s.fill(trusty, k, v)
			}
		}
	}
	if s.wreck.FreeKnown() {
		s.wreck.Loose(false, loose(true))
	}
	for _, root := range older {
		s.wreck.Walk(root, func(bucket string, k, v []byte) bool {
			whole := wholeEntry(bucket, k, v) // else the page is another bucket's by now, and loose
			if whole && failed == nil && s.missing(bucket, k) {
				s.outdate(bucket, k)
				failed = s.keepLater(bucket, k, v)
			}
			return whole
		})
	}
	s.wreck.Loose(true, loose(false))
	if failed != nil {
		return failed
	}
	return s.settleFound()
}

// holes notes where the first walk found nothing, and takes over how far each bucket had counted.
func (s *salvage) holes(found map[string]*pages.Found) error {
	for name := range s.names {
		f := found[name]
		if f == nil {
			f = new(pages.Found)
		}
		if found[name] == nil || !s.newest {
			f.Lost = []pages.Range{{}} // also what the last write added
		}
		if len(f.Lost) > 0 && !derived(name) {
			s.lost[name] = f.Lost
		}
		if err := s.tx.Bucket([]byte(name)).SetSequence(f.Sequence); err != nil {
			return err
		}
	}
	return nil
}

// wholeEntry checks an entry by the proof that it carries.
func wholeEntry(bucket string, k, v []byte) bool {
	switch bucket {
	case string(bRows), string(bRevisions), string(bPending):
		return wholeRow(bucket, k, v)
	case string(bJournal):
		_, _, err := decodeEntry(k, v)
		return err == nil
	case string(bDays):
		return wholeRun(k, v, dayShape)
	case string(bIDs):
		return wholeRun(k, v, idShape)
	case string(bSegments):
		_, err := search.Read(v)
		return len(k) == 8 && err == nil
	}
	doc, err := unguard(k, v)
	return err == nil && len(k) > 0 && shaped(bucket, k, doc)
}

// wholeRun looks at the form only: the checksum is one of the whole run.
func wholeRun(k, v []byte, shape run.Shape) bool {
	if len(k) == 4 {
		return true
	}
	return len(k) == 8+shape.Key && len(v) >= shape.Key && bytes.Equal(k[8:], v[:shape.Key])
}

func wholeRow(bucket string, k, v []byte) bool {
	var r row.Row
	if row.Decode(v, &r) != nil {
		return false
	}
	switch bucket {
	case string(bRows):
		if len(k) != rowKeySize || r.No&pendingBit != 0 {
			return false
		}
		_, day, no := splitRowKey(k)
		return r.No == no && r.BookingDate == day
	case string(bRevisions):
		return len(k) == 16 && bytes.Equal(k[4:], revisionKey(0, r.No, r.Revision)[4:])
	}
	return len(k) == 12 && r.No&pendingBit != 0 && bytes.Equal(k[4:], lineKey(0, r.No)[4:])
}

// keep takes over an entry of which nothing speaks against its being the newest.
func (s *salvage) keep(bucket string, k, v []byte) error {
	switch {
	case derived(bucket) || !s.names[bucket]:
		return nil
	case bucket == string(bRows):
		no, _, line := splitRowKey(k)
		s.trusted[no] = append(s.trusted[no], line)
	}
	if err := s.tx.Bucket([]byte(bucket)).Put(bytes.Clone(k), bytes.Clone(v)); err != nil {
		return err
	}
	return s.wrote(1)
}

// missing reports whether an entry may be one that the newest root could not give.
func (s *salvage) missing(bucket string, k []byte) bool {
	return slices.ContainsFunc(s.lost[bucket], func(r pages.Range) bool { return r.Holds(k) }) &&
		s.tx.Bucket([]byte(bucket)).Get(k) == nil
}

// keepLater takes over an entry of an older root or a loose page. Of lines the newest form is wanted, wherever it stands.
func (s *salvage) keepLater(bucket string, k, v []byte) error {
	if bucket != string(bRows) {
		return s.keep(bucket, k, v)
	}
	no, _, line := splitRowKey(k)
	at := lineOf{no, line}
	if _, ok := slices.BinarySearch(s.trusted[no], line); ok {
		return nil
	}
	var r row.Row
	if err := row.Decode(v, &r); err != nil {
		return nil
	}
	best, ok := s.found[at]
	if !ok || cmp.Or(cmp.Compare(r.Revision, best.revision), cmp.Compare(r.Stamp, best.stamp)) > 0 {
		s.found[at] = foundRow{bytes.Clone(k), bytes.Clone(v), r.Revision, r.Stamp}
	}
	return nil
}

// foundRow is a line that stood elsewhere.
type foundRow struct {
	key, value []byte
	revision   int
	stamp      uint32
}

// fill finds out to which bucket an entry of a loose page belongs. On a page that is not free it is what was torn off; on
// any other page it may be from earlier times, and only what never changes, or can be read again, is taken.
func (s *salvage) fill(trusty bool, k, v []byte) error {
	home := ""
	for bucket := range s.lost {
		if !s.missing(bucket, k) || !worthFinding(bucket) || !wholeEntry(bucket, k, v) {
			continue
		}
		if home != "" {
			return nil // nobody can say which
		}
		home = bucket
	}
	switch home {
	case string(bRows), string(bRevisions), string(bDeliveries), string(bJournal):
	case "":
		return nil
	case string(bAccounts):
		if !trusty {
			s.earlier[string(k)] = bytes.Clone(v)
			return nil
		}
	default:
		if !trusty {
			return nil
		}
	}
	if !trusty {
		s.outdate(home, k)
	}
	return s.keepLater(home, k, v)
}

// outdate remembers that a line came from where there may be a newer form of it.
func (s *salvage) outdate(bucket string, k []byte) {
	if bucket == string(bRows) {
		no, _, _ := splitRowKey(k)
		s.outdated[no] = true
	}
}

// shaped tells the buckets apart by what stands in them: a damaged name or root leads to another bucket's entries.
func shaped(bucket string, k, doc []byte) bool {
	_, rest := ofDossier(k)
	switch text := json.Valid(doc); bucket {
	case string(bDeliveries):
		return !text && len(k) == 8 && k[0] == 0 && len(doc) > 16
	case string(bNumbers), string(bMeta):
		return !text && len(doc) == 4
	case string(bStamps):
		return len(k) == 12 && len(doc) == 4
	case string(bMatched):
		return len(k) == 12 && len(doc) >= placeSize
	case string(bSecrets):
		return !text && len(doc) > 16 && k[0] >= ' ' // a name; deliveries are numbered
	case string(bImages):
		return !text
	case string(bLocks):
		return len(k) == 4 && text
	case string(bMarks), string(bRejections):
		return len(k) == 12 && (text || len(doc) == 0)
	case string(bAccounts):
		return named(doc, k, func(a core.Account) string { return string(a.ID) })
	case string(bFeeds):
		return named(doc, k, func(f core.FeedState) string { return string(f.Account) })
	case string(bDossiers):
		return named(doc, k, func(d core.Dossier) string { return string(d.ID) })
	case string(bConnections):
		return named(doc, k, func(c core.Connection) string { return string(c.ID) })
	case string(bDirectories):
		return named(doc, k, func(d directory) string { return d.API })
	case string(bAuthorizations):
		return named(doc, k, func(a storedAuthorization) string { return a.ID })
	case string(bActivities):
		return named(doc, k, func(a core.Activity) string { return string(number(a.No)) })
	case string(bMappings):
		return named(doc, k, func(m core.Mapping) string { return m.Name })
	case string(bItems):
		return named(doc, rest, func(i core.OpenItem) string { return string(i.ID) })
	case string(bChart):
		return named(doc, rest, func(l core.LedgerAccount) string { return l.Number })
	case string(bMatches):
		return named(doc, rest, func(m storedMatch) string { return string(number(m.ID)) })
	default:
		return text
	}
}

// worthFinding reports whether a bucket's entries are worth looking for on loose pages: others are made anew, are told by the
// journal, or are of no use later.
func worthFinding(bucket string) bool {
	switch bucket {
	case string(bDays), string(bFigures), string(bDossiers), string(bConnections), string(bSettings), string(bAuthorizations),
		string(bActs), string(bImages), string(bBooks):
		return false
	}
	return true
}

// named reports whether a document says its own name.
func named[T any](doc, key []byte, name func(T) string) bool {
	var d T
	return json.Unmarshal(doc, &d) == nil && name(d) == string(key)
}

// settleFound puts the lines that stood elsewhere in their places.
func (s *salvage) settleFound() error {
	for at, r := range s.found {
		if err := s.tx.Bucket(bRows).Put(r.key, r.value); err != nil {
			return err
		}
		if err := s.wrote(1); err != nil {
			return err
		}
		delete(s.found, at)
	}
	return nil
}
