package linediff

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"pgregory.net/rapid"
)

// event is a line of a trace.
func event(n int, rest string) string { return fmt.Sprintf("%3d %9dms  %s\n", n, 2*n, rest) }

// trace is a trace of some events, from a number.
func trace(from int, rests ...string) string {
	var text strings.Builder
	for i, rest := range rests {
		text.WriteString(event(from+i, rest))
	}
	return text.String()
}

func run(from, to int) (rests []string) {
	for i := from; i < to; i++ {
		rests = append(rests, fmt.Sprintf("n1 -> n2  accept 1.1 v%c", 'a'+i%26))
	}
	return rests
}

// One event more gives another number and another time to every line below it. What is
// shown is that event.
func TestOneMoreEvent(t *testing.T) {
	old := trace(1, run(0, 40)...) + "chosen at event 40\nlatency 80ms (40)\n"
	more := trace(1, append(append(run(0, 10), "lab       crash n3"), run(10, 40)...)...) + "chosen at event 41\nlatency 82ms (41)\n"
	got, note := First("a.golden", []byte(old), "a.star", []byte(more))
	want := `--- a.golden
+++ a.star
@@ -8,6 +8,7 @@
   8        16ms  n1 -> n2  accept 1.1 vh
   9        18ms  n1 -> n2  accept 1.1 vi
  10        20ms  n1 -> n2  accept 1.1 vj
+ 11        22ms  lab       crash n3
  12        24ms  n1 -> n2  accept 1.1 vk
  13        26ms  n1 -> n2  accept 1.1 vl
  14        28ms  n1 -> n2  accept 1.1 vm
`
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if want := "(32 more lines differ only in the numbers and times of events, blanks or line ends; --full-diff shows all)\n"; note != want {
		t.Errorf("got %q, want %q", note, want)
	}
	all := Full("a.golden", []byte(old), "a.star", []byte(more))
	if minus, plus := strings.Count(all, "\n-"), strings.Count(all, "\n+"); minus != 32 || plus != 33+1 || patched(t, old, all) != more {
		t.Errorf("got %d lines less and %d more:\n%s", minus, plus, all)
	}
}

