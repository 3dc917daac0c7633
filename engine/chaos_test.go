package engine_test

import (
	"errors"
	"math/rand/v2"
	"strings"
	"testing"
	"time"

	"synod/engine"
	"synod/engine/fleet"
	"synod/engine/trace"
	"synod/node"
	"synod/node/disk"
	"synod/node/paxos"
	"synod/node/paxos/observer"
)

// chaos drives a cluster at random: it delivers what is pending in any order,
// loses and repeats it, crashes nodes between and inside their steps, restarts,
// pauses and skews them, cuts links, and asks for proposals, by themselves and
// by hand. It only does what a script could.
type chaos struct {
	*lab
	draw    *rand.Rand
	opened  []*engine.Operation
	refused int                // calls that made no sense
	after   func(refused bool) // called after every call, unless nil
	wipes   bool               // a restart may find an empty disk
}

// newChaos returns the chaos of a seed in a cluster that starts over.
func newChaos(l *lab, seed uint64) *chaos {
	l.t.Helper()
	l.check(l.Reset(seed))
	return &chaos{lab: l, draw: rand.New(rand.NewPCG(seed, 0))}
}

// run does the given number of things, or stops at the first violation and
// returns it. What a script must not see ends the test.
func (c *chaos) run(steps int) *engine.Violation {
	c.t.Helper()
	for range steps {
		err := c.step()
		if v := asViolation(err); v != nil {
			return v
		}
		var lab *fleet.Error
		if errors.As(err, &lab) || c.Sound() != nil {
			c.t.Fatalf("the lab failed: %v, %v", err, c.Sound())
		}
		if err != nil {
			c.refused++
		}
		if c.after != nil {
			c.after(err != nil)
		}
	}
	return nil
}

// step does one thing.
func (c *chaos) step() error {
	switch k := c.draw.IntN(100); {
	case k < 55:
		return c.one((*engine.World).Deliver)
	case k < 70:
		_, err := c.Step()
		return err
	case k < 72:
		return c.one((*engine.World).Drop)
	case k < 76:
		return c.one(func(w *engine.World, p *engine.Pending) error {
			_, err := w.Duplicate(p)
			return err
		})
	case k < 83:
		return c.fail(c.someone())
	case k < 86:
		return c.cut()
	default:
		return c.ask(c.someone())
	}
}

// someone draws a node.
func (c *chaos) someone() node.ID { return node.ID(1 + c.draw.IntN(c.Nodes())) }

// some draws a set of nodes, mostly not empty, in any order.
func (c *chaos) some() []node.ID {
	var ids []node.ID
	for _, i := range c.draw.Perm(c.Nodes()) {
		if c.draw.IntN(2) == 0 {
			ids = append(ids, node.ID(i+1))
		}
	}
	return ids
}

// one acts on something pending.
func (c *chaos) one(act func(*engine.World, *engine.Pending) error) error {
	all := c.Pending()
	if len(all) == 0 {
		return nil
	}
	return act(c.World, all[c.draw.IntN(len(all))])
}

// fail lets something be wrong with a node, or right again.
func (c *chaos) fail(id node.ID) error {
	s, err := c.State(id)
	if err != nil {
		return err
	}
	switch {
	case s.Down && c.wipes:
		return c.Restart(id, fleet.Wipe)
	case s.Down:
		return c.Restart(id, fleet.Keep)
	case s.Paused:
		return c.Resume(id)
	}
	switch c.draw.IntN(8) {
	case 0, 1:
		_, err = c.Crash(id)
	case 2, 3, 4:
		err = c.Arm(&engine.Trap{Node: id, Any: true, Point: node.Point{
			Kind:  []node.EffectKind{node.EffectWrite, node.EffectSync, node.EffectSend, node.EffectPublish}[c.draw.IntN(4)],
			Nth:   1 + c.draw.IntN(2),
			After: c.draw.IntN(2) == 0,
		}})
	case 5:
		_, err = c.Pause(id)
	case 6:
		_, err = c.Skew(id, time.Duration(c.draw.IntN(20)-10)*time.Millisecond, 0.5+c.draw.Float64())
	case 7:
		_, err = c.Disk(id, disk.Faults{FailSync: c.draw.IntN(2), Full: c.draw.IntN(4) == 0}, 0)
	}
	return err
}

// cut changes the network.
func (c *chaos) cut() error {
	var err error
	fate := engine.InFlight(c.draw.IntN(2))
	switch c.draw.IntN(5) {
	case 0:
		_, err = c.Partition([][]node.ID{c.some()}, fate)
	case 1:
		_, err = c.Cut([]node.ID{c.someone()}, []node.ID{c.someone()}, c.draw.IntN(2) == 0, fate)
	case 2:
		rule := &engine.Rule{Action: engine.Action(c.draw.IntN(int(engine.ActCut))), Rate: 0.5, Time: engine.Constant(time.Millisecond)}
		err = c.Impose(rule)
	case 3:
		err = c.Heal()
	default: // what was held goes on its way too
		for _, p := range c.Pending() {
			if p.Held() {
				c.check(c.Release(p))
			}
		}
		err = c.Heal()
	}
	return err
}

