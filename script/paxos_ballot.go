package script

import (
	"fmt"
	"math"

	"go.starlark.net/starlark"

	"synod/engine"
	"synod/node"
)

// Ballot is a ballot number as a script sees it. It has round and node,
// compares, and may be the key of a dict.
type Ballot struct{ ballot node.Ballot }

var (
	_ starlark.HasAttrs       = Ballot{}
	_ starlark.TotallyOrdered = Ballot{}
	_ typedValue              = Ballot{}
)

// paxosTyped are the types of values that Paxos brings.
var paxosTyped = []typedKind{{
	none: node.Ballot{},
	read: func(v starlark.Value) (node.Typed, error) { return toBallot(v) },
	seen: func(v node.Typed) typedValue { return Ballot{v.(node.Ballot)} },
	like: aBallot,
}}

// aBallot is what a parameter takes for one.
var aBallot = Type{"ballot", "_BallotLike"}

// field implements typedValue.
func (b Ballot) field() node.Typed { return b.ballot }

// literal returns "(3, 1)".
func (b Ballot) literal() string { return fmt.Sprintf("(%d, %d)", b.ballot.Round, b.ballot.Node) }

// String returns "3.1".
func (b Ballot) String() string { return b.ballot.String() }

// Type returns "ballot".
func (b Ballot) Type() string { return "ballot" }

// Freeze does nothing: a ballot never changes.
func (b Ballot) Freeze() {}

// Truth reports whether b is a ballot that a node may start.
func (b Ballot) Truth() starlark.Bool { return starlark.Bool(!b.ballot.IsZero()) }

// Hash returns equal numbers for equal ballots.
func (b Ballot) Hash() (uint32, error) {
	return uint32(b.ballot.Round)*31 + uint32(b.ballot.Node), nil
}

// Cmp orders ballots by round, then by node.
func (b Ballot) Cmp(y starlark.Value, _ int) (int, error) {
	return b.ballot.Compare(y.(Ballot).ballot), nil
}

// Attr returns round or node.
func (b Ballot) Attr(name string) (starlark.Value, error) {
	return attr(b, "ballot", ballotProperties, name)
}

// AttrNames returns the names of the attributes, sorted.
func (b Ballot) AttrNames() []string { return attrNames("ballot", ballotProperties) }

var ballotProperties = []property[Ballot]{
	{"round", "the round, which decides first which of two ballots is higher", func(b Ballot) (starlark.Value, error) {
		return num(b.ballot.Round), nil
	}},
	{"node", "the number of the node whose ballot it is, which decides between equal rounds", func(b Ballot) (starlark.Value, error) {
		return num(b.ballot.Node), nil
	}},
}

// ballotVerb is ballot(round, node).
func ballotVerb(c *call) (starlark.Value, error) {
	var round, id starlark.Value
	if err := c.unpack(&round, &id); err != nil {
		return nil, err
	}
	b, err := ballotOf(round, id)
	return Ballot{b}, err
}

// ballot reads a ballot, a pair (round, node), or a string such as "3.1".
type ballot node.Ballot

// Unpack implements starlark.Unpacker.
func (b *ballot) Unpack(v starlark.Value) error {
	got, err := toBallot(v)
	*b = ballot(got)
	return err
}

func toBallot(v starlark.Value) (node.Ballot, error) {
	switch v := v.(type) {
	case Ballot:
		return v.ballot, nil
	case starlark.String:
		b, err := node.ParseBallot(string(v))
		if err == nil && b.Round < 1 {
			err = fmt.Errorf("got %v, want a round of at least 1", b)
		}
		return b, err
	case starlark.Tuple:
		if len(v) == 2 {
			return ballotOf(v[0], v[1])
		}
	case starlark.Float:
		return node.Ballot{}, fmt.Errorf(`got the number %s, want a pair such as (3, 1) or "3.1": a ballot is no fraction, 3.10 comes after 3.9`, v)
	}
	return node.Ballot{}, fmt.Errorf(`got %s, want a ballot: a pair (round, node) such as (3, 1), or "3.1"`, describe(v))
}

// ballotOf returns the ballot of a round and a node. A protocol whose ballots
// name no node has ballots of node 0.
func ballotOf(round, id starlark.Value) (node.Ballot, error) {
	r, badRound := starlark.AsInt32(round)
	n, badNode := starlark.AsInt32(id)
	if badRound != nil || badNode != nil || r < 1 || n < 0 || n > engine.MaxNodes {
		return node.Ballot{}, fmt.Errorf("got the round %s and the node %s, want a round from 1 to %d and the number of a node", describe(round), describe(id), math.MaxInt32)
	}
	return node.Ballot{Round: int32(r), Node: node.ID(n)}, nil
}
