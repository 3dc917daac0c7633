// Package format writes scripts in one style: that of buildifier, which does
// what is usual for Starlark.
//
//	neat, err := format.Source("a.star", src)
//
// # What changes
//
// Spaces, line ends, indentation, blank lines, and quotes: 'X' becomes "X".
// Statements on one line get a line each. A list or a call that goes on for
// lines does so with one element to a line; no line is broken for its length.
//
// # What does not
//
// What the script does. Nothing is sorted, moved or left out: buildifier can do
// that too, for build files, in which order means nothing, and is not asked to.
// Source checks it for every script before it returns: the syntax trees are the
// same, and so are the comments.
//
// # What buildifier does not know
//
// It is made for a smaller language. While statements, tabs and the line ends
// of other systems are put into words that it understands first; see dialect.go.
package format
