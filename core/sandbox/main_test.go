package sandbox_test

import (
	"testing"

	"go.uber.org/goleak"
)

// A server that was closed leaves nothing behind; every test closes its own.
func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }
