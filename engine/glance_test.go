package engine_test

import (
	"reflect"
	"slices"
	"testing"
	"time"

	"synod/engine"
	"synod/engine/safety"
	"synod/node"
)

// echo shows a ghost the world that it was taken from.
type echo struct {
	t     *testing.T
	world *lab
	snap  *engine.Snapshot
}

func (e echo) Node(id node.ID) engine.NodeSight {
	n := e.snap.Nodes[id-1]
	return engine.NodeSight{Down: n.Down, Paused: n.Paused, State: n.State, Published: n.Published, Timers: n.Timers}
}

func (e echo) Messages() []engine.Flight { return e.snap.Messages }

func (e echo) Linked(src, dst node.ID) bool {
	linked, err := e.world.Linked(src, dst)
	if err != nil {
		e.t.Fatal(err)
	}
	return linked
}

func (e echo) Judge() *safety.Judge {
	j, err := e.snap.JudgeOf(e.snap.Judge)
	e.world.check(err)
	return j
}

// TestGhostLooksLikeItsWorld takes a ghost of a world that stands in the middle
// of everything, and compares what can be asked of both.
func TestGhostLooksLikeItsWorld(t *testing.T) {
	l := newLab(t, engine.Options{Nodes: 4})
	l.propose(1, x)
	l.check(l.Run(3 * time.Millisecond))
	_, err := l.Crash(4)
	l.check(err)
	l.propose(2, y)
	snap, err := l.Snapshot()
	l.check(err)
	ghost := l.Ghost(echo{t, l, snap})

	if l.IsGhost() || !ghost.IsGhost() {
		t.Error("got a world for a ghost, or a ghost for a world")
	}
	for id := node.ID(1); id <= 4; id++ {
		fresh := l.Ghost(echo{t, l, snap}) // has not looked at the node yet
		if fresh.Up(id) != l.Up(id) {
			t.Errorf("n%d: got up %t, want %t", id, fresh.Up(id), l.Up(id))
		}
		want, err := l.State(id)
		l.check(err)
		got, err := ghost.State(id)
		l.check(err)
		want.Since = 0 // a search knows no time
		if !reflect.DeepEqual(got, want) {
			t.Errorf("n%d: got the state %+v, want %+v", id, got, want)
		}
		if ghost.Up(id) != l.Up(id) || ghost.Paused(id) != l.Paused(id) {
			t.Errorf("n%d: got up %t, paused %t; want %t, %t", id, ghost.Up(id), ghost.Paused(id), l.Up(id), l.Paused(id))
		}
		gotFile, gotThere, err := ghost.File(id)
		l.check(err)
		file, there, err := l.File(id)
		l.check(err)
		if string(gotFile) != string(file) || gotThere != there {
			t.Errorf("n%d: got the file %q, want %q", id, gotFile, file)
		}
	}
	// The voters of a choice are those there were when it was made, and a search
	// does not know who was first.
	got, want := chosenIn(ghost), l.Chosen()
	if len(got) != 1 || len(want) != 1 || got[0].Value != want[0].Value || got[0].Ballot != want[0].Ballot {
		t.Errorf("got %v chosen, want %v", got, want)
	}
	if got, want := flights(ghost.Pending()), flights(l.Pending()); !slices.Equal(got, want) {
		t.Errorf("got %v in flight, want %v", got, want)
	}
	if err := ghost.Flush(); err != engine.ErrLooking {
		t.Errorf("got the error %v when a ghost is to move, want %v", err, engine.ErrLooking)
	}
}

// flights returns what is in flight, and the timers, in an order of its own.
func flights(pending []*engine.Pending) []string {
	var all []string
	for _, p := range pending {
		if p.Message != nil {
			all = append(all, engine.FlightText(engine.Flight{Src: p.Src, Dst: p.Dst, Message: p.Message}))
		} else {
			all = append(all, p.Dst.String()+" timer")
		}
	}
	slices.Sort(all)
	return all
}

// TestSeveredAsksTheRules tells a search which messages can never arrive: those
// that a rule loses surely.
func TestSeveredAsksTheRules(t *testing.T) {
	l := newLab(t, engine.Options{})
	l.propose(1, x)
	_, err := l.Cut([]node.ID{1}, []node.ID{2}, true, engine.InFlightKept)
	l.check(err)
	l.check(l.Impose(&engine.Rule{Action: engine.ActLose, Rate: 0.5, Match: engine.Match{Dst: []node.ID{3}}, Text: "half"}))
	for _, p := range l.Pending() {
		if p.Message == nil {
			continue
		}
		got, err := l.Severed(engine.Flight{Src: p.Src, Dst: p.Dst, Message: p.Message})
		l.check(err)
		if want := p.Dst == 2; got != want {
			t.Errorf("n%d -> n%d: got severed %v, want %v", p.Src, p.Dst, got, want)
		}
	}
	if err := l.Searchable(); err == nil {
		t.Error("got no error for a search under chance, want one")
	}
}

// TestWhatIsHeldIsNotSevered: rules do their work in order, so that a message which
// is held never comes to the cut behind.
func TestWhatIsHeldIsNotSevered(t *testing.T) {
	for _, holdFirst := range []bool{true, false} {
		l := newLab(t, engine.Options{})
		hold := func() { l.check(l.Impose(&engine.Rule{Action: engine.ActHold, Rate: 1, Text: "hold"})) }
		if holdFirst {
			hold()
		}
		_, err := l.Cut([]node.ID{1}, []node.ID{2}, true, engine.InFlightKept)
		l.check(err)
		if !holdFirst {
			hold()
		}
		l.propose(1, x)
		reachable := 0
		for _, p := range l.Pending() {
			if p.Message == nil || p.Dst != 2 {
				continue
			}
			reachable++
			severed, err := l.Severed(engine.Flight{Src: p.Src, Dst: p.Dst, Message: p.Message})
			l.check(err)
			if severed {
				t.Errorf("hold first %t: got %v severed, which is held", holdFirst, p)
			}
		}
		if (reachable > 0) != holdFirst {
			t.Errorf("hold first %t: got %d messages to n2 that can be delivered", holdFirst, reachable)
		}
	}
}
