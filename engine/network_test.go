package engine_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"synod/engine"
	"synod/node"
	"synod/node/paxos"
)

// arrivals lets n1 ask everybody and returns what its prepares came to: the
// lines of the trace up to the given time that are about them.
func arrivals(l *lab, d time.Duration) string {
	l.t.Helper()
	l.propose(1, x)
	l.check(l.Run(d))
	var lines []string
	for _, line := range strings.Split(unnumbered(l.text.String()), "\n") {
		if _, what, ok := strings.Cut(line, "prepare 1.1"); ok {
			at := strings.Fields(line)
			lines = append(lines, fmt.Sprintf("%s %s %s", at[0], at[3], strings.TrimSpace(what)))
		}
	}
	return strings.Join(lines, "\n")
}

// What each action does to the three prepares of n1.
var actions = []struct {
	name string
	rule engine.Rule
	want string
	hits int
}{
	{"hold", engine.Rule{Action: engine.ActHold}, `
0ms n1 held
0ms n2 held
0ms n3 held`, 3},
	{"delay", engine.Rule{Action: engine.ActDelay, Time: engine.Constant(2500 * time.Microsecond)}, `
3.5ms n1 promise, no vote
3.5ms n2 promise, no vote
3.5ms n3 promise, no vote`, 3},
	{"lose", engine.Rule{Action: engine.ActLose, Text: "lose all"}, `
0ms n1 lost: lose all
0ms n2 lost: lose all
0ms n3 lost: lose all`, 3},
	{"repeat", engine.Rule{Action: engine.ActRepeat, Time: engine.Constant(time.Millisecond)}, `
0ms n1 duplicated
0ms n2 duplicated
0ms n3 duplicated
1ms n1 promise, no vote
1ms n2 promise, no vote
1ms n3 promise, no vote
2ms n1 promise, no vote
2ms n2 promise, no vote
2ms n3 promise, no vote`, 3},
	{"reorder by nothing", engine.Rule{Action: engine.ActReorder}, `
1ms n1 promise, no vote
1ms n2 promise, no vote
1ms n3 promise, no vote`, 3},
	{"cut", engine.Rule{Action: engine.ActCut, Text: "cut all"}, `
0ms n2 lost: cut all
0ms n3 lost: cut all
1ms n1 promise, no vote`, 2},
	{"some receivers", engine.Rule{Action: engine.ActLose, Match: engine.Match{Dst: []node.ID{1, 3}}}, `
0ms n1 lost:
0ms n3 lost:
1ms n2 promise, no vote`, 2},
	{"another sender", engine.Rule{Action: engine.ActLose, Match: engine.Match{Src: []node.ID{2}}}, `
1ms n1 promise, no vote
1ms n2 promise, no vote
1ms n3 promise, no vote`, 0},
	{"no sender", engine.Rule{Action: engine.ActLose, Match: engine.Match{Src: []node.ID{}}}, `
1ms n1 promise, no vote
1ms n2 promise, no vote
1ms n3 promise, no vote`, 0},
	{"another ballot", engine.Rule{Action: engine.ActLose, Match: engine.Match{Fields: atBallot(node.Ballot{Round: 2, Node: 1})}}, `
1ms n1 promise, no vote
1ms n2 promise, no vote
1ms n3 promise, no vote`, 0},
	{"this ballot", engine.Rule{Action: engine.ActLose, Match: engine.Match{Dst: []node.ID{2}, Fields: atBallot(node.Ballot{Round: 1, Node: 1})}}, `
0ms n2 lost:
1ms n1 promise, no vote
1ms n3 promise, no vote`, 1},
	{"a ballot of unknown type", engine.Rule{Action: engine.ActLose, Match: engine.Match{Dst: []node.ID{2}, Fields: []node.Field{{Name: "ballot", Value: node.Value("[1,1]")}}}}, `
0ms n2 lost:
1ms n1 promise, no vote
1ms n3 promise, no vote`, 1},
	{"two fields", engine.Rule{Action: engine.ActLose, Match: engine.Match{Fields: append(atBallot(node.Ballot{Round: 1, Node: 1}), node.Field{Name: "value", Value: x})}}, `
1ms n1 promise, no vote
1ms n2 promise, no vote
1ms n3 promise, no vote`, 0},
	{"a function", engine.Rule{Action: engine.ActLose, Match: engine.Match{Kind: "prepare", Where: toOdd}}, `
0ms n1 lost:
0ms n3 lost:
1ms n2 promise, no vote`, 2},
}

func toOdd(p *engine.Pending) (bool, error) { return p.Dst%2 == 1, nil }

