package engine

import (
	"testing"

	"pgregory.net/rapid"

	"synod/node"
	"synod/node/paxos"
)

// TestSieve draws rules and messages, of nodes whose ids share bits too. What a
// rule is about passes its sieve; and since the sieve is there to stop the rest,
// in a cluster of at most 64 nodes it lets nothing else through.
func TestSieve(t *testing.T) {
	stopped, passed := 0, 0
	rapid.Check(t, func(t *rapid.T) {
		size := rapid.SampledFrom([]int{3, 64, 200}).Draw(t, "nodes")
		id := rapid.Map(rapid.IntRange(1, size), func(i int) node.ID { return node.ID(i) })
		ids := rapid.OneOf(rapid.Just[[]node.ID](nil), rapid.SliceOfN(id, 0, 3))
		ballot := rapid.SampledFrom([]node.Ballot{{}, {Round: 1, Node: 1}, {Round: 2, Node: 1}})
		field := rapid.Map(ballot, func(b node.Ballot) node.Field { return node.Field{Name: "ballot", Value: b} })
		fields := rapid.OneOf(rapid.Just[[]node.Field](nil), rapid.SliceOfN(field, 1, 1))
		r := &Rule{Rate: 1, Match: Match{
			Src: ids.Draw(t, "src"), Dst: ids.Draw(t, "dst"), Fields: fields.Draw(t, "fields"),
			Kind: rapid.SampledFrom([]string{"", "prepare", "accept"}).Draw(t, "kind"),
		}}
		p := &Pending{Src: id.Draw(t, "from"), Dst: id.Draw(t, "to"), Message: paxos.Message{
			What: rapid.SampledFrom([]paxos.What{paxos.Prepare, paxos.Accept}).Draw(t, "what"), Ballot: ballot.Draw(t, "of"),
		}}
		r.Match.compile(paxos.Protocol{})
		about, err := r.applies(p)
		if err != nil {
			t.Fatal(err)
		}
		s, g := newSieve(r, paxos.Protocol{}), grainOf(p, 1, paxos.Protocol{})
		switch stops := s.stops(&g); {
		case stops && about:
			t.Fatalf("%+v stops %v -> %v %v", r.Match, p.Src, p.Dst, p.Message)
		case !stops && !about && size <= 64:
			t.Fatalf("%+v lets %v -> %v %v through", r.Match, p.Src, p.Dst, p.Message)
		case stops:
			stopped++
		default:
			passed++
		}
	})
	if !testing.Short() && (stopped == 0 || passed == 0) {
		t.Errorf("got %d stopped and %d passed, want some of each", stopped, passed)
	}
}
