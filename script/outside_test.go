package script

import (
	"context"
	"fmt"
	"strings"
	"testing"
)

// offences are what a predicate of a search may not do: the line, and what is
// wrong with it. They stand in a function of the script below.
var offences = map[string]string{
	`l.append(1)`:                   "append: a predicate of a search may change only what it makes itself",
	`l.extend([1])`:                 "extend: a predicate of a search may change only what it makes itself",
	`l[0] = 1`:                      "a predicate of a search may change only what it makes itself",
	`l.clear()`:                     "clear: a predicate of a search may change only what it makes itself",
	`d["k"] = 1`:                    "a predicate of a search may change only what it makes itself",
	`d["a"] += 1`:                   "a predicate of a search may change only what it makes itself",
	`d.update(b = 1)`:               "update: a predicate of a search may change only what it makes itself",
	`d.setdefault("b", 1)`:          "setdefault: a predicate of a search may change only what it makes itself",
	`d.pop("a")`:                    "pop: a predicate of a search may change only what it makes itself",
	`s.add(5)`:                      "add: a predicate of a search may change only what it makes itself",
	`default.append(1)`:             "append: a predicate of a search may change only what it makes itself",
	`default += [1]`:                "a predicate of a search may change only what it makes itself",
	`closed.append(1)`:              "append: a predicate of a search may change only what it makes itself",
	`deep.x[0]["y"].append(1)`:      "append: a predicate of a search may change only what it makes itself",
	`k.result.append(1)`:            "append: a predicate of a search may change only what it makes itself",
	`helper()`:                      "append: a predicate of a search may change only what it makes itself",
	`method(1)`:                     "append: a predicate of a search may change only what it makes itself",
	`loaded.append(1)`:              "append: a predicate of a search may change only what it makes itself",
	`change_loaded()`:               "append: a predicate of a search may change only what it makes itself",
	`[l.append(x) for x in [1, 2]]`: "append: a predicate of a search may change only what it makes itself",
	`[i for i in l if l.append(i)]`: "append: a predicate of a search may change only what it makes itself",
	`print("x")`:                    "print: a predicate of a search may not print, draw, or stop or end the script",
	`say("x")`:                      "print: a predicate of a search may not print, draw, or stop or end the script",
	`other.show()`:                  "show: a predicate of a search may not print, draw, or stop or end the script",
	`other.diagram()`:               "diagram: a predicate of a search may not print, draw, or stop or end the script",
	`other.note("x")`:               "note: a predicate may look but not act",
	`dice.below(6)`:                 "below: a predicate of a search may not print, draw, or stop or end the script",
	`other.random("x")`:             "random: a predicate of a search may not print, draw, or stop or end the script",
	`exit(0)`:                       "exit: a predicate of a search may not print, draw, or stop or end the script",
	`breakpoint()`:                  "breakpoint: a predicate of a search may not print, draw, or stop or end the script",
	`history([operation("a", "read")]).show()`:      "show: a predicate of a search may not print, draw, or stop or end the script",
	`linearizable(counting, [o], initial = 0)`:      "append: a predicate of a search may change only what it makes itself",
	`linearizable(loud, [o], initial = 0)`:          "print: a predicate of a search may not print, draw, or stop or end the script",
	`pending(where = lambda m: l.append(m))`:        "append: a predicate of a search may change only what it makes itself",
	`sorted([1], key = lambda x: l.append(x) or 1)`: "append: a predicate of a search may change only what it makes itself",
}

// beforeOffence is a script whose function offend does %s, in some states of a
// search: when a message has arrived that a client asked for.
const beforeOffence = `
load("lib.star", "change_loaded", "loaded")
l, d, s = [0], {"a": 1}, set([1])
deep = struct(x = ({"y": [1]},))
say, method = print, l.append
def helper():
    l.append(1)
def counting(state, o, r):
    l.append(1)
    return state
def loud(state, o, r):
    print("x")
    return state
o = operation("a", "read", returned = "1ms", result = 1)
other = cluster(3)
dice = other.random("dice")
c = cluster(3)
k = spawn(lambda: [1])
k.wait()
def closing():
    closed = [1]
    def offend(arrived = True, default = [1]):
        mine = [1]
        mine.append(2)
        mine += [3]
        if arrived:
            %s
        return True
    return offend
offend = closing()
def arrived():
    return state(1).promised != None and state(2).promised != None
`

// afterOffence checks that what was locked can be changed again.
const afterOffence = `
assert.eq([l, d, s, deep.x[0]["y"], k.result], [[0], {"a": 1}, set([1]), [1], [1]])
l.append(1)
d["b"] = 2
s.add(2)
deep.x[0]["y"].append(2)
k.result.append(3)
`

// searches are the ways in which a search asks; the function is offend.
var searches = map[string]string{
	"goal":      `c.explore(propose = [(1, "A")], goal = lambda: offend(arrived()) and False)`,
	"prune":     `c.explore(propose = [(1, "A")], prune = lambda: not offend(arrived()))`,
	"invariant": `c.invariant("i", lambda: offend(arrived())); c.explore(propose = [(1, "A")])`,
	"walks":     `c.explore(propose = [(1, "A")], prune = lambda: not offend(arrived()), strategy = "random", walks = 20)`,
	"rule":      `c.lose(where = lambda m: offend(m.kind == "accept") and False); c.explore(propose = [(1, "A")])`,
	"model":     `c.explore(propose = [(1, "A"), (2, "B")], linearizable = (lambda state, o, r: offend() and 0, 0))`,
}

