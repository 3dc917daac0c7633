package disk

import (
	"encoding/binary"
	"fmt"
	"strings"
)

const (
	magic   = "synod-rf" // begins every record file
	version = 1          // of the format of everything after it

	headSize  = len(magic) + 2 // of a header before its owner
	headerCRC = 4              // size of its checksum
)

// appendHeader appends the header of the record file of owner.
func appendHeader(dst []byte, owner string) []byte {
	if len(owner) > 255 {
		panic(fmt.Sprintf("disk: got an owner of %d bytes, want at most 255", len(owner)))
	}
	start := len(dst)
	dst = append(dst, magic...)
	dst = append(dst, version, byte(len(owner)))
	dst = append(dst, owner...)
	return binary.LittleEndian.AppendUint32(dst, checksum(dst[start:]))
}

// wrongHeader says in what the header that b begins with differs from the one
// of owner, which it is known to do.
func wrongHeader(b []byte, owner string) *CorruptError {
	head := string(b[:min(len(b), headSize)])
	known := min(len(head), len(magic))
	if head[:known] != magic[:known] {
		return &CorruptError{0, fmt.Sprintf("magic: got %q, want %q", head[:known], magic)}
	}
	if len(head) > len(magic) && head[len(magic)] != version {
		return &CorruptError{int64(len(magic)), fmt.Sprintf("version: got %d, want %d", head[len(magic)], version)}
	}
	if len(head) < headSize || len(b) < headSize+int(head[headSize-1])+headerCRC {
		return &CorruptError{int64(len(b)), "header: got the end of the file, want the rest of it"}
	}
	return wrongOwner(b[:headSize+int(head[headSize-1])+headerCRC], owner)
}

// wrongOwner does the same for a header that is complete, of a known version.
func wrongOwner(header []byte, owner string) *CorruptError {
	end := len(header) - headerCRC
	got, want := binary.LittleEndian.Uint32(header[end:]), checksum(header[:end])
	if got != want {
		return &CorruptError{0, fmt.Sprintf("checksum of the header: got %08x, want %08x", got, want)}
	}
	name := strings.ToValidUTF8(string(header[headSize:end]), "?")
	return &CorruptError{int64(headSize), fmt.Sprintf("owner: got %q, want %q", name, owner)}
}
