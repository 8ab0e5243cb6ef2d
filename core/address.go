package core

import (
	"net/netip"
	"net/url"
)

// Loopback reports whether an address leads to this machine: only there may a connection go without TLS, and only there
// can a simulator be.
func Loopback(address string) bool {
	u, err := url.Parse(address)
	return err == nil && LoopbackHost(u.Hostname())
}

// LoopbackHost reports whether a host, without its port, is this machine.
func LoopbackHost(host string) bool {
	ip, err := netip.ParseAddr(host)
	return host == "localhost" || (err == nil && ip.IsLoopback())
}
