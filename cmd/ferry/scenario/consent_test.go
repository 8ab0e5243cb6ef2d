package scenario

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"ferry/core"
	"ferry/core/app"
	"ferry/core/sandbox"
	"ferry/core/sandbox/world"
)

// activities are the told ones of a code, oldest first.
func (s *stage) activities(id core.AccountID, code core.Code) (texts []string) {
	s.Helper()
	all, err := s.file.Activities(0, 1000)
	s.must(err)
	for _, a := range slices.Backward(all) {
		if a.Account == id && a.Code == code {
			texts = append(texts, a.Text)
		}
	}
	return texts
}

// ends fails unless reading an account ends with a code, a sentence and a next step.
func (s *stage) ends(id core.AccountID, code core.Code) app.FetchResult {
	s.Helper()
	r := s.outcome(id)
	if r.Outcome != code || code != core.CodeOK && (r.Err == nil || core.HintOf(r.Err) == "") {
		s.Errorf("the outcome is %s (%v, %q), want %s with a next step", r.Outcome, r.Err, core.HintOf(r.Err), code)
	}
	return r
}

func consentEnds(s *stage) {
	id := s.read(ending)
	s.noteAll(id)
	s.later(3 * day)
	s.post(id, pay{cents: -999, who: "Missed", text: "1"}, pay{cents: -999, who: "Missed", text: "1"}) // Ponto cannot see them
	for range 3 {
		s.want("new", s.ends(id, core.CodeConsentExpired).New, 0)
		s.later(day)
	}
	// Once as what was found and once as the reminder that the day has come.
	if told := s.activities(id, core.CodeConsentExpired); len(told) == 0 || len(told) > 3 {
		s.Errorf("the end was told %d times: %q", len(told), told)
	}
	s.judge("without consent")
	_, err := s.world.Reauthorize(id)
	s.must(err)
	s.want("new after the renewal", s.ends(id, core.CodeOK).New, 2)
}

func warnedBeforeTheEnd(s *stage) {
	id := s.read(plain) // 120 days left
	given := map[string]int{}
	s.later(85 * day)
	for range 45 {
		s.later(day)
		s.attempt()
	}
	reminders, err := s.file.Reminders(id)
	s.must(err)
	for _, r := range reminders {
		given[fmt.Sprint(r.Step)]++
	}
	for _, step := range []string{"30", "14", "7", "3", "1", "0", "-1"} {
		if given[step] != 1 {
			s.Errorf("the reminder of step %s was given %d times", step, given[step])
		}
	}
	if r := s.outcome(id); r.Outcome != core.CodeConsentExpired {
		s.Errorf("an unattended reading ends with %s", r.Outcome)
	}
}

func renewedEarly(s *stage) {
	id := s.read(plain)
	s.noteAll(id)
	before := s.stored(id).ExpiresAt
	_, err := s.world.Reauthorize(id)
	s.must(err)
	if r := s.fetch(); r.New+r.Changed > 0 {
		s.Errorf("an early renewal brought %+v", r)
	}
	if after := s.stored(id).ExpiresAt; !after.After(before) {
		s.Errorf("the consent still ends on %v", after)
	}
}

func renewalAbandoned(s *stage) {
	id := s.read(plain)
	s.noteAll(id)
	state, err := s.file.FeedState(id)
	s.must(err)
	account := s.stored(id)
	flow, err := s.desk.Reauthorize(s.Context(), id)
	s.must(err)
	visitor := sandbox.NewVisitor(http.Client{Transport: s.wire.next})
	form, err := visitor.Open(s.Context(), flow.URL) // as far as the bank's first page, and no further
	s.must(err)
	if form.Done {
		s.Fatalf("the renewal asks for nothing: %+v", form)
	}
	s.restart()
	s.must(s.desk.AbandonAuthorization(s.Context(), flow.ID))
	after, err := s.file.FeedState(id)
	s.must(err)
	if after != state || fmt.Sprint(s.stored(id)) != fmt.Sprint(account) {
		s.Errorf("backing out has changed the account:\n%+v\n%+v", account, s.stored(id))
	}
	if r := s.fetch(); r.New+r.Changed > 0 {
		s.Errorf("backing out brought %+v", r)
	}
}

func renewedAtTheDesk(s *stage) {
	id := s.read(ending)
	s.noteAll(id)
	s.later(3 * day)
	s.post(id, pay{cents: -450, who: "Missed", text: "in between"})
	s.ends(id, core.CodeConsentExpired)
	flow, err := s.desk.Reauthorize(s.Context(), id)
	s.must(err)
	s.walk(flow.URL)
	if result, err := s.desk.AwaitAuthorization(s.Context(), flow.ID); err != nil || !result.Done {
		s.Fatalf("the renewal was not noticed: %+v, %v", result, err)
	}
	s.want("new", s.ends(id, core.CodeOK).New, 1)
}

// walk goes through the simulator's pages as a person who agrees to everything, and returns where they lead in the end.
func (s *stage) walk(address string) string { return s.consentAt(address, "") }

// consentAt does it for one bank, where the pages ask for one.
func (s *stage) consentAt(address, bank string) string {
	s.Helper()
	visitor := sandbox.NewVisitor(http.Client{Transport: s.wire.next})
	form, err := visitor.Open(s.Context(), address)
	for range 12 {
		s.must(err)
		if form.Done || form.Redirect != "" {
			return form.Redirect
		}
		answers := url.Values{}
		for _, f := range form.Fields {
			switch f.Name {
			case "country":
				answers.Set("country", "BE")
			case "institution":
				answers.Set("institution", bank)
			}
		}
		form, err = visitor.Submit(s.Context(), form, answers)
	}
	s.Fatalf("the pages do not end: %s", form.Title)
	return ""
}

