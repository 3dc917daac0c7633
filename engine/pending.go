package engine

import (
	"time"

	"synod/node"
)

// Pending is something that may happen next: a message in flight or a timer.
type Pending struct {
	Num       uint64        // names it in this run, from 1 in the order of creation
	Due       time.Duration // when it happens, if nobody interferes
	Cause     int           // the record in which it was sent or set
	Src       node.ID       // message: the sender
	Dst       node.ID       // message: the receiver; timer: the owner
	Message   node.Message  // nil for a timer
	Timer     node.Timer    // timer
	where     place
	at        int32        // its index in the queue or in the list of held messages
	run       uint32       // the run that it belongs to
	operation *Operation   // what it was sent for, if anything
	wake      func() error // a wake-up of the script, in place of a message or a timer
	heldBy    *Rule        // the rule that holds it
}

// place says where a Pending is.
type place uint8

const (
	gone   place = iota // it happened, or never will
	queued              // in the queue, to happen when it is due
	held                // waiting for its release
	parked              // waiting for its node, which is paused
)

// Held reports whether p waits for its release.
func (p *Pending) Held() bool { return p.where == held }

// Waiting reports whether p may still happen.
func (p *Pending) Waiting() bool { return p.where != gone }

// before orders what is pending by time, then by creation. The script wakes
// after everything else of its instant, so that what it does then can be done
// again by a script that lets time pass up to there.
func (p *Pending) before(q *Pending) bool {
	if p.Due != q.Due {
		return p.Due < q.Due
	}
	if (p.wake == nil) != (q.wake == nil) {
		return p.wake == nil
	}
	return p.Num < q.Num
}

// queue is a binary heap of what is pending, the next one first. Every item
// knows its index, so that any of them can be taken out by hand.
type queue []*Pending

// push adds p.
func (q *queue) push(p *Pending) {
	p.where, p.at = queued, int32(len(*q))
	*q = append(*q, p)
	q.up(int(p.at))
}

// remove takes p out.
func (q *queue) remove(p *Pending) {
	h, i, last := *q, int(p.at), len(*q)-1
	h.swap(i, last)
	h[last] = nil
	*q = h[:last]
	p.where = gone
	if i < last {
		q.down(i)
		q.up(i)
	}
}

func (q queue) swap(i, j int) {
	q[i], q[j] = q[j], q[i]
	q[i].at, q[j].at = int32(i), int32(j)
}

func (q queue) up(i int) {
	for i > 0 {
		parent := (i - 1) / 2
		if !q[i].before(q[parent]) {
			return
		}
		q.swap(i, parent)
		i = parent
	}
}

func (q queue) down(i int) {
	for {
		least := i
		for child := 2*i + 1; child <= 2*i+2 && child < len(q); child++ {
			if q[child].before(q[least]) {
				least = child
			}
		}
		if least == i {
			return
		}
		q.swap(i, least)
		i = least
	}
}

// shelf is the set of held messages. Its order means nothing.
type shelf []*Pending

func (s *shelf) put(p *Pending) {
	p.where, p.at = held, int32(len(*s))
	*s = append(*s, p)
}

func (s *shelf) take(p *Pending) {
	h, last := *s, len(*s)-1
	h[p.at] = h[last]
	h[p.at].at = p.at
	h[last] = nil
	*s = h[:last]
	p.where = gone
}
