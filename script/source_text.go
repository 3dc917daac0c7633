package script

import (
	"bytes"
	"fmt"
	"strings"
	"unicode/utf8"

	"go.starlark.net/syntax"

	"synod/script/lineend"
)

// ByteOrderMark is what some editors put before the first line of a UTF-8 file.
const ByteOrderMark = "\ufeff"

// SourceText returns the text of a script as Starlark is to read it, given what its
// file holds: UTF-8 whose lines end in "\n". A byte order mark at the start is left
// out, and line ends of Windows ("\r\n") and of old Macs ("\r") become "\n", so that
// a string that spans lines has the same value whatever wrote the file.
//
// The error is a syntax.Error with the position in name of what is no text: a NUL
// byte, which Starlark takes for the end of the file, or a byte that is not UTF-8,
// which it takes for U+FFFD. The text comes with it, for showing the line, unless
// the whole file is in another encoding.
func SourceText(name, file string) (string, error) {
	if err := encoded(name, file); err != nil {
		return "", err
	}
	text := lineend.Unix(strings.TrimPrefix(file, ByteOrderMark))
	return text, legible(name, text, 1)
}

// encoded returns an error when a file is in another encoding.
func encoded(name, file string) error {
	encoding := otherEncoding([]byte(file))
	if encoding == "" {
		return nil
	}
	pos := syntax.MakePosition(&name, 1, 1)
	return syntax.Error{Pos: pos, Msg: fmt.Sprintf("this is encoded as %s, want a script in UTF-8: save it as UTF-8", encoding)}
}

// legible returns an error at the first byte of a text that is no part of one.
// Line is the number of its first line.
func legible(name, text string, line int) error {
	i := illegibleAt(text)
	if i < 0 {
		return nil
	}
	before := text[:i]
	begin := strings.LastIndexByte(before, '\n') + 1
	pos := syntax.MakePosition(&name, int32(line+strings.Count(before, "\n")), int32(1+utf8.RuneCountInString(before[begin:])))
	msg := fmt.Sprintf("the byte 0x%02x is not UTF-8, want a script that is: save it as UTF-8", text[i])
	if text[i] == 0 {
		msg = `a NUL byte is no part of a script; a string has one as "\x00"`
	}
	return syntax.Error{Pos: pos, Msg: msg}
}

// illegibleAt returns the index of the first byte that is NUL or not UTF-8; -1 when
// there is none.
func illegibleAt(text string) int {
	if strings.IndexByte(text, 0) < 0 && utf8.ValidString(text) {
		return -1
	}
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		if r == 0 || r == utf8.RuneError && size == 1 {
			return i
		}
		i += size
	}
	return -1
}

// The marks that files in other encodings of Unicode begin with. Those of UTF-32
// come first: a mark of UTF-16 is the beginning of one.
var otherMarks = []struct{ mark, encoding string }{
	{"\xff\xfe\x00\x00", "UTF-32"},
	{"\x00\x00\xfe\xff", "UTF-32"},
	{"\xff\xfe", "UTF-16"},
	{"\xfe\xff", "UTF-16"},
}

// otherEncoding returns the name of the encoding of a file that is plainly in
// another one than UTF-8; "" when it is not. Without a mark, UTF-16 is known by its
// beginning: one byte of each pair is mostly NUL, and the other never is.
func otherEncoding(file []byte) string {
	for _, m := range otherMarks {
		if bytes.HasPrefix(file, []byte(m.mark)) {
			return m.encoding
		}
	}
	pairs := min(len(file)/2, 64)
	var nul [2]int
	for i, b := range file[:2*pairs] {
		if b == 0 {
			nul[i%2]++
		}
	}
	if pairs >= 2 && min(nul[0], nul[1]) == 0 && 4*max(nul[0], nul[1]) >= 3*pairs {
		return "UTF-16"
	}
	return ""
}

// visible returns a line in which control characters have signs, one for one, so
// that it can be shown on a terminal and columns stay.
func visible(line string) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\t':
			return r
		case r < ' ':
			return '␀' + r
		case r == 0x7f:
			return '␡'
		}
		return r
	}, line)
}
