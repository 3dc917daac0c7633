package engine_test

import (
	"fmt"
	"testing"

	"synod/engine"
	"synod/node"
)

// Which links there are follows from the cuts in force, of whatever shape.
func TestLinked(t *testing.T) {
	ring := func(src, dst node.ID) bool { d := (src - dst + 4) % 4; return d == 1 || d == 3 }
	for _, c := range []struct {
		name string
		cut  func(w *lab) (*engine.Rule, error)
		want string // a 1 for each link that there is, by source and then by destination
	}{
		{"nothing", func(*lab) (*engine.Rule, error) { return nil, nil }, "1111 1111 1111 1111"},
		{"a partition", func(w *lab) (*engine.Rule, error) {
			return w.Partition([][]node.ID{{1, 3}}, engine.InFlightKept)
		}, "1010 0101 1010 0101"},
		{"a cut one way", func(w *lab) (*engine.Rule, error) {
			return w.Cut([]node.ID{1}, []node.ID{2, 4}, false, engine.InFlightKept)
		}, "1010 1111 1111 1111"},
		{"a cut both ways", func(w *lab) (*engine.Rule, error) {
			return w.Cut([]node.ID{1}, []node.ID{2}, true, engine.InFlightKept)
		}, "1011 0111 1111 1111"},
		{"a ring", func(w *lab) (*engine.Rule, error) { return w.Shape("ring", ring, engine.InFlightKept) }, "1101 1110 0111 1011"},
		{"a loss, which is no cut", func(w *lab) (*engine.Rule, error) {
			r := &engine.Rule{Action: engine.ActLose, Rate: 1}
			return r, w.Impose(r)
		}, "1111 1111 1111 1111"},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newLab(t, engine.Options{Nodes: 4, Sink: silent{}})
			r, err := c.cut(w)
			w.check(err)
			if got := linkText(w); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
			if r == nil {
				return
			}
			w.check(w.Lift(r))
			if got := linkText(w); got != "1111 1111 1111 1111" {
				t.Errorf("afterwards: got %s, want all", got)
			}
		})
	}
	w := newLab(t, engine.Options{Nodes: 3, Sink: silent{}})
	if _, err := w.Linked(1, 4); err == nil {
		t.Error("got no error, want one: there is no node 4")
	}
}

func linkText(w *lab) (text string) {
	for src := node.ID(1); int(src) <= w.Nodes(); src++ {
		if src > 1 {
			text += " "
		}
		for dst := node.ID(1); int(dst) <= w.Nodes(); dst++ {
			linked, err := w.Linked(src, dst)
			w.check(err)
			text += fmt.Sprint(map[bool]int{true: 1}[linked])
		}
	}
	return text
}
