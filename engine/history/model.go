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
	Name  string
	Doc   string   // what its operations do to its state, in words
	Ops   []string // the operations that it knows; nil for all
	Keyed bool     // operations with different arguments "key" are about different machines, each judged apart
	Init  any      // its first state
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
	// answers returns the results that an operation may have, when they are few or not
	// worth a try. Nil is any value that there is in the history.
	answers func(o *Operation) []node.Value
}

// models are those with a name.
var models = []*Model{Consensus, Register, CAS, Queue, Set, Counter, Lock, Log}

// Catalog lists the models there are.
func Catalog() []*Model { return models }

// Models lists the names of the models there are.
func Models() []string {
	names := make([]string, len(models))
	for i, m := range models {
		names[i] = m.Name
	}
	return names
}

// Lookup returns the model of a name.
func Lookup(name string) (*Model, error) {
	for _, m := range models {
		if m.Name == name {
			return m, nil
		}
	}
	if hint := spell.Nearest(name, Models()); hint != "" {
		return nil, fmt.Errorf("there is no model %q; did you mean %q?", name, hint)
	}
	return nil, fmt.Errorf("there is no model %q, want one of %s, or a function", name, strings.Join(Models(), ", "))
}

// Fitting returns the first model that knows all operations of h, and one that knows
// nothing of them if there is none: it explains every order.
func Fitting(h History) *Model {
	for _, m := range models {
		if m.Check(h) == nil {
			return m
		}
	}
	return &Model{Name: "none", Init: "not judged", Step: func(state any, _ Call) (any, bool, error) { return state, true, nil }}
}

// UnknownOps is the error of a history with operations that a model does not know.
type UnknownOps struct {
	Model *Model
	Ops   []string // in the order in which they came
	First Operation
}

// Error names the operations, and those that the model knows.
func (e *UnknownOps) Error() string {
	var quoted []string
	for _, op := range e.Ops {
		quoted = append(quoted, fmt.Sprintf("%q", op))
	}
	what := "operation"
	if len(quoted) > 1 {
		what = "operations"
	}
	return fmt.Sprintf("the model %q knows no %s %s, as %s asked for at %v; want %s",
		e.Model.Name, what, listed(quoted, "and"), e.First.Client, e.First.Invoked, listed(e.Model.Ops, "or"))
}

// Check returns an error when h holds what the model cannot judge: an [UnknownOps],
// or what is wrong with an operation.
func (m *Model) Check(h History) error {
	if err := m.knows(h); err != nil {
		return err
	}
	if m.check == nil {
		return nil
	}
	for i := range h {
		if o := &h[i]; m.check(o) != nil {
			return fmt.Errorf("%s of %s at %v: %w", o.Op, o.Client, o.Invoked, m.check(o))
		}
	}
	return nil
}

// knows returns an error when there are operations that the model does not know.
func (m *Model) knows(h History) error {
	if m.Ops == nil {
		return nil
	}
	unknown := &UnknownOps{Model: m}
	for _, o := range h {
		if slices.Contains(m.Ops, o.Op) || slices.Contains(unknown.Ops, o.Op) {
			continue
		}
		if unknown.Ops == nil {
			unknown.First = o
		}
		unknown.Ops = append(unknown.Ops, o.Op)
	}
	if unknown.Ops == nil {
		return nil
	}
	return unknown
}

// listed returns "a, b or c", with another word for or.
func listed(words []string, or string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	last := len(words) - 1
	return strings.Join(words[:last], ", ") + " " + or + " " + words[last]
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
