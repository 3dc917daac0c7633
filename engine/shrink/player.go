package shrink

import (
	"context"
	"errors"

	"synod/engine"
	"synod/engine/explore"
	"synod/node"
)

// event is a step with the name that outlives what is left out before it.
type event struct {
	explore.Step
	says string // deliver: all that the message says; "" when that is of no use
	nth  int    // deliver: which of its kind on its link, from 1; 0 when nobody counted
}

// player tells runs again.
type player struct {
	run    *Run
	ctx    context.Context
	worlds map[int]*engine.World // by how many nodes they have
	played int                   // events, in all
	err    error                 // the lab failed, or somebody interrupted it
}

// retold is a run that was told again.
type retold struct {
	events   []event // that made sense, up to the one that broke the property
	causes   []int   // for each the one that sent its message or set its timer, or -1
	broke    bool
	sentence string
}

// copies returns how many messages arrive twice.
func (t *retold) copies() int {
	n := 0
	for i := range t.events {
		if t.events[i].Again {
			n++
		}
	}
	return n
}

func (p *player) context() context.Context {
	if p.ctx == nil {
		return context.Background()
	}
	return p.ctx
}

// events returns steps as events.
func (p *player) events(steps []explore.Step) []event {
	events := make([]event, len(steps))
	for i, s := range steps {
		events[i] = event{Step: s}
		if s.Kind == explore.Deliver {
			events[i].says = p.says(s.Message)
		}
	}
	return events
}

func (p *player) says(m node.Message) string { return string(p.run.Options.Protocol.Encode(nil, m)) }

func stepsOf(events []event) []explore.Step {
	steps := make([]explore.Step, len(events))
	for i := range events {
		steps[i] = events[i].Step
	}
	return steps
}

// play tells a run again in a world of n nodes.
func (p *player) play(n int, events []event) retold {
	w, err := p.world(n)
	if err != nil {
		p.note(err)
		return retold{} // such a world there is not, or the property never held in it
	}
	t := &telling{player: p, w: w, links: map[link][]*sent{}, owner: map[int]int{}}
	for i := range events {
		if !t.take(&events[i]) {
			break
		}
	}
	t.forgetCopies()
	return t.retold
}

// note remembers an error that ends it: an interrupt, or a predicate that may not
// be asked.
func (p *player) note(err error) {
	if (errors.Is(err, engine.ErrInterrupted) || errors.Is(err, engine.ErrCounted)) && p.err == nil {
		p.err = err
	}
}

// telling is a run while it is told again.
type telling struct {
	*player
	retold
	w     *engine.World
	links map[link][]*sent
	owner map[int]int // by record: the event that it belongs to
}

// link is a kind of message from one node to another.
type link struct {
	src, dst node.ID
	kind     string
}

// sent is a message that was sent.
type sent struct {
	pending *engine.Pending
	says    string
	nth     int
	by      int  // the event that delivered it, or -1
	copy    int  // the event that left this copy in flight, or -1
	used    bool // a copy, and somebody delivered it
}

// take takes an event, if it makes sense, and reports whether to go on.
func (t *telling) take(e *event) bool {
	t.played++
	before := t.w.Seq()
	did := *e
	cause, err := t.do(&did)
	var broken *engine.Violation
	if err != nil && !errors.As(err, &broken) {
		t.note(err)
		return t.err == nil && t.w.Seq() == before // it made no sense, and nothing happened
	}
	t.retold.events, t.causes = append(t.retold.events, did), append(t.causes, cause)
	if broken != nil {
		t.broke, t.sentence = true, broken.Sentence
		return false
	}
	t.learn(&did)
	return true
}

// errSenseless is the error of a step that makes no sense where the run stands.
var errSenseless = errors.New("it makes no sense here")

