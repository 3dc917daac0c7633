// Package starlarktest makes scripted protocols for tests of whatever runs them.
package starlarktest

import (
	"testing"

	star "go.starlark.net/starlark"
	"go.starlark.net/syntax"

	"synod/node"
	"synod/node/starlark"
)

// Define returns the protocol that a text defines: the dict called name holds what
// protocol(…) would be given, each part under the name of its parameter.
func Define(t testing.TB, name, text string) *starlark.Protocol {
	t.Helper()
	file := name + ".star"
	dialect := &syntax.FileOptions{Set: true}
	globals, err := star.ExecFileOptions(dialect, &star.Thread{Name: name}, file, text, nil)
	if err != nil {
		t.Fatal(err)
	}
	of, ok := globals[name].(*star.Dict)
	if !ok {
		t.Fatalf("%s: got %v for %s, want a dict", file, globals[name], name)
	}
	part := func(name string) star.Value {
		v, _, _ := of.Get(star.String(name))
		return v
	}
	dict := func(name string) *star.Dict {
		d, _ := part(name).(*star.Dict)
		return d
	}
	start, _ := part("start").(star.Callable)
	p, err := starlark.Define(starlark.Definition{
		Name: name, State: dict("state"), Start: start, Requests: dict("requests"), Messages: dict("messages"), Timers: dict("timers"),
		Parameters: dict("parameters"), Rules: dict("rules"), Invariants: dict("invariants"), Show: dict("show"),
	}, func(asked string) (starlark.Source, bool) {
		return starlark.Source{Text: text, Options: dialect}, asked == file
	})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// Maker returns what makes p whatever it is asked for, for a fleet.
func Maker(p node.Protocol) node.Maker {
	return func(string, []byte) (node.Protocol, error) { return p, nil }
}
