package disk

import (
	"errors"
	"fmt"
)

// MaxUnsynced bounds what a Log holds back, in bytes.
const MaxUnsynced = 16 * MaxRecord

// errClosed is what a closed Log returns.
var errClosed = errors.New("record file: got a write after close, want none")

// Log is the record file of one node. Records wait in its own memory until
// Sync, so whatever ends the process loses exactly the records not synced.
type Log struct {
	store Store
	buf   []byte // records not yet synced, framed
	err   error  // why the Log can take no more; nil while it can
}

// Create makes the record file of owner on a disk that has none.
func Create(store Store, owner string) (*Log, error) {
	if err := store.Recover(); err != nil {
		return nil, err
	}
	if err := store.Create(appendHeader(nil, owner)); err != nil {
		return nil, err
	}
	return &Log{store: store}, nil
}

// Open returns the records that were synced, oldest first, and the Log to go
// on with. It cuts off a torn tail. Without a record file it returns
// ErrMissing; one that a crash cannot explain is refused with a CorruptError
// and left as it is. See the package comment for which is which.
func Open(store Store, owner string) ([][]byte, *Log, error) {
	if err := store.Recover(); err != nil {
		return nil, nil, err
	}
	b, exists, err := store.Load()
	if err != nil {
		return nil, nil, err
	}
	if !exists {
		return nil, nil, ErrMissing
	}
	records, whole, err := decode(b, owner)
	if err != nil {
		return nil, nil, err
	}
	if whole < len(b) {
		err = store.Truncate(int64(whole))
	}
	if err != nil {
		return nil, nil, err
	}
	return records, &Log{store: store}, nil
}

// Append adds rec to what the next Sync makes durable, and copies it.
func (l *Log) Append(rec []byte) error {
	if l.err != nil {
		return l.err
	}
	if len(rec) > MaxRecord {
		return fmt.Errorf("record: got %d bytes, want at most %d", len(rec), MaxRecord)
	}
	if n := len(l.buf) + frameHead + len(rec); n > MaxUnsynced {
		return fmt.Errorf("records not synced: got %d bytes, want at most %d", n, MaxUnsynced)
	}
	l.buf = appendFrame(l.buf, rec)
	return nil
}

// Sync makes every record appended so far durable. With none to write it does
// nothing. After an error every later call returns the same one.
func (l *Log) Sync() error {
	if l.err != nil || len(l.buf) == 0 {
		return l.err
	}
	if err := l.store.Append(l.buf); err != nil {
		l.err = fmt.Errorf("syncing records: %w", err)
	}
	l.buf = l.buf[:0]
	return l.err
}

// Close forgets what was not synced, as a crash would, and closes the store.
func (l *Log) Close() error {
	l.buf, l.err = nil, errClosed
	return l.store.Close()
}

// Decode returns the records in b, the content of the record file of owner,
// oldest first. A torn tail is left out.
func Decode(b []byte, owner string) ([][]byte, error) {
	records, _, err := decode(b, owner)
	return records, err
}
