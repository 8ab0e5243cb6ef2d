package core

import "time"

// InstitutionID is Ponto's id of a bank in its directory.
type InstitutionID string

// InstitutionStatus says how mature Ponto calls its own connection to a bank.
type InstitutionStatus string

// The statuses that Ponto documents.
const (
	Stable       InstitutionStatus = "stable"
	Beta         InstitutionStatus = "beta"
	Experimental InstitutionStatus = "experimental"
)

// MaintenanceKind says what a maintenance window takes away.
type MaintenanceKind string

const (
	// MaintenanceInternal: Ponto itself cannot give any data of the bank.
	MaintenanceInternal MaintenanceKind = "internal"
	// MaintenanceInstitution: the bank is unreachable, stored data stays readable.
	MaintenanceInstitution MaintenanceKind = "financialInstitution"
)

// Institution is a bank, card issuer or payment service in Ponto's directory.
type Institution struct {
	ID              InstitutionID     `json:"id"`
	Name            string            `json:"name"`
	BIC             string            `json:"bic,omitempty"`
	Country         string            `json:"country,omitempty"` // ISO 3166-1; empty for international
	Status          InstitutionStatus `json:"status,omitempty"`
	Deprecated      bool              `json:"deprecated,omitempty"`
	Brand           string            `json:"sharedBrandName,omitempty"`
	BrandReference  string            `json:"sharedBrandReference,omitempty"`
	Maintenance     MaintenanceKind   `json:"maintenanceType,omitempty"`
	MaintenanceFrom time.Time         `json:"maintenanceFrom,omitzero"`
	MaintenanceTo   time.Time         `json:"maintenanceTo,omitzero"`
	TimeZone        string            `json:"timeZone,omitempty"`
	LifetimeDays    int               `json:"expectedAuthorizationLifetime,omitempty"` // 0 when the bank gives none
	Pending         bool              `json:"pendingTransactionsAvailable,omitempty"`
}

// InMaintenance reports whether the bank is in a maintenance window at the given instant. A window without ends is open.
func (i Institution) InMaintenance(now time.Time) bool {
	return i.Maintenance != "" &&
		(i.MaintenanceFrom.IsZero() || !now.Before(i.MaintenanceFrom)) &&
		(i.MaintenanceTo.IsZero() || now.Before(i.MaintenanceTo))
}

// Zone is the time zone in which the bank's days are counted. Ponto does not always give one; Brussels is where it and
// most of its banks keep their calendar.
func (i Institution) Zone() *time.Location {
	if i.TimeZone != "" {
		if zone, err := time.LoadLocation(i.TimeZone); err == nil {
			return zone
		}
	}
	zone, err := time.LoadLocation("Europe/Brussels")
	if err != nil {
		return time.UTC
	}
	return zone
}
