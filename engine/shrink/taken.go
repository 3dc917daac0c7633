package shrink

import (
	"slices"
	"strings"

	"synod/engine"
	"synod/engine/explore"
	"synod/engine/trace"
	"synod/node"
)

// anyTimer stands for whichever timer a node has set.
const anyTimer = 0xff

// taken turns the records of a run into the steps that were taken in it. What was
// driven by hand becomes what its node does by itself, of whose messages some never
// arrive.
type taken struct {
	anew    bool                                                 // whoever started over by hand gives up and asks anew; otherwise its node does
	hands   bool                                                 // something was driven by hand
	unaided func(r *node.Request, note node.Note) []node.Unaided // what stands for a request
	timer   func(node.Timer) string                              // what a timer is called
	list    []explore.Step
}

// steps returns what was taken up to record last.
func (t *taken) steps(w *engine.World, last int) []explore.Step {
	protocol := w.Options().Protocol
	t.timer, t.unaided = protocol.TimerName, node.UnaidedOf(protocol, t.anew)
	t.hands = slices.ContainsFunc(w.Operations(), func(o *engine.Operation) bool {
		return node.OfferOf(protocol, o.Request.Op).As != ""
	})
	harms, choices := w.Harms(), w.Choices()
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
		before := len(t.list)
		t.record(r)
		for len(choices) > 0 && choices[0].Seq < r.Seq { // of records that are no longer kept
			choices = choices[1:]
		}
		if len(choices) > 0 && choices[0].Seq == r.Seq && len(t.list) > before {
			t.list[len(t.list)-1].Choices = choices[0].Options
		}
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
	case !strings.HasPrefix(r.Text, engine.StartRefused):
		t.add(explore.Step{Kind: explore.Restart, Node: r.Dst})
	}
}

// unheard returns the kinds of messages that may have to be left out, a list for
// each way to try: none, one of them, two of them. What is driven by hand
// goes on whatever its node hears, and what runs by itself stops when the node hears
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
	for _, d := range t.unaided(r.Request, r.Outcome) {
		step := explore.Step{Kind: explore.Ask, Node: r.Dst, Request: requestOf(r.Dst, d.Request)}
		if !t.hands { // else one request may stand for several
			step.Request.ID = r.Request.ID
		}
		switch {
		case d.Request == nil:
			step = explore.Step{Kind: explore.Fire, Node: r.Dst, Timer: anyTimer}
		case d.Drives:
			step.Kind = explore.Stop
		}
		t.add(step)
	}
}

// requestOf returns what a client asked of a node, as a search asks it: by a client of
// its own, since a story may have a client that gives up before it asks again.
func requestOf(id node.ID, q *node.Request) explore.Request {
	if q == nil {
		return explore.Request{}
	}
	return explore.Request{Node: id, Op: q.Op, Args: node.ListOf(q.Args)}
}
