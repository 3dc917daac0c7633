package cells

import (
	"os"
	"os/exec"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

func TestWidth(t *testing.T) {
	for s, want := range map[string]int{
		"":                   0,
		"accept 3.1 X":       12,
		"é":                  1,
		"e\u0301":            1, // the same with a combining accent
		"a\u0301\u0323b":     2,
		"日本":                 4,
		"한글":                 4,
		"\u1112\u1161\u11ab": 2, // one syllable of three jamo
		"ａ":                  2, // fullwidth
		"ｱ":                  1, // halfwidth
		"🙂":                  2,
		"👍🏽":                 2, // with a skin tone
		"👩\u200d👩\u200d👧":    2, // a family is one picture
		"🇩🇪":                 2, // a flag is two letters
		"🇩🇪🇫🇷":               4,
		"🏴\U000E0067\U000E0062\U000E0065\U000E006E\U000E0067\U000E007F": 2, // a flag with tags
		"❤":         1,
		"❤\ufe0f":   2,
		"1\ufe0f⃣":  2, // a keycap
		"→±…·":      4, // ambiguous
		"─│✗":       3,
		"\u200b":    0,
		"a\u200bb":  2,
		"\u200f":    0,
		"שלום":      4,
		"नमस्ते":    4,
		"\x1b":      0,
		"\xff":      1,
		"a\xe2\x82": 3,
		"日\xff本":    5,
		"\ufffd":    1,
	} {
		if got := Width(s); got != want {
			t.Errorf("%q: got the width %d, want %d", s, got, want)
		}
	}
}

// The environment of a person in Tokyo makes no trace different.
func TestWidthKnowsNoLocale(t *testing.T) {
	if os.Getenv("CELLS_OTHER_LOCALE") != "" {
		if got := Width("→±…α"); got != 4 {
			t.Fatalf("got the width %d, want 4", got)
		}
		return
	}
	for _, env := range []string{"RUNEWIDTH_EASTASIAN=1", "LC_ALL=ja_JP.UTF-8"} {
		again := exec.Command(os.Args[0], "-test.run", "^TestWidthKnowsNoLocale$")
		again.Env = append(os.Environ(), env, "CELLS_OTHER_LOCALE=1")
		if out, err := again.CombinedOutput(); err != nil {
			t.Errorf("%s: %v\n%s", env, err, out)
		}
	}
}

func TestFitting(t *testing.T) {
	for _, test := range []struct {
		s                    string
		n                    int
		pad, cut, head, tail string
	}{
		{"abc", 5, "abc  ", "abc", "abc", "abc"},
		{"abcdef", 4, "abcdef", "abc…", "abcd", "cdef"},
		{"日本語", 4, "日本語", "日…", "日本", "本語"},
		{"日本語", 5, "日本語", "日本…", "日本", "本語"},
		{"日本語", 7, "日本語 ", "日本語", "日本語", "日本語"},
		{"ne\u0301e", 2, "ne\u0301e", "n…", "ne\u0301", "e\u0301e"},
		{"a👩\u200d👧b", 2, "a👩\u200d👧b", "a…", "a", "b"},
		{"ab", 1, "ab", "…", "a", "b"},
		{"ab", 0, "ab", "", "", ""},
		{"", 2, "  ", "", "", ""},
	} {
		got := []string{Pad(test.s, test.n), Cut(test.s, test.n), Head(test.s, test.n), Tail(test.s, test.n)}
		for i, want := range []string{test.pad, test.cut, test.head, test.tail} {
			if got[i] != want {
				t.Errorf("%s of %q to %d: got %q, want %q", [...]string{"Pad", "Cut", "Head", "Tail"}[i], test.s, test.n, got[i], want)
			}
		}
	}
}

func TestVisible(t *testing.T) {
	for s, want := range map[string]string{
		"plain":           "plain",
		"é 日本 🙂":          "é 日本 🙂",
		"\x1b[31mred":     `\u001b[31mred`,
		"a\nb\tc\r":       `a\nb\tc\r`,
		"\b\f\x00\x7f":    `\b\f\u0000\u007f`,
		"\u009b31m":       `\u009b31m`, // the C1 control that begins a sequence too
		"\u202egnp\u2066": `\u202egnp\u2066`,
		"\u2028\u2029":    `\u2028\u2029`,
		"\u200b\ufeff":    `\u200b\ufeff`,
		"\U000E0001":      `\udb40\udc01`,
		"👩\u200d👧":        "👩\u200d👧",
		"\xff日\xe2\x82":   `\xff日\xe2\x82`,
		"\ufffd":          "\ufffd",
	} {
		if got := Visible(s); got != want {
			t.Errorf("got  %q\nwant %q", got, want)
		}
	}
	if got, want := VisibleLines("a\tb\r\n\x1b"), "a\tb\\r\n\\u001b"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

// TestPlainIsItsTwin compares Plain with a look at every byte.
func TestPlainIsItsTwin(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		b := rapid.SliceOfN(rapid.Byte(), 0, 40).Draw(t, "bytes")
		if rapid.Bool().Draw(t, "mostly plain") {
			for i := range b[:max(len(b)-1, 0)] {
				b[i] = ' ' + b[i]%95
			}
		}
		want := true
		for _, c := range b {
			want = want && ' ' <= c && c <= '~'
		}
		if PlainBytes(b) != want || Plain(string(b)) != want {
			t.Fatalf("%q: got %t, want %t", b, PlainBytes(b), want)
		}
	})
}

// TestClusters takes any text apart: the parts are the whole, and nothing that
// is visible obeys to be hidden.
func TestClusters(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := rapid.OneOf(rapid.String(), rapid.Map(rapid.SliceOf(rapid.Byte()), func(b []byte) string { return string(b) })).Draw(t, "text")
		var whole strings.Builder
		n := 0
		for cluster, width := range Clusters(s) {
			whole.WriteString(cluster)
			n += width
		}
		if whole.String() != s || n != Width(s) {
			t.Fatalf("got %q of %d cells, want %q of %d", whole.String(), n, s, Width(s))
		}
		shown := Visible(s)
		if !utf8.ValidString(shown) || strings.ContainsFunc(shown, Hidden) || Visible(shown) != shown {
			t.Fatalf("%q is shown as %q", s, shown)
		}
	})
}
