// Package format writes scripts in one style: that of buildifier, which does
// what is usual for Starlark.
//
//	neat, err := format.Source("a.star", src)
//
// # What changes
//
// Spaces, indentation, blank lines, and quotes: 'X' becomes "X".
// Statements on one line get a line each. A list or a call that goes on for
// lines does so with one element to a line; no line is broken for its length.
// The docstring of a function moves with the function. Loads come first, one for
// each module, and they and the names in them are in order.
//
// # What does not
//
// Line ends and a byte order mark: Source returns a text without them, and Files and
// Stream write it as it was, so that a file from Windows stays one. Where line ends are
// mixed and something else changes, all become those that most lines have.
//
// What the script does. Source checks it for every script before it returns: the
// syntax trees are the same, but for the order of loads and of arguments where it
// makes no difference, and so are the comments. It is buildifier's own output if
// that passes, and if it stays as it is when it is formatted again.
//
// # What buildifier does not know
//
// It is made for a smaller language, in which order means nothing. While
// statements and tabs are put into words that it understands first; see
// dialect.go. Where it writes what is no Starlark, or another script, it is
// corrected, and no more than that changes:
//
//   - 'é' becomes "é", and not bytes; 1.5e0 and 00.5 stay numbers.
//   - A negation of a comparison, such as not not x == y, stays one.
//   - A load stays behind a statement that does more than to define something,
//     since its module may look at what was done; and all loads stay where they
//     are when one of their names is bound twice. One with a comment is not made a
//     part of another, which would lose the comment.
//   - A list under "keep sorted" is not sorted.
//   - A docstring behind elif does not move further each time, and spaces behind a
//     backslash in one stay.
package format
