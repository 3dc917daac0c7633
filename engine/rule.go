package engine

import (
	"fmt"
	"strconv"
	"time"

	"synod/engine/history"
	"synod/engine/trace"
	"synod/node"
)

// Action is what a network rule does to the messages that it matches.
type Action uint8

// The actions.
const (
	ActHold    Action = iota // keep them until they are released or delivered by hand
	ActDelay                 // let them take longer, by Time
	ActLose                  // lose them, each with probability Rate
	ActRepeat                // let them arrive twice, each with probability Rate
	ActReorder               // let each with probability Rate be overtaken, by up to Time
	ActCut                   // lose them, since the link they take is down
)

// Match says which messages are meant. The zero Match means all of them.
type Match struct {
	Kind   string       // "" is any
	Src    []node.ID    // nil is any
	Dst    []node.ID    // nil is any
	Fields []node.Field // the message has all of these, see node.Same
	// Where is asked last. It sees a message that is not to be changed; an
	// error stops the run.
	Where func(*Pending) (bool, error)

	test func(node.Message) bool // of Fields; nil without any
}

// compile makes the test of the fields. A match is compiled before it is asked.
func (m *Match) compile(p node.Protocol) {
	m.test = nil
	for _, f := range m.Fields {
		before, test := m.test, node.FieldTest(p, f)
		if m.test = test; before != nil {
			m.test = func(msg node.Message) bool { return before(msg) && test(msg) }
		}
	}
}

// matches reports whether m means p.
func (m *Match) matches(p *Pending) (bool, error) {
	if p.Message == nil || !among(m.Src, p.Src) || !among(m.Dst, p.Dst) || m.Kind != "" && m.Kind != p.Message.Kind() {
		return false, nil
	}
	if m.test != nil && !m.test(p.Message) {
		return false, nil
	}
	if m.Where != nil {
		return m.Where(p)
	}
	return true, nil
}

// matchesTimer reports whether m means p, which is a timer.
func (m *Match) matchesTimer(p *Pending) (bool, error) {
	if p.Message != nil || !among(m.Dst, p.Dst) {
		return false, nil
	}
	if m.Where != nil {
		return m.Where(p)
	}
	return true, nil
}

// among reports whether ids is nil or has id.
func among(ids []node.ID, id node.ID) bool {
	if ids == nil {
		return true
	}
	for _, other := range ids {
		if other == id {
			return true
		}
	}
	return false
}

// Rule is something that the network does to messages until it is stopped.
type Rule struct {
	Num    int // names it in this run, from 1
	Action Action
	Match  Match
	Time   Latency // delay, reorder
	Rate   float64 // lose, repeat, reorder: from 0 to 1
	Text   string  // what a trace calls it, such as "partition n1 n2 | n3"

	sieve   sieve
	groups  []int       // cut: the side of each node by id; nil means that Match decides
	spared  [][]node.ID // it does nothing any more to messages between nodes of one of these
	hits    int
	leftOut bool
	stopped bool
	since   *history.Fault // what the history says of it
	seed    uint64
	streams map[[2]node.ID]*stream
}

// Hits returns how many messages the rule did something to.
func (r *Rule) Hits() int { return r.hits }

// LeftOut reports whether a search left out messages that the rule is about, since they
// make no difference to what it looked for.
func (r *Rule) LeftOut() bool { return r.leftOut }

// Partitions reports whether the rule is a partition.
func (r *Rule) Partitions() bool { return r.groups != nil }

// Stopped reports whether the rule is over.
func (r *Rule) Stopped() bool { return r.stopped }

// applies reports whether the rule is about p, before any draw.
func (r *Rule) applies(p *Pending) (bool, error) {
	switch {
	case r.spared != nil && r.spares(p):
		return false, nil
	case r.Action == ActCut:
		return r.cuts(p)
	}
	return r.Match.matches(p)
}

// cuts reports whether the rule, which is a cut, goes through the link of p. What
// cuts a link asks nothing of a message but where it goes.
func (r *Rule) cuts(p *Pending) (bool, error) {
	switch m := &r.Match; {
	case p.Src == p.Dst:
		return false, nil
	case r.groups != nil:
		return r.groups[p.Src] != r.groups[p.Dst], nil
	case !among(m.Src, p.Src) || !among(m.Dst, p.Dst):
		return false, nil
	case m.Where != nil:
		return m.Where(p)
	}
	return true, nil
}

// strikes draws whether a rule with a rate does its work this time.
func (r *Rule) strikes(p *Pending) bool {
	return r.Rate >= 1 || r.stream(p).hit(r.Rate)
}

