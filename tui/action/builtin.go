package action

// Ids of the actions that the program itself and the shared widgets carry out. Screens are offered global ones first, with
// Screen.Do, so that "back" can clear a filter before it leaves.
const (
	Back    ID = "global.back"
	Close   ID = "global.close"
	Cancel  ID = "global.cancel"
	Palette ID = "global.palette"
	Help    ID = "global.help"
	Redraw  ID = "global.redraw"
	Suspend ID = "global.suspend"
	Detail  ID = "global.show-error"
	Reload  ID = "global.reload"

	Up       ID = "list.up"
	Down     ID = "list.down"
	PageUp   ID = "list.page-up"
	PageDown ID = "list.page-down"
	HalfUp   ID = "list.half-up"
	HalfDown ID = "list.half-down"
	First    ID = "list.first"
	Last     ID = "list.last"
	Mark     ID = "list.mark"
	Range    ID = "list.mark-range"
	MarkAll  ID = "list.mark-all"

	Next   ID = "form.next"
	Prev   ID = "form.previous"
	Submit ID = "form.submit"
	Save   ID = "form.save"
	Reveal ID = "form.reveal"

	PickUp       ID = "pick.up"
	PickDown     ID = "pick.down"
	PickPageUp   ID = "pick.page-up"
	PickPageDown ID = "pick.page-down"
	PickTake     ID = "pick.take"

	ReadUp       ID = "read.up"
	ReadDown     ID = "read.down"
	ReadPageUp   ID = "read.page-up"
	ReadPageDown ID = "read.page-down"
	ReadFirst    ID = "read.first"
	ReadLast     ID = "read.last"
	ReadCopy     ID = "read.copy"

	DialogYes    ID = "dialog.yes"
	DialogNo     ID = "dialog.no"
	DialogSwitch ID = "dialog.switch"
	DialogTake   ID = "dialog.take"
)

// Builtin is the table of the actions above.
func Builtin() []Def {
	return append(append(globals(), lists()...), focused()...)
}

func globals() []Def {
	return []Def{
		{ID: Back, Title: "back", Help: "Clear the filter, then the marks, then leave the page: one step per press.", Scope: Global,
			Keys: []string{"esc", "left", "h"}, Footer: 90},
		{ID: Close, Title: "close", Help: "Leave the page; on the first page, leave Ferry.", Scope: Global, Keys: []string{"q"}, Footer: 95},
		{ID: Cancel, Title: "cancel", Help: "Cancel what runs; when nothing runs, leave Ferry.", Scope: Global, Keys: []string{"ctrl+c"}},
		{ID: Palette, Title: "commands", Help: "Find any command, page or account by typing.", Scope: Global, Keys: []string{":", "ctrl+k"}, Footer: 98},
		{ID: Help, Title: "help", Help: "Show what can be done here; again: everything.", Scope: Global, Keys: []string{"?", "f1"}, Footer: 99},
		{ID: Reload, Title: "re-read", Help: "Read this page again from the file; while an error that offers it is shown, try again what failed.", Scope: Global, Keys: []string{"r"}},
		{ID: Detail, Title: "error detail", Help: "Show the whole story of the last error, with the request id.", Scope: Global, Keys: []string{"e"}},
		{ID: Redraw, Title: "redraw", Help: "Paint the whole screen again.", Scope: Global, Keys: []string{"ctrl+l"}},
		{ID: Suspend, Title: "suspend", Help: "Put Ferry into the background of the shell.", Scope: Global, Keys: []string{"ctrl+z"}},
	}
}

