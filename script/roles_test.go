package script

import (
	"bytes"
	"strings"
	"testing"
)

// Where a node or a list of nodes is taken, a role is too.
func TestRoles(t *testing.T) {
	const scene = `c = cluster(5, quiet = True, roles = {"acceptors": [1, 2, "n3"], "proposers": (4, 5), "leader": 4})
`
	for src, want := range map[string]string{
		`print(c.roles)`: `{"acceptors": [n1, n2, n3], "proposers": [n4, n5], "leader": [n4]}`,
		`print(nodes("acceptors"), nodes(["leader", 1]))`:                "[n1, n2, n3] [n4, n1]",
		`print(len(nodes()), nodes(which = 2))`:                          "5 [n2]",
		`print(node("leader"), state("leader").node)`:                    "n4 n4",
		`print(partition("acceptors", "proposers"))`:                     "partition n1 n2 n3 | n4 n5, 0 hits",
		`print(partition(["leader", 1]))`:                                "partition n1 n4 | n2 n3 n5, 0 hits",
		`print(hold(dst = "acceptors", src = "leader"))`:                 "hold from n4 to n1 n2 n3, 0 hits",
		`print(cut("leader", "acceptors", oneway = True))`:               "cut n4 -> n1 n2 n3, 0 hits",
		`print(isolate("leader"))`:                                       "partition n4 | n1 n2 n3 n5, 0 hits",
		`print(crash("leader"))`:                                         "n4: crash, 1 hit",
		`print(propose("leader", "X").node)`:                             "n4",
		`print(linked("leader", 1))`:                                     "True",
		`heal("acceptors")`:                                              "",
		`print(node("leader") in c.roles["proposers"])`:                  "True",
		`print(explore(propose = [("leader", "A")], depth = 2).verdict)`: "unknown",
		`invariant("idle", lambda: all([not state(n).learned for n in nodes("acceptors")])); print(explore(propose = [("leader", "A")]).violated)`: "idle",
		`cluster(2, quiet = True); print(assert.fails(lambda: node("leader")))`:                                                                    `node: for parameter which: there is no node "leader", want one of 1, 2, or a name such as "n1"`,

		`print(assert.fails(lambda: crash("acceptors")))`:                   `crash: for parameter node: the role "acceptors" has 3 nodes, want one node: one of n1, n2, n3`,
		`print(assert.fails(lambda: crash("acceptor")))`:                    `crash: for parameter node: there is no node and no role "acceptor", want one of 1, 2, 3, 4, 5, a name such as "n1", or a role: acceptors, proposers, leader; did you mean acceptors?`,
		`print(assert.fails(lambda: hold(dst = ["n9"])))`:                   `hold: for parameter dst: there is no node and no role "n9", want one of 1, 2, 3, 4, 5, a name such as "n1", or a role: acceptors, proposers, leader`,
		`print(assert.fails(lambda: partition("acceptors", 1)))`:            "partition: n1 is in two groups, want every node in one",
		`print(assert.fails(lambda: c.roles.update(x = [1])))`:              "update: cannot insert into frozen hash table",
		`print(assert.fails(lambda: cluster(3, roles = {"n2": [1]})))`:      `cluster: for parameter roles: a role cannot be called "n2", which reads as a node; want a word`,
		`print(assert.fails(lambda: cluster(3, roles = {"7": [1]})))`:       `cluster: for parameter roles: a role cannot be called "7", which reads as a node; want a word`,
		`print(assert.fails(lambda: cluster(3, roles = {"a b": [1]})))`:     `cluster: for parameter roles: a role cannot be called "a b", want a word`,
		`print(assert.fails(lambda: cluster(3, roles = {"a": []})))`:        `cluster: for parameter roles: "a": got no node, want at least one`,
		`print(assert.fails(lambda: cluster(3, roles = {"a": [1, 4]})))`:    `cluster: for parameter roles: "a": got 4, want nodes from 1 to 3`,
		`print(assert.fails(lambda: cluster(3, roles = {"a": [1, "n1"]})))`: `cluster: for parameter roles: "a": got n1 twice, want every node once`,
		`print(assert.fails(lambda: cluster(3, roles = {1: [1]})))`:         `cluster: for parameter roles: got the name 1, want a string`,
		`print(assert.fails(lambda: cluster(3, roles = ["a"])))`:            `cluster: for parameter roles: got list, want a dict such as {"acceptors": [1, 2, 3]}`,
	} {
		t.Run(src, func(t *testing.T) {
			var out bytes.Buffer
			s := outOnly(t, &out)
			if err := s.Run("roles.star", "", scene+src); err != nil {
				t.Fatal(s.Explain(err))
			}
			if got := strings.TrimSpace(out.String()); got != want {
				t.Errorf("got  %s\nwant %s", got, want)
			}
		})
	}
}