// stream returns the rule's own stream for p's link.
func (r *Rule) stream(p *Pending) *stream {
	link := [2]node.ID{p.Src, p.Dst}
	s := r.streams[link]
	if s == nil {
		if r.streams == nil {
			r.streams = map[[2]node.ID]*stream{}
		}
		s = newStream(r.seed, fmt.Sprintf("rule %d %v->%v", r.Num, p.Src, p.Dst))
		r.streams[link] = s
	}
	return s
}

// check returns an error that says what is wrong with r.
func (r *Rule) check() error {
	if !(r.Rate >= 0 && r.Rate <= 1) {
		return fmt.Errorf("got a rate of %s, want a number from 0 to 1", strconv.FormatFloat(r.Rate, 'g', -1, 64))
	}
	return r.Time.check()
}

// Impose adds a rule to the network. Rules are asked in the order in which
// they were added.
func (w *World) Impose(r *Rule) error {
	if err := w.usable(); err != nil {
		return err
	}
	if err := r.check(); err != nil {
		return err
	}
	w.impose(r)
	return w.network(r.Text)
}

func (w *World) impose(r *Rule) {
	w.imposed = append(w.imposed, r)
	r.Match.compile(w.options.Protocol)
	r.Num, r.seed, r.sieve = len(w.imposed), w.seed, newSieve(r, w.sketcher)
	r.since = w.befalls(history.Fault{Kind: r.kind(), Text: r.Text})
	w.rules = append(w.rules, r)
}

// Lift stops a rule. What it holds stays held until it is released. Lifting a
// rule twice does nothing.
func (w *World) Lift(r *Rule) error {
	if r.stopped {
		return nil
	}
	if err := w.usable(); err != nil {
		return err
	}
	w.lift(r)
	return w.network("end of " + r.Text)
}

func (w *World) lift(r *Rule) {
	r.stopped = true
	w.passes(r.since)
	for i, other := range w.rules {
		if other == r {
			w.rules = append(w.rules[:i:i], w.rules[i+1:]...)
			return
		}
	}
}

// Rules returns the rules in force, in the order in which they were added.
func (w *World) Rules() []*Rule { return w.rules }

// Imposed returns every rule of this run, in the order in which they were added.
func (w *World) Imposed() []*Rule { return w.imposed }

// Heal stops every rule but those that hold messages, which wait for their
// release by name.
func (w *World) Heal() error {
	if err := w.usable(); err != nil {
		return err
	}
	for _, r := range append([]*Rule(nil), w.rules...) {
		if r.Action != ActHold {
			w.lift(r)
		}
	}
	return w.network("heal")
}

// network records that the network changed.
func (w *World) network(text string) error {
	return w.record(&trace.Record{Kind: trace.Network, Text: text})
}

// InFlight says what becomes of messages that are on a link when it is cut.
type InFlight uint8

// The two fates of what is in flight.
const (
	InFlightLost InFlight = iota // lost with the link
	InFlightKept                 // they had passed the cut already, and arrive
)

// Partition cuts every link between nodes of different groups. Nodes that are
// in no group form one more.
func (w *World) Partition(groups [][]node.ID, fate InFlight) (*Rule, error) {
	side := make([]int, w.Nodes()+1)
	for i, group := range groups {
		for _, id := range group {
			if err := w.known(id); err != nil {
				return nil, err
			}
			switch side[id] {
			case 0:
			case i + 1:
				return nil, fmt.Errorf("%v is named twice, want every node once", id)
			default:
				return nil, fmt.Errorf("%v is in two groups, want every node in one", id)
			}
			side[id] = i + 1
		}
	}
	return w.cut(&Rule{Action: ActCut, groups: side, Rate: 1, Text: partitionText(side)}, fate)
}

// partitionText describes the sides of a partition, each in ascending order.
func partitionText(side []int) string {
	text, rest := []byte("partition"), 0
	groups := map[int][]byte{}
	for id := node.ID(1); int(id) < len(side); id++ {
		groups[side[id]] = id.Append(append(groups[side[id]], ' '))
		rest = max(rest, side[id])
	}
	sep := ""
	for i := 1; i <= rest+1; i++ {
		if g := groups[i%(rest+1)]; len(g) > 0 {
			text = append(append(text, sep...), g...)
			sep = " |"
		}
	}
	return string(text)
}

