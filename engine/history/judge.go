package history

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"synod/node"
	"synod/node/spell"
)

// Verdict says whether a history is linearizable.
type Verdict string

// The verdicts.
const (
	Holds     Verdict = "holds"
	Violated  Verdict = "violated"
	Undecided Verdict = "unknown" // the budget was spent first
)

// DefaultBudget is how many steps a search may take unless told otherwise. A
// history that needs more is one of dozens of operations at the same time.
const DefaultBudget = 1_000_000

// Judgement is what came of judging a history.
type Judgement struct {
	Model      string
	Verdict    Verdict
	Operations int     // how many were judged: those that did not fail
	Unknown    int     // how many of them are Unknown
	LeftOut    int     // how many others were not to be judged
	Budget     int     // how many steps the search might take
	Steps      int     // how many it took
	Window     *Window // of a violated history
}

// Judge decides whether h is linearizable, in at most budget steps of the
// model, and in as many again finds the window of a violation. The error is one
// of the model's, or says what in h the model cannot judge.
func Judge(h History, m *Model, budget int) (Judgement, error) {
	return JudgeContext(context.Background(), h, m, budget)
}

// JudgeContext is Judge until ctx is over, whose error it returns then: a
// budget may be large.
func JudgeContext(ctx context.Context, h History, m *Model, budget int) (Judgement, error) {
	j := Judgement{Model: m.Name, Budget: budget, Unknown: h.Count(Unknown)}
	j.Operations = len(h) - h.Count(Fail)
	if err := m.Check(h); err != nil {
		return j, err
	}
	calls := callsOf(h)
	s := &search{ctx: ctx, model: m, budget: budget}
	var err error
	var violated []Call
	j.Verdict, violated, err = s.judge(calls)
	j.Steps = min(s.steps, budget)
	if err == nil && j.Verdict == Violated {
		j.Window, err = shrink(&search{ctx: ctx, model: m, budget: budget}, violated, len(calls))
	}
	return j, err
}

// judge decides about calls, each key by itself, and returns those of the first key
// that are violated. What is linearizable for each key is so as a whole: Herlihy and
// Wing call that locality.
func (s *search) judge(calls []Call) (Verdict, []Call, error) {
	for _, part := range s.model.parts(calls) {
		if verdict, err := s.linearizable(part); verdict != Holds || err != nil {
			return verdict, part, err
		}
	}
	return Holds, nil, nil
}

// parts returns the calls of each key by themselves, in the order in which the keys
// came. Calls without a key are of one machine.
func (m *Model) parts(calls []Call) [][]Call {
	if !slices.ContainsFunc(calls, func(c Call) bool { return m.key(c) != "" }) {
		return [][]Call{calls} // as in most histories, and a search judges many
	}
	return groups(calls, m.key)
}

// key returns what tells apart the machine that a call is about.
func (m *Model) key(c Call) node.Value {
	if !m.Keyed {
		return ""
	}
	return c.Arg(keyArg)
}

// groups returns elements by their key, in the order in which the keys came.
func groups[E any](elements []E, key func(E) node.Value) [][]E {
	var parts [][]E
	places := map[node.Value]int{}
	for _, e := range elements {
		k := key(e)
		place, known := places[k]
		if !known {
			place = len(parts)
			places[k] = place
			parts = append(parts, nil)
		}
		parts[place] = append(parts[place], e)
	}
	return parts
}

// callsOf returns what is to be explained in h, in order of invocation.
func callsOf(h History) []Call {
	var calls []Call
	for i := range h {
		if h[i].Outcome != Fail {
			calls = append(calls, Call{&h[i], h[i].Outcome == Unknown})
		}
	}
	return calls
}

// byReturn returns the calls that are not open, in the order in which they
// returned.
func byReturn(calls []Call) []Call {
	closed := slices.DeleteFunc(slices.Clone(calls), func(c Call) bool { return c.Open })
	slices.SortStableFunc(closed, func(a, b Call) int { return compare(a.Returned, b.Returned) })
	return closed
}

// String says what the verdict is, and for a violation why.
func (j Judgement) String() string {
	switch j.Verdict {
	case Holds:
		return fmt.Sprintf("linearizable as %s: %s", j.Model, j.counted())
	case Violated:
		return fmt.Sprintf("not linearizable as %s\n%v", j.Model, j.Window)
	}
	return fmt.Sprintf("not known to be linearizable as %s: %s, and the budget of %s is spent", j.Model, j.counted(), spell.Count(j.Budget, "step"))
}

// counted returns "12 operations, 2 of them unknown".
func (j Judgement) counted() string {
	text := spell.Count(j.Operations, "operation")
	if j.Unknown > 0 {
		text += fmt.Sprintf(", %d of them unknown", j.Unknown)
	}
	if j.LeftOut > 0 {
		text += fmt.Sprintf(", %d left out", j.LeftOut)
	}
	return text
}

// Sentence says why a history does not hold, in one line: which operations no
// order explains, or that nobody knows. It is "" for one that holds.
func (j Judgement) Sentence() string {
	switch j.Verdict {
	case Holds:
		return ""
	case Undecided:
		return j.String()
	}
	var ops []string
	for _, o := range j.Window.Operations {
		ops = append(ops, fmt.Sprintf("%s at %v returned %s", o.Request(), o.Node, result(o.Result)))
	}
	return fmt.Sprintf("no order explains as %s that %s", j.Model, strings.Join(ops, " and "))
}
