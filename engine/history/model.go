package history

import (
	"fmt"
	"slices"
	"strings"

	"synod/node"
	"synod/node/spell"
)

// Call is an operation as a model judges it.
type Call struct {
	*Operation
	// Open means that it may take effect at any time from its invocation on, or
	// never. Its result, if it has one, need not be explained.
	Open bool
}

// Model is the machine that a history is compared with: it takes one operation
// at a time.
type Model struct {
	Name string
	Ops  []string // the operations that it knows; nil for all
	Init any      // its first state
	// Step returns the state that follows state when the operation of c happens
	// in it, and whether it can, with the result it had. It changes neither. An
	// open call that it refuses is one that never happened. An error ends the
	// search.
	Step func(state any, c Call) (next any, ok bool, err error)
	// Equal compares states; nil is ==.
	Equal func(a, b any) (bool, error)

	// relevant returns the calls that decide the verdict: a search among them
	// and one among all calls find the same. Nil is all of them.
	relevant func(calls []Call) []Call
	check    func(o *Operation) error // what is wrong with an operation for this model; nil for nothing
}

// Models lists the names of the models there are.
func Models() []string { return []string{Consensus.Name, Register.Name, CAS.Name} }

// Lookup returns the model of a name.
func Lookup(name string) (*Model, error) {
	for _, m := range []*Model{Consensus, Register, CAS} {
		if m.Name == name {
			return m, nil
		}
	}
	if hint := spell.Nearest(name, Models()); hint != "" {
		return nil, fmt.Errorf("there is no model %q; did you mean %q?", name, hint)
	}
	return nil, fmt.Errorf("there is no model %q, want one of %s, or a function", name, strings.Join(Models(), ", "))
}

// Check returns an error when h holds what the model cannot judge.
func (m *Model) Check(h History) error {
	for i := range h {
		o := &h[i]
		if m.Ops != nil && !slices.Contains(m.Ops, o.Op) {
			return fmt.Errorf("the model %q knows no operation %q, as %s asked for at %v; want %s", m.Name, o.Op, o.Client, o.Invoked, m.words())
		}
		if m.check == nil {
			continue
		}
		if err := m.check(o); err != nil {
			return fmt.Errorf("%s of %s at %v: %w", o.Op, o.Client, o.Invoked, err)
		}
	}
	return nil
}

// words returns "propose or read".
func (m *Model) words() string {
	last := len(m.Ops) - 1
	return strings.Join(m.Ops[:last], ", ") + " or " + m.Ops[last]
}

// equal compares two states.
func (m *Model) equal(a, b any) (bool, error) {
	if m.Equal == nil {
		return a == b, nil
	}
	return m.Equal(a, b)
}

// stateText returns a state as a person reads it.
func stateText(state any) string {
	if v, ok := state.(node.Value); ok {
		return result(v)
	}
	return fmt.Sprint(state)
}