// Cut cuts the links from every node of from to every node of to, and with
// both the links back.
func (w *World) Cut(from, to []node.ID, both bool, fate InFlight) (*Rule, error) {
	for _, a := range from {
		for _, b := range to {
			if err := w.cuttable(a, b); err != nil {
				return nil, err
			}
		}
	}
	text, arrow := "cut", " ->"
	if both {
		arrow = " --"
	}
	text += idsText(from) + arrow + idsText(to)
	m := Match{Src: from, Dst: to}
	if both {
		m = Match{Where: func(p *Pending) (bool, error) {
			return among(from, p.Src) && among(to, p.Dst) || among(to, p.Src) && among(from, p.Dst), nil
		}}
	}
	return w.cut(&Rule{Action: ActCut, Match: m, Rate: 1, Text: text}, fate)
}

// Shape cuts every link for which open says false.
func (w *World) Shape(text string, open func(src, dst node.ID) bool, fate InFlight) (*Rule, error) {
	m := Match{Where: func(p *Pending) (bool, error) { return !open(p.Src, p.Dst), nil }}
	return w.cut(&Rule{Action: ActCut, Match: m, Rate: 1, Text: text}, fate)
}

func (w *World) cuttable(a, b node.ID) error {
	if err := w.known(a); err != nil {
		return err
	}
	if err := w.known(b); err != nil {
		return err
	}
	if a == b {
		return fmt.Errorf("%v has no link to itself: its messages to itself are local and cannot be cut, want two different nodes", a)
	}
	return nil
}

func idsText(ids []node.ID) string {
	var text []byte
	for _, id := range ids {
		text = id.Append(append(text, ' '))
	}
	return string(text)
}

// cut imposes a cut and, when fate says so, loses what is on the links.
func (w *World) cut(r *Rule, fate InFlight) (*Rule, error) {
	if err := w.Impose(r); err != nil || fate == InFlightKept {
		return r, err
	}
	for _, p := range w.Pending() {
		if p.Message == nil || p.where == parked {
			continue // what waits for a paused node has passed the link
		}
		if hit, err := r.applies(p); err != nil {
			return r, err
		} else if hit {
			r.hits++
			if err := w.lose(p, r.Text); err != nil {
				return r, err
			}
		}
	}
	return r, nil
}

// route sends p on its way through the rules from the given one on: into the
// queue, onto the shelf or nowhere. It draws in the order of the rules. A rule
// that cannot be asked does not lose p: it goes the way of a message that no
// rule stops.
func (w *World) route(p *Pending, from int) error {
	stopped, err := w.through(p, from)
	if !stopped {
		w.goAhead(p)
	}
	return err
}

// through does what the rules do to p, and reports whether one stopped it.
func (w *World) through(p *Pending, from int) (stopped bool, err error) {
	g := grainOf(p, len(w.rules), w.sketcher)
	for i, r := range w.rules[from:] {
		if r.sieve.stops(&g) {
			continue
		}
		hit, err := r.applies(p)
		if err != nil {
			return false, err
		}
		if !hit || !r.strikes(p) {
			continue
		}
		r.hits++
		switch r.Action {
		case ActHold:
			p.heldBy = r
			w.held.put(p)
			return true, w.message(trace.Hold, p, "")
		case ActCut, ActLose:
			p.where = gone
			return true, w.message(trace.Lose, p, r.Text)
		case ActDelay:
			p.Due += r.Time.draw(r.stream(p))
		case ActReorder:
			p.Due += r.stream(p).between(0, r.Time.Max)
		case ActRepeat:
			if err := w.again(p, r, from+i+1); err != nil {
				return false, err
			}
		}
	}
	return false, nil
}

// again sends a copy of p on its way. The rules after the one that repeats are
// as much about the copy as about p.
func (w *World) again(p *Pending, r *Rule, from int) error {
	c := w.copyOf(p, p.Due+r.Time.draw(r.stream(p)))
	if err := w.message(trace.Duplicate, p, ""); err != nil {
		return err
	}
	return w.route(c, from)
}

// copyOf returns a copy of p that is due at another time and nowhere yet.
func (w *World) copyOf(p *Pending, due time.Duration) *Pending {
	c := w.pending()
	num := c.Num
	*c = *p
	c.Num, c.Due, c.heldBy = num, due, nil
	return c
}

// message records something about p that is not its arrival.
func (w *World) message(k trace.Kind, p *Pending, text string) error {
	return w.record(&trace.Record{Kind: k, Cause: p.Cause, Src: p.Src, Dst: p.Dst, Message: p.Message, Text: text})
}
