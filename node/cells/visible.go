package cells

import (
	"encoding/binary"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf16"
	"unicode/utf8"
)

// Plain reports whether s is printable ASCII and nothing else: then every byte
// is a cell.
func Plain(s string) bool {
	for i := range len(s) {
		if s[i] < ' ' || s[i] > '~' {
			return false
		}
	}
	return true
}

// PlainBytes is Plain for bytes. Every line of a trace is asked for it, so it looks
// at eight of them at once.
func PlainBytes(b []byte) bool {
	for len(b) >= 8 {
		if !plainWord(binary.LittleEndian.Uint64(b)) {
			return false
		}
		b = b[8:]
	}
	for _, c := range b {
		if c < ' ' || c > '~' {
			return false
		}
	}
	return true
}

// plainWord is Plain for eight bytes: none has its high bit at first, all have it
// after 0x60 was added, which those below 0x20 have not, and none after 1 was added,
// which 0x7f has.
func plainWord(x uint64) bool {
	const high = 0x8080808080808080
	return (x|(x+0x0101010101010101))&high == 0 && (x+0x6060606060606060)&high == high
}

// Hidden reports whether r is shown as an escape, because a terminal would do
// something else than show it, or show nothing where there is something: what
// Unicode calls control and format characters, and the separators of lines.
//
// Joiners are not hidden, and neither are the tags behind a flag: emoji are
// made with them, and words of Persian and Hindi.
func Hidden(r rune) bool {
	switch {
	case r < utf8.RuneSelf:
		return r < ' ' || r == 0x7f
	case r == '\u200c' || r == '\u200d' || 0xE0020 <= r && r <= 0xE007F:
		return false
	}
	return unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp)
}

// AppendHidden appends the escape of r as JSON writes it, such as \u001b.
func AppendHidden(dst []byte, r rune) []byte {
	switch r {
	case '\b':
		return append(dst, `\b`...)
	case '\f':
		return append(dst, `\f`...)
	case '\n':
		return append(dst, `\n`...)
	case '\r':
		return append(dst, `\r`...)
	case '\t':
		return append(dst, `\t`...)
	}
	if r > 0xFFFF {
		high, low := utf16.EncodeRune(r)
		return fmt.Appendf(dst, `\u%04x\u%04x`, high, low)
	}
	return fmt.Appendf(dst, `\u%04x`, r)
}

// Visible returns s as a line that a terminal shows and does not obey: what is
// Hidden is written as an escape, and a byte that is no UTF-8 as one such as
// \xff.
func Visible(s string) string { return visible(s, "") }

// VisibleLines is Visible for a text of several lines: their ends and tabs stay.
func VisibleLines(s string) string { return visible(s, "\n\t") }

func visible(s, kept string) string {
	hides := func(r rune) bool { return Hidden(r) && !strings.ContainsRune(kept, r) }
	if Plain(s) || utf8.ValidString(s) && !strings.ContainsFunc(s, hides) {
		return s
	}
	dst := make([]byte, 0, len(s)+16)
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		switch {
		case r == utf8.RuneError && size == 1:
			dst = fmt.Appendf(dst, `\x%02x`, s[i])
		case hides(r):
			dst = AppendHidden(dst, r)
		default:
			dst = append(dst, s[i:i+size]...)
		}
		i += size
	}
	return string(dst)
}
