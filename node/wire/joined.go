package wire

import (
	"encoding/binary"
	"net"
)

// The parts of a yamux header that matter here: its size, where its type is,
// the type that a body follows, and where the length of that body is.
const (
	muxHead     = 12
	muxType     = 1
	muxTypeData = 0
	muxLength   = 8
)

// joined is a connection under a yamux session. The session writes a header
// and its body separately; joined holds a header back until its body comes and
// writes both at once, which spares a system call and wakes the other end once
// instead of twice. The session writes from one goroutine.
type joined struct {
	net.Conn
	buf []byte // the frame being put together; empty when no header is held
}

// Write holds back a header that announces a body, and writes anything else,
// after the header that is held.
func (c *joined) Write(b []byte) (int, error) {
	if len(c.buf) == 0 {
		if announcesBody(b) {
			c.buf = append(c.buf, b...)
			return len(b), nil
		}
		return c.Conn.Write(b)
	}
	held := len(c.buf)
	whole := append(c.buf, b...)
	c.buf = whole[:0]
	n, err := c.Conn.Write(whole)
	return max(n-held, 0), err
}

// announcesBody reports whether b is a yamux header that a body follows.
func announcesBody(b []byte) bool {
	return len(b) == muxHead && b[muxType] == muxTypeData && binary.BigEndian.Uint32(b[muxLength:]) > 0
}
