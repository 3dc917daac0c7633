package starlark

import (
	"bytes"
	"slices"
	"sync"
	"testing"

	"pgregory.net/rapid"

	"synod/node"
)

// asks are the requests of the examples.
var asks = map[string][]node.Request{
	"counter":  {{Op: "add", Args: node.Fields{{Name: "delta", Value: 1}}}, {Op: "add", Args: node.Fields{{Name: "delta", Value: -3}}}},
	"register": {{Op: "read"}, {Op: "write", Args: node.Fields{{Name: "value", Value: node.Value(`{"b":1,"a":[2]}`)}}}, {Op: "write", Args: node.Fields{{Name: "value", Value: true}}}},
	"ring":     {{Op: "elect"}},
	"paxos":    {{Op: "propose", Args: node.Fields{{Name: "value", Value: "X"}}}, {Op: "propose", Args: node.Fields{{Name: "value", Value: 7}}}},
}

// deed is something that happens in a run.
type deed struct {
	kind  string
	node  node.ID
	index int
}

// schedule draws a run of an example.
func schedule(t *rapid.T, name string) []deed {
	var deeds []deed
	for range rapid.IntRange(1, 60).Draw(t, "deeds") {
		kinds := []string{"deliver", "deliver", "deliver", "deliver", "ask", "timer", "crash"}
		deeds = append(deeds, deed{rapid.SampledFrom(kinds).Draw(t, "kind"), node.ID(rapid.IntRange(1, 3).Draw(t, "node")), rapid.IntRange(0, 20).Draw(t, "index")})
	}
	return deeds
}

// run lets deeds happen.
func (l *lab) run(name string, deeds []deed) {
	for _, d := range deeds {
		up := l.machines[d.node-1] != nil
		switch {
		case d.kind == "deliver" && len(l.flights) > 0:
			if err := l.deliver(d.index % len(l.flights)); err != nil {
				l.t.Fatal(err)
			}
		case d.kind == "ask" && up:
			r := asks[name][d.index%len(asks[name])]
			l.ask(d.node, r.Op, node.ListOf(r.Args)...)
		case d.kind == "timer" && up && len(l.p.timers) > 0:
			l.step(d.node, &node.Event{Kind: node.EventTimer, Timer: node.Timer(d.index % len(l.p.timers))})
		case d.kind == "crash" && up:
			l.crash(d.node)
		case d.kind == "crash":
			l.start(d.node)
		}
	}
}

// TestStateIsAll restores every machine from its encoding before every event, and
// passes every message and record through its encoding: the run is the same. So is
// that of a protocol that was loaded from its program.
func TestStateIsAll(t *testing.T) {
	for name := range asks {
		p := example(t, name)
		loaded, err := Load(p.Program())
		if err != nil {
			t.Fatal(err)
		}
		t.Run(name, func(t *testing.T) {
			rapid.Check(t, func(r *rapid.T) {
				deeds := schedule(r, name)
				plain, restored, elsewhere := newLab(t, p, 3, node.Config{}), newLab(t, p, 3, node.Config{}), newLab(t, loaded, 3, node.Config{})
				restored.restored = true
				for _, l := range []*lab{plain, restored, elsewhere} {
					l.run(name, deeds)
				}
				if !slices.Equal(plain.lines, restored.lines) {
					r.Fatalf("got\n%q\nof machines that were restored, want\n%q", restored.lines, plain.lines)
				}
				if !slices.Equal(plain.lines, elsewhere.lines) {
					r.Fatalf("got\n%q\nof a protocol that was loaded, want\n%q", elsewhere.lines, plain.lines)
				}
				for i, m := range plain.machines {
					if m != nil && !bytes.Equal(m.AppendState(nil), restored.machines[i].AppendState(nil)) {
						r.Fatalf("n%d: got another encoding of a machine that was restored", i+1)
					}
				}
			})
		})
	}
}

// Definitions that say the same have the same program, and a program is its own.
func TestProgram(t *testing.T) {
	for name := range asks {
		p, again := example(t, name), example(t, name)
		if !bytes.Equal(p.Program(), again.Program()) {
			t.Errorf("%s: got two programs of one definition", name)
		}
		loaded, err := Load(p.Program())
		if err != nil || !bytes.Equal(loaded.Program(), p.Program()) {
			t.Errorf("%s: got another program of what was loaded (%v)", name, err)
		}
	}
}

// Machines of one protocol may run side by side, as they do in a search.
func TestMachinesRunSideBySide(t *testing.T) {
	p := example(t, "paxos")
	var deeds []deed
	for i := range 200 {
		deeds = append(deeds, deed{[]string{"ask", "deliver", "deliver", "deliver", "crash"}[i*7%5], node.ID(i%3 + 1), i * 13})
	}
	want := newLab(t, p, 3, node.Config{})
	want.run("paxos", deeds)
	var all sync.WaitGroup
	for range 4 {
		all.Go(func() {
			l := newLab(t, p, 3, node.Config{})
			l.restored = true
			l.run("paxos", deeds)
			if !slices.Equal(l.lines, want.lines) {
				t.Errorf("got another run beside others")
			}
		})
	}
	all.Wait()
}
