package engine

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"synod/node/cells"
)

// A text is put over what stands there; a wide character that loses one of its
// cells goes, and what does not fit stays away.
func TestCanvas(t *testing.T) {
	for _, test := range []struct {
		at   int
		text string
		over string
		want string
	}{
		{2, "ab", "", "··ab····"},
		{2, "日本", "", "··日本··"},
		{1, "x", "日本", "·x日本··"},
		{3, "x", "日本", "·· x本··"},
		{2, "x", "日本", "··x 本··"},
		{3, "日", "日本", "·· 日 ··"},
		{7, "日", "", "········"},
		{-1, "ab", "", "b·······"},
		{2, "e\u0301é", "", "··e\u0301é····"},
		{0, "👩\u200d👧!", "", "👩\u200d👧!·····"},
		{0, "\x1b", "", `\u001b··`},
	} {
		row := blankCanvas(8)
		for i := range row {
			row[i] = "·"
		}
		row.put(2, test.over)
		row.put(test.at, test.text)
		if got := row.String(); got != test.want || cells.Width(got) != 8 {
			t.Errorf("%q over %q at %d: got %q, want %q", test.text, test.over, test.at, got, test.want)
		}
	}
}

// Whatever is put where, a line is as wide as it was.
func TestCanvasKeepsItsWidth(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		row := blankCanvas(12)
		for range 4 {
			text := rapid.StringOf(rapid.SampledFrom([]rune("ab日🙂é\u0301"))).Draw(t, "text")
			row.put(rapid.IntRange(-2, 13).Draw(t, "at"), text)
		}
		if n := cells.Width(row.String()); n != 12 && !strings.Contains(row.String(), "\u0301") {
			t.Fatalf("got %d cells in %q, want 12", n, row.String())
		}
	})
}
