package script

import (
	"go.starlark.net/starlark"

	"synod/node"
)

// Ballot is a ballot number as a script sees it. It has round and node,
// compares, and may be the key of a dict.
type Ballot struct{ ballot node.Ballot }

var (
	_ starlark.HasAttrs       = Ballot{}
	_ starlark.TotallyOrdered = Ballot{}
)

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
