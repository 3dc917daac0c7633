package script

import (
	"reflect"
	"slices"

	"go.starlark.net/starlark"

	"synod/node"
)

// typedValue is a value of a type that a protocol brings, as a script sees it.
type typedValue interface {
	starlark.Value
	field() node.Typed // as a message or a request holds it
	literal() string   // as a script writes it
}

// typedKind is such a type.
type typedKind struct {
	none node.Typed                                 // what None stands for; its Go type is that of all
	read func(v starlark.Value) (node.Typed, error) // what a verb takes for a value of the type
	seen func(v node.Typed) typedValue              // the value as a script sees it
	like Type                                       // what a parameter takes for one
}

// typedKinds are those of all protocols.
var typedKinds = paxosTyped

// kindOf returns the kind of v. A protocol that comes with the lab has a kind for each
// of its types.
func kindOf(v node.Typed) *typedKind {
	for i := range typedKinds {
		if k := &typedKinds[i]; reflect.TypeOf(k.none) == reflect.TypeOf(v) {
			return k
		}
	}
	panic("a field has a type that no script can see: " + reflect.TypeOf(v).String())
}

// saysTyped reports whether arguments have a value of such a type.
func saysTyped(args node.Named) bool {
	return args != nil && slices.ContainsFunc(args.Fields(nil), func(f node.Field) bool {
		_, is := f.Value.(node.Typed)
		return is
	})
}

// field reads a value for a field of the type.
func (k *typedKind) field(v starlark.Value) (any, error) {
	if v == starlark.None {
		return k.none, nil
	}
	got, err := k.read(v)
	return got, err
}
