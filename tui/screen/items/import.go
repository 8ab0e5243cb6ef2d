package items

import (
	"context"
	"slices"
	"strings"

	tea "github.com/charmbracelet/bubbletea"

	"ferry/core"
	"ferry/core/app"
	"ferry/core/exchange"
	"ferry/tui"
	"ferry/tui/action"
	"ferry/tui/books"
	"ferry/tui/nav"
	"ferry/tui/place"
	"ferry/tui/theme"
	"ferry/tui/widget/form"
	"ferry/tui/widget/table"
	"ferry/tui/words"
)

// importer is what an import needs; *app.Service has it.
type importer interface {
	ReadItems(ctx context.Context, d core.DossierID, paths []string, mapping string) (app.ItemsPreview, error)
	ImportItems(ctx context.Context, p app.ItemsPreview, withBad bool) (core.Done, error)
	Mappings(context.Context) ([]core.Mapping, error)
	PutMapping(context.Context, core.Mapping) error
}

// stage is how far an import is.
type stage uint8

const (
	asking  stage = iota // which file
	mapping              // what its columns are
	showing              // what it would do
)

// Import brings files of open items into a dossier: which file, what its columns are where that is not clear, what it would do.
type Import struct {
	page    nav.Page
	dossier core.DossierID
	svc     importer
	theme   *theme.Theme
	stage   stage
	gen     generation

	ask      *form.Model // nil until the saved mappings are read
	saved    []core.Mapping
	path     string // as it was typed
	with     string // the mapping it was read with
	preview  app.ItemsPreview
	bad      [][]core.BadRow // of the preview, by row
	columns  *form.Model     // what the columns are
	start    core.Mapping
	asked    []string // headings that the form is about
	table    *table.Model[row, int]
	only     sort // which rows are shown
	err      error
	hasMoved bool // the books changed under the preview: it was read again
}

// NewImport makes the import for a page.
func NewImport(s importer, t *theme.Theme, p nav.Page) *Import {
	im := &Import{page: p, dossier: place.DossierOf(p), svc: s, theme: t}
	im.table = table.New(table.Options[row, int]{Key: func(r row) int { return r.no }, Columns: im.previewColumns(), Tone: rowTone})
	return im
}

// Page is the identity of the screen.
func (im *Import) Page() nav.Page { return im.page }

// Title is the breadcrumb.
func (im *Import) Title() string { return txtImport }

type (
	savedMsg struct {
		list []core.Mapping
		err  error
	}
	previewMsg struct {
		gen     generation
		with    string
		preview app.ItemsPreview
		err     error
		again   bool // it is read again because the books changed
	}
	keptMsg struct {
		name string
		err  error
	}
	takeMsg  struct{ withBad bool }
	takenMsg struct {
		err  error
		done core.Done
	}
	sideMsg    struct{ kind string } // what every row is; empty: a column tells
	discardMsg struct{}
	nothingMsg struct{}
)

// Update takes the program's messages and the screen's own replies.
func (im *Import) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case tui.Opened:
		return im.readSaved()
	case tui.Shown:
		if im.stage == showing { // somebody was away: the file may be another by now
			return im.read(im.with, false)
		}
	case tui.Changed:
		if msg.All && im.err != nil {
			return im.readSaved()
		}
	case savedMsg:
		return im.onSaved(msg)
	case previewMsg:
		if msg.gen == im.gen {
			return im.onPreview(msg)
		}
	case keptMsg:
		return im.onKept(msg)
	case takeMsg:
		return im.take(msg.withBad)
	case takenMsg:
		return im.onTaken(msg)
	case sideMsg:
		im.onSide(msg.kind)
	case discardMsg:
		return nav.Done()
	case nothingMsg:
		return nil
	case action.Key:
		if f := im.form(); f != nil {
			f.Key(msg)
		}
	default:
		return im.table.Update(msg)
	}
	return nil
}

// form is the form in front, nil while there is none.
func (im *Import) form() *form.Model {
	switch im.stage {
	case asking:
		return im.ask
	case mapping:
		return im.columns
	}
	return nil
}

func (im *Import) readSaved() tea.Cmd {
	svc := im.svc
	return tui.Read(func(ctx context.Context) tea.Msg {
		list, err := svc.Mappings(ctx)
		return savedMsg{list, err}
	})
}

