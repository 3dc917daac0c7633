package script

import (
	"slices"

	"synod/node"
	"synod/node/protocols"
)

// shapes returns the kinds of messages that the cluster's nodes send, or none when
// its protocol cannot list them.
func (c *Cluster) shapes() []node.Shape { return node.Shapes(c.world.Options().Protocol) }

// listsKinds reports whether the protocol can list the kinds of its messages.
func (c *Cluster) listsKinds() bool {
	_, ok := c.world.Options().Protocol.(node.Vocabulary)
	return ok
}

// knownShapes returns the kinds of messages of all protocols that the lab brings.
func knownShapes() []node.Shape {
	var all []node.Shape
	for _, name := range protocols.Names() {
		if p, err := protocols.Lookup(name); err == nil {
			all = append(all, node.Shapes(p)...)
		}
	}
	return all
}

// kindsOf returns the names of the kinds, each once.
func kindsOf(shapes []node.Shape) []string {
	var kinds []string
	for _, s := range shapes {
		if !slices.Contains(kinds, s.Kind) {
			kinds = append(kinds, s.Kind)
		}
	}
	return kinds
}

// fieldsOf returns the names of the fields, each once, in the order of the kinds.
func fieldsOf(shapes []node.Shape) []string {
	var names []string
	for _, s := range shapes {
		for _, name := range s.Names() {
			if !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	return names
}

// ofKind returns the shapes of a kind, or all of them for "".
func ofKind(shapes []node.Shape, kind string) []node.Shape {
	if kind == "" {
		return shapes
	}
	return slices.DeleteFunc(slices.Clone(shapes), func(s node.Shape) bool { return s.Kind != kind })
}
