package script

import (
	"strings"
	"testing"
)

// What eventually_decides finds, by how it ends.
func TestEventuallyDecides(t *testing.T) {
	for name, c := range map[string]struct{ src, want string }{
		"nothing is wrong":     {"print(eventually_decides().value)", "live\n"},
		"its own value":        {"print(eventually_decides(value = 7).value)", "7\n"},
		"what is under way":    {"p = propose(2, 'X')\nprint(eventually_decides().value, p.done)", "X True\n"},
		"elsewhere":            {"p = propose(3, 'X')\nisolate(3)\nprint(eventually_decides().value, p.done)", "live False\n"},
		"a read":               {"r = reader(1)\nprint(eventually_decides().outcome)", "empty\n"},
		"by hand":              {"p = proposer(1, 'X')\nprint(eventually_decides().value, p.done)", "live False\n"},
		"down":                 {"crash(1)\ncrash(2)\ncrash(3)\nprint(eventually_decides().value, node(3).up)", "live False\n"},
		"paused":               {"[pause(i) for i in (1, 2, 3)]\nprint(eventually_decides().value, node(3).paused)", "live True\n"},
		"a trap":               {"t = crash(1, at = 'before_write')\nu = crash(3, at = 'before_write')\nprint(eventually_decides().value, t.armed, u.armed)", "live False False\n"},
		"disks":                {"disk(1, slow = '1m')\nf = disk(3, slow = '1m')\nprint(eventually_decides(within = '1s').value, f.stopped)", "live False\n"},
		"held":                 {"h = hold()\npropose(1, 'X')\nprint(eventually_decides(within = '5ms').value, h.stopped)", "X False\n"},
		"a quorum of its own":  {"crash(1)\nprint(eventually_decides(quorum = [3, 2]).value, node(1).up)", "live False\n"},
		"in a task":            {"k = spawn(lambda: eventually_decides().value)\nprint(k.wait())", "live\n"},
		"chosen long ago":      {"submit(3, 'X')\nsettle()\nprint(eventually_decides().value)", "X\n"},
		"too soon":             {"print(assert.fails(lambda: eventually_decides(within = '1ms')))", "got no decision within 1ms, though n1 n2 are healed want a proposer at one of them to decide proposer n1 of live: preparing, 1 ballot, the last 1.1; acceptor n1: promised 1.1, accepted -; acceptor n2: promised 1.1, accepted -\n"},
		"a task breaks it":     {"crash(3)\nspawn(lambda: crash(2))\nprint(assert.fails(lambda: eventually_decides(quorum = [1, 2])))", "acceptor n2: down"},
		"crashed under it":     {"def f():\n    sleep('1ms')\n    crash(1)\nspawn(f)\nprint(assert.fails(lambda: eventually_decides()))", "proposer n1 of live: crashed, 1 ballot, the last 1.1"},
		"a rule that holds it": {"def f():\n    lose(src = 1)\nspawn(f)\nprint(assert.fails(lambda: eventually_decides(within = '1s')))", "1 ballot, the last 1.1"},
	} {
		t.Run(name, func(t *testing.T) {
			got := execute("cluster(3, quiet = True)\n"+c.src, Options{})
			if got.err != nil {
				t.Fatal(got.diag)
			}
			if !strings.Contains(got.out, c.want) {
				t.Errorf("got  %s\nwant %s", got.out, c.want)
			}
		})
	}
}
