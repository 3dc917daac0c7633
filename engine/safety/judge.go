// Package safety judges a run while it goes on: after every event, in every fleet
// and in every state of a search.
//
// A [Judge] knows two kinds of checks. What a protocol brings itself, as
// [node.Checked], judges what its nodes send, sync and publish. Claims, which any
// machine makes as effects, are compared with one another: see [Claims]. A Judge never
// looks into a machine, and it is plain data with one encoding.
//
// # Three rules for a caller
//
//  1. Tell it everything in the order in which it happened: requests, the effects that
//     were performed, crashes and wiped disks.
//  2. In a search, carry statements ([AppendAsked], [AppendStated], [AppendWiped]) from
//     the step that makes them to [Judge.Learn]. A step without any is one that no check
//     can tell from no step at all.
//  3. A violation does not stop a Judge. What comes after it is judged too.
package safety

import (
	"fmt"

	"synod/node"
	"synod/node/packed"
)

// Judge is what the checks of one run have seen. Make one with New.
type Judge struct {
	own    node.Checker // nil when the protocol brings none
	claims Claims
	said   struct{ own, claims int } // how many milestones News has told
}

// New returns a Judge of nodes with these configs, at the beginning of a run.
func New(p node.Protocol, configs []node.Config) *Judge {
	j := &Judge{}
	if checked, ok := p.(node.Checked); ok {
		j.own = checked.NewChecker(configs)
	}
	return j
}

// Restore returns a Judge in the state that AppendState wrote.
func Restore(p node.Protocol, configs []node.Config, state []byte) (*Judge, error) {
	j := &Judge{}
	rest, err := j.claims.restore(state)
	if err != nil {
		return nil, err
	}
	checked, ok := p.(node.Checked)
	if !ok {
		if len(rest) > 0 {
			return nil, fmt.Errorf("the state of the checks: got %d bytes after its end", len(rest))
		}
		return j, nil
	}
	j.own, err = checked.RestoreChecker(configs, rest)
	return j, err
}

// AppendState appends the canonical encoding: Judges with equal encodings judge
// everything alike that comes later.
func (j *Judge) AppendState(dst []byte) []byte {
	dst = j.claims.append(dst)
	if j.own != nil {
		dst = j.own.AppendState(dst)
	}
	return dst
}

// Properties lists the names that p checks by itself, in the order of checking. The
// names of claims are known when they are made.
func Properties(p node.Protocol) []string {
	if checked, ok := p.(node.Checked); ok {
		return checked.Properties()
	}
	return nil
}

// Own returns the protocol's own checker, or nil.
func (j *Judge) Own() node.Checker { return j.own }

// Claims returns what nodes have claimed.
func (j *Judge) Claims() *Claims { return &j.claims }

// Asked tells that a client made a request.
func (j *Judge) Asked(r *node.Request) {
	if j.own != nil {
		j.own.Asked(r)
	}
}

// Performed tells what id did in one event, in order. It returns the first property
// that this broke, the protocol's own before those of claims, or nil.
func (j *Judge) Performed(id node.ID, effects []node.Effect) (first *node.Violation) {
	if j.own != nil {
		first = j.own.Performed(id, effects)
	}
	for i := range effects {
		if effects[i].Kind != node.EffectClaim {
			continue
		}
		if v := j.claims.claim(id, effects[i].Claim); first == nil {
			first = v
		}
	}
	return first
}

// Crashed tells that id lost what it had not synced.
func (j *Judge) Crashed(id node.ID) {
	if j.own != nil {
		j.own.Crashed(id)
	}
}

// Wiped tells that id lost its disk. It may let fall what it claimed never to.
func (j *Judge) Wiped(id node.ID) {
	j.claims.wiped(id)
	if j.own != nil {
		j.own.Wiped(id)
	}
}

// Forget drops what can make no difference to a later judgement by all properties, as
// long as no node is wiped.
func (j *Judge) Forget() {
	if j.own != nil {
		j.own.Forget()
	}
}

// Renamed returns what j would be if node id were called to(id), a permutation.
// Values of claims keep the names that they mention.
func (j *Judge) Renamed(to func(node.ID) node.ID) *Judge {
	r := &Judge{claims: j.claims.renamed(to)}
	if j.own != nil {
		r.own = j.own.Renamed(to)
	}
	return r
}

// News calls say with each milestone since the last call, such as "chosen: X at 3.1 by
// n1 n2", until say returns an error.
func (j *Judge) News(say func(text string) error) error {
	if j.own != nil {
		for n := j.own.Milestones(); j.said.own < n; j.said.own++ {
			if err := say(j.own.Milestone(j.said.own)); err != nil {
				return err
			}
		}
	}
	for ; j.said.claims < len(j.claims.first); j.said.claims++ {
		if err := say(j.claims.first[j.said.claims]); err != nil {
			return err
		}
	}
	return nil
}

// The kinds of statements.
const (
	statedAsked byte = iota // what a client asked for, for the protocol's checker
	statedDone              // what a node did, for the protocol's checker
	statedClaim
	statedWiped
)

// AppendAsked appends what a request tells the checks of p; nothing for most.
func AppendAsked(dst []byte, p node.Protocol, r *node.Request) []byte {
	checked, ok := p.(node.Checked)
	if !ok {
		return dst
	}
	return appendStatement(dst, statedAsked, func(dst []byte) []byte { return checked.AppendAsked(dst, r) })
}

// AppendStated appends what an effect tells the checks of p: a write when it is
// synced, everything else when it is performed; nothing for most.
func AppendStated(dst []byte, p node.Protocol, e *node.Effect) []byte {
	if e.Kind == node.EffectClaim {
		return appendStatement(dst, statedClaim, func(dst []byte) []byte { return appendClaim(dst, e.Claim) })
	}
	checked, ok := p.(node.Checked)
	if !ok {
		return dst
	}
	return appendStatement(dst, statedDone, func(dst []byte) []byte { return checked.AppendStated(dst, e) })
}

// AppendWiped appends that the node lost its disk.
func AppendWiped(dst []byte) []byte {
	return appendStatement(dst, statedWiped, func(dst []byte) []byte { return append(dst, 1) })
}

// appendStatement appends a statement with its length; nothing if it says nothing.
func appendStatement(dst []byte, kind byte, say func([]byte) []byte) []byte {
	var room [64]byte
	said := say(room[:0])
	if len(said) == 0 {
		return dst
	}
	return packed.AppendText(append(dst, kind), said)
}

// Learn takes the statements of one step of id, in order, and returns the first
// violation of a property that counts: counts is asked for its name.
func (j *Judge) Learn(id node.ID, statements []byte, counts func(string) bool) (first *node.Violation) {
	r := packed.Reader{Rest: statements}
	for len(r.Rest) > 0 {
		kind := r.Byte()
		said := r.Text()
		if v := j.learn(id, kind, said); v != nil && first == nil && counts(v.Name) {
			first = v
		}
	}
	return first
}

func (j *Judge) learn(id node.ID, kind byte, said []byte) *node.Violation {
	switch kind {
	case statedClaim:
		r := packed.Reader{Rest: said}
		return j.claims.claim(id, readClaim(&r))
	case statedWiped:
		j.Wiped(id)
		return nil
	}
	return j.own.Learn(id, said)
}
