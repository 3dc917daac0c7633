package node

import (
	"cmp"
	"fmt"
	"strconv"
	"strings"
)

// Ballot is a ballot number: a round and the node that started it, written
// "3.1". It is always a pair and never a fraction: 3.10 comes after 3.9. The
// zero Ballot is below every ballot that a node may start.
type Ballot struct {
	_     struct{} `cbor:",toarray"`
	Round int32
	Node  ID
}

// Compare orders ballots by round, then by node: the total order of "Paxos
// Made Simple", section 2.2.
func (b Ballot) Compare(o Ballot) int {
	if c := cmp.Compare(b.Round, o.Round); c != 0 {
		return c
	}
	return cmp.Compare(b.Node, o.Node)
}

// Less reports whether b comes before o.
func (b Ballot) Less(o Ballot) bool { return b.Compare(o) < 0 }

// IsZero reports whether b is no ballot at all.
func (b Ballot) IsZero() bool { return b.Round == 0 && b.Node == 0 }

// String returns "round.node".
func (b Ballot) String() string { return string(b.Append(nil)) }

// Append appends "round.node" to dst.
func (b Ballot) Append(dst []byte) []byte {
	dst = strconv.AppendInt(dst, int64(b.Round), 10)
	return strconv.AppendInt(append(dst, '.'), int64(b.Node), 10)
}

// Renamed returns the ballot of the node that name calls b's. A ballot of no node
// stays as it is.
func (b Ballot) Renamed(name func(ID) ID) Typed {
	if b.Node != 0 {
		b.Node = name(b.Node)
	}
	return b
}

// ParseBallot reads what String wrote. It refuses negative parts and anything
// but two decimal numbers with one dot between them.
func ParseBallot(s string) (Ballot, error) {
	round, id, ok := strings.Cut(s, ".")
	r, err1 := strconv.ParseUint(round, 10, 31)
	n, err2 := strconv.ParseUint(id, 10, 31)
	b := Ballot{Round: int32(r), Node: ID(n)}
	if !ok || err1 != nil || err2 != nil || b.String() != s {
		return Ballot{}, fmt.Errorf("got %q, want a ballot such as 3.1: a round, a dot, a node", s)
	}
	return b, nil
}
