package starlark

import (
	"fmt"

	"go.starlark.net/starlark"
	"go.starlark.net/starlarkstruct"
)

// library are the functions that a handler has beside self: those of the language,
// and struct. Those that could ask for more memory than there is have a bound.
var library = newLibrary()

// maxElements bounds how many elements a function of the language takes at once.
const maxElements = 1 << 20

func newLibrary() starlark.StringDict {
	all := starlark.StringDict{}
	for name, v := range starlark.Universe {
		if _, ok := v.(*starlark.Builtin); ok {
			all[name] = v
		}
	}
	for _, name := range []string{"bytes", "dict", "enumerate", "list", "max", "min", "reversed", "set", "sorted", "tuple", "zip"} {
		all[name] = bounded(starlark.Universe[name].(*starlark.Builtin))
	}
	all["range"] = starlark.NewBuiltin("range", boundedRange)
	all["print"] = starlark.NewBuiltin("print", printNote)
	all["struct"] = starlark.NewBuiltin("struct", starlarkstruct.Make)
	return all
}

// bounded returns b with a bound on the elements of its arguments.
func bounded(b *starlark.Builtin) *starlark.Builtin {
	return starlark.NewBuiltin(b.Name(), func(thread *starlark.Thread, _ *starlark.Builtin, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
		for _, a := range args {
			if n := starlark.Len(a); n > maxElements {
				return nil, fmt.Errorf("%s: got a %s of %d elements, want at most %d at once", b.Name(), a.Type(), n, maxElements)
			}
		}
		return b.CallInternal(thread, args, kwargs)
	})
}

// boundedRange is range(…), of as many numbers as a handler may go through. Whatever
// takes all of them at once has room for them.
func boundedRange(thread *starlark.Thread, b *starlark.Builtin, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	v, err := starlark.Universe["range"].(*starlark.Builtin).CallInternal(thread, args, kwargs)
	if err != nil {
		return nil, err
	}
	if n := starlark.Len(v); n < 0 || n > maxSteps {
		return nil, fmt.Errorf("range: got %d elements, want at most %d: a handler may not take more steps", uint64(n), maxSteps)
	}
	return v, nil
}
