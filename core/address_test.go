package core

import "testing"

func TestLoopback(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]bool{
		"http://127.0.0.1:4001":             true,
		"http://127.8.9.1/x":                true,
		"http://[::1]:4001":                 true,
		"http://localhost":                  true,
		"https://api.myponto.com":           false,
		"http://127.0.0.1.example.com":      false,
		"http://127.0.0.1@example.com":      false,
		"http://localhost.example.com":      false,
		"http://0.0.0.0":                    false,
		"127.0.0.1:4001":                    false,
		"":                                  false,
		"http://example.com/?u=//localhost": false,
	} {
		if got := Loopback(address); got != want {
			t.Errorf("%q: %v", address, got)
		}
	}
}
