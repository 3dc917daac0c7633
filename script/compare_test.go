package script

import (
	"errors"
	"strings"
	"testing"

	"go.starlark.net/starlark"
	"pgregory.net/rapid"
)

// comparing is a script with a ballot b that is 2.3, a node n that is n2, a
// duration d that is 5ms, and helpers that nest a value.
const comparing = `
c = cluster(3)
p = propose(3, "2.3", ballot = (2, 3))
run("5ms")
b, n, d = state(2).promised, node(2), now()
def deep(v, depth):
    for i in range(depth):
        v = [v] if i % 3 == 0 else {"k": v} if i % 3 == 1 else (v,)
    return v
loop = [1]
loop.append(loop)
loop2 = [1]
loop2.append(loop2)
wide = []
for i in range(40):
    wide = [wide, wide]
wide2 = []
for i in range(40):
    wide2 = [wide2, wide2]
knot = {}
knot["k"] = [knot, knot]
`

// Checks that hold, by what they are about.
func TestComparisonsHold(t *testing.T) {
	for _, check := range []string{
		// what verbs take for a ballot, a duration and a node
		`eq(b, (2, 3))`, `eq((2, 3), b)`, `eq(b, "2.3")`, `eq("2.3", b)`, `eq(b, ballot(2, 3))`, `ne(b, (2, 4))`, `ne("3.3", b)`, `ne(b, None)`,
		`lt(b, (2, 10))`, `lt("2.2", b)`, `lt(b, "10.1")`,
		`eq(d, "5ms")`, `eq("0.005s", d)`, `eq(d, "5000us")`, `ne(d, "4ms")`, `lt(d, "6ms")`, `lt("1us", d)`, `eq(d - duration("6ms"), "-1ms")`,
		`eq(n, 2)`, `eq("n2", n)`, `eq(n, node(2))`, `ne(n, 1)`, `ne("n3", n)`, `eq(nodes(), [1, "n2", node(3)])`, `eq(pending(), [])`,
		// inside of something
		`eq([b, None, d], [(2, 3), None, "5ms"])`, `eq({"a": (b,)}, {"a": ("2.3",)})`, `eq({b: n}, {(2, 3): 2})`, `eq({"2.3": 2}, {b: n})`,
		`eq(set([b, d]), set(["5ms", (2, 3)]))`, `ne(set([b]), set([(2, 4)]))`, `eq(struct(at = b, by = [n]), struct(at = "2.3", by = ["n2"]))`,
		`ne({b: 1, (2, 3): 2}, {b: 1, d: 2})`, `ne(struct(at = b), struct(by = b))`, `ne(struct(at = b), struct(at = b, by = b))`,
		`lt([b, 1], ["2.3", 2])`, `lt(("2.2",), (b,))`, `lt([b], [(2, 3), 0])`,
		`contains([None, b], (2, 3))`, `contains([(2, 3)], b)`, `contains(["hello", "2.3"], b)`, `contains({b: 1}, "2.3")`, `contains(set([n]), 2)`, `contains((d,), "5ms")`,
		`contains([b, "hello"], "hello")`, `contains(nodes(), "n3")`, `contains([state(1).promised], "2.3")`,
		// what is neither is never read
		`ne("2.3", (2, 3))`, `ne("5ms", "5000us")`, `ne(2, "n2")`, `ne(b, n)`, `ne(b, d)`, `eq(state(2).value, "2.3")`, `ne([1], (1,))`, `ne(b, [2, 3])`, `ne(b, {})`, `ne(d, ("5ms",))`,
		// deep, and as Starlark does it
		`eq(deep(1, 31), deep(1, 31))`, `ne(deep(1, 31), deep(2, 31))`, `ne(deep(1, 31), deep(1, 30))`, `eq(deep(b, 31), deep((2, 3), 31))`, `eq(deep(1, 2000), deep(1.0, 2000))`,
		`contains([1, deep("x", 20)], deep("x", 20))`, `contains({(((((((((((((1,),),),),),),),),),),),),): 1}, (((((((((((((1,),),),),),),),),),),),),))`,
		`lt([[[[[[[[[[[[1]]]]]]]]]]]], [[[[[[[[[[[[2]]]]]]]]]]]])`,
		`eq(wide, wide2)`, `eq(1, 1.0)`, `eq([1, {"a": 2}], [1.0, {"a": 2.0}])`, `eq({1: 2}, {1.0: 2})`, `eq({"a": 1, "b": 2}, {"b": 2, "a": 1})`,
		`eq(1 << 70, float(1 << 70))`, `ne(9007199254740993, 9007199254740992)`, `eq(set([1, 2]), set([2, 1]))`, `ne({"a": None}, {"b": None})`, `eq((), ())`, `eq(range(3), range(3))`, `ne(range(3), [0, 1, 2])`,
		`ne(loop, [1, [1, [1, 2]]])`, `contains("abc", "b")`, `contains(range(5), 3)`,
	} {
		if _, err := runOver(t, Simulated, comparing+"assert."+check); err != nil {
			t.Errorf("%s: %v", check, err)
		}
	}
}

