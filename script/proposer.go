package script

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"go.starlark.net/starlark"

	"synod/engine"
	"synod/node"
	"synod/node/paxos"
)

// Proposer is a proposal as a script sees it.
type Proposer struct {
	handle
	proposal *engine.Proposal
}

var _ starlark.HasAttrs = (*Proposer)(nil)

// String returns "proposer of X at n1: proposing, ballot 3.1".
func (p *Proposer) String() string {
	what := "proposer of " + p.proposal.Asked.String()
	if p.proposal.Asked.Absent() {
		what = "read"
	}
	return fmt.Sprintf("%s at %v: %s, ballot %v", what, p.proposal.Node, p.status(), p.proposal.Reply().Ballot)
}

func (p *Proposer) status() string {
	if p.proposal.Crashed() {
		return "crashed"
	}
	return p.proposal.Reply().Status.String()
}

// Type returns "proposer".
func (p *Proposer) Type() string { return "proposer" }

// Hash makes a proposer a key.
func (p *Proposer) Hash() (uint32, error) { return uint32(p.proposal.ID), nil }

// Attr returns a property or a verb.
func (p *Proposer) Attr(name string) (starlark.Value, error) {
	if p.cluster.world.IsGhost() {
		return nil, errOfClients
	}
	return attr(p, "proposer", proposerProperties, name)
}

// AttrNames returns the names of the properties and verbs, sorted.
func (p *Proposer) AttrNames() []string { return attrNames("proposer", proposerProperties) }

var proposerProperties = []property[*Proposer]{
	{"node", "the node that proposes", func(p *Proposer) (starlark.Value, error) {
		return p.cluster.nodes[p.proposal.Node], nil
	}},
	{"asked", "the value asked for", func(p *Proposer) (starlark.Value, error) {
		return fromValue(p.proposal.Asked), nil
	}},
	{"value", "the value bound to the ballot once a quorum has promised it; None before", func(p *Proposer) (starlark.Value, error) {
		return fromValue(p.proposal.Reply().Value), nil
	}},
	{"ballot", "the present ballot", func(p *Proposer) (starlark.Value, error) {
		return fromField(p.proposal.Reply().Ballot), nil
	}},
	{"status", `how it stands: "opened", "preparing", "proposing", "refused", "chosen", "empty", "stopped" or "crashed"`, func(p *Proposer) (starlark.Value, error) {
		return starlark.String(p.status()), nil
	}},
	{"done", "whether nothing more will come of it", func(p *Proposer) (starlark.Value, error) {
		return yes(p.proposal.Done()), nil
	}},
	{"messages", "how many messages between nodes it has cost", func(p *Proposer) (starlark.Value, error) {
		p.session.course.restless = true
		return num(p.proposal.Messages()), nil
	}},
	{"result", "what its client knows", func(p *Proposer) (starlark.Value, error) {
		return Result{p.proposal}, nil
	}},
}

// Result is what a client knows of its proposal. A client who gave up waiting
// has the outcome "unknown".
type Result struct{ proposal *engine.Proposal }

var _ starlark.HasAttrs = Result{}

// String returns `result(outcome="chosen", value="X", mine=True, ballot=3.1, rounds=1, messages=20)`.
func (r Result) String() string {
	text := "result("
	for i, p := range resultProperties {
		v, _ := p.get(r)
		if i > 0 {
			text += ", "
		}
		text += p.name + "=" + v.String()
	}
	return text + ")"
}

// Type returns "result".
func (r Result) Type() string { return "result" }

// Freeze does nothing.
func (r Result) Freeze() {}

// Truth reports whether the client knows how its proposal ended.
func (r Result) Truth() starlark.Bool { return r.proposal.Outcome() != engine.OutcomeUnknown }

// Hash makes a result a key.
func (r Result) Hash() (uint32, error) { return uint32(r.proposal.ID), nil }

// Attr returns a field.
func (r Result) Attr(name string) (starlark.Value, error) {
	return attr(r, "result", resultProperties, name)
}

