package script

import (
	"maps"
	"reflect"
	"sync"

	"go.starlark.net/starlark"

	"synod/node/cells"
)

// libraryNames returns the names that a file of the standard library has: those of
// every script, and a builtin that only the library calls.
func libraryNames(names starlark.StringDict) starlark.StringDict {
	if reflect.ValueOf(names).Pointer() != reflect.ValueOf(predeclared()).Pointer() {
		return withLibraryNames(names)
	}
	theLibraryNames.Do(func() { theLibraryNames.names = withLibraryNames(names) })
	return theLibraryNames.names
}

// theLibraryNames are those of nearly all sessions, made once: a storm of runs loads
// the library in each.
var theLibraryNames struct {
	sync.Once
	names starlark.StringDict
}

func withLibraryNames(names starlark.StringDict) starlark.StringDict {
	names = maps.Clone(names)
	names["_cells"] = starlark.NewBuiltin("_cells", cellsOf)
	return names
}

// cellsOf is _cells(text): how many cells of a terminal a text takes. Starlark
// itself can only count bytes and code points.
func cellsOf(_ *starlark.Thread, b *starlark.Builtin, args starlark.Tuple, kwargs []starlark.Tuple) (starlark.Value, error) {
	text := ""
	if err := starlark.UnpackPositionalArgs(b.Name(), args, kwargs, 1, &text); err != nil {
		return nil, err
	}
	return starlark.MakeInt(cells.Width(text)), nil
}
