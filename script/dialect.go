package script

import "go.starlark.net/syntax"

// Dialect is the Starlark that scenarios are written in: all of the language,
// with statements such as for and if at the top level.
var Dialect = &syntax.FileOptions{
	Set:             true,
	While:           true,
	TopLevelControl: true,
	GlobalReassign:  true,
	Recursion:       true,
}
