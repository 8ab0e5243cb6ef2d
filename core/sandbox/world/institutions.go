package world

import (
	"fmt"
	"slices"
	"time"

	"ferry/core"
)

// institution is a bank with its switches.
type institution struct {
	listing
	number uint64
	id     core.InstitutionID
	zone   *time.Location
	down   bool

	maintenance core.MaintenanceKind
	from, to    time.Time
}

func (i *institution) has(t trait) bool { return i.traits&t != 0 }

// inMaintenance reports whether a window is open, of the given kind or, when it is empty, of any.
func (i *institution) inMaintenance(now time.Time, kind core.MaintenanceKind) bool {
	if kind != "" && i.maintenance != kind {
		return false
	}
	return core.Institution{Maintenance: i.maintenance, MaintenanceFrom: i.from, MaintenanceTo: i.to}.InMaintenance(now)
}

// connectable: accounts can be added now.
func (i *institution) connectable(now time.Time) bool {
	return !i.has(isDeprecated) && !i.inMaintenance(now, "")
}

func (i *institution) dating() dating {
	switch {
	case i.has(localMidnight):
		return midnightLocal
	case i.has(exactTime):
		return trueTime
	}
	return midnightUTC
}

// Lengths of the maintenance windows that a world starts with.
const (
	windowBefore = 36 * time.Hour // an open one began so long ago
	windowLength = 30 * 24 * time.Hour
	windowSoon   = 48 * time.Hour // a coming one begins in so long
)

func (w *World) addInstitutions(now time.Time) {
	w.bySlug = map[string]*institution{}
	w.byInstitution = map[core.InstitutionID]*institution{}
	for n, l := range directory {
		i := &institution{listing: l, number: uint64(n), id: core.InstitutionID(w.fixedID(idInstitution, uint64(n))), zone: w.brussels}
		if name := zones[l.country]; name != "" {
			i.zone = location(name, w.brussels)
		}
		switch {
		case i.has(internalNow), i.has(internalSoon):
			i.maintenance = core.MaintenanceInternal
		case i.has(bankNow), i.has(bankSoon):
			i.maintenance = core.MaintenanceInstitution
		}
		if i.has(internalNow | bankNow) {
			i.from, i.to = now.Add(-windowBefore).Truncate(time.Hour), now.Add(windowLength).Truncate(time.Hour)
		}
		if i.has(internalSoon | bankSoon) {
			i.from = now.Add(windowSoon).Truncate(time.Hour)
			i.to = i.from.Add(4 * time.Hour)
		}
		w.institutions = append(w.institutions, i)
		w.bySlug[l.slug], w.byInstitution[i.id] = i, i
	}
}

func location(name string, fallback *time.Location) *time.Location {
	if zone, err := time.LoadLocation(name); err == nil {
		return zone
	}
	return fallback
}

// Institutions is the whole directory, in its fixed order.
func (w *World) Institutions() []Institution {
	return w.listInstitutions(func(*institution, time.Time) bool { return true })
}

// Connectable lists the institutions where accounts can be added now, of one country unless it is "all"; an empty
// country means the international ones.
func (w *World) Connectable(country string) []Institution {
	return w.listInstitutions(func(i *institution, now time.Time) bool {
		return i.connectable(now) && (country == "all" || i.country == country)
	})
}

// InstitutionsOf lists the institutions of an integration's accounts.
func (w *World) InstitutionsOf(integration string) []Institution {
	return w.listInstitutions(func(i *institution, _ time.Time) bool {
		return slices.ContainsFunc(w.accounts, func(a *account) bool {
			return a.live() && a.integration.ID == integration && a.bank.institution == i
		})
	})
}

func (w *World) listInstitutions(keep func(*institution, time.Time) bool) []Institution {
	w.mu.Lock()
	defer w.mu.Unlock()
	now := w.settle()
	var list []Institution
	for _, i := range w.institutions {
		if keep(i, now) {
			list = append(list, w.describe(i))
		}
	}
	return list
}

// Institution finds one institution.
func (w *World) Institution(id core.InstitutionID) (Institution, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	i, ok := w.byInstitution[id]
	if !ok {
		return Institution{}, ErrNotFound
	}
	return w.describe(i), nil
}

func (w *World) describe(i *institution) Institution {
	color := hash(w.seed, i.number, 5)
	d := Institution{
		Institution: core.Institution{ID: i.id, Name: i.name, BIC: i.bic, Country: i.country, Status: i.status, Deprecated: i.has(isDeprecated),
			Brand: i.brand, Maintenance: i.maintenance, MaintenanceFrom: i.from, MaintenanceTo: i.to, TimeZone: i.zone.String(),
			LifetimeDays: i.lifetime, Pending: i.has(hasPending)},
		LogoURL:      "https://logos.ponto.example/" + i.slug + ".svg",
		PrimaryColor: fmt.Sprintf("#%06x", color&0xffffff), SecondaryColor: fmt.Sprintf("#%06x", color>>24&0xffffff),
		Sparse: i.has(sparse), Down: i.down, OmitNulls: i.has(omitsNulls),
		Payments: !i.has(noPayments), BulkPayments: !i.has(noPayments) && i.status == stable,
	}
	if i.brand != "" {
		d.BrandReference = w.fixedID(idShape, hashText(i.brand))
	}
	if i.has(noZone) {
		d.TimeZone = ""
	}
	if r, ok := w.bySlug[i.replacement]; ok {
		d.Replacement = r.id
	}
	return d
}

func hashText(s string) uint64 {
	h := uint64(len(s))
	for i := range len(s) {
		h = h*131 + uint64(s[i])
	}
	return mix(h)
}

// SetMaintenance opens a maintenance window, or closes it with an empty kind. Zero instants leave that side open.
func (w *World) SetMaintenance(id core.InstitutionID, kind core.MaintenanceKind, from, to time.Time) error {
	if kind != "" && kind != core.MaintenanceInternal && kind != core.MaintenanceInstitution {
		return ErrInvalid
	}
	return w.switchInstitution(id, func(i *institution) {
		i.maintenance, i.from, i.to = kind, from, to
		if kind == "" {
			i.from, i.to = time.Time{}, time.Time{}
		}
	})
}

// SetDown makes every synchronization at a bank fail, or lets them succeed again.
func (w *World) SetDown(id core.InstitutionID, down bool) error {
	return w.switchInstitution(id, func(i *institution) { i.down = down })
}

func (w *World) switchInstitution(id core.InstitutionID, set func(*institution)) error {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.settle()
	i, ok := w.byInstitution[id]
	if !ok {
		return ErrNotFound
	}
	set(i)
	return nil
}
