package world

import (
	"encoding/base64"
	"encoding/binary"
	"encoding/hex"
)

// mix is the finaliser of splitmix64: every bit of the result depends on every bit of x.
func mix(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// hash draws a number that depends on all parts and their order.
func hash(seed uint64, parts ...uint64) uint64 {
	h := mix(seed)
	for _, p := range parts {
		h = mix(h ^ mix(p))
	}
	return h
}

// The kinds of things that get a fixed id, so that the ids of one kind do not move when another kind grows.
const (
	idInstitution uint64 = iota + 1
	idUser
	idOrganization
	idIntegration
	idClient
	idSecret
	idBankAccount
	idAccount
	idRun
	idFree
	idInternal
	idLines
	idShape
)

func (w *World) fixedID(kind uint64, parts ...uint64) string {
	h := hash(hash(w.seed, kind), parts...)
	return formatID(h&low60, mix(h)&low62)
}

// secret draws 43 characters of base64url, as the service's client secrets and tokens have.
func (w *World) secret(n uint64) string {
	var b [32]byte
	for i := range b {
		b[i] = byte(hash(w.seed, idSecret, n, uint64(i)))
	}
	return base64.RawURLEncoding.EncodeToString(b[:])
}

// NewID makes a fresh id, shaped as UUID v4, repeatable for one seed and order of calls.
func (w *World) NewID() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.newID()
}

func (w *World) newID() string {
	w.drawn++
	return w.fixedID(idFree, w.drawn)
}

// A line id is a keyed permutation of 122 bits: who lists the line, and which line it is. So a cursor leads to its
// place by computation, and no table of ids is held however long the list.
const (
	low60 = 1<<60 - 1
	low61 = 1<<61 - 1
	low62 = 1<<62 - 1

	feistelRounds = 4
	ownerBits     = 40 // ordinal of the account and generation of its ids
)

// cipher turns (owner, key) into an id and back.
type cipher [feistelRounds]uint64

func newCipher(seed uint64) cipher {
	var c cipher
	for i := range c {
		c[i] = hash(seed, idLines, uint64(i))
	}
	return c
}

func (c *cipher) encode(owner, key uint64) string {
	l, r := owner&low61, key&low61
	for _, k := range c {
		l, r = r, l^mix(r^k)&low61
	}
	return formatID(l&low60, r|l>>60<<61)
}

// decode refuses what is no id of this world: nearly every foreign UUID shows bits that no owner has.
func (c *cipher) decode(id string) (owner, key uint64, ok bool) {
	hi, lo, ok := parseID(id)
	if !ok {
		return 0, 0, false
	}
	l, r := hi|lo>>61<<60, lo&low61
	for i := feistelRounds - 1; i >= 0; i-- {
		l, r = r^mix(l^c[i])&low61, l
	}
	return l, r, l>>ownerBits == 0
}

// formatID writes 60 + 62 free bits around the version and variant bits of a UUID v4.
func formatID(hi, lo uint64) string {
	var raw [16]byte
	binary.BigEndian.PutUint64(raw[:], hi>>12<<16|0x4000|hi&0xfff)
	binary.BigEndian.PutUint64(raw[8:], lo&low62|1<<63)
	b := [36]byte{8: '-', 13: '-', 18: '-', 23: '-'}
	hex.Encode(b[:8], raw[:4])
	hex.Encode(b[9:13], raw[4:6])
	hex.Encode(b[14:18], raw[6:8])
	hex.Encode(b[19:23], raw[8:10])
	hex.Encode(b[24:], raw[10:])
	return string(b[:])
}

func parseID(id string) (hi, lo uint64, ok bool) {
	if len(id) != 36 {
		return 0, 0, false
	}
	for i := range 36 {
		c := id[i]
		if i == 8 || i == 13 || i == 18 || i == 23 {
			if c != '-' {
				return 0, 0, false
			}
			continue
		}
		var d uint64
		switch {
		case c >= '0' && c <= '9':
			d = uint64(c - '0')
		case c >= 'a' && c <= 'f':
			d = uint64(c-'a') + 10
		default:
			return 0, 0, false
		}
		if i < 18 {
			hi = hi<<4 | d
		} else {
			lo = lo<<4 | d
		}
	}
	if hi>>12&15 != 4 || lo>>62 != 2 {
		return 0, 0, false
	}
	return hi>>16<<12 | hi&0xfff, lo & low62, true
}
