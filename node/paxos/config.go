package paxos

import (
	"fmt"
	"time"

	"synod/node"
)

// config is a checked node.Config. Machines share it and never change it.
type config struct {
	self       node.ID
	nodes      int
	q1, q2     int
	rules      rules
	backoff    Backoff
	retransmit time.Duration
}

// maxWait bounds a wait before it is doubled, so that doubling cannot overflow.
const maxWait = 365 * 24 * time.Hour

// compile checks cfg.
func compile(cfg node.Config) (*config, error) {
	on, err := switched(cfg.Rules)
	if err != nil {
		return nil, err
	}
	o, err := OptionsOf(cfg.Settings)
	if err != nil {
		return nil, err
	}
	c := &config{self: cfg.Self, nodes: cfg.Nodes, rules: on, backoff: o.Backoff, retransmit: o.Retransmit}
	switch {
	case cfg.Nodes < 1:
		return nil, fmt.Errorf("nodes: got %d, want 1 or more", cfg.Nodes)
	case !c.knows(cfg.Self):
		return nil, fmt.Errorf("self: got %v, want one of %s", cfg.Self, c.names())
	}
	if err := o.check(cfg.Nodes); err != nil {
		return nil, err
	}
	c.setQuorums(&o)
	return c, nil
}

// setQuorums sets the quorum sizes. Without the rule majority_quorum a quorum
// that no client named is half of the nodes, and two of them may be disjoint.
func (c *config) setQuorums(o *Options) {
	c.q1, c.q2 = o.Quorums(c.nodes)
	if c.rules.majorityQuorum {
		return
	}
	half := max(1, c.nodes/2)
	if o.Q1 == 0 {
		c.q1 = half
	}
	if o.Q2 == 0 {
		c.q2 = half
	}
}

// knows reports whether id is a node of the cluster.
func (c *config) knows(id node.ID) bool { return id >= 1 && int(id) <= c.nodes }

// names returns the ids that there are, for an error.
func (c *config) names() string {
	if c.nodes == 1 {
		return "n1 alone"
	}
	return fmt.Sprintf("n1 to %v", node.ID(c.nodes))
}
