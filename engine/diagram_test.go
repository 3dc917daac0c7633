package engine_test

import (
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"synod/engine"
	"synod/node"
	"synod/node/paxos"
)

// No line of a diagram is wider than what was asked for, whatever happens in it
// and however many nodes there are; and what does not fit is named.
func TestDiagramFits(t *testing.T) {
	for _, nodes := range []int{1, 2, 3, 5, 9, 30} {
		w := newWorld(t, engine.Options{Nodes: nodes})
		for _, text := range []string{"short", strings.Repeat("long ", 40)} {
			if err := w.Remark(text); err != nil {
				t.Fatal(err)
			}
		}
		if _, err := w.Request(1, paxos.Propose(`"a value that is longer than an arrow"`, node.Ballot{})); err != nil {
			t.Fatal(err)
		}
		if err := w.Run(2 * time.Millisecond); err != nil {
			t.Fatal(err)
		}
		last := node.ID(nodes)
		if _, err := w.Crash(last); err != nil {
			t.Fatal(err)
		}
		if _, err := w.Settle(time.Minute); err != nil {
			t.Fatal(err)
		}
		for _, width := range []int{40, 41, 60, 79, 80, 100, 133, 1000} {
			text := w.Diagram(width, 200)
			for _, line := range strings.Split(text, "\n") {
				if n := utf8.RuneCountInString(line); n > width {
					t.Errorf("%d nodes in %d columns: got a line of %d: %q", nodes, width, n, line)
				}
			}
			first, _, _ := strings.Cut(text, "\n")
			if drawn := strings.HasSuffix(first, last.String()); drawn == strings.Contains(text, "do not fit") {
				t.Errorf("%d nodes in %d columns: got the heading %q, and\n%s", nodes, width, first, text)
			}
			if !strings.Contains(text, "▶") {
				t.Errorf("%d nodes in %d columns: got no arrow in\n%s", nodes, width, text)
			}
		}
	}
}

// What is held is listed once, however often it was sent, and no longer than a screen.
func TestDiagramHeld(t *testing.T) {
	l := newLab(t, engine.Options{Nodes: 30, Hold: true, Sink: silent{}})
	l.propose(1, x)
	l.check(l.Run(time.Second))
	text := l.Diagram(100, 5)
	held := 0
	for line := range strings.Lines(text) {
		if strings.Contains(line, "held  ── n1 -> ") {
			held++
		}
	}
	if held != 20 || !strings.Contains(text, "held  ── n1 -> n1 prepare 1.1, ") || !strings.Contains(text, " times\n") || !strings.Contains(text, "held  ── and 10 others\n") {
		t.Errorf("got %d lines in\n%s", held, text)
	}
}
