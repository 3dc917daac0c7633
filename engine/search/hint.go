package search

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// ErrWrongHint says that a message that a Hinter called dead was not.
var ErrWrongHint = errors.New("wrong hint")

// verifyHints checks every hint that the search made use of: in the local
// state where a message was called dead, and in every one that its slot can
// come to from there, delivering it must not be a transition.
//
// That is enough. Suppose a search without hints could do something that this
// one could not. The first difference is the delivery of a message that was
// dropped. It was dropped at a local state from which the slot came, by
// transitions that this search knows, to the one where the delivery happens;
// and there it is no transition.
func (s *searching) verifyHints() error {
	g := s.localGraph()
	claims := s.claims()
	messages := make([]uint32, 0, len(claims))
	for m := range claims {
		messages = append(messages, m)
	}
	s.workers[0].refresh()
	s.workers[0].sortMessages(messages)
	errs := make([]error, len(messages))
	s.refresh()
	s.each(len(messages), func(w *worker, i int) {
		if !s.stopped() {
			errs[i] = w.verify(g, messages[i], claims[messages[i]])
		}
	})
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	for _, locals := range claims {
		s.r.Hints += len(locals)
	}
	return nil
}

// localGraph returns, for each local state, those that a known transition
// leads to.
func (s *searching) localGraph() [][]uint32 {
	g := make([][]uint32, len(s.locals.items))
	for _, e := range s.events.all() {
		if e.value == 0 {
			continue
		}
		from, _ := eventOf(e.key)
		for t := e.value - 1; ; t++ {
			tr := &s.transitions[t]
			if tr.local != from && !slices.Contains(g[from], tr.local) {
				g[from] = append(g[from], tr.local)
			}
			if tr.last {
				break
			}
		}
	}
	return g
}

// claims returns, for each message, the local states where it is said to be
// dead, in the order of their bytes.
func (s *searching) claims() map[uint32][]uint32 {
	claims := map[uint32][]uint32{}
	for _, e := range s.dead.all() {
		if e.value != 0 {
			local, message := eventOf(e.key)
			claims[message] = append(claims[message], local)
		}
	}
	for _, locals := range claims {
		s.sortLocals(locals)
	}
	return claims
}

func (s *searching) sortLocals(ids []uint32) {
	items := s.locals.items
	slices.SortFunc(ids, func(a, b uint32) int { return strings.Compare(items[a].body, items[b].body) })
}

// verify checks that message is dead from each of the local states on.
func (w *worker) verify(g [][]uint32, message uint32, from []uint32) error {
	alive, err := w.alive(g, message, from)
	if err != nil || len(alive) == 0 {
		return err
	}
	for _, l := range from {
		alive, err := w.alive(g, message, []uint32{l})
		if err != nil {
			return err
		}
		if len(alive) == 0 {
			continue
		}
		x, first := w.message(message), w.local(l)
		last := first
		for i, a := range alive {
			if y := w.local(a); i == 0 || y.compare(last) < 0 {
				last = y
			}
		}
		there := "there"
		if last != first {
			there = "in state " + w.localName(*last) + ", which can come of it"
		}
		return fmt.Errorf("%w: %s: %s is said to be dead in state %s, but does something %s",
			ErrWrongHint, w.slotName(x.slot), w.messageName(x.slot, x.body), w.localName(*first), there)
	}
	return nil
}

// alive returns the local states among those that can come of from, and from
// itself, where delivering message is a transition.
func (w *worker) alive(g [][]uint32, message uint32, from []uint32) ([]uint32, error) {
	var alive []uint32
	seen := map[uint32]bool{}
	todo := slices.Clone(from)
	for len(todo) > 0 {
		l := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		if seen[l] {
			continue
		}
		seen[l] = true
		first, err := w.react(l, message)
		if err != nil {
			return nil, err
		}
		if first != 0 {
			alive = append(alive, l)
		}
		todo = append(todo, g[l]...)
	}
	return alive, nil
}
