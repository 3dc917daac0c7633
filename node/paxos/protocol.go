package paxos

import (
	"fmt"
	"strconv"

	"synod/node"
)

// Protocol is the single-decree Synod. The zero value is ready to use.
type Protocol struct{}

var (
	_ node.Protocol   = Protocol{}
	_ node.Vocabulary = Protocol{}
	_ node.Restorer   = Protocol{}
	_ node.Publisher  = Protocol{}
	_ node.Tester     = Protocol{}
	_ node.Sketcher   = Protocol{}
	_ node.Service    = Protocol{}
)

// Name returns "paxos".
func (Protocol) Name() string { return "paxos" }

// PublishedFile returns the name of the file that holds the learned value, as the lab
// wants it. It exists only once the value is chosen.
func (Protocol) PublishedFile() string { return "CISC5597" }

// Rules lists the rules that can be switched.
func (Protocol) Rules() []node.Rule { return ruleList() }

// New returns the machine of node cfg.Self, not started yet.
func (Protocol) New(cfg node.Config) (node.Machine, error) {
	c, err := compile(cfg)
	if err != nil {
		return nil, err
	}
	return &machine{config: c}, nil
}

// Restore returns a machine in the state that AppendState wrote.
func (Protocol) Restore(cfg node.Config, b []byte) (node.Snapshotter, error) {
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
