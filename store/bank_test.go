package store_test

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"time"

	"ferry/core"
	"ferry/store"
)

// bank makes lines such as Ponto sends them, and their raw bytes. It is its own decoder: a body is a JSON list.
type bank struct {
	rnd *rand.Rand
	n   int
}

func newBank(seed uint64) *bank { return &bank{rnd: rand.New(rand.NewPCG(seed, 1))} }

var names = []string{
	"ACME Trading NV", "Brasserie De La Poste", "Électricité du Nord SA", "Van den Broeck & Zonen BVBA", "Müller GmbH",
	"Café Zürich", "Garage Peeters", "Proximus NV van publiek recht", "Colruyt Group Services", "SNCB NMBS", "Bol.com B.V.",
	"Dr. Lefèvre", "Stad Gent", "KBC Verzekeringen", "Engie Electrabel", "Jan Janssens",
}

func (b *bank) uuid() string {
	h := fmt.Sprintf("%016x%016x", b.rnd.Uint64(), b.rnd.Uint64())
	return h[:8] + "-" + h[8:12] + "-" + h[12:16] + "-" + h[16:20] + "-" + h[20:]
}

func (b *bank) line(day core.Date) core.Transaction {
	b.n++
	instant := day.Time().Format("2006-01-02T15:04:05.000Z")
	created := day.Time().Add(time.Duration(b.rnd.IntN(86400_000)) * time.Millisecond)
	digest := sha256.Sum256([]byte(instant + names[b.n%len(names)]))
	t := core.Transaction{
		ID: core.TransactionID(b.uuid()), BookingDate: day, ValueDate: day,
		ExecutionInstant: instant, ValueInstant: instant,
		Amount:      core.Amount{Minor: int64(b.rnd.IntN(500_000) - 250_000), Currency: core.EUR},
		Description: "Wire transfer", RemittanceType: "unstructured",
		Remittance:           fmt.Sprintf("FACTUUR 2026/%05d KLANT %06d", b.n, b.rnd.IntN(1_000_000)),
		CounterpartName:      names[b.rnd.IntN(len(names))],
		CounterpartReference: fmt.Sprintf("BE%02d%012d", b.rnd.IntN(97), b.rnd.Uint64N(1e12)),
		BankTransactionCode:  "PMNT-IRCT-ESCT", ProprietaryCode: fmt.Sprintf("%08d", b.rnd.IntN(50)),
		EndToEndID: fmt.Sprintf("E2E%010d", b.rnd.IntN(1e9)), Digest: hex.EncodeToString(digest[:]),
		InternalReference: fmt.Sprintf("%020d", b.rnd.Uint64()), CreatedAt: created, UpdatedAt: created,
	}
	if b.n%5 == 0 {
		t.RemittanceType, t.Remittance = "structured", fmt.Sprintf("+++%03d/%04d/%05d+++", b.n%1000, b.n%10000, b.n%100000)
	}
	return t
}

// body writes lines the way a provider does, with the overhead of its envelope.
func body(lines []core.Transaction) []byte {
	type entry struct {
		Attributes core.Transaction  `json:"attributes"`
		Links      map[string]string `json:"links"`
		Type       string            `json:"type"`
	}
	list := make([]entry, len(lines))
	for i, t := range lines {
		list[i] = entry{t, map[string]string{"self": "https://api.myponto.com/accounts/" + string(t.Account) + "/transactions/" + string(t.ID)}, "transaction"}
	}
	raw, err := json.Marshal(list)
	if err != nil {
		panic(err)
	}
	return raw
}

func decode(_ string, raw []byte, _ core.Account) ([]core.Transaction, error) {
	var list []struct {
		Attributes core.Transaction `json:"attributes"`
	}
	if err := json.Unmarshal(raw, &list); err != nil {
		return nil, err
	}
	lines := make([]core.Transaction, len(list))
	for i := range list {
		lines[i] = list[i].Attributes
	}
	return lines, nil
}

var thorough = store.VerifyOptions{Decode: decode}

func account(id string) core.Account {
	return core.Account{ID: core.AccountID(id), Dossier: "d", Connection: "c", Currency: core.EUR, Reference: "BE68 5390 0754 7034"}
}

// delivery is pages of new lines, numbered as the feed numbers them.
func delivery(id core.AccountID, reading, taken uint64, pages ...[]core.Transaction) core.Delivery {
	d := core.Delivery{Account: id, Source: "transactions", By: "background", At: now}
	for _, page := range pages {
		d.Raw = append(d.Raw, body(page))
		for _, t := range page {
			no := core.LineNo(reading<<32 | (0xFFFFFFFF - taken))
			taken++
			d.Changes = append(d.Changes, core.Change{Kind: core.Insert, Line: no, New: t, Item: len(d.Changes)})
		}
	}
	d.State = core.FeedState{Account: id, Reading: reading, Open: true, Next: fmt.Sprint(taken)}
	return d
}

var now = time.Date(2026, time.November, 22, 9, 30, 0, 0, time.UTC)
