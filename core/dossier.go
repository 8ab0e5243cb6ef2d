package core

import "time"

// DossierID names a client file. Ferry makes it.
type DossierID string

// Dossier is one client of the bookkeeper: its connections, accounts and books.
type Dossier struct {
	ID      DossierID `json:"id"`
	Name    string    `json:"name"`
	VAT     string    `json:"vat,omitempty"` // the client's own VAT number, to tell sales from purchases
	Created time.Time `json:"created"`
}