func TestFirst(t *testing.T) {
	long := strings.Repeat("the same\n", 20)
	for name, c := range map[string]struct{ old, new, want, note string }{
		"the same":     {long, long, "", ""},
		"nothing":      {"", "", "", ""},
		"from nothing": {"", "a\n", "@@ -0,0 +1,1 @@\n+a\n", ""},
		"to nothing":   {"a\nb\n", "", "@@ -1,2 +0,0 @@\n-a\n-b\n", ""},
		"a word":       {"x\nred\ny\n", "x\nblue\ny\n", "@@ -1,3 +1,3 @@\n x\n-red\n+blue\n y\n", ""},
		"a word, and a number before it": {"took 5\n" + long + "red\n", "took 6\n" + long + "blue\n",
			"@@ -1,4 +1,4 @@\n-took 5\n+took 6\n the same\n the same\n the same\n", "(2 more lines differ; --full-diff shows all)\n"},
		"a number, and a word before it": {"red\ntook 42\n", "blue\ntook 43\n", "@@ -1,2 +1,2 @@\n-red\n+blue\n-took 42\n+took 43\n", ""},
		"a number far behind a word": {"red\n" + long + "took 42\n", "blue\n" + long + "took 43\n",
			"@@ -1,4 +1,4 @@\n-red\n+blue\n the same\n the same\n the same\n", "(1 more line differs; --full-diff shows all)\n"},
		"a time that did not move with the trace, and a word": {trace(1, "a") + "took 5ms\n" + long + "red\n", trace(2, "a") + "took 9ms\n" + long + "blue\n",
			"@@ -1,5 +1,5 @@\n   2         4ms  a\n-took 5ms\n+took 9ms\n the same\n the same\n the same\n",
			"(2 more lines differ, and 1 only in the numbers and times of events, blanks or line ends; --full-diff shows all)\n"},
		"a time that moved with the trace, and a word": {trace(1, "a") + "at 5ms (1), event 1\n" + long + "red\n", trace(2, "a") + "at 7ms (2), event 2\n" + long + "blue\n",
			"@@ -20,4 +20,4 @@\n the same\n the same\n the same\n-red\n+blue\n",
			"(2 more lines differ only in the numbers and times of events, blanks or line ends; --full-diff shows all)\n"},
		"a time without a trace, and a word": {"took 5ms\n" + long + "red\n", "took 6ms\n" + long + "blue\n",
			"@@ -1,4 +1,4 @@\n-took 5ms\n+took 6ms\n the same\n the same\n the same\n", "(2 more lines differ; --full-diff shows all)\n"},
		"JSON that moved, and a word": {`{"seq":1,"at_us":0}` + "\nat 5ms\n" + long + "red\n", `{"seq":2,"at_us":2000}` + "\nat 7ms\n" + long + "blue\n",
			"@@ -20,4 +20,4 @@\n the same\n the same\n the same\n-red\n+blue\n",
			"(2 more lines differ only in the numbers and times of events, blanks or line ends; --full-diff shows all)\n"},
		"a word, and a number beside it": {"took 5\nred\n", "took 6\nblue\n", "@@ -1,2 +1,2 @@\n-took 5\n+took 6\n-red\n+blue\n", ""},
		"two words, far apart": {"red\n" + long + "red\n", "blue\n" + long + "blue\n",
			"@@ -1,4 +1,4 @@\n-red\n+blue\n the same\n the same\n the same\n", "(2 more lines differ; --full-diff shows all)\n"},
		"a number": {"took 5\nend\n", "took 6\nend\n", "@@ -1,2 +1,2 @@\n-took 5\n+took 6\n end\n", ""},
		"a ballot": {event(1, "n1  accept 1.1"), event(1, "n1  accept 2.1"), "@@ -1,1 +1,1 @@\n-  1         2ms  n1  accept 1.1\n+  1         2ms  n1  accept 2.1\n", ""},
		"a node":   {event(1, "n1  crash"), event(1, "n2  crash"), "@@ -1,1 +1,1 @@\n-  1         2ms  n1  crash\n+  1         2ms  n2  crash\n", ""},
		"numbers of events alone": {trace(1, "a", "b"), trace(2, "a", "b"),
			"@@ -1,2 +1,2 @@\n-  1         2ms  a\n+  2         4ms  a\n-  2         4ms  b\n+  3         6ms  b\n",
			"(nothing differs but the numbers and times of events, or blanks between columns)\n"},
		"a ballot, and numbers of events": {trace(1, "a", "b 1.1"), trace(2, "a", "b 2.1"),
			"@@ -1,2 +1,2 @@\n   2         4ms  a\n-  2         4ms  b 1.1\n+  3         6ms  b 2.1\n",
			"(1 more line differs only in the numbers and times of events, blanks or line ends; --full-diff shows all)\n"},
		"JSON": {`{"seq":1,"at_us":0,"node":1}` + "\n", `{"seq":2,"at_us":5,"node":2}` + "\n",
			"@@ -1,1 +1,1 @@\n-{\"seq\":1,\"at_us\":0,\"node\":1}\n+{\"seq\":2,\"at_us\":5,\"node\":2}\n", ""},
		"line ends":         {"a\r\nb\n", "a\nb\n", "@@ -1,2 +1,2 @@\n-a\\r\n+a\n b\n", "(nothing differs but the ends of lines: \\r\\n in one, \\n in the other)\n"},
		"blanks at the end": {"a \t\nb\n", "a\nb\n", "@@ -1,2 +1,2 @@\n-a·\\t\n+a\n b\n", "(nothing differs but blanks at the ends of lines, which are shown as ·)\n"},
		"the last newline":  {"a\nb", "a\nb\n", "@@ -1,2 +1,2 @@\n a\n-b\n\\ No newline at end of file\n+b\n", "(nothing differs but the newline at the end)\n"},
		"a blank line":      {"a\n\nb\n", "a\nb\n", "@@ -1,3 +1,2 @@\n a\n-\n b\n", ""},
		"line ends beside a word": {"x\r\nred\ny\r\n", "x\nblue\ny\n", "@@ -1,3 +1,3 @@\n x\n-red\n+blue\n y\n",
			"(2 more lines differ only in the numbers and times of events, blanks or line ends; --full-diff shows all)\n"},
		"an escape, and its letters":  {"\x1b\n", "\\u001b\n", "@@ -1,1 +1,1 @@\n-\"\\x1b\"\n+\"\\\\u001b\"\n", ""},
		"a blank that does not break": {"one\u00a0\n", "one\n", "@@ -1,1 +1,1 @@\n-\"one\\u00a0\"\n+\"one\"\n", "(nothing differs but the numbers and times of events, or blanks between columns)\n"},
		"an ideographic blank":        {"a\u3000b\n", "a b\n", "@@ -1,1 +1,1 @@\n-\"a\\u3000b\"\n+\"a b\"\n", ""},
		"a thin blank beside a word":  {"x\u2009y\nred\n", "x y\nred\n", "@@ -1,2 +1,2 @@\n-\"x\\u2009y\"\n+\"x y\"\n red\n", ""},
		"what a terminal obeys":       {"\x1b[2J\n", "\x1b[3J\xff\n", "@@ -1,1 +1,1 @@\n-\\u001b[2J\n+\\u001b[3J\\xff\n", ""},
	} {
		t.Run(name, func(t *testing.T) {
			got, note := First("a.golden", []byte(c.old), "a.star", []byte(c.new))
			want := c.want
			if want != "" {
				want = "--- a.golden\n+++ a.star\n" + want
			}
			if got != want || note != c.note {
				t.Errorf("got\n%s%s\nwant\n%s%s", got, note, want, c.note)
			}
		})
	}
}

