package paxos

import (
	"math/rand/v2"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"synod/node"
)

// chaos takes one random step in l: mostly it delivers something, out of
// order, and sometimes it loses, repeats, crashes, restarts, fires a timer or
// asks for something. draw returns a number from 0 to below its argument.
func chaos(l *lab, draw func(n int) int) {
	id := node.ID(1 + draw(l.cfg.Nodes))
	b := l.nodes[id]
	switch k := draw(32); {
	case k < 20 && len(l.flying) > 0:
		l.deliverAt(draw(len(l.flying)), -1)
	case k < 22 && len(l.flying) > 0: // a crash in the middle of a step
		l.deliverAt(draw(len(l.flying)), draw(6))
	case k < 23 && len(l.flying) > 0:
		i := draw(len(l.flying))
		l.flying = slices.Delete(l.flying, i, i+1)
	case k < 25 && len(l.flying) > 0:
		l.flying = append(l.flying, l.flying[draw(len(l.flying))])
	case b.m == nil:
		l.restart(id)
	case k == 25:
		l.crash(id)
	case k == 26:
		l.fireAny(id)
	default:
		l.askAny(id, draw)
	}
}

func (l *lab) fireAny(id node.ID) {
	for t := range l.nodes[id].timers {
		if l.nodes[id].timers[t] != nil {
			l.fire(id, node.Timer(t))
			return
		}
	}
}

// askAny asks for something at random, for the latest proposal if it needs one.
func (l *lab) askAny(id node.ID, draw func(int) int) {
	l.next++
	r := Request{ID: l.next, Value: []node.Value{x, y, "0"}[draw(3)]}
	switch draw(8) {
	case 0, 1:
		r.Op = OpPropose
	case 2:
		r.Op = OpOpen
		if draw(2) == 0 {
			r.Ballot = ballot(int32(1+draw(4)), id)
		}
	case 3:
		r.Op = OpRead
	case 4, 5:
		r.Op, r.ID = OpPrepare, l.machine(id).Proposal.ID
	case 6:
		r.Op, r.ID = OpAccept, l.machine(id).Proposal.ID
	case 7:
		r.Op, r.ID = OpStop, l.machine(id).Proposal.ID
	}
	if to := draw(l.cfg.Nodes + 1); to > 0 {
		r.To = []node.ID{node.ID(to)}
	}
	l.ask(id, r)
}

// Whatever happens, two values are never chosen: neither in what the observer
// saw, nor in the synced records alone. checkStep watches every step beside.
func TestSafetyUnderChaos(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		cfg := node.Config{
			Nodes: rapid.IntRange(1, 5).Draw(rt, "nodes"),
		}
		o := Options{Retransmit: time.Duration(rapid.IntRange(0, 1).Draw(rt, "retransmit"))}
		if rapid.Bool().Draw(rt, "back-off") {
			o.Backoff = Backoff{Min: 1, Max: 1 + time.Duration(rapid.IntRange(0, 1).Draw(rt, "grow"))}
		}
		cfg.Settings = o.Settings()
		l := newLab(rt, cfg)
		for range rapid.IntRange(1, 150).Draw(rt, "steps") {
			chaos(l, func(n int) int { return rapid.IntRange(0, n-1).Draw(rt, "draw") })
		}
		if got := l.watch.choices(l.watch.synced); len(got) > 1 {
			rt.Fatalf("the disks say that %v are chosen\n%s", got, l.text())
		}
		if got := l.disagreement(); got != "" {
			rt.Fatalf("got %s\n%s", got, l.text())
		}
	})
}

// run lets chaos rule for some steps, drawn from seed.
func run(t failer, cfg node.Config, seed uint64, steps int) *lab {
	rng := rand.New(rand.NewPCG(seed, 1))
	l := newLab(t, cfg)
	for range steps {
		if l.watch.broken != "" {
			break
		}
		chaos(l, rng.IntN)
	}
	return l
}

