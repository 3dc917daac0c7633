package safety

import (
	"encoding/binary"
	"errors"
	"maps"
	"slices"

	"synod/node"
)

// append appends the canonical encoding of c.
func (c *Claims) append(dst []byte) []byte {
	dst = binary.AppendUvarint(dst, uint64(len(c.agreed)))
	if len(c.agreed) > 0 {
		for _, a := range slices.SortedFunc(maps.Keys(c.agreed), agreement.compare) {
			dst = appendText(appendText(appendText(dst, a.name), a.key), c.agreed[a])
		}
	}
	dst = binary.AppendUvarint(dst, uint64(len(c.reached)))
	if len(c.reached) > 0 {
		for _, r := range slices.SortedFunc(maps.Keys(c.reached), reach.compare) {
			dst = binary.AppendUvarint(dst, uint64(r.id))
			dst = appendText(appendText(dst, r.name), c.reached[r])
		}
	}
	return dst
}

// restore reads what append wrote, and returns what follows it.
func (c *Claims) restore(state []byte) (rest []byte, err error) {
	r := reader{rest: state}
	if n := r.count(); n > 0 {
		c.agreed = make(map[agreement]node.Value, n)
		for range n {
			a := agreement{name: string(r.bytes()), key: node.Value(r.bytes())}
			c.agreed[a] = node.Value(r.bytes())
		}
	}
	if n := r.count(); n > 0 {
		c.reached = make(map[reach]node.Value, n)
		for range n {
			k := reach{id: node.ID(r.number()), name: string(r.bytes())}
			c.reached[k] = node.Value(r.bytes())
		}
	}
	if r.failed {
		return nil, errors.New("the state of the checks: got one that was cut")
	}
	return r.rest, nil
}

// appendClaim appends a claim as a statement.
func appendClaim(dst []byte, c *node.Claim) []byte {
	return appendText(appendText(appendText(append(dst, byte(c.Kind)), c.Name), c.Key), c.Value)
}

// claim reads what appendClaim appended.
func (r *reader) claim() *node.Claim {
	return &node.Claim{Kind: node.ClaimKind(r.byte()), Name: string(r.bytes()), Key: node.Value(r.bytes()), Value: node.Value(r.bytes())}
}

func appendText[T ~string](dst []byte, s T) []byte {
	return append(binary.AppendUvarint(dst, uint64(len(s))), s...)
}

// reader reads what this package appended. After a failure it reads zeros.
type reader struct {
	rest   []byte
	failed bool
}

func (r *reader) byte() byte {
	if len(r.rest) == 0 {
		r.failed = true
		return 0
	}
	b := r.rest[0]
	r.rest = r.rest[1:]
	return b
}

func (r *reader) number() uint64 {
	n, size := binary.Uvarint(r.rest)
	if size <= 0 {
		r.failed, r.rest = true, nil
		return 0
	}
	r.rest = r.rest[size:]
	return n
}

// count reads how many of something follow: each of them takes a byte at least.
func (r *reader) count() int {
	n := r.number()
	if n > uint64(len(r.rest)) {
		r.failed, r.rest = true, nil
		return 0
	}
	return int(n)
}

func (r *reader) bytes() []byte {
	n := r.count()
	b := r.rest[:n:n]
	r.rest = r.rest[n:]
	return b
}
