package main

import (
	"slices"
	"testing"

	"ferry/core"
	"ferry/core/app"
)

// One number may hold several currencies: what lists and questions say of an account finds it again, and no other one.
func TestAccountsOfOneNumberAreToldApart(t *testing.T) {
	t.Parallel()
	view := func(id core.AccountID, currency core.Currency) app.AccountView {
		return app.AccountView{Account: core.Account{ID: id, Reference: "BE68539007547034", Currency: currency}}
	}
	accounts := []app.AccountView{view("a", "EUR"), view("b", "USD")}
	if told(accounts[0]) == told(accounts[1]) {
		t.Errorf("both are %q", told(accounts[0]))
	}
	for _, want := range []app.AccountView{accounts[0], accounts[1]} {
		for _, name := range []string{told(want), want.Told(), string(want.ID)} {
			if ids, err := findAccounts(accounts, []string{name}); err != nil || !slices.Equal(ids, []core.AccountID{want.ID}) {
				t.Errorf("%q finds %v, %v", name, ids, err)
			}
		}
	}
	if ids, err := findAccounts(accounts, []string{"be68 5390 0754 7034"}); err != nil || len(ids) != 2 {
		t.Errorf("the number alone finds %v, %v", ids, err)
	}
}
