// Package lineend knows how the lines of a text end: in "\n" where the lab writes it, in
// "\r\n" where an editor or a version control system of Windows did, in "\r" on an old
// Mac. What a text says does not depend on it.
package lineend

import "strings"

// Unix returns a text whose lines end in "\n", whatever they ended in.
func Unix(text string) string {
	return strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\r", "\n")
}

// Windows returns a text whose lines end in "\r\n", given one whose lines end in "\n".
func Windows(text string) string { return strings.ReplaceAll(text, "\n", "\r\n") }

// IsWindows reports whether a text has lines and every one ends in "\r\n", as after a
// conversion. FromWindows takes that back.
func IsWindows(text string) bool {
	n := strings.Count(text, "\n")
	return n > 0 && strings.Count(text, "\r\n") == n
}

// FromWindows returns the text of which Windows made one. Unlike Unix it leaves every
// other "\r" where it is.
func FromWindows(text string) string { return strings.ReplaceAll(text, "\r\n", "\n") }

// Like returns a text, whose lines end in "\n", with the line ends that most lines of
// another have.
func Like(other, text string) string {
	if 2*strings.Count(other, "\r\n") > strings.Count(other, "\n") {
		return Windows(text)
	}
	return text
}
