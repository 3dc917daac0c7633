package script

import (
	"context"
	"strings"
	"testing"
)

// TestExpectedViolations runs scripts to search. A violation is a failure unless an
// assertion reads it, wherever that is written; to print it is not to expect it.
func TestExpectedViolations(t *testing.T) {
	const found = `
bad = cluster(3, quiet = True, rules = {"learn_after_quorum": False})
x = bad.explore(propose = [(1, "A")])
`
	for body, want := range map[string]int{
		``:                                    StatusFailed,
		`print(x)`:                            StatusFailed,
		`print(x.verdict)`:                    StatusFailed,
		`print(x.violated)`:                   StatusFailed,
		`print(x.script())`:                   StatusFailed,
		`print(why(x, walks = 2))`:            StatusFailed,
		`print(x.verdict); assert.true(True)`: StatusFailed,
		`print(x.verdict); assert.eq(chosen(), None)`:                                 StatusFailed,
		`print("violated" if x.violated else ""); assert.eq(len(nodes()), 3)`:         StatusFailed,
		`assert.eq(len(x.steps), 7)`:                                                  StatusFailed,
		`y = cluster(3).explore(propose = [(1, "A")]); assert.eq(y.verdict, "holds")`: StatusFailed,
		`v = x.verdict; w = "other"; assert.eq(w, "other")`:                           StatusFailed,
		"def f(x):\n    print(x.verdict)\n    assert.true(True)\nf(x)":                StatusFailed,
		`x.play()`: StatusFailed,

		`assert.eq(x.verdict, "violated")`:                                             StatusOK,
		`assert.eq("learned_implies_chosen", x.violated)`:                              StatusOK,
		`assert.ne(x.verdict, "holds")`:                                                StatusOK,
		`assert.true(x.violated)`:                                                      StatusOK,
		`assert.true(x.verdict == "violated", msg = "it is broken")`:                   StatusOK,
		`assert.true(x.violated != None and chosen() == None)`:                         StatusOK,
		`assert.false(x.verdict in ["holds", "unknown"])`:                              StatusOK,
		`assert.contains(["agreement", "learned_implies_chosen"], x.violated)`:         StatusOK,
		`assert.fails(lambda: assert.eq(x.verdict, "holds"))`:                          StatusOK,
		`v = x.verdict; assert.eq(v, "violated")`:                                      StatusOK,
		`v = x.verdict; print(v); assert.eq(v, "violated")`:                            StatusOK,
		`v, w = x.verdict, 1; assert.eq(v, "violated")`:                                StatusOK,
		`bad = x.violated != None; print(bad); assert.true(bad)`:                       StatusOK,
		`v = x.verdict; w = v == "violated"; assert.true(w)`:                           StatusOK,
		`l = []; l.append(x.verdict); assert.eq(l, ["violated"])`:                      StatusOK,
		`d = {}; d["x"] = x.violated; assert.eq(d, {"x": "learned_implies_chosen"})`:   StatusOK,
		`assert.eq([e.verdict for e in [x]], ["violated"])`:                            StatusOK,
		`vs = [e.verdict for e in [x]]; assert.eq(vs, ["violated"])`:                   StatusOK,
		"for e in [x]:\n    assert.eq(e.verdict, 'violated')":                          StatusOK,
		"for v in [x.verdict]:\n    assert.eq(v, 'violated')":                          StatusOK,
		"d = {1: x.verdict}\nfor n, v in d.items():\n    assert.eq(v, 'violated')":     StatusOK,
		"for i, (p, q) in enumerate([(x.verdict, 1)]):\n    assert.eq(p, 'violated')":  StatusOK,
		`[assert.eq(v, "violated") for v in [x.verdict]]`:                              StatusOK,
		"for v in [x.verdict]:\n    print(v)\nfor w in [1]:\n    assert.eq(w, 1)":      StatusFailed,
		"def f(x):\n    assert.eq(x.verdict, 'violated')\nf(x)":                        StatusOK,
		"def f(v):\n    assert.eq(v, 'violated')\nf(x.verdict)":                        StatusOK,
		"def f(ok):\n    assert.true(ok)\nf(x.violated != None)":                       StatusOK,
		"def f(x):\n    return x.verdict == 'violated'\nassert.true(f(x))":             StatusOK,
		"def f(x):\n    return x.verdict\nv = f(x)\nassert.eq(v, 'violated')":          StatusOK,
		"def f():\n    v = x.verdict\n    print(v)\n    assert.eq(v, 'violated')\nf()": StatusOK,
		"def f():\n    assert.eq(x.verdict, 'violated')\nspawn(f).wait()":              StatusOK,
		`expect_violation(x.play)`:                                                     StatusOK,
		`expect_violation(x.play, "learned_implies_chosen")`:                           StatusOK,
		`print(expect_violation(lambda: x.play()))`:                                    StatusOK,
		`load("lib.star", "expects"); expects(x)`:                                      StatusOK,
		`assert.eq(x.shrink().violated, "learned_implies_chosen")`:                     StatusOK,
		`small = bad.shrink(); assert.true(small.violated)`:                            StatusOK,

		`assert.eq(x.verdict, "holds")`: StatusFailed,

		`assert.eq(len({"v": x.verdict}), 1)`:                                               StatusFailed,
		`assert.eq(len([x.verdict]), 1)`:                                                    StatusFailed,
		`assert.eq(len(list([(1, x.verdict)]) + [2]), 2)`:                                   StatusFailed,
		`assert.true([x.verdict])`:                                                          StatusFailed,
		`assert.true(not not {x.violated: 1})`:                                              StatusFailed,
		`assert.true(bool(x.verdict))`:                                                      StatusFailed,
		`assert.true(x.verdict)`:                                                            StatusFailed,
		`assert.eq(type(x.verdict), "string")`:                                              StatusFailed,
		`assert.eq(len(dict(v = x.verdict)), 1)`:                                            StatusFailed,
		`assert.eq(len([e.verdict for e in [x]]), 1)`:                                       StatusFailed,
		`assert.eq(1, 1, "it is " + x.verdict)`:                                             StatusFailed,
		`assert.true(True, msg = "%s" % x.violated)`:                                        StatusFailed,
		`d = {"v": x.verdict}; assert.eq(len(d), 1)`:                                        StatusFailed,
		`d = {}; d["v"] = x.verdict; assert.eq(len(d), 1)`:                                  StatusFailed,
		`l = []; l.append(x.verdict); assert.eq(len(l), 1)`:                                 StatusFailed,
		`l = [x.verdict]; n = len(l); assert.eq(n, 1)`:                                      StatusFailed,
		"for row in [[1, x.verdict]]:\n    assert.eq(len(row), 2)":                          StatusFailed,
		"for i, v in enumerate([x.verdict]):\n    assert.eq(len([v, i]), 2)":                StatusFailed,
		"def f(x):\n    return {\"v\": x.verdict}\nassert.eq(len(f(x)), 1)":                 StatusFailed,
		"def f(x):\n    d = [x.verdict]\n    return len(d)\nassert.eq(f(x), 1)":             StatusFailed,
		"def f(n):\n    assert.eq(n, 1)\nf(len([x.verdict]))":                               StatusFailed,
		"def f(x):\n    print(x.verdict)\n    return 1\nassert.eq(f(x), 1)":                 StatusFailed,
		`assert.true((lambda: [x.verdict])())`:                                              StatusFailed,
		`assert.eq(len([e for e in [x] if e.verdict == "violated"]), 1)`:                    StatusOK,
		`assert.true([e for e in [x] if e.violated])`:                                       StatusOK,
		`assert.eq(len([v for v in [x.verdict] if v == "violated"]), 1)`:                    StatusOK,
		`found = [e for e in [x] if e.violated]; assert.eq(len(found), 1)`:                  StatusOK,
		`assert.eq({"v": x.verdict}, {"v": "violated"})`:                                    StatusOK,
		`assert.eq({"v": x.verdict}["v"], "violated")`:                                      StatusOK,
		`d = {"v": x.verdict}; assert.eq(d["v"], "violated")`:                               StatusOK,
		`d = {"v": x.verdict}; assert.eq(d.get("v"), "violated")`:                           StatusOK,
		`d = {"v": x.verdict}; assert.eq(list(d.values()), ["violated"])`:                   StatusOK,
		`assert.true(any([e.verdict == "violated" for e in [x]]))`:                          StatusOK,
		`assert.true(bool(x.violated))`:                                                     StatusOK,
		`assert.eq(type(x.violated), "string")`:                                             StatusOK,
		`assert.true(x.verdict in ["violated", "unknown"])`:                                 StatusOK,
		`assert.eq("{}".format(x.verdict), "violated")`:                                     StatusOK,
		`assert.eq("%s" % x.verdict, "violated")`:                                           StatusOK,
		`assert.eq(str([x.verdict]), "[\"violated\"]")`:                                     StatusOK,
		`assert.eq(len(set([x.verdict, "violated"])), 1)`:                                   StatusOK,
		`assert.eq({"violated": 1}[x.verdict], 1)`:                                          StatusOK,
		`assert.eq(1 if x.violated else 2, 1)`:                                              StatusOK,
		"def f(x):\n    return {\"v\": x.verdict}\nassert.eq(f(x)[\"v\"], \"violated\")":    StatusOK,
		"def f(x):\n    if x.violated:\n        return 1\n    return 2\nassert.eq(f(x), 1)": StatusOK,
		"def f(x):\n    return 1 if x.verdict == 'violated' else 2\nassert.eq([f(x)], [1])": StatusOK,
	} {
		s := New(context.Background(), Options{Fleet: Simulated, Trace: TraceOff, Searching: true})
		s.reading = func(string) (string, error) {
			return "def expects(x):\n    assert.eq(x.verdict, \"violated\")\n", nil
		}
		err := s.Run("x.star", "", found+body)
		text := s.Explain(err)
		if Status(err) != want {
			t.Errorf("%s: got the status %d, want %d\n%s", body, Status(err), want, text)
		}
		if strings.Contains(text, "does not expect") && !strings.Contains(text, "x.star:3:16\n") {
			t.Errorf("%s: got\n%swant the place of the search", body, text)
		}
		s.Close()
	}
}

