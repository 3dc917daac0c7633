package disk

import (
	"errors"
	"fmt"
	"strings"
)

// RecordFile is the name of the record file in a [Directory].
const RecordFile = "records"

// The two ways in which a record file can be there, or not, against expectation.
var (
	ErrExists  = errors.New("record file: got one already, want a fresh disk")
	ErrMissing = errors.New("record file: got none, want what was synced before")
)

// Store keeps the bytes of one disk. What a method has done when it returns
// nil is durable. A Store is not safe for concurrent use.
type Store interface {
	// Create makes a record file that holds header: all of it, or after a
	// crash none of it. With a record file there already it returns ErrExists.
	Create(header []byte) error
	// Append adds b to the end of the record file. A crash, or an error,
	// leaves a prefix of b.
	Append(b []byte) error
	// Load returns the content of the record file, which the caller may keep,
	// and whether there is one. It changes nothing, so that anyone may look.
	Load() ([]byte, bool, error)
	// Truncate cuts the record file to n bytes, at most what it has.
	Truncate(n int64) error
	// Recover removes what a crash inside Create or Publish left behind.
	Recover() error
	// Publish replaces the file called name. A crash leaves the old content or
	// the new, whole. See CheckName for what it may be called.
	Publish(name string, content []byte) error
	// ReadFile returns the content of a published file, which the caller may
	// keep, and whether there is one.
	ReadFile(name string) ([]byte, bool, error)
	// Wipe removes the record file and every published file. On a disk that
	// has neither it does nothing.
	Wipe() error
	// Close lets go of what the Store holds open and loses nothing. A Store
	// may be closed twice, and used again.
	Close() error
}

// CheckName returns an error unless name can be published: 1 to 64 letters,
// digits, dashes and underscores, and not the name of the record file. Without
// a dot, no published file can pass for a temporary one.
func CheckName(name string) error {
	ok := 0 < len(name) && len(name) <= 64 && !strings.EqualFold(name, RecordFile)
	for _, c := range []byte(name) {
		ok = ok && (c == '-' || c == '_' || '0' <= c && c <= '9' || 'a' <= c|0x20 && c|0x20 <= 'z')
	}
	if !ok {
		return fmt.Errorf("file name: got %q, want 1 to 64 letters, digits, - or _, and not %q", name, RecordFile)
	}
	return nil
}

// errTruncate is what Truncate returns when it would not cut.
func errTruncate(n, size int64) error {
	return fmt.Errorf("record file: got %d bytes to keep, want 0 to %d", n, size)
}
