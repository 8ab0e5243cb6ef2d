package scenario

import (
	"ferry/core"
	"ferry/core/sandbox"
	"ferry/core/sandbox/world"
)

func lateAfterThreeFetches(s *stage) {
	id := s.read(plain)
	for range 3 {
		s.later(day)
		s.arrive(id, pay{cents: -100, who: "Daily", text: "coffee"})
		s.fetch()
	}
	s.noteAll(id)
	s.arrive(id, pay{cents: 31200, ago: 60, who: "Late", text: "value of January"})
	r := s.fetch()
	s.want("new", r.New, 1)
	s.want("late", r.Late, 1)
	s.want("new again", s.fetch().New, 0)
}

func lateInAListByArrival(s *stage) {
	id := s.read(plain)
	s.must(s.world.ListByArrival(id))
	s.arrive(id, pay{cents: -100, who: "A", text: "today"})
	s.fetch()
	s.noteAll(id)
	for n := range 4 {
		s.arrive(id, pay{cents: -1000 - int64(n), ago: 90 - 20*n, who: "Old", text: "late"}, pay{cents: 5, who: "New", text: "now"})
		s.want("new", s.fetch().New, 2)
		s.judge("in order of arrival")
	}
	s.must(s.world.Reissue(id))
	s.later(day)
	s.want("new", s.fetch().New, 0)
}

func lateBelowTheDeepReading(s *stage) {
	id := s.read(plain)
	s.later(10 * day)
	s.fetch()
	s.arrive(id, pay{cents: -4321, ago: 200, who: "Forgotten", text: "last summer"})
	r := s.fetch()
	s.want("new", r.New, 1)
}

func lateTwinOfAnOldLine(s *stage) {
	id := s.read(plain)
	old := s.lines(id)[100]
	s.noteAll(id)
	c := world.Content{Amount: old.Amount, ExecutionDate: s.instant(id, old.BookingDate), ValueDate: s.instant(id, old.ValueDate), CounterpartName: old.CounterpartName,
		CounterpartReference: old.CounterpartReference, Remittance: old.Remittance, RemittanceType: old.RemittanceType, EndToEndID: old.EndToEndID}
	_, err := s.world.Post(id, c)
	s.must(err)
	s.run(id)
	s.want("new", s.fetch().New, 1)
}

func latePairThatCancelsOut(s *stage) {
	id := s.read(plain)
	s.later(day)
	s.fetch()
	s.post(id, pay{cents: 5000, ago: 45, who: "In", text: "and"}, pay{cents: -5000, ago: 45, who: "Out", text: "out again"})
	s.run(id)
	s.run(id) // a second run hides what the first one brought; the balance shows nothing either
	s.later(day + 1)
	s.want("new", s.fetch().New, 2)
}

func dayMovedFarBack(s *stage) {
	id := s.read(plain)
	line := s.arrive(id, pay{cents: -2222, who: "Mover", text: "fee"})[0]
	s.fetch()
	s.noteAll(id)
	s.change(id, line, func(c *world.Content) { c.ExecutionDate = c.ExecutionDate.AddDate(0, 0, -70) })
	r := s.fetch()
	s.want("new", r.New, 0)
	s.want("changed", r.Changed, 1)
}

func cursorDisappears(s *stage) {
	id := s.read(plain)
	s.noteAll(id)
	s.must(s.world.Reissue(id)) // so that it goes down the whole list
	last := s.trueID(id, 24)    // of the first page
	s.beforePage(2, func() {
		s.must(s.world.Remove(id, last))
		s.run(id)
	})
	s.want("new", s.fetch().New, 0)
	s.wire.on(nil)
	s.want("marked as gone", s.missing(id), 1)
	for n, l := range s.lines(id) {
		if _, err := s.world.Transaction(id, string(l.ID)); err != nil && l.Missing.IsZero() {
			s.Errorf("line %d was not read in the same fetch", n)
		}
	}
	s.fetch() // the balance is that of the next list of accounts
}

// trueID is the id of the n-th line of the bank's list.
func (s *stage) trueID(id core.AccountID, n int) string {
	s.Helper()
	i := 0
	for line := range s.world.TrueIDs(id) {
		if i == n {
			return line
		}
		i++
	}
	s.Fatalf("the bank has only %d lines", i)
	return ""
}

