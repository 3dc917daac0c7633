package starlark

import (
	"testing"

	"synod/node"
)

// TestCounter follows a protocol through a request, messages, a crash and a restart.
func TestCounter(t *testing.T) {
	l := newLab(t, example(t, "counter"), 3, node.Config{})
	l.ask(1, "add", node.Field{Name: "delta", Value: 2})
	l.settle()
	l.says(`
n1 write save count=2
n1 sync
n1 -> n2 gossip count=2
n1 -> n3 gossip count=2
n1 reply 1 ok count=2
n2 claims count = 2
n2 outcome now 2
n3 claims count = 2
n3 outcome now 2`)
	l.crash(1)
	l.start(1)
	l.ask(1, "ad")
	l.says(`
n1 crash
n1 outcome remembers 2
n1 reply 2 fail why=counter has no request ad, want one of: add; did you mean add?`)
	if got := l.state(1); got != "count=2" {
		t.Errorf("got the state %s", got)
	}
}