func renewedWithNewIDs(s *stage) {
	id := s.read(plain)
	s.later(200 * day) // over, for 80 days
	s.attempt()
	s.noteAll(id)
	s.post(id, pay{cents: -100, ago: 40, who: "Missed", text: "once"}, pay{cents: -100, ago: 40, who: "Missed", text: "once"}, pay{cents: 700, who: "Missed", text: "today"})
	s.must(s.world.Reissue(id))
	_, err := s.world.Reauthorize(id)
	s.must(err)
	s.want("new", s.ends(id, core.CodeOK).New, 3)
	s.want("new again", s.fetch().New, 0)
}

func vanishesAndComesBack(s *stage) {
	id := s.read(plain)
	s.noteAll(id)
	s.must(s.world.Withdraw(id))
	s.ends(id, core.CodeWithdrawn)
	s.later(5 * day)
	s.ends(id, core.CodeWithdrawn)
	back, err := s.world.Restore(id)
	s.must(err)
	if back.ID == id {
		s.Fatalf("it came back under its old id")
	}
	s.want("new", s.fetch().New, 0)
	if a := s.stored(back.ID); !slices.Contains(a.Replaces, id) || !a.Connected {
		s.Errorf("the account does not go on: %+v", a)
	}
}

func comesBackWithMore(s *stage) {
	id := s.read(plain)
	s.noteAll(id)
	missed := []world.Content{
		s.content(id, pay{cents: 1200, ago: -9, who: "While away", text: "a"}), s.content(id, pay{cents: 1200, ago: -5, who: "While away", text: "b"}),
		s.copyOf(id, s.lines(id)[5]), // one that looks just like a line from before
	}
	s.must(s.world.Withdraw(id))
	s.attempt()
	s.later(9 * day)
	for _, c := range missed {
		_, err := s.world.Post(id, c)
		s.must(err)
	}
	_, err := s.world.Restore(id)
	s.must(err)
	s.want("new", s.fetch().New, 3)
}

func sameNumberTwoCurrenciesComeBack(s *stage) {
	eur, usd := s.accountAt(manyMoney, core.EUR), s.accountAt(manyMoney, "USD")
	s.choose(eur, usd)
	s.fetch()
	s.noteAll(eur)
	s.noteAll(usd)
	for _, id := range []core.AccountID{eur, usd} {
		s.must(s.world.Withdraw(id))
	}
	s.attempt()
	s.later(day)
	for _, id := range []core.AccountID{usd, eur} {
		_, err := s.world.Restore(id)
		s.must(err)
	}
	s.want("new", s.fetch().New, 0)
	accounts, err := s.file.Accounts()
	s.must(err)
	for _, a := range accounts {
		if a.Connected && len(a.Replaces) > 0 && (a.Currency == core.EUR) != slices.Contains(a.Replaces, eur) {
			s.Errorf("the %s account goes on from %v", a.Currency, a.Replaces)
		}
	}
}

func bankIsReplaced(s *stage) {
	old := s.read(leaving)
	s.noteAll(old)
	s.later(29 * day)
	s.attempt()
	next := s.accountAt(taking, core.EUR)
	s.choose(next)
	s.follow(old, next)
	s.fetch()
	if a := s.stored(next); !slices.Contains(a.Replaces, old) {
		s.Errorf("the account at the new bank does not continue the old one: %+v", a)
	}
	s.arrive(next, pay{cents: -321, who: "First at the new bank", text: "x"})
	s.want("new", s.fetch().New, 1)
}

// follow carries what is expected of notes over to the account that takes another one's place: the two banks number the
// payments differently.
func (s *stage) follow(from, to core.AccountID) {
	s.Helper()
	a, notes := s.stored(to), make(map[string]string)
	for t := range s.world.TrueLines(from) {
		notes[print(t)] = s.notes[s.payment(a, t)]
		delete(s.notes, s.payment(a, t))
	}
	for t := range s.world.TrueLines(to) {
		if text := notes[print(t)]; text != "" {
			s.notes[s.payment(a, t)] = text
		}
	}
}

func revokedBeforeItsDay(s *stage) {
	id := s.read(plain)
	s.must(s.world.Revoke(id))
	s.later(day)
	s.ends(id, core.CodeConsentNeeded)
	_, err := s.world.Restore(id)
	s.must(err)
	s.arrive(id, pay{cents: -75, who: "Again", text: "x"})
	s.want("new", s.ends(id, core.CodeOK).New, 1)
}

func addingABankLeavesOthersAlone(s *stage) {
	id := s.read(plain)
	s.noteAll(id)
	state, err := s.file.FeedState(id)
	s.must(err)
	account := fmt.Sprint(s.stored(id))
	s.choose(id, s.accountAt(french, core.EUR))
	after, err := s.file.FeedState(id)
	s.must(err)
	if after != state || fmt.Sprint(s.stored(id)) != account {
		s.Errorf("adding a bank has changed the account that was there")
	}
	s.fetch()
}

func endedFromTheStart(s *stage) {
	id := s.accountAt(ended, core.EUR)
	s.choose(id)
	r := s.ends(id, core.CodeConsentExpired)
	if r.New == 0 {
		s.Errorf("what Ponto still has was not read")
	}
	s.judge("what Ponto has")
	if text := r.Err.Error(); !strings.Contains(text, "ended") {
		s.Errorf("the outcome is told as %q", text)
	}
	_, err := s.world.Reauthorize(id)
	s.must(err)
	s.want("new after the renewal", s.ends(id, core.CodeOK).New, 3)
}
