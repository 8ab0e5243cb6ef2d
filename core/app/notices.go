package app

import (
	"strings"
	"time"

	"ferry/core"
)

// view tells what must be known of an institution before it is chosen; its texts are clean already.
func (x *index) view(i core.Institution, now time.Time) InstitutionView {
	v := InstitutionView{Institution: i}
	var notices []string
	switch i.Status {
	case core.Stable:
		v.Badges = append(v.Badges, txtBadgeStable)
	case core.Beta:
		v.Badges = append(v.Badges, txtBadgeBeta)
		notices = append(notices, betaNotice(i.Name))
	case core.Experimental:
		v.Badges = append(v.Badges, txtBadgeExperimental)
		notices = append(notices, experimentalNotice(i.Name))
	}
	if i.InMaintenance(now) {
		v.Badges = append(v.Badges, txtBadgeMaintenance)
		v.Blocked, _ = maintenanceText(i, now)
	}
	if i.Deprecated {
		v.Badges = append(v.Badges, txtBadgeDeprecated)
		v.Blocked = say(txtDeprecatedBlocked, i.Name)
		v.Replaces = txtDeprecatedUnknown
		if r, ok := x.replacement(i); ok {
			v.Replaces = say(txtDeprecatedReplacement, r.Name, i.Name)
		}
		v.Blocked += " " + v.Replaces
	}
	v.Notice = strings.Join(notices, " ")
	return v
}

// replacement finds which institution took over from a deprecated one. The API does not say; it is sure enough only where
// one in the same country that is not deprecated has the same BIC, or else the same brand.
func (x *index) replacement(old core.Institution) (core.Institution, bool) {
	bic := bankCode(old.BIC)
	same := []func(e *entry) bool{
		func(e *entry) bool { return bic != "" && bankCode(e.BIC) == bic },
		func(e *entry) bool { return old.BrandReference != "" && e.BrandReference == old.BrandReference },
	}
	for _, fits := range same {
		for i := range x.entries {
			e := &x.entries[i]
			if !e.Deprecated && e.ID != old.ID && e.Country == old.Country && fits(e) {
				return e.Institution, true
			}
		}
	}
	return core.Institution{}, false
}

// bankCode is a BIC without its branch.
func bankCode(bic string) string {
	bic = strings.ToUpper(strings.TrimSpace(bic))
	if len(bic) < 8 {
		return ""
	}
	return bic[:8]
}

// maintenanceText says what a maintenance window takes away and how long it lasts.
func maintenanceText(i core.Institution, now time.Time) (sentence, next string) {
	sentence, next = say(txtMaintenanceBank, i.Name), txtMaintenanceNextOpen
	if i.Maintenance == core.MaintenanceInternal {
		sentence = say(txtMaintenancePonto, i.Name)
	}
	if !i.MaintenanceTo.IsZero() {
		next = say(txtMaintenanceNext, moment(i.MaintenanceTo, now))
	}
	return sentence, next
}
