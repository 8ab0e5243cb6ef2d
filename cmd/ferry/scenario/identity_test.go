package scenario

import (
	"fmt"
	"slices"

	"ferry/core"
	"ferry/core/sandbox/world"
)

func renumberedDay(s *stage) {
	id := s.read(plain)
	s.arrive(id, pay{cents: -1250, who: "Baker", text: "bread"}, pay{cents: -4000, who: "Garage", text: "oil"}, pay{cents: 9900, who: "Client", text: "invoice 7"})
	s.fetch()
	s.noteAll(id)
	n, err := s.world.Renumber(id, s.today(0))
	s.must(err)
	s.want("lines of the day", n, 3)
	s.later(day)
	s.want("new", s.fetch().New, 0)
}

func renumberedDayAndANewLine(s *stage) {
	id := s.read(plain)
	s.arrive(id, pay{cents: -1250, who: "Baker", text: "bread"}, pay{cents: -1250, who: "Butcher", text: "meat"}, pay{cents: 9900, who: "Client", text: "invoice 7"})
	s.fetch()
	s.noteAll(id)
	s.arrive(id, pay{cents: -1250, who: "Florist", text: "roses"})
	_, err := s.world.Renumber(id, s.today(0))
	s.must(err)
	s.later(day)
	s.want("new", s.fetch().New, 1)
}

func newIDsAndPrefixedNames(s *stage) {
	id := s.read(plain)
	s.noteAll(id)
	for _, l := range s.lines(id) {
		s.must(s.world.Change(id, string(l.ID), func(c *world.Content) {
			if c.CounterpartName != "" {
				c.CounterpartName = "03/03 " + c.CounterpartName
			}
		}))
	}
	s.run(id)
	s.must(s.world.Reissue(id))
	s.later(day)
	s.want("new", s.fetch().New, 0)
}

func newIDsForAll(s *stage) {
	id := s.read(plain)
	s.noteAll(id)
	for range 3 {
		s.must(s.world.Reissue(id))
		s.later(day)
		s.want("new", s.fetch().New, 0)
		s.judge("under new ids")
	}
}

func newIDsAndNewLines(s *stage) {
	id := s.read(plain)
	s.noteAll(id)
	s.must(s.world.Reissue(id))
	s.arrive(id, pay{cents: -777, who: "A", text: "x"}, pay{cents: -777, who: "A", text: "x"}, pay{cents: -888, ago: 30, who: "B", text: "y"})
	s.want("new", s.fetch().New, 3)
}

func idUsedAgain(s *stage) {
	id := s.read(plain)
	gone := s.arrive(id, pay{cents: -1250, who: "Baker", text: "bread"})[0]
	s.fetch()
	s.noteAll(id)
	s.remove(id, gone)
	s.later(day)
	s.fetch()
	s.judge("without the line")
	next := s.arrive(id, pay{cents: 64000, who: "Client", text: "invoice 8"})[0]
	s.must(s.world.Reuse(id, next, gone))
	s.want("new", s.fetch().New, 1)
	s.later(40 * day)
	s.want("new", s.fetch().New, 0)
}

func weeklyDebits(s *stage) {
	id := s.read(plain)
	rent := pay{cents: -10000, who: "Parking", number: "BE68539007547034", text: "weekly rent", endToEnd: "NOTPROVIDED"}
	for range 6 {
		s.arrive(id, rent)
		s.want("new", s.fetch().New, 1)
		s.noteAll(id)
		s.later(7 * day)
		s.fetch()
	}
	s.must(s.world.Reissue(id))
	s.arrive(id, rent)
	s.want("new under new ids", s.fetch().New, 1)
}

func dailyInterest(s *stage) {
	id := s.read(plain)
	for range 12 {
		s.arrive(id, pay{cents: 1, text: "interest"})
		s.want("new", s.fetch().New, 1)
		s.later(day)
	}
}

func twoAlikeAtOnce(s *stage) {
	id := s.read(plain)
	coffee := pay{cents: -250, who: "Station", text: "coffee"}
	s.arrive(id, coffee, coffee)
	s.want("new", s.fetch().New, 2)
	s.noteAll(id)
	s.later(day)
	s.want("new", s.fetch().New, 0)
}

func secondOfTwoAlikeLate(s *stage) {
	id := s.read(plain)
	ticket := pay{cents: -320, who: "Tram", text: "ticket"}
	s.arrive(id, ticket)
	s.fetch()
	s.noteAll(id)
	for range 3 {
		s.later(day)
		s.fetch()
	}
	ticket.ago = 3
	s.arrive(id, ticket)
	s.want("new", s.fetch().New, 1)
}

