package ponto

import (
	"net/url"
	"time"

	"ferry/core"
)

// DecodePage reads a list of transactions or pending transactions as it came from the API.
func DecodePage(raw []byte, of TransactionsOf) (TransactionPage, error) {
	return decodePage(raw, of, nil)
}

func decodePage(raw []byte, of TransactionsOf, base *url.URL) (TransactionPage, error) {
	doc, err := decodeLines(raw)
	if err != nil {
		return TransactionPage{}, protocolError(notJSON, err)
	}
	if doc.Data == nil {
		return TransactionPage{}, protocolError(listMissing, nil)
	}
	page := TransactionPage{Lines: make([]core.Transaction, len(*doc.Data)), Raw: raw}
	zone := of.zone()
	for i := range *doc.Data {
		if page.Lines[i], err = (*doc.Data)[i].line(of, zone); err != nil {
			return TransactionPage{}, err
		}
	}
	page.SynchronizedAt, _, _ = instant(doc.Meta.SynchronizedAt)
	page.Latest = syncResult(doc.Meta.Latest)
	page.Next, err = cursorOf(doc.Links.Next, doc.Meta.Paging.After, base)
	return page, err
}

// decodeLines reads a list of lines, fast where it has the usual shape.
func decodeLines(raw []byte) (document[[]lineResource], error) {
	if lines, rest, ok := scanPage(raw); ok {
		if doc, err := decode[document[[]lineResource]](rest); err == nil {
			doc.Data = &lines
			return doc, nil
		}
	}
	return decode[document[[]lineResource]](raw)
}

// DecodeTransaction reads one line: a resource object, or a document that holds one.
func DecodeTransaction(raw []byte, of TransactionsOf) (core.Transaction, error) {
	doc, err := decode[struct {
		lineResource
		Data *lineResource `json:"data"`
	}](raw)
	if err != nil {
		return core.Transaction{}, protocolError(notJSON, err)
	}
	if doc.Data == nil {
		doc.Data = &doc.lineResource
	}
	return doc.Data.line(of, of.zone())
}

func (of TransactionsOf) zone() *time.Location {
	if of.Zone == nil {
		return core.Institution{}.Zone()
	}
	return of.Zone
}

// line is the transaction with exact amounts and the bank's days. What cannot be understood is kept as text.
func (r *lineResource) line(of TransactionsOf, zone *time.Location) (core.Transaction, error) {
	if r.ID == "" {
		return core.Transaction{}, protocolError(lineWithoutID, nil)
	}
	a := &r.Attributes
	currency := core.Currency(a.Currency)
	if currency == "" {
		currency = of.Currency
	}
	t := core.Transaction{
		ID: core.TransactionID(r.ID), Account: of.Account,
		BookingDate: day(a.ExecutionDate, zone), ExecutionInstant: a.ExecutionDate,
		ValueDate: day(a.ValueDate, zone), ValueInstant: a.ValueDate,
		Amount:      core.Amount{Currency: currency},
		Description: a.Description, Remittance: a.RemittanceInformation, RemittanceType: a.RemittanceInformationType,
		CounterpartName: a.CounterpartName, CounterpartReference: a.CounterpartReference,
		BankTransactionCode: a.BankTransactionCode, ProprietaryCode: a.ProprietaryCode,
		EndToEndID: a.EndToEndID, MandateID: a.MandateID, CreditorID: a.CreditorID, PurposeCode: a.PurposeCode,
		AdditionalInformation: a.AdditionalInformation,
		CardReference:         a.CardReference, CardReferenceType: a.CardReferenceType,
		Digest: a.Digest, InternalReference: a.InternalReference,
	}
	if r.Type == "pendingTransaction" {
		t.State = core.Pending
	}
	t.CreatedAt, _, _ = instant(a.CreatedAt)
	t.UpdatedAt, _, _ = instant(a.UpdatedAt)
	if amount, err := core.ParseJSONAmount(string(a.Amount), currency); err == nil {
		t.Amount = amount
	} else if t.AmountText = string(a.Amount); t.AmountText == "" {
		t.AmountText = "null" // no amount is not an amount of zero
	}
	// A fee that is no amount is left out: it only explains the amount, and the raw page keeps it.
	if a.Fee != "" {
		if fee, err := core.ParseJSONAmount(string(a.Fee), currency); err == nil {
			t.Fee = fee
		}
	}
	return t, nil
}

