package safety

import (
	"encoding/binary"
	"errors"
	"maps"
	"slices"

	"synod/node"
	"synod/node/packed"
)

// append appends the canonical encoding of c.
func (c *Claims) append(dst []byte) []byte {
	dst = binary.AppendUvarint(dst, uint64(len(c.agreed)))
	if len(c.agreed) > 0 {
		for _, a := range slices.SortedFunc(maps.Keys(c.agreed), agreement.compare) {
			dst = packed.AppendText(packed.AppendText(packed.AppendText(dst, a.name), a.key), c.agreed[a])
		}
	}
	dst = binary.AppendUvarint(dst, uint64(len(c.reached)))
	if len(c.reached) > 0 {
		for _, r := range slices.SortedFunc(maps.Keys(c.reached), reach.compare) {
			dst = binary.AppendUvarint(dst, uint64(r.id))
			dst = packed.AppendText(packed.AppendText(dst, r.name), c.reached[r])
		}
	}
	return dst
}

// restore reads what append wrote, and returns what follows it.
func (c *Claims) restore(state []byte) (rest []byte, err error) {
	r := packed.Reader{Rest: state}
	if n := r.Count(); n > 0 {
		c.agreed = make(map[agreement]node.Value, n)
		for range n {
			a := agreement{name: string(r.Text()), key: node.Value(r.Text())}
			c.agreed[a] = node.Value(r.Text())
		}
	}
	if n := r.Count(); n > 0 {
		c.reached = make(map[reach]node.Value, n)
		for range n {
			k := reach{id: node.ID(r.Number()), name: string(r.Text())}
			c.reached[k] = node.Value(r.Text())
		}
	}
	if r.Failed {
		return nil, errors.New("the state of the checks: got one that was cut")
	}
	return r.Rest, nil
}

// appendClaim appends a claim as a statement.
func appendClaim(dst []byte, c *node.Claim) []byte {
	return packed.AppendText(packed.AppendText(packed.AppendText(append(dst, byte(c.Kind)), c.Name), c.Key), c.Value)
}

// readClaim reads what appendClaim appended.
func readClaim(r *packed.Reader) *node.Claim {
	return &node.Claim{Kind: node.ClaimKind(r.Byte()), Name: string(r.Text()), Key: node.Value(r.Text()), Value: node.Value(r.Text())}
}