// Checks that fail, with what they say was compared, and comparisons that make no
// sense, which are errors of the script.
func TestComparisonsFail(t *testing.T) {
	for check, want := range map[string]string{
		`eq(b, (2, 4))`:        "got 2.3 want (2, 4), the ballot 2.4",
		`eq("2.4", b)`:         `got "2.4", the ballot 2.4 want 2.3`,
		`eq(d, "6ms", "late")`: `late: got 5ms want "6ms", the duration 6ms`,
		`eq(n, 1)`:             "got n2 want 1, the node n1",
		`ne(n, "n2")`:          `got n2 want anything but "n2", the node n2`,
		`lt(b, "2.3")`:         `got 2.3 want less than "2.3", the ballot 2.3`,
		`eq([b, {"x": (d,)}], [b, {"x": ("6ms",)}])`: `got [2.3, {"x": (5ms,)}] want [2.3, {"x": ("6ms",)}] at [1]["x"][0]: got 5ms, want "6ms", the duration 6ms`,
		`eq(struct(at = n), struct(at = 3))`:         `want struct(at = 3) at .at: got n2, want 3, the node n3`,
		`eq([1], [2])`:                               "got [1] want [2]",
		`contains([b], "2.4")`:                       `got [2.3] want it to contain "2.4"`,
		`eq(state(2).value, (2, 3))`:                 `got "2.3" want (2, 3)`,
		`eq(deep(1, 12), deep(2, 12))`:               `got ({"k":`,
	} {
		_, err := runOver(t, Simulated, comparing+"assert."+check)
		var failed *AssertionError
		if !errors.As(err, &failed) || !strings.Contains(failed.Error(), want) {
			t.Errorf("%s: got %v, want %s", check, err, want)
		}
	}
	for check, want := range map[string]string{
		`eq(b, "hello")`:                     `eq: got "hello", want a ballot such as 3.1`,
		`ne(b, "hello")`:                     `ne: got "hello", want a ballot such as 3.1`,
		`ne(b, 2.3)`:                         `ne: got the number 2.3, want a pair such as (3, 1) or "3.1"`,
		`eq(b, (1, 2, 3))`:                   `eq: got (1, 2, 3), want a ballot`,
		`ne(d, 5)`:                           `ne: got 5, want a duration with its unit, such as "5ms"`,
		`ne(d, "5 parsecs")`:                 `ne: got "5 parsecs", want a duration such as "50ms"`,
		`ne(n, 4)`:                           `ne: there is no node 4, want one of`,
		`ne([n], ["node2"])`:                 `ne: there is no node "node2"`,
		`contains([b, d], "x")`:              `contains: got "x", want a`,
		`lt(d, 5)`:                           `lt: got 5, want a duration`,
		`lt(b, d)`:                           `lt: got 2.3 and 5ms, want two values that can be compared`,
		`lt(1, "a")`:                         `lt: got 1 and "a", want two values that can be compared`,
		`lt({}, {})`:                         `lt: got {} and {}, want two values that can be compared`,
		`eq(loop, loop2)`:                    "eq: got a value that contains itself",
		`ne(loop, loop)`:                     "ne: got a value that contains itself",
		`contains([loop2], loop)`:            "contains: got a value that contains itself",
		`lt(loop, loop2)`:                    "lt: got a value that contains itself",
		`eq(knot, {"k": knot["k"]})`:         "eq: got a value that contains itself",
		`eq(deep(1, 20000), deep(1, 20000))`: "eq: got values nested more than 10000 deep",
		`contains(5, 1)`:                     "contains: got 5 and 1, want a list, a dict or a string, and what may be in it",
	} {
		_, err := runOver(t, Simulated, comparing+"assert."+check)
		if err == nil || Status(err) != StatusScript || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: got %v (status %d), want %s", check, err, Status(err), want)
		}
	}
}

// TestComparisonIsItsTwin compares flat enough values as Starlark itself does.
func TestComparisonIsItsTwin(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		x, y := plainValue(t, 4), plainValue(t, 4)
		if rapid.Bool().Draw(t, "the same") {
			y = x
		}
		want, wrong := starlark.Equal(x, y)
		got, err := new(comparison).equal(x, y)
		if got != want || (err == nil) != (wrong == nil) {
			t.Fatalf("%v and %v: got %t, %v, want %t, %v", x, y, got, err, want, wrong)
		}
	})
}

// plainValue draws a value that Starlark can compare by itself.
func plainValue(t *rapid.T, depth int) starlark.Value {
	kinds := 5
	if depth > 0 {
		kinds = 8
	}
	parts := func() (all []starlark.Value) {
		for range rapid.IntRange(0, 2).Draw(t, "parts") {
			all = append(all, plainValue(t, depth-1))
		}
		return all
	}
	small := rapid.IntRange(0, 2)
	switch rapid.IntRange(1, kinds).Draw(t, "kind") {
	case 1:
		return starlark.MakeInt(small.Draw(t, "int"))
	case 2:
		return starlark.Float(small.Draw(t, "float"))
	case 3:
		return starlark.String(rapid.SampledFrom([]string{"", "a", "2.3", "5ms"}).Draw(t, "string"))
	case 4:
		return starlark.None
	case 5:
		return starlark.Bool(rapid.Bool().Draw(t, "bool"))
	case 6:
		return starlark.NewList(parts())
	case 7:
		return starlark.Tuple(parts())
	}
	d := starlark.NewDict(2)
	for _, v := range parts() {
		_ = d.SetKey(starlark.MakeInt(small.Draw(t, "key")), v)
	}
	return d
}

// An operator that gives up says what does not.
func TestOperatorsAreNotDeep(t *testing.T) {
	s := New(t.Context(), Options{Fleet: Simulated, Trace: TraceOff})
	text := s.Explain(s.Run("x.star", "", comparing+"print(deep(1, 12) == deep(1, 12))"))
	if want := "assert.eq and assert.contains compare values however deep they go"; !strings.Contains(text, want) {
		t.Errorf("got %s, want %s in it", text, want)
	}
	if err := s.Close(); err != nil {
		t.Error(err)
	}
}
