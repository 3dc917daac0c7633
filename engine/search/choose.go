package search

import "math/rand/v2"

// chooser chooses among the successors of the state where a walker is, after
// so many steps.
type chooser interface {
	choose(k *walker, steps int) int
}

// chooser returns the one of a walk, which it shares with no other.
func (s *walks) chooser(number int) chooser {
	draw := rand.New(rand.NewPCG(s.o.Seed, uint64(number)))
	if s.o.Strategy == PCT {
		return newPriorities(draw, s.slots, s.o.Changes, s.reach)
	}
	return uniform{draw}
}

// uniform finds every step as good as any other.
type uniform struct{ draw *rand.Rand }

func (u uniform) choose(k *walker, _ int) int { return u.draw.IntN(k.len()) }

// priorities is the scheduler of Burckhardt, Kothari, Musuvathi and
// Nagarakatte, "A Randomized Scheduler with Probabilistic Guarantees of
// Finding Bugs", ASPLOS 2010. The slot with the highest priority goes on, as
// long as it can. At a few steps, chosen beforehand, the slot that is about to
// go on falls below all others.
//
// Slots are in place of threads. A slot may have several steps, since the
// network has no order; any of them is as good as the others.
type priorities struct {
	draw    *rand.Rand
	of      []int       // by slot
	changes map[int]int // by step: the priority that the slot falls to
	mine    []int       // scratch: the successors of the slot that goes on
}

func newPriorities(draw *rand.Rand, slots, changes, steps int) *priorities {
	p := &priorities{draw: draw, of: draw.Perm(slots), changes: map[int]int{}}
	for i := range changes {
		p.changes[draw.IntN(max(1, steps))] = -1 - i
	}
	return p
}

func (p *priorities) choose(k *walker, steps int) int {
	if low, change := p.changes[steps]; change {
		p.of[p.highest(k)] = low
	}
	slot := p.highest(k)
	p.mine = p.mine[:0]
	for i := range k.how {
		if k.slotOf(&k.how[i]) == slot {
			p.mine = append(p.mine, i)
		}
	}
	return p.mine[p.draw.IntN(len(p.mine))]
}

// highest returns the slot with the highest priority among those that have a
// step.
func (p *priorities) highest(k *walker) uint32 {
	best := k.slotOf(&k.how[0])
	for i := range k.how {
		if slot := k.slotOf(&k.how[i]); p.of[slot] > p.of[best] {
			best = slot
		}
	}
	return best
}

// slotOf returns the slot where the step that how describes happens.
func (w *worker) slotOf(how *origin) uint32 {
	return w.local(w.transition(how.transition).local).slot
}
