package world

import (
	"errors"
	"sync"
	"testing"
	"time"

	"ferry/core"
)

const day = 24 * time.Hour

// authorized gives the starter accounts at the first connectable bank of a country that has a lifetime of 180 days.
func authorized(t *testing.T, w *World) []Account {
	t.Helper()
	in := w.StarterIntegration()
	for _, i := range w.Connectable("BE") {
		banks := must[[]BankAccount](t)(w.BankAccounts(in.Organization, i.ID))
		if i.LifetimeDays == 180 && len(banks) > 1 {
			var chosen []string
			for _, b := range banks {
				chosen = append(chosen, b.ID)
			}
			return must[[]Account](t)(w.Authorize(in.ID, i.ID, chosen))
		}
	}
	t.Fatal("no bank")
	return nil
}

func TestConsentRunsOutAndIsRenewed(t *testing.T) {
	t.Parallel()
	w := New(Options{})
	a := authorized(t, w)[0]
	if got := a.ExpiresAt.Sub(a.AuthorizedAt); got != 180*day || !a.AuthorizedAt.Equal(w.Now()) {
		t.Fatalf("authorized %v for %v", a.AuthorizedAt, got)
	}
	if a.Latest == nil || a.Latest.Status != Success {
		t.Fatalf("not read when it was linked: %+v", a.Latest)
	}
	first := must[Page[Line]](t)(w.UpdatedTransactions(a.Latest.ID, Query{}))
	if truth := checkTruth(t, w, a); a.Latest.Updated != truth.Lines || len(first.Items) != 10 {
		t.Errorf("the first run brought %d of %d lines", a.Latest.Updated, truth.Lines)
	}
	for _, l := range linesOf(t, w, a.ID) {
		if !l.CreatedAt.Equal(a.AuthorizedAt) {
			t.Fatalf("a line was at Ponto %v, before the account", l.CreatedAt)
		}
	}
	if err := w.Advance(181 * day); err != nil {
		t.Fatal(err)
	}
	must[string](t)(w.Post(a.ID, Content{Amount: euros(5000)}))
	if err := w.Advance(day); err != nil {
		t.Fatal(err)
	}
	a = must[Account](t)(w.Account(a.ID))
	if a.Latest.Status != Failed || a.Latest.Errors[0].Code != "authorizationInvalid" || a.Latest.Errors[0].StatusCode != 401 {
		t.Fatalf("after the end: %+v", a.Latest)
	}
	if !a.SynchronizedAt.Before(a.ExpiresAt) {
		t.Errorf("synchronized at %v, consent until %v", a.SynchronizedAt, a.ExpiresAt)
	}
	before := checkTruth(t, w, a) // reading goes on
	if before.BankLines != before.Lines+1 {
		t.Errorf("Ponto has %d lines, the bank %d", before.Lines, before.BankLines)
	}
	renewed := must[Account](t)(w.Reauthorize(a.ID))
	if renewed.ID != a.ID || renewed.ExpiresAt.Sub(w.Now()) != 180*day || renewed.Latest.Status != Success {
		t.Errorf("renewed: %+v", renewed)
	}
	if after := checkTruth(t, w, a); after.Lines != before.Lines+1 {
		t.Errorf("%d lines after the renewal, %d before", after.Lines, before.Lines)
	}
	known := 0
	for _, s := range w.Synchronizations() {
		if s.Account == a.ID {
			known++
		}
		if s.CustomerOnline {
			t.Errorf("nobody started %+v", s)
		}
	}
	if known > 8 {
		t.Errorf("%d runs of one account are kept", known)
	}
}

func TestExpireRevokeRestore(t *testing.T) {
	t.Parallel()
	w := New(Options{})
	a := authorized(t, w)[0]
	fails := func(want bool) {
		t.Helper()
		if err := w.Sync(a.ID); err != nil {
			t.Fatal(err)
		}
		if now := must[Account](t)(w.Account(a.ID)); (now.Latest.Status == Failed) != want {
			t.Errorf("synchronization: %s", now.Latest.Status)
		}
	}
	for _, end := range []func(core.AccountID) error{w.Expire, w.Revoke} {
		fails(false)
		if err := end(a.ID); err != nil {
			t.Fatal(err)
		}
		fails(true)
		if again := must[Account](t)(w.Restore(a.ID)); again.ID != a.ID || !again.ExpiresAt.Equal(a.ExpiresAt) {
			t.Errorf("restored: %+v", again)
		}
	}
	fails(false)
}

