package match

import "ferry/core"

// Own is an account of the dossier, to know transfers between own accounts.
type Own struct {
	ID     core.AccountID
	IBAN   string
	Holder string
}

// OwnAccounts takes what the engine needs from the dossier's accounts.
func OwnAccounts(accounts []core.Account) []Own {
	own := make([]Own, len(accounts))
	for i, a := range accounts {
		own[i] = Own{ID: a.ID, IBAN: a.Reference, Holder: a.Holder}
	}
	return own
}

// Engine explains bank lines with open items. It is made for one state of the books and follows them by [Engine.Update];
// its methods must not be called at the same time.
type Engine struct {
	*index
	settings Settings
	own      map[string]core.AccountID // by account number
	holders  []name
	searcher searcher
	options  int // that are kept of a line; 0: all
}

// New builds the indexes for the open items of one dossier. The order of items and accounts does not matter; ids are unique.
func New(items []core.OpenItem, own []Own, settings Settings) *Engine {
	e := &Engine{settings: settings, own: map[string]core.AccountID{}}
	for _, o := range own {
		if number := account(o.IBAN); number != "" {
			e.own[number] = o.ID
		}
		e.holders = append(e.holders, newName(o.Holder))
	}
	e.index = newIndex(items, e.own)
	return e
}

// Update puts items as they are now in the place of those with the same id: new ones are added, those with nothing open vanish.
// Afterwards the engine says in everything what [New] of the new list would say. It costs what the change is worth, not
// what the book is.
func (e *Engine) Update(items ...core.OpenItem) { e.update(items) }

// Explain lists the ways to account for one line by open items, best first, as if it were the only line.
func (e *Engine) Explain(line core.Line) []core.Explanation {
	t := &task{r: e.read(shown(line))}
	t.options = e.explain(t.r)
	return e.proposal(t).Options
}