// ask lets a client ask for something, for a proposer by hand if there is one.
func (c *chaos) ask(id node.ID) error {
	k := c.draw.IntN(10)
	if len(c.opened) == 0 {
		k %= 4
	}
	switch k {
	case 0, 1:
		_, err := c.Request(id, paxos.Propose(c.value(), node.Ballot{}))
		return err
	case 2:
		_, err := c.Request(id, paxos.Read())
		return err
	case 3:
		p, err := c.Request(id, paxos.ByHand(c.value(), c.ballot(id)))
		if p != nil {
			c.opened = append(c.opened, p)
		}
		return err
	}
	p := c.opened[c.draw.IntN(len(c.opened))]
	switch k {
	case 4, 5, 6:
		return c.prepare(p, c.some())
	case 7, 8:
		return c.accept(p, c.some())
	}
	if c.draw.IntN(2) == 0 {
		return c.Drive(p, paxos.Drive(paxos.OpStart))
	}
	return c.stop(p)
}

func (c *chaos) value() node.Value { return []node.Value{x, y, "0"}[c.draw.IntN(3)] }

// ballot draws a ballot of a node, or leaves the choice to it.
func (c *chaos) ballot(id node.ID) node.Ballot {
	if c.draw.IntN(2) == 0 {
		return node.Ballot{}
	}
	return node.Ballot{Round: int32(1 + c.draw.IntN(4)), Node: id}
}

// TestSafetyUnderChaos is the property that everything here is for: whatever
// happens to a cluster, two values are never chosen. The judge reads the disks
// after every event, and the engine must agree with it about what is chosen, by
// whom, and when.
func TestSafetyUnderChaos(t *testing.T) {
	seeds, steps := 1000, 150
	if testing.Short() {
		seeds = 150
	}
	for _, nodes := range []int{3, 5} {
		l := newLab(t, engine.Options{Nodes: nodes, Sink: silent{}})
		chose, again, refused := 0, 0, 0
		for seed := range uint64(seeds) {
			c := newChaos(l, seed)
			j := judged(l)
			if v := c.run(steps); v != nil {
				t.Fatalf("%d nodes, seed %d: got %v, want no violation\n%s", nodes, seed, v, l.recent())
			}
			if got := j.values(); len(got) > 1 {
				t.Fatalf("%d nodes, seed %d: got %v on the disks, want one value\n%s", nodes, seed, got, l.recent())
			}
			chose, again, refused = chose+min(1, len(j.chosen)), again+max(0, len(j.chosen)-1), refused+c.refused
		}
		t.Logf("%d nodes: of %d runs %d chose a value; %d times it was chosen again; %d of %d calls made no sense",
			nodes, seeds, chose, again, refused, seeds*steps)
		if chose < seeds/2 || again < seeds/10 || refused > seeds*steps/5 {
			t.Error("that is too little to see anything")
		}
	}
}

// TestTheDisksAgreeWhenDisksAreLost lets chaos wipe disks too. Two values may
// be chosen then, and the engine says so exactly when the judge finds them.
func TestTheDisksAgreeWhenDisksAreLost(t *testing.T) {
	l := newLab(t, engine.Options{Nodes: 3, Sink: silent{}})
	broken := 0
	for seed := range uint64(500) {
		c := newChaos(l, seed)
		c.wipes = true
		j := judged(l)
		v := c.run(120)
		l.check(j.look())
		if v != nil && v.Name == observer.Agreement {
			broken++
		}
		if two := len(j.values()) > 1; two != (v != nil && v.Name == observer.Agreement) {
			t.Fatalf("seed %d: got the violation %v and %v on the disks\n%s", seed, v, j.values(), l.recent())
		}
	}
	if broken == 0 {
		t.Error("got no run with two values, want some: a vote that was lost must tell")
	}
}

// TestTheDisksAgreeAfterAViolation goes on where the protocol has broken: a vote
// that should not have been cast was cast, and what it chose is chosen.
func TestTheDisksAgreeAfterAViolation(t *testing.T) {
	l := newLab(t, engine.Options{Nodes: 3, Sink: silent{}, Rules: off("accept_checks_promise")})
	two := 0
	for seed := range uint64(300) {
		c := newChaos(l, seed)
		for range 3 {
			c.run(60)
		}
		j := newJudge(l.World)
		if err := j.look(); err != nil && len(j.chosen) != len(l.Chosen()) {
			t.Fatalf("seed %d: %v\n%s", seed, err, l.recent())
		}
		two += len(j.values()) / 2
	}
	if two == 0 {
		t.Error("got no run with two values, want some")
	}
}

// silent is a trace that nobody reads.
type silent struct{}

// Record implements [trace.Sink].
func (silent) Record(*trace.Record) error { return nil }

// recent returns the end of the trace, for a cluster without a text.
func (l *lab) recent() string { return strings.Join(l.Recent(80), "\n") }
