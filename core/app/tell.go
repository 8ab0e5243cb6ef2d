package app

import (
	"context"
	"errors"
	"slices"

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

// refuseWith is refuse for a sentence that names lines and amounts. The amounts are in the form that scripts read; a screen has
// its own.
func refuseWith(code core.Code, hint, format string, args ...any) error {
	told := func(write func(core.Amount) string) string {
		shown := slices.Clone(args)
		for i, arg := range args {
			switch arg := arg.(type) {
			case core.Line:
				shown[i] = lineName(arg, write)
			case core.Amount:
				shown[i] = write(arg)
			}
		}
		return say(format, shown...)
	}
	return &core.Error{Code: code, Msg: told(core.Amount.String), Hint: hint, Told: told}
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
