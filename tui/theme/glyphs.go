package theme

import "github.com/charmbracelet/bubbles/spinner"

// Glyphs are single cells that say without colour what a token says with it.
type Glyphs struct {
	Good, Notice, Warn, Bad, Unknown string
	Done                             string // nothing is left to do about it
	Cursor                           string // in front of the row with the cursor
	Mark                             string // in front of a marked row
	Ticked, Unticked                 string // check boxes
	Up, Down, Right                  string
	Path                             string // between breadcrumbs
	Dot                              string // between things on one line
	Ellipsis                         string
	Mask                             string // a hidden character
	Break                            string // a line break inside a field
	H, V, TL, TR, BL, BR             string // frames
	Spin                             []string
}

func glyphs(ascii bool) Glyphs {
	if ascii {
		return Glyphs{
			Good: "+", Notice: "~", Warn: "!", Bad: "x", Unknown: "?", Done: "=", Cursor: ">", Mark: "*", Ticked: "[x]", Unticked: "[ ]",
			Up: "^", Down: "v", Right: ">", Path: ">", Dot: "-", Ellipsis: "~", Mask: "*", Break: "/",
			H: "-", V: "|", TL: "+", TR: "+", BL: "+", BR: "+", Spin: spinner.Line.Frames,
		}
	}
	return Glyphs{
		Good: "✓", Notice: "~", Warn: "!", Bad: "×", Unknown: "?", Done: "=", Cursor: "›", Mark: "•", Ticked: "[x]", Unticked: "[ ]",
		Up: "↑", Down: "↓", Right: "→", Path: "›", Dot: "·", Ellipsis: "…", Mask: "•", Break: "↵",
		H: "─", V: "│", TL: "┌", TR: "┐", BL: "└", BR: "┘",
		Spin: spinner.MiniDot.Frames,
	}
}