// TestTwoSearches checks that to expect what one search found is not to expect what
// another did.
func TestTwoSearches(t *testing.T) {
	const two = `
cluster(3, quiet = True, rules = {"learn_after_quorum": False})
x = explore(propose = [(1, "A")])
y = explore(propose = [(1, "B")])
`
	for body, want := range map[string]string{
		`assert.eq(x.verdict, "violated")`:                         "x.star:4:12",
		`assert.eq(y.verdict, "violated")`:                         "x.star:3:12",
		`print(x.verdict, y.verdict)`:                              "x.star:3:12",
		`assert.eq(x.verdict, y.verdict)`:                          "",
		`for e in [x, y]: assert.true(e.violated)`:                 "",
		`assert.eq([e.verdict for e in [x, y]], ["violated"] * 2)`: "",
	} {
		s := New(context.Background(), Options{Fleet: Simulated, Trace: TraceOff, Searching: true})
		text := s.Explain(s.Run("x.star", "", two+body))
		if want == "" && text != "" || !strings.Contains(text, want) {
			t.Errorf("%s: got\n%swant %q", body, text, want)
		}
		s.Close()
	}
}

// TestNoProperties checks which properties count.
func TestNoProperties(t *testing.T) {
	for properties, want := range map[string]string{
		"None":                       "violated learned_implies_chosen",
		"[]":                         "holds None",
		"()":                         "holds None",
		`["agreement"]`:              "holds None",
		`"learned_implies_chosen"`:   "violated learned_implies_chosen",
		`["learned_implies_chosen"]`: "violated learned_implies_chosen",
	} {
		out, err := runOver(t, Simulated, `
cluster(3, rules = {"learn_after_quorum": False})
x = explore(propose = [(1, "A")], properties = `+properties+`)
print(x.verdict, x.violated)
`)
		if err != nil || out != want+"\n" {
			t.Errorf("%s: got %q and the error %v, want %q", properties, out, err, want)
		}
	}
	out, err := runOver(t, Simulated, `
cluster(3)
invariant("none", lambda: chosen() == None)
print(explore(propose = [(1, "A")], properties = []).violated)
`)
	if err != nil || out != "none\n" {
		t.Errorf("got %q and the error %v, want that an invariant counts in any case", out, err)
	}
}
