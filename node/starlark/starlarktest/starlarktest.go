// Package starlarktest makes scripted protocols for tests of whatever runs them.
package starlarktest

import (
	"os"
	"path/filepath"
	"testing"

	star "go.starlark.net/starlark"
	"go.starlark.net/syntax"

	"synod/node"
	"synod/node/starlark"
)

// File returns the protocol that the script at path gives a name. The script may
// use protocol() and no other verb.
func File(t testing.TB, path, name string) *starlark.Protocol {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return Define(t, filepath.Base(path), string(text), name)
}

// Define is File for a text, which is called file in positions.
func Define(t testing.TB, file, text, name string) *starlark.Protocol {
	t.Helper()
	dialect := &syntax.FileOptions{Set: true}
	sources := func(asked string) (starlark.Source, bool) {
		return starlark.Source{Text: text, Options: dialect}, asked == file
	}
	verb := star.NewBuiltin("protocol", func(_ *star.Thread, _ *star.Builtin, args star.Tuple, kwargs []star.Tuple) (star.Value, error) {
		d, err := definition(args, kwargs)
		if err != nil {
			return nil, err
		}
		p, err := starlark.Define(d, sources)
		return defined{p}, err
	})
	globals, err := star.ExecFileOptions(dialect, &star.Thread{Name: file}, file, text, star.StringDict{"protocol": verb})
	if err != nil {
		t.Fatal(err)
	}
	d, ok := globals[name].(defined)
	if !ok {
		t.Fatalf("%s: got %v for %s, want a protocol", file, globals[name], name)
	}
	return d.protocol
}

// defined is a protocol as a value of a script.
type defined struct{ protocol *starlark.Protocol }

func (defined) String() string        { return "protocol" }
func (defined) Type() string          { return "protocol" }
func (defined) Freeze()               {}
func (defined) Truth() star.Bool      { return true }
func (defined) Hash() (uint32, error) { return 0, nil }

// definition reads the arguments of protocol(…).
func definition(args star.Tuple, kwargs []star.Tuple) (d starlark.Definition, err error) {
	var start star.Value
	err = star.UnpackArgs("protocol", args, kwargs, "name", &d.Name, "state?", &d.State, "start?", &start, "requests?", &d.Requests,
		"messages?", &d.Messages, "timers?", &d.Timers, "parameters?", &d.Parameters, "rules?", &d.Rules,
		"invariants?", &d.Invariants, "doc?", &d.Doc, "show?", &d.Show)
	d.Start, _ = start.(star.Callable)
	return d, err
}

// Maker returns what makes p whatever it is asked for, for a fleet.
func Maker(p node.Protocol) node.Maker {
	return func(string, []byte) (node.Protocol, error) { return p, nil }
}