// The same with even odds, which get further than the small numbers that
// rapid prefers: most runs choose something, many again and again.
func TestSafetyOfLongRuns(t *testing.T) {
	chose, runs := 0, 300
	if testing.Short() {
		runs = 30
	}
	for seed := range uint64(runs) {
		cfg := node.Config{Nodes: 3 + int(seed%3), Settings: Options{Retransmit: time.Duration(seed % 2), Backoff: Backoff{Min: 1, Max: 1}}.Settings()}
		l := run(t, cfg, seed, 250)
		if got := l.watch.choices(l.watch.synced); len(got) > 1 || l.disagreement() != "" {
			t.Fatalf("seed %d: got %v chosen, and %s\n%s", seed, got, l.disagreement(), l.text())
		} else if len(got) == 1 {
			chose++
		}
	}
	if chose < runs/3 {
		t.Errorf("got %d of %d runs that chose a value, want at least a third: the test sees too little", chose, runs)
	}
}

// The odd rules cost progress and never safety.
func TestOddRulesAreSafe(t *testing.T) {
	for _, rule := range []string{"accept_strict", "prepare_sticky"} {
		for seed := range uint64(60) {
			l := run(t, node.Config{Nodes: 3, Rules: on(rule), Settings: Options{Backoff: Backoff{Min: 1, Max: 1}}.Settings()}, seed, 150)
			if got := l.watch.broken + l.disagreement(); got != "" {
				t.Fatalf("%s, seed %d: got %q, want none\n%s", rule, seed, got, l.text())
			}
		}
	}
}

// With any set of rules switched, safe or not, machines keep the contract:
// every state can be restored, copies do the same, each step has an outcome.
func TestAnyRulesKeepTheContract(t *testing.T) {
	for seed := range uint64(200) {
		rng := rand.New(rand.NewPCG(seed, 3))
		switches := map[string]bool{}
		for _, r := range (Protocol{}).Rules() {
			if rng.IntN(4) == 0 {
				switches[r.Name] = !r.Default
			}
		}
		l := newLab(t, node.Config{Nodes: 3, Rules: switches, Settings: Options{Backoff: Backoff{Min: 1, Max: 1}}.Settings()})
		l.lenient = true
		for range 120 {
			chaos(l, rng.IntN)
		}
	}
}

// Chaos finds most of the missing rules by itself. The three that it is not
// asked for take a rarer coincidence than it meets in the time of a test.
func TestChaosFindsMissingRules(t *testing.T) {
	if testing.Short() {
		t.Skip("the rarest violation takes hundreds of runs")
	}
	rare := []string{"ballot_never_reused", "accepted_ballot_stored_apart", "match_reply_ballot"}
	for _, r := range (Protocol{}).Rules() {
		rule := r.Name
		if !r.Unsafe || contains(rare, rule) {
			continue
		}
		cfg := node.Config{Nodes: 3, Rules: off(rule), Settings: Options{Backoff: Backoff{Min: 1, Max: 1}}.Settings()}
		found := false
		for seed := uint64(0); seed < 400 && !found; seed++ {
			l := run(t, cfg, seed, 200)
			found = l.watch.broken != ""
		}
		if !found {
			t.Errorf("%s: got no violation in 400 runs, want one", rule)
		}
	}
}

// Once the network has healed, one value is chosen whatever chaos did before,
// and every node learns it: timers fire one at a time, when all is quiet.
func TestDecidesAfterHealing(t *testing.T) {
	for seed := range uint64(60) {
		cfg := node.Config{Nodes: 5, Settings: Options{Retransmit: 10, Backoff: Backoff{Min: 1, Max: 8, Grow: true}}.Settings()}
		l := run(t, cfg, seed, 120)
		rng := rand.New(rand.NewPCG(seed, 2))
		for id := node.ID(1); int(id) <= cfg.Nodes; id++ {
			if l.nodes[id].m == nil {
				l.restart(id)
			}
			if p := &l.machine(id).Proposal; p.active() && p.ByHand {
				l.byHand(id, OpStop)
			}
		}
		if !l.machine(3).Proposal.active() {
			l.propose(3, x)
		}
		for range 200 {
			l.flush()
			l.fireAny(node.ID(1 + rng.IntN(cfg.Nodes)))
		}
		l.flush()
		for id := node.ID(1); int(id) <= cfg.Nodes; id++ {
			if m := l.machine(id); m.Learned.Absent() || m.Proposal.active() {
				t.Fatalf("seed %d: %v learned %v and is %v, want a value and no proposal", seed, id, m.Learned, &m.Proposal)
			}
		}
	}
}
