package paxos

import (
	"fmt"

	"synod/node"
	"synod/node/paxos/observer"
)

// judge is the brute-force judge of the tests: it writes down every fact
// that left a node's memory, and works out what is chosen from scratch each
// time. It knows nothing of machines.
type judge struct {
	nodes    int
	asked    map[node.Value]bool
	votes    []fact // synced or sent
	synced   []fact // the votes among the synced records alone
	proposed map[node.Ballot]node.Value
	promised map[node.ID]node.Ballot
	broken   string // the first property that broke, and how
}

type fact struct {
	from   node.ID
	ballot node.Ballot
	value  node.Value
}

func newJudge(nodes int) *judge {
	return &judge{
		nodes: nodes, asked: map[node.Value]bool{},
		proposed: map[node.Ballot]node.Value{}, promised: map[node.ID]node.Ballot{},
	}
}

// choices returns the values for which a majority voted at one ballot.
func (o *judge) choices(votes []fact) []node.Value {
	var values []node.Value
	for i, v := range votes {
		voters, first := map[node.ID]bool{}, true
		for j, w := range votes {
			if w.ballot == v.ballot && w.value == v.value {
				voters[w.from] = true
				first = first && j >= i
			}
		}
		if first && len(voters) >= node.Majority(o.nodes) && !contains(values, v.value) {
			values = append(values, v.value)
		}
	}
	return values
}

func contains[T comparable](list []T, x T) bool {
	for _, y := range list {
		if x == y {
			return true
		}
	}
	return false
}

func (o *judge) breaks(format string, args ...any) {
	if o.broken == "" {
		o.broken = fmt.Sprintf(format, args...)
	}
}

// fact takes what id states by a message that it sends or a record that it syncs.
func (o *judge) fact(id node.ID, f observer.Fact, durable bool) {
	switch f.Kind {
	case observer.Promised:
		o.promise(id, f.Ballot)
	case observer.Proposed:
		if v, known := o.proposed[f.Ballot]; known && v != f.Value {
			o.breaks("one value per ballot: %v is for %v and for %v", f.Ballot, v, f.Value)
		}
		if !o.asked[f.Value] {
			o.breaks("validity: %v was never asked for", f.Value)
		}
		o.proposed[f.Ballot] = f.Value
	case observer.Voted:
		o.promise(id, f.Ballot)
		o.vote(fact{id, f.Ballot, f.Value}, durable)
	case observer.Learned:
		o.learned(id, f.Value)
	}
}

func (o *judge) promise(id node.ID, b node.Ballot) {
	if b.Less(o.promised[id]) {
		o.breaks("promises: %v goes back from %v to %v", id, o.promised[id], b)
		return
	}
	o.promised[id] = b
}

func (o *judge) vote(v fact, durable bool) {
	if durable && !contains(o.synced, v) {
		o.synced = append(o.synced, v)
	}
	if contains(o.votes, v) {
		return
	}
	o.votes = append(o.votes, v)
	if values := o.choices(o.votes); len(values) > 1 {
		o.breaks("agreement: %v are chosen", values)
	}
}

func (o *judge) learned(id node.ID, v node.Value) {
	if !contains(o.choices(o.votes), v) {
		o.breaks("learning: %v learns %v, and chosen is %v", id, v, o.choices(o.votes))
	}
}
