package script

import (
	"strings"
	"testing"
)

// What waits while all that could come is held says so at once, and no time passes;
// what hangs on the time, or on what is sent again, is waited for.
func TestWaitingUnderAHold(t *testing.T) {
	const held = "nothing more comes by itself, since messages are held (n1 -> n1 prepare 1.1; n1 -> n2 prepare 1.1; n1 -> n3 prepare 1.1"
	const all = "cluster(3, hold = True, quiet = True)\n"
	const proposed = all + "p = propose(1, 'A')\n"
	for name, c := range map[string]struct{ src, out, diag string }{
		"wait":                           {proposed + "print(p.wait().outcome, now())", "unknown 0s\n", "test.star:3:13: wait: " + held},
		"wait, a long time":              {proposed + "print(p.wait('1h').outcome, now())", "unknown 0s\n", "wait: " + held},
		"submit":                         {all + "print(submit(1, 'A').outcome, now())", "unknown 0s\n", "submit: " + held},
		"read":                           {all + "print(assert.fails(lambda: read(1)), now())", "read: n1 cannot find out what is chosen: " + held, ""},
		"reader":                         {all + "print(reader(1).wait().outcome, now())", "unknown 0s\n", "wait: " + held},
		"settle":                         {proposed + "print(settle(), now())", "False 0s\n", "settle: " + held},
		"run":                            {proposed + "print(run(until = lambda: p.done), now())", "False 0s\n", "run: " + held},
		"eventually":                     {proposed + "print(assert.fails(lambda: eventually(lambda: chosen() == 'A')), now())", "got the lambda false, and " + held, ""},
		"wait_for":                       {proposed + "print(assert.fails(lambda: wait_for(kind = 'promise')), now())", "got nothing, and " + held, ""},
		"wait_for a function":            {proposed + "print(assert.fails(lambda: wait_for(lambda: file(2))), now())", "got nothing, and " + held, ""},
		"no time is over":                {proposed + "run(until = lambda: now() > duration('40ms'))\nprint(now())", "50ms\n", ""},
		"sent again":                     {proposed + "drop(dst = 2)\nprint(wait_for(dst = 2), now())", "n1 -> n2 prepare 1.1, held 50ms\n", ""},
		"sent more":                      {proposed + "run(until = lambda: len(pending()) > 5)\nprint(now())", "50ms\n", ""},
		"messages are counted":           {proposed + "run(until = lambda: p.messages > 2)\nprint(now())", "50ms\n", ""},
		"a state as a whole":             {proposed + "h = state(1).hash\nrun(until = lambda: state(1).hash != h)\nprint(now())", "50ms\n", ""},
		"a rule":                         {"cluster(3, quiet = True)\nr = hold(kind = 'promise')\nprint(submit(1, 'A').outcome, now())", "unknown 1ms\n", "submit: nothing more comes by itself, since messages are held (n1 -> n1 promise 1.1"},
		"a rule is counted":              {"cluster(3, quiet = True)\nr = hold(kind = 'promise')\np = propose(1, 'A')\nrun(until = lambda: r.hits > 3)\nprint(now())", "51ms\n", ""},
		"no retransmission":              {"cluster(3, hold = True, quiet = True, retransmit = '0s')\nprint(submit(1, 'A').outcome, now())", "unknown 0s\n", "submit: " + held},
		"any order":                      {"cluster(3, hold = True, quiet = True, order = 'random')\nprint(submit(1, 'A').outcome, now())", "unknown 0s\n", "submit: " + held},
		"a task":                         {proposed + "spawn(lambda: [sleep('5ms'), release()])\nprint(p.wait().value, now())", "A 8ms\n", ""},
		"a task waits":                   {all + "t = spawn(lambda: submit(1, 'A'))\nprint(t.wait().outcome, now())", "unknown 0s\n", "test.star:2:25: submit: " + held},
		"a task waits, and run":          {proposed + "spawn(lambda: assert.fails(lambda: wait_for(kind = 'nack')))\nprint(run(until = lambda: p.done), now())", "False 0s\n", "run: " + held},
		"tasks wait, first the shortest": {proposed + "def f(n, d):\n    p.wait(d)\n    print(n, now())\nt = [spawn(f, 1, '9s'), spawn(f, 2, '1s')]\n[one.wait() for one in t]", "2 0s\n1 0s\n", "wait: " + held},
		"a task, any order":              {"cluster(3, hold = True, quiet = True, order = 'random')\nt = spawn(lambda: submit(1, 'A'))\nprint(t.wait().outcome, now())", "unknown 0s\n", "submit: " + held},
		"a task that helps":              {proposed + "def f():\n    p.wait()\n    release()\nspawn(f)\nprint(p.wait().value, now())", "A 4ms\n", "test.star:4:11: wait: " + held},
		"a task for a task":              {proposed + "t = spawn(lambda: p.wait('9s'))\nu = spawn(lambda: t.wait('1s'))\nprint(u.wait().outcome, now())", "unknown 0s\n", "wait: " + held},
		"a task that fails":              {proposed + "t = spawn(lambda: [p.wait('9s'), wait_for(kind = 'nack', within = '1s')])\nprint(assert.fails(lambda: t.wait()), now())", "got nothing, and " + held, "wait: " + held},
		"a task that sleeps":             {proposed + "spawn(lambda: sleep('5ms'))\nt = spawn(lambda: p.wait())\nprint(t.wait().outcome, now())", "unknown 5ms\n", "wait: " + held},
		"a task for the time":            {proposed + "t = spawn(lambda: wait_for(lambda: now() > duration('40ms')))\nt.wait()\nprint(now())", "50ms\n", ""},
		"a task that goes round":         {proposed + "def f():\n    for _ in range(1000000):\n        if now() >= duration('20ms') or p.wait('10ms').value: return\nt = spawn(f)\nt.wait()\nprint(now())", "20ms\n", "wait: " + held},
		"a task, a rule":                 {"cluster(3, quiet = True)\nhold(kind = 'promise')\nt = spawn(lambda: submit(1, 'A'))\nprint(t.wait().outcome, now())", "unknown 1ms\n", "submit: nothing more comes by itself, since messages are held (n1 -> n1 promise 1.1"},
		"a function":                     {"cluster(3, quiet = True)\nhold(where = lambda m: True)\nprint(submit(1, 'A').outcome, now())", "unknown 0s\n", "submit: " + held},
		"a function that chooses":        {"cluster(3, quiet = True)\nhold(where = lambda m: m.kind == 'promise')\nprint(submit(1, 'A').outcome, now())", "unknown 1ms\n", "submit: nothing more comes by itself, since messages are held (n1 -> n1 promise 1.1"},
		"a function that loses":          {all + "release()\nhold(dst = 1, kind = 'promise', where = lambda m: m.src == node(2))\nlose(where = lambda m: m.kind == 'promise')\nprint(submit(1, 'A').outcome, now())", "unknown 1ms\n", "submit: nothing more comes by itself, since messages are held (n2 -> n1 promise 1.1"},
		"a function for one node":        {"cluster(3, quiet = True)\nhold(where = lambda m: m.dst == node(3))\nprint(submit(1, 'A').value)", "A\n", ""},
		"a function of the time":         {"cluster(3, quiet = True)\nhold(where = lambda m: now() < duration('40ms'))\nprint(submit(1, 'A').value)", "A\n", ""},
		"a function of the due":          {"cluster(3, quiet = True)\nhold(where = lambda m: m.due < duration('40ms'))\nprint(submit(1, 'A').value)", "A\n", ""},
		"a function of a state":          {"cluster(3, quiet = True)\nhold(where = lambda m: state(1).hash != 0)\nprint(submit(1, 'A').outcome, now())", "unknown 10s\n", ""},
		"a function that counts":         {"cluster(3, quiet = True)\nseen = []\ndef where(m):\n    seen.append(1)\n    return len(seen) < 6\nhold(where = where)\nprint(submit(1, 'A').value, len(seen))", "A 19\n", ""},
		"a function that draws":          {"cluster(3, quiet = True)\nr = random('x')\nhold(where = lambda m: r.below(10) < 9)\nprint(submit(1, 'A').value, r.below(1000))", "None 352\n", ""},
		"a function, no timers":          {"cluster(3, quiet = True, retransmit = '0s')\nhold(where = lambda m: True)\nprint(submit(1, 'A').outcome, now())", "unknown 0s\n", "submit: " + held},
		"a function, in a task":          {"cluster(3, quiet = True, retransmit = '0s')\nhold(where = lambda m: True)\nt = spawn(lambda: submit(1, 'A'))\nprint(t.wait().outcome, now())", "unknown 0s\n", "submit: " + held},
		"in a task":                      {proposed + "def f():\n    print(p.wait('3ms').outcome, now())\nspawn(f)\nsleep('5ms')", "unknown 3ms\n", ""},
		"once":                           {proposed + "for _ in range(9): p.wait()\nprint(now())", "0s\n", "wait: " + held},
		"the history":                    {all + "submit(1, 'A')\nprint(history().json())", `"why":"all that could come is held"`, "submit: " + held},
	} {
		t.Run(name, func(t *testing.T) {
			got := execute(c.src, Options{})
			if got.err != nil {
				t.Fatal(got.diag)
			}
			diag, _, _ := strings.Cut(got.diag, "warning: nothing was chosen") // that is another matter
			if !strings.Contains(got.out, c.out) || !strings.Contains(diag, c.diag) || c.diag == "" && diag != "" {
				t.Errorf("got  %s%s\nwant %s%s", got.out, diag, c.out, c.diag)
			}
			if n := strings.Count(diag, "warning"); n > 1 {
				t.Errorf("got %d warnings, want one:\n%s", n, diag)
			}
		})
	}
}

