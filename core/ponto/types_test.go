package ponto

import (
	"encoding/json"
	"reflect"
	"strings"
	"testing"

	"ferry/core"
)

// Every attribute as every type of JSON: lines with ids, or an error of ours with a hint; never a wrong amount.
func TestEveryAttributeAsEveryType(t *testing.T) {
	t.Parallel()
	var names []string
	for i := range reflect.TypeFor[lineAttributes]().NumField() {
		name, _, _ := strings.Cut(reflect.TypeFor[lineAttributes]().Field(i).Tag.Get("json"), ",")
		if name != "" {
			names = append(names, name)
		}
	}
	if len(names) < 20 {
		t.Fatalf("only %d attributes", len(names))
	}
	for _, name := range append(names, "id", "type", "attributes") {
		for _, value := range []string{"7", "-0.5", "1e400", `"text"`, `""`, "true", "[]", `[{}]`, "{}", `{"a":[1]}`, "null"} {
			attributes := map[string]json.RawMessage{"amount": json.RawMessage("-12.30"), "currency": json.RawMessage(`"EUR"`),
				"executionDate": json.RawMessage(`"2026-11-20T00:00:00.000Z"`)}
			line := map[string]any{"id": "a", "type": "transaction", "attributes": attributes}
			if _, outside := line[name]; outside {
				line[name] = json.RawMessage(value)
			} else {
				attributes[name] = json.RawMessage(value)
			}
			raw, err := json.Marshal(map[string]any{"data": []any{line}})
			if err != nil {
				t.Fatal(err)
			}
			page, err := DecodePage(raw, TransactionsOf{Account: "a", Currency: "EUR", Zone: brussels(t)})
			if err != nil {
				if core.CodeOf(err) != core.CodeProtocol || core.HintOf(err) == "" {
					t.Errorf("%s as %s: %v (%s)", name, value, err, core.HintOf(err))
				}
				continue
			}
			l := page.Lines[0]
			moved := name == "amount" || name == "currency" || name == "attributes"
			if l.ID == "" || !moved && (l.Amount != core.Amount{Minor: -1230, Currency: core.EUR}) || l.AmountText != "" && l.Amount.Minor != 0 {
				t.Errorf("%s as %s: %+v", name, value, l)
			}
		}
	}
}
