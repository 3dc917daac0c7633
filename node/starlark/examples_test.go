package starlark

import (
	"slices"
	"testing"

	"synod/node"
)

// The reader of a register tells a majority what it read before it answers.
func TestRegister(t *testing.T) {
	l := newLab(t, example(t, "register"), 3, node.Config{})
	l.ask(1, "write", node.Field{Name: "value", Value: "X"})
	l.settle()
	l.lines = nil
	l.ask(2, "read")
	l.settle()
	l.says(`
n2 -> n1 ask 2
n2 -> n2 ask 2
n2 -> n3 ask 2
n2 sets again 40ms to 40ms
n1 -> n2 known 2, X at (1,1)
n2 -> n2 known 2, X at (1,1)
n3 -> n2 known 2, X at (1,1)
n2 outcome counted
n2 -> n1 tell 2, X at (1,1)
n2 -> n2 tell 2, X at (1,1)
n2 -> n3 tell 2, X at (1,1)
n2 outcome tells X
n2 outcome counted
n1 -> n2 told 2
n2 -> n2 told 2
n3 -> n2 told 2
n2 outcome counted
n2 stops again
n2 reply 2 ok value=X
n2 outcome read is done
n2 outcome counted`)
}

func TestRing(t *testing.T) {
	l := newLab(t, example(t, "ring"), 3, node.Config{})
	l.ask(1, "elect")
	l.settle()
	for id := node.ID(1); id <= 3; id++ {
		if got := l.state(id); got != "taking_part=false leader=3 waiting=null" {
			t.Errorf("%v: got %s", id, got)
		}
	}
	var up []node.Standing
	for i, m := range l.machines {
		up = append(up, node.Standing{Node: node.ID(i + 1), Machine: m})
	}
	one := l.p.Invariants()[0]
	if ok, why, err := one.Holds(up); !ok || why != "" || err != nil {
		t.Errorf("%s: got %t, %q, %v", one.Name, ok, why, err)
	}
	off := node.Config{Rules: map[string]bool{"only_own": false}}
	bad := newLab(t, l.p, 3, off)
	bad.machines[0].(*machine).state = append(bad.machines[0].(*machine).state[:1:1], Starlark("1"), Starlark("null"))
	up[0].Machine = bad.machines[0]
	if ok, why, err := one.Holds(up); ok || why != "leaders are [1, 3]" || err != nil {
		t.Errorf("got %t, %q, %v", ok, why, err)
	}
}

func TestPaxos(t *testing.T) {
	l := newLab(t, example(t, "paxos"), 3, node.Config{Settings: node.Settings{"backoff": `"10ms"`}})
	l.ask(1, "propose", node.Field{Name: "value", Value: node.Value(`"X"`)})
	l.ask(1, "propose", node.Field{Name: "value", Value: node.Value(`"Y"`)})
	l.says(`
n1 write save promised=(0,0) accepted=(0,0) vote=null used=(1,1) learned=null
n1 sync
n1 -> n1 prepare (1,1)
n1 -> n2 prepare (1,1)
n1 -> n3 prepare (1,1)
n1 outcome ballot 1.1
n1 reply 2 fail why=node 1 proposes X still`)
	l.settle()
	claims := append(slices.Repeat([]string{"promised = (1,1)"}, 6), slices.Repeat([]string{"chosen = X"}, 3)...)
	if !slices.Equal(l.claims, claims) {
		t.Errorf("got the claims %v, want %v", l.claims, claims)
	}
	l.lines = nil
	l.ask(2, "propose", node.Field{Name: "value", Value: "Z"})
	l.settle()
	if got := l.replies[len(l.replies)-1].Field("value"); got != "X" {
		t.Errorf("got %v chosen, want X", got)
	}
}
