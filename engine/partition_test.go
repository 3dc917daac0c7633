package engine_test

import (
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"synod/engine"
	"synod/engine/trace"
	"synod/node"
)

// links returns which links of a cluster are open: a row for each sender, a
// column for each receiver, found out by sending on every one of them.
func links(l *lab) string {
	var rows []string
	for from := 1; from <= l.Nodes(); from++ {
		row := []byte(strings.Repeat(".", l.Nodes()))
		p := l.open(node.ID(from), x)
		start := l.Log().Last(1)[0].Seq
		l.check(l.prepare(p, nil))
		for _, r := range l.Log().All() {
			if r.Seq > start && r.Kind == trace.Deliver && int(r.Src) == from && r.Message.Kind() == "prepare" {
				row[r.Dst-1] = 'x'
			}
		}
		rows = append(rows, string(row))
		l.check(l.stop(p))
	}
	return strings.Join(rows, " ")
}

// Every way to cut a network of five, with what it is called in the trace.
var cuts = []struct {
	name  string
	cut   func(w *engine.World) (*engine.Rule, error)
	text  string
	links string
}{
	{"none", nil, "", "xxxxx xxxxx xxxxx xxxxx xxxxx"},
	{"two sides", groups([]node.ID{1, 2}, []node.ID{3, 4, 5}), "partition n1 n2 | n3 n4 n5", "xx... xx... ..xxx ..xxx ..xxx"},
	{"the rest is a side", groups([]node.ID{4, 1}), "partition n1 n4 | n2 n3 n5", "x..x. .xx.x .xx.x x..x. .xx.x"},
	{"three sides", groups([]node.ID{5}, []node.ID{1}), "partition n5 | n1 | n2 n3 n4", "x.... .xxx. .xxx. .xxx. ....x"},
	{"each alone", groups([]node.ID{1}, []node.ID{2}, []node.ID{3}, []node.ID{4}, []node.ID{5}),
		"partition n1 | n2 | n3 | n4 | n5", "x.... .x... ..x.. ...x. ....x"},
	{"one side", groups([]node.ID{1, 2, 3, 4, 5}), "partition n1 n2 n3 n4 n5", "xxxxx xxxxx xxxxx xxxxx xxxxx"},
	{"an empty side", groups([]node.ID{}, []node.ID{2}), "partition n2 | n1 n3 n4 n5", "x.xxx .x... x.xxx x.xxx x.xxx"},
	{"no side", groups(), "partition n1 n2 n3 n4 n5", "xxxxx xxxxx xxxxx xxxxx xxxxx"},
	{"a link both ways", cutting([]node.ID{1}, []node.ID{2}, true), "cut n1 -- n2", "x.xxx .xxxx xxxxx xxxxx xxxxx"},
	{"a link one way", cutting([]node.ID{1}, []node.ID{2}, false), "cut n1 -> n2", "x.xxx xxxxx xxxxx xxxxx xxxxx"},
	{"several links", cutting([]node.ID{1, 5}, []node.ID{2, 3}, true), "cut n1 n5 -- n2 n3", "x..xx .xxx. .xxx. xxxxx x..xx"},
	{"a shape", ring, "ring", "xx..x xxx.. .xxx. ..xxx x..xx"},
}

func groups(list ...[]node.ID) func(*engine.World) (*engine.Rule, error) {
	return func(w *engine.World) (*engine.Rule, error) { return w.Partition(list, engine.InFlightLost) }
}

func cutting(from, to []node.ID, both bool) func(*engine.World) (*engine.Rule, error) {
	return func(w *engine.World) (*engine.Rule, error) { return w.Cut(from, to, both, engine.InFlightLost) }
}

func ring(w *engine.World) (*engine.Rule, error) {
	return w.Shape("ring", func(a, b node.ID) bool {
		d := (int(a-b) + w.Nodes()) % w.Nodes()
		return d <= 1 || d == w.Nodes()-1
	}, engine.InFlightLost)
}

func TestCuts(t *testing.T) {
	for _, c := range cuts {
		t.Run(c.name, func(t *testing.T) {
			l := newLab(t, engine.Options{Nodes: 5})
			if c.cut == nil {
				if got := links(l); got != c.links {
					t.Errorf("got the links %s, want %s", got, c.links)
				}
				return
			}
			r, err := c.cut(l.World)
			l.check(err)
			if got := l.since(""); got != "0ms  lab       "+c.text+"\n" {
				t.Errorf("got %q, want %q", got, c.text)
			}
			if got := links(l); got != c.links {
				t.Errorf("got the links %s, want %s", got, c.links)
			}
			l.check(l.Lift(r))
			if got := links(l); got != cuts[0].links {
				t.Errorf("after the end: got the links %s, want all", got)
			}
		})
	}
}

// TestPartitionIsItsTwin compares random groups with the definition: a link is
// open when both its ends stand in the same group, or both in none.
func TestPartitionIsItsTwin(t *testing.T) {
	l := newLab(t, engine.Options{Nodes: 5, Sink: silent{}})
	rapid.Check(t, func(t *rapid.T) {
		side := rapid.SliceOfN(rapid.IntRange(0, 3), 5, 5).Draw(t, "sides")
		list := make([][]node.ID, 3)
		for i, s := range side {
			if s > 0 {
				list[s-1] = append(list[s-1], node.ID(i+1))
			}
		}
		l.check(l.Reset(0))
		_, err := l.Partition(list, engine.InFlightLost)
		l.check(err)
		var want []string
		for _, a := range side {
			row := ""
			for _, b := range side {
				row += map[bool]string{true: "x", false: "."}[a == b]
			}
			want = append(want, row)
		}
		if got := links(l); got != strings.Join(want, " ") {
			t.Fatalf("sides %v: got the links %s, want %s", side, got, want)
		}
	})
}

// TestInFlight cuts links while messages are on them, in a queue and held: lost
// with the link, or kept. What a node sends itself is on no link.
func TestInFlight(t *testing.T) {
	for _, hold := range []bool{false, true} {
		for fate, want := range map[engine.InFlight]string{
			engine.InFlightLost: "[n1]",
			engine.InFlightKept: "[n1 n2 n3]",
		} {
			l := newLab(t, engine.Options{Hold: hold})
			l.propose(1, x)
			r, err := l.Partition([][]node.ID{{1}}, fate)
			l.check(err)
			var left []string
			for _, p := range l.Pending() {
				if p.Message != nil {
					left = append(left, p.Dst.String())
				}
			}
			if got := fmt.Sprint(left); got != want {
				t.Errorf("hold %t, fate %v: got messages to %s left, want %s", hold, fate, got, want)
			}
			if hits := map[engine.InFlight]int{engine.InFlightLost: 2, engine.InFlightKept: 0}[fate]; r.Hits() != hits {
				t.Errorf("hold %t, fate %v: got %d hits, want %d", hold, fate, r.Hits(), hits)
			}
		}
	}
}

// TestInFlightOneWay loses what goes one way, and no answer coming back.
func TestInFlightOneWay(t *testing.T) {
	l := newLab(t, engine.Options{})
	l.propose(1, x)
	l.deliver("prepare", 1, 3)
	_, err := l.Cut([]node.ID{1}, []node.ID{2, 3}, false, engine.InFlightLost)
	l.check(err)
	if found, _ := l.Match(engine.Match{Kind: "prepare", Dst: []node.ID{2}}, false); len(found) != 0 {
		t.Errorf("got %d messages to n2, want none", len(found))
	}
	l.message("promise", 3, 1)
}
