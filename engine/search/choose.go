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
// Finding Bugs", ASPLOS 2010. The thread with the highest priority goes on, as
// long as it can. At a few steps, chosen beforehand, the thread that is about
// to go on falls below all others.
//
// A slot is two threads: one takes messages, one makes the slot's own moves.
// As one thread, a slot that comes first would crash and start again before
// there is anything to lose. A thread may have several steps, since the network
// has no order. Messages have priorities too, so that one may be late for long;
// what has the same is as good as another.
type priorities struct {
	draw    *rand.Rand
	key     uint64      // of the priorities of messages
	of      []int       // by thread
	changes map[int]int // by step: the priority that the thread falls to
	mine    []int       // scratch: the successors of the thread that goes on
}

func newPriorities(draw *rand.Rand, slots, changes, steps int) *priorities {
	p := &priorities{draw: draw, key: draw.Uint64(), of: draw.Perm(2 * slots), changes: map[int]int{}}
	for i := range changes {
		p.changes[draw.IntN(max(1, steps))] = -1 - i
	}
	return p
}

func (p *priorities) choose(k *walker, steps int) int {
	if low, change := p.changes[steps]; change {
		p.of[p.highest(k)] = low
	}
	thread := p.highest(k)
	p.mine = p.mine[:0]
	first := uint64(0)
	for i := range k.how {
		how := &k.how[i]
		if k.threadOf(how) != thread {
			continue
		}
		if urgency := p.urgency(k, how); urgency > first {
			first, p.mine = urgency, p.mine[:0]
		} else if urgency < first {
			continue
		}
		p.mine = append(p.mine, i)
	}
	return p.mine[p.draw.IntN(len(p.mine))]
}

// urgency returns the priority of the message that a step delivers, which is
// made of its content: it has the same in the whole walk. Moves are all alike.
func (p *priorities) urgency(k *walker, how *origin) uint64 {
	if how.move {
		return 0
	}
	message := k.at.messages(k.slots)[how.at]
	return mix(p.key ^ k.message(message).sum.lo)
}

// highest returns the thread with the highest priority among those that have a
// step.
func (p *priorities) highest(k *walker) uint32 {
	best := k.threadOf(&k.how[0])
	for i := range k.how {
		if thread := k.threadOf(&k.how[i]); p.of[thread] > p.of[best] {
			best = thread
		}
	}
	return best
}

// threadOf returns the thread whose step how describes.
func (w *worker) threadOf(how *origin) uint32 {
	thread := 2 * w.local(w.transition(how.transition).local).slot
	if how.move {
		thread++
	}
	return thread
}
