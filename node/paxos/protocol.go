package paxos

import (
	"fmt"
	"strconv"
	"time"

	"synod/node"
)

// Protocol is the single-decree Synod. The zero value is ready to use.
type Protocol struct{}

var (
	_ node.Protocol   = Protocol{}
	_ node.Vocabulary = Protocol{}
)

// Name returns "paxos".
func (Protocol) Name() string { return "paxos" }

// Rules lists the rules that can be switched.
func (Protocol) Rules() []node.Rule { return ruleList() }

// Kinds lists the kinds of messages, in the order in which a proposal sends them.
func (Protocol) Kinds() []string {
	var kinds []string
	for w := Prepare; w <= Learn; w++ {
		kinds = append(kinds, shapes[w].kind)
	}
	return kinds
}

// New returns the machine of node cfg.Self, not started yet.
func (Protocol) New(cfg node.Config) (node.Machine, error) {
	c, err := compile(cfg)
	if err != nil {
		return nil, err
	}
	return &machine{config: c}, nil
}

// Restore returns a machine in the state that AppendState wrote.
func (Protocol) Restore(cfg node.Config, b []byte) (node.Machine, error) {
	c, err := compile(cfg)
	if err != nil {
		return nil, err
	}
	m := &machine{config: c}
	if err := decode(b, &m.state); err != nil {
		return nil, fmt.Errorf("state: %w", err)
	}
	if err := m.check(); err != nil {
		return nil, fmt.Errorf("state: %w", err)
	}
	return m, nil
}

// Encode appends the encoding of m, which must be a Message.
func (Protocol) Encode(dst []byte, m node.Message) []byte {
	_ = m.(Message) // passing m on as it is saves an allocation
	return encode(dst, m)
}

// Decode reads what Encode wrote.
func (Protocol) Decode(b []byte) (node.Message, error) {
	m, err := decodeMessage(b)
	if err != nil {
		return nil, err
	}
	return m, nil
}

// AppendNote appends the text of n, such as "promise 2 of 3".
func (Protocol) AppendNote(dst []byte, n node.Note) []byte { return appendNote(dst, &n) }

// TimerName returns "resend" or "back-off".
func (Protocol) TimerName(t node.Timer) string {
	switch t {
	case timerResend:
		return "resend"
	case timerBackoff:
		return "back-off"
	}
	return "timer " + strconv.Itoa(int(t))
}

// config is a checked node.Config. Machines share it and never change it.
type config struct {
	self       node.ID
	nodes      int
	q1, q2     int
	rules      rules
	backoff    node.Backoff
	retransmit time.Duration
}

// maxWait bounds a wait before it is doubled, so that doubling cannot overflow.
const maxWait = 365 * 24 * time.Hour

func compile(cfg node.Config) (*config, error) {
	on, err := switched(cfg.Rules)
	if err != nil {
		return nil, err
	}
	c := &config{self: cfg.Self, nodes: cfg.Nodes, rules: on, backoff: cfg.Backoff, retransmit: cfg.Retransmit}
	switch b := cfg.Backoff; {
	case cfg.Nodes < 1:
		return nil, fmt.Errorf("nodes: got %d, want 1 or more", cfg.Nodes)
	case !c.knows(cfg.Self):
		return nil, fmt.Errorf("self: got %v, want one of %s", cfg.Self, c.names())
	case cfg.Q1 < 0 || cfg.Q1 > cfg.Nodes:
		return nil, fmt.Errorf("q1: got %d, want 1 to %d", cfg.Q1, cfg.Nodes)
	case cfg.Q2 < 0 || cfg.Q2 > cfg.Nodes:
		return nil, fmt.Errorf("q2: got %d, want 1 to %d", cfg.Q2, cfg.Nodes)
	case b.Min < 0 || b.Max < b.Min || b.Max > maxWait:
		return nil, fmt.Errorf("back-off: got %v to %v, want a range within 0s to %v", b.Min, b.Max, maxWait)
	case cfg.Retransmit < 0 || cfg.Retransmit > maxWait:
		return nil, fmt.Errorf("retransmit: got %v, want 0s to %v", cfg.Retransmit, maxWait)
	}
	c.setQuorums(cfg)
	return c, nil
}

// setQuorums sets the quorum sizes. Without the rule majority_quorum a quorum
// nobody asked for is half of the nodes, and two of them may be disjoint.
func (c *config) setQuorums(cfg node.Config) {
	c.q1, c.q2 = cfg.Quorums()
	if c.rules.majorityQuorum {
		return
	}
	half := max(1, cfg.Nodes/2)
	if cfg.Q1 == 0 {
		c.q1 = half
	}
	if cfg.Q2 == 0 {
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
