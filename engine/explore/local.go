package explore

import (
	"encoding/binary"
	"math/bits"

	"synod/node"
)

// local is where one node stands: all that decides what the node does next.
type local struct {
	up, paused bool
	state      []byte   // of the machine; empty while the node is down
	synced     [][]byte // the records on its disk, as short as the protocol can make them
	unsynced   [][]byte // written, and lost in a crash
	file       []byte   // what it has published; empty for nothing
	timers     uint64   // a bit for each timer that is set
	left       uint64   // how many timers may still fire
	requests   uint64   // a bit for each request that clients may still make of it
}

const (
	flagUp = 1 << iota
	flagPaused
)

// append appends the canonical encoding of l.
func (l *local) append(dst []byte) []byte {
	flags := byte(0)
	if l.up {
		flags |= flagUp
	}
	if l.paused {
		flags |= flagPaused
	}
	dst = append(dst, flags)
	dst = binary.AppendUvarint(dst, l.timers)
	dst = binary.AppendUvarint(dst, l.left)
	dst = binary.AppendUvarint(dst, l.requests)
	dst = appendBytes(dst, l.state)
	dst = appendList(dst, l.synced)
	dst = appendList(dst, l.unsynced)
	return appendBytes(dst, l.file)
}

// parseLocal reads what append wrote. The parts of l are parts of b.
func parseLocal(b []byte) *local {
	r := reader{b}
	flags := r.byte()
	return &local{
		up: flags&flagUp != 0, paused: flags&flagPaused != 0,
		timers: r.number(), left: r.number(), requests: r.number(),
		state: r.bytes(), synced: r.list(), unsynced: r.list(), file: r.bytes(),
	}
}

// awake reports whether the node can take a step.
func (l *local) awake() bool { return l.up && !l.paused }

// set lists the timers that are set, ascending.
func (l *local) set() []node.Timer { return bitsOf[node.Timer](l.timers) }

// bitsOf lists the bits of a word, ascending.
func bitsOf[T ~uint8](word uint64) []T {
	var list []T
	for ; word != 0; word &= word - 1 {
		list = append(list, T(bits.TrailingZeros64(word)))
	}
	return list
}

func appendBytes(dst, b []byte) []byte {
	return append(binary.AppendUvarint(dst, uint64(len(b))), b...)
}

func appendList(dst []byte, list [][]byte) []byte {
	dst = binary.AppendUvarint(dst, uint64(len(list)))
	for _, b := range list {
		dst = appendBytes(dst, b)
	}
	return dst
}

// reader reads what this package wrote itself; anything else is a mistake of
// its own, and panics.
type reader struct{ rest []byte }

func (r *reader) byte() byte {
	b := r.rest[0]
	r.rest = r.rest[1:]
	return b
}

func (r *reader) number() uint64 {
	n, size := binary.Uvarint(r.rest)
	r.rest = r.rest[size:]
	return n
}

func (r *reader) bytes() []byte {
	n := r.number()
	b := r.rest[:n:n]
	r.rest = r.rest[n:]
	return b
}

func (r *reader) list() [][]byte {
	var list [][]byte
	for range r.number() {
		list = append(list, r.bytes())
	}
	return list
}
