package starlark

import (
	"fmt"
	"slices"
	"strings"

	"synod/node/spell"
)

// Names that are taken, where a name of the protocol's own would hide them.
var (
	reservedInMessages = set("src", "dst", "kind", "to")
	reservedInRecords  = set("kind")
	reservedInReplies  = set("outcome", "why", "client")
	reservedInState    = set("node")
)

func set(names ...string) map[string]bool {
	m := map[string]bool{}
	for _, name := range names {
		m[name] = true
	}
	return m
}

// keywords are the words that Starlark has taken.
var keywords = set("and", "as", "assert", "async", "await", "break", "class", "continue", "def", "del", "elif", "else", "except", "finally",
	"for", "from", "global", "if", "import", "in", "is", "lambda", "load", "nonlocal", "not", "or", "pass", "raise", "return", "try", "while", "with", "yield")

// isName reports whether s reads as a name.
func isName(s string) bool { return isWord(s) && !keywords[s] }

// isWord reports whether s is made as a name, though Starlark may have taken it.
func isWord(s string) bool {
	for i, c := range s {
		letter := c == '_' || 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z'
		if !letter && (i == 0 || c < '0' || c > '9') {
			return false
		}
	}
	return s != ""
}

// oneOf returns "want one of: add, read; did you mean add?".
func oneOf(got string, names []string) string {
	if len(names) == 0 {
		return "and there is none"
	}
	return "want one of: " + strings.Join(names, ", ") + spell.Hint(got, names)
}

// lacks is the error of a name that something does not have.
func lacks(what, kind, name string, names []string) error {
	names = slices.Clone(names)
	if len(names) == 0 {
		return fmt.Errorf("%s has no %s %s, and none at all", what, kind, name)
	}
	return fmt.Errorf("%s has no %s %s, %s", what, kind, name, oneOf(name, names))
}
