package starlark

import (
	"strings"
	"unicode/utf8"

	"go.starlark.net/starlark"

	"synod/node"
	"synod/node/cells"
)

// noteOf returns a text as a note.
func noteOf(text string) node.Note {
	return node.Note{Code: noteText, Value: node.Value(node.AppendQuoted(nil, strings.ToValidUTF8(text, "\ufffd")))}
}

// appendNote appends the text of a note. What a terminal would obey is shown.
func appendNote(dst []byte, n *node.Note) []byte {
	if n.Code != noteText || !n.Value.Valid() {
		return append(dst, '?')
	}
	text, ok := starlark.AsString(Starlark(n.Value))
	if !ok {
		return append(dst, '?')
	}
	for _, r := range text {
		if cells.Hidden(r) {
			dst = cells.AppendHidden(dst, r)
		} else {
			dst = utf8.AppendRune(dst, r)
		}
	}
	return dst
}
