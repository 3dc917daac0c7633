package script

import (
	"strconv"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"synod/node/cells"
)

// What text.star makes of values.
func TestLibraryOfText(t *testing.T) {
	for src, want := range map[string]string{
		`table([["node", "sent"], ["n1", 12], ["n2", 5]])`:        "node  sent\nn1      12\nn2       5",
		`table([["日本", 1], ["é", 20], ["🙂x", 3]])`:                "日本   1\né     20\n🙂x    3",
		`table([["a", "b", "c"], ["d"], ["e", "f"]])`:             "a  b  c\nd\ne  f",
		`table([["x", 1], ["y", "2"]], gap = " | ")`:              "x | 1\ny | 2",
		`table([["n", 1.5], ["n", None], ["m", ballot(3, 1)]])`:   "n  1.5\nn  None\nm  3.1",
		`table([(1, -20), (300, 4)])`:                             "  1  -20\n300    4",
		`table([])`:                                               "",
		`table([[]])`:                                             "",
		`pad("a", 3) + "|"`:                                       "a  |",
		`pad(7, 3) + "|"`:                                         "  7|",
		`pad(7, 3, "left") + "|"`:                                 "7  |",
		`pad("ab", 5, "center") + "|"`:                            " ab  |",
		`pad("日本", 5, align = "right") + "|"`:                     " 日本|",
		`pad("too long", 3)`:                                      "too long",
		`sum([1, 2, 3])`:                                          "6",
		`sum([], 5)`:                                              "5",
		`sum(range(4), 10)`:                                       "16",
		`sum([0.5, 1])`:                                           "1.5",
		`sum([duration("1ms"), duration("2ms")], duration("0s"))`: "3ms",
		`sum([[1], [2]], [])`:                                     "[1, 2]",
		`assert.fails(lambda: sum(["a", "b"]))`:                   `fail: sum: got the string "a", want numbers; "".join(list) joins strings`,
		`assert.fails(lambda: sum([1], "a"))`:                     `fail: sum: got a string to start with, want a number; "".join(list) joins strings`,
		`assert.fails(lambda: table(["ab"]))`:                     `fail: table: got the row "ab", want a list of cells`,
		`assert.fails(lambda: table([["a\nb"]]))`:                 `fail: table: got the cell "a\nb" of several lines, want one line`,
		`assert.fails(lambda: pad("a", 3, "middle"))`:             `fail: pad: got align="middle", want "left", "right" or "center"`,
	} {
		got := execute("load(\"@synod//text.star\", \"pad\", \"sum\", \"table\")\nprint("+src+")", Options{})
		if got.err != nil || got.out != want+"\n" {
			t.Errorf("%s: got\n%s%s\nwant\n%s", src, got.out, got.diag, want)
		}
	}
}

// sum does not change the list that it starts with, as Python's does not.
func TestSumLeavesItsStart(t *testing.T) {
	got := execute("load(\"@synod//text.star\", \"sum\")\nl = [1]\nprint(sum([[2]], l), l)", Options{})
	if got.out != "[1, 2] [1]\n" {
		t.Errorf("got %s%s, want a list of its own", got.out, got.diag)
	}
}

// The columns of a table begin at the same cell in every line, whatever characters
// are in them.
func TestTablesLineUp(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		cell := rapid.SampledFrom([]string{"a", "日本語", "é", "e\u0301", "🙂", "x y", "", "longer than others", "→"})
		rows := rapid.SliceOfN(rapid.SliceOfN(cell, 2, 2), 1, 6).Draw(rt, "rows")
		var src strings.Builder
		for _, row := range rows {
			src.WriteString("    [" + strconv.Quote(row[0]) + ", " + strconv.Quote("#"+row[1]) + "],\n")
		}
		got := execute("load(\"@synod//text.star\", \"table\")\nprint(table([\n"+src.String()+"]))", Options{})
		if got.err != nil {
			rt.Fatal(got.diag)
		}
		at := -1
		for _, line := range strings.Split(strings.TrimSuffix(got.out, "\n"), "\n") {
			before, _, _ := strings.Cut(line, "#")
			if at < 0 {
				at = cells.Width(before)
			}
			if cells.Width(before) != at {
				rt.Fatalf("got the second column at cell %d, want %d:\n%s", cells.Width(before), at, got.out)
			}
		}
	})
}
