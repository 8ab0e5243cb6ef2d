package row

import (
	"bytes"
	"encoding/binary"
	"errors"
	"hash/crc32"
	"testing"
	"time"

	"ferry/core"

	"pgregory.net/rapid"
)

func draw(t *rapid.T) Row {
	instant := rapid.Custom(func(t *rapid.T) time.Time {
		if rapid.Bool().Draw(t, "none") {
			return time.Time{}
		}
		return time.Unix(rapid.Int64Range(-1<<40, 1<<40).Draw(t, "sec"), rapid.Int64Range(0, 999_999_999).Draw(t, "nano")).UTC()
	})
	text := rapid.OneOf(rapid.String(), rapid.StringMatching(`[0-9a-f]{0,40}`), // and what only looks like digits:
		rapid.StringMatching(`[0-9a-f]{14,20}[0-9a-gF/:@`+"`"+`é]{2}`),
		rapid.StringMatching(`[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-fA-F]{4}-[0-9a-f]{4}-[0-9a-g]{12}`),
		rapid.StringMatching(`[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}`))
	var r Row
	r.ID = core.TransactionID(text.Draw(t, "id"))
	r.No = core.LineNo(rapid.Uint64().Draw(t, "no"))
	r.State = core.State(rapid.IntRange(0, 1).Draw(t, "state"))
	r.BookingDate = core.Date(rapid.Int32().Draw(t, "day"))
	r.ValueDate = core.Date(rapid.Int32().Draw(t, "value"))
	r.Amount = core.Amount{Minor: rapid.Int64().Draw(t, "minor"), Currency: core.Currency(text.Draw(t, "currency"))}
	r.Fee = core.Amount{Minor: rapid.Int64().Draw(t, "fee"), Currency: core.Currency(text.Draw(t, "fee currency"))}
	for _, s := range texts(&r) {
		*s = text.Draw(t, "text")
	}
	r.ValueInstant = r.ExecutionInstant
	if rapid.Bool().Draw(t, "other instant") {
		r.ValueInstant = text.Draw(t, "instant")
	}
	r.CreatedAt, r.UpdatedAt = instant.Draw(t, "created"), instant.Draw(t, "updated")
	r.FirstSeen, r.Missing = instant.Draw(t, "seen"), instant.Draw(t, "missing")
	r.Revision, r.Item = rapid.Int().Draw(t, "revision"), rapid.Int().Draw(t, "item")
	r.Delivery, r.Stamp = rapid.Uint64().Draw(t, "delivery"), rapid.Uint32().Draw(t, "stamp")
	r.Late = rapid.Bool().Draw(t, "late")
	return r
}

// sameHead compares what DecodeHead reads.
func sameHead(a, b Row) bool {
	return a.No == b.No && a.State == b.State && a.Late == b.Late && a.BookingDate == b.BookingDate && a.ValueDate == b.ValueDate &&
		a.Amount.Minor == b.Amount.Minor && a.Fee.Minor == b.Fee.Minor && a.Revision == b.Revision && a.Delivery == b.Delivery &&
		a.Item == b.Item && a.Stamp == b.Stamp && a.CreatedAt.Equal(b.CreatedAt) && a.UpdatedAt.Equal(b.UpdatedAt) &&
		a.FirstSeen.Equal(b.FirstSeen) && a.Missing.Equal(b.Missing)
}

func TestRoundTrip(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		want := draw(t)
		var got Row
		if err := Decode(Append(nil, &want), &got); err != nil {
			t.Fatal(err)
		}
		if got != want {
			t.Fatalf("%+v became %+v", want, got)
		}
		if err := DecodeHead(Append(nil, &want), &got); err != nil || !sameHead(got, want) {
			t.Fatalf("of %+v the head is %+v, %v", want, got, err)
		}
	})
}

func TestEveryFlippedBitIsNoticed(t *testing.T) {
	t.Parallel()
	r := Row{Line: core.Line{No: 7, Note: "ask", Transaction: core.Transaction{
		ID: "3fa85f64-5717-4562-b3fc-2c963f66afa6", Amount: core.Amount{Minor: -1230, Currency: core.EUR}, Remittance: "thanks",
	}}}
	b := Append(nil, &r)
	for i := range len(b) * 8 {
		b[i/8] ^= 1 << (i % 8)
		if err := Decode(b, new(Row)); !errors.Is(err, ErrDamaged) {
			t.Errorf("bit %d: %v", i, err)
		}
		b[i/8] ^= 1 << (i % 8)
	}
	for n := range b {
		if err := Decode(b[:n], new(Row)); !errors.Is(err, ErrDamaged) {
			t.Errorf("cut at %d: %v", n, err)
		}
	}
}

func FuzzDecode(f *testing.F) {
	r := Row{Line: core.Line{No: 1, Transaction: core.Transaction{ID: "3fa85f64-5717-4562-b3fc-2c963f66afa6"}}}
	f.Add(Append(nil, &r))
	f.Add([]byte{})
	f.Fuzz(func(t *testing.T, b []byte) {
		// A checksum would keep the fuzzer out: it is put right first.
		var r, again Row
		whole, head := Decode(reseal(b), &r), DecodeHead(reseal(b), &again)
		if whole == nil && (head != nil || !sameHead(r, again)) {
			t.Fatalf("of %+v the head is %+v: %v", r, again, head)
		}
		if whole != nil {
			return
		}
		written := Append(nil, &r)
		if err := Decode(written, &again); err != nil || r != again {
			t.Fatalf("%+v became %+v: %v", r, again, err)
		}
		if !bytes.Equal(written, Append(nil, &again)) {
			t.Fatal("a row has two forms")
		}
	})
}

func BenchmarkRow(b *testing.B) {
	r := Row{Line: core.Line{No: 1 << 32, FirstSeen: time.Unix(1e9, 0), Transaction: core.Transaction{
		ID: "3fa85f64-5717-4562-b3fc-2c963f66afa6", BookingDate: 739000, ValueDate: 739000,
		ExecutionInstant: "2026-01-31T00:00:00.000Z", ValueInstant: "2026-01-31T00:00:00.000Z",
		Amount: core.Amount{Minor: -1230, Currency: core.EUR}, Remittance: "FACTUUR 2026/00123 KLANT 004711",
		CounterpartName: "Van den Broeck & Zonen BVBA", CounterpartReference: "BE68539007547034", Description: "Wire transfer",
		CreatedAt: time.Unix(1e9, 5e8), UpdatedAt: time.Unix(1e9, 5e8),
		Digest: "9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
	}}}
	written := Append(nil, &r)
	b.Run("Append", func(b *testing.B) {
		buf := make([]byte, 0, 1024)
		for b.Loop() {
			buf = Append(buf[:0], &r)
		}
		b.ReportMetric(float64(len(buf)), "bytes")
	})
	b.Run("Decode", func(b *testing.B) {
		var got Row
		for b.Loop() {
			if err := Decode(written, &got); err != nil {
				b.Fatal(err)
			}
		}
	})
}

func reseal(b []byte) []byte {
	if len(b) < 1 {
		return b
	}
	body := append([]byte{version}, b[1:]...)
	return binary.BigEndian.AppendUint32(body, crc32.Checksum(body, castagnoli))
}
