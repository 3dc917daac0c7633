package main

import (
	"bytes"
	"fmt"
	"os"
	"strings"
	"testing"

	"synod/engine/search"
	"synod/node/cells"
	"synod/script"
)

// onScreen returns what a terminal shows that was written to, line by line.
func onScreen(written string) []string {
	var lines []string
	line, at := []rune{}, 0
	written = strings.ReplaceAll(written, "\x1b[K", "\x1b")
	for _, r := range written {
		switch r {
		case '\n':
			lines, line, at = append(lines, string(line)), nil, 0
		case '\r':
			at = 0
		case '\x1b':
			line = line[:at]
		default:
			line = append(line[:at], append([]rune{r}, line[min(at+1, len(line)):]...)...)
			at++
		}
	}
	return append(lines, string(line))
}

// newTestGauge returns a gauge on a terminal of so many columns, and the terminal.
func newTestGauge(t *testing.T, columns int) (*gauge, *bytes.Buffer) {
	t.Helper()
	var b bytes.Buffer
	g := &gauge{w: &b, width: func() int { return columns }}
	t.Cleanup(g.leave)
	return g, &b
}

func expectScreen(t *testing.T, b *bytes.Buffer, want ...string) {
	t.Helper()
	if got := onScreen(b.String()); fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// A line is drawn only when it is time, erased before another one is written, and
// drawn again below it; when it is done, nothing is left.
func TestGauge(t *testing.T) {
	g, b := newTestGauge(t, 80)
	out := &beside{g, b}
	g.set("searching")
	expectScreen(t, b, "")
	g.tick()
	expectScreen(t, b, "searching, 0s")
	g.set("searching: 5 states")
	g.tick()
	expectScreen(t, b, "searching: 5 states, 0s")
	fmt.Fprintln(out, "a line")
	expectScreen(t, b, "a line", "")
	g.tick()
	expectScreen(t, b, "a line", "searching: 5 states, 0s")
	fmt.Fprint(b, "^C") // the terminal itself
	g.set("")
	expectScreen(t, b, "a line", "")
	g.tick()
	expectScreen(t, b, "a line", "")
}

// It is never drawn behind half a line, which would be erased with it.
func TestGaugeBehindHalfALine(t *testing.T) {
	g, b := newTestGauge(t, 80)
	out := &beside{g, b}
	g.set("searching")
	fmt.Fprint(out, "half")
	g.tick()
	expectScreen(t, b, "half")
	fmt.Fprintln(out, " and half")
	g.tick()
	expectScreen(t, b, "half and half", "searching, 0s")
}

// A line is as wide as there is room for, and leaves some for ^C. What it says
// last, how long it takes, is there in any case.
func TestGaugeInNarrowTerminals(t *testing.T) {
	for columns := range 40 {
		for _, text := range []string{"searching: 123456 states, depth 12", "prüfe 世界世界世界世界世界世界世界世界世界", "a\x1b[2Jb\nc"} {
			g, b := newTestGauge(t, columns)
			g.set(text)
			g.tick()
			got := onScreen(b.String())
			if len(got) != 1 || cells.Width(got[0]) > max(0, columns-echoed) || strings.Contains(b.String(), "\x1b[2J") {
				t.Errorf("%d columns: got %q", columns, b)
			}
			if columns > 20 && !strings.HasSuffix(got[0], ", 0s") {
				t.Errorf("%d columns: got %q, want how long it took", columns, got[0])
			}
		}
	}
}

// What a terminal of 80 columns has no room for is left out as a whole, the least first.
func TestGaugeLeavesOutWholeParts(t *testing.T) {
	g, b := newTestGauge(t, 80)
	g.set("searching: " + script.Far(search.Progress{States: 138007, Rate: 245884, Frontier: 37334, Depth: 14, Memory: 90 << 20}))
	g.tick()
	expectScreen(t, b, "searching: 138007 states, depth 14, 37334 to follow, 0s")
}

// Where standard error is no terminal, nothing is shown, and nothing is changed.
func TestGaugeElsewhere(t *testing.T) {
	r, w, err := os.Pipe()
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	g := newGauge(w)
	if besides(g, w) != w {
		t.Error("what is written goes through a gauge")
	}
	g.set("searching")
	g.tick()
	g.set("")
	w.Close()
	var b bytes.Buffer
	if _, err := b.ReadFrom(r); err != nil || b.Len() > 0 {
		t.Errorf("got %q and %v", b.String(), err)
	}
}
