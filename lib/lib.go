// Package lib is the standard library of scenarios, in Starlark. A script
// loads a part of it with load("@synod//lab.star", "everyone_learns").
//
// Its files have one builtin more than scripts have: _cells(text) is how many cells
// of a terminal a text takes.
package lib

import "embed"

// FS holds the library's files by their names.
//
//go:embed *.star
var FS embed.FS
