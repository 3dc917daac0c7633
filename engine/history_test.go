package engine_test

import (
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"synod/engine"
	"synod/engine/fleet"
	"synod/engine/history"
	"synod/node"
	"synod/node/paxos"
)

// Each way in which an operation can end is in the history, with the line of
// the trace.
func TestHistory(t *testing.T) {
	tests := []struct {
		name string
		play func(*engine.World) error
		want string
	}{
		{"chosen, and read", func(w *engine.World) error {
			return inOrder(ask(w, 1, `"X"`), settle(w), ask(w, 2, ""), settle(w))
		}, `
client  node  operation  invoked   returned  outcome
c1      n1    propose X  0ms (1)   4ms (14)  ok X
c2      n2    read       5ms (19)  9ms (32)  ok X
`},
		{"nothing to read", func(w *engine.World) error { return inOrder(ask(w, 2, ""), settle(w)) }, `
client  node  operation  invoked  returned  outcome
c1      n2    read       0ms (1)  2ms (6)   ok None
`},
		{"crashed", func(w *engine.World) error { return inOrder(ask(w, 1, `"X"`), pass(w, 1), crash(w, 1)) }, `
client  node  operation  invoked  returned  outcome
c1      n1    propose X  0ms (1)  1ms (5)   unknown: n1 crashed
`},
		{"in flight", func(w *engine.World) error { return inOrder(ask(w, 1, `"X"`), pass(w, 1)) }, `
client  node  operation  invoked  returned  outcome
c1      n1    propose X  0ms (1)  -         unknown: in flight
`},
		{"given up before it is chosen", func(w *engine.World) error {
			return inOrder(func() error {
				p, err := w.Request(1, paxos.Propose(`"X"`, node.Ballot{}))
				if err == nil {
					err = w.Run(time.Millisecond)
				}
				w.GiveUp(p, "timed out")
				return err
			}, settle(w))
		}, `
client  node  operation  invoked  returned  outcome
c1      n1    propose X  0ms (1)  1ms (4)   unknown: timed out
`},
		{"stopped", func(w *engine.World) error {
			return inOrder(func() error {
				p, err := w.Request(1, paxos.Propose(`"X"`, node.Ballot{}))
				if err == nil {
					err = w.Drive(p, paxos.Drive(paxos.OpStop))
				}
				return err
			}, settle(w))
		}, `
client  node  operation  invoked  returned  outcome
c1      n1    propose X  0ms (1)  0ms (2)   unknown: stopped
`},
		{"refused", func(w *engine.World) error {
			return inOrder(crash(w, 1), refused(ask(w, 1, `"X"`)), pause(w, 2), refused(ask(w, 2, "")),
				ask(w, 3, `"Y"`), refused(ask(w, 3, `"Z"`)), settle(w))
		}, `
client  node  operation  invoked  returned  outcome
c1      n1    propose X  0ms (1)  0ms (1)   fail: n1 is down since 0ms; restart it first
c1      n2    read       0ms (2)  0ms (2)   fail: n2 is paused; resume it first
c1      n3    propose Y  0ms (3)  -         unknown: in flight
c2      n3    propose Z  0ms (3)  0ms (3)   fail: n3 already has a proposer: Y at 1.3, phase 1; wait for it, or stop it
`},
		{"what makes no sense anywhere", func(w *engine.World) error {
			return inOrder(refused(ask(w, 9, `"X"`)), refused(func() error {
				return w.Looking(ask(w, 1, `"X"`))
			}))
		}, `
client  operation  invoked  returned  outcome
`},
		{"over again", func(w *engine.World) error {
			return inOrder(ask(w, 1, `"X"`), settle(w), func() error { return w.Reset(2) }, ask(w, 2, ""), settle(w))
		}, `
client  node  operation  invoked  returned  outcome
c1      n2    read       0ms (1)  2ms (6)   ok None
`},
		{"by name", func(w *engine.World) error {
			return inOrder(func() error { return w.As("alice", ask(w, 1, `"X"`)) }, settle(w),
				func() error { return w.As("alice", ask(w, 2, "")) }, ask(w, 3, ""))
		}, `
client  node  operation  invoked   returned  outcome
alice   n1    propose X  0ms (1)   4ms (14)  ok X
alice   n2    read       5ms (19)  -         unknown: in flight
c3      n3    read       5ms (20)  -         unknown: in flight
`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			w := newWorld(t, engine.Options{Nodes: 3})
			if err := test.play(w); err != nil {
				t.Fatal(err)
			}
			if got := "\n" + w.History().Table(120); got != test.want {
				t.Errorf("got%s\nwant%s", got, test.want)
			}
		})
	}
}

