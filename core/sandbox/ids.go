package sandbox

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"sync/atomic"
)

// source makes the server's own opaque values: request ids, tokens, sessions. They follow from the seed, so that a test
// sees the same ones each time, and nobody should mistake them for secrets: what they guard is invented.
type source struct {
	seed uint64
	n    atomic.Uint64
}

func (s *source) next(label string) [32]byte {
	buf := binary.BigEndian.AppendUint64(make([]byte, 0, 40), s.seed)
	buf = binary.BigEndian.AppendUint64(buf, s.n.Add(1))
	return sha256.Sum256(append(buf, label...))
}

// uuid returns an id shaped as UUID v4.
func (s *source) uuid(label string) string {
	h := s.next(label)
	h[6], h[8] = h[6]&0x0f|0x40, h[8]&0x3f|0x80
	out := make([]byte, 0, 36)
	for i, b := range h[:16] {
		if i == 4 || i == 6 || i == 8 || i == 10 {
			out = append(out, '-')
		}
		out = append(out, hexDigits[b>>4], hexDigits[b&15])
	}
	return string(out)
}

// token returns two base64url parts of 43 characters joined by a dot, as the real tokens look.
func (s *source) token(label string) string {
	a, b := s.next(label), s.next(label)
	return base64.RawURLEncoding.EncodeToString(a[:]) + "." + base64.RawURLEncoding.EncodeToString(b[:])
}
