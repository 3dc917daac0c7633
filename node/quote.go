package node

import (
	"unicode/utf8"

	"synod/node/cells"
)

// AppendQuoted appends s as a JSON string: the one way in which a value is
// written, so that equal strings have equal bytes. Quotes, backslashes and what
// a terminal would obey instead of showing it are escaped, all else is as it
// is: <, > and & too, since a value is no part of a page. s is UTF-8.
func AppendQuoted(dst []byte, s string) []byte {
	dst = append(dst, '"')
	if cells.Plain(s) {
		dst = appendPlain(dst, s)
		return append(dst, '"')
	}
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			dst = append(dst, '\\', byte(r))
		case cells.Hidden(r):
			dst = cells.AppendHidden(dst, r)
		default:
			dst = utf8.AppendRune(dst, r)
		}
	}
	return append(dst, '"')
}

// appendPlain appends printable ASCII.
func appendPlain(dst []byte, s string) []byte {
	from := 0
	for i := range len(s) {
		if s[i] == '"' || s[i] == '\\' {
			dst = append(append(dst, s[from:i]...), '\\')
			from = i
		}
	}
	return append(dst, s[from:]...)
}
