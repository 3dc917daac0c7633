package packed

import (
	"encoding/binary"
	"testing"

	"pgregory.net/rapid"
)

// What was appended is read again; of what was cut, or has a byte more, the reader says
// so, and never panics.
func TestReader(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		number, text, last := rapid.Uint64().Draw(t, "number"), rapid.String().Draw(t, "text"), rapid.Byte().Draw(t, "byte")
		whole := append(AppendText(binary.AppendUvarint(nil, number), text), last)
		read := func(b []byte) bool {
			r := Reader{Rest: b}
			return r.Number() == number && string(r.Text()) == text && r.Byte() == last && r.Done()
		}
		if !read(whole) {
			t.Fatalf("got something else than %d, %q, %d of %x", number, text, last, whole)
		}
		if cut := rapid.IntRange(0, len(whole)-1).Draw(t, "cut"); read(whole[:cut]) || read(append(whole, 0)) {
			t.Fatalf("%x: got all of it from %d bytes, or from one more", whole, cut)
		}
	})
}
