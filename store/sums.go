package store

import (
	"slices"
	"strings"

	"ferry/core"
)

// sum is an exact sum of amounts in one currency, however many and large they are: Wraps times 2^64, plus Minor. A bank may
// send any amount that fits in 64 bits, and its sums must not depend on the order in which they are added up.
type sum struct {
	core.Amount
	Wraps int64 `json:",omitempty"`
}

// add puts an amount to the sum, or with sign -1 takes it off.
func (s *sum) add(minor int64, sign int) {
	was := s.Minor
	if sign < 0 {
		if s.Minor -= minor; minor > 0 && s.Minor > was {
			s.Wraps--
		} else if minor < 0 && s.Minor < was {
			s.Wraps++
		}
		return
	}
	if s.Minor += minor; minor > 0 && s.Minor < was {
		s.Wraps++
	} else if minor < 0 && s.Minor > was {
		s.Wraps--
	}
}

func (s sum) isZero() bool { return s.Minor == 0 && s.Wraps == 0 }

// sums are one for each currency, in the order in which they came.
type sums []sum

func (s sums) add(a core.Amount, sign int) sums {
	for i := range s {
		if s[i].Currency == a.Currency {
			s[i].add(a.Minor, sign)
			return s
		}
	}
	s = append(s, sum{Amount: core.Amount{Currency: a.Currency}})
	s[len(s)-1].add(a.Minor, sign)
	return s
}

// addAll adds other sums.
func (s sums) addAll(others sums) sums {
	for _, o := range others {
		s = s.add(o.Amount, +1)
		for i := range s {
			if s[i].Currency == o.Currency {
				s[i].Wraps += o.Wraps
			}
		}
	}
	return s
}

// amounts are the sums that an amount can hold, and the currencies of those that none can.
func (s sums) amounts() (fit []core.Amount, tooLarge []core.Currency) {
	for _, one := range s {
		if one.Wraps != 0 {
			tooLarge = append(tooLarge, one.Currency)
			continue
		}
		fit = append(fit, one.Amount)
	}
	return fit, tooLarge
}

// settled are the sums without those that are nothing, by currency: what two ways of adding up must agree in.
func (s sums) settled() sums {
	s = slices.DeleteFunc(slices.Clone(s), sum.isZero)
	slices.SortFunc(s, func(a, b sum) int { return strings.Compare(string(a.Currency), string(b.Currency)) })
	if len(s) == 0 {
		return nil
	}
	return s
}
