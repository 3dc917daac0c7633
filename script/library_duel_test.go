package script

import (
	"strings"
	"testing"
)

// A duel of two or more proposers, whatever their back-off, latency and quorums, chooses
// nothing while it goes on, with every proposer refused in every round, and with a
// random back-off it is decided afterwards, at every seed.
func TestDuelThenDecision(t *testing.T) {
	duels := map[string]string{
		"two":          `cluster(3, quiet = True); nodes, values = [1, 3], ["A", "B"]`,
		"the other":    `cluster(3, quiet = True); nodes, values = [node(3), "n1"], ["A", "B"]`,
		"equal values": `cluster(5, quiet = True, backoff = ("0ms", "3ms")); nodes, values = [2, 4], ["A", "A"]`,
		"three":        `cluster(5, quiet = True, latency = ("1ms", "4ms")); nodes, values = [1, 2, 5], ["A", "B", "C"]`,
		"quorums":      `cluster(4, quiet = True, q1 = 3, q2 = 2, order = "random"); nodes, values = [1, 4], [1, 2]`,
	}
	for name, setup := range duels {
		for seed := range uint64(100) {
			src := setup + `
load("@synod//duel.star", "duel")
fighters = duel(nodes, values, rounds = 4)
assert.eq(chosen(), None)
assert.eq([p.node for p in fighters], [node(n) for n in nodes])
for p in fighters:
    assert.lt(4, p.ballot.round)
    assert.false(p.done)
assert.eq([m for m in pending() if m.held], [])
assert.contains(values, eventually_decides(within = "10s").value)
check()`
			if got := execute(strings.ReplaceAll(src, "; ", "\n"), Options{Seed: seed}); got.err != nil {
				t.Errorf("%s, seed %d: %v\n%s", name, seed, got.err, got.diag)
			}
		}
	}
}

// A duel is fought to its end where proposers are refused out of turn, since messages
// overtake each other or are lost: no accept stays held that a higher ballot has overtaken,
// and a proposer's prepares are held while it is another's turn.
func TestDuelOutOfTurn(t *testing.T) {
	for _, setup := range []string{
		`cluster(2, quiet = True); lose(rate = 0.3); nodes, values = [1, 2], ["A", "B"]`,
		`cluster(3, quiet = True); lose(rate = 0.5, kind = "nack"); nodes, values = [1, 2, 3], ["A", "B", "C"]`,
		`cluster(9, quiet = True, latency = ("1ms", "100ms"), backoff = "0ms"); delay(("0ms", "200ms"), kind = "promise"); nodes, values = [3, 4, 1, 2], [1, 2, 3, 4]`,
	} {
		for seed := range uint64(8) {
			src := setup + `
load("@synod//duel.star", "duel")
fighters = duel(nodes, values, rounds = 4)
assert.eq(chosen(), None)
assert.eq([m for m in pending() if m.held], [])
assert.eq([p for p in fighters if p.done or p.ballot.round <= 4], [])
check()`
			if got := execute(strings.ReplaceAll(src, "; ", "\n"), Options{Seed: seed}); got.err != nil {
				t.Errorf("%s, seed %d: %v\n%s", setup, seed, got.err, got.diag)
			}
		}
	}
}

// Without back-off a duel goes on for as many rounds as the script wants. Where it
// cannot be fought, it says why, holds nothing and leaves no proposer at work.
func TestDuelSays(t *testing.T) {
	for src, want := range map[string]string{
		`print(len(duel([1, 3], ["A", "B"], rounds = 200)), chosen())`: "2 None",
		`duel([1], ["A"])`:                     "duel: got 1 nodes and 1 values, want two nodes or more and a value for each",
		`duel([1, 2], ["A"])`:                  "duel: got 2 nodes and 1 values, want two nodes or more and a value for each",
		`duel(1, 2)`:                           "duel: got nodes=1, want a list of two or more",
		`duel([1, 2], "AB")`:                   `duel: got values="AB", want a list of two or more`,
		`duel([1, 1], ["A", "B"])`:             "duel: got n1 twice, want different nodes",
		`duel([1, 2], ["A", "B"], 0)`:          "duel: got rounds=0, want a number that is at least 1",
		`duel([1, 9], ["A", "B"])`:             "9",
		`crash(2); duel([1, 2], [1, 2])`:       "duel: n2 is down, want nodes that run",
		`pause(2); duel([1, 2], [1, 2])`:       "duel: n2 is paused, want nodes that run",
		`propose(2, 1); duel([1, 2], [1, 2])`:  "duel: n2 proposes already, want idle nodes",
		`submit(2, 1); duel([1, 2], [1, 2])`:   "duel: 1 is chosen already, want a cluster that has decided nothing",
		`duel([1, 2], ["A", None])`:            "got None",
		`duel([1, 2], ["A", "B"], within = 5)`: "got 5, want a duration",
		`a, b = node(1).cluster, cluster(5); print(len(duel([a.node(1), a.node(3)], ["A", "B"])), a.chosen())`:                                     "2 None",
		`hold(kind = "prepare", dst = [2, 3]); print(assert.fails(lambda: duel([1, 2], ["A", "B"])), [str(m) for m in pending(kind = "prepare")])`: `["n1 -> n2 prepare 1.1, held", "n1 -> n3 prepare 1.1, held"]`,
		`propose(3, "X"); duel([1, 2], [1, 2])`:                 `duel: "X" is chosen, want no other proposer beside those of the duel`,
		`isolate(2); duel([1, 2], [1, 2])`:                      "duel: proposer of 2 at n2",
		`hold(kind = "promise", dst = 1); duel([1, 2], [1, 2])`: "has not got promises of a quorum within 10s, want its prepares and their answers to arrive",
	} {
		src = strings.ReplaceAll("; "+src, "; ", "\n")
		call := src[strings.LastIndex(src, "\n")+1:]
		if strings.HasPrefix(want, "duel: ") || strings.HasPrefix(call, "duel") {
			src = strings.Replace(src, call, "print(assert.fails(lambda: "+call+"))\nassert.eq([m for m in pending(kind = \"accept\") if m.held], [])\nassert.true(node(1).idle)", 1)
		}
		got := execute("load(\"@synod//duel.star\", \"duel\")\ncluster(3, backoff = \"none\", quiet = True)"+src, Options{})
		if got.err != nil || !strings.Contains(got.out, want) {
			t.Errorf("%s: got %q, %v\n%s\nwant %q", src, got.out, got.err, got.diag, want)
		}
	}
}
