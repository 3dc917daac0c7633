package script

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"go.starlark.net/starlark"

	"synod/engine"
	"synod/engine/fleet"
	"synod/node"
	"synod/node/paxos"
	"synod/node/spell"
	paxosroom "synod/script/paxos"
)

// eventuallyDecidesVerb is eventually_decides(quorum, within, value).
func eventuallyDecidesVerb(c *call) (starlark.Value, error) {
	quorum := nodesArg{cluster: c.cluster}
	var limit duration
	var v value
	if err := c.unpack(&quorum, &limit, &v); err != nil {
		return nil, err
	}
	core, err := c.core(quorum.ids)
	if err != nil {
		return nil, err
	}
	if err := c.recover(core); err != nil {
		return nil, err
	}
	l := &liveness{world: c.cluster.world, core: core, rounds: map[*engine.Operation]int{}}
	if len(l.begin()) == 0 {
		if err := c.proposeAt(core, node.Value(v)); err != nil {
			return nil, err
		}
	}
	watched := l.begin()
	over, err := c.waits(time.Duration(limit), func() (bool, error) { return slices.ContainsFunc(watched, paxosroom.Proposal.Decided), nil })
	if err != nil {
		return nil, err
	}
	if !over {
		text := l.failure(time.Duration(limit))
		if c.stall != nil {
			text += ";\n" + c.stalled()
		}
		return nil, assertion("", "%s", text)
	}
	return Result{watched[slices.IndexFunc(watched, paxosroom.Proposal.Decided)]}, nil
}

// distinct returns ids in ascending order, and an error if there is none or one
// stands there twice.
func distinct(ids []node.ID) ([]node.ID, error) {
	if len(ids) == 0 {
		return nil, errors.New("got no node, want at least one")
	}
	ids = slices.Sorted(slices.Values(ids))
	for i, id := range ids[1:] {
		if id == ids[i] {
			return nil, fmt.Errorf("%v is named twice, want every node once", id)
		}
	}
	return ids, nil
}

// core returns the nodes that are to work again, the lowest ones unless given,
// and an error if they could not decide even then. It changes nothing.
func (c *call) core(given []node.ID) ([]node.ID, error) {
	w := c.cluster.world
	if err := w.Usable(); err != nil {
		return nil, err
	}
	if w.Holds() {
		return nil, errors.New("the cluster holds every message until it is delivered by name, so nothing can decide by itself; release() ends that")
	}
	q1, q2, err := c.cluster.quorums()
	if err != nil {
		return nil, err
	}
	least := max(q1, q2)
	if given == nil {
		for id := range least {
			given = append(given, node.ID(id+1))
		}
	}
	core, err := distinct(given)
	switch {
	case err != nil:
		return nil, err
	case len(core) < least:
		return nil, fmt.Errorf("got %s, and a quorum is %d of %d nodes; want at least so many", namesOfNodes(core), least, w.Nodes())
	case !slices.ContainsFunc(core, func(id node.ID) bool { _, is := paxosroom.Handed(w, id); return !is }):
		return nil, errors.New("every node of the quorum has a proposer that is driven by hand; start() or stop() one of them first")
	}
	return core, nil
}

// quorums returns how many acceptors each phase wants.
func (c *Cluster) quorums() (q1, q2 int, err error) {
	o := c.world.Options()
	settings, err := paxos.OptionsOf(o.Settings)
	if err != nil {
		return 0, 0, err
	}
	q1, q2 = settings.Quorums(o.Nodes)
	return q1, q2, nil
}

// namesOfNodes returns "n1 n2 n3".
func namesOfNodes(ids []node.ID) string {
	names := make([]string, len(ids))
	for i, id := range ids {
		names[i] = id.String()
	}
	return strings.Join(names, " ")
}

// recover ends everything that is wrong with the nodes of core and with the
// links between them. Every part of that is a deed of its own, so that the run
// can be written down.
func (c *call) recover(core []node.ID) error {
	w := c.cluster.world
	for _, id := range core {
		if !w.Up(id) {
			if err := c.deed(fmt.Sprintf("restart(%d)", id), func() error { return w.Restart(id, fleet.Keep) }); err != nil {
				return err
			}
		}
		if w.Paused(id) {
			if err := c.deed(fmt.Sprintf("resume(%d)", id), func() error { return w.Resume(id) }); err != nil {
				return err
			}
		}
	}
	for _, f := range w.Faults() {
		if !f.Over() && slices.Contains(core, f.Node) {
			if err := c.deed(c.stopText(&Fault{c.cluster.handle, f}), func() error { return w.Undo(f) }); err != nil {
				return err
			}
		}
	}
	for _, t := range w.Traps() {
		if t.Armed() && slices.Contains(core, t.Node) {
			err := c.deed(c.stopText(&Trap{c.cluster.handle, t}), func() error { w.Disarm(t); return nil })
			if err != nil {
				return err
			}
		}
	}
	numbers := make([]string, len(core))
	for i, id := range core {
		numbers[i] = fmt.Sprint(int(id))
	}
	return c.deed("heal(among = ["+strings.Join(numbers, ", ")+"])", func() error { return w.HealAmong(core, false) })
}