func TestActions(t *testing.T) {
	for _, a := range actions {
		t.Run(a.name, func(t *testing.T) {
			l := newLab(t, engine.Options{})
			r := a.rule
			r.Rate = 1
			r.Match.Kind = "prepare"
			l.impose(&r)
			if got := arrivals(l, 4*time.Millisecond); got != strings.TrimPrefix(a.want, "\n") {
				t.Errorf("got\n%s\nwant%s", got, a.want)
			}
			if r.Hits() != a.hits {
				t.Errorf("got %d hits, want %d", r.Hits(), a.hits)
			}
		})
	}
}

// TestRulesInOrder lets several rules meet one message: each is asked in the
// order in which it was added, and what comes after a rule that repeats is as
// much about the copy. A partition in particular lets no copy through.
func TestRulesInOrder(t *testing.T) {
	delay := engine.Rule{Action: engine.ActDelay, Time: engine.Constant(time.Millisecond), Text: "delay"}
	again := engine.Rule{Action: engine.ActRepeat, Text: "repeat"}
	lose := engine.Rule{Action: engine.ActLose, Text: "lose"}
	hold := engine.Rule{Action: engine.ActHold, Text: "hold"}
	cut := engine.Rule{Action: engine.ActCut, Text: "cut"}
	for _, c := range []struct {
		rules []engine.Rule
		hold  bool
		want  string
	}{
		{[]engine.Rule{delay, delay}, false, "3ms n2 promise, no vote"},
		{[]engine.Rule{delay, lose}, false, "0ms n2 lost: lose"},
		{[]engine.Rule{lose, again}, false, "0ms n2 lost: lose"},
		{[]engine.Rule{again, lose}, false, "0ms n2 duplicated\n0ms n2 lost: lose\n0ms n2 lost: lose"},
		{[]engine.Rule{again, cut}, false, "0ms n2 duplicated\n0ms n2 lost: cut\n0ms n2 lost: cut"},
		{[]engine.Rule{again, hold}, false, "0ms n2 duplicated\n0ms n2 held\n0ms n2 held"},
		{[]engine.Rule{again, delay}, false, "0ms n2 duplicated\n2ms n2 promise, no vote\n2ms n2 promise, no vote"},
		{[]engine.Rule{delay, again}, false, "0ms n2 duplicated\n2ms n2 promise, no vote\n2ms n2 promise, no vote"},
		{[]engine.Rule{again, again}, false, "0ms n2 duplicated\n0ms n2 duplicated\n0ms n2 duplicated" + strings.Repeat("\n1ms n2 promise, no vote", 4)},
		{[]engine.Rule{again}, true, "0ms n2 duplicated"},
		{[]engine.Rule{lose}, true, "0ms n2 lost: lose"},
	} {
		l := newLab(t, engine.Options{Hold: c.hold})
		for _, r := range c.rules {
			r.Rate, r.Match = 1, engine.Match{Kind: "prepare", Dst: []node.ID{2}}
			l.impose(&r)
		}
		var got []string
		for _, line := range strings.Split(arrivals(l, 4*time.Millisecond), "\n") {
			if strings.Contains(line, " n2 ") {
				got = append(got, line)
			}
		}
		if text := strings.Join(got, "\n"); text != c.want {
			t.Errorf("%v, hold %t: got\n%s\nwant\n%s", c.rules, c.hold, text, c.want)
		}
	}
}

// TestACopyIsHeldLikeItsOriginal repeats in a cluster that holds everything.
func TestACopyIsHeldLikeItsOriginal(t *testing.T) {
	l := newLab(t, engine.Options{Hold: true})
	l.impose(&engine.Rule{Action: engine.ActRepeat, Rate: 1})
	l.propose(1, x)
	held := 0
	for _, p := range l.Pending() {
		if p.Message != nil && p.Held() {
			held++
		}
	}
	if held != 6 {
		t.Errorf("got %d messages held, want three and their copies", held)
	}
}

// TestRates counts how often a rule strikes, which is close to its rate, and how
// far a message is overtaken, which is at most its time.
func TestRates(t *testing.T) {
	for _, rate := range []float64{0, 0.25, 0.5, 1} {
		l := newLab(t, engine.Options{Seed: 3, Sink: silent{}})
		r := l.impose(&engine.Rule{Action: engine.ActReorder, Rate: rate, Time: engine.Constant(10 * time.Millisecond), Match: engine.Match{Kind: "prepare"}})
		sent, late := 0, 0
		for range 700 {
			p := l.propose(1, x)
			found, err := l.Match(engine.Match{Kind: "prepare", Src: []node.ID{1}}, false)
			l.check(err)
			for _, m := range found {
				sent++
				if m.Due > l.Now()+time.Millisecond {
					late++
				}
				if m.Due > l.Now()+11*time.Millisecond {
					t.Fatalf("got a message due %v after it was sent, want at most 11ms", m.Due-l.Now())
				}
				l.check(l.Drop(m))
			}
			l.check(l.stop(p))
		}
		if got := float64(r.Hits()) / float64(sent); got < rate-0.03 || got > rate+0.03 {
			t.Errorf("rate %v: got %v", rate, got)
		}
		if late > r.Hits() || late < r.Hits()*95/100 {
			t.Errorf("rate %v: got %d late of %d hits", rate, late, r.Hits())
		}
	}
}

