package format

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

// TestSpacesDoNotMatter writes one script twice, with other spaces, tabs, blank
// lines, quotes and line ends: both are formatted to the same bytes, and those
// stay as they are.
func TestSpacesDoNotMatter(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		sketch := sketchOf(t, "", 3)
		one, two := typed(t, sketch), typed(t, sketch)
		first, err := Source("a.star", []byte(one))
		if err != nil {
			t.Fatalf("%v in\n%s", err, one)
		}
		second, err := Source("a.star", []byte(two))
		if err != nil || string(second) != string(first) {
			t.Fatalf("got %v and\n%s\nwant as from the other\n%s\nwritten as\n%s\nand\n%s", err, second, first, two, one)
		}
		if again, err := Source("a.star", first); err != nil || string(again) != string(first) {
			t.Fatalf("formatted again: %v\n%s\nwant\n%s", err, again, first)
		}
	})
}

// A sketch is a script in which some characters stand for others: » for an
// indentation, · for any spaces, ¶ for blank lines, ´ for a quote.

// sketchOf draws some statements.
func sketchOf(t *rapid.T, indent string, depth int) string {
	kinds := []string{"call", "assign", "comment", "pass"}
	if depth > 0 {
		kinds = append(kinds, "if", "while", "for", "def")
	}
	var text strings.Builder
	for range rapid.IntRange(1, 3).Draw(t, "statements") {
		x := func() string { return expression(t, 2) }
		body := func() string { return ":" + remark(t) + "\n" + sketchOf(t, indent+"»", depth-1) }
		text.WriteString(indent)
		switch rapid.SampledFrom(kinds).Draw(t, "kind") {
		case "call":
			text.WriteString("f·(·" + x() + "·,·a·=·" + x() + "·)" + remark(t) + "\n")
		case "assign":
			text.WriteString("a·=·" + x() + remark(t) + "\n")
		case "comment":
			text.WriteString("# a comment's \"end\"\n" + indent + "f()\n")
		case "pass":
			text.WriteString("pass" + remark(t) + "\n")
		case "if":
			text.WriteString("if ·" + x() + "·" + body())
			if rapid.Bool().Draw(t, "elif") {
				text.WriteString(indent + "elif ·" + x() + "·" + body())
			}
			if rapid.Bool().Draw(t, "else") {
				text.WriteString(indent + "else·" + body())
			}
		case "while":
			text.WriteString("while ·" + x() + "·" + body())
		case "for":
			text.WriteString("for ·a· in ·" + x() + "·" + body())
		case "def":
			text.WriteString("def ·f·(·a·,·b·=·1·):\n")
			if rapid.Bool().Draw(t, "docstring") {
				text.WriteString(indent + "»´´´What it does.\n\n" + indent + "»And more.\n" + indent + "»´´´\n")
			}
			text.WriteString(sketchOf(t, indent+"»", depth-1))
		}
		if rapid.Bool().Draw(t, "blank") {
			text.WriteString("¶")
		}
	}
	return text.String()
}

// remark draws a comment behind a statement, or none.
func remark(t *rapid.T) string {
	return rapid.SampledFrom([]string{"·", "·# why'"}).Draw(t, "remark")
}

// expression draws one, some of which go on for lines.
func expression(t *rapid.T, depth int) string {
	if depth == 0 {
		return rapid.SampledFrom([]string{"a", "b.c", "12", "´ä #´", "´´", "True"}).Draw(t, "atom")
	}
	x, y := expression(t, depth-1), expression(t, depth-1)
	p, q := "(·"+x+"·)", "(·"+y+"·)"
	return rapid.SampledFrom([]string{
		x, p, p + "·+·" + q, p + "· and ·" + q, "not ·not ·" + p, p + "·==·-·" + q, "f(·" + x + "·)", "[·" + x + "·,·" + y + "·]",
		"[·\n" + x + "·,·\n·" + y + "·\n·]", "(·" + p + "· and ·\n·" + q + "·)", p + "· or ·\\\n" + q, "{·´k´·:·" + x + "·}", p + " ·if· " + q + " ·else· 1", "(·lambda·:·" + y + "·)",
	}).Draw(t, "expression")
}

// typed writes a sketch as some typist would.
func typed(t *rapid.T, sketch string) string {
	indent := rapid.SampledFrom([]string{" ", "  ", "    ", "\t"}).Draw(t, "indent")
	quote := rapid.SampledFrom([]string{`"`, "'"}).Draw(t, "quote")
	spaces := rapid.SliceOfN(rapid.SampledFrom([]string{"", "", " ", "  "}), 16, 16).Draw(t, "spaces")
	lines := strings.Repeat("\n", rapid.IntRange(1, 3).Draw(t, "lines"))
	end := rapid.SampledFrom([]string{"\n", "\r\n"}).Draw(t, "end")
	var text strings.Builder
	n := 0
	for _, c := range sketch {
		switch c {
		case '»':
			text.WriteString(indent)
		case '·':
			text.WriteString(spaces[n%len(spaces)])
			n++
		case '¶':
			text.WriteString(lines)
		case '´':
			text.WriteString(quote)
		default:
			text.WriteRune(c)
		}
	}
	return strings.ReplaceAll(text.String(), "\n", end)
}
