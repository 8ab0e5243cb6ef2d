package sandbox

import (
	"encoding/json"
	"net/http"
	"strings"
	"time"

	"ferry/core"
	"ferry/core/sandbox/world"
)

// The sandbox resources: what stands at the bank itself. A line posted here reaches an account's list only with the next
// synchronization.

func (c *call) listBankAccounts() error {
	all, err := c.bankAccounts()
	if err != nil {
		return err
	}
	asked, err := readPaging(c.r.URL)
	if err != nil {
		return err
	}
	id := func(a world.BankAccount) string { return a.ID }
	page, err := world.PageOf(world.ListOf(all, id), asked.query())
	if err != nil {
		return err
	}
	return list(c, asked, page, writeBankAccount, nil)
}

// bankAccounts are those of the caller's organization at the institution of the path. The vendor's own token sees those
// of the organization that plays Ponto Connect's customer.
func (c *call) bankAccounts() ([]world.BankAccount, error) {
	organization := c.world.ConnectOrganization().ID
	if c.who.integration != "" {
		i, err := c.world.Integration(c.who.integration)
		if err != nil {
			return nil, refuse(err, "integration")
		}
		organization = i.Organization
	}
	all, err := c.world.BankAccounts(organization, core.InstitutionID(c.r.PathValue("institution")))
	return all, refuse(err, "financialInstitution")
}

func (c *call) bankAccount() (world.BankAccount, error) {
	all, err := c.bankAccounts()
	if err != nil {
		return world.BankAccount{}, err
	}
	for _, a := range all {
		if a.ID == c.r.PathValue("bankAccount") {
			return a, nil
		}
	}
	return world.BankAccount{}, notFound("financialInstitutionAccount")
}

func (c *call) getBankAccount() error {
	a, err := c.bankAccount()
	if err != nil {
		return err
	}
	return c.item(http.StatusOK, func(j *jsonWriter) { writeBankAccount(j, a) })
}

func (c *call) listBankTransactions() error {
	a, err := c.bankAccount()
	if err != nil {
		return err
	}
	asked, err := readPaging(c.r.URL)
	if err != nil {
		return err
	}
	page, err := c.world.BankTransactions(a.ID, asked.query())
	if err != nil {
		return err
	}
	return list(c, asked, page, writeBankTransaction, nil)
}

func (c *call) getBankTransaction() error {
	a, err := c.bankAccount()
	if err != nil {
		return err
	}
	l, err := c.bankTransaction(a.ID, c.r.PathValue("id"))
	if err != nil {
		return err
	}
	return c.item(http.StatusOK, func(j *jsonWriter) { writeBankTransaction(j, l) })
}

// bankTransaction walks the bank's list; the world has no shorter way, and nobody reads single lines there in bulk.
func (c *call) bankTransaction(bankAccount, id string) (world.Line, error) {
	query := world.Query{Limit: world.MaxLimit, LimitGiven: true}
	for {
		page, err := c.world.BankTransactions(bankAccount, query)
		if err != nil {
			return world.Line{}, err
		}
		for _, l := range page.Items {
			if l.ID == id {
				return l, nil
			}
		}
		if page.After == "" {
			return world.Line{}, notFound("financialInstitutionTransaction")
		}
		query.After = page.After
	}
}

func (c *call) createBankTransaction() error {
	a, err := c.bankAccount()
	if err != nil {
		return err
	}
	attributes, err := c.attributes()
	if err != nil {
		return err
	}
	if currency := textOf(attributes, "currency"); currency != "" && currency != string(a.Currency) {
		return invalid("invalidAttribute", "currency", "The account is kept in "+string(a.Currency)+".")
	}
	content := world.Content{Amount: core.Amount{Currency: a.Currency}, ExecutionDate: c.world.Now(), ValueDate: c.world.Now()}
	if attributes["amount"] == nil {
		return invalid("attributeMissing", "amount", "The amount is required.")
	}
	if err := contentFrom(attributes, &content); err != nil {
		return err
	}
	l, err := c.world.PostToBank(a.ID, content)
	if err != nil {
		return err
	}
	c.did("booked a line at bank account " + a.ID)
	return c.item(http.StatusCreated, func(j *jsonWriter) { writeBankTransaction(j, l) })
}

