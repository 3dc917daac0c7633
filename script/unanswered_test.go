package script

import (
	"strings"
	"testing"
)

// A phase that was waited for and can have no quorum any more says so there, and
// what became of each message that is missing; one that may be meant says nothing.
func TestUnanswered(t *testing.T) {
	const by = "cluster(3, quiet = True)\np = proposer(1, 'A')\n"
	const none = "prepare: no answer came, and none is to come by itself: "
	for name, c := range map[string]struct{ src, want string }{
		"everything held":      {"hold()\np.prepare()", "test.star:4:10: " + none + `n1 -> n1 prepare 1.1 is held by the rule "hold"; n1 -> n2 prepare 1.1 is held by the rule "hold"; n1 -> n3 prepare 1.1 is held by the rule "hold". Deliver or release what is held`},
		"requests held":        {"hold(kind = 'prepare')\np.prepare()", none + `n1 -> n1 prepare 1.1 is held by the rule "hold prepare"`},
		"answers held":         {"hold(kind = 'promise')\np.prepare()", none + `n1 -> n1 promise 1.1, no vote is held by the rule "hold promise"`},
		"some held":            {"hold(dst = [2, 3])\np.prepare()", `prepare: only 1 of the 3 answers came, and a quorum is 2, and none is to come by itself: n1 -> n2 prepare 1.1 is held by the rule "hold to n2 n3"`},
		"a quorum came":        {"hold(dst = 3)\np.prepare()", ""},
		"lost":                 {"lose(kind = 'promise')\np.prepare()", none + "n1 -> n1 promise 1.1, no vote is lost: lose promise; n2 -> n1 promise"},
		"perhaps lost":         {"lose(0.999999)\np.prepare()", none + "n1 -> n1 prepare 1.1 is lost: lose 99.9999%; n1 -> n2 prepare"},
		"cut":                  {"isolate(1)\np.prepare()", "only 1 of the 3 answers came, and a quorum is 2, and none is to come by itself: n1 -> n2 prepare 1.1 is lost: partition n1 | n2 n3; n1 -> n3 prepare"},
		"one way":              {"cut([2, 3], 1, oneway = True)\np.prepare()", "n2 -> n1 promise 1.1, no vote is lost: cut n2 n3 -> n1; n3 -> n1 promise"},
		"down":                 {"crash(2)\ncrash(3)\np.prepare()", "n1 -> n2 prepare 1.1 is lost: n2 is down; n1 -> n3 prepare 1.1 is lost: n3 is down"},
		"paused":               {"pause(2)\npause(3)\np.prepare()", "n1 -> n2 prepare 1.1 waits for n2, which is paused; n1 -> n3"},
		"dies of it":           {"crash(2, at = 'before_send')\ncrash(3, at = 'before_send')\np.prepare()", "n1 -> n2 prepare 1.1 has no answer; n1 -> n3 prepare 1.1 has no answer"},
		"some by name":         {"crash(2)\np.prepare(to = [2])", none + "n1 -> n2 prepare 1.1 is lost: n2 is down"},
		"fewer than a quorum":  {"p.prepare(to = [2])", ""},
		"some by name came":    {"crash(2)\np.prepare(to = [1, 2])", ""},
		"not waited for":       {"hold()\np.prepare(wait = False)", ""},
		"refused":              {"submit(2, 'B')\nhold(dst = 3)\np.prepare(to = [2])\np.prepare()", ""},
		"votes":                {"p.prepare()\nhold()\np.accept()", `accept: no answer came, and none is to come by itself: n1 -> n1 accept 1.1 A is held by the rule "hold"`},
		"votes by name":        {"p.prepare()\nhold()\np.accept(to = [2])", ""},
		"answers are slow":     {"delay('5s')\np.prepare()", ""},
		"many":                 {"cluster(9, quiet = True)\nq = proposer(1, 'A')\nhold()\nq.prepare()", "; and 4 more. Deliver"},
		"another rule is over": {"h = hold(kind = 'prepare')\np.prepare()\nh.stop()\np.prepare()", none + `n1 -> n1 prepare 1.1 is held by the rule "hold prepare"`},
	} {
		t.Run(name, func(t *testing.T) {
			got := execute(by+c.src, Options{})
			if got.err != nil {
				t.Fatal(got.diag)
			}
			warned := strings.Contains(got.diag, "answer")
			if !strings.Contains(got.diag, c.want) || warned != (c.want != "") {
				t.Errorf("got  %s\nwant %s", got.diag, c.want)
			}
		})
	}
}