func TestWithdrawnAccountComesBackUnderNewID(t *testing.T) {
	t.Parallel()
	w := New(Options{})
	all := authorized(t, w)
	a := all[0]
	before := linesOf(t, w, a.ID)
	if err := w.Withdraw(a.ID); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Account(a.ID); !errors.Is(err, ErrNotFound) {
		t.Errorf("it is still there: %v", err)
	}
	if left := w.Accounts(w.StarterIntegration().ID); len(left) != len(all)-1 {
		t.Errorf("%d accounts left of %d", len(left), len(all))
	}
	back := must[Account](t)(w.Restore(a.ID))
	if back.ID == a.ID || back.InternalReference != a.InternalReference || back.Reference != a.Reference || !back.ExpiresAt.Equal(a.ExpiresAt) {
		t.Errorf("back: %+v", back)
	}
	after := linesOf(t, w, back.ID)
	if len(after) != len(before) {
		t.Fatalf("%d lines, %d before", len(after), len(before))
	}
	for i := range after {
		if after[i].ID == before[i].ID || after[i].Digest != before[i].Digest || after[i].Content != before[i].Content {
			t.Fatalf("line %d: %+v, before %+v", i, after[i], before[i])
		}
	}
	if again := must[Account](t)(w.Restore(a.ID)); again.ID != back.ID {
		t.Error("restoring twice made two accounts")
	}
}

func TestReissue(t *testing.T) {
	t.Parallel()
	w := New(Options{})
	a := first(w)
	before := linesOf(t, w, a.ID)
	if err := w.Reissue(a.ID); err != nil {
		t.Fatal(err)
	}
	after := linesOf(t, w, a.ID)
	for i := range after {
		if after[i].ID == before[i].ID || after[i].Content != before[i].Content {
			t.Fatalf("line %d", i)
		}
	}
	p := must[Page[Line]](t)(w.Transactions(a.ID, Query{After: before[3].ID}))
	if len(p.Items) != 0 || p.After != "" || p.Before != "" {
		t.Error("an old cursor does not look like an unknown one")
	}
}

func TestAuthorizeKeepsOthers(t *testing.T) {
	t.Parallel()
	w := New(Options{})
	full := w.FullIntegration()
	before := w.Accounts(full.ID)
	home := before[0].Institution
	banks := must[[]BankAccount](t)(w.BankAccounts(full.Organization, home))
	if len(banks) != 3 {
		t.Fatalf("%d accounts at the bank", len(banks))
	}
	var chosen []string
	for _, b := range banks[:] {
		chosen = append(chosen, b.ID)
	}
	if err := w.Advance(time.Hour); err != nil {
		t.Fatal(err)
	}
	must[[]Account](t)(w.Authorize(full.ID, home, chosen))
	after := w.Accounts(full.ID)
	if len(after) != len(before)+1 {
		t.Fatalf("%d accounts, %d before", len(after), len(before))
	}
	for i, a := range before {
		if after[i].ID != a.ID {
			t.Fatalf("account %d has another id", i)
		}
		if renewed := !after[i].AuthorizedAt.Equal(a.AuthorizedAt); renewed != (a.Institution == home) {
			t.Errorf("%s renewed: %v", a.Reference, renewed)
		}
	}
	if _, err := w.Authorize(full.ID, w.Connectable("FR")[0].ID, chosen); !errors.Is(err, ErrNotFound) {
		t.Errorf("accounts of another bank: %v", err)
	}
}