func listGrowsWhileRead(s *stage) {
	id := s.accountAt(plain, core.EUR)
	s.choose(id)
	s.control("/pages", `{"most":20}`)
	s.beforePage(3, func() {
		s.arrive(id, pay{cents: -111, who: "Meanwhile", text: "on top"}, pay{cents: -222, ago: 50, who: "Meanwhile", text: "in the middle"})
	})
	s.fetch()
	s.wire.on(nil)
	s.fetch()
	s.judge("grown")
	s.beforePage(2, func() { s.arrive(id, pay{cents: -333, who: "Meanwhile", text: "again"}) })
	s.arrive(id, pay{cents: -444, who: "Before", text: "x"})
	s.fetch()
	s.wire.on(nil)
	s.fetch()
}

func listShrinksWhileRead(s *stage) {
	id := s.read(plain)
	s.control("/pages", `{"most":20}`)
	s.must(s.world.Reissue(id))
	first, second := s.trueID(id, 3), s.trueID(id, 30)
	s.beforePage(3, func() {
		s.must(s.world.Remove(id, first))
		s.must(s.world.Remove(id, second))
		s.run(id)
	})
	s.attempt()
	s.wire.on(nil)
	s.later(day)
	s.fetch()
}

func newIDsWhileRead(s *stage) {
	id := s.accountAt(plain, core.EUR)
	s.choose(id)
	s.control("/pages", `{"most":20}`)
	s.beforePage(3, func() { s.must(s.world.Reissue(id)) })
	s.attempt()
	s.wire.on(nil)
	s.later(day)
	s.fetch()
	s.judge("after the first reading")
	s.noteAll(id)
	s.must(s.world.Reissue(id))
	s.later(day)
	s.want("new", s.fetch().New, 0)
}

func pagesRepeated(s *stage)   { spoiledPages(s, sandbox.FaultRepeat) }
func pagesOverlap(s *stage)    { spoiledPages(s, sandbox.FaultOverlap) }
func pagesUpsideDown(s *stage) { spoiledPages(s, sandbox.FaultReversed) }

// spoiledPages reads a list whose pages come wrong, at first and later, then calmly.
func spoiledPages(s *stage, fault string) {
	id := s.accountAt(plain, core.EUR)
	path := "/accounts/" + string(id) + "/transactions"
	s.choose(id)
	s.control("/pages", `{"most":20}`)
	s.fault(fault, path, 3)
	s.attempt()
	s.calm()
	s.fetch()
	s.judge("after the first reading")
	s.noteAll(id)
	s.arrive(id, pay{cents: -50, who: "A", text: "1"}, pay{cents: -50, who: "A", text: "1"}, pay{cents: -60, ago: 40, who: "B", text: "2"})
	s.must(s.world.Reissue(id))
	s.fault(fault, path, 5)
	s.attempt()
	s.calm()
	s.later(day)
	s.fetch()
}

func pagesUpsideDownForEver(s *stage) {
	id := s.accountAt(plain, core.EUR)
	s.choose(id)
	s.control("/pages", `{"most":20}`)
	s.fault(sandbox.FaultReversed, "", 0)
	s.fetch()
	s.judge("upside down")
	s.noteAll(id)
	s.arrive(id, pay{cents: -50, who: "A", text: "1"}, pay{cents: -60, ago: 40, who: "B", text: "2"})
	s.must(s.world.Reissue(id))
	s.later(day)
	s.want("new", s.fetch().New, 2)
}

func pagesOverlapForEver(s *stage) {
	id := s.accountAt(plain, core.EUR)
	s.choose(id)
	s.fault(sandbox.FaultOverlap, "", 0)
	s.fetch()
	s.judge("overlapping")
	s.noteAll(id)
	s.arrive(id, pay{cents: -50, who: "A", text: "1"}, pay{cents: -60, ago: 40, who: "B", text: "2"})
	s.must(s.world.Reissue(id))
	s.later(day)
	s.want("new", s.fetch().New, 2)
}

func shortPages(s *stage) {
	id := s.accountAt(plain, core.EUR)
	s.choose(id)
	s.control("/pages", `{"most":7}`)
	s.fetch()
	s.judge("by sevens")
	s.noteAll(id)
	s.arrive(id, pay{cents: -50, who: "A", text: "1"}, pay{cents: -60, ago: 40, who: "B", text: "2"})
	s.want("new", s.fetch().New, 2)
	s.control("/pages", `{"most":1}`)
	s.arrive(id, pay{cents: -70, who: "C", text: "3"})
	s.want("new", s.fetch().New, 1)
}