// deed does one thing to the run and remembers it as text.
func (c *call) deed(text string, do func() error) error {
	if err := c.acts(); err != nil {
		return err
	}
	_, err := c.record(text, text, func() (starlark.Value, error) { return starlark.None, do() })
	return err
}

// stopText returns how a script ends a fault or a trap.
func (c *call) stopText(v starlark.Value) string {
	before := c.gap
	c.gap = ""
	text := c.literal(v) + ".stop()"
	if c.gap != "" {
		text = "# " + text + ": " + c.gap
	}
	c.gap = before
	return text
}

// proposeAt lets the lowest node of core that can propose a value.
func (c *call) proposeAt(core []node.ID, v node.Value) error {
	w := c.cluster.world
	for _, id := range core {
		if !w.Busy(id) {
			text := fmt.Sprintf("propose(%d, %s)", id, c.literal(fromValue(v)))
			_, err := c.ask(text, "", id, paxos.Propose(v, node.Ballot{}), c.cluster.proposer)
			return err
		}
	}
	panic("a core in which every node is driven by hand was refused")
}

// liveness watches whether one of the proposals at some nodes decides.
type liveness struct {
	world  *engine.World
	core   []node.ID
	rounds map[*engine.Operation]int // how many ballots each had started at first
}

// begin returns what is under way at the nodes, and notes how far each proposal is.
func (l *liveness) begin() (watched []paxosroom.Proposal) {
	for _, o := range l.world.Operations() {
		p := paxosroom.Of(o)
		l.rounds[o] = p.Told().Rounds
		if !p.Done() && !p.ByHand() && slices.Contains(l.core, p.Node) {
			watched = append(watched, p)
		}
	}
	return watched
}

// failure says who did what, and in vain.
func (l *liveness) failure(limit time.Duration) string {
	lines := []string{
		fmt.Sprintf("got  no decision within %v, though %s are healed", limit, namesOfNodes(l.core)),
		"want a proposer at one of them to decide",
	}
	var details []string
	var busy []paxosroom.Proposal
	for _, o := range l.world.Operations() {
		p := paxosroom.Of(o)
		if p.Done() && !p.Crashed() {
			continue
		}
		details = append(details, l.proposer(p))
		if l.since(p) >= churning {
			busy = append(busy, p)
		}
	}
	for _, id := range l.core {
		details = append(details, l.acceptor(id))
	}
	if v := l.verdict(busy); v != "" {
		details = append(details, v)
	}
	lines = append(lines, strings.Join(details, ";\n"))
	return strings.Join(lines, "\n")
}

// churning is how many ballots in vain are more than bad luck.
const churning = 3

// since returns how many ballots a proposal has started since the beginning.
func (l *liveness) since(p paxosroom.Proposal) int { return p.Told().Rounds - l.rounds[p.Operation] }

// proposer says how a proposal stands.
func (l *liveness) proposer(p paxosroom.Proposal) string {
	what := "proposer " + p.Node.String() + " of " + p.Asked().String()
	if p.Asked().Absent() {
		what = "reader " + p.Node.String()
	}
	r := p.Told()
	status := r.Status.String()
	switch {
	case p.Crashed():
		status = "crashed"
	case p.ByHand():
		status += ", by hand"
	}
	text := fmt.Sprintf("%s: %s, %s", what, status, spell.Count(r.Rounds, "ballot"))
	if n := l.since(p); n > 0 {
		text += fmt.Sprintf(" (%d since then)", n)
	}
	return fmt.Sprintf("%s, the last %v", text, r.Ballot)
}

// acceptor says which ballots a node is bound to.
func (l *liveness) acceptor(id node.ID) string {
	text := "acceptor " + id.String() + ": "
	s, err := l.world.State(id)
	if err != nil || s.Down {
		return text + "down"
	}
	var parts []string
	for _, f := range s.Fields {
		if f.Name == "promised" || f.Name == "accepted" {
			parts = append(parts, f.Name+" "+fieldText(f.Value))
		}
	}
	return text + strings.Join(parts, ", ")
}

// verdict names those whose ballots are in vain.
func (l *liveness) verdict(busy []paxosroom.Proposal) string {
	switch len(busy) {
	case 0:
		return ""
	case 1:
		return fmt.Sprintf("%v alone starts ballots and is refused, though there is no rival", busy[0].Node)
	}
	parts := make([]string, len(busy))
	for i, p := range busy {
		parts[i] = fmt.Sprintf("%v started %d", p.Node, l.since(p))
	}
	return "livelock: they take the ballot from each other: " + strings.Join(parts, ", ")
}