// AttrNames returns the names of the fields, sorted.
func (r Result) AttrNames() []string { return attrNames("result", resultProperties) }

func (r Result) chosen() bool { return r.proposal.Outcome() == engine.OutcomeChosen }

var resultProperties = []property[Result]{
	{"outcome", `"chosen", "empty" for a read that found nothing, "stopped", or "unknown" for a client who does not know`, func(r Result) (starlark.Value, error) {
		return starlark.String(r.proposal.Outcome()), nil
	}},
	{"value", "the value that is chosen, whoever asked for it; None while the outcome is unknown", func(r Result) (starlark.Value, error) {
		if !r.chosen() {
			return starlark.None, nil
		}
		return fromValue(r.proposal.Reply().Value), nil
	}},
	{"mine", "whether the chosen value is the one asked for", func(r Result) (starlark.Value, error) {
		return yes(r.chosen() && r.proposal.Reply().Mine), nil
	}},
	{"ballot", "the last ballot", func(r Result) (starlark.Value, error) { return fromField(r.proposal.Reply().Ballot), nil }},
	{"rounds", "how many ballots it took", func(r Result) (starlark.Value, error) { return num(r.proposal.Reply().Rounds), nil }},
	{"messages", "how many messages between nodes it cost", func(r Result) (starlark.Value, error) {
		return num(r.proposal.Messages()), nil
	}},
}

// proposerVerb is proposer(node, value, ballot).
func proposerVerb(c *call) (starlark.Value, error) { return c.propose((*engine.World).Open) }

// proposeVerb is propose(node, value, ballot).
func proposeVerb(c *call) (starlark.Value, error) { return c.propose((*engine.World).Propose) }

func (c *call) propose(begin func(*engine.World, node.ID, node.Value, node.Ballot) (*engine.Proposal, error)) (starlark.Value, error) {
	n := nodeArg{cluster: c.cluster}
	var v value
	var b ballot
	client := ""
	if err := c.unpack(&n, &v, &b, &client); err != nil {
		return nil, err
	}
	p, err := c.as(client, func(w *engine.World) (*engine.Proposal, error) {
		return begin(w, n.id, node.Value(v), node.Ballot(b))
	})
	if err != nil {
		return nil, err
	}
	return &Proposer{c.cluster.handle, p}, nil
}

// as lets a client ask a node for something.
func (c *call) as(client string, ask func(*engine.World) (*engine.Proposal, error)) (p *engine.Proposal, err error) {
	w := c.cluster.world
	err = w.As(client, func() error {
		p, err = ask(w)
		return err
	})
	return p, err
}

// submitVerb is submit(node, value, timeout).
func submitVerb(c *call) (starlark.Value, error) {
	n := nodeArg{cluster: c.cluster}
	var v value
	var timeout duration
	client := ""
	if err := c.unpack(&n, &v, &timeout, &client); err != nil {
		return nil, err
	}
	text := fmt.Sprintf("propose(%d, %s)", n.id, c.literal(fromValue(node.Value(v))))
	p, err := c.ask(text, client, func(w *engine.World) (*engine.Proposal, error) {
		return w.Propose(n.id, node.Value(v), node.Ballot{})
	})
	if err != nil {
		return nil, err
	}
	err = c.awaitOnce(p, timeout)
	c.warnStalled()
	return Result{p}, err
}

// ask begins what a client waits for, and remembers it by itself: what happens
// while it waits is no part of it.
func (c *call) ask(text, client string, begin func(*engine.World) (*engine.Proposal, error)) (*engine.Proposal, error) {
	if client != "" {
		text = fmt.Sprintf("%s, client = %q)", strings.TrimSuffix(text, ")"), client)
	}
	if err := c.acts(); err != nil {
		return nil, err
	}
	var p *engine.Proposal
	_, err := c.record(text, text, func() (_ starlark.Value, err error) {
		p, err = c.as(client, begin)
		return &Proposer{c.cluster.handle, p}, err
	})
	return p, err
}

