package app

import (
	"context"
	"encoding/json"

	"ferry/core"
	"ferry/core/event"
)

// Open lists lines.
func (s *Service) Open(ctx context.Context, q core.Query) (list core.Listing, err error) {
	defer tell("list the lines", &err)
	return s.store.Lines(ctx, q)
}

// Line is everything known of one line.
func (s *Service) Line(ctx context.Context, account core.AccountID, no core.LineNo) (detail LineDetail, err error) {
	defer tell("read the line", &err)
	line, err := s.store.Line(account, no)
	if err != nil {
		return LineDetail{}, err
	}
	detail = LineDetail{Line: line}
	if detail.Account, err = s.Account(ctx, account); err != nil {
		return LineDetail{}, err
	}
	if detail.History, err = s.store.History(account, no); err != nil {
		return LineDetail{}, err
	}
	if s.cfg.Origin != nil {
		if origin, err := s.cfg.Origin(account, no); err == nil {
			detail.Source = say(txtSource, origin.No, origin.Source, instant(origin.At, s.cfg.Now()))
		}
	}
	return detail, nil
}

// Raw is the line's own JSON out of the delivery that brought it (developer mode).
func (s *Service) Raw(_ context.Context, account core.AccountID, no core.LineNo) (raw []byte, err error) {
	defer tell("read the raw line", &err)
	line, err := s.store.Line(account, no)
	if err != nil {
		return nil, err
	}
	if s.cfg.Origin == nil {
		return nil, refuse(core.CodeNotFound, txtNoRaw, "")
	}
	origin, err := s.cfg.Origin(account, no)
	if err != nil {
		return nil, err
	}
	for _, body := range origin.Raw {
		if item, ok := resource(body, string(line.ID)); ok {
			return item, nil
		}
	}
	return nil, refuse(core.CodeNotFound, txtNoRaw, "")
}

// resource cuts one resource out of a JSON:API list, its bytes as they came.
func resource(body []byte, id string) ([]byte, bool) {
	var list struct {
		Data []json.RawMessage `json:"data"`
	}
	if json.Unmarshal(body, &list) != nil {
		return nil, false
	}
	for _, item := range list.Data {
		var named struct {
			ID string `json:"id"`
		}
		if json.Unmarshal(item, &named) == nil && named.ID == id {
			return item, true
		}
	}
	return nil, false
}

// SetNote writes the user's note on a line.
func (s *Service) SetNote(ctx context.Context, account core.AccountID, no core.LineNo, text string) (err error) {
	defer tell("write the note", &err)
	if err := s.store.SetNote(ctx, account, no, text, byUser); err != nil {
		return err
	}
	s.events.Put(event.Transactions, string(account))
	return nil
}
