package cells

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestTable(t *testing.T) {
	heading := []string{"node", "value", "state"}
	for _, test := range []struct {
		name  string
		width int
		rows  [][]string
		want  string
	}{
		{"fits", 20, [][]string{heading, {"n1", "X", "idle"}, {"n2", "down"}}, `
node  value  state
n1    X      idle
n2    down
`},
		{"wide characters", 20, [][]string{heading, {"n1", "日本", "idle"}, {"n2", "e\u0301", "idle"}, {"n3", "👩‍👧", "a\x1b"}}, `
node  value  state
n1    日本   idle
n2    é      idle
n3    👩‍👧     a\u001b
`},
		{"turned", 22, [][]string{heading, {"n1", "123456", "proposing"}, {"n2", "down"}}, `
node   n1         n2
value  123456     down
state  proposing
`},
		{"the last goes on", 24, [][]string{heading, {"n1", "X", "one two three"}, {"n2", "Y", "four"}, {"n3", "Z", "five six"}}, `
node  value  state
n1    X      one two
             three
n2    Y      four
n3    Z      five six
`},
		{"blocks", 20, [][]string{heading, {"n1", "123456789012345", "proposing 1.1"}, {"n2", "down"}}, `
node   n1
value  1234567890123
       45
state  proposing 1.1

node   n2
value  down
`},
	} {
		if got := "\n" + Table(test.rows, test.width); strings.ReplaceAll(got, "e\u0301", "é") != test.want {
			t.Errorf("%s: got%s\nwant%s", test.name, got, test.want)
		}
	}
}

// TestTableFits draws tables: no line is wider than it may be, and all that the
// cells say is there.
func TestTableFits(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		word := rapid.StringOfN(rapid.SampledFrom([]rune("ab1 日é🙂→")), 0, 30, -1)
		columns := rapid.IntRange(1, 8).Draw(t, "columns")
		rows := [][]string{nil}
		for i := range columns {
			rows[0] = append(rows[0], strings.Repeat("h", i+1))
		}
		for range rapid.IntRange(1, 9).Draw(t, "rows") {
			rows = append(rows, rapid.SliceOfN(word, 1, columns).Draw(t, "row"))
		}
		width := rapid.IntRange(40, 100).Draw(t, "width")
		text := Table(rows, width)
		for line := range strings.Lines(text) {
			if n := Width(strings.TrimSuffix(line, "\n")); n > width {
				t.Fatalf("got a line of %d cells, want at most %d:\n%s", n, width, text)
			}
		}
		var said strings.Builder
		for _, row := range rows[1:] {
			for _, cell := range row {
				said.WriteString(cell)
			}
		}
		for _, r := range said.String() {
			if !strings.ContainsRune(text, r) && r != ' ' {
				t.Fatalf("%q is missing in\n%s", r, text)
			}
		}
	})
}

func TestFill(t *testing.T) {
	for _, test := range []struct {
		s    string
		n    int
		want []string
	}{
		{"", 4, []string{""}},
		{"one two", 7, []string{"one two"}},
		{"one two", 6, []string{"one", "two"}},
		{"one  two", 3, []string{"one", "two"}},
		{"abcdef", 4, []string{"abcd", "ef"}},
		{"日本語", 5, []string{"日本", "語"}},
		{"日本", 1, []string{"日本"}},
		{"  abc def", 4, []string{"  ab", "c", "def"}},
	} {
		if got := Fill(test.s, test.n); strings.Join(got, "|") != strings.Join(test.want, "|") {
			t.Errorf("%q in %d: got %q, want %q", test.s, test.n, got, test.want)
		}
	}
}
