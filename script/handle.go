package script

import (
	"fmt"
	"slices"
	"sync"

	"go.starlark.net/starlark"
)

// handle is what the script's values of clusters, nodes, requests, messages
// and rules have in common: they stand for something in the engine, so they
// never freeze, are true, and are equal only to themselves.
type handle struct {
	session *Session
	cluster *Cluster
}

// home returns the cluster that a verb of the value acts on.
func (h handle) home() *Cluster { return h.cluster }

// Freeze does nothing: a handle is no data of the script, and what it stands
// for goes on changing.
func (handle) Freeze() {}

// Truth is always true.
func (handle) Truth() starlark.Bool { return true }

// property is an attribute that is looked up, not called.
type property[T any] struct {
	name string
	doc  string
	get  func(T) (starlark.Value, error)
}

// attr returns a property of v, or a verb of its kind bound to it.
func attr[T starlark.Value](v T, on string, properties []property[T], name string) (starlark.Value, error) {
	for _, p := range properties {
		if p.name == name {
			return p.get(v)
		}
	}
	if b := methods()[on][name]; b != nil {
		return b.BindReceiver(v), nil
	}
	return nil, nil
}

// methods holds the verbs of every kind of value, by their names.
var methods = sync.OnceValue(func() map[string]map[string]*starlark.Builtin {
	all := map[string]map[string]*starlark.Builtin{}
	for _, v := range Verbs() {
		for _, on := range []string{v.On, "node"} {
			if !isMethod(v, on) {
				continue
			}
			if all[on] == nil {
				all[on] = map[string]*starlark.Builtin{}
			}
			if all[on][v.Name] == nil {
				all[on][v.Name] = builtin(v)
			}
		}
	}
	return all
})

// attrNames returns the names that attr knows, sorted.
func attrNames[T starlark.Value](on string, properties []property[T]) []string {
	var names []string
	for _, p := range properties {
		names = append(names, p.name)
	}
	for _, v := range Verbs() {
		if isMethod(v, on) {
			names = append(names, v.Name)
		}
	}
	slices.Sort(names)
	return names
}

// method returns the verb of the given kind of value, or nil.
func method(on, name string) *Verb {
	for _, v := range Verbs() {
		if v.Name == name && isMethod(v, on) {
			return v
		}
	}
	return nil
}

// isMethod reports whether v is a method of a kind of value. A node has every
// verb of its cluster whose first parameter is a node.
func isMethod(v *Verb, on string) bool {
	if on == "node" {
		return v.On == "cluster" && len(v.Params) > 0 && v.Params[0].Name == "node"
	}
	return v.On == on
}

func unhashable(kind string) (uint32, error) { return 0, fmt.Errorf("unhashable type: %s", kind) }

// str, num and yes make Starlark values of Go ones.
func str(s fmt.Stringer) starlark.Value       { return starlark.String(s.String()) }
func num[T ~int | ~int32](n T) starlark.Value { return starlark.MakeInt(int(n)) }
func yes(b bool) starlark.Value               { return starlark.Bool(b) }
