package disk

import (
	"bytes"
	"testing"
)

// FuzzDecode checks that no bytes make the decoder panic, and that whatever it
// accepts is the encoding of what it returns, up to a tail that is torn.
func FuzzDecode(f *testing.F) {
	good := filled("first", "", "the third record")
	for n := 0; n <= len(good); n += 7 {
		f.Add(good[:n], "n2")
	}
	f.Add(append(filled("a"), make([]byte, 12)...), "n2")
	f.Add(filled("a"), "n3")
	f.Fuzz(func(t *testing.T, b []byte, owner string) {
		if len(owner) > 255 {
			return
		}
		records, whole, err := decode(b, owner)
		if err != nil {
			if _, ok := err.(*CorruptError); !ok || records != nil {
				t.Fatalf("got %d records and error %v, want none and a CorruptError", len(records), err)
			}
			return
		}
		again := appendHeader(nil, owner)
		for _, r := range records {
			again = appendFrame(again, r)
		}
		if !bytes.Equal(again, b[:whole]) {
			t.Fatalf("decoded and encoded again: got %x, want %x", again, b[:whole])
		}
		if _, size, what := decodeFrame(b[whole:]); size != 0 || what != "" {
			t.Fatalf("after the whole part: got a frame of %d bytes, %q; want a torn tail", size, what)
		}
	})
}

// FuzzDecodeRecords damages the part after a good header, which random bytes
// alone would never get past.
func FuzzDecodeRecords(f *testing.F) {
	f.Add([]byte("first"), []byte("second"), uint16(0), byte(0))
	f.Add([]byte("first"), []byte("second"), uint16(20), byte(1))
	f.Add([]byte("first"), []byte{}, uint16(3), byte(0x80))
	f.Fuzz(func(t *testing.T, a, b []byte, at uint16, change byte) {
		content := filled(string(a), string(b))
		i := len(filled()) + int(at)%(len(content)-len(filled()))
		content[i] ^= change
		records, _, err := decode(content, "n2")
		if change == 0 {
			if err != nil || len(records) != 2 || !bytes.Equal(records[0], a) || !bytes.Equal(records[1], b) {
				t.Fatalf("got %q, error %v; want %q and %q", records, err, a, b)
			}
		} else if err == nil { // at most eight bits in a row: a CRC misses none
			t.Fatalf("byte %d changed by %02x: got %q, want a refusal", i, change, records)
		}
	})
}

func TestLongOwnerPanics(t *testing.T) {
	defer func() {
		if recover() == nil {
			t.Error("an owner of 256 bytes: got no panic, want one")
		}
	}()
	appendHeader(nil, string(make([]byte, 256)))
}
