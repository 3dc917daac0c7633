package node

import "strconv"

// ID names a node of a cluster, from 1 to the number of nodes. 0 names none.
type ID int32

// String returns the name a trace shows, such as "n2".
func (id ID) String() string { return string(id.Append(nil)) }

// Append appends the name a trace shows to dst.
func (id ID) Append(dst []byte) []byte {
	return strconv.AppendInt(append(dst, 'n'), int64(id), 10)
}
