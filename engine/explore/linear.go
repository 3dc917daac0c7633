package explore

import (
	"encoding/binary"
	"fmt"
	"math/bits"
	"sync"

	"synod/engine/history"
	"synod/engine/search"
	"synod/node"
	"synod/node/spell"
)

// Linearizable is the name of the property that [Options.Linearizable] asks for.
const Linearizable = "linearizable"

// clients is what the history of a search can consist of: the operations of the
// run that were in flight when it began, and its requests. Those that were over
// by then come before all of them, and say what they said.
type clients struct {
	model  *history.Model
	over   history.History
	open   history.History // in flight at the start, and then one for each request
	flying int             // how many of open were in flight
	offers []node.Offer    // of open: what their replies tell
	number map[uint64]int  // the operation of a request
	after  history.Moment  // the start

	mu sync.Mutex // a model may be a function of a script
}

// maxOperations is how many operations a search can tell apart.
const maxOperations = 64

// clientsOf returns nil unless o asks for linearizability.
func (m *model) clientsOf(o *Options) (*clients, error) {
	if o.Linearizable == nil {
		return nil, nil
	}
	c := &clients{model: o.Linearizable, number: map[uint64]int{}}
	for i, op := range m.from.History {
		c.after = later(c.after, op.Invoked)
		if !op.InFlight {
			c.over, c.after = append(c.over, op), later(c.after, op.Returned)
			continue
		}
		c.number[m.from.Asked[i]] = len(c.open)
		c.open, c.offers = append(c.open, op), append(c.offers, node.OfferOf(m.from.Protocol, op.Op))
	}
	c.flying = len(c.open)
	for k, r := range o.Requests {
		c.number[m.number(uint8(k))] = len(c.open)
		q := m.request(uint8(k))
		offer := node.OfferOf(m.from.Protocol, q.Op)
		op := history.Operation{Client: q.Client, Node: r.Node, Op: q.Op}
		op.Ask(offer.Told(q.Args))
		c.open, c.offers = append(c.open, op), append(c.offers, offer)
	}
	if len(c.open) > maxOperations {
		return nil, fmt.Errorf("got %d requests and operations in flight, want at most %d", len(c.open), maxOperations)
	}
	v, err := c.judge(c.start())
	if err == nil && v.Property != "" {
		err = fmt.Errorf("the run is not linearizable already: %s", v.Sentence)
	}
	return c, err
}

func later(a, b history.Moment) history.Moment {
	if a.Before(b) {
		return b
	}
	return a
}

// past is what has happened to the operations, in a form that does not tell when:
// of each, whether it began, what had returned before that, and what came of it.
type past []dealing

// dealing is what has happened to one operation.
type dealing struct {
	stage  stage
	before uint64 // the operations that had returned when it began, a bit each
	result []byte // returned: what the reply tells, as fields
}

type stage byte

const (
	notYet stage = iota
	begun
	returned
	failed // for certain
)

// start returns the past of operations at the start of the search.
func (c *clients) start() past {
	p := make(past, len(c.open))
	for i := range c.flying {
		p[i].stage = begun
	}
	return p
}

// append appends the encoding of p.
func (p past) append(dst []byte) []byte {
	for _, d := range p {
		dst = append(dst, byte(d.stage))
		if d.stage != notYet {
			dst = binary.AppendUvarint(dst, d.before)
		}
		if d.stage == returned {
			dst = appendBytes(dst, d.result)
		}
	}
	return dst
}

// parse reads what append wrote.
func (c *clients) parse(b []byte) past {
	p, r := make(past, len(c.open)), reader{b}
	for i := range p {
		p[i].stage = stage(r.byte())
		if p[i].stage != notYet {
			p[i].before = r.number()
		}
		if p[i].stage == returned {
			p[i].result = r.bytes()
		}
	}
	return p
}

// returned returns the operations that have.
func (p past) returned() (set uint64) {
	for i, d := range p {
		if d.stage >= returned {
			set |= 1 << i
		}
	}
	return set
}

// The kinds of news.
const (
	newBegin byte = iota
	newReturn
	newFail
)

// begins notes that a client asks for something.
func (c *clients) begins(s *step, request uint64) {
	if c == nil {
		return
	}
	s.news = append(s.news, newBegin, byte(c.number[request]))
}

