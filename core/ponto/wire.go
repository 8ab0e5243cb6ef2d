package ponto

import (
	"errors"
	"strconv"
	"strings"
	"time"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
)

// decode is the only place where JSON of the API is read. It takes absent and null alike and ignores unknown members;
// where a value has another type than it should, a second, slower pass takes what it can. Depth is bounded by the
// decoder (10,000), which refuses what is deeper.
func decode[T any](raw []byte) (T, error) {
	// A member that comes twice and a broken character are a bank's sins, not reasons to lose its page.
	tolerant := json.JoinOptions(jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
	var v T
	err := json.Unmarshal(raw, &v, tolerant)
	if _, mistyped := errors.AsType[*json.SemanticError](err); mistyped {
		var again T
		err = json.Unmarshal(raw, &again, tolerant, json.WithUnmarshalers(json.JoinUnmarshalers(
			json.UnmarshalFromFunc(looseString), json.UnmarshalFromFunc(looseBool), json.UnmarshalFromFunc(looseInt))))
		v = again
	}
	return v, err
}

// looseString keeps what is not a string as its JSON text.
func looseString(dec *jsontext.Decoder, s *string) error {
	text, err := scalar(dec)
	*s = text
	return err
}

// looseBool understands the strings "true" and "false". What is neither is false, as if it were absent.
func looseBool(dec *jsontext.Decoder, b *bool) error {
	text, err := scalar(dec)
	*b = strings.EqualFold(text, "true")
	return err
}

// looseInt understands numbers in strings and whole numbers with decimals. What is neither is 0, as if it were absent.
func looseInt(dec *jsontext.Decoder, n *int) error {
	text, err := scalar(dec)
	whole, decimals, _ := strings.Cut(text, ".")
	*n = 0
	if value, bad := strconv.Atoi(whole); bad == nil && strings.Trim(decimals, "0") == "" {
		*n = value
	}
	return err
}

// scalar reads any value as text: strings unquoted, null as nothing, others as they stand.
func scalar(dec *jsontext.Decoder) (string, error) {
	value, err := dec.ReadValue()
	if err != nil {
		return "", err
	}
	switch value.Kind() {
	case 'n':
		return "", nil
	case '"':
		text, err := jsontext.AppendUnquote(nil, value)
		if err != nil && len(text) == 0 {
			return "", err
		}
		return string(text), nil // with replacement characters where it was broken
	}
	return string(value), nil
}

// number is a JSON number as it was written, so that no digit of an amount is lost. Some answers write it as a string.
type number string

// UnmarshalJSONFrom keeps the text of the number.
func (n *number) UnmarshalJSONFrom(dec *jsontext.Decoder) error {
	text, err := scalar(dec)
	*n = number(text)
	return err
}

// document is the envelope of one resource or a list. Data is nil when it is missing, which is not the same as empty.
type document[T any] struct {
	Data  *T        `json:"data"`
	Links pageLinks `json:"links,omitzero"`
	Meta  pageMeta  `json:"meta,omitzero"`
}

type pageLinks struct {
	Next string `json:"next,omitzero"`
}

type pageMeta struct {
	Paging struct {
		After string `json:"after,omitzero"`
	} `json:"paging,omitzero"`
	SynchronizedAt string                               `json:"synchronizedAt,omitzero"`
	Latest         *resource[synchronizationAttributes] `json:"latestSynchronization,omitzero"`
}

// resource is one object of the API with its typed attributes.
type resource[A any] struct {
	Type          string        `json:"type,omitzero"`
	ID            string        `json:"id,omitzero"`
	Attributes    A             `json:"attributes"`
	Meta          resourceMeta  `json:"meta,omitzero"`
	Links         resourceLinks `json:"links,omitzero"`
	Relationships struct {
		Institution struct {
			Data struct {
				ID string `json:"id,omitzero"`
			} `json:"data,omitzero"`
		} `json:"financialInstitution,omitzero"`
	} `json:"relationships,omitzero"`
}

type resourceMeta struct {
	SynchronizedAt string                               `json:"synchronizedAt,omitzero"`
	Availability   string                               `json:"availability,omitzero"`
	Latest         *resource[synchronizationAttributes] `json:"latestSynchronization,omitzero"`
}

type resourceLinks struct {
	Redirect string `json:"redirect,omitzero"`
}

// lineResource is a transaction or pending transaction. Its relationships are not read: the account is the one that was
// asked for, and reading them would double the work.
type lineResource struct {
	Type       string         `json:"type,omitzero"`
	ID         string         `json:"id,omitzero"`
	Attributes lineAttributes `json:"attributes"`
}

type lineAttributes struct {
	Amount                    number `json:"amount,omitzero"`
	Currency                  string `json:"currency,omitzero"`
	ExecutionDate             string `json:"executionDate,omitzero"`
	ValueDate                 string `json:"valueDate,omitzero"`
	Description               string `json:"description,omitzero"`
	RemittanceInformation     string `json:"remittanceInformation,omitzero"`
	RemittanceInformationType string `json:"remittanceInformationType,omitzero"`
	CounterpartName           string `json:"counterpartName,omitzero"`
	CounterpartReference      string `json:"counterpartReference,omitzero"`
	BankTransactionCode       string `json:"bankTransactionCode,omitzero"`
	ProprietaryCode           string `json:"proprietaryBankTransactionCode,omitzero"`
	EndToEndID                string `json:"endToEndId,omitzero"`
	MandateID                 string `json:"mandateId,omitzero"`
	CreditorID                string `json:"creditorId,omitzero"`
	PurposeCode               string `json:"purposeCode,omitzero"`
	AdditionalInformation     string `json:"additionalInformation,omitzero"`
	CardReference             string `json:"cardReference,omitzero"`
	CardReferenceType         string `json:"cardReferenceType,omitzero"`
	Fee                       number `json:"fee,omitzero"`
	Digest                    string `json:"digest,omitzero"`
	InternalReference         string `json:"internalReference,omitzero"`
	CreatedAt                 string `json:"createdAt,omitzero"`
	UpdatedAt                 string `json:"updatedAt,omitzero"`
}

// The attributes of the small resources keep what they do not name, as it came.

type accountAttributes struct {
	Subtype           string         `json:"subtype,omitzero"`
	Reference         string         `json:"reference,omitzero"`
	ReferenceType     string         `json:"referenceType,omitzero"`
	InternalReference string         `json:"internalReference,omitzero"`
	Currency          string         `json:"currency,omitzero"`
	HolderName        string         `json:"holderName,omitzero"`
	Description       string         `json:"description,omitzero"`
	Product           string         `json:"product,omitzero"`
	Deprecated        bool           `json:"deprecated"`
	CurrentBalance    number         `json:"currentBalance,omitzero"`
	AvailableBalance  number         `json:"availableBalance,omitzero"`
	BalanceDate       string         `json:"currentBalanceReferenceDate,omitzero"`
	BalanceObserved   string         `json:"currentBalanceVariationObservedAt,omitzero"`
	AuthorizedAt      string         `json:"authorizedAt,omitzero"`
	ExpiresAt         string         `json:"authorizationExpirationExpectedAt,omitzero"`
	Unknown           jsontext.Value `json:",embed"`
}

type institutionAttributes struct {
	Name            string         `json:"name,omitzero"`
	BIC             string         `json:"bic,omitzero"`
	Country         string         `json:"country,omitzero"`
	Status          string         `json:"status,omitzero"`
	Deprecated      bool           `json:"deprecated"`
	Brand           string         `json:"sharedBrandName,omitzero"`
	BrandReference  string         `json:"sharedBrandReference,omitzero"`
	Maintenance     string         `json:"maintenanceType,omitzero"`
	MaintenanceFrom string         `json:"maintenanceFrom,omitzero"`
	MaintenanceTo   string         `json:"maintenanceTo,omitzero"`
	TimeZone        string         `json:"timeZone,omitzero"`
	Lifetime        int            `json:"expectedAuthorizationLifetime,omitzero"`
	Pending         bool           `json:"pendingTransactionsAvailable,omitzero"`
	Unknown         jsontext.Value `json:",embed"`
}

type synchronizationAttributes struct {
	Subtype   string         `json:"subtype,omitzero"`
	Status    string         `json:"status,omitzero"`
	Errors    []apiError     `json:"errors"`
	CreatedAt string         `json:"createdAt,omitzero"`
	UpdatedAt string         `json:"updatedAt,omitzero"`
	Unknown   jsontext.Value `json:",embed"`
}

// apiError is an entry of errors, in a refusal and in a failed synchronization.
type apiError struct {
	Code   string `json:"code,omitzero"`
	Detail string `json:"detail,omitzero"`
	Meta   struct {
		RequestID string         `json:"requestId,omitzero"`
		Resource  string         `json:"resource,omitzero"`
		Attribute string         `json:"attribute,omitzero"`
		Unknown   jsontext.Value `json:",embed"`
	} `json:"meta,omitzero"`
	Source struct {
		Pointer string `json:"pointer,omitzero"`
	} `json:"source,omitzero"`
}

// errorDocument is a refusal in either shape, JSON:API's or OAuth's.
type errorDocument struct {
	Errors      []apiError `json:"errors"`
	Error       string     `json:"error"`
	Description string     `json:"error_description"`
}

type tokenDocument struct {
	AccessToken  string `json:"access_token"`
	RefreshToken string `json:"refresh_token"`
	ExpiresIn    int    `json:"expires_in"` // seconds
}

// life is how long the access token is good: what the server says within reason, else Ponto's usual half hour.
func (t tokenDocument) life() time.Duration {
	if t.ExpiresIn <= 0 || t.ExpiresIn > 24*60*60 {
		return 1799 * time.Second
	}
	return time.Duration(t.ExpiresIn) * time.Second
}

// userInfoDocument is flat behind Ponto Connect. The custom integration's /me is not documented: name and id are taken
// from a resource object when it is one.
type userInfoDocument struct {
	Sub                string `json:"sub"`
	Name               string `json:"name"`
	OnboardingComplete bool   `json:"onboardingComplete"`
	PaymentsActivated  bool   `json:"paymentsActivated"`
	Representative     string `json:"representativeOrganizationName"`
	RepresentativeID   string `json:"representativeOrganizationId"`
	Data               struct {
		ID         string `json:"id"`
		Attributes struct {
			Name               string `json:"name"`
			OnboardingComplete bool   `json:"onboardingComplete"`
		} `json:"attributes"`
	} `json:"data"`
}
