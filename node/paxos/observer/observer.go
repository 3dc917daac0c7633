// Package observer watches a run for the properties that consensus may never
// lose, whatever the network, the clocks and the crashes do.
//
// An [Observer] is told what the nodes really did, their sends and synced
// records, and collects the facts these state. It never looks into a machine,
// so a machine cannot persuade it. It decides after every event.
//
// The properties are those of Lamport's "Paxos Made Simple", section 2.1, and
// of the TLA+ specification Paxos: agreement, validity, and the invariants
// that these follow from.
package observer

import (
	"fmt"
	"strings"

	"synod/node"
)

// The names of the properties, as expect_violation takes them.
const (
	Agreement     = "agreement"              // at most one value is ever chosen
	Validity      = "validity"               // every value proposed, chosen or learned was asked for by a client
	OneValue      = "one_value_per_ballot"   // a ballot is for one value only
	PromisesHold  = "promises_never_go_back" // no node promises or votes below what it promised
	LearnedChosen = "learned_implies_chosen" // no node learns a value that is not chosen
)

// Names lists the properties in the order in which they are checked.
func Names() []string {
	return []string{OneValue, PromisesHold, Agreement, LearnedChosen, Validity}
}

// Choice is a value chosen at a ballot, with the acceptors whose votes chose it.
type Choice struct {
	Slot   int32 // 0 where there is one decision
	Ballot node.Ballot
	Value  node.Value
	Voters []node.ID // ascending
}

// Observer collects the facts of one run. Make one with NewObserver.
type Observer struct {
	quorum   int
	asked    map[node.Value]bool
	proposed map[ask]node.Value // what each ballot is for
	tallies  map[vote]*tally
	promised []node.Ballot // by node: the highest ballot promised or voted at
	unsynced [][]Fact      // by node: facts of records that are not yet durable
	chosen   []Choice      // in the order in which they became chosen
	last     *tally        // the tally of the last vote: most votes follow one like them
	lastVote vote
}

// ask is a ballot at which votes are asked for.
type ask struct {
	slot   int32
	ballot node.Ballot
}

type vote struct {
	slot   int32
	ballot node.Ballot
	value  node.Value
}

type tally struct {
	voters set
	chosen bool
}

// NewObserver returns an Observer of nodes named from 1 to nodes, where quorum
// votes at one ballot choose a value.
func NewObserver(nodes, quorum int) *Observer {
	return &Observer{
		quorum:   quorum,
		asked:    map[node.Value]bool{},
		proposed: map[ask]node.Value{},
		tallies:  map[vote]*tally{},
		promised: make([]node.Ballot, nodes+1),
		unsynced: make([][]Fact, nodes+1),
	}
}

// AskedFor tells that a client asked for v.
func (o *Observer) AskedFor(v node.Value) { o.asked[v] = true }

// Chosen returns what is chosen, in the order in which it became so. The same
// value may be chosen at several ballots.
func (o *Observer) Chosen() []Choice { return o.chosen }

// Crashed tells that id lost what it had not synced.
func (o *Observer) Crashed(id node.ID) { o.unsynced[id] = o.unsynced[id][:0] }

// Wiped tells that id lost its disk because somebody wanted it to. Its votes
// stay cast, but it cannot be held to promises that it was made to forget.
func (o *Observer) Wiped(id node.ID) { o.promised[id] = node.Ballot{} }

// Performed tells what id did in one event, in order. It returns the first
// property that this broke, or nil. What breaks a property counts all the same,
// and so does what comes after it: a vote below a promise is a vote.
func (o *Observer) Performed(id node.ID, effects []node.Effect) *node.Violation {
	var first *node.Violation
	for i := range effects {
		first = either(first, o.effect(id, &effects[i]))
	}
	return first
}

// Stated tells what id stated, in order: facts that are durable or sent. It is
// Performed for whoever keeps track of the disks himself. All of them count, and
// the first property that one of them broke is returned.
func (o *Observer) Stated(id node.ID, facts []Fact) *node.Violation {
	var first *node.Violation
	for _, f := range facts {
		first = either(first, o.fact(id, f))
	}
	return first
}

// broke returns the violation of a property.
func broke(name, format string, args ...any) *node.Violation {
	return &node.Violation{Name: name, Sentence: fmt.Sprintf(format, args...)}
}

