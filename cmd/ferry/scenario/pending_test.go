package scenario

import (
	"ferry/core"
	"ferry/core/sandbox/world"
)

// announced is the file's only announced line of someone.
func (s *stage) announced(id core.AccountID, who string) core.Line {
	s.Helper()
	pending, err := s.file.Pending(id)
	s.must(err)
	for _, l := range pending {
		if l.CounterpartName == who {
			return l
		}
	}
	s.Fatalf("nothing of %s is announced", who)
	return core.Line{}
}

// noteOn writes a note on an announced line.
func (s *stage) noteOn(id core.AccountID, who, text string) {
	s.Helper()
	s.must(s.file.SetNote(s.Context(), id, s.announced(id, who).No, text, "user"))
}

// expectNote says that a booked line must carry a note.
func (s *stage) expectNote(id core.AccountID, line, text string) {
	s.Helper()
	for t := range s.world.TrueLines(id) {
		if t.ID == line {
			s.notes[s.payment(s.stored(id), t)] = text
			return
		}
	}
	s.Fatalf("the bank has no line %s", line)
}

func announcedThenBooked(s *stage) {
	id := s.read(plain)
	before := s.lines(id)
	line := s.announce(id, pay{cents: -4200, who: "Restaurant", text: "card"})[0]
	r := s.fetch()
	s.want("new while announced", r.New, 0)
	s.want("booked lines while announced", len(s.lines(id)), len(before))
	s.judge("announced")
	s.book(id, line, nil)
	s.want("new when booked", s.fetch().New, 1)
}

func bookedWithAnotherAmountAndDay(s *stage) {
	id := s.read(plain)
	line := s.announce(id, pay{cents: -4200, who: "Restaurant", text: "card 1"})[0]
	s.fetch()
	s.later(3 * day)
	s.book(id, line, func(c *world.Content) {
		c.Amount.Minor = -4700
		c.ExecutionDate = c.ExecutionDate.AddDate(0, 0, 2)
		c.Remittance = "card 1 with tip"
	})
	s.want("new", s.fetch().New, 1)
}

func bookedOnAnotherDay(s *stage) {
	id := s.read(plain)
	line := s.announce(id, pay{cents: -1999, who: "Web shop", text: "order 5"})[0]
	s.fetch()
	s.noteOn(id, "Web shop", "for the office")
	s.later(2 * day)
	yesterday := s.instant(id, s.today(1))
	booked := s.book(id, line, func(c *world.Content) { c.ExecutionDate = yesterday })
	s.fetch()
	s.expectNote(id, booked, "for the office")
}

func announcedVanishes(s *stage) {
	id := s.read(plain)
	line := s.announce(id, pay{cents: -10000, who: "Petrol", text: "reservation"})[0]
	s.fetch()
	s.judge("announced")
	s.must(s.world.Remove(id, line))
	s.run(id)
	s.want("new", s.fetch().New, 0)
}

func announcedInNoSum(s *stage) {
	id := s.read(plain)
	before, err := s.file.Stats(id)
	s.must(err)
	s.announce(id, pay{cents: -123456, who: "A", text: "1"}, pay{cents: 654321, who: "B", text: "2"})
	s.fetch()
	after, err := s.file.Stats(id)
	s.must(err)
	if after.Sum != before.Sum || after.Pending != before.Pending+2 {
		s.Errorf("figures went from %+v to %+v", before, after)
	}
	totals, err := s.file.Lines(s.Context(), core.Query{Accounts: []core.AccountID{id}, Pending: true})
	s.must(err)
	if sum := totals.Totals().Sums; len(sum) != 1 || sum[0] != before.Sum {
		s.Errorf("a list with announced lines sums to %v, the booked ones to %v", sum, before.Sum)
	}
}

func everyBankThatAnnounces(s *stage) {
	banks := []string{plain, midnight, taking, cards}
	for n, bank := range banks {
		s.announce(s.accountAt(bank, core.EUR), pay{cents: -int64(100 * (n + 1)), who: "Everywhere", text: bank})
	}
	s.read(banks...)
	for n, bank := range banks {
		id := s.accountAt(bank, core.EUR)
		if l := s.announced(id, "Everywhere"); l.Amount.Minor != -int64(100*(n+1)) {
			s.Errorf("%s announces %v", bank, l.Amount)
		}
	}
}

func noteOnAnnouncedSurvives(s *stage) {
	id := s.read(plain)
	line := s.announce(id, pay{cents: -880, who: "Library", text: "book 9"}, pay{cents: -880, who: "Printer", text: "paper"})[0]
	s.fetch()
	s.noteOn(id, "Library", "for Jo")
	booked := s.book(id, line, nil)
	s.restart()
	s.fetch()
	s.expectNote(id, booked, "for Jo")
}

func oneOfTwoAlikeAnnouncedIsBooked(s *stage) {
	id := s.read(plain)
	ids := s.announce(id, pay{cents: -250, who: "Station", text: "coffee"}, pay{cents: -250, who: "Station", text: "coffee"})
	s.fetch()
	s.judge("two announced")
	s.book(id, ids[0], nil)
	s.want("new", s.fetch().New, 1)
	s.judge("one booked")
	s.book(id, ids[1], nil)
	s.want("new", s.fetch().New, 1)
}

func announcedUnderNewIDs(s *stage) {
	id := s.read(plain)
	line := s.announce(id, pay{cents: -640, who: "Bakery", text: "cake"})[0]
	s.fetch()
	s.noteAll(id)
	s.noteOn(id, "Bakery", "birthday")
	s.must(s.world.Reissue(id))
	s.later(day)
	s.want("new", s.fetch().New, 0)
	if l := s.announced(id, "Bakery"); l.Note != "birthday" || string(l.ID) == line {
		s.Errorf("the announced line is %+v", l)
	}
}

func bookedBeforeItsAnnouncementGoes(s *stage) {
	id := s.read(plain)
	line := s.announce(id, pay{cents: -3300, who: "Taxi", text: "ride"})[0]
	s.fetch()
	s.arrive(id, pay{cents: -3300, who: "Taxi", text: "ride"}) // booked, and still announced as well
	s.want("new", s.fetch().New, 1)
	s.judge("both")
	s.must(s.world.Remove(id, line))
	s.run(id)
	s.want("new", s.fetch().New, 0)
}
