package engine_test

import (
	"testing"
	"time"

	"synod/engine"
	"synod/engine/fleet"
	"synod/node"
	"synod/node/disk"
)

// fork is two ways to go on from the same place that differ in one thing.
type fork struct {
	name   string
	before func(l *lab) // what both have in common; nil is a proposal of n1, on its way
	a, b   func(l *lab)
}

// proposed is the usual place: n1 has asked everybody to promise, and its timer
// is set.
func proposed(l *lab) { l.propose(1, x) }

// decided is a place where every disk has records.
func decided(l *lab) { l.decide(1, x) }

// crashed is a place where n1 is down and its disk has records.
func crashed(l *lab) {
	l.decide(1, x)
	l.crash(1)
}

func nothing(*lab) {}

// imposes returns what adds a rule.
func imposes(r engine.Rule) func(*lab) {
	return func(l *lab) {
		if r.Rate == 0 {
			r.Rate = 1
		}
		rule := r
		l.impose(&rule)
	}
}

func arms(p node.Point, m engine.Match) func(*lab) {
	return func(l *lab) { l.check(l.Arm(&engine.Trap{Node: 1, Point: p, Match: m, Any: m.Kind == ""})) }
}

func skews(id node.ID, step time.Duration, rate float64) func(*lab) {
	return func(l *lab) {
		_, err := l.Skew(id, step, rate)
		l.check(err)
	}
}

func pauses(id node.ID) func(*lab) {
	return func(l *lab) {
		_, err := l.Pause(id)
		l.check(err)
	}
}

func disks(id node.ID, f disk.Faults, slow time.Duration) func(*lab) {
	return func(l *lab) {
		_, err := l.Disk(id, f, slow)
		l.check(err)
	}
}

func damages(d disk.Damage) func(*lab) { return func(l *lab) { l.check(l.Damage(1, d)) } }

func partitions(groups ...[]node.ID) func(*lab) {
	return func(l *lab) {
		_, err := l.Partition(groups, engine.InFlightKept)
		l.check(err)
	}
}

func delivers(kind string, src, dst node.ID) func(*lab) {
	return func(l *lab) { l.deliver(kind, src, dst) }
}

func drops(kind string, src, dst node.ID) func(*lab) {
	return func(l *lab) { l.check(l.Drop(l.message(kind, src, dst))) }
}

// then does one thing after the other.
func then(steps ...func(*lab)) func(*lab) {
	return func(l *lab) {
		for _, step := range steps {
			step(l)
		}
	}
}

func runs(d time.Duration) func(*lab) { return func(l *lab) { l.check(l.Run(d)) } }

// dies lets n2 die at a point of the step in which it learns.
func dies(at string) func(*lab) {
	return func(l *lab) {
		point, err := node.ParsePoint(at)
		l.check(err)
		l.check(l.Arm(&engine.Trap{Node: 2, Point: point, Match: engine.Match{Kind: "learn"}}))
		l.propose(1, x)
		l.settle()
	}
}

var (
	afterSync  = node.Point{Kind: node.EffectSync, Nth: 1, After: true}
	beforeSync = node.Point{Kind: node.EffectSync, Nth: 1}
	three      = 3
)