func TestDeprecatedAndMaintenance(t *testing.T) {
	t.Parallel()
	w := New(Options{})
	full := w.FullIntegration()
	for _, a := range w.Accounts(full.ID) {
		i := must[Institution](t)(w.Institution(a.Institution))
		if !a.Deprecated {
			continue
		}
		if _, err := w.Reauthorize(a.ID); !errors.Is(err, ErrNotConnectable) {
			t.Errorf("a deprecated account was renewed: %v", err)
		}
		for _, b := range w.Accounts(full.ID) {
			if b.Institution == i.Replacement && (b.Reference != a.Reference || len(linesOf(t, w, b.ID)) != len(linesOf(t, w, a.ID))) {
				t.Errorf("the replacement has %s, not %s", b.Reference, a.Reference)
			}
		}
	}
	a := first(w)
	now := w.Now()
	if err := w.SetMaintenance(a.Institution, core.MaintenanceInternal, now, now.Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Transactions(a.ID, Query{}); !errors.Is(err, ErrMaintenance) {
		t.Errorf("data in internal maintenance: %v", err)
	}
	if !first(w).ReadOnly {
		t.Error("not readonly")
	}
	if err := w.Advance(time.Hour); err != nil {
		t.Fatal(err)
	}
	if first(w).ReadOnly {
		t.Error("readonly after the window")
	}
	checkTruth(t, w, a)
	if err := errors.Join(w.SetDown(a.Institution, true), w.Sync(a.ID)); err != nil {
		t.Fatal(err)
	}
	if e := first(w).Latest; e.Status != Failed || !e.Errors[0].BodyHTML || e.Errors[0].StatusCode != 503 {
		t.Errorf("bank down: %+v", e)
	}
	checkTruth(t, w, a)
}

func TestSignUpToFirstAccount(t *testing.T) {
	t.Parallel()
	w := New(Options{})
	u := must[User](t)(w.SignUp("new@customer.example", "secret", "New", "Customer"))
	if _, err := w.SignUp("NEW@customer.example", "other", "", ""); !errors.Is(err, ErrExists) {
		t.Errorf("signed up twice: %v", err)
	}
	if _, err := w.SignIn("new@customer.example", "wrong"); !errors.Is(err, ErrCredentials) {
		t.Errorf("wrong password: %v", err)
	}
	o := must[Organization](t)(w.CreateOrganization(u.ID, "New BV", "BE", "0700000534"))
	if o.Billing {
		t.Error("paid already")
	}
	if err := w.SetBilling(o.ID); err != nil {
		t.Fatal(err)
	}
	in := must[Integration](t)(w.CreateIntegration(o.ID, "Books"))
	if found := must[Integration](t)(w.IntegrationByClient(in.ClientID)); found.ID != in.ID || len(in.ClientSecret) != 43 {
		t.Errorf("%+v", found)
	}
	if fresh := must[Integration](t)(w.RenewSecret(in.ID)); fresh.ClientSecret == in.ClientSecret {
		t.Error("the secret is the old one")
	}
	bank := w.Connectable("BE")[0]
	b := must[[]BankAccount](t)(w.BankAccounts(o.ID, bank.ID))[0]
	must[[]Account](t)(w.Authorize(in.ID, bank.ID, []string{b.ID}))
	if got := w.InstitutionsOf(in.ID); len(got) != 1 || got[0].ID != bank.ID {
		t.Errorf("institutions: %v", got)
	}
	c := must[Integration](t)(w.ConnectIntegration(w.ConnectOrganization().ID))
	if again := must[Integration](t)(w.ConnectIntegration(w.ConnectOrganization().ID)); again.ID != c.ID || c.ClientID != w.ConnectApplication().ClientID {
		t.Errorf("%+v, %+v", c, again)
	}
	if err := w.DeleteIntegration(in.ID); err != nil || len(w.Accounts(in.ID)) != 0 {
		t.Errorf("ended: %v", err)
	}
	if w.ConnectUser().Organizations[0] != w.ConnectOrganization().ID {
		t.Error("the connect user acts for another organization")
	}
}

func TestClock(t *testing.T) {
	t.Parallel()
	var elapsed time.Duration
	from := time.Date(2026, time.March, 28, 20, 0, 0, 0, time.UTC)
	w := New(Options{Now: from, Elapsed: func() time.Duration { return elapsed }})
	elapsed += time.Minute
	if got := w.Now(); !got.Equal(from.Add(time.Minute)) {
		t.Errorf("now %v", got)
	}
	if err := w.Advance(time.Hour); err != nil || !w.Now().Equal(from.Add(61*time.Minute)) {
		t.Errorf("now %v, %v", w.Now(), err)
	}
	if err := w.Set(from); !errors.Is(err, ErrBackwards) {
		t.Errorf("backwards: %v", err)
	}
	// Summer time begins on the 29th at 02:00, which does not exist: the run is at 03:00, and at 08:00 it is 06:00 UTC.
	for _, want := range []time.Time{from.Add(5 * time.Hour), from.Add(10 * time.Hour), from.Add(16 * time.Hour)} {
		if err := w.Set(want.Add(-time.Millisecond)); err != nil {
			t.Fatal(err)
		}
		if got := first(w).SynchronizedAt; !got.Before(want) {
			t.Errorf("a run before %v: %v", want, got)
		}
		if err := w.Set(want); err != nil {
			t.Fatal(err)
		}
		if got := first(w).SynchronizedAt; !got.Equal(want) {
			t.Errorf("run at %v, want %v", got, want)
		}
	}
}

func TestConcurrentUse(t *testing.T) {
	t.Parallel()
	w := New(Options{})
	a := first(w)
	var group sync.WaitGroup
	for range 4 {
		group.Go(func() {
			for range 20 {
				_, err := w.Post(a.ID, Content{Amount: euros(100)})
				_, err2 := w.Transactions(a.ID, Query{})
				if err := errors.Join(err, err2, w.Sync(a.ID), w.Advance(time.Minute)); err != nil {
					t.Error(err)
				}
				w.Truths("")
				w.Synchronizations()
			}
		})
	}
	group.Wait()
	if truth := checkTruth(t, w, a); truth.Lines != truth.BankLines {
		t.Errorf("%d lines, the bank has %d", truth.Lines, truth.BankLines)
	}
}
