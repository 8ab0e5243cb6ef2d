package app

import (
	"context"
	"errors"

	"ferry/core"
	"ferry/core/event"
)

// tell makes an error that leaves the desk one that a person can read: a sentence, and what to do. Deferred with the
// address of the named result: defer tell("read the accounts", &err).
func tell(op string, err *error) {
	if *err == nil {
		return
	}
	if errors.Is(*err, context.Canceled) {
		*err = &core.Error{Code: core.CodeCancelled, Op: op, Msg: txtCancelled, Hint: txtCancelledHint, Err: *err}
		return
	}
	told := core.Error{Code: core.CodeOf(*err), Op: op, Err: *err}
	if cause, ok := errors.AsType[*core.Error](*err); ok {
		told = *cause // a copy: the cause may be shared
		if told.Op == "" {
			told.Op = op
		}
	}
	sentence, hint := trouble(told.Code)
	if told.Msg == "" {
		told.Msg = sentence
	}
	if told.Hint == "" {
		told.Hint = hint
	}
	*err = &told
}

// refuse is an error of ours: something that was asked cannot be done.
func refuse(code core.Code, sentence, hint string) error {
	return &core.Error{Code: code, Msg: sentence, Hint: hint}
}

// note writes an activity. That it could not be written must not undo what happened.
func (s *Service) note(ctx context.Context, a core.Activity) {
	if a.At.IsZero() {
		a.At = s.cfg.Now()
	}
	if err := s.store.AddActivity(context.WithoutCancel(ctx), a); err != nil {
		s.log.Warn("activity not kept", "error", err)
		return
	}
	s.events.Put(event.Activities, "")
}
