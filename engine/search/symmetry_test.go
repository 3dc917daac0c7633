package search_test

import (
	"context"
	"errors"
	"math/bits"
	"math/rand/v2"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"synod/engine/search"
)

// star is a hub, slot 0, and spokes that are all alike. What each does is drawn
// by chance. The hub and the watcher remember by name who did something.
type star struct {
	spokes int
	hub    [3][3]reaction // by state and kind of message
	spoke  [3][3]reaction
	move   [3]reaction // of a spoke
	watch  [3][3]byte  // by watcher and what is seen
	enough int         // so many seen at state 2 of the watcher are a violation
	broken bool        // spoke 2 is not like the others
}

type reaction struct {
	does, notes, answers, tellsAll bool
	next, kind, seen               byte // seen 0: nothing
}

func newStar(seed uint64, spokes int) *star {
	draw := rand.New(rand.NewPCG(seed, 7))
	s := &star{spokes: spokes, enough: 1 + draw.IntN(2*spokes)}
	one := func() reaction {
		return reaction{
			does: draw.IntN(4) > 0, notes: draw.IntN(2) == 0, answers: draw.IntN(3) > 0, tellsAll: draw.IntN(3) == 0,
			next: byte(draw.IntN(3)), kind: byte(draw.IntN(3)), seen: byte(draw.IntN(3)),
		}
	}
	for i := range 3 {
		for j := range 3 {
			s.hub[i][j], s.spoke[i][j], s.watch[i][j] = one(), one(), byte(draw.IntN(3))
		}
		s.move[i] = one()
	}
	return s
}

func (s *star) Slots() int { return s.spokes + 1 }

func (s *star) Start() search.State {
	st := search.State{Watcher: []byte{0, 0}, Budgets: search.Budgets{2, 1}, Locals: [][]byte{{0, 0}}}
	for i := range s.spokes {
		st.Locals = append(st.Locals, []byte{0})
		st.Messages = append(st.Messages, search.Message{To: i + 1, Body: []byte{1}})
	}
	return st
}

// A message to the hub says which spoke it is from.
func (s *star) React(slot int, local, body []byte) ([]search.Outcome, error) {
	if slot > 0 {
		r := s.spoke[local[0]][body[0]]
		if s.broken && slot == 2 {
			r.next = (r.next + 1) % 3
		}
		return s.ofSpoke(slot, r), nil
	}
	r := s.hub[local[0]][body[0]]
	if !r.does {
		return nil, nil
	}
	o := search.Outcome{Local: []byte{r.next, local[1]}, Observed: seen(r)}
	if r.notes {
		o.Local[1] |= 1 << body[1]
	}
	switch {
	case r.tellsAll:
		o.Cost = 1
		for i := range s.spokes {
			o.Send = append(o.Send, search.Message{To: i + 1, Body: []byte{r.kind}})
		}
	case r.answers:
		o.Send = []search.Message{{To: int(body[1]), Body: []byte{r.kind}}}
	}
	return []search.Outcome{o}, nil
}

func (s *star) ofSpoke(slot int, r reaction) []search.Outcome {
	if !r.does {
		return nil
	}
	o := search.Outcome{Local: []byte{r.next}, Observed: seen(r)}
	if r.answers {
		o.Send = []search.Message{{To: 0, Body: []byte{r.kind, byte(slot)}}}
	}
	return []search.Outcome{o}
}

func seen(r reaction) []byte {
	if r.seen == 0 {
		return nil
	}
	return []byte{r.seen}
}

func (s *star) Moves(slot int, local []byte) ([]search.Outcome, error) {
	if slot == 0 {
		return nil, nil
	}
	moves := s.ofSpoke(slot, s.move[local[0]])
	for i := range moves {
		moves[i].Name, moves[i].Cost = []byte("moves"), 2
	}
	return moves, nil
}

func (s *star) Watch(watcher []byte, slot int, observed []byte) ([]byte, search.Violation, error) {
	next := []byte{s.watch[watcher[0]][observed[0]], watcher[1] | 1<<slot}
	if next[0] == 2 && bits.OnesCount8(next[1]) >= s.enough {
		return next, search.Violation{Property: "few"}, nil
	}
	return next, search.Violation{}, nil
}

func (s *star) Orders() [][]int {
	var orders [][]int
	var place func(to []int, k int)
	place = func(to []int, k int) {
		if k == len(to) {
			orders = append(orders, append([]int(nil), to...))
			return
		}
		for i := k; i < len(to); i++ {
			to[k], to[i] = to[i], to[k]
			place(to, k+1)
			to[k], to[i] = to[i], to[k]
		}
	}
	to := make([]int, s.spokes+1)
	for i := range to {
		to[i] = i
	}
	place(to, 1)
	return orders
}

