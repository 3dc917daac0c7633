package search_test

import (
	"fmt"
	"math/rand/v2"
	"slices"

	"synod/engine/search"
)

// table is a System written down as what comes of everything. Local states,
// messages, observations and the watcher are one byte each.
type table struct {
	start state
	react map[[3]byte][]search.Outcome // slot, local, message
	moves map[[2]byte][]search.Outcome // slot, local
	watch map[[2]byte]watch            // watcher, observation
	hints map[[3]byte]bool             // slot, local, message
}

type state = search.State

type watch struct {
	next byte
	bad  search.Violation
}

func (t *table) Slots() int { return len(t.start.Locals) }
func (t *table) Start() state {
	s := t.start
	s.Locals, s.Messages = slices.Clone(s.Locals), slices.Clone(s.Messages)
	return s
}

func (t *table) React(slot int, local, body []byte) ([]search.Outcome, error) {
	return t.react[[3]byte{byte(slot), local[0], body[0]}], nil
}

func (t *table) Moves(slot int, local []byte) ([]search.Outcome, error) {
	return t.moves[[2]byte{byte(slot), local[0]}], nil
}

func (t *table) Watch(watcher []byte, _ int, observed []byte) ([]byte, search.Violation, error) {
	w := t.watch[[2]byte{watcher[0], observed[0]}]
	return []byte{w.next}, w.bad, nil
}

func (t *table) Dead(slot int, local, body []byte) bool {
	return t.hints[[3]byte{byte(slot), local[0], body[0]}]
}

const (
	tableLocals   = 4
	tableMessages = 4
	tableWatchers = 3
	tableClasses  = 3
)

// tables makes a small system by chance. It has finitely many states: a
// reaction sends at most one message for the one that it takes, and a move
// that sends costs something. The choices come from one seed, since rapid's
// own like small numbers, and systems of those do nothing.
func tables(seed uint64) *table {
	g := tableMaker{rand.New(rand.NewPCG(seed, 0)), 0}
	g.slots = 1 + g.IntN(3)
	s := &table{
		start: state{Watcher: []byte{0}},
		react: map[[3]byte][]search.Outcome{}, moves: map[[2]byte][]search.Outcome{},
		watch: map[[2]byte]watch{}, hints: map[[3]byte]bool{},
	}
	for range g.slots {
		s.start.Locals = append(s.start.Locals, []byte{g.byte(tableLocals)})
	}
	for range 2 + g.IntN(4) {
		s.start.Messages = append(s.start.Messages, g.message())
	}
	for class := range tableClasses {
		s.start.Budgets[class] = g.byte(3)
	}
	for slot := range byte(g.slots) {
		for local := range byte(tableLocals) {
			for body := range byte(tableMessages) {
				at := [3]byte{slot, local, body}
				s.react[at] = g.outcomes(max(0, g.IntN(5)-1), "")
			}
			at := [2]byte{slot, local}
			s.moves[at] = g.outcomes(max(0, g.IntN(5)-2), "move ")
		}
	}
	for watcher := range byte(tableWatchers) {
		for observed := range byte(2) {
			w := watch{next: g.byte(tableWatchers)}
			if g.IntN(20) == 0 {
				w.bad = search.Violation{Property: "watched", Sentence: fmt.Sprint(watcher, " saw ", observed)}
			}
			s.watch[[2]byte{watcher, observed}] = w
		}
	}
	return s
}

type tableMaker struct {
	*rand.Rand
	slots int
}

func (g *tableMaker) byte(below int) byte { return byte(g.IntN(below)) }

func (g *tableMaker) message() search.Message {
	return search.Message{To: g.IntN(g.slots), Body: []byte{g.byte(tableMessages)}}
}

