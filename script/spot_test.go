package script

import (
	"strings"
	"testing"
)

// A verb that a builtin calls, or that a task is, has the place at which the script
// called the builtin or spawned the task: in warnings, in errors and for rules.
func TestPlaceOfAVerbThatIsHandedOn(t *testing.T) {
	for name, c := range map[string]struct{ src, want string }{
		"a wait as a task":       {"cluster(3, hold = True)\np = propose(1, 'A')\nspawn(p.wait).wait()", "warning: test.star:3:6: wait: nothing more comes by itself"},
		"a wait within during":   {"cluster(3, hold = True)\np = propose(1, 'A')\nduring([], p.wait)", "warning: test.star:3:7: wait: nothing more comes by itself"},
		"by-hand within during":  {"cluster(3)\nr = hold(kind = 'promise')\np = proposer(1, 'A')\nduring(r, p.prepare)", "warning: test.star:4:7: prepare: no answer came"},
		"a rule as a task":       {"cluster(3)\nspawn(hold).wait()", "warning: test.star:2:6: it never happened: hold"},
		"a rule within during":   {"cluster(3)\nduring([], hold)", "warning: test.star:2:7: it never happened: hold"},
		"an error of a task":     {"cluster(3)\nspawn(settle)\nrun('1ms')", "test.star:2:6: settle: a task cannot move the world by itself"},
		"an argument of a task":  {"cluster(3)\ndef f():\n    spawn(isolate)\nf()\nrun('1ms')", "test.star:3:10: isolate: missing argument for node"},
		"a search within during": {"cluster(3)\nx = during([], lambda: explore(propose = [(1, 'A')]))\nprint(x.verdict)\nduring([], x.script)", ""},
	} {
		got := execute(c.src, Options{Fleet: Simulated})
		if all := got.diag + got.out; strings.Contains(all, "internal error") || !strings.Contains(all, c.want) {
			t.Errorf("%s: got %q, want %q in it", name, all, c.want)
		}
	}
}
