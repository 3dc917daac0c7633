package script

import (
	"errors"
	"fmt"
	"time"

	"go.starlark.net/starlark"

	"synod/engine"
	"synod/node"
	"synod/node/paxos"
	paxosroom "synod/script/paxos"
)

// Proposer is a proposal as a script sees it.
type Proposer struct {
	handle
	proposal paxosroom.Proposal
}

var _ starlark.HasAttrs = (*Proposer)(nil)

// String returns "proposer of X at n1: proposing, ballot 3.1".
func (p *Proposer) String() string {
	what := "proposer of " + p.proposal.Asked().String()
	if p.proposal.Asked().Absent() {
		what = "read"
	}
	return fmt.Sprintf("%s at %v: %s, ballot %v", what, p.proposal.Node, p.status(), p.proposal.Told().Ballot)
}

func (p *Proposer) status() string {
	if p.proposal.Crashed() {
		return "crashed"
	}
	return p.proposal.Told().Status.String()
}

// asked and letter implement underAsk.
func (p *Proposer) asked() *engine.Operation { return p.proposal.Operation }
func (p *Proposer) letter() string           { return "p" }

// startPoints implements startable.
func (p *Proposer) startPoints(of *Cluster, id node.ID) ([]node.Point, error) {
	if p.cluster != of || p.proposal.Node != id {
		return nil, fmt.Errorf("got the %v, want one at %v", p, id)
	}
	return p.proposal.StartPoints(of.world)
}

// paxosLong reports whether v is long as text, as a proposer and a result are: a list of
// them is shown with one to a line.
func paxosLong(v starlark.Value) bool {
	switch v.(type) {
	case *Proposer, Result:
		return true
	}
	return false
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
		return fromValue(p.proposal.Asked()), nil
	}},
	{"value", "the value bound to the ballot once a quorum has promised it; None before", func(p *Proposer) (starlark.Value, error) {
		return fromValue(p.proposal.Told().Value), nil
	}},
	{"ballot", "the present ballot", func(p *Proposer) (starlark.Value, error) {
		return fromField(p.proposal.Told().Ballot), nil
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

// proposerVerb is proposer(node, value, ballot).
func proposerVerb(c *call) (starlark.Value, error) { return c.propose(paxos.ByHand) }

// proposeVerb is propose(node, value, ballot).
func proposeVerb(c *call) (starlark.Value, error) { return c.propose(paxos.Propose) }

func (c *call) propose(request func(node.Value, node.Ballot) *node.Request) (starlark.Value, error) {
	n := nodeArg{cluster: c.cluster}
	var v value
	var b ballot
	client := ""
	if err := c.unpack(&n, &v, &b, &client); err != nil {
		return nil, err
	}
	o, err := c.as(client, n.id, request(node.Value(v), node.Ballot(b)))
	if err != nil {
		return nil, err
	}
	return c.cluster.proposer(o), nil
}

// proposer returns an operation as a script sees it.
func (c *Cluster) proposer(o *engine.Operation) starlark.Value {
	return &Proposer{c.handle, paxosroom.Of(o)}
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
	o, err := c.ask(text, client, n.id, paxos.Propose(node.Value(v), node.Ballot{}), c.cluster.proposer)
	if err != nil {
		return nil, err
	}
	err = c.awaitOnce(o, timeout)
	c.warnStalled()
	return Result{paxosroom.Of(o)}, err
}

// readerVerb is reader(node).
func readerVerb(c *call) (starlark.Value, error) {
	n := nodeArg{cluster: c.cluster}
	client := ""
	if err := c.unpack(&n, &client); err != nil {
		return nil, err
	}
	o, err := c.as(client, n.id, paxos.Read())
	if err != nil {
		return nil, err
	}
	return c.cluster.proposer(o), nil
}

// readVerb is read(node, timeout).
func readVerb(c *call) (starlark.Value, error) {
	n := nodeArg{cluster: c.cluster}
	var timeout duration
	client := ""
	if err := c.unpack(&n, &timeout, &client); err != nil {
		return nil, err
	}
	o, err := c.ask(fmt.Sprintf("reader(%d)", n.id), client, n.id, paxos.Read(), c.cluster.proposer)
	if err != nil {
		return nil, err
	}
	if err := c.awaitOnce(o, timeout); err != nil {
		return nil, err
	}
	p := paxosroom.Of(o)
	switch {
	case p.Outcome() != paxosroom.OutcomeUnknown:
	case c.stall != nil:
		return nil, fmt.Errorf("%v cannot find out what is chosen: %s", n.id, c.stalled())
	default:
		return nil, fmt.Errorf("%v could not find out within %v what is chosen", n.id, time.Duration(timeout))
	}
	return fromValue(p.Told().Value), nil
}

// waitVerb is proposer.wait(timeout).
func waitVerb(c *call) (starlark.Value, error) {
	var timeout duration
	if err := c.unpack(&timeout); err != nil {
		return nil, err
	}
	p := c.recv.(*Proposer).proposal
	err := c.await(p.Operation, timeout)
	c.warnStalled()
	return Result{p}, err
}

// prepareVerb is proposer.prepare(to, wait).
func prepareVerb(c *call) (starlark.Value, error) { return c.phase(paxos.OpPrepare) }

// acceptVerb is proposer.accept(to, wait).
func acceptVerb(c *call) (starlark.Value, error) { return c.phase(paxos.OpAccept) }

func (c *call) phase(op string) (starlark.Value, error) {
	to, wait := nodesArg{cluster: c.cluster}, false
	if err := c.unpack(&to, &wait); err != nil {
		return nil, err
	}
	p := c.recv.(*Proposer)
	if to.ids != nil && len(to.ids) == 0 {
		return nil, errors.New("got no acceptor in to, want at least one; left out, it is all of them")
	}
	if wait {
		if err := c.onlyScript(); err != nil {
			return nil, err
		}
	}
	if err := p.proposal.Drive(c.cluster.world, op, to.ids...); err != nil || !wait {
		return p, err
	}
	answers, err := c.cluster.world.Answered(c.cluster.world.Sent())
	if err != nil {
		return nil, err
	}
	return p, c.warnUnanswered(p.proposal, answers, op, to.ids == nil)
}

// startVerb is proposer.start().
func startVerb(c *call) (starlark.Value, error) {
	if err := c.unpack(); err != nil {
		return nil, err
	}
	p := c.recv.(*Proposer)
	return p, p.proposal.Drive(c.cluster.world, paxos.OpStart)
}

// stopProposerVerb is proposer.stop().
func stopProposerVerb(c *call) (starlark.Value, error) {
	if err := c.unpack(); err != nil {
		return nil, err
	}
	p := c.recv.(*Proposer)
	if p.proposal.Done() {
		return nil, nil
	}
	return nil, p.proposal.Drive(c.cluster.world, paxos.OpStop)
}