func account(r resource[accountAttributes]) (core.Account, error) {
	if r.ID == "" {
		return core.Account{}, protocolError(lineWithoutID, nil)
	}
	a := r.Attributes
	currency := core.Currency(a.Currency)
	out := core.Account{
		ID: core.AccountID(r.ID), Institution: core.InstitutionID(r.Relationships.Institution.Data.ID),
		Subtype: a.Subtype, Reference: a.Reference, ReferenceType: a.ReferenceType, InternalReference: a.InternalReference,
		Currency: currency, Holder: a.HolderName, Description: a.Description, Product: a.Product, Deprecated: a.Deprecated,
		ReadOnly:   r.Meta.Availability == "readonly",
		LatestSync: syncResult(r.Meta.Latest),
	}
	var err error
	out.CurrentBalance, err = core.ParseJSONAmount(string(a.CurrentBalance), currency)
	out.BalanceKnown = err == nil
	// Without an available balance the account simply shows none: the zero Amount.
	out.AvailableBalance, _ = core.ParseJSONAmount(string(a.AvailableBalance), currency)
	for _, field := range []struct {
		to   *time.Time
		text string
	}{
		{&out.BalanceDate, a.BalanceDate}, {&out.BalanceChanged, a.BalanceObserved},
		{&out.SynchronizedAt, r.Meta.SynchronizedAt},
		{&out.AuthorizedAt, a.AuthorizedAt}, {&out.ExpiresAt, a.ExpiresAt},
	} {
		*field.to, _, _ = instant(field.text)
	}
	return out, nil
}

func institution(r resource[institutionAttributes]) (core.Institution, error) {
	if r.ID == "" {
		return core.Institution{}, protocolError(lineWithoutID, nil)
	}
	a := r.Attributes
	out := core.Institution{
		ID: core.InstitutionID(r.ID), Name: a.Name, BIC: a.BIC, Country: a.Country,
		Status: core.InstitutionStatus(a.Status), Deprecated: a.Deprecated,
		Brand: a.Brand, BrandReference: a.BrandReference, Maintenance: core.MaintenanceKind(a.Maintenance),
		TimeZone: a.TimeZone, LifetimeDays: max(a.Lifetime, 0), Pending: a.Pending,
	}
	out.MaintenanceFrom, _, _ = instant(a.MaintenanceFrom)
	out.MaintenanceTo, _, _ = instant(a.MaintenanceTo)
	return out, nil
}

func syncResult(r *resource[synchronizationAttributes]) core.SyncResult {
	if r == nil {
		return core.SyncResult{}
	}
	out := core.SyncResult{ID: r.ID, Subtype: r.Attributes.Subtype, Status: r.Attributes.Status}
	out.Updated, _, _ = instant(r.Attributes.UpdatedAt)
	if len(r.Attributes.Errors) > 0 {
		out.Code, out.Detail = r.Attributes.Errors[0].Code, r.Attributes.Errors[0].Detail
	}
	return out
}

// instant reads a date-time in the spellings that occur. floating is set when the text names no offset, so that its day
// is the one written there in whatever zone; ok is false when it is no date at all.
func instant(text string) (t time.Time, floating, ok bool) {
	if text == "" {
		return time.Time{}, false, false
	}
	if t, err := time.Parse(time.RFC3339, text); err == nil { // takes fractions of any length
		return t, false, true
	}
	if t, err := time.Parse("2006-01-02T15:04:05Z0700", text); err == nil {
		return t, false, true
	}
	for _, layout := range []string{time.DateOnly, "2006-01-02T15:04:05", time.DateTime} {
		if t, err := time.Parse(layout, text); err == nil {
			return t, true, true
		}
	}
	return time.Time{}, false, false
}

// day is the calendar day of a date-time in the institution's zone: banks send local midnight as an instant of the
// evening before. The zero Date stands for a text that is no date.
func day(text string, zone *time.Location) core.Date {
	t, floating, ok := instant(text)
	switch {
	case !ok:
		return 0
	case floating:
		return core.DateIn(t, time.UTC)
	}
	return core.DateIn(t, zone)
}
