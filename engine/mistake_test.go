package engine_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"synod/engine"
	"synod/engine/fleet/sim"
	"synod/engine/trace"
	"synod/node"
	"synod/node/starlark/starlarktest"
)

// A mistake of an invariant comes after a step that was taken: the step is not taken
// again. A mistake that a wake-up of the script runs into is not the wake-up's.
func TestMistakeAfterAStep(t *testing.T) {
	p, text := starlarktest.Define(t, "asked.star", `
def on_read(self, r):
    if self.count == 1:
        fail("read too late")
    self.send(1, "ping", n = 1)
    self.send(2, "ping", n = 2)

def on_ping(self, m):
    self.count += 1

def at_most_none(nodes):
    return nodes[0].count < 1 or nodes[1].count == 1 or nodes[0].number

asked = protocol("asked", state = {"count": 0}, requests = {"read": on_read}, messages = {"ping": on_ping}, invariants = {"none": at_most_none})
`, "asked"), &strings.Builder{}
	w, err := engine.New(context.Background(), engine.Options{
		Protocol: p, Nodes: 2, Fleet: sim.NewWith(starlarktest.Maker(p)), Latency: engine.Constant(time.Millisecond), Sink: trace.NewText(text, p),
	})
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	if _, err := w.Request(1, &node.Request{Op: "read"}); err != nil {
		t.Fatal(err)
	}
	var mistake *node.HandlerError
	if _, err := w.Step(); !errors.As(err, &mistake) || !strings.Contains(mistake.Text, "no field number") {
		t.Fatalf("got %v, want the mistake of the invariant", err)
	}
	if n := strings.Count(text.String(), "ping n=1"); n != 1 || len(w.Pending()) != 1 {
		t.Errorf("got %d pending after\n%s\nwant the message to have arrived once", len(w.Pending()), text)
	}
	w.At(0, func() error {
		_, err := w.Request(1, &node.Request{Op: "read"})
		return err
	})
	if _, err := w.Step(); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Step(); !errors.As(err, &mistake) || !strings.Contains(mistake.Text, "read too late") {
		t.Fatalf("got %v, want the mistake of the request", err)
	}
	if len(w.Pending()) != 0 {
		t.Errorf("got %d pending, want none", len(w.Pending()))
	}
}
