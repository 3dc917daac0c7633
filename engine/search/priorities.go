package search

import "math/rand/v2"

// priorities is the scheduler of Burckhardt, Kothari, Musuvathi and
// Nagarakatte, "A Randomized Scheduler with Probabilistic Guarantees of
// Finding Bugs", ASPLOS 2010. Of the threads that can go on, the one with the
// highest priority does. At a few steps, chosen beforehand, the thread that is
// about to go on falls below all others, for good.
//
// What goes on in a system of messages is links and slots, and so these are the
// threads: what one slot has sent to another, and the moves of a slot. A slot
// that took messages as one thread could be late only with all of them, and
// quorums form of some. A thread may have several steps, since the network has
// no order; one is as good as another.
//
// Threads that kept their priorities would always win against the same others,
// and nothing would come of retries. So after each step there are fresh ones for
// the threads that it raced with, which are those of the same slot: Yuan, Yang
// and Gu, "Partial Order Aware Concurrency Sampling", CAV 2018. What goes on
// elsewhere keeps its priority, so that some messages are late for long. The
// bound of the first paper is lost with that, and the walks find more.
type priorities struct {
	draw    *rand.Rand
	plan    *plan
	key     uint64            // of the priorities of this walk
	turns   []uint64          // by slot: how many steps it took
	changes map[int]uint64    // by step: the priority that the thread falls to
	fallen  map[thread]uint64 // the priorities of those that fell
	senders map[uint32]uint32 // by message: who sent it last
	best    []int             // scratch: the successors of the thread that goes on
}

// thread is a link, or the moves of a slot.
type thread struct {
	slot uint32 // that goes on
	from uint32 // who sent the messages; or one of those below
}

const (
	nobody = ^uint32(0) - iota // sent what is on its way at the start
	itself                     // for moves
)

func newPriorities(draw *rand.Rand, plan *plan, slots, changes int, lengths []int) *priorities {
	p := &priorities{
		draw: draw, plan: plan, key: draw.Uint64(), turns: make([]uint64, slots),
		changes: map[int]uint64{}, fallen: map[thread]uint64{}, senders: map[uint32]uint32{},
	}
	for i := range changes {
		p.changes[someStep(draw, lengths)] = uint64(i)
	}
	return p
}

func (p *priorities) choose(k *walker, steps int) int {
	open := p.plan.among(k, steps)
	if low, change := p.changes[steps]; change {
		first := p.highest(k, open)
		p.fallen[p.threadOf(k, &k.how[first[0]])] = low
	}
	first := p.highest(k, open)
	i := first[p.draw.IntN(len(first))]
	p.note(k, k.transition(k.how[i].transition))
	return i
}

// note notes that a slot took a step.
func (p *priorities) note(k *walker, t *transition) {
	slot := k.local(t.local).slot
	p.turns[slot]++
	for _, m := range k.sent(t) {
		p.senders[m] = slot
	}
}

// highest returns the successors in open by the thread with the highest priority.
func (p *priorities) highest(k *walker, open []int) []int {
	most := uint64(0)
	p.best = p.best[:0]
	for _, i := range open {
		switch priority := p.of(p.threadOf(k, &k.how[i])); {
		case priority < most:
			continue
		case priority > most:
			most, p.best = priority, p.best[:0]
		}
		p.best = append(p.best, i)
	}
	return p.best
}

// neverFell is above the priority of any thread that fell.
const neverFell = 1 << 63

// of returns the priority of a thread. It is drawn by mixing instead of kept: a
// walk sees few of the threads that there could be.
func (p *priorities) of(t thread) uint64 {
	if low, fell := p.fallen[t]; fell {
		return low
	}
	return neverFell | mix(p.key^mix(uint64(t.slot)<<32|uint64(t.from))^mix(p.turns[t.slot]+p.key))
}

// threadOf returns the thread whose step how describes.
func (p *priorities) threadOf(k *walker, how *origin) thread {
	t := thread{k.local(k.transition(how.transition).local).slot, itself}
	if !how.move {
		from, known := p.senders[k.at.messages(k.slots)[how.at]]
		if t.from = from; !known {
			t.from = nobody
		}
	}
	return t
}
