// Package cells knows how wide text is on a terminal, in cells: one for a
// letter, two for a Chinese character or an emoji, none for an accent that
// combines with the letter before it. Every table, diagram and trace lines up
// by it, and no other place counts bytes or runes for that.
//
// The width of a text is the same on every machine. Characters that Unicode
// calls ambiguous (UAX #11), such as "→" and "±", are one cell wide whatever
// the locale and the environment say: a trace is compared to the byte.
//
// A text may also hold what moves the cursor, changes the colours or turns the
// order of the characters around. Visible writes that as an escape, as it is in
// JSON: what came from a script never acts on a terminal.
package cells

import (
	"iter"
	"strings"
	"unicode/utf8"

	"github.com/clipperhouse/uax29/v2/graphemes"
	"github.com/mattn/go-runewidth"
)

// narrow says that ambiguous characters are one cell wide. The package's own
// default asks the environment.
var narrow = &runewidth.Condition{StrictEmojiNeutral: true}

// emojiStyle (variation selector 16) asks for the colourful form of the
// character before it, which is two cells wide (UAX #11, section 4).
const emojiStyle = "\uFE0F"

// Width returns how many cells s takes. What a terminal obeys instead of
// showing it takes none; see Visible.
func Width(s string) int {
	if Plain(s) {
		return len(s)
	}
	n := 0
	for _, width := range Clusters(s) {
		n += width
	}
	return n
}

// Clusters yields what a reader calls the characters of s, grapheme clusters
// (UAX #29), each with its width. Together they are s. A byte that is no UTF-8
// is a cluster of its own, one cell wide.
func Clusters(s string) iter.Seq2[string, int] {
	return func(yield func(string, int) bool) {
		for len(s) > 0 {
			n := valid(s)
			clusters := graphemes.FromString(s[:n])
			for clusters.Next() {
				if c := clusters.Value(); !yield(c, widthOf(c)) {
					return
				}
			}
			if s = s[n:]; s != "" {
				if !yield(s[:1], 1) {
					return
				}
				s = s[1:]
			}
		}
	}
}

// valid returns how many bytes of s come before the first that is no UTF-8.
func valid(s string) int {
	for i, r := range s {
		if r == utf8.RuneError {
			if _, size := utf8.DecodeRuneInString(s[i:]); size == 1 {
				return i
			}
		}
	}
	return len(s)
}

func widthOf(cluster string) int {
	n := narrow.StringWidth(cluster)
	if n == 1 && strings.Contains(cluster, emojiStyle) {
		return 2
	}
	return n
}

// Pad returns s with as many spaces behind it as make it n cells wide.
func Pad(s string, n int) string {
	return s + strings.Repeat(" ", max(n-Width(s), 0))
}

// Cut returns s if it fits into n cells, and otherwise as much of its
// beginning as does with an ellipsis behind it. It divides no character.
func Cut(s string, n int) string {
	if Width(s) <= n {
		return s
	}
	if n < 1 {
		return ""
	}
	return Head(s, n-1) + "…"
}

// Head returns the longest beginning of s that fits into n cells.
func Head(s string, n int) string {
	at := 0
	for cluster, width := range Clusters(s) {
		if n -= width; n < 0 {
			break
		}
		at += len(cluster)
	}
	return s[:at]
}

// Tail returns the longest end of s that fits into n cells.
func Tail(s string, n int) string {
	over, at := Width(s)-n, 0
	for cluster, width := range Clusters(s) {
		if over <= 0 {
			break
		}
		over -= width
		at += len(cluster)
	}
	return s[at:]
}
