package app

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"ferry/core"
	"ferry/core/exchange"
)

// ReadItems reads open items from files or folders and says what importing them would do. Nothing is written.
func (s *Service) ReadItems(ctx context.Context, d core.DossierID, paths []string, mapping string) (p ItemsPreview, err error) {
	defer tell("read the open items", &err)
	if err := s.knownDossier(d); err != nil {
		return ItemsPreview{}, err
	}
	m, err := s.mapping(mapping)
	if err != nil {
		return ItemsPreview{}, err
	}
	ours, err := s.ours(d)
	if err != nil {
		return ItemsPreview{}, err
	}
	files, passed, err := inputs(paths)
	if err != nil {
		return ItemsPreview{}, err
	}
	found := make([]exchange.Found, 0, len(files))
	for _, f := range files {
		if err := ctx.Err(); err != nil {
			return ItemsPreview{}, err
		}
		one, err := readOne(f, m, ours)
		if err != nil {
			return ItemsPreview{}, err
		}
		if len(files) > 1 {
			one = one.Strange()
		}
		found = append(found, one)
	}
	p = ItemsPreview{Dossier: d, Files: len(files), Passed: passed, Revision: s.store.BooksRevision(d)}
	known, err := s.store.Items(d, false)
	if err != nil {
		return ItemsPreview{}, err
	}
	all := exchange.Recognise(exchange.Merge(found...), known)
	p.Again, p.Same = all.Again, len(all.Again)
	p.Taken, p.Left = all.Taken, all.Left
	p.Bad, p.Headings, p.Unmapped, p.FirstRows = all.Bad, all.Headings, all.Unmapped, all.FirstRows
	held, err := s.store.HeldItems(d)
	if err != nil {
		return ItemsPreview{}, err
	}
	p.compare(all, known, held)
	return p, nil
}

// mapping finds a mapping by its name; none for no name.
func (s *Service) mapping(name string) (*core.Mapping, error) {
	if name == "" {
		return nil, nil
	}
	list, err := s.store.Mappings()
	if err != nil {
		return nil, err
	}
	for _, m := range list {
		if fold(m.Name) == fold(name) {
			return &m, nil
		}
	}
	return nil, refuse(core.CodeNotFound, say(txtNoMapping, core.CleanText(name)), txtNoMappingHint)
}

// ours is how the dossier is known on invoices.
func (s *Service) ours(d core.DossierID) (exchange.Ours, error) {
	dossier, err := s.dossier(d)
	if err != nil {
		return exchange.Ours{}, err
	}
	ours := exchange.Ours{Names: []string{dossier.Name}}
	if dossier.VAT != "" {
		ours.VAT = []string{dossier.VAT}
	}
	accounts, err := s.accountsIn(d)
	if err != nil {
		return exchange.Ours{}, err
	}
	for _, a := range accounts {
		if a.Reference != "" && !slices.Contains(ours.IBANs, a.Reference) {
			ours.IBANs = append(ours.IBANs, a.Reference)
		}
		if a.Holder != "" && !slices.Contains(ours.Names, a.Holder) {
			ours.Names = append(ours.Names, a.Holder)
		}
	}
	return ours, nil
}

// compare says of each item what importing it would do. held are the items that a closed period keeps as they are.
func (p *ItemsPreview) compare(found exchange.Found, known []core.OpenItem, held map[core.ItemID]core.Lock) {
	byID := make(map[core.ItemID]core.OpenItem, len(known))
	for _, item := range known {
		byID[item.ID] = item
	}
	alike := make(map[core.ItemID]string, len(found.Alike))
	for _, a := range found.Alike {
		alike[a.Item] = a.Why
	}
	for i, item := range found.Items {
		file, line := found.Place(i)
		change := ItemChange{Item: item, Notes: notes(found.Note(i), alike[item.ID]), File: file, Line: line}
		was, ok := byID[item.ID]
		if !ok {
			change.What = withNotes(txtNew, change.Notes)
			p.Changes = append(p.Changes, change)
			continue
		}
		item.Settled = was.Settled
		if item == was {
			p.Same++
			continue
		}
		reason := conflict(was, item)
		if lock, ok := held[item.ID]; ok && (was.Number != item.Number || was.Kind != item.Kind || was.Amount != item.Amount) {
			reason = say(txtHeld, lock.Until.String())
		}
		if reason != "" {
			p.Bad = append(p.Bad, core.BadRow{File: file, Line: line, Column: "number", Value: core.CleanText(item.Number), Reason: reason})
			continue
		}
		change.Item, change.Was, change.What = item, &was, withNotes(differences(was, item, core.Amount.String), change.Notes)
		p.Changes = append(p.Changes, change)
	}
}

