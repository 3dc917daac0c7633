package engine_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"synod/engine"
	"synod/engine/fleet"
	"synod/engine/fleet/sim"
	"synod/engine/history"
	"synod/node"
	"synod/node/starlark/starlarktest"
)

// storeText is a store of registers at one node, which asks another before it does
// anything, so that many operations are under way. Without its rule a restart forgets.
const storeText = `
def start(self, disk):
    if disk.saved:
        self.store = disk.saved.store

def ask(self, r):
    self.send(2, "ping", r = r)

def on_ping(self, m):
    self.send(1, "pong", r = m.r)

def on_pong(self, m):
    r = m.r
    now = self.store.get(r.key)
    if r.op == "read":
        self.reply(r, value = now, copies = 1)
    elif r.op == "cas" and now != r.old:
        self.reply(r, value = False)
    else:
        store = dict(self.store)
        store[r.key] = r.value if r.op == "write" else r.new
        self.store = store
        if self.rule("durable"):
            self.save(store = store)
        if r.op == "cas":
            self.reply(r, value = True)
        else:
            self.reply(r)

store = protocol("store", state = {"store": {}}, start = start, requests = {"read": ask, "write": ask, "cas": ask},
    messages = {"ping": on_ping, "pong": on_pong}, rules = {"durable": "what was written is saved"})
`

// newStore returns a world of a store, with its rule or without.
func newStore(t tester, p node.Protocol, durable bool, seed uint64) *engine.World {
	t.Helper()
	w, err := engine.New(context.Background(), engine.Options{
		Protocol: p, Nodes: 2, Fleet: sim.NewWith(starlarktest.Maker(p)), Rules: map[string]bool{"durable": durable},
		Order: engine.BySeed, Seed: seed, Latency: engine.Constant(engine.DefaultLatency),
	})
	if err != nil {
		t.Fatal(err)
	}
	return w
}

// What clients of a store are told is linearizable key by key, whatever befalls its
// node.
func TestStoreIsLinearizable(t *testing.T) {
	p := starlarktest.Define(t, "store.star", storeText, "store")
	rapid.Check(t, func(t *rapid.T) {
		w := newStore(t, p, true, rapid.Uint64Range(1, 1000).Draw(t, "seed"))
		defer w.Close()
		for range rapid.IntRange(1, 25).Draw(t, "deeds") {
			deedAtStore(t, w)
		}
		h := w.History()
		if _, err := history.New(h); err != nil {
			t.Fatalf("%v in\n%s", err, h.Table(120))
		}
		j, err := history.Judge(h, history.Register, history.DefaultBudget)
		if err != nil || j.Verdict != history.Holds {
			t.Fatalf("%v, %v\nof\n%s", j, err, h.Table(120))
		}
	})
}

// A store whose restart forgets is found by the register, and the history says what
// was asked by its names.
func TestStoreThatForgets(t *testing.T) {
	w := newStore(t, starlarktest.Define(t, "store.star", storeText, "store"), false, 1)
	defer w.Close()
	request := func(op string, args ...node.Field) func() error {
		return func() error { _, err := w.Request(1, &node.Request{Op: op, Args: node.Fields(args)}); return err }
	}
	x, y := node.Field{Name: "key", Value: node.Value(`"x"`)}, node.Field{Name: "key", Value: node.Value(`"y"`)}
	err := inOrder(
		request("write", x, node.Field{Name: "value", Value: node.Value("1")}), settle(w),
		request("cas", x, node.Field{Name: "old", Value: node.Value("1")}, node.Field{Name: "new", Value: node.Value("2")}), settle(w),
		request("read", y), settle(w), crash(w, 1), func() error { return w.Restart(1, fleet.Keep) }, request("read", x), settle(w),
	)
	if err != nil {
		t.Fatal(err)
	}
	j, err := history.Judge(w.History(), history.Register, history.DefaultBudget)
	want := `not linearizable as register
these 2 operations fit no order:
  client  node  operation              invoked   returned  outcome
  c2      n1    cas key=x old=1 new=2  2ms (4)   4ms (6)   ok true
  c4      n1    read key=x             6ms (12)  8ms (14)  ok copies=1
c4's read returned None; 2 would fit
whatever became of the other 2 operations`
	if err != nil || j.String() != want {
		t.Errorf("got %v\n%v\nwant\n%s", err, j, want)
	}
}

// deedAtStore lets a client ask, the node crash or restart, or time pass.
func deedAtStore(t *rapid.T, w *engine.World) {
	number := func() node.Value { return node.Value(fmt.Sprint(rapid.IntRange(1, 2).Draw(t, "value"))) }
	args := node.Fields{{Name: "key", Value: rapid.SampledFrom([]node.Value{`"x"`, `"y"`}).Draw(t, "key")}}
	r := &node.Request{Op: "read"}
	var err error
	switch rapid.IntRange(0, 9).Draw(t, "deed") {
	case 0:
		_, err = w.Crash(1)
	case 1:
		err = w.Restart(1, fleet.Keep)
	case 2, 3:
		err = pass(w, rapid.IntRange(1, 4).Draw(t, "ms"))()
	case 4, 5, 6:
		r.Op, args = "write", append(args, node.Field{Name: "value", Value: number()})
		fallthrough
	case 7:
		r.Args = args
		_, err = w.Request(1, r)
	case 8:
		r.Op, r.Args = "cas", append(args, node.Field{Name: "old", Value: number()}, node.Field{Name: "new", Value: number()})
		_, err = w.Request(1, r)
	default:
		r.Args = args
		_, err = w.Request(1, r)
	}
	var lab *fleet.Error
	if errors.As(err, &lab) {
		t.Fatal(err)
	}
	if err != nil && !strings.Contains(err.Error(), "n1 is") {
		t.Fatal(err)
	}
}