// either returns the first violation that is one.
func either(a, b *node.Violation) *node.Violation {
	if a != nil {
		return a
	}
	return b
}

func (o *Observer) effect(id node.ID, e *node.Effect) *node.Violation {
	switch e.Kind {
	case node.EffectWrite:
		if f := factOf(e.Message); f.Kind != None {
			o.unsynced[id] = append(o.unsynced[id], f)
		}
	case node.EffectSend:
		return o.fact(id, factOf(e.Message))
	case node.EffectPublish:
		return o.learned(id, 0, e.Value)
	case node.EffectSync:
		return o.synced(id)
	}
	return nil
}

func (o *Observer) synced(id node.ID) *node.Violation {
	facts := o.unsynced[id]
	o.unsynced[id] = facts[:0]
	return o.Stated(id, facts)
}

func (o *Observer) fact(id node.ID, f Fact) *node.Violation {
	switch f.Kind {
	case Promised:
		return o.promise(id, f.Ballot)
	case Proposed:
		return o.proposal(id, f)
	case Voted:
		back := o.promise(id, f.Ballot)
		return either(back, o.voted(id, f))
	case Learned:
		return o.learned(id, f.Slot, f.Value)
	}
	return nil
}

func (o *Observer) promise(id node.ID, b node.Ballot) *node.Violation {
	if b.Less(o.promised[id]) {
		return broke(PromisesHold, "%v goes back to ballot %v after it promised %v", id, b, o.promised[id])
	}
	o.promised[id] = b
	return nil
}

func (o *Observer) proposal(id node.ID, f Fact) *node.Violation {
	at := ask{f.Slot, f.Ballot}
	before, known := o.proposed[at]
	switch {
	case known && before != f.Value:
		return broke(OneValue, "%v asks for votes for %v at ballot %v%s, which was for %v", id, f.Value, f.Ballot, in(f.Slot), before)
	case known:
		return nil
	case !o.asked[f.Value]:
		return broke(Validity, "%v proposes %v at ballot %v%s, which no client asked for", id, f.Value, f.Ballot, in(f.Slot))
	}
	o.proposed[at] = f.Value
	return nil
}

func (o *Observer) voted(id node.ID, f Fact) *node.Violation {
	v := vote{f.Slot, f.Ballot, f.Value}
	if o.last == nil || o.lastVote != v {
		o.last, o.lastVote = o.tally(v), v
	}
	t := o.last
	if !t.voters.add(id) || t.chosen || t.voters.size < o.quorum {
		return nil
	}
	o.choose(v)
	return o.choice()
}

func (o *Observer) tally(v vote) *tally {
	t := o.tallies[v]
	if t == nil {
		t = &tally{voters: newSet(len(o.promised))}
		o.tallies[v] = t
	}
	return t
}

// choice checks the newest choice against the first.
func (o *Observer) choice() *node.Violation {
	now := o.chosen[len(o.chosen)-1]
	first := o.first(now.Slot)
	if now.Value != first.Value {
		return broke(Agreement, "two values are chosen: %v, and now %v", first, &now)
	}
	if !o.asked[now.Value] {
		return broke(Validity, "%v is chosen, which no client asked for", &now)
	}
	return nil
}

func (o *Observer) learned(id node.ID, slot int32, v node.Value) *node.Violation {
	first := o.first(slot)
	if first == nil {
		return broke(LearnedChosen, "%v learns %v%s, but nothing is chosen", id, v, in(slot))
	}
	if v != first.Value {
		return broke(LearnedChosen, "%v learns %v%s, but what is chosen is %v", id, v, in(slot), first)
	}
	return nil
}

// first returns the first choice of a slot, or nil.
func (o *Observer) first(slot int32) *Choice {
	for i := range o.chosen {
		if o.chosen[i].Slot == slot {
			return &o.chosen[i]
		}
	}
	return nil
}

// String returns "X at 3.1 by n1 n2 n3", with the slot "X in slot 4 at 3.1 by …"; more
// than nine voters are counted instead of named.
func (c Choice) String() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%v%s at %v by", c.Value, in(c.Slot), c.Ballot)
	if len(c.Voters) > 9 {
		fmt.Fprintf(&b, " %d nodes", len(c.Voters))
		return b.String()
	}
	for _, id := range c.Voters {
		fmt.Fprintf(&b, " %v", id)
	}
	return b.String()
}