func inOrder(deeds ...func() error) error {
	for _, do := range deeds {
		if err := do(); err != nil {
			return err
		}
	}
	return nil
}

// ask proposes a value, or reads.
func ask(w *engine.World, id node.ID, v node.Value) func() error {
	return func() error {
		if v.Absent() {
			_, err := w.Request(id, paxos.Read())
			return err
		}
		_, err := w.Request(id, paxos.Propose(v, node.Ballot{}))
		return err
	}
}

func pass(w *engine.World, ms int) func() error {
	return func() error { return w.Run(time.Duration(ms) * time.Millisecond) }
}

func settle(w *engine.World) func() error {
	return func() error { _, err := w.Settle(time.Second); return err }
}

func crash(w *engine.World, id node.ID) func() error {
	return func() error { _, err := w.Crash(id); return err }
}

func pause(w *engine.World, id node.ID) func() error {
	return func() error { _, err := w.Pause(id); return err }
}

func refused(do func() error) func() error {
	return func() error {
		if do() == nil {
			return fmt.Errorf("it was not refused")
		}
		return nil
	}
}

// A client asks for one thing at a time, and is free once it gave up.
func TestAs(t *testing.T) {
	w := newWorld(t, engine.Options{Nodes: 3})
	var p *engine.Operation
	err := w.As("alice", func() (err error) {
		p, err = w.Request(1, paxos.Propose(`"X"`, node.Ballot{}))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	err = w.As("alice", ask(w, 2, ""))
	if want := "alice still waits for its propose X at n1; a client does one thing at a time"; err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
	err = w.As("c1", ask(w, 2, ""))
	if want := `got the client "c1", want another name: c1, c2 and so on are those without a name`; err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
	w.GiveUp(p, "timed out")
	if err := w.As("alice", ask(w, 2, "")); err != nil {
		t.Error(err)
	}
	if got := len(w.History()); got != 2 {
		t.Errorf("got %d operations, want 2", got)
	}
}

// Whatever befalls the nodes, the history of a protocol that is right is
// linearizable, is one that could be written by hand, and agrees with what the
// clients hold.
func TestHistoryHolds(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		w := newWorld(t, engine.Options{Nodes: 3, Order: rapid.SampledFrom([]engine.Order{engine.ByTime, engine.BySeed}).Draw(t, "order"),
			Seed: rapid.Uint64Range(1, 1000).Draw(t, "seed")})
		for range rapid.IntRange(1, 40).Draw(t, "deeds") {
			if err := deed(t, w); err != nil {
				t.Log(err) // what makes no sense changes nothing
			}
		}
		h := w.History()
		if _, err := history.New(h); err != nil {
			t.Fatalf("%v in\n%s", err, h.Table(120))
		}
		j, err := history.Judge(h, history.Consensus, history.DefaultBudget)
		if err != nil || j.Verdict != history.Holds {
			t.Fatalf("got %v, %v of\n%s", j, err, h.Table(120))
		}
	})
}

// deed lets a client, an accident or time do something.
func deed(t *rapid.T, w *engine.World) error {
	id := node.ID(rapid.IntRange(1, w.Nodes()).Draw(t, "node"))
	switch rapid.IntRange(0, 7).Draw(t, "deed") {
	case 0, 1:
		return ask(w, id, node.Value(fmt.Sprint(rapid.IntRange(1, 3).Draw(t, "value"))))()
	case 2, 3:
		return ask(w, id, "")()
	case 4:
		return crash(w, id)()
	case 5:
		return w.Restart(id, fleet.Keep)
	}
	return pass(w, rapid.IntRange(0, 5).Draw(t, "ms"))()
}
