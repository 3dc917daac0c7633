package observer

import (
	"cmp"
	"fmt"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"synod/node"
)

// twin is an observer that keeps everything it is told, and works every answer
// out from scratch: slow, and too simple to be wrong.
type twin struct {
	quorum   int
	asked    []node.Value
	facts    []stated // in the order in which they became true
	unsynced []stated
}

// stated is a fact, or that a node was wiped.
type stated struct {
	id    node.ID
	wiped bool
	fact  Fact
}

// states takes a fact, and returns the name of the property that it breaks.
func (w *twin) states(id node.ID, f Fact) string {
	before := w.chosen()
	w.facts = append(w.facts, stated{id: id, fact: f})
	switch f.Kind {
	case Promised:
		return w.promise(id, f.Ballot)
	case Proposed:
		return w.proposal(f)
	case Voted:
		return cmp.Or(w.promise(id, f.Ballot), w.choice(before, w.chosen()))
	case Learned:
		return w.learned(f.Slot, f.Value)
	}
	return ""
}

// promise asks whether a node has promised more than it says now, and was not
// made to forget it.
func (w *twin) promise(id node.ID, b node.Ballot) string {
	highest := node.Ballot{}
	for _, s := range w.facts[:len(w.facts)-1] {
		promises := s.fact.Kind == Promised || s.fact.Kind == Voted
		switch {
		case s.id == id && s.wiped:
			highest = node.Ballot{}
		case s.id == id && promises && highest.Less(s.fact.Ballot):
			highest = s.fact.Ballot
		}
	}
	if b.Less(highest) {
		return PromisesHold
	}
	return ""
}

// proposal asks what else was proposed at a ballot.
func (w *twin) proposal(f Fact) string {
	for _, s := range w.facts {
		if s.fact.Kind == Proposed && s.fact.Slot == f.Slot && s.fact.Ballot == f.Ballot && s.fact.Value != f.Value {
			return OneValue
		}
	}
	if !slices.Contains(w.asked, f.Value) {
		return Validity
	}
	return ""
}

// choice asks what a vote changed.
func (w *twin) choice(before, after []Choice) string {
	if len(before) == len(after) {
		return ""
	}
	newest := after[len(after)-1]
	first, now := firstOf(after, newest.Slot).Value, newest.Value
	switch {
	case first != now:
		return Agreement
	case !slices.Contains(w.asked, now):
		return Validity
	}
	return ""
}

// firstOf returns the first choice of a slot, or none.
func firstOf(chosen []Choice, slot int32) (none Choice) {
	for _, c := range chosen {
		if c.Slot == slot {
			return c
		}
	}
	return none
}

func (w *twin) learned(slot int32, v node.Value) string {
	if firstOf(w.chosen(), slot).Value != v {
		return LearnedChosen
	}
	return ""
}

// chosen counts all votes again, as they came.
func (w *twin) chosen() []Choice {
	var chosen []Choice
	for i, s := range w.facts {
		if s.fact.Kind != Voted {
			continue
		}
		var voters []node.ID
		for _, o := range w.facts[:i+1] {
			if o.fact == s.fact && !slices.Contains(voters, o.id) {
				voters = append(voters, o.id)
			}
		}
		known := slices.ContainsFunc(chosen, func(c Choice) bool {
			return c.Slot == s.fact.Slot && c.Ballot == s.fact.Ballot && c.Value == s.fact.Value
		})
		if len(voters) >= w.quorum && !known {
			slices.Sort(voters)
			chosen = append(chosen, Choice{s.fact.Slot, s.fact.Ballot, s.fact.Value, voters})
		}
	}
	return chosen
}

// synced lets what a node wrote become true.
func (w *twin) synced(id node.ID) string {
	waiting, first := w.unsynced, ""
	w.crashed(id)
	for _, s := range waiting {
		if s.id == id {
			first = cmp.Or(first, w.states(id, s.fact))
		}
	}
	return first
}

func (w *twin) crashed(id node.ID) {
	w.unsynced = slices.DeleteFunc(slices.Clone(w.unsynced), func(s stated) bool { return s.id == id })
}

// TestObserverIsItsTwin tells both the same random deeds, sensible and not, and
// expects the same choices after each, and the same property to break first, if
// any does. A run that broke goes on, and what is chosen in it still counts.
func TestObserverIsItsTwin(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		nodes := rapid.IntRange(1, 5).Draw(t, "nodes")
		quorum := rapid.IntRange(1, nodes).Draw(t, "quorum")
		o, w := NewObserver(nodes, quorum), &twin{quorum: quorum}
		broken := false
		for range rapid.IntRange(1, 60).Draw(t, "deeds") {
			got, want := deedOfBoth(t, o, w, node.ID(rapid.IntRange(1, nodes).Draw(t, "node")))
			name := ""
			if got != nil {
				name = got.Name
			}
			if name != want && !broken {
				t.Fatalf("got the violation %v, want one of %q", got, want)
			}
			broken = broken || want != ""
			if got, want := fmt.Sprint(o.Chosen()), fmt.Sprint(w.chosen()); got != want {
				t.Fatalf("got %s chosen, want %s", got, want)
			}
		}
	})
}

// deedOfBoth lets something happen to a node, and returns what both say of it.
func deedOfBoth(t *rapid.T, o *Observer, w *twin, id node.ID) (*node.Violation, string) {
	f := Fact{
		Slot:   rapid.SampledFrom([]int32{0, 0, 0, 1}).Draw(t, "slot"),
		Ballot: node.Ballot{Round: rapid.Int32Range(1, 3).Draw(t, "round"), Node: node.ID(rapid.Int32Range(1, 2).Draw(t, "of"))},
		Value:  rapid.SampledFrom([]node.Value{`"X"`, `"X"`, `"X"`, `"Y"`}).Draw(t, "value"),
	}
	var e node.Effects
	switch rapid.SampledFrom([]string{"ask", "ask", "crash", "wipe", "promise", "propose", "vote", "vote", "vote", "vote", "write", "write", "sync", "learn", "publish"}).Draw(t, "deed") {
	case "ask":
		o.AskedFor(f.Value)
		w.asked = append(w.asked, f.Value)
		return nil, ""
	case "crash":
		o.Crashed(id)
		w.crashed(id)
		return nil, ""
	case "wipe":
		o.Wiped(id)
		w.facts = append(w.facts, stated{id: id, wiped: true})
		return nil, ""
	case "promise":
		f.Kind, f.Value, f.Slot = Promised, "", 0
	case "propose":
		f.Kind = Proposed
	case "vote":
		f.Kind = Voted
	case "learn":
		f.Kind = Learned
	case "write":
		f.Kind = rapid.SampledFrom([]FactKind{None, Promised, Voted, Learned}).Draw(t, "record")
		e.Write(told{f})
		w.unsynced = append(w.unsynced, stated{id: id, fact: f})
		return o.Performed(id, e), ""
	case "sync":
		e.Sync()
		return o.Performed(id, e), w.synced(id)
	case "publish":
		e.Publish(f.Value)
		return o.Performed(id, e), w.learned(0, f.Value)
	}
	e.Send(1, told{f})
	return o.Performed(id, e), w.states(id, f)
}