// A hold can be ended: then a cluster made with hold=True is like any other.
func TestHoldsEnd(t *testing.T) {
	const proposed = "cluster(3, hold = True, quiet = True)\np = propose(1, 'A')\n"
	for name, c := range map[string]struct{ src, want string }{
		"release":             {"print(release(), p.wait().value, now())", "3 A 4ms\n"},
		"release a kind":      {"print(release(kind = 'prepare'), p.wait().outcome, len(pending(kind = 'promise')))", "3 unknown 3\n"},
		"heal":                {"heal(hold = True)\nprint(p.wait().value, now())", "A 4ms\n"},
		"heal without it":     {"heal()\nprint(p.wait().outcome)", "unknown\n"},
		"heal among":          {"heal(among = [1, 2])\nprint(p.wait().outcome)", "unknown\n"},
		"heal among with it":  {"heal(among = [1, 2], hold = True)\nprint(p.wait().value, [m.dst for m in pending() if m.held])", "A [n3, n3, n3]\n"},
		"rules":               {"r = hold(kind = 'promise')\ns = lose(kind = 'nack')\nrelease()\nprint(p.wait().value, r.stopped, s.stopped)", "A True False\n"},
		"rules are healed":    {"r = hold(kind = 'promise')\ns = lose(kind = 'nack')\nheal(hold = True)\nprint(p.wait().value, r.stopped, s.stopped)", "A True True\n"},
		"a hold comes later":  {"release()\nhold()\nprint(p.wait().outcome)", "unknown\n"},
		"reset":               {"release()\nreset()\nprint(submit(1, 'B').outcome)", "unknown\n"},
		"prepare by hand":     {"release()\nq = proposer(2, 'B')\nq.prepare()\nprint(p.done, now())", "False 2ms\n"},
		"twice":               {"release()\nprint(assert.fails(release))", "release: nothing is held; in flight are n1 -> n1 prepare 1.1"},
		"in the trace":        {"release()\nprint(trace(last = 1))", "release all, hold no more"},
		"eventually_decides":  {"release()\nprint(eventually_decides().value)", "A\n"},
		"only what is held":   {"release()\nprint(assert.fails(lambda: release(kind = 'prepare')))", "release: no held message matches kind=\"prepare\""},
		"in a task":           {"spawn(lambda: release())\nprint(p.wait().value)", "A\n"},
		"of a cluster before": {"c = p.node.cluster\ncluster(1, quiet = True)\nprint(c.release(), p.wait().value)", "3 A\n"},
	} {
		t.Run(name, func(t *testing.T) {
			got := execute(proposed+c.src, Options{})
			if got.err != nil || !strings.Contains(got.out, c.want) {
				t.Fatalf("got  %s%s\nwant %s", got.out, got.diag, c.want)
			}
			again := execute(got.played, Options{Trace: TraceOff})
			if again.err != nil || again.played != got.played {
				t.Errorf("played again: got %v\n%s\nwant\n%s", again.err, again.played, got.played)
			}
		})
	}
}