// do takes e, which becomes what really happened, and returns which event it
// comes from.
func (t *telling) do(e *event) (cause int, err error) {
	if e.Node > node.ID(t.w.Nodes()) || e.From > node.ID(t.w.Nodes()) {
		return -1, errSenseless
	}
	if e.Dies == nil || !t.w.Up(e.Node) {
		return t.step(e)
	}
	trap := &engine.Trap{Node: e.Node, Point: *e.Dies, Any: true}
	if err := t.w.Arm(trap); err != nil {
		return -1, err
	}
	cause, err = t.step(e)
	t.w.Disarm(trap)
	if err == errSenseless {
		*e = event{Step: explore.Step{Kind: explore.Crash, Node: e.Node}} // what is left of it
		return t.step(e)
	}
	if !trap.Fired() {
		e.Dies = nil
	}
	return cause, err
}

func (t *telling) step(e *event) (cause int, err error) {
	switch e.Kind {
	case explore.Deliver:
		return t.deliver(e)
	case explore.Fire:
		return t.fire(e)
	}
	return -1, e.Step.Do(t.w)
}

func (t *telling) fire(e *event) (cause int, err error) {
	for _, p := range t.w.TimersOf(e.Node) {
		if p.Timer == e.Timer || e.Timer == anyTimer {
			e.Timer = p.Timer
			return t.cause(p), t.w.Deliver(p)
		}
	}
	return -1, errSenseless
}

func (t *telling) deliver(e *event) (cause int, err error) {
	s := t.find(e)
	if s == nil || !t.w.Up(e.Node) {
		return -1, errSenseless
	}
	e.Message, e.says, e.nth = s.pending.Message, s.says, s.nth
	if !s.pending.Waiting() {
		if s, err = t.copy(s, s.by); err != nil {
			return -1, err
		}
		t.retold.events[s.copy].Again = true
	}
	if e.Again {
		if _, err = t.copy(s, len(t.retold.events)); err != nil {
			return -1, err
		}
	}
	s.by, s.used = len(t.retold.events), true
	return t.cause(s.pending), t.w.Deliver(s.pending)
}

// copy duplicates a message that an event delivers or has delivered.
func (t *telling) copy(s *sent, by int) (*sent, error) {
	p, err := t.w.Duplicate(s.pending)
	if err != nil {
		return nil, err
	}
	c := &sent{pending: p, says: s.says, nth: s.nth, by: -1, copy: by}
	l := link{p.Src, p.Dst, p.Message.Kind()}
	t.links[l] = append(t.links[l], c)
	return c, nil
}

// find returns the message that e means: one that says the same, one that did
// and has arrived, the one with its number, or the latest of its kind.
func (t *telling) find(e *event) *sent {
	var arrived, numbered, latest *sent
	for _, s := range t.links[link{e.From, e.Node, e.Message.Kind()}] {
		switch waits := s.pending.Waiting(); {
		case waits && e.says == s.says:
			return s
		case waits && s.nth == e.nth:
			numbered = s
		case waits:
			latest = s
		case e.says == s.says && s.by >= 0:
			arrived = s
		}
	}
	for _, s := range []*sent{arrived, numbered, latest} {
		if s != nil {
			return s
		}
	}
	return nil
}

// cause returns the event in which p was sent or set.
func (t *telling) cause(p *engine.Pending) int {
	if i, known := t.owner[p.Cause]; known {
		return i
	}
	return -1
}

// learn notes what the event that was taken last sent and set.
func (t *telling) learn(e *event) {
	switch e.Kind {
	case explore.Crash, explore.Fault, explore.Damage:
		return
	}
	last := len(t.retold.events) - 1
	for _, p := range t.w.Sent() {
		l := link{p.Src, p.Dst, p.Message.Kind()}
		nth := 1
		for _, s := range t.links[l] {
			nth = max(nth, s.nth+1)
		}
		t.links[l] = append(t.links[l], &sent{pending: p, says: t.says(p.Message), nth: nth, by: -1, copy: -1})
		t.owner[p.Cause] = last
	}
	for _, p := range t.w.TimersOf(e.Node) {
		if _, known := t.owner[p.Cause]; !known {
			t.owner[p.Cause] = last
		}
	}
}

// forgetCopies leaves out the copies that never arrived.
func (t *telling) forgetCopies() {
	used := map[int]bool{}
	for _, list := range t.links {
		for _, s := range list {
			if s.copy >= 0 && s.used {
				used[s.copy] = true
			}
		}
	}
	for i := range t.retold.events {
		t.retold.events[i].Again = used[i]
	}
}
