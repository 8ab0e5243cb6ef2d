package reference

import "fmt"

// Near is an open reference that a failing one may have been meant to be.
type Near struct {
	Value   string
	Reason  string // "digit 4 is 7, not 1"
	Swapped bool
	At      int // of the first character that differs, from 0
}

// Nearest lists the references that differ from the value in one character, or in the order of two neighbours, and that
// are open. They are suggestions only. The cost does not depend on how many references are open.
func Nearest(value string, open func(value string) bool) []Near {
	var near []Near
	b := []byte(value)
	for i, was := range b {
		from, to := byte('0'), byte('9')
		if isUpper(was) {
			from, to = 'A', 'Z'
		} else if !isDigit(was) {
			continue
		}
		for c := from; c <= to; c++ {
			b[i] = c
			if c != was && open(string(b)) {
				near = append(near, Near{Value: string(b), At: i, Reason: fmt.Sprintf("character %d is %c, not %c", i+1, was, c)})
			}
		}
		b[i] = was
	}
	for i := range len(b) - 1 {
		if b[i] == b[i+1] {
			continue
		}
		b[i], b[i+1] = b[i+1], b[i]
		if open(string(b)) {
			near = append(near, Near{Value: string(b), At: i, Swapped: true,
				Reason: fmt.Sprintf("characters %d and %d are swapped", i+1, i+2)})
		}
		b[i], b[i+1] = b[i+1], b[i]
	}
	return near
}
