package sandbox

import (
	"net/http"

	"ferry/core"
	"ferry/core/sandbox/world"
)

// The two kinds of line, as the API types them.
const (
	bookedType  = "transaction"
	pendingType = "pendingTransaction"
)

func (c *call) listTransactions() error { return c.lines(bookedType, c.world.Transactions) }

func (c *call) listPending() error { return c.lines(pendingType, c.world.PendingTransactions) }

// lines sends a page of an account's list. Filters on dates are ignored: no official source has them.
func (c *call) lines(kind string, read func(core.AccountID, world.Query) (world.Page[world.Line], error)) error {
	a, err := c.account()
	if err != nil {
		return err
	}
	asked, err := readPaging(c.r.URL)
	if err != nil {
		return err
	}
	if most := int(c.mostLines.Load()); most > 0 && most < asked.limit {
		asked.limit, asked.explicit = most, true
	}
	page, err := read(a.ID, asked.query())
	if err != nil {
		return refuse(err, "account")
	}
	return list(c, asked, page, c.lineWriter(kind, a), func(j *jsonWriter) { c.writeListMeta(j, a) })
}

func (c *call) getTransaction() error { return c.line(bookedType, c.world.Transaction) }

func (c *call) getPending() error { return c.line(pendingType, c.world.PendingTransaction) }

func (c *call) line(kind string, read func(core.AccountID, string) (world.Line, error)) error {
	a, err := c.account()
	if err != nil {
		return err
	}
	l, err := read(a.ID, c.r.PathValue("id"))
	if err != nil {
		return refuse(err, kind)
	}
	return c.item(http.StatusOK, func(j *jsonWriter) { c.lineWriter(kind, a)(j, l) })
}

// writeListMeta adds what a list of lines tells about its account.
func (c *call) writeListMeta(j *jsonWriter, a world.Account) {
	j.instant("synchronizedAt", a.SynchronizedAt)
	c.writeLatest(j, a)
}

// lineWriter returns the writer of an account's lines; what is equal for all of them is made once.
func (c *call) lineWriter(kind string, a world.Account) func(*jsonWriter, world.Line) {
	rel := jsonWriter{b: []byte("{")}
	rel.related("account", "account", string(a.ID), c.accountAddress(a.ID))
	rel.end()
	return func(j *jsonWriter, l world.Line) {
		j.identity(kind, l.ID)
		j.omitNulls = a.OmitNulls
		j.begin("attributes")
		writeContent(j, l.Content)
		j.plain("digest", l.Digest)
		j.plain("internalReference", l.InternalReference)
		j.instant("createdAt", l.CreatedAt)
		j.instant("updatedAt", l.UpdatedAt)
		j.end()
		j.raw("relationships", rel.b)
	}
}

func writeContent(j *jsonWriter, l world.Content) {
	j.amount("amount", l.Amount)
	j.plain("currency", string(l.Amount.Currency))
	j.instant("executionDate", l.ExecutionDate)
	j.instant("valueDate", l.ValueDate)
	j.text("description", l.Description)
	j.text("remittanceInformation", l.Remittance)
	j.text("remittanceInformationType", l.RemittanceType)
	j.text("counterpartName", l.CounterpartName)
	j.text("counterpartReference", l.CounterpartReference)
	j.text("bankTransactionCode", l.BankTransactionCode)
	j.text("proprietaryBankTransactionCode", l.ProprietaryCode)
	j.text("endToEndId", l.EndToEndID)
	j.text("mandateId", l.MandateID)
	j.text("creditorId", l.CreditorID)
	j.text("purposeCode", l.PurposeCode)
	j.text("additionalInformation", l.AdditionalInformation)
	j.text("cardReference", l.CardReference)
	j.text("cardReferenceType", l.CardReferenceType)
	j.amount("fee", l.Fee)
}