func renamedBits(mask byte, to []int) (renamed byte) {
	for i := range to {
		renamed |= mask >> i & 1 << to[i]
	}
	return renamed
}

func (s *star) RenameLocal(slot int, local []byte, to []int) []byte {
	if slot > 0 {
		return local
	}
	return []byte{local[0], renamedBits(local[1], to)}
}

func (s *star) RenameMessage(slot int, body []byte, to []int) []byte {
	if slot > 0 {
		return body
	}
	return []byte{body[0], byte(to[body[1]])}
}

func (s *star) RenameWatcher(watcher []byte) (images [][]byte) {
	for _, to := range s.Orders() {
		images = append(images, []byte{watcher[0], renamedBits(watcher[1], to)})
	}
	return images
}

// A search that takes states alike for one comes to the same verdict as one that
// does not, after as many steps, and the states that it is spared are the states that
// are missing.
func TestSymmetry(t *testing.T) {
	verdicts, spared := map[string]int{}, 0
	rapid.Check(t, func(t *rapid.T) {
		sys := newStar(rapid.Uint64().Draw(t, "seed"), rapid.IntRange(1, 4).Draw(t, "spokes"))
		o := search.Options{
			Duplicate: search.Classes(rapid.SampledFrom([]int{0, 0, 1}).Draw(t, "duplicate")),
			Strategy:  rapid.SampledFrom([]search.Strategy{search.BreadthFirst, search.BreadthFirst, search.DepthFirst}).Draw(t, "strategy"),
			MaxStates: 50_000,
			Wide:      rapid.Bool().Draw(t, "wide"),
		}
		whole := must(t, sys, o)
		o.Symmetry, o.Paranoid = true, rapid.Bool().Draw(t, "paranoid")
		o.Chop(rapid.IntRange(1, 40).Draw(t, "batch"), rapid.IntRange(1, 10).Draw(t, "run"))
		first := ""
		for _, workers := range []int{1, 2, 4} {
			o.Workers = workers
			got := must(t, sys, o)
			if first == "" {
				first = shown(*got)
			}
			if shown(*got) != first {
				t.Fatalf("%d workers, got\n%s\n1 worker\n%s", workers, shown(*got), first)
			}
			if whole.Verdict == search.Unknown {
				continue
			}
			if got.Verdict != whole.Verdict || o.Strategy == search.BreadthFirst && len(got.Trace) != len(whole.Trace) {
				t.Fatalf("got %v, want %v", got, whole)
			}
			if got.Verdict == search.Holds && got.Unique+got.Alike != whole.Unique {
				t.Fatalf("got %v that stand for %d more, want %v", got, got.Alike, whole)
			}
			spared += got.Alike
		}
		verdicts[whole.Verdict.String()]++
	})
	t.Log(verdicts, "spared", spared)
	if spared == 0 || verdicts["holds"] == 0 || verdicts["violated"] == 0 {
		t.Error("these systems show nothing")
	}
}

// Whoever says that slots are alike that are not is found out.
func TestAsymmetric(t *testing.T) {
	sys := newStar(1, 3)
	for i := range sys.spoke {
		for j := range sys.spoke[i] {
			sys.spoke[i][j].does = true
		}
	}
	sys.enough, sys.broken = 100, true
	_, err := search.Explore(context.Background(), sys, search.Options{Symmetry: true, Paranoid: true})
	if !errors.Is(err, search.ErrAsymmetric) {
		t.Errorf("got %v, want that spoke 2 is different", err)
	}
	start := sys.Start()
	start.Messages[0].Body = []byte{2}
	_, err = search.Explore(context.Background(), sys, search.Options{Symmetry: true, From: &start})
	if !errors.Is(err, search.ErrAsymmetric) || !strings.HasPrefix(err.Error(), "start: ") {
		t.Errorf("got %v, want that the start is different", err)
	}
}

// Who can tell slots apart cannot have symmetry.
func TestSymmetryRefused(t *testing.T) {
	look := []search.Predicate{{Name: "look", Test: func(*search.View) (bool, error) { return true, nil }}}
	for _, c := range []struct {
		sys  search.System
		o    search.Options
		want string
	}{
		{endless{}, search.Options{}, "the system is not Symmetric"},
		{newStar(1, 2), search.Options{Invariants: look}, "got predicates, want none"},
		{newStar(1, 2), search.Options{Strategy: search.PCT}, "got walks, want a search"},
	} {
		c.o.Symmetry = true
		if _, err := search.Explore(context.Background(), c.sys, c.o); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("got %v, want %q", err, c.want)
		}
	}
}
