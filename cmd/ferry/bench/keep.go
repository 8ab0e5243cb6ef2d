package main

import (
	"context"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"strings"

	bolt "go.etcd.io/bbolt"
)

var (
	rowsBucket = []byte("rows") // number -> line
	idsBucket  = []byte("ids")  // id -> number
)

// line is one that is to be kept.
type line struct {
	id  string
	raw []byte
}

// read takes an account's list from the top down.
func (p *peer) read(ctx context.Context, account string) error {
	for address := p.first(account); address != ""; {
		body, err := p.get(ctx, address)
		if err != nil {
			return err
		}
		lines, next, err := decode(body)
		if err != nil {
			return err
		}
		known, err := p.keep(lines)
		if err != nil {
			return err
		}
		if address = next; known > 0 && p.untilKnown {
			return nil
		}
	}
	return nil
}

// attributes are what a program with types would decode.
type attributes struct {
	Amount                json.Number `json:"amount"`
	Currency              string      `json:"currency"`
	ExecutionDate         string      `json:"executionDate"`
	ValueDate             string      `json:"valueDate"`
	Description           string      `json:"description"`
	Remittance            string      `json:"remittanceInformation"`
	RemittanceType        string      `json:"remittanceInformationType"`
	CounterpartName       string      `json:"counterpartName"`
	CounterpartReference  string      `json:"counterpartReference"`
	EndToEndID            string      `json:"endToEndId"`
	BankTransactionCode   string      `json:"bankTransactionCode"`
	MandateID             string      `json:"mandateId"`
	CreditorID            string      `json:"creditorId"`
	AdditionalInformation string      `json:"additionalInformation"`
	Digest                string      `json:"digest"`
	InternalReference     string      `json:"internalReference"`
	CreatedAt             string      `json:"createdAt"`
	UpdatedAt             string      `json:"updatedAt"`
}

func decode(body []byte) (lines []line, next string, err error) {
	var doc struct {
		Data []struct {
			ID         string     `json:"id"`
			Attributes attributes `json:"attributes"`
		} `json:"data"`
		Links struct {
			Next string `json:"next"`
		} `json:"links"`
	}
	if err := json.Unmarshal(body, &doc); err != nil {
		return nil, "", err
	}
	for i := range doc.Data {
		a := &doc.Data[i].Attributes
		raw := make([]byte, 0, 512)
		for _, s := range [...]string{a.Amount.String(), a.Currency, a.ExecutionDate, a.ValueDate, a.Description,
			a.Remittance, a.RemittanceType, a.CounterpartName, a.CounterpartReference, a.EndToEndID, a.BankTransactionCode,
			a.MandateID, a.CreditorID, a.AdditionalInformation, a.Digest, a.InternalReference, a.CreatedAt, a.UpdatedAt} {
			raw = append(binary.AppendUvarint(raw, uint64(len(s))), s...)
		}
		lines = append(lines, line{doc.Data[i].ID, raw})
	}
	return lines, doc.Links.Next, nil
}

// keep stores the lines that are not there yet and says how many are.
func (p *peer) keep(lines []line) (known int, err error) {
	if p.tx == nil {
		if p.tx, err = p.file.Begin(true); err != nil {
			return 0, err
		}
	}
	rows, err := p.tx.CreateBucketIfNotExists(rowsBucket)
	if err != nil {
		return 0, err
	}
	ids, err := p.tx.CreateBucketIfNotExists(idsBucket)
	if err != nil {
		return 0, err
	}
	for _, l := range lines {
		key, err := hex.DecodeString(strings.ReplaceAll(l.id, "-", ""))
		if err != nil {
			return known, err
		}
		if ids.Get(key) != nil {
			known++
			continue
		}
		if err := put(rows, ids, key, l.raw); err != nil {
			return known, err
		}
	}
	if p.pages++; p.pages >= p.perCommit {
		return known, p.commit()
	}
	return known, nil
}

func put(rows, ids *bolt.Bucket, key, raw []byte) error {
	no, err := rows.NextSequence()
	if err != nil {
		return err
	}
	number := binary.BigEndian.AppendUint64(nil, no)
	if err := rows.Put(number, raw); err != nil {
		return err
	}
	return ids.Put(key, number)
}

func (p *peer) commit() error {
	if p.tx == nil {
		return nil
	}
	tx := p.tx
	p.tx, p.pages = nil, 0
	return tx.Commit()
}
