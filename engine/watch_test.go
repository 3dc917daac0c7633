package engine_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"synod/engine"
	"synod/node"
	"synod/node/paxos"
)

// Whoever watches is asked once before each event, by whatever lets it happen,
// and changes nothing by that.
func TestWatching(t *testing.T) {
	for name, run := range map[string]func(w *engine.World) error{
		"run":     func(w *engine.World) error { return w.Run(20 * time.Millisecond) },
		"settle":  func(w *engine.World) error { _, err := w.Settle(time.Second); return err },
		"flush":   (*engine.World).Flush,
		"deliver": func(w *engine.World) error { return deliverAll(w) },
		"step": func(w *engine.World) error {
			for {
				if more, err := w.Step(); err != nil || !more {
					return err
				}
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			lines := func(watch bool) []string {
				w := newWorld(t, engine.Options{Nodes: 3})
				asked := 0
				if watch {
					w.Before(func() error { asked++; return nil })
				}
				if _, err := w.Request(1, paxos.Propose(`"X"`, node.Ballot{})); err != nil {
					t.Fatal(err)
				}
				if err := run(w); err != nil {
					t.Fatal(err)
				}
				if events, _ := w.Events(); watch && asked != events {
					t.Errorf("got asked %d times before %d events", asked, events)
				}
				return w.Recent(1000)
			}
			if got, want := lines(true), lines(false); !slices.Equal(got, want) {
				t.Errorf("got %q, want %q", got, want)
			}
		})
	}
}

func deliverAll(w *engine.World) error {
	for {
		all := w.Pending()
		if len(all) == 0 {
			return nil
		}
		if err := w.Deliver(all[0]); err != nil {
			return err
		}
	}
}

// An error of whoever watches stops the world between two events; it goes on
// afterwards as if nothing had been.
func TestWatcherStops(t *testing.T) {
	enough := errors.New("enough")
	straight := newWorld(t, engine.Options{Nodes: 3})
	propose(t, straight, 1, `"X"`)
	for stop := 1; stop <= 12; stop++ {
		w := newWorld(t, engine.Options{Nodes: 3})
		asked := 0
		w.Before(func() error {
			if asked++; asked == stop {
				return enough
			}
			return nil
		})
		if _, err := w.Request(1, paxos.Propose(`"X"`, node.Ballot{})); err != nil {
			t.Fatal(err)
		}
		if err := w.Run(time.Second); err != enough {
			t.Fatalf("got %v, want to be stopped", err)
		}
		if events, _ := w.Events(); events != stop-1 {
			t.Errorf("got %d events before it was stopped at %d", events, stop)
		}
		if _, err := w.Settle(time.Second); err != nil {
			t.Fatal(err)
		}
		if got, want := w.Recent(1000), straight.Recent(1000); !slices.Equal(got, want) {
			t.Errorf("stopped at %d: got %q, want %q", stop, got, want)
		}
	}
}

// Whoever watches may move the world: deliver the very message that was to come
// next, or let another come before it. Then what comes next is chosen anew.
func TestWatcherMoves(t *testing.T) {
	w := newWorld(t, engine.Options{Nodes: 3})
	moved := false
	w.Before(func() error {
		if moved {
			return nil
		}
		moved = true
		next := w.Pending()[0]
		if err := w.Deliver(next); err != nil {
			return err
		}
		_, err := w.Request(3, paxos.Propose(`"Y"`, node.Ballot{}))
		return err
	})
	if _, err := w.Request(1, paxos.Propose(`"X"`, node.Ballot{})); err != nil {
		t.Fatal(err)
	}
	if _, err := w.Settle(time.Minute); err != nil {
		t.Fatal(err)
	}
	byHand := newWorld(t, engine.Options{Nodes: 3})
	if _, err := byHand.Request(1, paxos.Propose(`"X"`, node.Ballot{})); err != nil {
		t.Fatal(err)
	}
	if err := byHand.Deliver(byHand.Pending()[0]); err != nil {
		t.Fatal(err)
	}
	if _, err := byHand.Request(3, paxos.Propose(`"Y"`, node.Ballot{})); err != nil {
		t.Fatal(err)
	}
	if _, err := byHand.Settle(time.Minute); err != nil {
		t.Fatal(err)
	}
	if got, want := w.Recent(1000), byHand.Recent(1000); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// A message that whoever watches takes away cannot be delivered any more.
func TestWatcherTakesAway(t *testing.T) {
	w := newWorld(t, engine.Options{Nodes: 3})
	if _, err := w.Request(1, paxos.Propose(`"X"`, node.Ballot{})); err != nil {
		t.Fatal(err)
	}
	p := w.Pending()[0]
	w.Before(func() error { return w.Drop(p) })
	if err := w.Deliver(p); err == nil || err.Error() != "the message is no longer in flight" {
		t.Errorf("got %v", err)
	}
}

// Whoever stops the world before an event that was drawn finds the world as if
// nothing had been drawn, and the same event comes next.
func TestWatcherStopsBeforeADraw(t *testing.T) {
	enough := errors.New("enough")
	options := engine.Options{Nodes: 3, Order: engine.BySeed, Seed: 3}
	straight := newWorld(t, options)
	propose(t, straight, 1, `"X"`)
	for stop := range 12 {
		stepped, stopped := newWorld(t, options), newWorld(t, options)
		for _, w := range []*engine.World{stepped, stopped} {
			if _, err := w.Request(1, paxos.Propose(`"X"`, node.Ballot{})); err != nil {
				t.Fatal(err)
			}
		}
		for range stop {
			if _, err := stepped.Step(); err != nil {
				t.Fatal(err)
			}
		}
		asked := 0
		stopped.Before(func() error {
			if asked++; asked == stop+1 {
				return enough
			}
			return nil
		})
		if err := stopped.Run(time.Second); err != enough {
			t.Fatalf("got %v, want to be stopped", err)
		}
		got, err1 := stopped.Hash()
		want, err2 := stepped.Hash()
		if err1 != nil || err2 != nil || got != want {
			t.Errorf("stopped after %d: got another world than by that many steps (%v, %v)", stop, err1, err2)
		}
		if _, err := stopped.Settle(time.Second); err != nil {
			t.Fatal(err)
		}
		if got, want := stopped.Recent(1000), straight.Recent(1000); !slices.Equal(got, want) {
			t.Errorf("stopped after %d: got %q, want %q", stop, got, want)
		}
	}
}
