package script

import (
	"fmt"
	"slices"
	"strings"

	"synod/node"
	"synod/node/paxos"
)

// ofPaxosOnly is the protocol of those verbs that make no sense of another one.
var ofPaxosOnly = paxos.Protocol{}.Name()

// ofPaxos returns verbs by which clients ask nodes for something as those of Paxos.
func ofPaxos(verbs []*Verb) []*Verb {
	for _, v := range verbs {
		v.Of, v.Instead = ofPaxosOnly, "call(node, op, …) asks a node for something"
	}
	return verbs
}

// ofProtocol returns an error for a verb of a protocol that the cluster does not run.
func (c *call) ofProtocol() error {
	if c.verb.Of == "" || c.cluster == nil {
		return nil
	}
	if c.cluster.runs(c.verb.Of) {
		return nil
	}
	p := c.cluster.world.Options().Protocol
	err := fmt.Errorf("only nodes of the protocol %s know this verb, and these run %s; %s", c.verb.Of, p.Name(), c.verb.Instead)
	if asked, ok := p.(interface{ Ops() []string }); ok && strings.HasPrefix(c.verb.Instead, "call") && len(asked.Ops()) > 0 {
		err = fmt.Errorf("%w: its ops are %s", err, strings.Join(asked.Ops(), ", "))
	}
	return err
}

// runs reports whether the cluster's nodes run the protocol called name that is built
// in. A script may call one of its own the same.
func (c *Cluster) runs(name string) bool {
	p := c.world.Options().Protocol
	return p.Name() == name && node.ProgramOf(p) == nil
}

// OwnRules returns the rules of the protocols of the script's own that clusters ran,
// and whether a cluster ran one that is built in.
func (s *Session) OwnRules() (rules []node.Rule, builtIn bool) {
	for _, c := range s.clusters {
		p := c.world.Options().Protocol
		if node.ProgramOf(p) == nil {
			builtIn = true
			continue
		}
		for _, rule := range p.Rules() {
			if !slices.ContainsFunc(rules, func(r node.Rule) bool { return r.Name == rule.Name }) {
				rules = append(rules, rule)
			}
		}
	}
	return rules, builtIn
}
