package sandbox

import (
	"bytes"
	"encoding/csv"
	"io"
	"net/http"
	"strings"

	"ferry/core"
	"ferry/core/sandbox/world"
)

// The simulator also plays the bookkeeping program of its organizations, as far as a table of open invoices goes.

// WriteItems writes open items as the table that bookkeeping programs exchange, with Ferry's own headings.
func WriteItems(w io.Writer, items []core.OpenItem) error {
	out := csv.NewWriter(w)
	rows := [][]string{strings.Split("number,kind,party,party_iban,party_vat,date,due,currency,amount,reference", ",")}
	for _, i := range items {
		rows = append(rows, []string{i.Number, i.Kind.String(), i.Party, i.PartyIBAN, i.PartyVAT, i.Date.String(), i.Due.String(),
			string(i.Amount.Currency), i.Amount.String(), i.Reference})
	}
	return out.WriteAll(rows)
}

// giveItems answers with the open items of an organization, named by the client id of its custom integration; without
// one, of the organization whose integration holds accounts from the start.
func (s *Server) giveItems(w http.ResponseWriter, r *http.Request) {
	x := w.(*exchange)
	in, err := s.world.FullIntegration(), error(nil)
	if id := r.URL.Query().Get("client"); id != "" {
		in, err = s.world.IntegrationByClient(id)
	}
	if err == nil {
		err = s.writeItems(x, in)
	}
	if err != nil {
		writeError(x, r, err)
	}
}

func (s *Server) writeItems(x *exchange, in world.Integration) error {
	var table bytes.Buffer
	if err := WriteItems(&table, s.world.OpenItems(in.Organization)); err != nil {
		return err
	}
	x.entry.Did = "control"
	x.Header().Set("Content-Type", "text/csv; charset=utf-8")
	_, err := x.Write(table.Bytes())
	return err
}