// TestLift ends rules: they do nothing any more, stay among the imposed, and
// what they held stays held. Ending one twice does nothing.
func TestLift(t *testing.T) {
	l := newLab(t, engine.Options{})
	hold := l.impose(&engine.Rule{Action: engine.ActHold, Rate: 1, Text: "hold"})
	lose := l.impose(&engine.Rule{Action: engine.ActLose, Rate: 1, Text: "lose"})
	l.propose(1, x)
	before := l.text.String()
	l.check(l.Lift(hold))
	l.check(l.Lift(hold))
	if got := l.since(before); got != "0ms  lab       end of hold\n" {
		t.Errorf("got the trace %q, want one end", got)
	}
	if len(l.Rules()) != 1 || l.Rules()[0] != lose || len(l.Imposed()) != 2 || !hold.Stopped() || lose.Stopped() {
		t.Errorf("got the rules %v of %v, want the second of two", l.Rules(), l.Imposed())
	}
	if !l.message("prepare", 1, 2).Held() {
		t.Error("got the message on its way, want it held until it is released")
	}
	l.check(l.Release(l.message("prepare", 1, 2)))
	l.check(l.Run(time.Millisecond))
	if !strings.Contains(l.text.String(), "promise 1.1, no vote        lost: lose") {
		t.Errorf("got the trace\n%s\nwant the answer lost by the other rule", l.text)
	}
}

// TestHeal ends every rule but those that hold.
func TestHeal(t *testing.T) {
	l := newLab(t, engine.Options{})
	hold := l.impose(&engine.Rule{Action: engine.ActHold, Rate: 1})
	for _, a := range []engine.Action{engine.ActCut, engine.ActDelay, engine.ActLose, engine.ActRepeat, engine.ActReorder} {
		l.impose(&engine.Rule{Action: a, Rate: 1})
	}
	_, err := l.Partition([][]node.ID{{1}}, engine.InFlightKept)
	l.check(err)
	l.check(l.Heal())
	if r := l.Rules(); len(r) != 1 || r[0] != hold || hold.Stopped() {
		t.Errorf("got the rules %v, want the one that holds", r)
	}
}

// errOdd is what a function of a script fails with.
var errOdd = errors.New("no such field")

// TestARuleThatCannotBeAsked loses no message and no timer: the error is the
// call's, and the world is as if no rule had matched.
func TestARuleThatCannotBeAsked(t *testing.T) {
	for _, again := range []bool{false, true} {
		l := newLab(t, engine.Options{})
		if again {
			l.impose(&engine.Rule{Action: engine.ActRepeat, Rate: 1, Match: engine.Match{Dst: []node.ID{2}}})
		}
		r := l.impose(&engine.Rule{Action: engine.ActLose, Rate: 1, Match: engine.Match{Where: func(p *engine.Pending) (bool, error) {
			if p.Dst == 2 {
				return false, errOdd
			}
			return false, nil
		}}})
		if _, err := l.Request(1, paxos.Propose(x, node.Ballot{})); !errors.Is(err, errOdd) {
			t.Fatalf("got the error %v, want %v", err, errOdd)
		}
		l.timer(1)
		for _, id := range []node.ID{1, 3} {
			l.message("prepare", 1, id)
		}
		found, err := l.Match(engine.Match{Kind: "prepare", Dst: []node.ID{2}}, false)
		l.check(err)
		if want := map[bool]int{false: 1, true: 2}[again]; len(found) != want {
			t.Errorf("got %d messages to n2, want %d", len(found), want)
		}
		l.check(l.Lift(r))
		l.settle()
		if len(l.Chosen()) == 0 {
			t.Error("got nothing chosen, want the proposal to go on")
		}
	}
}

// TestMatchThatCannotBeAsked tells of the error.
func TestMatchThatCannotBeAsked(t *testing.T) {
	l := newLab(t, engine.Options{})
	l.propose(1, x)
	fails := engine.Match{Where: func(*engine.Pending) (bool, error) { return false, errOdd }}
	if _, err := l.Match(fails, false); !errors.Is(err, errOdd) {
		t.Errorf("got the error %v, want %v", err, errOdd)
	}
	if _, err := l.Match(fails, true); !errors.Is(err, errOdd) {
		t.Errorf("timers: got the error %v, want %v", err, errOdd)
	}
	if found, err := l.Match(engine.Match{Dst: []node.ID{2}}, true); err != nil || len(found) != 0 {
		t.Errorf("timers of n2: got %d and the error %v, want none", len(found), err)
	}
	if _, err := l.Shape("odd", func(a, b node.ID) bool { return true }, engine.InFlightLost); err != nil {
		t.Error(err)
	}
}
