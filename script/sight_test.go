package script

import (
	"context"
	"strings"
	"testing"
)

// What a predicate asks about a state of a search is answered about that state, or
// not at all.
func TestPredicatesOfASearch(t *testing.T) {
	for _, c := range []struct {
		predicate string // is false somewhere, if it can be asked
		budgets   string
		want      string // the error, or the verdict
	}{
		{"lambda: node(1).up", "crashes = 1", "violated"},
		{"lambda: len([n for n in nodes() if n.up]) > 2", "crashes = 1", "violated"},
		{"lambda: state(1).down or state(1).promised == None", "", "violated"},
		{"lambda: node(1).up or node(2).up or node(3).up", "crashes = 2", "holds"},
		{"lambda: not node(1).paused", "", "holds"},
		{"lambda: linked(1, 2)", "partitions = 1", "violated"},
		{"lambda: linked(1, 1)", "partitions = 1", "holds"},
		{"lambda: len(pending()) < 3", "", "violated"},
		{"lambda: chosen() == None", "", "violated"},
		{"lambda: file(1) == None", "", "violated"},
		{"lambda: files().get(1) == None", "", "violated"},
		{"lambda: now() == duration('0s')", "", "holds"},
		{"lambda: node(1).idle", "", "what a client knows is no part of them"},
		{"lambda: not node(1).proposing", "", "what a client knows is no part of them"},
		{"lambda: linearizable()", "", "explore(linearizable = True) asks for it"},
		{"lambda: len(history()) == 0", "", "explore(linearizable = True) asks for it"},
		{"lambda: linearizable('consensus', [])", "", "holds"},
		{"lambda: trace() == ''", "", "a search looks at states, which have no past"},
		{"lambda: boxes() == None", "", "a search looks at states, which have no past"},
		{"lambda: check() == None", "", "a search looks at states, which have no past"},
		{"lambda: played() == ''", "", "a search looks at states, which have no past"},
		{"lambda: crash(1)", "", "a search looks at states, which have no past"},
	} {
		t.Run(c.predicate, func(t *testing.T) {
			s := New(context.Background(), Options{Fleet: Simulated, Trace: TraceOff, Out: &strings.Builder{}})
			defer s.Close()
			err := s.Run("x.star", "x.star", `
cluster(3)
r = explore(propose = [(1, "A")], goal = lambda: not (`+strings.TrimPrefix(c.predicate, "lambda: ")+`), `+c.budgets+`)
verdict = {"found": "violated", "not found": "holds"}[r.verdict]
assert.eq(verdict, "`+c.want+`")
`)
			switch {
			case c.want == "violated" || c.want == "holds":
				if err != nil {
					t.Error(s.Explain(err))
				}
			case err == nil || !strings.Contains(s.Explain(err), c.want):
				t.Errorf("got %v, want %q", err, c.want)
			}
		})
	}
}

// Invariants are asked after all that happens, and not only after what moves a node.
func TestInvariantsAfterFaults(t *testing.T) {
	for _, c := range []struct{ setup, invariant, deed string }{
		{"", "node(1).up", "crash(1)"},
		{"", "not node(2).paused", "pause(2)"},
		{"", "linked(1, 3)", "partition([1], [2, 3])"},
		{"", "linked(3, 1)", "isolate(1)"},
		{"r = cut(1, 3)", "not linked(1, 3)", "r.stop()"},
		{"cut(1, 3)", "not linked(1, 3)", "heal()"},
		{"propose(2, 'B')", "len(pending(kind = 'prepare')) == 3", "pending(kind = 'prepare')[0].drop()"},
		{"propose(2, 'B')", "len(pending(kind = 'prepare')) == 3", "pending(kind = 'prepare')[0].duplicate()"},
		{"propose(2, 'B'); crash(1, at = 'after_sync')", "node(1).up", "deliver(kind = 'prepare', dst = 1)"},
	} {
		t.Run(c.deed, func(t *testing.T) {
			s := New(context.Background(), Options{Fleet: Simulated, Trace: TraceOff, Out: &strings.Builder{}})
			defer s.Close()
			err := s.Run("x.star", "x.star", `
cluster(3)
`+c.setup+`
invariant("i", lambda: `+c.invariant+`)
def deed():
    `+c.deed+`
    fail("nobody noticed")
expect_violation(deed, "i")
`)
			if err != nil {
				t.Error(s.Explain(err))
			}
		})
	}
}
