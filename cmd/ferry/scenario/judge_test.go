package scenario

import (
	"context"
	"fmt"
	"iter"
	"slices"
	"strings"
	"sync"

	"ferry/core"
	"ferry/core/sandbox/world"
	"ferry/store"
)

// judge compares every connected account with what the simulator knows: every line once, with its day, amount and texts;
// count, sum and balance; announced lines apart; notes on their payments.
func (s *stage) judge(when string) {
	s.Helper()
	accounts, err := s.file.Accounts()
	s.must(err)
	judged := 0
	for _, a := range accounts {
		if !a.Connected || !a.WithdrawnAt.IsZero() {
			continue
		}
		truth, err := s.truth(a)
		if err != nil {
			s.Errorf("%s: the file reads %s, which the bank does not know", when, a.ID)
			continue
		}
		judged++
		for _, wrong := range slices.Concat(s.judgeLines(a), s.judgeFigures(a, truth), s.judgePending(a)) {
			s.Errorf("%s: %s: %s", when, a.Reference, wrong)
		}
	}
	if judged == 0 {
		s.Fatalf("%s: no account was judged", when)
	}
}

// truth is what the file must hold of an account that is read from a day on: what lies before belongs to the opening.
func (s *stage) truth(a core.Account) (world.Truth, error) {
	truth, err := s.world.Truth(a.ID)
	for t := range s.world.TrueLines(a.ID) {
		if t.Day < a.HistoryFrom {
			truth.Lines--
			truth.BankLines--
			truth.Sum.Minor -= t.Amount.Minor
			truth.Opening.Minor += t.Amount.Minor
		}
	}
	return truth, err
}

// wanted walks the lines that the file must hold of an account.
func (s *stage) wanted(a core.Account) iter.Seq[world.TrueLine] {
	return func(yield func(world.TrueLine) bool) {
		for t := range s.world.TrueLines(a.ID) {
			if t.Day >= a.HistoryFrom && !yield(t) {
				return
			}
		}
	}
}

// end judges the end of a play, and the file itself: what it says of every line must be in the bytes that brought it.
func (s *stage) end() {
	s.Helper()
	s.judge("at the end")
	s.verify()
	asked := 0
	for _, y := range s.world.Synchronizations() {
		if y.By == "user" {
			asked++
		}
	}
	s.want("synchronizations asked of the bank", asked, s.asks)
}

func (s *stage) verify() {
	s.Helper()
	report, err := s.file.Verify(context.WithoutCancel(s.Context()), store.VerifyOptions{Decode: s.decode})
	s.must(err)
	for _, fault := range report.Faults {
		s.Errorf("the file: %s", fault.What)
	}
}

// judgeLines compares line by line.
func (s *stage) judgeLines(a core.Account) (wrong []string) {
	bank := s.institution(a.ID)
	held := make(map[core.TransactionID]core.Line)
	for _, l := range s.lines(a.ID) {
		if !l.Missing.IsZero() {
			continue
		}
		if _, twice := held[l.ID]; twice {
			wrong = append(wrong, "the id "+string(l.ID)+" stands twice")
		}
		held[l.ID] = l
	}
	alike := make(map[string][]string) // notes of payments that agree in everything but their id
	for t := range s.wanted(a) {
		alike[print(t)] = append(alike[print(t)], s.notes[s.payment(a, t)])
	}
	for t := range s.wanted(a) {
		l, ok := held[core.TransactionID(t.ID)]
		if !ok {
			wrong = append(wrong, "lost: "+told(t))
			continue
		}
		delete(held, l.ID)
		for _, field := range []struct{ name, got, want string }{
			{"day", l.BookingDate.String(), t.Day.String()},
			{"value day", l.ValueDate.String(), core.DateIn(t.ValueDate, bank.Zone()).String()},
			{"amount", l.Amount.String() + string(l.Amount.Currency), t.Amount.String() + string(t.Amount.Currency)},
			{"name", l.CounterpartName, t.CounterpartName}, {"number", l.CounterpartReference, t.CounterpartReference},
			{"text", l.Remittance, t.Remittance}, {"end-to-end id", l.EndToEndID, t.EndToEndID},
		} {
			if field.got != field.want {
				wrong = append(wrong, fmt.Sprintf("%s: %s is %q", told(t), field.name, field.got))
			}
		}
		if !s.unsure && !slices.Contains(alike[print(t)], l.Note) {
			wrong = append(wrong, fmt.Sprintf("%s: the note is %q and should be %q", told(t), l.Note, s.notes[s.payment(a, t)]))
		}
	}
	for _, l := range held {
		wrong = append(wrong, fmt.Sprintf("not at the bank: %s of %s, %q %q", l.Amount, l.BookingDate, l.CounterpartName, l.Remittance))
	}
	slices.Sort(wrong)
	if shown := 8; len(wrong) > shown {
		wrong = append(wrong[:shown], fmt.Sprintf("and %d more", len(wrong)-shown))
	}
	return wrong
}

