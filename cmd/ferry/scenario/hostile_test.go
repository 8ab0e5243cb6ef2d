package scenario

import (
	"bytes"
	"context"
	"encoding/json"
	"io"
	"net/http"
	"reflect"
	"strings"
	"time"

	"ferry/core"
)

// patience is how long the client waits for one answer.
const patience = 30 * time.Second

// neverAnswers and stallsHalfWay move the clock on by as long as the client would have waited.
func neverAnswers(s *stage) {
	s.givesUp(func(response *http.Response) (*http.Response, error) {
		return nil, response.Body.Close()
	})
}

func stallsHalfWay(s *stage) {
	s.givesUp(func(response *http.Response) (*http.Response, error) {
		whole, err := io.ReadAll(response.Body)
		s.must(err)
		s.must(response.Body.Close())
		response.Body = io.NopCloser(io.MultiReader(bytes.NewReader(whole[:len(whole)/2]), late{}))
		return response, nil
	})
}

// late is a body of which nothing more comes before the client's patience ends.
type late struct{}

func (late) Read([]byte) (int, error) { return 0, context.DeadlineExceeded }

// givesUp lets the third page of an account, and all behind it, come to nothing.
func (s *stage) givesUp(hang func(*http.Response) (*http.Response, error)) {
	s.Helper()
	id, other := s.accountAt(plain, core.EUR), s.accountAt(french, core.EUR)
	s.choose(id, other)
	s.control("/pages", `{"most":20}`)
	path := "/accounts/" + string(id) + "/transactions"
	pages := 0
	s.wire.bent(func(r *http.Request, response *http.Response) (*http.Response, error) {
		if !strings.HasSuffix(r.URL.Path, path) {
			return response, nil
		}
		if pages++; pages < 3 {
			return response, nil
		}
		s.must(s.world.Advance(patience))
		response, err := hang(response)
		if response == nil && err == nil {
			err = context.DeadlineExceeded
		}
		return response, err
	})
	r := s.ends(id, core.CodeNetwork)
	if !r.NextTry.After(s.world.Now()) || core.HintOf(r.Err) == "" {
		s.Errorf("given up with %v (%s), next try %v at %v", r.Err, core.HintOf(r.Err), r.NextTry, s.world.Now())
	}
	if asked := pages - 2; asked > 4 {
		s.Errorf("%d requests that nobody answers", asked)
	}
	if got := s.outcome(other); got.Outcome != core.CodeOK || got.New == 0 {
		s.Errorf("the other account: %+v", got)
	}
	s.wire.bent(nil)
	s.restart()
	s.fetch()
}

// attributes are what Ponto says of a line.
var attributes = []string{
	"amount", "currency", "executionDate", "valueDate", "description", "remittanceInformation", "remittanceInformationType",
	"counterpartName", "counterpartReference", "bankTransactionCode", "proprietaryBankTransactionCode", "endToEndId", "mandateId",
	"creditorId", "purposeCode", "additionalInformation", "cardReference", "cardReferenceType", "fee", "digest", "internalReference",
	"createdAt", "updatedAt",
}

// wrongTypes sends every attribute of every line as two other types of JSON: each time there is an outcome with its next
// step, and when it is over, the list is the bank's. The client's own tests have every attribute as every type.
func wrongTypes(s *stage) {
	id := s.read(plain)
	values := []any{7, []any{}, "text", true, map[string]any{"a": 1}, nil}
	for i, name := range append(attributes, "id", "type", "attributes") {
		for _, value := range []any{values[i%3], values[3+i%3]} {
			s.wire.bent(func(r *http.Request, response *http.Response) (*http.Response, error) {
				if strings.HasSuffix(r.URL.Path, "/transactions") {
					s.rewrite(response, func(line map[string]any) {
						if inner, ok := line["attributes"].(map[string]any); ok && name != "id" && name != "type" && name != "attributes" {
							inner[name] = value
						} else {
							line[name] = value
						}
					})
				}
				return response, nil
			})
			r := s.outcome(id)
			if r.Outcome == "" || (r.Err == nil) != (r.Outcome == core.CodeOK) || r.Err != nil && core.HintOf(r.Err) == "" {
				s.Errorf("%s as %v: %+v", name, value, r)
			}
			s.later(time.Hour)
		}
	}
	s.wire.bent(nil)
	s.later(32 * day) // a reading to the very end
	s.fetch()
}

// rewrite changes the lines of a page on its way.
func (s *stage) rewrite(response *http.Response, change func(map[string]any)) {
	s.Helper()
	var page map[string]any
	d := json.NewDecoder(response.Body)
	d.UseNumber()
	s.must(d.Decode(&page))
	s.must(response.Body.Close())
	list, _ := page["data"].([]any)
	for _, item := range list {
		if line, ok := item.(map[string]any); ok {
			change(line)
		}
	}
	body, err := json.Marshal(page)
	s.must(err)
	response.Body, response.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
}

// evil is what a terminal would obey, and what turns a text around.
const evil = "x\x00\x1b]0;owned\x07\x1b[2J\u202eevil\u2066\u200f\u009b31m\r\ny"

// evilTexts has the bank write it into every text of a line. The file keeps it; what is printed and exported is clean.
func evilTexts(s *stage) {
	id := s.read(plain)
	s.arrive(id, pay{cents: -4711, who: "Marked", text: "x"})
	s.wire.bent(func(r *http.Request, response *http.Response) (*http.Response, error) {
		if strings.HasSuffix(r.URL.Path, "/transactions") {
			s.rewrite(response, func(line map[string]any) {
				inner, ok := line["attributes"].(map[string]any)
				if !ok || inner["counterpartName"] != "Marked" {
					return
				}
				for _, name := range attributes {
					switch name {
					case "amount", "fee", "currency", "executionDate", "valueDate", "createdAt", "updatedAt":
					default:
						inner[name] = evil
					}
				}
			})
		}
		return response, nil
	})
	s.outcome(id)
	s.wire.bent(nil)
	list, err := s.desk.Open(s.Context(), core.Query{Accounts: []core.AccountID{id}})
	s.must(err)
	lines, err := list.Window(0, list.Len())
	s.must(err)
	found := 0
	for _, l := range lines {
		if l.Amount.Minor != -4711 {
			continue
		}
		v := reflect.ValueOf(l.Transaction)
		for i := range v.NumField() {
			if v.Field(i).Kind() == reflect.String && v.Field(i).String() == evil {
				found++
			}
		}
	}
	if found < 12 {
		s.Errorf("%d texts are as the bank wrote them", found)
	}
	s.verify()
	s.later(32 * day)
	s.fetch()
}
