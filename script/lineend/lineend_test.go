package lineend

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestLineEnds(t *testing.T) {
	for _, c := range []struct {
		text, unix string
		windows    bool
	}{
		{"", "", false},
		{"a", "a", false},
		{"a\n", "a\n", false},
		{"a\r\n", "a\n", true},
		{"a\r\nb", "a\nb", true},
		{"a\r\nb\n", "a\nb\n", false},
		{"a\rb\r", "a\nb\n", false},
		{"a\r\r\n", "a\n\n", true},
	} {
		if got := Unix(c.text); got != c.unix {
			t.Errorf("Unix(%q): got %q, want %q", c.text, got, c.unix)
		}
		if got := IsWindows(c.text); got != c.windows {
			t.Errorf("IsWindows(%q): got %v", c.text, got)
		}
	}
	for other, want := range map[string]string{"": "a\nb\n", "x\n": "a\nb\n", "x\r\n": "a\r\nb\r\n", "x\r\ny\r\nz\n": "a\r\nb\r\n", "x\r\ny\n": "a\nb\n", "x\r": "a\nb\n"} {
		if got := Like(other, "a\nb\n"); got != want {
			t.Errorf("Like(%q): got %q, want %q", other, got, want)
		}
	}
}

// A text survives the way to Windows and back, also one that has a "\r" of its own.
func TestThereAndBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := strings.Join(rapid.SliceOf(rapid.SampledFrom([]string{"a", "\n", "\r"})).Draw(t, "text"), "")
		there := Windows(text)
		if got := FromWindows(there); got != text || strings.Contains(text, "\n") != IsWindows(there) {
			t.Errorf("%q: got %q by way of %q", text, got, there)
		}
	})
}
