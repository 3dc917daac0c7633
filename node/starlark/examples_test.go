package starlark

import (
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
n2 -> n1 query turn=1
n2 -> n2 query turn=1
n2 -> n3 query turn=1
n1 -> n2 holds turn=1 stamp=(1,1) value=X
n2 -> n2 holds turn=1 stamp=(1,1) value=X
n3 -> n2 holds turn=1 stamp=(1,1) value=X
n2 outcome counted
n2 -> n1 update X at (1,1)
n2 -> n2 update X at (1,1)
n2 -> n3 update X at (1,1)
n2 outcome 2 of 3 hold at most (1, 1)
n2 outcome counted
n1 -> n2 updated turn=1
n2 -> n2 updated turn=1
n3 -> n2 updated turn=1
n2 reply 2 ok value=X
n2 outcome read is over`)
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

func TestSynod(t *testing.T) {
	l := newLab(t, example(t, "synod"), 3, node.Config{Settings: node.Settings{"retry": `"10ms"`}})
	l.ask(1, "propose", node.Field{Name: "value", Value: node.Value(`"X"`)})
	l.ask(1, "propose", node.Field{Name: "value", Value: node.Value(`"Y"`)})
	l.says(`
n1 write save promised=(0,0) voted=null round=1
n1 sync
n1 -> n1 prepare ballot=(1,1)
n1 -> n2 prepare ballot=(1,1)
n1 -> n3 prepare ballot=(1,1)
n1 sets retry 10ms to 10ms
n1 reply 2 fail why=node 1 proposes already`)
	l.settle()
	if len(l.claims) != 6 || l.claims[5] != "chosen = X" {
		t.Errorf("got the claims %v", l.claims)
	}
	l.lines = nil
	l.ask(2, "propose", node.Field{Name: "value", Value: "Z"})
	l.settle()
	if got := l.replies[len(l.replies)-1].Field("value"); got != "X" {
		t.Errorf("got %v chosen, want X", got)
	}
}
