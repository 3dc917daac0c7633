package engine

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"synod/engine/history"
	"synod/node"
)

// History returns what clients asked of the nodes in this run and what they
// know of it, in the order in which they asked.
//
// A client waits until its node answers or crashes, or until it gives up. What its
// node answers after that it does not hear: the history has it as late, for people
// and not for judges. Each request has a client of its own, unless it was made in
// the name of one with As. A request that makes no sense wherever it is made is an
// error of the script's, and not in it.
func (w *World) History() history.History {
	h := make(history.History, len(w.asked))
	for i, o := range w.asked {
		h[i] = w.operationOf(o)
	}
	return h
}

// operationOf returns what the client of o knows of it.
func (w *World) operationOf(o *Operation) history.Operation {
	h := history.Operation{
		Client: o.client(), Node: o.Node, Op: o.Request.Op,
		Invoked: o.invoked, Returned: o.returned, Outcome: o.ending, Why: o.why, Late: o.late,
	}
	offer := node.OfferOf(w.options.Protocol, h.Op)
	if offer.As != "" {
		h.Op = offer.As
	}
	h.Ask(offer.Told(o.Request.Args))
	switch {
	case o.ending == history.OK:
		h.Hear(offer.Told(o.last.Result))
	case o.ending == "":
		h.Outcome, h.Why, h.InFlight = history.Unknown, "in flight", true
	case o.late.Outcome == history.OK:
		h.Late.Fields = offer.Told(o.last.Result)
	}
	return h
}

// client returns the name of who asked: one of its own for a client without a name.
func (o *Operation) client() string {
	if o.Client == "" {
		return "c" + strconv.FormatUint(o.ID, 10)
	}
	return o.Client
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
	if o := w.latest[client]; o != nil && o.ending == "" {
		waits := w.operationOf(o)
		return fmt.Errorf("%s still waits for its %s at %v; a client does one thing at a time", client, waits.Request(), o.Node)
	}
	before := w.client
	w.client = client
	defer func() { w.client = before }()
	return fn()
}

// likeNumber matches the names of clients without a name.
var likeNumber = regexp.MustCompile(`^c[0-9]+$`)

// GiveUp lets the client of o wait no longer, for a reason such as "timed out". Its
// node is not told and goes on.
func (w *World) GiveUp(o *Operation, why string) { o.end(w.moment(w.seq), history.Unknown, why) }

// Heard returns what the client of o knows of it: how it ended and, unless that is
// OK, why it knows no more. Both are empty while the client waits.
func (o *Operation) Heard() (ending history.Outcome, why string) { return o.ending, o.why }

// moment returns the present moment, at the event of that number.
func (w *World) moment(event int) history.Moment { return history.Moment{Time: w.now, Event: event} }

// heard notes that a node took o.
func (w *World) heard(o *Operation) {
	w.asked = append(w.asked, o)
	if o.Client != "" {
		w.latest[o.Client] = o
	}
}

// turnedAway notes that a node did not take o, if it was a node, and the lab
// works.
func (w *World) turnedAway(o *Operation, err error) {
	var why rejected
	if errors.As(err, &why) {
		o.invoked = w.moment(w.seq)
		o.end(o.invoked, history.Fail, string(why))
		w.asked = append(w.asked, o)
	}
}

// answered notes that the node of o gave its last answer. A client who gave up
// does not hear it.
func (o *Operation) answered(m history.Moment) {
	ending, why := history.OK, ""
	if o.last.Outcome != node.OutcomeOK {
		ending = history.Unknown
		why, _ = o.last.Field("why").(string)
	}
	if o.last.Outcome == node.OutcomeFail {
		ending = history.Fail
	}
	if o.ending == "" {
		o.end(m, ending, why)
		return
	}
	o.late = history.Late{Outcome: ending, Why: why, At: m}
}

// end notes how o ended for its client, who hears nothing later.
func (o *Operation) end(m history.Moment, ending history.Outcome, why string) {
	if o.ending == "" {
		o.returned, o.ending, o.why = m, ending, why
	}
}
