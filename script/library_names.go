package script

import (
	"maps"

	"go.starlark.net/starlark"

	"synod/node/cells"
)

// libraryNames returns the names that a file of the standard library has: those of
// every script, and a builtin that only the library calls.
func libraryNames(names starlark.StringDict) starlark.StringDict {
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
