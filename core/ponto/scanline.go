package ponto

// line reads a resource object. A member that comes twice is decode's business: which one counts differs by its type.
func (x *scanner) line(r *lineResource) {
	seen := false
	x.object(func(name string) {
		switch name {
		case "type":
			r.Type = x.textOrNull()
		case "id":
			r.ID = x.textOrNull()
		case "attributes":
			x.bad = x.bad || seen
			seen = true
			x.object(func(name string) { x.attribute(name, &r.Attributes) })
		default:
			x.skip(0)
		}
	})
}

func (x *scanner) attribute(name string, a *lineAttributes) {
	switch name {
	case "amount":
		a.Amount = x.amount()
	case "fee":
		a.Fee = x.amount()
	default:
		if field := a.field(name); field != nil {
			*field = x.textOrNull()
		} else {
			x.skip(0)
		}
	}
}

// field is the text of an attribute, nil for one that is not read.
func (a *lineAttributes) field(name string) *string {
	switch name {
	case "currency":
		return &a.Currency
	case "executionDate":
		return &a.ExecutionDate
	case "valueDate":
		return &a.ValueDate
	case "description":
		return &a.Description
	case "remittanceInformation":
		return &a.RemittanceInformation
	case "remittanceInformationType":
		return &a.RemittanceInformationType
	case "counterpartName":
		return &a.CounterpartName
	case "counterpartReference":
		return &a.CounterpartReference
	case "bankTransactionCode":
		return &a.BankTransactionCode
	case "proprietaryBankTransactionCode":
		return &a.ProprietaryCode
	case "endToEndId":
		return &a.EndToEndID
	case "mandateId":
		return &a.MandateID
	case "creditorId":
		return &a.CreditorID
	case "purposeCode":
		return &a.PurposeCode
	case "additionalInformation":
		return &a.AdditionalInformation
	case "cardReference":
		return &a.CardReference
	case "cardReferenceType":
		return &a.CardReferenceType
	case "digest":
		return &a.Digest
	case "internalReference":
		return &a.InternalReference
	case "createdAt":
		return &a.CreatedAt
	case "updatedAt":
		return &a.UpdatedAt
	}
	return nil
}
