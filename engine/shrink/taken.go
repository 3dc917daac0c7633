package shrink

import (
	"slices"

	"synod/engine"
	"synod/engine/explore"
	"synod/engine/trace"
	"synod/node"
	"synod/node/paxos"
)

// retry says how a proposer that was driven by hand to another ballot gets there
// by itself.
type retry uint8

const (
	byTimer    retry = iota // it waits, as after a refusal
	byProposal              // it gives up, and asks again at that ballot
)

// anyTimer stands for whichever timer a node has set.
const anyTimer = 0xff

// taken turns the records of a run into the steps that were taken in it.
// Proposers that were driven by hand become such as run by themselves, of whose
// messages some never arrive.
type taken struct {
	retry retry
	hands map[uint64]*opened      // by proposal
	timer func(node.Timer) string // the name of a timer
	list  []explore.Step
}

// opened is a proposal that is driven by hand.
type opened struct {
	request explore.Request
	ballot  node.Ballot // the present one; zero before the first
}

// steps returns what was taken up to record last.
func (t *taken) steps(w *engine.World, last int) []explore.Step {
	t.hands, t.timer = map[uint64]*opened{}, w.Options().Protocol.TimerName
	harms := w.Harms()
	records := w.Log().All()
	for i := range records {
		r := &records[i]
		if r.Seq > last {
			break
		}
		if len(harms) > 0 && harms[0].Seq == r.Seq {
			t.harm(&harms[0])
			harms = harms[1:]
		}
		t.record(r)
	}
	return t.list
}

func (t *taken) add(s explore.Step) { t.list = append(t.list, s) }

func (t *taken) harm(h *engine.Harm) {
	kind := explore.Fault
	if h.Damage != nil {
		kind = explore.Damage
	}
	t.add(explore.Step{Kind: kind, Node: h.Node, Harm: h})
}

func (t *taken) record(r *trace.Record) {
	switch r.Kind {
	case trace.Deliver:
		t.add(explore.Step{Kind: explore.Deliver, Node: r.Dst, From: r.Src, Message: r.Message})
	case trace.Fire:
		t.add(explore.Step{Kind: explore.Fire, Node: r.Dst, Timer: r.Timer, Called: t.timer(r.Timer)})
	case trace.Ask:
		t.ask(r)
	case trace.Crash:
		t.crash(r)
	case trace.Restart:
		t.restart(r)
	}
}

// crash adds a crash, or says where in the step before the node died. One whose
// disk failed dies of that again.
func (t *taken) crash(r *trace.Record) {
	if r.Text == "" {
		t.add(explore.Step{Kind: explore.Crash, Node: r.Dst})
		return
	}
	point, err := node.ParsePoint(r.Text)
	if n := len(t.list); err == nil && n > 0 && t.list[n-1].Node == r.Dst {
		t.list[n-1].Dies = &point
	}
}

// restart adds a restart. A node that refused to start is as it was.
func (t *taken) restart(r *trace.Record) {
	switch {
	case r.Text == engine.DiskWiped:
		t.add(explore.Step{Kind: explore.Wipe, Node: r.Dst})
	case r.Outcome != node.Note{}:
		t.add(explore.Step{Kind: explore.Restart, Node: r.Dst})
	}
}

// unheard returns the kinds of messages that may have to be left out, a list for
// each way to try: none, one of them, two of them. A proposer that is driven by
// hand goes on whatever it hears, and one that runs by itself stops when it hears
// that it may.
func unheard(steps []explore.Step, byHand bool) [][]string {
	ways := [][]string{nil}
	if !byHand {
		return ways
	}
	var kinds []string
	for i := range steps {
		if m := steps[i].Message; m != nil && !slices.Contains(kinds, m.Kind()) {
			kinds = append(kinds, m.Kind())
		}
	}
	for _, k := range kinds {
		ways = append(ways, []string{k})
	}
	for i, k := range kinds {
		for _, l := range kinds[:i] {
			ways = append(ways, []string{k, l})
		}
	}
	return ways
}

// without returns the steps without deliveries of some kinds.
func without(steps []explore.Step, kinds []string) (left []explore.Step) {
	for _, s := range steps {
		if s.Message == nil || !slices.Contains(kinds, s.Message.Kind()) {
			left = append(left, s)
		}
	}
	return left
}

// ask adds what a client asked for.
func (t *taken) ask(r *trace.Record) {
	q := paxos.RequestOf(r.Request)
	request := explore.Request{Node: r.Dst, Value: q.Value, Ballot: q.Ballot}
	hand := t.hands[q.ID]
	switch q.Op {
	case paxos.OpPropose, paxos.OpRead:
		t.add(explore.Step{Kind: explore.Ask, Node: r.Dst, Request: request})
	case paxos.OpOpen:
		t.hands[q.ID] = &opened{request: request}
	case paxos.OpStop:
		t.add(explore.Step{Kind: explore.Stop, Node: r.Dst})
	case paxos.OpPrepare, paxos.OpStart:
		if now := r.Outcome.Ballot; hand != nil && now != hand.ballot && !now.IsZero() {
			t.begin(hand, now)
		}
	}
}

// begin adds what makes a proposer start a ballot.
func (t *taken) begin(h *opened, at node.Ballot) {
	first := h.ballot.IsZero()
	h.ballot = at
	switch {
	case !first && t.retry == byTimer:
		t.add(explore.Step{Kind: explore.Fire, Node: h.request.Node, Timer: anyTimer})
		return
	case !first:
		t.add(explore.Step{Kind: explore.Stop, Node: h.request.Node})
		h.request.Ballot = at
	}
	t.add(explore.Step{Kind: explore.Ask, Node: h.request.Node, Request: h.request})
}
