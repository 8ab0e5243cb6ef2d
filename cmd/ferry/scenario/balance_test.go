package scenario

import (
	"slices"
	"strings"
	"time"

	"ferry/core"
	"ferry/core/sandbox"
	"ferry/core/sandbox/world"
)

// copyOf is a payment that says what a stored line says.
func (s *stage) copyOf(id core.AccountID, l core.Line) world.Content {
	s.Helper()
	return world.Content{Amount: l.Amount, ExecutionDate: s.instant(id, l.BookingDate), ValueDate: s.instant(id, l.ValueDate), CounterpartName: l.CounterpartName,
		CounterpartReference: l.CounterpartReference, Remittance: l.Remittance, RemittanceType: l.RemittanceType, EndToEndID: l.EndToEndID}
}

func startedLater(s *stage) {
	id := s.accountAt(plain, core.EUR)
	_, err := s.desk.Choices(s.Context(), s.conn.ID, "")
	s.must(err)
	s.must(s.desk.ChooseAccounts(s.Context(), s.conn.ID, []core.AccountID{id}, s.today(60)))
	s.fetch()
	s.judge("from the start date")
	s.noteAll(id)
	s.arrive(id, pay{cents: -10, ago: 61, who: "Too old", text: "x"}, pay{cents: -10, ago: 60, who: "Just in", text: "x"})
	s.want("new", s.fetch().New, 1)
	s.must(s.world.Reissue(id))
	for range 3 {
		s.later(day)
		s.want("new", s.fetch().New, 0)
	}
}

func startedEarlierAfterAll(s *stage) {
	id := s.accountAt(plain, core.EUR)
	_, err := s.desk.Choices(s.Context(), s.conn.ID, "")
	s.must(err)
	s.must(s.desk.ChooseAccounts(s.Context(), s.conn.ID, []core.AccountID{id}, s.today(30)))
	s.fetch()
	s.noteAll(id)
	a := s.stored(id)
	a.HistoryFrom = 0
	s.must(s.file.PutAccounts(s.Context(), []core.Account{a}, "user", "read everything"))
	if r := s.fetch(); r.New == 0 || r.Late != 0 {
		s.Errorf("reading further back brought %+v", r)
	}
}

func balanceRunsAhead(s *stage) {
	id := s.read(plain)
	s.noteAll(id)
	ids := s.post(id, pay{cents: -54321, who: "Not listed yet", text: "x"})
	s.must(s.world.SyncDetails(id))
	before := len(s.lines(id))
	s.fetch()
	once := s.requests("GET", "/transactions")
	for range 5 {
		s.later(10 * time.Minute)
		s.want("new", s.fetch().New, 0)
	}
	if pages := s.requests("GET", "/transactions") - once; pages > 5*4 {
		s.Errorf("a balance that runs ahead costs %d pages in five readings", pages)
	}
	s.want("lines: none is made up", len(s.lines(id)), before)
	s.run(id)
	s.want("new", s.fetch().New, 1)
	s.line(id, ids[0])
	s.proven(id)
}

// proven fails unless bank balance minus lines is the account's opening.
func (s *stage) proven(id core.AccountID) {
	s.Helper()
	state, err := s.file.FeedState(id)
	s.must(err)
	truth, err := s.world.Truth(id)
	s.must(err)
	if !state.OffsetKnown || state.Offset != truth.Opening || state.ProbedKnown {
		s.Errorf("the balance is not proven: %+v, the opening is %s", state, truth.Opening)
	}
}

func balanceFindsWhatIsMissing(s *stage) {
	id := s.read(plain)
	s.noteAll(id)
	s.proven(id)
	s.arrive(id, pay{cents: -1, ago: 100, who: "Deep", text: "x"})
	s.later(time.Minute)
	s.run(id) // a second run: nothing but the balance tells of the line
	s.want("new", s.fetch().New, 1)
	s.proven(id)
}

func attributesAreNull(s *stage) {
	id := s.accountAt(plain, core.EUR)
	s.choose(id)
	s.fault(sandbox.FaultNulls, "/accounts", 0)
	s.attempt()
	s.calm()
	s.later(day)
	s.fetch()
	s.judge("once the texts are there")
	s.noteAll(id)
	s.fault(sandbox.FaultNulls, "/accounts", 0)
	s.later(31 * day)
	s.attempt()
	s.calm()
	s.later(31 * day)
	s.fetch()
}