var forks = []fork{
	{"a message gone", nil, drops("prepare", 1, 2), drops("prepare", 1, 3)},
	{"a message arrived", nil, delivers("prepare", 1, 2), delivers("prepare", 1, 3)},
	{"a message twice", nil, then(duplicates(2)), then(duplicates(3))},
	{"a message of another value", nothing, then(proposes(x), runs(2*time.Millisecond)), then(proposes(y), runs(2*time.Millisecond))},
	{"a message held", holdsPrepares, func(l *lab) { l.check(l.Release(l.message("prepare", 1, 2))) }, nothing},
	{"another one held", holdsPrepares, func(l *lab) { l.check(l.Release(l.message("prepare", 1, 2))) },
		func(l *lab) { l.check(l.Release(l.message("prepare", 1, 3))) }},
	{"a message that waits for its node", then(holdsPrepares, pauses(2)), delivers("prepare", 1, 2), runs(time.Millisecond)},
	{"when a timer fires", nil, skews(1, time.Millisecond, 1), skews(1, 2*time.Millisecond, 1)},
	{"whether a timer has fired", nil, nothing, func(l *lab) { l.check(l.Deliver(l.timer(1))) }},
	{"the time", nothing, nothing, runs(time.Microsecond)},

	{"the rate of a clock", nothing, skews(1, 0, 2), skews(1, 0, 3)},
	{"whose clock", nothing, skews(1, 0, 2), skews(2, 0, 2)},
	{"who is paused", nothing, pauses(1), pauses(2)},
	{"paused or not", nothing, pauses(1), skews(1, 0, 1)},
	{"who is down", nothing, func(l *lab) { l.crash(1) }, func(l *lab) { l.crash(2) }},
	{"what is wrong with a disk", nothing, disks(1, disk.Faults{Full: true}, 0), disks(1, disk.Faults{Lie: true}, 0)},
	{"how many syncs fail", nothing, disks(1, disk.Faults{FailSync: 1}, 0), disks(1, disk.Faults{FailSync: 2}, 0)},
	{"how slow a disk is", nothing, disks(1, disk.Faults{}, time.Millisecond), disks(1, disk.Faults{}, 2*time.Millisecond)},
	{"whose disk", nothing, disks(1, disk.Faults{Full: true}, 0), disks(2, disk.Faults{Full: true}, 0)},
	{"what is on a disk", crashed, damages(disk.Damage{Rollback: 1}), damages(disk.Damage{Rollback: 2})},
	{"a disk that ends in a torn record", crashed, damages(disk.Damage{Rollback: 1}), damages(disk.Damage{Torn: &three})},
	{"a disk kept or wiped", crashed, func(l *lab) { l.check(l.Restart(1, fleet.Keep)) }, func(l *lab) { l.check(l.Restart(1, fleet.Wipe)) }},
	{"a file published or not", nothing, dies("before_publish"), dies("after_publish")},
	{"the state of a node", decided, func(l *lab) { l.open(1, x) }, func(l *lab) { l.open(1, y) }},
	{"where a trap is", nothing, arms(afterSync, engine.Match{}), arms(beforeSync, engine.Match{})},
	{"for what a trap is", nothing, arms(afterSync, engine.Match{Kind: "accept"}), arms(afterSync, engine.Match{Kind: "prepare"})},
	{"a trap or none", nothing, arms(afterSync, engine.Match{}), nothing},

	{"what a rule does", nothing, imposes(engine.Rule{Action: engine.ActLose}), imposes(engine.Rule{Action: engine.ActHold})},
	{"how often", nothing, imposes(engine.Rule{Rate: 0.1}), imposes(engine.Rule{Rate: 0.2})},
	{"how much", nothing, imposes(engine.Rule{Action: engine.ActDelay, Time: engine.Constant(1000)}), imposes(engine.Rule{Action: engine.ActDelay, Time: engine.Constant(2000)})},
	{"to what kind", nothing, imposes(engine.Rule{Match: engine.Match{Kind: "accept"}}), imposes(engine.Rule{Match: engine.Match{Kind: "accepted"}})},
	{"from whom", nothing, imposes(engine.Rule{Match: engine.Match{Src: []node.ID{1}}}), imposes(engine.Rule{Match: engine.Match{Dst: []node.ID{1}}})},
	{"from nobody", nothing, imposes(engine.Rule{Match: engine.Match{Src: []node.ID{}}}), imposes(engine.Rule{})},
	{"at which ballot", nothing, imposes(engine.Rule{Match: engine.Match{Fields: atBallot(node.Ballot{Round: 1, Node: 1})}}), imposes(engine.Rule{})},
	{"asking a function", nothing, imposes(engine.Rule{Match: engine.Match{Where: func(*engine.Pending) (bool, error) { return true, nil }}}), imposes(engine.Rule{})},
	{"what it is called", nothing, imposes(engine.Rule{Text: "a"}), imposes(engine.Rule{Text: "b"})},
	{"who is cut off", nothing, partitions([]node.ID{1}), partitions([]node.ID{2})},
	{"a rule or none", imposes(engine.Rule{Action: engine.ActLose}), func(l *lab) { l.check(l.Heal()) }, func(l *lab) { l.check(l.Remark("heal")) }},
	{"which of two rules", then(imposes(engine.Rule{Action: engine.ActLose}), imposes(engine.Rule{Action: engine.ActLose})),
		func(l *lab) { l.check(l.Lift(l.Rules()[0])) }, func(l *lab) { l.check(l.Lift(l.Rules()[1])) }},

	{"the seed", nothing, func(l *lab) { l.check(l.Reset(1)) }, func(l *lab) { l.check(l.Reset(2)) }},
	{"a draw of the dice", nothing, func(l *lab) { l.Dice("a").Below(6) }, func(l *lab) { l.Dice("a") }},
	{"the name of the dice", nothing, func(l *lab) { l.Dice("a").Below(6) }, func(l *lab) { l.Dice("b").Below(6) }},
	{"when the script wakes", nothing, func(l *lab) { l.At(1000, idle) }, func(l *lab) { l.At(2000, idle) }},
	{"an invariant", nothing, func(l *lab) { l.check(l.Invariant("a", holds)) }, func(l *lab) { l.check(l.Invariant("b", holds)) }},
}

