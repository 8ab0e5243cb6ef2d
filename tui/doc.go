// Package tui is the program on the screen: it holds the pages, sends keys through scopes to actions, shows what is under way,
// and knows nothing of banks. Screens stand in tui/screen/<name>; tui/program puts them together, and tui/place names them.
//
// # How to add a screen
//
// A screen is a struct with a pointer receiver that implements Screen. It never imports another screen: they meet through nav and
// actions. It defines the small interface of what it needs from the service and gets it in its constructor, with the theme:
//
//	const Kind nav.Kind = "accounts"
//
//	type service interface { // what this screen needs; *app.Service has it
//		Accounts(context.Context, core.DossierID) ([]app.AccountView, error)
//	}
//
//	func New(s service, t *theme.Theme, page nav.Page) *Screen
//	func Actions() []action.Def // scope "accounts"; Opens: a page, where an action only goes there
//
// It is one line in tui/program: Kind with its Maker and Actions(). The messages of Update:
//
//	case tui.Opened:       return s.read()                               // once, after layout.Size
//	case tui.Shown:        …                                             // came back; the cursor is where it was
//	case tui.Changed:      if m.Has(event.Accounts, "") { return s.read() } // also with "r", and for what was missed elsewhere
//	case tui.Tick:         s.now, s.tick = m.At, m.N                      // only while Work or Wait runs
//	case accountsReadMsg:  if m.gen != s.gen { return nil } …             // own replies; drop old generations
//	case action.Key:       s.search.Key(m)                               // text, only when Scope().Text
//	default:               return s.table.Update(msg)                     // layout.Size and the table's windows
//
// Commands are named methods that return a tea.Cmd. The work inside runs on another goroutine: it must not touch the screen, only
// return a message, which comes back to this screen alone:
//
//	tui.Read   a short read of the file; keys go on, unless the screen is a Waiter for what is read
//	tui.Write  a short change of it; keys typed meanwhile wait
//	tui.Work   what takes long: a title, the time it takes, ctrl+c cancels; post sends intermediate messages
//	tui.Wait   the same for what waits for a person, such as a consent in the browser
//
//	func (s *Screen) read() tea.Cmd {
//		s.gen++
//		gen, svc, id := s.gen, s.svc, s.dossier
//		return tui.Read(func(ctx context.Context) tea.Msg {
//			rows, err := svc.Accounts(ctx, id)
//			return accountsReadMsg{gen, rows, err}
//		})
//	}
//
// Do gets actions, never keys: its own, those of the shared scopes named in Scope().With (hand them to the widget: table.Do and
// checklist.Do for action.List, form.Do for action.Form, picker.Do for action.Pick, pager.Do for action.Read), and every global one before
// the program acts on it, so that a screen can take action.Back to close its search field first, or action.Close and action.Back to ask
// whether to throw away what was typed. Return false for what is not yours.
//
// Scope says what keys mean now: With comes before the screen's own actions, Text must be true while a text field has the focus
// (form.Typing, always for a picker), State is what Def.When gets, usually the screen. A screen with several modes names a scope for each.
// Keys by convention: open is enter, right, l; search is "/"; fetch f; synchronize R (asks first); copy y; mark space. The
// shared keys are in action.Builtin; a conflict fails at the start and names both actions.
//
// View paints exactly r.W × r.H cells: divide r with Rows and Cols, end with layout.Fit, colour with theme.Paint and never otherwise.
// Whatever comes from a bank or a user passes core.CleanText first; the widgets do that themselves. Amounts, days and numbers are
// written by tui/words. While the user searches, table.SetSearch marks what was found; a picker does it by itself.
//
// Other things a screen may ask for, all as commands: tui.Toast, tui.Warn, tui.Fail (an error: sentence, next step, detail on "e"),
// tui.Retry (the same, and "r" runs a command that tries again),
// tui.Ask (a question before what cannot be undone; it sends back a message on yes), tui.Choose (a menu), tui.Prompt (one line), tui.Show
// (a long text), tui.ShowQR, tui.Copy, tui.After (a debounce), tui.CancelWork, tui.CancelWait, nav.Push, nav.Replace, nav.Back, nav.Done, nav.Home. A
// page that is not in front cannot move the user. Use tea.Batch for several, never tea.Sequence.
//
// Tests use tuitest: New with the screen and a hand-written fake service, Press, Type, See, GoldenSizes, and Picture for an SVG that the
// README shows; see its own tests for a whole example of a screen. Run action.Check over Actions().
package tui