// hears notes that a client gets an answer, if it is its last and somebody waits.
func (c *clients) hears(s *step, r *node.Reply) {
	if c == nil || !r.Final || r.Outcome == node.OutcomeInfo {
		return
	}
	i, waits := c.number[r.ID]
	switch {
	case !waits:
	case r.Outcome == node.OutcomeFail:
		s.news = append(s.news, newFail, byte(i))
	default:
		s.news = appendBytes(append(s.news, newReturn, byte(i)), appendFields(nil, c.offers[i].Told(r.Result)))
	}
}

// appendFields appends the encoding of fields, each of which is a Value.
func appendFields(dst []byte, fields node.Fields) []byte {
	for _, f := range fields {
		dst = appendBytes(appendBytes(dst, []byte(f.Name)), []byte(f.Value.(node.Value)))
	}
	return dst
}

// parseFields reads what appendFields wrote.
func parseFields(b []byte) (fields node.Fields) {
	r := reader{b}
	for len(r.rest) > 0 {
		name := string(r.bytes())
		fields = append(fields, node.Field{Name: name, Value: node.Value(r.bytes())})
	}
	return fields
}

// note adds news to p, and reports whether something returned.
func (p past) note(news []byte) (answered bool) {
	r := reader{news}
	for len(r.rest) > 0 {
		kind, i := r.byte(), r.byte()
		switch d := &p[i]; {
		case kind == newBegin:
			*d = dealing{stage: begun, before: p.returned()}
		case kind == newFail && d.stage == begun:
			d.stage, answered = failed, true
		case kind == newFail: // nothing follows a last answer
		case d.stage == begun:
			d.stage, d.result, answered = returned, r.bytes(), true
		default:
			r.bytes()
		}
	}
	return answered
}

// history returns a history that p is the past of. The moments are made up: only
// what came before what is known, and matters.
func (c *clients) history(p past) history.History {
	h := append(history.History(nil), c.over...)
	moment := func(event int) history.Moment {
		return history.Moment{Time: c.after.Time, Event: c.after.Event + event}
	}
	for i, d := range p {
		if d.stage == notYet {
			continue
		}
		op := c.open[i]
		if i >= c.flying {
			op.Invoked = moment(2*bits.OnesCount64(d.before) + 1)
		}
		op.Outcome, op.Why, op.InFlight = history.Unknown, "in flight", true
		if d.stage >= returned {
			op.Outcome, op.Why, op.InFlight = history.OK, "", false
			op.Returned = moment(2 * p.rank(i))
		}
		if d.stage == failed {
			op.Outcome = history.Fail
		} else {
			op.Hear(parseFields(d.result))
		}
		h = append(h, op)
	}
	return h
}

// rank returns how many operations had returned when the first one began that
// began after operation i returned, or more than all if none has.
func (p past) rank(i int) int {
	rank := len(p) + 1
	for _, d := range p {
		if d.before>>i&1 != 0 {
			rank = min(rank, bits.OnesCount64(d.before))
		}
	}
	return rank
}

// watchBoth tells the safety checks what happened, and the clients what they hear.
func (m *model) watchBoth(watcher []byte, slot int, observed []byte) ([]byte, search.Violation, error) {
	before, what := reader{watcher}, reader{observed}
	safe, facts := before.bytes(), what.bytes()
	if len(facts) > 0 {
		next, v, err := m.watch(safe, slot, facts)
		if err != nil || v.Property != "" {
			return watcher, v, err
		}
		safe = next
	}
	p := m.clients.parse(before.rest)
	if p.note(what.rest) {
		if v, err := m.clients.judge(p); err != nil || v.Property != "" {
			return watcher, v, err
		}
	}
	return p.append(appendBytes(nil, safe)), search.Violation{}, nil
}

// judge returns the violation that p is, if it is one.
func (c *clients) judge(p past) (search.Violation, error) {
	c.mu.Lock()
	defer c.mu.Unlock()
	h, err := history.New(c.history(p))
	if err != nil {
		return search.Violation{}, err
	}
	j, err := history.Judge(h, c.model, history.DefaultBudget)
	switch {
	case err != nil:
		return search.Violation{}, err
	case j.Verdict == history.Undecided:
		return search.Violation{}, fmt.Errorf("a history of %s cannot be judged in %s", spell.Count(j.Operations, "operation"), spell.Count(j.Budget, "step"))
	case j.Verdict == history.Holds:
		return search.Violation{}, nil
	}
	return search.Violation{Property: Linearizable, Sentence: j.Sentence()}, nil
}
