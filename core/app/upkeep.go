package app

import (
	"context"
	"time"

	"ferry/core"
	"ferry/core/event"
)

// Activities lists what happened, newest first, before the given number (0: from the newest).
func (s *Service) Activities(_ context.Context, before uint64, n int) (list []core.Activity, err error) {
	defer tell("read the activity", &err)
	return s.store.Activities(before, n)
}

// Settings are the user's choices.
func (s *Service) Settings(_ context.Context) (set core.Settings, err error) {
	defer tell("read the settings", &err)
	return s.store.Settings()
}

// minFetchEvery keeps a mistyped setting from becoming a flood of requests.
const minFetchEvery = time.Minute

// SaveSettings checks and keeps the user's choices.
func (s *Service) SaveSettings(ctx context.Context, set core.Settings) (err error) {
	defer tell("save the settings", &err)
	switch {
	case set.FetchEvery < minFetchEvery:
		return refuse(core.CodeInvalid, txtBadInterval, txtBadIntervalHint)
	case set.RequestsPerSecond < 1 || set.RequestsPerSecond > 1000:
		return refuse(core.CodeInvalid, txtBadBudget, txtBadBudgetHint)
	case set.WarnDays < 0 || set.SyncCooldown < 0:
		return refuse(core.CodeInvalid, txtBadSetting, txtBadSettingHint)
	}
	if set.CustomerIP != "" {
		if set.CustomerIP, err = publicAddress(set.CustomerIP); err != nil {
			return err
		}
	}
	if err := s.store.PutSettings(ctx, set, byUser); err != nil {
		return err
	}
	s.banks.budget.Set(set.RequestsPerSecond)
	s.events.Put(event.Settings, "")
	s.runner.Wake()
	return nil
}

// Verify checks every entry of the file and tells what it found.
func (s *Service) Verify(ctx context.Context, progress func(done, total int)) (report VerifyReport, err error) {
	defer tell("verify the file", &err)
	if s.cfg.Verify == nil {
		return VerifyReport{}, refuse(core.CodeInternal, txtNoVerify, "")
	}
	return s.cfg.Verify(ctx, progress)
}

// Backup writes a copy of the file while it is in use. It replaces no file.
func (s *Service) Backup(ctx context.Context, path string) (err error) {
	defer tell("back up", &err)
	return s.store.Backup(ctx, path, false)
}