func lists() []Def {
	const group = "Moving in lists"
	return []Def{
		{ID: Up, Title: "up", Help: "One row up.", Scope: List, Group: group, Keys: []string{"up", "k"}},
		{ID: Down, Title: "down", Help: "One row down.", Scope: List, Group: group, Keys: []string{"down", "j"}},
		{ID: PageUp, Title: "page up", Help: "One page up.", Scope: List, Group: group, Keys: []string{"pgup", "ctrl+b"}},
		{ID: PageDown, Title: "page down", Help: "One page down.", Scope: List, Group: group, Keys: []string{"pgdown", "ctrl+f"}},
		{ID: HalfUp, Title: "half page up", Help: "Half a page up.", Scope: List, Group: group, Keys: []string{"ctrl+u"}},
		{ID: HalfDown, Title: "half page down", Help: "Half a page down.", Scope: List, Group: group, Keys: []string{"ctrl+d"}},
		{ID: First, Title: "first row", Help: "To the first row.", Scope: List, Group: group, Keys: []string{"g", "home"}},
		{ID: Last, Title: "last row", Help: "To the last row.", Scope: List, Group: group, Keys: []string{"G", "end"}},
		{ID: Mark, Title: "mark", Help: "Mark the row and go to the next one; on a marked row: take the mark away.", Scope: List, Group: group, Keys: []string{"space"}},
		{ID: Range, Title: "mark range", Help: "Mark from here to where the key is pressed again.", Scope: List, Group: group, Keys: []string{"v"}},
		{ID: MarkAll, Title: "mark all", Help: "Mark every row of the list; again: none.", Scope: List, Group: group, Keys: []string{"*"}},
	}
}

// Secretive is a screen's state that says whether its form has secret fields; of others it is not known.
type Secretive interface{ Secrets() bool }

func anySecret(state any) string {
	if s, ok := state.(Secretive); ok && !s.Secrets() {
		return "there is no secret field here"
	}
	return ""
}

func focused() []Def {
	return []Def{
		{ID: Next, Title: "next field", Help: "To the next field.", Scope: Form, Keys: []string{"tab", "down"}, Footer: 2},
		{ID: Prev, Title: "previous field", Help: "To the previous field.", Scope: Form, Keys: []string{"shift+tab", "up"}},
		{ID: Submit, Title: "next or send", Help: "To the next field; on the last one or on a button: send.", Scope: Form, Keys: []string{"enter"}, Footer: 1},
		{ID: Save, Title: "send", Help: "Send the form from any field.", Scope: Form, Keys: []string{"ctrl+s"}, Footer: 3},
		{ID: Reveal, Title: "show or hide secrets", Help: "Show what was typed into secret fields; again: hide it.", Scope: Form, Keys: []string{"ctrl+r"}, Footer: 4, When: anySecret},

		{ID: PickUp, Title: "up", Help: "One entry up.", Scope: Pick, Keys: []string{"up", "ctrl+p"}},
		{ID: PickDown, Title: "down", Help: "One entry down.", Scope: Pick, Keys: []string{"down", "ctrl+n"}},
		{ID: PickPageUp, Title: "page up", Help: "One page up.", Scope: Pick, Keys: []string{"pgup"}},
		{ID: PickPageDown, Title: "page down", Help: "One page down.", Scope: Pick, Keys: []string{"pgdown"}},
		{ID: PickTake, Title: "take", Help: "Take the entry under the cursor.", Scope: Pick, Keys: []string{"enter"}, Footer: 1},

		{ID: ReadUp, Title: "up", Help: "One line up.", Scope: Read, Keys: []string{"up", "k"}},
		{ID: ReadDown, Title: "down", Help: "One line down.", Scope: Read, Keys: []string{"down", "j"}},
		{ID: ReadPageUp, Title: "page up", Help: "One page up.", Scope: Read, Keys: []string{"pgup", "ctrl+u"}},
		{ID: ReadPageDown, Title: "page down", Help: "One page down.", Scope: Read, Keys: []string{"pgdown", "ctrl+d", "space"}},
		{ID: ReadFirst, Title: "top", Help: "To the top.", Scope: Read, Keys: []string{"g", "home"}},
		{ID: ReadLast, Title: "end", Help: "To the end.", Scope: Read, Keys: []string{"G", "end"}},
		{ID: ReadCopy, Title: "copy", Help: "Copy the whole text.", Scope: Read, Keys: []string{"y"}, Footer: 1},

		{ID: DialogYes, Title: "yes", Help: "Answer yes.", Scope: Dialog, Keys: []string{"y"}, Footer: 1},
		{ID: DialogNo, Title: "no", Help: "Answer no.", Scope: Dialog, Keys: []string{"n", "esc", "q", "ctrl+c"}, Footer: 2},
		{ID: DialogSwitch, Title: "other button", Help: "To the other button.", Scope: Dialog, Keys: []string{"tab", "left", "right", "shift+tab", "h", "l"}},
		{ID: DialogTake, Title: "take", Help: "Press the button.", Scope: Dialog, Keys: []string{"enter"}},
	}
}
