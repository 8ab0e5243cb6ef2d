// Package qr paints a QR code with half blocks.
package qr

import (
	"fmt"
	"strings"

	"rsc.io/qr"
)

// quiet is the blank margin that readers need, in modules.
const quiet = 2

// Lines paints the text as a QR code with its quiet zone; an error when the text is too long for one. Two modules stand in one
// cell. Dark modules are blanks and light ones blocks, because most terminals are dark and readers want dark on light; nearly
// all of them also read the reverse.
func Lines(text string) ([]string, error) {
	code, err := qr.Encode(text, qr.L)
	if err != nil {
		return nil, fmt.Errorf("qr code: %w", err)
	}
	light := func(x, y int) bool {
		return x < 0 || y < 0 || x >= code.Size || y >= code.Size || !code.Black(x, y)
	}
	var lines []string
	for y := -quiet; y < code.Size+quiet; y += 2 {
		var b strings.Builder
		for x := -quiet; x < code.Size+quiet; x++ {
			switch upper, lower := light(x, y), light(x, y+1); {
			case upper && lower:
				b.WriteRune('█')
			case upper:
				b.WriteRune('▀')
			case lower:
				b.WriteRune('▄')
			default:
				b.WriteByte(' ')
			}
		}
		lines = append(lines, b.String())
	}
	return lines, nil
}
