package script

import (
	"context"
	"strings"
	"testing"

	"synod/node/cells"
)

// wide are values that are wider or narrower than their bytes and runes, or that a
// terminal would obey.
const wide = `
c = cluster(5, quiet = True)
values = ["é", "e\u0301", "日本語", "👩\u200d👩\u200d👧", "🇩🇪🇫🇷", "❤\ufe0f", "\x1b[2J\x07", "a\u202eb\u200bc", "tab\tnew\nline", "\u0e19\u0e49\u0e33"]
`

// Columns stand below each other in cells of a terminal, and nothing reaches it that
// it would obey.
func TestLookVerbsInCells(t *testing.T) {
	out, err := runOver(t, Simulated, wide+`
for i, v in enumerate(values):
    c.reset()
    submit(1 + i % 5, v, client = "c" + v.strip("\x1b[2J\x07\t\n").replace("\n", ""))
    for text in [c.history().show(), refresh(), show(), boxes(), diagram(width = 60), trace(40)]:
        print(text)
        print("--")
`)
	if err != nil {
		t.Fatal(err)
	}
	if shown := cells.VisibleLines(out); shown != out || strings.Contains(out, "\t") {
		t.Errorf("got what a terminal obeys in\n%q", out)
	}
	for _, block := range strings.Split(out, "--\n") {
		checkColumns(t, block)
	}
}

// checkColumns checks that no line of a table, a diagram or a trace is out of line:
// a part that every line has must begin in the same cell.
func checkColumns(t *testing.T, block string) {
	t.Helper()
	first, rest, _ := strings.Cut(block, "\n")
	for _, mark := range []string{"outcome", "proposer", "learned", "file"} {
		at := strings.Index(first, "  "+mark)
		if at < 0 || !strings.HasPrefix(first, "node") && !strings.HasPrefix(first, "client") {
			continue
		}
		for line := range strings.Lines(rest) {
			line = strings.TrimSuffix(line, "\n")
			before := cells.Head(line, at+2)
			if strings.TrimSpace(line) != "" && cells.Width(line) > at+2 && (cells.Width(before) != at+2 || !strings.HasSuffix(before, "  ")) {
				t.Errorf("%s is out of line in\n%s", mark, block)
			}
		}
	}
	if strings.HasPrefix(strings.TrimSpace(first), "n1") && strings.Contains(first, "n5") {
		for line := range strings.Lines(block) {
			if n := cells.Width(strings.TrimSuffix(line, "\n")); n > 60 {
				t.Errorf("got a line of %d cells in\n%s", n, block)
			}
		}
	}
}

// Every column of a table keeps its place, to the letter.
func TestTablesOfWideValues(t *testing.T) {
	out, err := runOver(t, Simulated, `
c = cluster(3, quiet = True)
submit(1, "日本語", client = "Zoë")
submit(2, "x", client = "👩\u200d👧")
c.history().show()
refresh()
show()
diagram(width = 40, last = 6)
boxes()
`)
	want := `client  node  operation         invoked   returned  outcome
Zoë     n1    propose "日本語"  0ms (1)   4ms (14)  ok "日本語"
👩‍👧      n2    propose x         4ms (16)  5ms (18)  ok "日本語"
node  promised  accepted  value     learned   file
n1    1.1       1.1       "日本語"  "日本語"  "日本語"
n2    1.1       1.1       "日本語"  "日本語"  "日本語"
n3    1.1       1.1       "日本語"  -         -
node  promised  accepted  value     learned   round  used  proposer
n1    1.1       1.1       "日本語"  "日本語"  1      1.1   idle
n2    1.1       1.1       "日本語"  "日本語"  2      2.2   idle
n3    1.1       1.1       "日本語"  -         1      -     idle
              n1       n2       n3
… 12 earlier events
     4ms      ↺ accep… │        │
     4ms      │◀accep…─│        │
     4ms      ● chosen "日本語" at 1.1
     4ms      │        ● propose x
     4ms      │◀accepted 1.1 "…─│
     5ms      │─learn…▶│        │
▶ arrives  × is refused  ✗ is lost or d…
n1  [P 1.1] [A 1.1 "日本語"]
n2  [P 1.1] [A 1.1 "日本語"]
n3  [P 1.1] [A 1.1 "日本語"]
`
	if err != nil || out != want {
		t.Errorf("got\n%s\nand error %v, want\n%s", out, err, want)
	}
}

