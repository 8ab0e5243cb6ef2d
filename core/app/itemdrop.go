package app

import (
	"context"
	"slices"

	"ferry/core"
)

const (
	txtDidDropItem   = "removed the open item %s"
	txtDidDropItems  = "removed %s"
	txtItemInUse     = "matches settle %s of %s"
	txtItemInUseHint = "Unmatch these first; nothing was removed."
	txtNoItems       = "no open item is chosen"
	txtNoItemsHint   = "Mark items, or name them by their number."
)

// DropItems removes open items of which nothing is settled, in one act: all of them or none.
func (s *Service) DropItems(ctx context.Context, d core.DossierID, ids []core.ItemID) (done core.Done, err error) {
	defer tell("remove the open items", &err)
	if err := s.knownDossier(d); err != nil {
		return core.Done{}, err
	}
	ids = slices.Compact(slices.Sorted(slices.Values(ids)))
	if len(ids) == 0 {
		return core.Done{}, refuse(core.CodeInvalid, txtNoItems, txtNoItemsHint)
	}
	return s.do(ctx, d, func() (core.Act, effect, error) {
		act := core.Act{What: say(txtDidDropItems, count(len(ids), "open item")), DropItems: ids}
		for _, id := range ids {
			item, err := s.store.Item(d, id)
			if err != nil {
				return act, effect{}, err
			}
			number := core.CleanText(item.Number)
			if item.Settled != 0 {
				settled := core.Amount{Minor: magnitude(item.Settled), Currency: item.Amount.Currency}
				return act, effect{}, refuse(core.CodeConflict, say(txtItemInUse, settled, number), txtItemInUseHint)
			}
			if len(ids) == 1 {
				act.What = say(txtDidDropItem, number)
			}
		}
		return act, effect{items: ids, doubt: true}, nil
	})
}
