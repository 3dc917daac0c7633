package engine_test

import (
	"context"
	"testing"
	"time"

	"synod/engine"
	"synod/engine/fleet/sim"
	"synod/node"
	"synod/node/starlark/starlarktest"
)

// TestTooManyEventsOfAScript says of a protocol that tells nothing of its endless runs
// only that it is not done.
func TestTooManyEventsOfAScript(t *testing.T) {
	p := starlarktest.Define(t, "echo.star", `
def on_ping(self, m):
    self.send(m.src, "ping")

def on_begin(self, r):
    self.send(2, "ping")

echo = protocol("echo", requests = {"begin": on_begin}, messages = {"ping": on_ping})
`, "echo")
	w, err := engine.New(context.Background(), engine.Options{
		Protocol: p, Nodes: 2, Fleet: sim.NewWith(starlarktest.Maker(p)), Latency: engine.Constant(time.Millisecond), MaxEvents: 5,
	})
	if err != nil {
		t.Fatal(err)
	}
	defer w.Close()
	if _, err := w.Request(1, &node.Request{Op: "begin"}); err != nil {
		t.Fatal(err)
	}
	if err := w.Run(time.Minute); err == nil || err.Error() != "5 events and still not done" {
		t.Errorf("got the error %v, want 5 events and still not done", err)
	}
}
