package engine_test

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"

	"synod/engine"
	"synod/node"
	"synod/node/paxos"
)

// drawForks draws forks at ascending events.
func drawForks(t *rapid.T, most int) (forks []engine.Fork) {
	at := 0
	for range rapid.IntRange(0, most).Draw(t, "forks") {
		at += rapid.IntRange(1, 60).Draw(t, "event")
		forks = append(forks, engine.Fork{Event: at, Seed: rapid.Uint64().Draw(t, "seed")})
	}
	return forks
}

// TestInputText checks that a text and an input stand for each other.
func TestInputText(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		in := engine.Input{Seed: rapid.Uint64().Draw(t, "first seed"), Forks: drawForks(t, 3)}
		got, err := engine.ParseInput(in.String())
		if err != nil || got.Seed != in.Seed || !slices.Equal(got.Forks, in.Forks) {
			t.Fatalf("%v: got %v, %v", in, got, err)
		}
	})
	for _, text := range []string{"", "x", "-1", "+1", "07", "7,", "7,1", "7,1:", "7,+1:2", "7,:2", "7, 1:2", "7,1:2,", "7;1:2", "18446744073709551616"} {
		if in, err := engine.ParseInput(text); !errors.Is(err, engine.ErrInput) {
			t.Errorf("%q: got %v, %v, want %v", text, in, err, engine.ErrInput)
		}
	}
	for text, want := range map[string]string{"7,0:1": "at event 1 or later", "7,5:1,5:2": "at event 6 or later", "7,5:1,4:2": "at event 6 or later"} {
		if _, err := engine.ParseInput(text); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: got %v, want %q", text, err, want)
		}
	}
	if in := (engine.Input{Seed: math.MaxUint64}); in.String() != "18446744073709551615" {
		t.Errorf("got %v", in)
	}
}

// drawing makes a cluster in which every kind of stream draws.
func drawing(t testing.TB, order engine.Order, in engine.Input) *lab {
	l := newLab(t, engine.Options{
		Latency: engine.Latency{Min: time.Millisecond, Max: 9 * time.Millisecond},
		Order:   order, Seed: in.Seed, Forks: in.Forks,
	})
	l.impose(&engine.Rule{Action: engine.ActLose, Rate: 0.1})
	l.impose(&engine.Rule{Action: engine.ActReorder, Rate: 0.5, Time: engine.Latency{Max: 5 * time.Millisecond}})
	return l
}

// play lets so many events happen, and writes down what a script draws between them.
func (l *lab) play(events int) {
	for i := range events {
		if i%25 == 0 {
			for id := node.ID(1); id <= 3; id++ {
				_, _ = l.Request(id, paxos.Propose(x, node.Ballot{})) // who has something to do already refuses
			}
		}
		if i%40 == 0 { // one that draws only later
			l.impose(&engine.Rule{Action: engine.ActDelay, Rate: 0.2, Time: engine.Latency{Max: 3 * time.Millisecond}})
		}
		if ok, err := l.Step(); err != nil || !ok {
			l.check(err)
			break
		}
		fmt.Fprintln(l.text, "dice", l.Dice("often").Below(1000), l.Dice(fmt.Sprint("new", i)).Below(1000))
	}
}

// until returns the trace up to, and without, what an event comes to.
func (l *lab) until(event int) string {
	text := l.text.String()
	at := 0
	for range event - 1 {
		at += strings.Index(text[at:], "dice")
		at += strings.Index(text[at:], "\n") + 1
	}
	return text[:at]
}

// TestForks checks that a run with a fork is the run without it up to there,
// another one after it, and the same whenever it is run.
func TestForks(t *testing.T) {
	for _, order := range []engine.Order{engine.ByTime, engine.BySeed} {
		differ := 0
		for seed := uint64(1); seed <= 30; seed++ {
			in := engine.Input{Seed: seed}
			plain := drawing(t, order, in)
			plain.play(120)
			for _, event := range []int{1, 2, 30, 77} {
				with := engine.Input{Seed: seed, Forks: []engine.Fork{{Event: event, Seed: seed + 1000}}}
				l := drawing(t, order, with)
				l.play(120)
				if a, b := plain.until(event), l.until(event); a != b {
					t.Fatalf("%v: before the fork got\n%s\nwant\n%s", with, b, a)
				}
				if l.text.String() != plain.text.String() {
					differ++
				}
				first := l.text.String()
				l.text.Reset()
				l.check(l.Reset(with.Seed, with.Forks...))
				l.impose(&engine.Rule{Action: engine.ActLose, Rate: 0.1})
				l.impose(&engine.Rule{Action: engine.ActReorder, Rate: 0.5, Time: engine.Latency{Max: 5 * time.Millisecond}})
				l.play(120)
				if again := l.text.String(); !strings.HasSuffix(first, again) {
					t.Fatalf("%v: a second run got\n%s\nwant\n%s", with, again, first)
				}
			}
		}
		if differ < 100 {
			t.Errorf("of 120 runs, %d differ after the fork, want most", differ)
		}
	}
}

// TestForkReseedsAll checks that after a fork no stream goes on with what it drew
// from the seed before: two runs that stand at the same place, but for their
// streams, stand at the same place then. A hash has every stream in it.
func TestForkReseedsAll(t *testing.T) {
	const never = 1e-18
	hashes := func(forks ...engine.Fork) (all []uint64) {
		for seed := uint64(5); seed <= 6; seed++ {
			l := newLab(t, engine.Options{Seed: seed, Forks: forks})
			l.Dice("early").Below(3)
			l.impose(&engine.Rule{Action: engine.ActLose, Rate: never})
			l.propose(1, x) // the rule's streams come into being
			_, err := l.Step()
			l.check(err)
			l.Dice("late").Below(3)
			l.impose(&engine.Rule{Action: engine.ActLose, Rate: never})
			l.propose(2, y)
			all = append(all, l.hash())
		}
		return all
	}
	if h := hashes(); h[0] == h[1] {
		t.Error("two seeds come to the same place: the test shows nothing")
	}
	if h := hashes(engine.Fork{Event: 1, Seed: 99}); h[0] != h[1] {
		t.Error("after the fork something is drawn from the seed before")
	}
	if h := hashes(engine.Fork{Event: 2, Seed: 99}); h[0] == h[1] {
		t.Error("a fork that is still to come has happened")
	}
}

// TestForksOutOfOrder checks that a world refuses them, and stays as it was.
func TestForksOutOfOrder(t *testing.T) {
	l := newLab(t, engine.Options{Seed: 3})
	if err := l.Reset(4, engine.Fork{Event: 2}, engine.Fork{Event: 2}); err == nil || l.Input().String() != "3" {
		t.Errorf("got %v with the input %v, want an error and 3", err, l.Input())
	}
}
