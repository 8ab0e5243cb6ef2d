package sandbox

import (
	"net/http"

	"ferry/core"
	"ferry/core/sandbox/world"
)

func (c *call) listAccounts() error {
	asked, err := readPaging(c.r.URL)
	if err != nil {
		return err
	}
	id := func(a world.Account) string { return string(a.ID) }
	page, err := world.PageOf(world.ListOf(c.world.Accounts(c.who.integration), id), asked.query())
	if err != nil {
		return err
	}
	return list(c, asked, page, c.writeAccount, nil)
}

func (c *call) getAccount() error {
	a, err := c.account()
	if err != nil {
		return err
	}
	return c.item(http.StatusOK, func(j *jsonWriter) { c.writeAccount(j, a) })
}

func (c *call) deleteAccount() error {
	a, err := c.account()
	if err != nil {
		return err
	}
	if err := c.world.Withdraw(a.ID); err != nil {
		return err
	}
	c.did("took account " + string(a.ID) + " out of the integration")
	return c.item(http.StatusOK, func(j *jsonWriter) { j.identity("account", string(a.ID)) })
}

func (c *call) writeAccount(j *jsonWriter, a world.Account) {
	j.identity("account", string(a.ID))
	j.omitNulls = a.OmitNulls
	j.begin("attributes")
	j.text("subtype", a.Subtype)
	j.text("reference", a.Reference)
	j.text("referenceType", a.ReferenceType)
	j.text("internalReference", a.InternalReference)
	j.text("currency", string(a.Currency))
	j.text("product", a.Product)
	j.text("holderName", a.Holder)
	j.text("description", a.Description)
	j.boolean("deprecated", a.Deprecated)
	j.amount("currentBalance", a.Current)
	j.instant("currentBalanceChangedAt", a.CurrentChangedAt)
	j.instant("currentBalanceReferenceDate", a.CurrentReferenceDate)
	j.instant("currentBalanceVariationObservedAt", a.CurrentVariationObservedAt)
	// The bank gives both balances in one answer, so their instants agree.
	j.amount("availableBalance", a.Available)
	j.instant("availableBalanceChangedAt", a.CurrentChangedAt)
	j.instant("availableBalanceReferenceDate", a.CurrentReferenceDate)
	j.instant("availableBalanceVariationObservedAt", a.CurrentVariationObservedAt)
	j.instant("authorizedAt", a.AuthorizedAt)
	j.instant("authorizationExpirationExpectedAt", a.ExpiresAt)
	j.end()

	j.begin("meta")
	j.instant("synchronizedAt", a.SynchronizedAt)
	availability := "available"
	if a.ReadOnly {
		availability = "readonly"
	}
	j.text("availability", availability)
	c.writeLatest(j, a)
	j.end()

	address := c.accountAddress(a.ID)
	j.begin("relationships")
	j.related("financialInstitution", "financialInstitution", string(a.Institution),
		c.base+"/financial-institutions/"+string(a.Institution))
	j.relatedList("transactions", "transaction", address+"/transactions")
	if a.PendingAvailable {
		j.relatedList("pendingTransactions", "pendingTransaction", address+"/pending-transactions")
	}
	j.end()
}

// writeLatest writes the most recent completed synchronization into a meta.
func (c *call) writeLatest(j *jsonWriter, a world.Account) {
	if a.Latest == nil {
		j.null("latestSynchronization")
		return
	}
	j.begin("latestSynchronization")
	j.identity("synchronization", a.Latest.ID)
	writeSynchronizationAttributes(j, *a.Latest)
	j.end()
}

func (c *call) accountAddress(id core.AccountID) string { return c.base + "/accounts/" + string(id) }