// notes are those that say something.
func notes(list ...string) []string {
	return slices.DeleteFunc(list, func(n string) bool { return n == "" })
}

// withNotes puts notes behind what becomes of an item.
func withNotes(what string, notes []string) string {
	return strings.Join(append([]string{what}, notes...), "; ")
}

// conflict is why an item cannot become another: what matches settle of it stays.
func conflict(was, item core.OpenItem) string {
	if was.Settled == 0 {
		return ""
	}
	full := func(i core.OpenItem) core.Amount { i.Settled = 0; return i.Effect() }
	a, b := full(was), full(item)
	switch {
	case a.Currency != b.Currency || (a.Minor > 0) != (b.Minor > 0) || (was.Amount.Minor > 0) != (item.Amount.Minor > 0):
		return txtSettledKind
	case magnitude(item.Amount.Minor) < magnitude(was.Settled):
		return say(txtSettledAmount, plainAmount(core.Amount{Minor: was.Settled, Currency: was.Amount.Currency}))
	}
	return ""
}

// Told is What with its amounts as write writes them, for screens.
func (c ItemChange) Told(write func(core.Amount) string) string {
	if c.Was == nil {
		return c.What
	}
	return withNotes(differences(*c.Was, c.Item, write), c.Notes)
}

// differences lists what would change of an item: "amount 121.00 → 100.00".
func differences(was, item core.OpenItem, write func(core.Amount) string) string {
	var list []string
	add := func(what, before, after string) {
		if before != after {
			list = append(list, what+" "+or(core.CleanText(before), "–")+" → "+or(core.CleanText(after), "–"))
		}
	}
	money := func(a core.Amount) string { return strings.TrimSpace(write(a) + " " + string(a.Currency)) }
	if was.Amount.Currency == item.Amount.Currency {
		money = write
	}
	add("kind", was.Kind.String(), item.Kind.String())
	add("number", was.Number, item.Number)
	add("amount", money(was.Amount), money(item.Amount))
	add("party", was.Party, item.Party)
	add("account", was.PartyIBAN, item.PartyIBAN)
	add("VAT number", was.PartyVAT, item.PartyVAT)
	add("date", was.Date.String(), item.Date.String())
	add("due", was.Due.String(), item.Due.String())
	add("reference", was.Reference, item.Reference)
	if was.Discount != item.Discount {
		list = append(list, "discount")
	}
	return strings.Join(list, ", ")
}

// ImportItems takes what a preview shows into the books, in one act. Bad rows are left out when the user says so.
func (s *Service) ImportItems(ctx context.Context, p ItemsPreview, withBad bool) (done core.Done, err error) {
	defer tell("import the open items", &err)
	switch {
	case len(p.Unmapped) > 0 && len(p.Changes) == 0:
		return core.Done{}, refuse(core.CodeInvalid, say(txtUnmapped, strings.Join(p.Unmapped, ", ")), txtUnmappedHint)
	case len(p.Bad) > 0 && !withBad:
		return core.Done{}, refuse(core.CodeInvalid, say(txtBadRows, count(len(p.Bad), "row")), txtBadRowsHint)
	case p.Revision != s.store.BooksRevision(p.Dossier):
		return core.Done{}, refuse(core.CodeConflict, txtReadingOld, txtReadingOldHint)
	case len(p.Changes) == 0:
		return core.Done{}, nil // the books have it all already
	}
	return s.do(ctx, p.Dossier, func() (core.Act, effect, error) {
		act, e := core.Act{Expect: p.Revision}, effect{doubt: true}
		fresh := 0
		for _, c := range p.Changes {
			act.Items = append(act.Items, c.Item)
			e.items = append(e.items, c.Item.ID)
			if c.Was == nil {
				fresh++
			}
		}
		act.What = say(txtDidImport, fresh, len(p.Changes)-fresh)
		return act, e, nil
	})
}

// Bounds of what is read at once, so that a wrong folder does not fill the memory.
const (
	maxInput  = 100 << 20
	maxInputs = 20_000
)

// input is a file to read, and what it is called in a list of bad rows.
type input struct {
	path, name string
	inside     bool // it stands in a folder that was named: what is wrong with it is no reason to leave the others
}

