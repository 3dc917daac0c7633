package node

import "strconv"

// Claim is what a node holds to be true of a run. The safety checks compare the
// claims of all nodes; a machine makes them to be judged by them, and reads none.
// A claim is an effect: it counts when it is performed, in its place among the
// others, and a node that dies before it has not made it.
type Claim struct {
	_     struct{} `cbor:",toarray"`
	Kind  ClaimKind
	Name  string // such as "chosen" or "term"
	Key   Value  // agree: what the value is claimed for, such as a slot; absent for none
	Value Value
}

// ClaimKind says what must hold of claims with one name.
type ClaimKind uint8

// The kinds of claims.
const (
	// ClaimAgree: within a run, no node ever claims another value for the same
	// name and key. It outlives crashes and wiped disks.
	ClaimAgree ClaimKind = iota
	// ClaimNeverFalls: at one node, across its restarts, the value never becomes
	// less than it was. A node whose disk is wiped begins anew.
	ClaimNeverFalls
)

// String returns "chosen 3 = X", or "term = 3" without a key.
func (c *Claim) String() string { return string(c.Append(nil)) }

// Append appends what String returns to dst.
func (c *Claim) Append(dst []byte) []byte {
	dst = append(dst, c.Name...)
	if !c.Key.Absent() {
		dst = c.Key.Append(append(dst, ' '))
	}
	return c.Value.Append(append(dst, " = "...))
}

// String returns the name that a script knows the kind by.
func (k ClaimKind) String() string {
	switch k {
	case ClaimAgree:
		return "agree"
	case ClaimNeverFalls:
		return "never_falls"
	}
	return "claim " + strconv.Itoa(int(k))
}
