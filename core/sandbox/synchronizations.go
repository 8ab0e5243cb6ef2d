package sandbox

import (
	"encoding/json"
	"net/http"
	"net/netip"

	"ferry/core"
	"ferry/core/sandbox/world"
)

// createSynchronization asks the bank for news in the user's name. The address of that user is required since 2023.
func (c *call) createSynchronization() error {
	attributes, err := c.attributes()
	if err != nil {
		return err
	}
	if textOf(attributes, "resourceType") != "account" {
		return invalid("invalidSynchronizationResource", "resourceType", "Only accounts can be synchronized.")
	}
	ip := textOf(attributes, "customerIpAddress")
	if ip == "" {
		return invalid("attributeMissing", "customerIpAddress", "The address of the customer who asks is required.")
	}
	// Whether the real service takes private or loopback addresses is not known; this one does.
	if _, err := netip.ParseAddr(ip); err != nil {
		return invalid("invalidAttribute", "customerIpAddress", "This is not an IP address.")
	}
	a, err := c.world.Account(core.AccountID(textOf(attributes, "resourceId")))
	if err != nil || a.Integration != c.who.integration {
		return invalid("invalidSynchronizationResource", "resourceId", "There is no such account to synchronize.")
	}
	sync, err := c.world.StartSynchronization(a.ID, textOf(attributes, "subtype"), ip)
	if err != nil {
		return err
	}
	c.did("started synchronization " + sync.ID + " (" + sync.Subtype + ") of account " + string(a.ID))
	return c.item(http.StatusCreated, func(j *jsonWriter) { c.writeSynchronization(j, sync) })
}

func (c *call) getSynchronization() error {
	sync, _, err := c.synchronization()
	if err != nil {
		return err
	}
	return c.item(http.StatusOK, func(j *jsonWriter) { c.writeSynchronization(j, sync) })
}

func (c *call) synchronization() (world.Synchronization, world.Account, error) {
	sync, err := c.world.Synchronization(c.r.PathValue("sync"))
	if err != nil {
		return sync, world.Account{}, refuse(err, "synchronization")
	}
	a, err := c.world.Account(sync.Account)
	if err != nil || a.Integration != c.who.integration {
		return sync, a, notFound("synchronization")
	}
	return sync, a, nil
}

func (c *call) listUpdated() error { return c.updated(bookedType, c.world.UpdatedTransactions) }

func (c *call) listUpdatedPending() error {
	return c.updated(pendingType, c.world.UpdatedPendingTransactions)
}

func (c *call) updated(kind string, read func(string, world.Query) (world.Page[world.Line], error)) error {
	sync, a, err := c.synchronization()
	if err != nil {
		return err
	}
	asked, err := readPaging(c.r.URL)
	if err != nil {
		return err
	}
	page, err := read(sync.ID, asked.query())
	if err != nil {
		return refuse(err, "synchronization")
	}
	return list(c, asked, page, c.lineWriter(kind, a), func(j *jsonWriter) { j.instant("synchronizedAt", a.SynchronizedAt) })
}

func (c *call) writeSynchronization(j *jsonWriter, s world.Synchronization) {
	j.identity("synchronization", s.ID)
	writeSynchronizationAttributes(j, s)
	address := c.base + "/synchronizations/" + s.ID
	j.begin("relationships")
	switch s.Subtype {
	case world.AccountTransactionsWithUnsettled:
		j.relatedList("updatedPendingTransactions", pendingType, address+"/updated-pending-transactions")
		fallthrough
	case world.AccountTransactions:
		j.relatedList("updatedTransactions", bookedType, address+"/updated-transactions")
	}
	j.end()
}

func writeSynchronizationAttributes(j *jsonWriter, s world.Synchronization) {
	j.begin("attributes")
	j.text("subtype", s.Subtype)
	j.text("status", s.Status)
	j.text("resourceType", "account")
	j.text("resourceId", string(s.Account))
	j.boolean("customerOnline", s.CustomerOnline)
	j.beginList("errors")
	for _, e := range s.Errors {
		j.beginItem()
		writeSyncError(j, e)
		j.end()
	}
	j.endList()
	j.instant("createdAt", s.CreatedAt)
	j.instant("updatedAt", s.UpdatedAt)
	j.end()
}

// writeSyncError writes what the bank answered: its body is an object where it was JSON, else a string.
func writeSyncError(j *jsonWriter, e world.SyncError) {
	j.text("code", e.Code)
	j.text("detail", e.Detail)
	j.begin("meta")
	if e.StatusCode != 0 {
		j.begin("financialInstitutionResponse")
		j.integer("statusCode", e.StatusCode)
		if !e.BodyHTML && json.Valid([]byte(e.Body)) {
			j.raw("body", []byte(e.Body))
		} else {
			j.text("body", e.Body)
		}
		j.text("requestId", e.RequestID)
		j.instant("timestamp", e.Timestamp)
		j.text("requestUri", e.RequestURI)
		j.end()
	}
	j.end()
}
