// Package protocols knows every protocol by its name. A new one is added to
// the list here, and nowhere else.
package protocols

import (
	"fmt"
	"slices"
	"strings"

	"synod/node"
	"synod/node/paxos"
	"synod/node/spell"
)

// all lists the protocols in the order in which they are shown.
func all() []node.Protocol {
	return []node.Protocol{paxos.Protocol{}}
}

// Names returns the names of the protocols.
func Names() []string {
	var names []string
	for _, p := range all() {
		names = append(names, p.Name())
	}
	return names
}

// Properties lists what the protocols check by themselves, each name once.
func Properties() []string {
	var names []string
	for _, p := range all() {
		if checked, ok := p.(node.Checked); ok {
			names = append(names, checked.Properties()...)
		}
	}
	return slices.Compact(names)
}

// Lookup returns the protocol called name. The error lists the names there
// are, and the one that was probably meant.
func Lookup(name string) (node.Protocol, error) {
	for _, p := range all() {
		if p.Name() == name {
			return p, nil
		}
	}
	return nil, unknown(name, Names())
}

// unknown is the error for a name that is not among names.
func unknown(name string, names []string) error {
	return fmt.Errorf("protocol: got %q, want one of: %s%s", name, strings.Join(names, ", "), spell.Hint(name, names))
}
