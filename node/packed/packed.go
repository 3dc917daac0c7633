// Package packed reads and appends what canonical states are made of: bytes, whole
// numbers in as few bytes as they need, and texts behind their length.
//
// A [Reader] reads foreign bytes. It never panics: once something is wrong it has
// failed, and reads zeros and nothing from then on, so that a caller asks once, at the
// end, whether all was well.
package packed

import "encoding/binary"

// AppendText appends s behind its length.
func AppendText[T ~string | ~[]byte](dst []byte, s T) []byte {
	return append(binary.AppendUvarint(dst, uint64(len(s))), s...)
}

// Reader reads what was appended.
type Reader struct {
	Rest   []byte // what is still to be read
	Failed bool   // something was cut, or is no number
}

// Done reports whether everything was read and all was well.
func (r *Reader) Done() bool { return !r.Failed && len(r.Rest) == 0 }

// Fail notes that something is wrong.
func (r *Reader) Fail() { r.Failed, r.Rest = true, nil }

// Byte reads one byte.
func (r *Reader) Byte() byte {
	if len(r.Rest) == 0 {
		r.Fail()
		return 0
	}
	b := r.Rest[0]
	r.Rest = r.Rest[1:]
	return b
}

// Number reads a number as binary.AppendUvarint wrote it.
func (r *Reader) Number() uint64 {
	n, size := binary.Uvarint(r.Rest)
	if size <= 0 {
		r.Fail()
		return 0
	}
	r.Rest = r.Rest[size:]
	return n
}

// Count reads how many of something follow: each of them takes a byte at least.
func (r *Reader) Count() int {
	n := r.Number()
	if n > uint64(len(r.Rest)) {
		r.Fail()
		return 0
	}
	return int(n)
}

// Text reads what AppendText appended. It is a part of the bytes that are read.
func (r *Reader) Text() []byte {
	n := r.Count()
	b := r.Rest[:n:n]
	r.Rest = r.Rest[n:]
	return b
}