// runOffence runs a script with several workers, and returns what its author reads.
func runOffence(t *testing.T, src string, workers int) string {
	t.Helper()
	var out strings.Builder
	s := New(context.Background(), Options{Fleet: Simulated, Trace: TraceOff, Out: &out, Workers: workers})
	s.reading = func(string) (string, error) { return "loaded = [1]\ndef change_loaded():\n    loaded.append(1)\n", nil }
	err := s.Run("x.star", "", src)
	if out.Len() > 0 {
		t.Errorf("got %q printed, want nothing", out.String())
	}
	text := s.Explain(err)
	if err := s.Close(); err != nil {
		t.Error(err)
	}
	return text
}

// refusesOffence checks that a search refuses a line of the function offend, where
// it stands, and with every number of workers in the same words; and that all can
// be changed again afterwards.
func refusesOffence(t *testing.T, what, how, want string, workers ...int) {
	t.Helper()
	script := fmt.Sprintf(beforeOffence, what)
	first := ""
	for _, n := range workers {
		got := runOffence(t, script+how, n)
		if !strings.Contains(got, want) || !strings.Contains(got, ".star:") || !strings.Contains(got, "^") {
			t.Errorf("%s in %s: got\n%swant %q at its place", what, how, got, want)
		}
		if first == "" {
			first = got
		}
		if got != first {
			t.Errorf("%s in %s: got\n%sof %d workers, want\n%s", what, how, got, n, first)
		}
	}
	if strings.HasPrefix(what, "exit") {
		return
	}
	caught := strings.Replace(how, "c.explore(", "search = lambda: c.explore(", 1) + "\nassert.fails(search)"
	if got := runOffence(t, script+caught+afterOffence, 2); got != "" {
		t.Errorf("%s in %s: got\n%safterwards, want that all can be changed again", what, how, got)
	}
}

// TestPredicatesOfASearchAreNotCounted lets predicates of searches print and change
// what is outside of them, in every way.
func TestPredicatesOfASearchAreNotCounted(t *testing.T) {
	for what, want := range offences {
		refusesOffence(t, what, searches["goal"], want, 1, 4)
	}
	for name, how := range searches {
		for _, what := range []string{`l.append(1)`, `print("x")`, `d["k"] = 1`, `dice.below(6)`} {
			t.Log(name, what)
			refusesOffence(t, what, how, offences[what], 1, 2, 5)
		}
	}
}

// TestWhatPredicatesMake checks that predicates of a search may do with what is
// theirs what they like, and that those of a run may change what is outside.
func TestWhatPredicatesMake(t *testing.T) {
	const src = `
l, d = [3, 1, 2], {"a": [1]}
def busy():
    mine, own, few = list(l), dict(d), set(l)
    mine.append(4)
    mine += l
    own["b"] = 1
    own.update(c = 2)
    few.add(5)
    for x in sorted(l):
        few.add(x)
    copies = [[x] for x in l]
    copies[0].append(1)
    struct(x = mine).x.append(5)
    return len(mine) == 8 and l == [3, 1, 2]
cluster(3)
invariant("busy", busy)
x = explore(propose = [(1, "A")], goal = lambda: not busy(), linearizable = (lambda s, o, r: [s], []))
assert.eq(x.verdict, "not found")
reset()
seen = []
invariant("seen", lambda: seen.append(1) or True)
run(until = lambda: seen.append(2) or True)
assert.true(len(seen) > 1)
`
	if _, err := runOver(t, Simulated, src); err != nil {
		t.Error((&Session{}).Explain(err))
	}
}

// TestPredicatesOfShrink lets an invariant that broke a run print and append when
// the run is told again: shrink and why refuse it, and tell nothing.
func TestPredicatesOfShrink(t *testing.T) {
	for _, what := range []string{`l.append(1)`, `print("x")`} {
		for _, how := range []string{"c.shrink()", "why(walks = 2)", "c.shrink(states = 0)"} {
			var first string
			for _, workers := range []int{1, 3} {
				got := runOffence(t, fmt.Sprintf(`
l = []
c = cluster(3, quiet = True)
def told():
    if again[0]:
        %s
    return chosen() == None
again = [False]
invariant("nothing is chosen", told)
expect_violation(lambda: submit(1, "A"))
again[0] = True
%s
`, what, how), workers)
				if !strings.HasPrefix(got, "x.star:6:") || !strings.Contains(got, offences[what]) || first != "" && got != first {
					t.Errorf("%s in %s: got\n%swant it refused", what, how, got)
				}
				first = got
			}
		}
	}
}

// TestFirstStateStaysTheScripts checks that the first state of a model can be
// changed afterwards: the model begins with a copy.
func TestFirstStateStaysTheScripts(t *testing.T) {
	const src = `
def step(state, o, r):
    return state + [o.op]
first, inner = [[]], {"a": [1]}
nested = (first, inner, set([1]))
first.append(first)
cluster(3)
for state in [first, inner, nested]:
    linearizable(lambda s, o, r: s, [operation("a", "read")], initial = state)
    explore(propose = [(1, "A")], linearizable = (lambda s, o, r: s, state))
first[0].append(1)
first.append(2)
inner["a"].append(2)
inner["b"] = 3
print(len(first), inner)
`
	if out, err := runOver(t, Simulated, src); err != nil || out != "3 {\"a\": [1, 2], \"b\": 3}\n" {
		t.Errorf("got %q and %s", out, (&Session{}).Explain(err))
	}
}