// The mark below a line of a script stands under what it is about, in cells.
func TestMarkInCells(t *testing.T) {
	for src, want := range map[string]string{
		"x = ('日本語', crash(9))":            "    x = ('日本語', crash(9))\n                   ^~~~~~~~\n",
		"x = ('é', crash(9))":              "    x = ('é', crash(9))\n              ^~~~~~~~\n",
		"x = ('e\u0301', crash(9))":        "    x = ('e\u0301', crash(9))\n              ^~~~~~~~\n",
		"x = ('👩\u200d👧', crash(9))":       "    x = ('👩\u200d👧', crash(9))\n               ^~~~~~~~\n",
		"if True:\n\tx = ('日',\tcrash(9))": "    \tx = ('日',\tcrash(9))\n    \t          \t^~~~~~~~\n",
		"assert.eq('日', '本')":              "    assert.eq('日', '本')\n    ^~~~~~~~~~~~~~~~~~~~~\n",
		"crash('日本')":                      "    crash('日本')\n    ^~~~~~~~~~~~~\n",
		"x = '\u202e' + crash(9)":          "    x = '\\u202e' + crash(9)\n                   ^~~~~~~~\n",
		"日本 = 1\nx = 日本 + '日'":             "    x = 日本 + '日'\n             ^\n",
	} {
		s := New(context.Background(), Options{Fleet: Simulated, Trace: TraceOff})
		text := s.Explain(s.Run("x.star", "", "cluster(3, quiet = True)\n"+src))
		if !strings.Contains(text, want) {
			t.Errorf("%q: got\n%s\nwant in it\n%s", src, text, want)
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}
}

// What a script says of itself reaches no terminal as it is.
func TestExplanationIsVisible(t *testing.T) {
	s := New(context.Background(), Options{Fleet: Simulated, Trace: TraceOff})
	text := s.Explain(s.Run("x.star", "", "fail('\\x1b[2J\\u202e')"))
	if want := `fail: \u001b[2J\u202e`; !strings.Contains(text, want) {
		t.Errorf("got %q, want %q in it", text, want)
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
}

// Tables are no wider than 80 columns where there is no terminal.
func TestTablesFit(t *testing.T) {
	out, err := runOver(t, Simulated, `
c = cluster(5, quiet = True)
propose(4, "Z", client = "alice")
run("1ms")
crash(2)
show()
long = cluster(7, quiet = True)
for i in range(7):
    long.propose(i + 1, "v" * (10 + 10 * i))
long.run("3ms")
long.show()
long.refresh()
long.history().show()
long.boxes()
huge = cluster(9, quiet = True)
huge.submit(1, "日本" * 200)
huge.show()
huge.history().show()
huge.boxes()
huge.diagram(width = 80)
`)
	if err != nil {
		t.Fatal(err)
	}
	if want := `node      n1    n2    n3    n4             n5
promised  1.4   down  1.4   1.4            1.4
accepted  -           -     -              -
value     -           -     -              -
learned   -           -     -              -
round     1           1     1              1
used      -           -     1.4            -
proposer  idle        idle  preparing 1.4  idle
`; !strings.HasPrefix(out, want) {
		t.Errorf("got\n%s\nwant at its start\n%s", out, want)
	}
	for line := range strings.Lines(out) {
		if n := cells.Width(strings.TrimSuffix(line, "\n")); n > 80 {
			t.Errorf("got a line of %d cells: %s", n, line)
		}
	}
}

// What a verb returns is the same on every terminal.
func TestTextOfTablesIsFixed(t *testing.T) {
	out, err := runOver(t, Simulated, `
c = cluster(5, quiet = True)
propose(4, "Z")
run("1ms")
show()
print(show())
def shown():
    return show()
assert.eq(shown(), show())
`)
	first, second := out[:len(out)/2], out[len(out)/2:]
	if err != nil || first != second || !strings.HasPrefix(first, "node      n1") {
		t.Errorf("got %v and\n%s", err, out)
	}
}
