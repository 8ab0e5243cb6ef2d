package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"reflect"
	"strings"
	"testing"
	"unicode"

	"ferry/core"
	"ferry/core/app"
)

// evil is what a terminal would obey, and what turns a text around.
const evil = "x\x00\x1b]0;owned\x07\x1b[2J\u202eevil\u2066\u200f\u009b31m\r\n\u2028y\xff"

// poison writes it into every text of a value.
func poison(v reflect.Value) {
	switch v.Kind() {
	case reflect.String:
		v.SetString(evil)
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Field(i).CanSet() {
				poison(v.Field(i))
			}
		}
	case reflect.Slice:
		if v.Type().Elem().Kind() == reflect.String {
			v.Set(reflect.Append(v, reflect.ValueOf(evil).Convert(v.Type().Elem())))
		}
	}
}

// Whatever a bank writes into whichever text of a line or its account: nothing that a terminal obeys is printed.
func TestNothingEvilIsPrinted(t *testing.T) {
	t.Parallel()
	var line core.Line
	var account app.AccountView
	var state core.LineState
	for _, v := range []any{&line, &account, &state} {
		poison(reflect.ValueOf(v).Elem())
	}
	known := map[core.AccountID]app.AccountView{line.Account: account}
	var columns, objects bytes.Buffer
	table := newColumns(&columns, "BOOKED", "ACCOUNT", ">AMOUNT", "", "STATE", "COUNTERPART", "COMMUNICATION")
	if err := lineColumns(table, known)(line); err != nil {
		t.Fatal(err)
	}
	if err := table.end(); err != nil {
		t.Fatal(err)
	}
	out := bufio.NewWriter(&objects)
	if err := errors.Join(lineJSON(out, known)(line, state), out.Flush()); err != nil {
		t.Fatal(err)
	}
	var object map[string]any
	if err := json.Unmarshal(objects.Bytes(), &object); err != nil {
		t.Error(err)
	}
	shown := columns.String() + objects.String()
	for _, value := range object {
		if text, ok := value.(string); ok {
			shown += text // what a script prints of it
		}
	}
	harmful := func(r rune) bool {
		return r != '\n' && (unicode.IsControl(r) || unicode.Is(unicode.Bidi_Control, r)) || r == '\u2028'
	}
	if at := strings.IndexFunc(shown, harmful); at >= 0 {
		t.Errorf("%q is printed", shown[max(0, at-30):min(len(shown), at+30)])
	}
	if !strings.Contains(shown, "evil") || strings.Count(columns.String(), "\n") != 2 || strings.Count(objects.String(), "\n") != 1 {
		t.Errorf("printed as\n%s%s", columns.String(), objects.String())
	}
}
