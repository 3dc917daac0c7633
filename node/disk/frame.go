package disk

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"hash/crc32"
)

// MaxRecord is the size of the largest record, in bytes.
const MaxRecord = 1 << 20

// frameHead is the size of what precedes a payload: length, checksum of the
// payload, checksum of the two.
const frameHead = 12

var castagnoli = crc32.MakeTable(crc32.Castagnoli)

func checksum(b []byte) uint32 { return crc32.Checksum(b, castagnoli) }

// appendFrame appends rec as the record file holds it.
func appendFrame(dst, rec []byte) []byte {
	start := len(dst)
	dst = binary.LittleEndian.AppendUint32(dst, uint32(len(rec)))
	dst = binary.LittleEndian.AppendUint32(dst, checksum(rec))
	dst = binary.LittleEndian.AppendUint32(dst, checksum(dst[start:]))
	return append(dst, rec...)
}

// decode returns the records in b, the content of the record file of owner,
// and the length of the part that is whole. What follows that is a torn tail.
// The records are parts of b.
func decode(b []byte, owner string) (records [][]byte, whole int, err error) {
	header := appendHeader(nil, owner)
	if !bytes.HasPrefix(b, header) {
		return nil, 0, wrongHeader(b, owner)
	}
	for whole = len(header); ; {
		rec, size, what := decodeFrame(b[whole:])
		if what != "" {
			return nil, 0, &CorruptError{int64(whole), fmt.Sprintf("record %d: %s", len(records)+1, what)}
		}
		if size == 0 {
			return records, whole, nil
		}
		records = append(records, rec)
		whole += size
	}
}

// Tail returns how many bytes of b, the content of the record file of owner,
// are a torn tail: what Open cuts off. It is 0 for a file that Open refuses.
func Tail(b []byte, owner string) int {
	_, whole, err := decode(b, owner)
	if err != nil {
		return 0
	}
	return len(b) - whole
}

// decodeFrame returns the record that b begins with and the size of its frame.
// The size is 0 when b ends before the frame does. The string says what is
// wrong with a frame that no torn tail explains.
func decodeFrame(b []byte) (rec []byte, size int, what string) {
	if len(b) < frameHead {
		return nil, 0, ""
	}
	length := binary.LittleEndian.Uint32(b)
	if got, want := binary.LittleEndian.Uint32(b[8:]), checksum(b[:8]); got != want {
		return nil, 0, fmt.Sprintf("checksum of its head: got %08x, want %08x", got, want)
	}
	if length > MaxRecord {
		return nil, 0, fmt.Sprintf("length: got %d, want at most %d", length, MaxRecord)
	}
	size = frameHead + int(length)
	if len(b) < size {
		return nil, 0, ""
	}
	rec = b[frameHead:size:size]
	if got, want := binary.LittleEndian.Uint32(b[4:]), checksum(rec); got != want {
		return nil, 0, fmt.Sprintf("checksum: got %08x, want %08x", got, want)
	}
	return rec, size, ""
}