// outcomes makes n outcomes, of a reaction or of moves.
func (g *tableMaker) outcomes(n int, name string) (outcomes []search.Outcome) {
	for i := range n {
		o := search.Outcome{Local: []byte{g.byte(tableLocals)}}
		if i > 0 || name != "" {
			o.Name = fmt.Append(nil, name, i)
		}
		if g.IntN(4) == 0 {
			o.Cost = search.Classes(g.IntN(1 << tableClasses))
		}
		if g.IntN(3) > 0 {
			if name != "" && o.Cost == 0 {
				o.Cost = 1
			}
			o.Send = []search.Message{g.message()}
		}
		if g.IntN(4) == 0 {
			o.Observed = []byte{g.byte(2)}
		}
		outcomes = append(outcomes, o)
	}
	return outcomes
}

// hint gives s all hints that are right.
func (t *table) hint() {
	for slot := range byte(t.Slots()) {
		for local := range byte(tableLocals) {
			for body := range byte(tableMessages) {
				dead := true
				for l := range t.reachable(slot, local) {
					dead = dead && len(t.react[[3]byte{slot, l, body}]) == 0
				}
				t.hints[[3]byte{slot, local, body}] = dead
			}
		}
	}
}

// reachable returns the local states that slot can come to from local.
func (t *table) reachable(slot, local byte) map[byte]bool {
	seen := map[byte]bool{}
	var visit func(l byte)
	visit = func(l byte) {
		if seen[l] {
			return
		}
		seen[l] = true
		for body := range byte(tableMessages) {
			for _, o := range t.react[[3]byte{slot, l, body}] {
				visit(o.Local[0])
			}
		}
		for _, o := range t.moves[[2]byte{slot, l}] {
			visit(o.Local[0])
		}
	}
	visit(local)
	return seen
}

// asked is what to look for, as questions that the twin can answer too.
type asked struct{ invariants, goals, prunes []question }

// put makes predicates of a in o.
func (a asked) put(o *search.Options) {
	list := func(qs []question) (list []search.Predicate) {
		for _, q := range qs {
			list = append(list, search.Predicate{Name: q.name, Test: q.test})
		}
		return list
	}
	o.Invariants, o.Goals, o.Prunes = list(a.invariants), list(a.goals), list(a.prunes)
}

// question is true of a state if all its clauses are, or if not all of them
// are. It reads no further than it has to.
type question struct {
	name    string
	clauses []clause
	not     bool
}

type clause struct {
	what byte // local, watcher, messages, budget
	of   int  // slot or class
	is   int
}

func (q question) test(v *search.View) (bool, error) {
	for _, c := range q.clauses {
		found := 0
		switch c.what {
		case 0:
			found = int(v.Local(c.of)[0])
		case 1:
			found = int(v.Watcher()[0])
		case 2:
			for _, body := range v.Messages(c.of) {
				found += 1 + int(body[0])
			}
		case 3:
			found = v.Budget(c.of)
		}
		if found != c.is {
			return q.not, nil
		}
	}
	return !q.not, nil
}

// on is test, for a state that the twin has.
func (q question) on(s state) bool {
	for _, c := range q.clauses {
		found := 0
		switch c.what {
		case 0:
			found = int(s.Locals[c.of][0])
		case 1:
			found = int(s.Watcher[0])
		case 2:
			for _, m := range s.Messages {
				if m.To == c.of {
					found += 1 + int(m.Body[0])
				}
			}
		case 3:
			found = int(s.Budgets[c.of])
		}
		if found != c.is {
			return q.not
		}
	}
	return !q.not
}

// questions makes up what to look for in s.
func questions(seed uint64, s *table) asked {
	g := rand.New(rand.NewPCG(seed, 1))
	some := func(name string, not bool) (list []question) {
		for i := range max(0, g.IntN(4)-1) {
			q := question{name: fmt.Sprint(name, " ", i), not: not}
			for range 2 + g.IntN(3) {
				q.clauses = append(q.clauses, clause{what: byte(g.IntN(4)), of: g.IntN(s.Slots()), is: g.IntN(4)})
			}
			list = append(list, q)
		}
		return list
	}
	return asked{some("invariant", true), some("goal", false), some("prune", false)}
}
