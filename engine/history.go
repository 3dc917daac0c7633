package engine

import (
	"errors"
	"fmt"
	"regexp"
	"strings"

	"synod/engine/history"
	"synod/node"
)

// History returns what clients asked of the nodes in this run and what they
// know of it, in the order in which they asked.
//
// A client waits until its node answers or crashes, or until it stops its
// proposal or gives up; later it hears nothing. Each request has a client of
// its own, unless it was made in the name of one with As. A request that makes
// no sense wherever it is made is an error of the script's, and not in it.
func (w *World) History() history.History {
	h := make(history.History, len(w.asked))
	for i, p := range w.asked {
		h[i] = p.operation()
	}
	return h
}

// operation returns what the client of p knows.
func (p *Proposal) operation() history.Operation {
	o := history.Operation{
		Client: p.client(), Node: p.Node, Op: "propose", Value: p.Asked,
		Invoked: p.invoked, Returned: p.returned, Outcome: p.ending, Why: p.why,
	}
	if p.Asked.Absent() {
		o.Op = "read"
	}
	switch p.ending {
	case history.OK:
		o.Result, _ = p.last.Field("value").(node.Value)
	case "":
		o.Outcome, o.Why, o.InFlight = history.Unknown, "in flight", true
	}
	return o
}

// client returns the name of who asked: one of its own for a client without a name.
func (p *Proposal) client() string {
	if p.Client == "" {
		return fmt.Sprintf("c%d", p.ID)
	}
	return p.Client
}

// As runs fn, and what fn asks of nodes it asks in the name of a client; "" is
// somebody new each time. A client does one thing at a time, so it is an error
// when it still waits.
func (w *World) As(client string, fn func() error) error {
	switch {
	case likeNumber.MatchString(client):
		return fmt.Errorf("got the client %q, want another name: c1, c2 and so on are those without a name", client)
	case strings.ContainsAny(client, "\r\n"):
		return fmt.Errorf("got the client %q, want a name of one line", client)
	}
	if p := w.latest[client]; p != nil && p.ending == "" {
		o := p.operation()
		return fmt.Errorf("%s still waits for its %s at %v; a client does one thing at a time", client, o.Request(), o.Node)
	}
	before := w.client
	w.client = client
	defer func() { w.client = before }()
	return fn()
}

// likeNumber matches the names of clients without a name.
var likeNumber = regexp.MustCompile(`^c[0-9]+$`)

// GiveUp lets the client of p wait no longer, for a reason such as "timed out". Its
// node is not told and goes on.
func (w *World) GiveUp(p *Proposal, why string) { p.end(w.moment(w.seq), history.Unknown, why) }

// moment returns the present moment, at the event of that number.
func (w *World) moment(event int) history.Moment { return history.Moment{Time: w.now, Event: event} }

// heard notes that a node took p.
func (w *World) heard(p *Proposal) {
	w.asked = append(w.asked, p)
	if p.Client != "" {
		w.latest[p.Client] = p
	}
}

// turnedAway notes that a node did not take p, if it was a node, and the lab
// works.
func (w *World) turnedAway(p *Proposal, err error) {
	var why rejected
	if errors.As(err, &why) {
		p.invoked = w.moment(w.seq)
		p.end(p.invoked, history.Fail, string(why))
		w.asked = append(w.asked, p)
	}
}

// answered notes that the node of p gave its last answer.
func (p *Proposal) answered(m history.Moment) {
	if p.last.Outcome == node.OutcomeOK {
		p.end(m, history.OK, "")
		return
	}
	why, _ := p.last.Field("why").(string)
	ending := history.Unknown
	if p.last.Outcome == node.OutcomeFail {
		ending = history.Fail
	}
	p.end(m, ending, why)
}

// end notes how p ended for its client, who hears nothing later.
func (p *Proposal) end(m history.Moment, ending history.Outcome, why string) {
	if p.ending == "" {
		p.returned, p.ending, p.why = m, ending, why
	}
}