// readerVerb is reader(node).
func readerVerb(c *call) (starlark.Value, error) {
	n := nodeArg{cluster: c.cluster}
	client := ""
	if err := c.unpack(&n, &client); err != nil {
		return nil, err
	}
	p, err := c.as(client, func(w *engine.World) (*engine.Proposal, error) { return w.Read(n.id) })
	if err != nil {
		return nil, err
	}
	return &Proposer{c.cluster.handle, p}, nil
}

// readVerb is read(node, timeout).
func readVerb(c *call) (starlark.Value, error) {
	n := nodeArg{cluster: c.cluster}
	var timeout duration
	client := ""
	if err := c.unpack(&n, &timeout, &client); err != nil {
		return nil, err
	}
	p, err := c.ask(fmt.Sprintf("reader(%d)", n.id), client, func(w *engine.World) (*engine.Proposal, error) { return w.Read(n.id) })
	if err != nil {
		return nil, err
	}
	if err := c.awaitOnce(p, timeout); err != nil {
		return nil, err
	}
	switch {
	case p.Outcome() != engine.OutcomeUnknown:
	case c.stall != nil:
		return nil, fmt.Errorf("%v cannot find out what is chosen: %s", n.id, c.stalled())
	default:
		return nil, fmt.Errorf("%v could not find out within %v what is chosen", n.id, time.Duration(timeout))
	}
	return fromValue(p.Reply().Value), nil
}

// await lets time pass until p is done.
func (c *call) await(p *engine.Proposal, timeout duration) error {
	_, err := c.waits(time.Duration(timeout), func() (bool, error) { return p.Done(), nil })
	return err
}

// awaitOnce lets time pass until p is done, for a client who does not come back
// to it when the time is up.
func (c *call) awaitOnce(p *engine.Proposal, timeout duration) error {
	err := c.await(p, timeout)
	if err != nil || p.Done() {
		return err
	}
	why := "timed out"
	if c.stall != nil {
		why = "all that could come is held"
	}
	c.cluster.world.GiveUp(p, why)
	return nil
}

// waitVerb is proposer.wait(timeout).
func waitVerb(c *call) (starlark.Value, error) {
	var timeout duration
	if err := c.unpack(&timeout); err != nil {
		return nil, err
	}
	p := c.recv.(*Proposer).proposal
	err := c.await(p, timeout)
	c.warnStalled()
	return Result{p}, err
}

// prepareVerb is proposer.prepare(to, wait).
func prepareVerb(c *call) (starlark.Value, error) {
	return c.phase(paxos.OpPrepare, (*engine.World).Prepare)
}

// acceptVerb is proposer.accept(to, wait).
func acceptVerb(c *call) (starlark.Value, error) {
	return c.phase(paxos.OpAccept, (*engine.World).Accept)
}

func (c *call) phase(op string, run func(*engine.World, *engine.Proposal, []node.ID) error) (starlark.Value, error) {
	to, wait := nodesArg{cluster: c.cluster}, false
	if err := c.unpack(&to, &wait); err != nil {
		return nil, err
	}
	p := c.recv.(*Proposer)
	if to.ids != nil && len(to.ids) == 0 {
		return nil, errors.New("got no acceptor in to, want at least one; left out, it is all of them")
	}
	if !wait {
		return p, c.cluster.world.Contact(p.proposal, op, to.ids)
	}
	if err := c.onlyScript(); err != nil {
		return nil, err
	}
	if err := run(c.cluster.world, p.proposal, to.ids); err != nil {
		return nil, err
	}
	return p, c.warnUnanswered(p.proposal, op, to.ids == nil)
}

// startVerb is proposer.start().
func startVerb(c *call) (starlark.Value, error) {
	if err := c.unpack(); err != nil {
		return nil, err
	}
	p := c.recv.(*Proposer)
	return p, c.cluster.world.StartProposal(p.proposal)
}

// stopProposerVerb is proposer.stop().
func stopProposerVerb(c *call) (starlark.Value, error) {
	if err := c.unpack(); err != nil {
		return nil, err
	}
	return nil, c.cluster.world.StopProposal(c.recv.(*Proposer).proposal)
}
