package search

import (
	"fmt"
	"slices"
	"sync"
)

// judges evaluate the predicates of a search. What a predicate reads, in
// order, is a path in a tree: a node says what is read next, and the branch to
// take is what the state has there. A leaf is the answer. A predicate is only
// called when the tree ends before a leaf, so once for each distinct
// combination of the things that it reads.
type judges struct {
	panel    []judge
	branches *memo // node and what a state has there -> node

	mu       sync.Mutex // predicates are called one at a time; guards the rest
	nodes    []node
	errs     []error
	locals   map[uint32]any // decoded, by id
	watchers map[uint32]any
}

// judge is a predicate and what its answer means.
type judge struct {
	Predicate
	role role
	root uint32
}

type role uint8

const (
	invariant role = iota
	goal
	prune
)

// String returns the name, such as "invariant".
func (r role) String() string { return [...]string{"invariant", "goal", "prune"}[r] }

// node is a place in the tree of one predicate.
type node struct {
	next read
	err  uint32 // answerError: which
}

// read is something that a predicate reads; or its answer.
type read struct {
	what what
	of   uint16 // the slot or class
}

type what uint8

const (
	readLocal what = iota
	readWatcher
	readMessages
	readBudget
	answerNo
	answerYes
	answerError
)

// hit is the end of a search at some state. The zero hit is none.
type hit struct {
	verdict  Verdict
	property string
	sentence string
	err      error
}

func (h hit) is() bool { return h.verdict != Unknown || h.err != nil }

// newJudges returns the judges of o. They begin with state s, so that every
// tree has a root.
func newJudges(w *worker, o *Options, s flat) (*judges, error) {
	j := &judges{branches: newMemo(), locals: map[uint32]any{}, watchers: map[uint32]any{}}
	for r, list := range [][]Predicate{o.Invariants, o.Goals, o.Prunes} {
		for _, p := range list {
			if p.Test == nil {
				return nil, fmt.Errorf("%s %q: got no test", role(r), p.Name)
			}
			root := uint32(len(j.nodes))
			reads, answer := j.call(w, &p, s)
			j.grow(pathTo(reads, answer)[0], answer)
			if err := j.learn(w, s, root, reads, answer); err != nil {
				return nil, fmt.Errorf("%s %q: %w", role(r), p.Name, err)
			}
			j.panel = append(j.panel, judge{p, role(r), root})
		}
	}
	return j, nil
}

// judge returns what s means for the search, and whether it is to be pruned.
// Invariants come first, then goals, then prunes.
func (j *judges) judge(w *worker, s flat) (h hit, pruned bool) {
	for i := range j.panel {
		p := &j.panel[i]
		yes, err := j.ask(w, p, s)
		switch {
		case err != nil:
			return hit{err: fmt.Errorf("%s %q: %w", p.role, p.Name, err)}, false
		case p.role == invariant && !yes:
			return hit{verdict: Violated, property: p.Name}, false
		case p.role == goal && yes:
			return hit{verdict: Found, property: p.Name}, false
		case p.role == prune && yes:
			return hit{}, true
		}
	}
	return hit{}, false
}

// ask returns p's answer about s.
func (j *judges) ask(w *worker, p *judge, s flat) (bool, error) {
	if w.paranoid {
		return j.slow(w, p, s)
	}
	at := p.root
	for {
		if int(at) >= len(w.nodes) {
			w.nodes = j.allNodes()
		}
		n := w.nodes[at]
		if n.next.what >= answerNo {
			return j.answer(n)
		}
		next, known := j.branches.get(branchKey(at, w.look(s, n.next)))
		if !known {
			return j.slow(w, p, s)
		}
		at = next
	}
}

func (j *judges) allNodes() []node {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.nodes
}

func (j *judges) answer(n node) (bool, error) {
	if n.next.what == answerError {
		j.mu.Lock()
		defer j.mu.Unlock()
		return false, j.errs[n.err]
	}
	return n.next.what == answerYes, nil
}

// slow calls p.
func (j *judges) slow(w *worker, p *judge, s flat) (bool, error) {
	j.mu.Lock()
	reads, answer := j.call(w, &p.Predicate, s)
	err := j.learn(w, s, p.root, reads, answer)
	j.mu.Unlock()
	if err != nil {
		return false, err
	}
	return j.answer(answer)
}

// call calls p and returns what it read and its answer.
func (j *judges) call(w *worker, p *Predicate, s flat) ([]read, node) {
	v := &View{w: w, s: s, j: j}
	yes, err := p.Test(v)
	switch {
	case err != nil:
		j.errs = append(j.errs, err)
		return v.reads, node{next: read{what: answerError}, err: uint32(len(j.errs) - 1)}
	case yes:
		return v.reads, node{next: read{what: answerYes}}
	}
	return v.reads, node{next: read{what: answerNo}}
}

// learn adds the path of reads in s to the tree at root, with answer at its
// end. A path that contradicts the tree means that the predicate is impure.
func (j *judges) learn(w *worker, s flat, root uint32, reads []read, answer node) error {
	at, path := root, pathTo(reads, answer)
	for i, r := range reads {
		if j.nodes[at].next != r {
			return fmt.Errorf("%w: having read the same, it went on to read something else", ErrImpure)
		}
		key := branchKey(at, w.look(s, r))
		next, known := j.branches.get(key)
		if !known {
			next = uint32(len(j.nodes))
			j.grow(path[i+1], answer)
			j.branches.put(key, next)
		}
		at = next
	}
	if j.nodes[at].next != answer.next {
		return fmt.Errorf("%w: having read the same, it answered something else", ErrImpure)
	}
	return nil
}

// pathTo returns reads and, behind them, the answer.
func pathTo(reads []read, answer node) []read {
	return append(slices.Clone(reads), answer.next)
}

// grow appends a node that reads next, or answers.
func (j *judges) grow(next read, answer node) {
	if next.what >= answerNo {
		j.nodes = append(j.nodes, answer)
		return
	}
	j.nodes = append(j.nodes, node{next: next})
}

// branchKey is the key of what a state has, found, at a node. Two of them are
// equal as rarely as two fingerprints.
func branchKey(at uint32, found uint64) uint64 {
	return nonzero(mix(found + uint64(at+1)*0x9e3779b97f4a7c15))
}

// look returns what s has for r.
func (w *worker) look(s flat, r read) uint64 {
	switch r.what {
	case readLocal:
		return uint64(s[localsAt+int(r.of)])
	case readWatcher:
		return uint64(s[watcherAt])
	case readBudget:
		return s.budgets() >> (8 * r.of) & 0xff
	}
	found := uint64(0)
	for _, id := range s.messages(w.slots) {
		if m := w.message(id); m.slot == uint32(r.of) {
			found += m.sum.lo
		}
	}
	return found
}

// bytes returns about how much memory j takes.
func (j *judges) bytes() int64 {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.branches.bytes() + 12*int64(cap(j.nodes)) + itemOverhead*int64(len(j.locals)+len(j.watchers))
}