// inputs lists the files that paths mean. Folders are walked in order; links and hidden files in them are passed over, and so are
// files that cannot hold an invoice by their names, which are told.
func inputs(paths []string) (files []input, passed []string, err error) {
	for _, path := range paths {
		info, err := os.Stat(path)
		switch {
		case err != nil:
			return nil, nil, unopened(path, err)
		case info.IsDir():
			inside, others, err := folder(path)
			if err != nil {
				return nil, nil, err
			}
			passed = append(passed, others...)
			if len(inside) == 0 {
				return nil, nil, refuse(core.CodeInvalid, say(txtNothingFound, shownPath(path)), txtNothingFoundHint)
			}
			files = append(files, inside...)
		default:
			files = append(files, input{path: path, name: filepath.Base(path)})
		}
		if len(files) > maxInputs {
			return nil, nil, refuse(core.CodeInvalid, say(txtTooManyFiles, maxInputs), txtTooManyFilesHint)
		}
	}
	if len(files) == 0 {
		return nil, nil, refuse(core.CodeInvalid, txtNoFiles, txtNoFilesHint)
	}
	return files, passed, nil
}

// folder lists the tables and invoices in a folder and below, and the names of what else is there.
func folder(root string) (files []input, others []string, err error) {
	err = filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		hidden := path != root && strings.HasPrefix(entry.Name(), ".")
		switch {
		case err != nil:
			return unopened(path, err)
		case hidden && entry.IsDir():
			return filepath.SkipDir
		case hidden || !entry.Type().IsRegular():
			return nil
		case len(files) > maxInputs:
			return filepath.SkipAll
		}
		name, err := filepath.Rel(root, path)
		if readable(path) {
			files = append(files, input{path, name, true})
		} else if len(others) < maxInputs {
			others = append(others, core.CleanText(name))
		}
		return err
	})
	return files, others, err
}

func readable(path string) bool {
	return slices.Contains([]string{".csv", ".tsv", ".txt", ".xml"}, strings.ToLower(filepath.Ext(path)))
}

// shownPath is the name of a file in a sentence; between quotation marks where it would look like several words of it.
func shownPath(path string) string {
	name := core.CleanText(filepath.Base(path))
	if strings.Contains(name, " ") || !strings.Contains(name, ".") {
		return "“" + name + "”"
	}
	return name
}

func unopened(path string, err error) error {
	return &core.Error{Code: core.CodeNotFound, Msg: say(txtNoSuchFile, shownPath(path)), Hint: txtNoSuchFileHint, Err: err}
}

// openInput opens a file that the user named, if it is one and not too large.
func openInput(path string) (*os.File, error) {
	info, err := os.Stat(path)
	switch {
	case err != nil:
		return nil, unopened(path, err)
	case !info.Mode().IsRegular():
		return nil, refuse(core.CodeInvalid, say(txtNotAFile, shownPath(path)), txtNotAFileHint)
	case info.Size() > maxInput:
		return nil, refuse(core.CodeInvalid, say(txtFileLarge, shownPath(path), maxInput>>20), txtFileLargeHint)
	}
	f, err := os.Open(path)
	if err != nil {
		return nil, unopened(path, err)
	}
	return f, nil
}

// readOne reads a file. One of a folder that cannot be opened, or is no table or invoice that is known, is a bad row; a mapping is
// only asked for where a table was named itself.
func readOne(in input, m *core.Mapping, ours exchange.Ours) (exchange.Found, error) {
	f, err := openInput(in.path)
	if refusal, told := errors.AsType[*core.Error](err); told && in.inside {
		return exchange.Refused(in.name, refusal.Msg), nil
	}
	if err != nil {
		return exchange.Found{}, err
	}
	defer func() { _ = f.Close() }() // it was only read
	found, err := exchange.ReadItems(in.name, f, m, ours)
	if err != nil {
		return exchange.Found{}, unread(in.path, err)
	}
	if in.inside || len(found.Headings) == 1 {
		found = found.Strange()
	}
	return found, nil
}

// unread is why a file could not be read: in the reader's words, if it has some.
func unread(path string, err error) error {
	told := &core.Error{Code: core.CodeInvalid, Msg: say(txtNotRead, shownPath(path)), Hint: txtNotReadHint, Err: err}
	if cause, ok := errors.AsType[*core.Error](err); ok && cause.Msg != "" {
		told.Code, told.Msg, told.Hint = cause.Code, cause.Msg, or(cause.Hint, told.Hint)
	}
	return told
}