func oneOfThreeAlikeGoes(s *stage) {
	id := s.read(plain)
	ticket := pay{cents: -320, who: "Tram", text: "ticket"}
	ids := s.arrive(id, ticket, ticket, ticket)
	s.fetch()
	s.noteAll(id)
	s.remove(id, ids[1])
	s.later(day)
	s.fetch()
	s.want("marked as gone", s.missing(id), 1)
}

func alikeUnderNewIDs(s *stage) {
	id := s.read(plain)
	ticket := pay{cents: -320, who: "Tram", text: "ticket"}
	s.arrive(id, ticket, ticket)
	s.fetch()
	s.noteAll(id)
	s.must(s.world.Reissue(id))
	s.arrive(id, ticket)
	s.want("new", s.fetch().New, 1)
	s.later(day)
	s.want("new", s.fetch().New, 0)
}

// missing counts the lines that the bank no longer lists.
func (s *stage) missing(id core.AccountID) int {
	s.Helper()
	stats, err := s.file.Stats(id)
	s.must(err)
	return stats.Missing
}

func bankDropsALine(s *stage) {
	id := s.read(plain)
	gone := s.arrive(id, pay{cents: -9900, who: "Shop", text: "blocked"})[0]
	s.fetch()
	note := s.line(id, gone)
	s.must(s.file.SetNote(s.Context(), id, note.No, "ask the bank", "user"))
	s.remove(id, gone)
	s.later(day)
	s.fetch()
	s.want("marked as gone", s.missing(id), 1)
	if l := s.line(id, gone); l.Note != "ask the bank" || l.No != note.No {
		s.Errorf("the line that is gone has lost its note: %+v", l)
	}
}

func droppedLineComesBack(s *stage) {
	id := s.read(plain)
	sale := pay{cents: -9900, who: "Shop", text: "blocked"}
	gone := s.arrive(id, sale)[0]
	s.fetch()
	s.remove(id, gone)
	s.later(day)
	s.fetch()
	sale.ago = 1
	s.arrive(id, sale, sale) // the one that was gone, and one more: neither is a double of what is no longer there
	s.fetch()
	s.want("marked as gone", s.missing(id), 0)
}

func nothingNewTwentyTimes(s *stage) {
	id := s.read(plain)
	s.noteAll(id)
	before := fmt.Sprint(s.lines(id))
	for range 20 {
		s.later(20 * 60e9)
		if r := s.fetch(); r.New+r.Changed+r.Late > 0 {
			s.Errorf("nothing happened, and %+v", r)
		}
	}
	if fmt.Sprint(s.lines(id)) != before {
		s.Errorf("lines have changed")
	}
}

func stateErased(s *stage) {
	id := s.read(plain)
	s.noteAll(id)
	s.must(s.file.PutFeedState(s.Context(), core.FeedState{Account: id}))
	s.want("new", s.fetch().New, 0)
}

func textAmountAndDateChanged(s *stage) {
	id := s.read(plain)
	ids := s.arrive(id, pay{cents: -5000, who: "Hotel", text: "reservation"}, pay{cents: -700, who: "Cafe", text: "lunch"}, pay{cents: 300, who: "Refund", text: "r"})
	s.fetch()
	s.noteAll(id)
	s.change(id, ids[0], func(c *world.Content) { c.Amount.Minor = -5500 })
	s.fetch()
	s.judge("another amount")
	s.change(id, ids[1], func(c *world.Content) {
		c.Remittance, c.CounterpartReference = "lunch with client", "BE68539007547034"
	})
	s.fetch()
	s.judge("another text")
	s.change(id, ids[2], func(c *world.Content) { c.ExecutionDate = c.ExecutionDate.AddDate(0, 0, -4) })
	s.fetch()
	s.judge("another day")
	for _, line := range ids {
		past, err := s.file.History(id, s.line(id, line).No)
		s.must(err)
		s.want("earlier revisions", len(past), 1)
	}
}

func changedDeepDown(s *stage) {
	id := s.read(plain)
	lines := s.lines(id)
	s.noteAll(id)
	old := lines[len(lines)*2/3]
	s.change(id, string(old.ID), func(c *world.Content) { c.CounterpartName = "Name found later" })
	s.want("changed", s.fetch().Changed, 1)
}

func manyEqualAmounts(s *stage) {
	id := s.read(plain)
	var list []pay
	for n := range 30 {
		list = append(list, pay{cents: -1000, who: []string{"A", "B", "C"}[n%3], text: []string{"x", "y"}[n%2]})
	}
	s.arrive(id, list...)
	s.want("new", s.fetch().New, 30)
	s.noteAll(id)
	s.must(s.world.Reissue(id))
	s.arrive(id, list[:7]...)
	s.want("new", s.fetch().New, 7)
	if lines := s.lines(id); !slices.IsSortedFunc(lines, func(a, b core.Line) int { return int(b.BookingDate - a.BookingDate) }) {
		s.Errorf("the list is not in the order of days")
	}
}
