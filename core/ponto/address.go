package ponto

import (
	"errors"
	"net"
	"net/url"
	"strings"

	"ferry/core"
)

// checkedAddress accepts https anywhere and plain http on this machine only.
func checkedAddress(text string) (*url.URL, error) {
	u, err := url.Parse(strings.TrimRight(text, "/"))
	if err != nil {
		return nil, errors.New("not an address")
	}
	switch {
	case u.Hostname() == "" || u.Opaque != "":
		return nil, errors.New("an address needs a host")
	case u.User != nil || u.RawQuery != "" || u.Fragment != "":
		return nil, errors.New("only scheme, host and path belong in an address")
	case u.Scheme == "https", u.Scheme == "http" && core.LoopbackHost(u.Hostname()):
		return u, nil
	}
	return nil, errors.New("https is required, or http on this machine")
}

// sameServer reports whether both addresses lead to the same scheme, host and port.
func sameServer(a, b *url.URL) bool {
	return a.Scheme == b.Scheme && strings.EqualFold(hostPort(a), hostPort(b))
}

func hostPort(u *url.URL) string {
	port := u.Port()
	if port == "" {
		port = map[string]string{"http": "80", "https": "443"}[u.Scheme]
	}
	return net.JoinHostPort(u.Hostname(), port)
}

// userPage checks a link that a person is sent to. It may lead to any host, but only to a web page.
func userPage(link string) (*url.URL, error) {
	u, err := url.Parse(link)
	if err != nil || u.Hostname() == "" || u.User != nil {
		return nil, errors.New("not a link to a web page")
	}
	if u.Scheme != "https" && !(u.Scheme == "http" && core.LoopbackHost(u.Hostname())) {
		return nil, errors.New("a link that is not https")
	}
	return u, nil
}

// cursorOf takes the cursor out of a links.next. The next request is built from the cursor alone: the link itself is
// never followed, and one that leads to another server stops the walk, because then nothing in the page can be trusted.
// base is nil where there is no server, when stored pages are read again.
func cursorOf(next, after string, base *url.URL) (string, error) {
	if next == "" {
		return after, nil
	}
	link, err := url.Parse(next)
	if err != nil {
		return "", protocolError(badLink, err)
	}
	if base != nil && !sameServer(base.ResolveReference(link), base) {
		return "", protocolError(foreignLink, nil)
	}
	query := link.Query()
	for _, cursor := range []string{query.Get("page[after]"), query.Get("after"), after} {
		if cursor != "" {
			return cursor, nil
		}
	}
	// A next page that cannot be asked for is an error: to stop here would silently lose everything behind it.
	return "", protocolError(badLink, nil)
}

// pathOf joins path segments, refusing ids that would change the path.
func pathOf(segments ...string) (string, error) {
	var path strings.Builder
	for _, s := range segments {
		if s == "" || strings.Trim(s, ".") == "" || len(s) > 200 || strings.ContainsFunc(s, notInID) {
			return "", &core.Error{Code: core.CodeInvalid, Msg: "an id that cannot be one of Ponto's"}
		}
		path.WriteString("/" + s)
	}
	return path.String(), nil
}

func notInID(r rune) bool {
	return !(r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z' || r >= '0' && r <= '9' || strings.ContainsRune("-_.~", r))
}
