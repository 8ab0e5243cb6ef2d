package term

// unfinished reports whether the bytes end inside an escape sequence: ESC alone, ESC [ without a final byte, or ESC O. In a
// bracketed paste the end of the text is not looked at: whatever it holds is text.
func unfinished(p []byte) bool {
	start := -1
	for i := len(p) - 1; i >= 0 && len(p)-i <= longestSequence; i-- {
		if p[i] == esc {
			start = i
			break
		}
	}
	if start < 0 {
		return false
	}
	rest := p[start+1:]
	switch {
	case len(rest) == 0:
		return true
	case rest[0] == 'O':
		return len(rest) == 1
	case rest[0] != '[':
		return false
	case len(rest) == 2 && rest[1] == '[': // function keys of the Linux console: ESC [ [ A
		return true
	case len(rest) > 1 && rest[1] == 'M': // X10 mouse: three bytes follow
		return len(rest) < 5
	}
	for _, b := range rest[1:] {
		if b >= 0x40 && b <= 0x7e {
			return false
		}
	}
	return true
}

const (
	esc = 0x1b
	// longestSequence is longer than any key; what is longer is not one.
	longestSequence = 32
)
