package sandbox

import (
	"bytes"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"ferry/core/sandbox/world"
)

// listInstitutions is the whole directory without a token, and with an organization's only the institutions of its
// accounts. The vendor's own token counts as none: it belongs to no organization.
func (c *call) listInstitutions() error {
	all := c.world.Institutions()
	if c.who.integration != "" {
		all = c.world.InstitutionsOf(c.who.integration)
	}
	return c.pageOfInstitutions(all)
}

// listSandboxInstitutions is the directory of the banks that the sandbox plays: all of them.
func (c *call) listSandboxInstitutions() error { return c.pageOfInstitutions(c.world.Institutions()) }

func (c *call) pageOfInstitutions(all []world.Institution) error {
	asked, err := readPaging(c.r.URL)
	if err != nil {
		return err
	}
	filters := readFilters(c.r.URL.Query())
	kept := slices.DeleteFunc(slices.Clone(all), func(i world.Institution) bool { return !passes(filters, i) })
	id := func(i world.Institution) string { return string(i.ID) }
	page, err := world.PageOf(world.ListOf(kept, id), asked.query())
	if err != nil {
		return err
	}
	return list(c, asked, page, writeInstitution, nil)
}

func (c *call) getInstitution() error {
	for _, i := range c.world.Institutions() {
		if string(i.ID) == c.r.PathValue("institution") {
			return c.item(http.StatusOK, func(j *jsonWriter) { writeInstitution(j, i) })
		}
	}
	return notFound("financialInstitution")
}

func writeInstitution(j *jsonWriter, i world.Institution) {
	j.identity("financialInstitution", string(i.ID))
	j.begin("attributes")
	defer j.end()
	j.text("name", i.Name)
	j.boolean("deprecated", i.Deprecated)
	if i.Sparse {
		return
	}
	j.text("status", string(i.Status))
	j.text("country", i.Country)
	j.text("bic", i.BIC)
	j.text("logoUrl", i.LogoURL)
	j.text("primaryColor", i.PrimaryColor)
	j.text("secondaryColor", i.SecondaryColor)
	j.text("sharedBrandName", i.Brand)
	j.text("sharedBrandReference", i.BrandReference)
	j.text("maintenanceType", string(i.Maintenance))
	j.instant("maintenanceFrom", i.MaintenanceFrom)
	j.instant("maintenanceTo", i.MaintenanceTo)
	j.text("timeZone", i.TimeZone)
	j.boolean("paymentsEnabled", i.Payments)
	j.boolean("bulkPaymentsEnabled", i.BulkPayments)
	j.boolean("periodicPaymentsEnabled", false)
	j.boolean("futureDatedPaymentsAllowed", i.Payments)
	j.texts("paymentsProductTypes", productTypes(i.Payments))
	j.texts("bulkPaymentsProductTypes", productTypes(i.BulkPayments))
	j.texts("periodicPaymentsProductTypes", nil)
	if i.LifetimeDays > 0 {
		j.integer("expectedAuthorizationLifetime", i.LifetimeDays)
	} else {
		j.null("expectedAuthorizationLifetime")
	}
	j.boolean("pendingTransactionsAvailable", i.Pending)
}

func productTypes(enabled bool) []string {
	if enabled {
		return []string{"sepa-credit-transfers"}
	}
	return nil
}

// filter is one filter[field][op]=value of a query.
type filter struct{ field, op, value string }

// readFilters takes the operators that official clients send; others are ignored as unknown parameters are.
func readFilters(query url.Values) []filter {
	var filters []filter
	for name, values := range query {
		rest, ok := strings.CutPrefix(name, "filter[")
		if !ok {
			continue
		}
		field, op, ok := strings.Cut(strings.TrimSuffix(rest, "]"), "][")
		if !ok {
			op = "eq"
		}
		for _, v := range values {
			filters = append(filters, filter{field, op, v})
		}
	}
	return filters
}

// passes holds an institution against all filters. Any attribute can be asked for, so they are read from what the API
// would write.
func passes(filters []filter, i world.Institution) bool {
	if len(filters) == 0 {
		return true
	}
	j := jsonWriter{b: []byte("{")}
	writeInstitution(&j, i)
	j.end()
	var shown struct {
		Attributes map[string]any `json:"attributes"`
	}
	d := json.NewDecoder(bytes.NewReader(j.b))
	d.UseNumber()
	if err := d.Decode(&shown); err != nil {
		panic("cannot happen: " + err.Error())
	}
	for _, f := range filters {
		value := shown.Attributes[f.field]
		if value == nil || !f.matches(fmt.Sprint(value)) {
			return false
		}
	}
	return true
}

// matches compares without regard to case, as a search box does; eq and in want the exact value.
func (f filter) matches(value string) bool {
	switch f.op {
	case "eq":
		return value == f.value
	case "in":
		return slices.Contains(strings.Split(f.value, ","), value)
	case "contains", "like":
		return strings.Contains(strings.ToLower(value), strings.ToLower(f.value))
	}
	return true
}
