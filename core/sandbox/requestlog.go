package sandbox

import (
	"sync"
	"time"
)

// Request is one entry of the log: what was asked, what was answered, and what it did. It holds no token and no secret.
type Request struct {
	At        time.Time `json:"at"` // virtual
	Door      string    `json:"door"`
	Method    string    `json:"method"`
	Path      string    `json:"path"`
	Query     string    `json:"query,omitempty"`
	Client    string    `json:"client,omitempty"` // client id behind the token
	Status    int       `json:"status"`           // 0: the connection was cut before an answer
	Bytes     int64     `json:"bytes"`
	RequestID string    `json:"requestId"`
	Did       string    `json:"did,omitempty"`
	Fault     string    `json:"fault,omitempty"`
}

// The doors of the log.
const (
	doorCustom  = "custom"
	doorConnect = "connect"
	doorHuman   = "human"
	doorControl = "control"
)

// logSize bounds the log; older entries go first.
const logSize = 10_000

type requestLog struct {
	mu      sync.Mutex
	entries []Request // a ring once it is full
	next    int
}

func (l *requestLog) add(r Request) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if len(l.entries) < logSize {
		l.entries = append(l.entries, r)
		return
	}
	l.entries[l.next] = r
	l.next = (l.next + 1) % logSize
}

// all returns a copy, oldest first.
func (l *requestLog) all() []Request {
	l.mu.Lock()
	defer l.mu.Unlock()
	return append(append(make([]Request, 0, len(l.entries)), l.entries[l.next:]...), l.entries[:l.next]...)
}

func (l *requestLog) clear() {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.entries, l.next = nil, 0
}
