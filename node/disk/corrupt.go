package disk

import "fmt"

// CorruptError says that a record file is not what a Log wrote, or not for
// this owner, and that no crash explains it.
type CorruptError struct {
	Offset int64  // where in the file the part begins that is wrong
	What   string // what is wrong, such as "checksum of record 3: got 1b, want 2c"
}

// Error returns "record file: byte 27: what".
func (e *CorruptError) Error() string {
	return fmt.Sprintf("record file: byte %d: %s", e.Offset, e.What)
}