func (im *Import) onSaved(m savedMsg) tea.Cmd {
	if im.err = m.err; m.err != nil {
		return tui.Fail(m.err)
	}
	im.saved = m.list
	im.refill("")
	return nil
}

// refill makes the first form again, with what was typed and the given mapping.
func (im *Import) refill(with string) {
	options := []form.Option{{Value: "", Label: txtOwn}}
	for _, m := range im.saved {
		options = append(options, form.Option{Value: m.Name, Label: m.Name})
	}
	fields := []form.Field{{Name: fieldPath, Label: txtFrom, Value: im.path, Hint: txtFromHint}}
	if len(im.saved) > 0 {
		fields = append(fields, form.Field{Name: fieldWith, Label: txtWith, Kind: form.Select, Value: with, Options: options, Hint: txtWithHint})
	}
	im.ask = form.New(txtShow, fields...)
}

// read finds out what the files would do. Nothing is written.
func (im *Import) read(with string, again bool) tea.Cmd {
	path := strings.TrimSpace(im.path)
	if path == "" {
		im.ask.SetError(fieldPath, txtNoPath)
		return nil
	}
	im.gen++
	gen, svc, dossier := im.gen, im.svc, im.dossier
	return tui.Work(txtReading, func(ctx context.Context, _ tui.Post) tea.Msg {
		p, err := svc.ReadItems(ctx, dossier, []string{books.AtHome(path)}, with)
		return previewMsg{gen, with, p, err, again}
	})
}

// onPreview goes on to what the files would do, or to the question what their columns are.
func (im *Import) onPreview(m previewMsg) tea.Cmd {
	if m.err != nil {
		what, next := words.Error(m.err)
		if f := im.form(); f != nil {
			f.SetError("", strings.TrimSpace(what+" "+next))
			return nil
		}
		return tui.Fail(m.err)
	}
	im.preview, im.bad, im.with, im.only, im.hasMoved = m.preview, rowsOf(m.preview.Bad), m.with, everything, m.again
	if len(m.preview.Headings) > 0 {
		im.stage = mapping
		if im.columns == nil || !slices.Equal(im.asked, m.preview.Headings) { // what was said of the same headings stays
			im.start, im.asked = exchange.Suggest(m.preview.Headings), m.preview.Headings
			im.columns = im.columnForm()
			if im.suggested(columnKind) == "" {
				return askSide()
			}
		}
		return nil
	}
	im.stage = showing
	return tea.Batch(tui.Fail(nil), im.fill())
}

// keep saves what was said of the columns, and reads the files with it.
func (im *Import) keep() tea.Cmd {
	m, good := im.said()
	if !good {
		return nil
	}
	svc := im.svc
	return tui.Write(func(ctx context.Context) tea.Msg { return keptMsg{m.Name, svc.PutMapping(ctx, m)} })
}

func (im *Import) onKept(m keptMsg) tea.Cmd {
	if m.err != nil {
		what, next := words.Error(m.err)
		im.columns.SetError("", strings.TrimSpace(what+" "+next))
		return nil
	}
	im.table.Do(action.Invoke{ID: action.First})
	return im.read(m.name, false)
}

// take imports what is shown.
func (im *Import) take(withBad bool) tea.Cmd {
	svc, p := im.svc, im.preview
	return tui.Work(txtImporting, func(ctx context.Context, _ tui.Post) tea.Msg {
		done, err := svc.ImportItems(ctx, p, withBad)
		return takenMsg{err, done}
	})
}

// onTaken leaves the page. When the books changed under the preview, the files are read and shown again.
func (im *Import) onTaken(m takenMsg) tea.Cmd {
	switch {
	case m.err == nil && m.done.What == "":
		return tea.Batch(tui.Warn(words.Sentence(txtNothingToDo)), nav.Done())
	case m.err == nil:
		return tea.Batch(tui.Toast(say(txtImported, strings.TrimSuffix(words.Sentence(m.done.What), "."))), nav.Done())
	case core.CodeOf(m.err) == core.CodeConflict:
		return im.read(im.with, true)
	}
	return tui.Fail(m.err)
}