func unknownAttributes(s *stage) {
	s.fault(sandbox.FaultUnknown, "", 0)
	id := s.read(plain)
	s.noteAll(id)
	s.arrive(id, pay{cents: 12, who: "A", text: "x"})
	s.want("new", s.fetch().New, 1)
}

func aroundBothClockChanges(s *stage) {
	for _, bank := range []string{midnight, french} {
		id := s.accountAt(bank, core.EUR)
		s.choose(id)
		s.fetch()
	}
	midnights, frenchOnes := s.accountAt(midnight, core.EUR), s.accountAt(french, core.EUR)
	s.choose(midnights, frenchOnes)
	for _, change := range []core.Date{core.NewDate(2026, time.March, 29), core.NewDate(2026, time.October, 25)} {
		s.must(s.world.Set(change.AddDays(2).Time().Add(12 * time.Hour)))
		for _, id := range []core.AccountID{midnights, frenchOnes} {
			if _, err := s.world.Reauthorize(id); err != nil {
				s.must(err)
			}
			var want []core.Date
			for ago := 4; ago >= 1; ago-- {
				s.arrive(id, pay{cents: -int64(ago), ago: ago, who: "Clock", text: change.String()})
				want = append(want, s.today(ago))
			}
			s.ends(id, core.CodeOK)
			var got []core.Date
			for _, l := range slices.Backward(s.lines(id)) {
				if l.CounterpartName == "Clock" && strings.Contains(l.Remittance, change.String()) {
					got = append(got, l.BookingDate)
				}
			}
			if !slices.Equal(got, want) {
				s.Errorf("days around %s: %v, want %v", change, got, want)
			}
		}
	}
	s.noteAll(midnights)
	s.must(s.world.Reissue(midnights))
	s.later(day)
	s.fetch()
}

func lastMinuteOfTheDay(s *stage) {
	id := s.accountAt(manyMoney, core.EUR)
	s.choose(id)
	s.fetch()
	zone := s.institution(id).Zone()
	for n, at := range []time.Time{
		time.Date(2026, time.February, 28, 23, 59, 59, 999e6, zone), time.Date(2026, time.March, 1, 0, 0, 0, 0, zone),
		time.Date(2026, time.March, 1, 0, 30, 0, 0, zone), time.Date(2026, time.March, 1, 23, 30, 0, 0, zone),
	} {
		_, err := s.world.Post(id, world.Content{Amount: core.Amount{Minor: int64(n + 1), Currency: core.EUR}, ExecutionDate: at.UTC(), CounterpartName: "Edge"})
		s.must(err)
	}
	s.run(id)
	s.want("new", s.fetch().New, 4)
	for _, l := range s.lines(id) {
		want := core.NewDate(2026, time.March, 1)
		if l.Amount.Minor == 1 {
			want--
		}
		if l.CounterpartName == "Edge" && l.BookingDate != want {
			s.Errorf("%s booked at %s stands on %s", l.Amount, l.ExecutionInstant, l.BookingDate)
		}
	}
}

func oneNumberManyCurrencies(s *stage) {
	var ids []core.AccountID
	for _, currency := range []core.Currency{core.EUR, "USD", "JPY", "TND"} {
		ids = append(ids, s.accountAt(manyMoney, currency))
	}
	s.choose(ids...)
	s.fetch()
	s.judge("four currencies")
	for _, id := range ids {
		s.noteAll(id)
		s.arrive(id, pay{cents: -100, who: "Same", text: "in every currency"})
	}
	s.want("new", s.fetch().New, 4)
}

func firstLineOfAnEmptyAccount(s *stage) {
	id := s.read(empty)
	s.want("lines", len(s.lines(id)), 0)
	s.arrive(id, pay{cents: 100000, who: "Deposit", text: "first"})
	s.want("new", s.fetch().New, 1)
	s.proven(id)
}

func cardInDebt(s *stage) {
	id := s.read(cards, dateless)
	for _, l := range s.lines(id) {
		if l.Amount.Minor == 0 && l.AmountText != "" {
			s.Errorf("an amount was not understood: %q", l.AmountText)
		}
	}
	s.arrive(id, pay{cents: -999999, who: "Dear", text: "x"}, pay{cents: 1, who: "Cent", text: "back"})
	s.want("new", s.fetch().New, 2)
}
