package engine_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"synod/engine"
	"synod/engine/fleet/sim"
	"synod/engine/trace"
	"synod/node"
	"synod/node/paxos"
	"synod/node/starlark/starlarktest"
)

// A gambler throws two coins for each request, and one more for each message; a message
// of seven is one that its handler makes a mistake with.
const gambler = `
def on_read(self, r):
    a, b = self.choose("first", ["heads", "tails"]), self.choose("second", [0, 1, 2])
    self.reply(r, value = a)
    self.send(self.nodes, "toss", n = b)
    return "%s %d" % (a, b)

def on_toss(self, m):
    self.count += 1
    self.set_timer("again", "1s")
    if self.count == 3:
        fail("three is too many")
    return self.choose("third", ["up", "down"])

def on_again(self):
    return {}["nothing"]

gambler = protocol("gambler", state = {"count": 0}, requests = {"read": on_read}, messages = {"toss": on_toss}, timers = {"again": on_again})
`

// newGamblers returns a world of two gamblers, and its trace.
func newGamblers(t *testing.T, seed uint64) (*engine.World, *strings.Builder) {
	t.Helper()
	p, text := starlarktest.Define(t, "gambler.star", gambler, "gambler"), &strings.Builder{}
	w, err := engine.New(context.Background(), engine.Options{
		Protocol: p, Nodes: 2, Fleet: sim.NewWith(starlarktest.Maker(p)), Seed: seed,
		Latency: engine.Constant(time.Millisecond), Sink: trace.NewText(text, p),
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = w.Close() })
	return w, text
}

// Choices are drawn by the seed: the same seed chooses alike, and seeds choose
// everything there is. What a step is told comes before what is drawn.
func TestChoices(t *testing.T) {
	seen := map[string]bool{}
	for seed := range uint64(40) {
		var texts [2]string
		for i := range texts {
			w, text := newGamblers(t, seed)
			if _, err := w.Request(1, paxos.Read()); err != nil {
				t.Fatal(err)
			}
			if err := w.Run(10 * time.Millisecond); err != nil {
				t.Fatal(err)
			}
			texts[i] = text.String()
		}
		if texts[0] != texts[1] {
			t.Fatalf("seed %d: got\n%s\nand then\n%s", seed, texts[0], texts[1])
		}
		first, _, _ := strings.Cut(texts[0], "\n")
		seen[first[strings.LastIndex(first, "  ")+2:]] = true
	}
	if len(seen) != 6 {
		t.Errorf("got %v, want all six throws", seen)
	}
	w, text := newGamblers(t, 1)
	if err := w.Choosing([]int{1, 2}, func() error { _, err := w.Request(1, paxos.Read()); return err }); err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(text.String(), "tails 2") {
		t.Errorf("got %s, want tails 2 as the step was told", text)
	}
}

// After a mistake of a handler the world stands where it stood: what was to happen next
// happens next, and everything else goes on.
func TestMistakeChangesNothing(t *testing.T) {
	w, text := newGamblers(t, 1)
	for range 3 {
		if _, err := w.Request(1, paxos.Read()); err != nil {
			t.Fatal(err)
		}
	}
	err := w.Run(10 * time.Millisecond)
	var mistake *node.HandlerError
	if !errors.As(err, &mistake) || !strings.HasPrefix(mistake.Where, "gambler.star:") || !strings.Contains(mistake.Text, "three is too many") {
		t.Fatalf("got %v, want the mistake with its place", err)
	}
	standing := func() string {
		hash, err := w.Hash()
		if err != nil {
			t.Fatal(err)
		}
		events, _ := w.Events()
		return fmt.Sprint(hash, w.Now(), events, w.Seq(), len(w.Pending()), text.String())
	}
	before := standing()
	for range 3 {
		if _, err := w.Step(); !errors.As(err, &mistake) {
			t.Fatalf("got %v, want the same mistake again", err)
		}
	}
	p := w.Pending()
	var next *engine.Pending
	for _, q := range p {
		if q.Message != nil {
			next = q
			break
		}
	}
	if err := w.Deliver(next); !errors.As(err, &mistake) {
		t.Fatalf("got %v, want the mistake by hand", err)
	}
	for _, q := range p {
		if q.Message == nil {
			if err := w.Deliver(q); !errors.As(err, &mistake) {
				t.Fatalf("got %v, want the mistake of a timer", err)
			}
		}
	}
	if after := standing(); after != before {
		t.Errorf("got\n%s\nwant\n%s", after, before)
	}
	if err := w.Drop(next); err != nil {
		t.Errorf("got %v, want a world that goes on", err)
	}
	if err := w.Sound(); err != nil {
		t.Errorf("got %v, want a lab that works", err)
	}
}
