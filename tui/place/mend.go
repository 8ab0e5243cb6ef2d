package place

import (
	"ferry/core"
	"ferry/core/app"
	"ferry/tui/nav"
)

// Trouble is what an action of a Status is about; what is not known is empty.
type Trouble struct {
	Action     string
	Dossier    core.DossierID
	Connection core.ConnectionID
	Account    core.AccountID
}

// Mend is the page on which the trouble is mended: that of the action where there is one, else that of what it is about.
func (t Trouble) Mend() nav.Page {
	switch {
	case t.Action == app.ActionReauthorize && t.Account != "":
		return Renew(t.Account)
	case t.Action == app.ActionCredentials && t.Connection != "":
		return Credentials(t.Connection)
	case t.Action == app.ActionAuthorize && t.Connection != "":
		return Bank(t.Connection)
	case t.Action == app.ActionAccounts && t.Connection != "":
		return Choose(t.Connection)
	case t.Action == app.ActionConnect:
		return Of(Connect, t.Dossier)
	case t.Account != "":
		return Account(t.Account)
	case t.Action == app.ActionAuthorize:
		return Of(Connect, t.Dossier)
	}
	return Of(Connections, t.Dossier)
}