func idle() error { return nil }

func holds(*engine.World) (bool, string, error) { return true, "", nil }

func proposes(v node.Value) func(*lab) { return func(l *lab) { l.propose(1, v) } }

func duplicates(dst node.ID) func(*lab) {
	return func(l *lab) {
		_, err := l.Duplicate(l.message("prepare", 1, dst))
		l.check(err)
	}
}

func holdsPrepares(l *lab) {
	l.impose(&engine.Rule{Action: engine.ActHold, Rate: 1, Match: engine.Match{Kind: "prepare"}})
	l.propose(1, x)
}

// TestHashTellsWorldsApart goes two ways from one place. The hashes differ
// between the ways, and agree between two worlds that go the same way.
func TestHashTellsWorldsApart(t *testing.T) {
	for _, f := range forks {
		t.Run(f.name, func(t *testing.T) {
			went := func(way func(*lab)) uint64 {
				l := newLab(t, engine.Options{})
				if f.before == nil {
					f.before = proposed
				}
				f.before(l)
				way(l)
				return l.hash()
			}
			a, b := went(f.a), went(f.b)
			if a == b {
				t.Error("got the same hash of both ways, want two")
			}
			if a != went(f.a) || b != went(f.b) {
				t.Error("got two hashes of one way, want the same")
			}
		})
	}
}

// TestHashTellsClustersApart compares clusters that were made differently, before
// anything happens.
func TestHashTellsClustersApart(t *testing.T) {
	seen := map[uint64]string{}
	for name, o := range map[string]engine.Options{
		"default":    {},
		"nodes":      {Nodes: 5},
		"hold":       {Hold: true},
		"latency":    {Latency: engine.Constant(2 * time.Millisecond)},
		"shape":      {Latency: engine.Latency{Min: time.Millisecond, Max: 2 * time.Millisecond}},
		"another":    {Latency: engine.Latency{Min: time.Millisecond, Max: 2 * time.Millisecond, Shape: engine.Exponential}},
		"backoff":    {Settings: node.Settings{"backoff": `"1s"`}},
		"retransmit": {Settings: node.Settings{"retransmit": `"1s"`}},
		"q1":         {Settings: node.Settings{"q1": "3"}},
		"q2":         {Settings: node.Settings{"q2": "3"}},
		"rules":      {Rules: off("promise_durable")},
		"order":      {Order: engine.BySeed},
		"seed":       {Seed: 1},
	} {
		h := newLab(t, o).hash()
		if other, same := seen[h]; same {
			t.Errorf("got the same hash for %s and %s, want two", name, other)
		}
		seen[h] = name
	}
}

// TestHashChangesNothing looks in the middle of everything, and goes on as a
// world that nobody looked at.
func TestHashChangesNothing(t *testing.T) {
	end := func(look bool) (string, uint64) {
		l := newLab(t, engine.Options{Seed: 5, Latency: engine.Latency{Min: 0, Max: 3 * time.Millisecond}})
		l.propose(1, x)
		l.propose(2, y)
		for range 40 {
			if look && l.hash() != l.hash() {
				t.Fatal("got two hashes of one world")
			}
			if _, err := l.Step(); err != nil {
				t.Fatal(err)
			}
		}
		return l.text.String(), l.hash()
	}
	text, hash := end(false)
	if text2, hash2 := end(true); text != text2 || hash != hash2 {
		t.Errorf("got another run when it was looked at, want the same\n%s\n%s", text, text2)
	}
}
