package script

import (
	"strings"
	"testing"

	"go.starlark.net/starlark"
)

// What a script is told of a name that is not there: what it may have been meant to
// be, what there is in its place, or nothing, but never what does not help.
func TestUndefined(t *testing.T) {
	const once = "x.star:1:1: undefined: "
	for src, want := range map[string]string{
		"n2.crash()":             once + "n2 (node(2) is that node)",
		"n0":                     once + "n0",
		"clutser(3)":             once + "clutser (did you mean cluster?)",
		"Cluster(3)":             once + "Cluster (did you mean cluster?)",
		"waitfor()":              once + "waitfor (did you mean wait_for?)",
		"none":                   once + "none (did you mean None?)",
		"true":                   once + "true (did you mean True?)",
		"rn()":                   once + "rn (did you mean run?)",
		"start(1)":               once + "start",
		"link(1, 2)":             once + "link",
		"stop(1)":                once + "stop (did you mean step?)",
		"Tru()":                  once + "Tru",
		"tru":                    once + "tru (did you mean True?)",
		"asert.eq(1, 1)":         once + "asert (did you mean assert?)",
		"asert.crash(1)":         once + "asert",
		"clster.crash(1)":        once + "clster",
		"spawn(setle)":           "x.star:1:7: undefined: setle (did you mean settle?)",
		"[setle() for _ in [1]]": "x.star:1:2: undefined: setle (did you mean settle?)",
		"print(hld)":             "x.star:1:7: undefined: hld (did you mean hold?)",
		"dropped()":              once + "dropped",
		"qqqq()":                 once + "qqqq",
		"open('x')":              once + "open (a script reads and writes no files: load() takes names from another script)",
		"map(len, [])":           once + "map ([f(x) for x in list] does it)",
		"filter(len, [])":        once + "filter ([x for x in list if f(x)] does it)",
		"round(1.5)":             once + "round (int(x + 0.5) rounds)",
		"quit()":                 once + "quit (exit(code) ends the script)",
		"null":                   once + "null (None is no value)",
		"time.sleep(1)":          once + "time (now() is the virtual time, and sleep(duration) lets it pass)",
		"ValueError('x')":        once + `ValueError (fail("why") ends the script; nothing is caught, but assert.fails(fn) calls what is to fail)`,
		"sum([1])":               once + `sum (load("@synod//text.star", "sum") makes it known)`,
		"pad(1, 2)":              once + `pad (load("@synod//text.star", "pad") makes it known)`,
		"crashes()":              once + `crashes (load("@synod//nemesis.star", "crashes") makes it known)`,
		"save('x')":              once + "save (it is there at a prompt only: of synod repl, or where breakpoint() stops a run)",
		"undo()":                 once + "undo (it is there at a prompt only: of synod repl, or where breakpoint() stops a run)",
		"def f(): save('x')":     "x.star:1:10: undefined: save (it is there at a prompt only: of synod repl, or where breakpoint() stops a run)",
	} {
		s := New(t.Context(), Options{Fleet: Simulated, Out: &strings.Builder{}})
		got, _, _ := strings.Cut(s.Explain(s.Run("x.star", "", src)), "\n")
		if got != want {
			t.Errorf("%q: got\n%s\nwant\n%s", src, got, want)
		}
		s.Close()
	}
}

// What Starlark itself says is corrected where its guess is too far away, and
// completed where the script's author knows another language.
func TestWhatStarlarkSays(t *testing.T) {
	const widths = ` (formats know no widths: pad(x, 5) does, and table(rows); load("@synod//text.star", "pad", "table") makes them known)`
	for src, want := range map[string]string{
		`"%5d" % 3`:                          "unknown conversion %5" + widths,
		`"%-9s" % 3`:                         "unknown conversion %-" + widths,
		`"%.2f" % 3`:                         "unknown conversion %." + widths,
		`"{:>5}".format(3)`:                  "format spec features not supported in replacement fields: >5" + widths,
		`"%y" % 3`:                           "unknown conversion %y",
		`cluster(3).crsh(1)`:                 "cluster has no .crsh field or method (did you mean .crash?)",
		`cluster(3).kill(1)`:                 "cluster has no .kill field or method",
		`chosen.upper()`:                     "builtin_function_or_method has no .upper field or method (it is a function: with parentheses it is called)",
		`pending[0]`:                         "unhandled index operation builtin_function_or_method[int] (it is a function: with parentheses it is called)",
		`[n for n in nodes]`:                 "builtin_function_or_method value is not iterable (it is a function: with parentheses it is called)",
		`len(pending)`:                       "len: value of type builtin_function_or_method has no len (it is a function: with parentheses it is called)",
		`now + duration("1ms")`:              "unknown binary op: builtin_function_or_method + time.duration (it is a function: with parentheses it is called)",
		`(lambda: 1).foo`:                    "function has no .foo field or method (it is a function: with parentheses it is called)",
		`{}.iteritems()`:                     "dict has no .iteritems field or method (items() lists the pairs)",
		`{}.itemz()`:                         "dict has no .itemz field or method (did you mean .items?)",
		`[].push(1)`:                         "list has no .push field or method (append adds an element)",
		`"a".contains("b")`:                  "string has no .contains field or method (x in y looks inside)",
		`load("@synod//lab.star", "nobody")`: "load: name nobody not found in module @synod//lab.star",
		`load("@synod//lab.star", "nobody_learnd")`:  "load: name nobody_learnd not found in module @synod//lab.star (did you mean nobody_learned?)",
		`load("@synod//text.star", "_cells")`:        "load: names with leading underscores are not exported: _cells",
		`load("@synod//lab.star", "x"); _cells("a")`: "undefined: _cells",
	} {
		s := New(t.Context(), Options{Fleet: Simulated, Out: &strings.Builder{}})
		got, _, _ := strings.Cut(s.Explain(s.Run("x.star", "", src)), "\n")
		if _, said, _ := strings.Cut(got[len("x.star:1:"):], ": "); said != want {
			t.Errorf("%q: got\n%s\nwant\n%s", src, said, want)
		}
		s.Close()
	}
}