// patched applies a unified diff, and requires that it fits.
func patched(t interface{ Fatalf(string, ...any) }, old, diff string) string {
	before := lines([]byte(old))
	var after strings.Builder
	at := 0
	all := lines([]byte(diff))
	for i, line := range all {
		text := line[1:]
		if i+1 < len(all) && strings.HasPrefix(all[i+1], "\\") {
			text = strings.TrimSuffix(text, "\n")
		}
		switch {
		case i < 2 || line[0] == '\\':
		case line[0] == '@':
			var from, count int
			if _, err := fmt.Sscanf(line, "@@ -%d,%d", &from, &count); err != nil {
				t.Fatalf("%q: %v", line, err)
			}
			if count > 0 {
				from--
			}
			for ; at < from; at++ {
				after.WriteString(before[at])
			}
		case line[0] == '+':
			after.WriteString(text)
		case at >= len(before) || before[at] != text:
			t.Fatalf("%q does not fit line %d of %q", line, at+1, old)
		case line[0] == '-':
			at++
		default:
			after.WriteString(text)
			at++
		}
	}
	return after.String() + strings.Join(before[min(at, len(before)):], "")
}

// TestDiffers draws two texts. There is a difference to be seen exactly when they differ,
// the first one is one of all, and all of them make the second text of the first.
func TestDiffers(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		parts := rapid.SampledFrom([]string{"a", "b", "n1", "7", "8", "3ms", "4ms", " ", "  1   2ms  a", "  2   3ms  a", "\n", "\n", "\n", "é"})
		texts := rapid.Custom(func(t *rapid.T) string { return strings.Join(rapid.SliceOfN(parts, 0, 40).Draw(t, "parts"), "") })
		old, new := texts.Draw(t, "old"), texts.Draw(t, "new")
		if rapid.Bool().Draw(t, "mostly the same") {
			cut := rapid.IntRange(0, len(old)).Draw(t, "cut")
			for !utf8.RuneStart((old + "\n")[cut]) {
				cut--
			}
			new = old[:cut] + rapid.SampledFrom([]string{"", "7", "\n", "b\n", " "}).Draw(t, "more") + old[cut:]
		}
		first, note := First("old", []byte(old), "new", []byte(new))
		full := Full("old", []byte(old), "new", []byte(new))
		if differs := old != new; differs != (first != "") || differs != (full != "") || !differs && note != "" {
			t.Fatalf("%q and %q: got %q, %q and %q", old, new, first, note, full)
		}
		if old == new {
			return
		}
		if !strings.Contains(first, "\n-") && !strings.Contains(first, "\n+") {
			t.Errorf("%q and %q: got no line that differs in\n%s", old, new, first)
		}
		if minus, plus := sides(first); minus == plus && !strings.Contains(first, "\n ") { // a line may have moved
			t.Errorf("%q and %q: got sides that look alike in\n%s", old, new, first)
		}
		if strings.Contains(old+new, " \n") || strings.HasSuffix(old, " ") || strings.HasSuffix(new, " ") {
			return // blanks are shown as they are not
		}
		if got := patched(t, old, full); got != new {
			t.Errorf("%q and %q: got %q from\n%s", old, new, got, full)
		}
	})
}

// sides returns the lines of a difference that only the old text has, and those that
// only the new one has, with what is said of their ends.
func sides(diff string) (minus, plus string) {
	side := &minus
	for _, line := range lines([]byte(diff))[2:] {
		switch line[0] {
		case '-':
			side = &minus
		case '+':
			side = &plus
		case '\\':
		default:
			continue
		}
		*side += line[1:]
	}
	return minus, plus
}
