package paxos

import (
	"synod/node"
	"synod/node/paxos/observer"
)

var _ node.Checked = Protocol{}

// Properties lists what consensus may never lose.
func (Protocol) Properties() []string { return observer.Names() }

// NewChecker returns an observer of what nodes promise, vote for and learn.
func (Protocol) NewChecker(configs []node.Config) node.Checker {
	return observer.NewObserver(len(configs), voteQuorum(configs[0]))
}

// RestoreChecker returns the observer that AppendState wrote.
func (Protocol) RestoreChecker(configs []node.Config, state []byte) (node.Checker, error) {
	o, err := observer.Restore(len(configs), voteQuorum(configs[0]), state)
	if err != nil {
		return nil, err
	}
	return o, nil
}

// AppendAsked appends the value that a request asks for.
func (Protocol) AppendAsked(dst []byte, r *node.Request) []byte { return observer.AppendAsked(dst, r) }

// AppendStated appends the fact that e states.
func (Protocol) AppendStated(dst []byte, e *node.Effect) []byte { return observer.AppendStated(dst, e) }

// voteQuorum returns how many votes at one ballot choose a value, unless a rule is
// off that says so.
func voteQuorum(cfg node.Config) int {
	o, err := OptionsOf(cfg.Settings)
	if err != nil {
		panic(err) // the cluster was made with them
	}
	_, q2 := o.Quorums(cfg.Nodes)
	return q2
}
