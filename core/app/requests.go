package app

import "sync"

// keptRequests bounds the request log: enough to see a whole round of a large file, little enough to forget about.
const keptRequests = 500

// ring keeps the newest requests.
type ring struct {
	mu   sync.Mutex
	kept [keptRequests]Request
	n    int // ever put
}

func (r *ring) put(request Request) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.kept[r.n%keptRequests] = request
	r.n++
}

func (r *ring) newestFirst() []Request {
	r.mu.Lock()
	defer r.mu.Unlock()
	list := make([]Request, 0, min(r.n, keptRequests))
	for i := r.n - 1; i >= 0 && i >= r.n-keptRequests; i-- {
		list = append(list, r.kept[i%keptRequests])
	}
	return list
}

// Requests are the last calls of the API, newest first (developer mode).
func (s *Service) Requests() []Request { return s.banks.requests.newestFirst() }
