package safety

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"synod/node"
)

// Claims compares what nodes claim: see [node.Claim]. What was claimed stays claimed,
// whatever crashes; a wiped disk ends only what its node may never let fall.
type Claims struct {
	agreed  map[agreement]node.Value
	reached map[reach]node.Value
	first   []string // the first claim of each agreement, in order, as text; no part of the state
}

// agreement names a value that all nodes agree on.
type agreement struct {
	name string
	key  node.Value
}

// reach names a value that never falls at a node.
type reach struct {
	id   node.ID
	name string
}

// Any reports whether any node has claimed anything.
func (c *Claims) Any() bool { return len(c.agreed)+len(c.reached) > 0 }

// Names lists the names of the claims made so far, sorted.
func (c *Claims) Names() []string {
	names := map[string]bool{}
	for a := range c.agreed {
		names[a.name] = true
	}
	for r := range c.reached {
		names[r.name] = true
	}
	return slices.Sorted(maps.Keys(names))
}

// claim takes a claim of id, and returns the violation that it is, or nil. Later claims
// are compared with the first value of an agreement, and with the greatest value that a
// node has reached.
func (c *Claims) claim(id node.ID, claim *node.Claim) *node.Violation {
	if claim.Kind == node.ClaimNeverFalls {
		return c.reach(reach{id, claim.Name}, claim.Value)
	}
	a := agreement{claim.Name, claim.Key}
	before, known := c.agreed[a]
	switch {
	case !known:
		if c.agreed == nil {
			c.agreed = map[agreement]node.Value{}
		}
		c.agreed[a] = claim.Value
		c.first = append(c.first, fmt.Sprintf("agreed: %v by %v", claim, id))
	case before != claim.Value:
		return &node.Violation{Name: a.name, Sentence: fmt.Sprintf("%v claims %v, which is %v by an earlier claim", id, claim, before)}
	}
	return nil
}

func (c *Claims) reach(r reach, v node.Value) *node.Violation {
	before, known := c.reached[r]
	if !known {
		if c.reached == nil {
			c.reached = map[reach]node.Value{}
		}
		c.reached[r] = v
		return nil
	}
	order, err := node.CompareValues(v, before)
	switch {
	case err != nil:
		return &node.Violation{Name: r.name, Sentence: fmt.Sprintf("%s of %v goes from %v to %v, and neither of them is the greater", r.name, r.id, before, v)}
	case order < 0:
		return &node.Violation{Name: r.name, Sentence: fmt.Sprintf("%s of %v falls from %v to %v", r.name, r.id, before, v)}
	}
	c.reached[r] = v
	return nil
}

// wiped ends what id may never let fall.
func (c *Claims) wiped(id node.ID) {
	maps.DeleteFunc(c.reached, func(r reach, _ node.Value) bool { return r.id == id })
}

// renamed returns the claims of nodes with other names.
func (c *Claims) renamed(to func(node.ID) node.ID) Claims {
	n := Claims{agreed: maps.Clone(c.agreed), first: slices.Clone(c.first)}
	if c.reached != nil {
		n.reached = map[reach]node.Value{}
	}
	for r, v := range c.reached {
		n.reached[reach{to(r.id), r.name}] = v
	}
	return n
}

func (a agreement) compare(b agreement) int {
	return cmp.Or(cmp.Compare(a.name, b.name), cmp.Compare(a.key, b.key))
}

func (r reach) compare(s reach) int {
	return cmp.Or(cmp.Compare(r.id, s.id), cmp.Compare(r.name, s.name))
}