// changeBankTransaction edits the texts of a line, and its counterpart only where the bank gave none.
func (c *call) changeBankTransaction() error {
	a, err := c.bankAccount()
	if err != nil {
		return err
	}
	attributes, err := c.attributes()
	if err != nil {
		return err
	}
	for _, fixed := range []string{"amount", "fee", "valueDate", "executionDate"} {
		delete(attributes, fixed)
	}
	edit, err := editOf(attributes, a.Currency)
	if err != nil {
		return err
	}
	l, err := c.world.ChangeAtBank(a.ID, c.r.PathValue("id"), func(content *world.Content) {
		name := content.CounterpartName
		if edit(content); name != "" {
			content.CounterpartName = name
		}
	})
	if err != nil {
		return refuse(err, "financialInstitutionTransaction")
	}
	c.did("changed a line at bank account " + a.ID)
	return c.item(http.StatusOK, func(j *jsonWriter) { writeBankTransaction(j, l) })
}

func writeBankAccount(j *jsonWriter, a world.BankAccount) {
	j.identity("financialInstitutionAccount", a.ID)
	j.begin("attributes")
	j.text("subtype", a.Subtype)
	j.text("reference", a.Reference)
	j.text("referenceType", a.ReferenceType)
	j.text("description", a.Description)
	j.text("currency", string(a.Currency))
	j.amount("currentBalance", a.Balance)
	j.amount("availableBalance", a.Available)
	j.end()
}

func writeBankTransaction(j *jsonWriter, l world.Line) {
	j.identity("financialInstitutionTransaction", l.ID)
	j.begin("attributes")
	writeContent(j, l.Content)
	j.end()
}

// contentFrom applies posted attributes to a line. content.Amount's currency must be set; absent attributes stay as they are.
func contentFrom(attributes map[string]json.RawMessage, content *world.Content) error {
	for name, field := range map[string]*core.Amount{"amount": &content.Amount, "fee": &content.Fee} {
		if raw := attributes[name]; raw != nil {
			a, err := core.ParseJSONAmount(strings.Trim(string(raw), `"`), content.Amount.Currency)
			if err != nil {
				return invalid("invalidAttribute", name, err.Error())
			}
			*field = a
		}
	}
	for name, field := range map[string]*time.Time{"executionDate": &content.ExecutionDate, "valueDate": &content.ValueDate} {
		if attributes[name] != nil {
			t, ok := readInstant(textOf(attributes, name))
			if !ok {
				return invalid("invalidAttribute", name, "This is not a date.")
			}
			*field = t
		}
	}
	for name, field := range textFields(content) {
		if attributes[name] != nil {
			*field = textOf(attributes, name)
		}
	}
	return nil
}

// editOf returns the change that posted attributes make to a line. What is wrong with them shows before anything changes.
func editOf(attributes map[string]json.RawMessage, currency core.Currency) (func(*world.Content), error) {
	probe := world.Content{Amount: core.Amount{Currency: currency}}
	if err := contentFrom(attributes, &probe); err != nil {
		return nil, err
	}
	return func(c *world.Content) {
		if err := contentFrom(attributes, c); err != nil {
			panic("cannot happen: the probe passed: " + err.Error())
		}
	}, nil
}

// textFields maps the API's names of a line's texts to where they stand.
func textFields(c *world.Content) map[string]*string {
	return map[string]*string{
		"description": &c.Description, "remittanceInformation": &c.Remittance,
		"remittanceInformationType": &c.RemittanceType, "counterpartName": &c.CounterpartName,
		"counterpartReference": &c.CounterpartReference, "bankTransactionCode": &c.BankTransactionCode,
		"proprietaryBankTransactionCode": &c.ProprietaryCode, "endToEndId": &c.EndToEndID, "mandateId": &c.MandateID,
		"creditorId": &c.CreditorID, "purposeCode": &c.PurposeCode, "additionalInformation": &c.AdditionalInformation,
		"cardReference": &c.CardReference, "cardReferenceType": &c.CardReferenceType,
	}
}

// readInstant takes what clients send for a date: RFC 3339 with or without a fraction, or a bare day.
func readInstant(text string) (time.Time, bool) {
	for _, layout := range []string{time.RFC3339, time.DateOnly} {
		if t, err := time.Parse(layout, text); err == nil {
			return t, true
		}
	}
	return time.Time{}, false
}