// No name that there is gets a hint, and none of those that Python knows is there.
func TestHabitsAreOfOtherLanguages(t *testing.T) {
	s := New(t.Context(), Options{Fleet: Simulated, Out: &strings.Builder{}})
	defer s.Close()
	for name := range inPython {
		if name != "self" && (s.names.Has(name) || starlark.Universe.Has(name) || libraryOf(name) != "") {
			t.Errorf("%s is there, and who writes it needs no other", name)
		}
	}
}

// What failures say of what was expected is a sentence, whatever function was given
// and whatever it returned.
func TestExpectations(t *testing.T) {
	const none = "def go(): pass\ndef one(): return 1\ndef odd(m): return True\ncluster(3, quiet = True)\n"
	for src, want := range map[string]string{
		"expect_violation(go, 'agreement')":       "got no violation want go() to break agreement",
		"expect_violation(one)":                   "got no violation, and 1 returned want one() to break a property",
		"expect_violation(lambda: None)":          "got no violation want the lambda to break a property",
		"assert.fails(go)":                        "got no failure want go() to fail",
		"assert.fails(lambda: 'x')":               `got no failure, and "x" returned want the lambda to fail`,
		"assert.fails(nodes)":                     "got no failure, and [n1, n2, n3] returned want nodes() to fail",
		"eventually(go, within = '5ms')":          "got go() false for 5ms, until nothing more could happen or the time was up want it to become true",
		"wait_for(go, within = '5ms')":            "got nothing in 5ms want go() to be true",
		"wait_for(kind = 'nack', within = '5ms')": `got nothing in 5ms want a message with kind="nack"`,
		"wait_for(dst = [1, 2], ballot = (3, 1), where = odd, within = '5ms')": "got nothing in 5ms want a message with dst=[1, 2], ballot=(3, 1), where=odd",
		"stop_before(9, go)": "got the end of go() after event 0 want it to come to event 9",
	} {
		got := execute(none+src, Options{Trace: TraceOff})
		if said, _, _ := strings.Cut(strings.Join(strings.Fields(got.diag), " "), " again:"); !strings.Contains(said, want) {
			t.Errorf("%s: got\n%s\nwant\n%s", src, said, want)
		}
	}
}

// A description of messages that fits none is shown as the script writes it, with
// what there is.
func TestNoMessageMatches(t *testing.T) {
	for src, want := range map[string]string{
		"deliver(kind = 'nack')":                     `deliver: no message matches kind="nack"; no message at all is in flight or held`,
		"drop(src = [1, 3], dst = 2)":                "drop: no message matches src=[1, 3], dst=2; no message at all is in flight or held",
		"duplicate(ballot = (2, 1))":                 "duplicate: no message matches ballot=(2, 1); no message at all is in flight or held",
		"deliver()":                                  "deliver: no message at all is in flight or held",
		"release()":                                  "release: nothing is held; no message at all is in flight or held",
		"p = propose(1, 'A'); release(dst = 1)":      "release: no held message matches dst=1; in flight are n1 -> n1 prepare 1.1, due at 1ms; n1 -> n2",
		"p = propose(1, 'A'); deliver(kind='learn')": `deliver: no message matches kind="learn"; in flight are n1 -> n1 prepare 1.1, due at 1ms; n1 -> n2`,
	} {
		got := execute("cluster(3, quiet = True)\n"+src, Options{})
		if !strings.Contains(got.diag, want) {
			t.Errorf("%s: got\n%s\nwant\n%s", src, got.diag, want)
		}
	}
}