func (s *stage) payment(a core.Account, t world.TrueLine) payment {
	return payment{a.Reference, a.Currency, t.Payment}
}

// print is all by which a line can be told from another but its id.
func print(t world.TrueLine) string {
	return strings.Join([]string{t.Day.String(), t.Amount.String(), t.CounterpartName, t.CounterpartReference, t.Remittance, t.EndToEndID}, "|")
}

func told(t world.TrueLine) string {
	return fmt.Sprintf("%s of %s, %q %q", t.Amount, t.Day, t.CounterpartName, t.Remittance)
}

// judgeFigures compares count, sums and balance.
func (s *stage) judgeFigures(a core.Account, truth world.Truth) (wrong []string) {
	s.Helper()
	stats, err := s.file.Stats(a.ID)
	s.must(err)
	if stats.Lines-stats.Missing != truth.Lines {
		wrong = append(wrong, fmt.Sprintf("%d lines, the bank has %d", stats.Lines-stats.Missing, truth.Lines))
	}
	if stats.Sum != truth.Sum {
		wrong = append(wrong, fmt.Sprintf("the sum is %s, at the bank %s", stats.Sum, truth.Sum))
	}
	at, err := s.world.Account(a.ID)
	s.must(err)
	if a.CurrentBalance != at.Current {
		wrong = append(wrong, fmt.Sprintf("the balance is %s, at the bank %s", a.CurrentBalance, at.Current))
	}
	if balance, err := truth.Opening.Add(stats.Sum); truth.Lines == truth.BankLines && (err != nil || balance != truth.BankBalance) {
		wrong = append(wrong, fmt.Sprintf("opening and lines make %s, the bank's balance is %s", balance, truth.BankBalance))
	}
	return wrong
}

// judgePending compares the announced lines, which must be in no list of booked ones.
func (s *stage) judgePending(a core.Account) (wrong []string) {
	s.Helper()
	page, err := s.world.PendingTransactions(a.ID, world.Query{Limit: world.MaxLimit, LimitGiven: true})
	s.must(err)
	var got, want []string
	for _, l := range page.Items {
		want = append(want, fmt.Sprintf("%s %s %q", l.Amount, l.ID, l.CounterpartName))
	}
	pending, err := s.file.Pending(a.ID)
	s.must(err)
	for _, l := range pending {
		got = append(got, fmt.Sprintf("%s %s %q", l.Amount, l.ID, l.CounterpartName))
		if l.State != core.Pending {
			wrong = append(wrong, "an announced line counts as booked")
		}
	}
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		wrong = append(wrong, fmt.Sprintf("announced are %s, at the bank %s", got, want))
	}
	for _, l := range s.lines(a.ID) {
		if l.State == core.Pending {
			wrong = append(wrong, "an announced line stands among the booked ones")
		}
	}
	return wrong
}

// noteAll writes a note on every line that the bank lists, as the person at the desk might: it names the payment.
func (s *stage) noteAll(id core.AccountID) {
	s.Helper()
	a := s.stored(id)
	held := make(map[core.TransactionID]core.LineNo)
	for _, l := range s.lines(id) {
		held[l.ID] = l.No
	}
	var work sync.WaitGroup
	var mu sync.Mutex
	var failed error
	for t := range s.world.TrueLines(id) {
		no, ok := held[core.TransactionID(t.ID)]
		if !ok {
			continue
		}
		text := fmt.Sprint("payment ", t.Payment)
		s.notes[s.payment(a, t)] = text
		work.Go(func() { // together they share a write
			if err := s.file.SetNote(s.Context(), id, no, text, "user"); err != nil {
				mu.Lock()
				failed = err
				mu.Unlock()
			}
		})
	}
	work.Wait()
	s.must(failed)
}
