package sandbox

import (
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"ferry/core/sandbox/world"
)

// paging is what a request asked of a list. Clients of every age are served, so both spellings count: page[limit] and
// the older bare limit. Links answer in the spelling of the request.
type paging struct {
	limit         int
	explicit      bool // the request named a limit; links repeat it only then
	before, after string
	bracketed     bool
	kept          string // the rest of the query, filters mostly, as it came
}

func readPaging(u *url.URL) (paging, error) {
	p := paging{limit: world.DefaultLimit}
	if u.RawQuery == "" {
		return p, nil
	}
	var kept []string
	for part := range strings.SplitSeq(u.RawQuery, "&") {
		key, value, _ := strings.Cut(part, "=")
		name, err := url.QueryUnescape(key)
		if err == nil {
			value, err = url.QueryUnescape(value)
		}
		if err != nil {
			continue
		}
		bare, bracketed := strings.CutPrefix(name, "page[")
		bare = strings.TrimSuffix(bare, "]")
		switch bare {
		case "limit":
			n, err := strconv.Atoi(value)
			if err != nil || n < 1 || n > world.MaxLimit {
				return p, invalidLimit()
			}
			p.limit, p.explicit = n, true
		case "before":
			p.before = value
		case "after":
			p.after = value
		default:
			kept = append(kept, part)
			continue
		}
		p.bracketed = p.bracketed || bracketed
	}
	p.kept = strings.Join(kept, "&")
	return p, nil
}

func invalidLimit() *problem {
	return &problem{status: http.StatusBadRequest, code: "invalid_paging_limit",
		detail: "The page limit must be a number from 1 to 100.", attribute: "limit"}
}

func (p paging) query() world.Query {
	return world.Query{Limit: p.limit, LimitGiven: p.explicit, Before: p.before, After: p.after}
}

// appendLink writes the address of a page of the list at address. cursor is "before" or "after", or empty for the first page.
func (p paging) appendLink(dst []byte, address, cursor, id string) []byte {
	dst = append(dst, address...)
	separator := byte('?')
	add := func(name, value string) {
		dst = append(dst, separator)
		separator = '&'
		if p.bracketed {
			dst = append(append(append(dst, "page["...), name...), ']')
		} else {
			dst = append(dst, name...)
		}
		dst = append(append(dst, '='), value...)
	}
	if p.kept != "" {
		dst, separator = append(append(dst, '?'), p.kept...), '&'
	}
	if cursor != "" {
		add(cursor, id)
	}
	if p.explicit {
		add("limit", strconv.Itoa(p.limit))
	}
	return dst
}
