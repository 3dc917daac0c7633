package search

// Options.Reduce leaves out what makes no difference to the watcher. It goes
// further than dead messages do, and so it is only for searches in which
// nobody looks at anything but the watcher: a state stands for others in which
// more messages are on their way, or fewer have arrived.
//
// Two things are left out, both by what a [Reducer] says.
//
//  1. Messages that nobody needs. A delivery that can only take possibilities
//     away is one of many that need not happen, since no message has to arrive.
//     Whether it does so may depend on more than the receiver: a no is of no use
//     to somebody who has given up. So every slot is asked, and the message is
//     forgotten for a reason that all of them agree with.
//  2. Orders of what commutes. A slot that collects answers until it has enough
//     may as well take all of them at once: the first ones change nothing that
//     anybody sees. So a slot that waits is the only one to go on, and a slot
//     begins to wait only when there is enough on its way to end that.
//
// Both keep the distance of the nearest violation. A wrong Reducer hides
// violations, and unlike a wrong Hinter it is not found out by the search.

// needless reports whether message can be forgotten, or is lost, in the state that
// is s but for slot, which is at local.
func (w *worker) needless(s flat, slot, local, message uint32) bool {
	if w.stops(s, slot, local, message) {
		return true
	}
	if !w.dropDead {
		return false
	}
	receiver := w.message(message).slot
	at := s[localsAt+receiver]
	if receiver == slot {
		at = local
	}
	if w.isDead(at, message) {
		return true
	}
	if !w.reduce {
		return false
	}
	reasons := w.reasons(local, message)
	for i, l := range s[localsAt : localsAt+w.slots] {
		if reasons == 0 {
			return false
		}
		if i != int(slot) {
			reasons &= w.reasons(l, message)
		}
	}
	return reasons != 0
}

// reasons asks the Reducer, and remembers.
func (w *worker) reasons(local, message uint32) uint32 {
	if value, known := w.needs.get(eventKey(local, message)); known {
		return value
	}
	l, m := w.local(local), w.message(message)
	value := uint32(w.sys.(Reducer).Needless(int(l.slot), []byte(l.body), int(m.slot), []byte(m.body)))
	return w.remember(w.needs, local, message, value)
}

// joins reports whether event is one that a slot at local waits for.
func (w *worker) joins(local, event uint32) bool {
	if value, known := w.awaited.get(eventKey(local, event)); known {
		return value != 0
	}
	l, value := w.local(local), uint32(0)
	var body []byte
	if event != ownMoves {
		body = []byte(w.message(event).body)
	}
	if w.sys.(Reducer).Joins(int(l.slot), []byte(l.body), body) {
		value = 1
	}
	return w.remember(w.awaited, local, event, value) != 0
}

// remember puts the answer about local and event into a memo, and returns it.
func (m *model) remember(memo *memo, local, event, value uint32) uint32 {
	m.mu.Lock()
	defer m.mu.Unlock()
	if _, known := memo.get(eventKey(local, event)); !known {
		memo.put(eventKey(local, event), value)
	}
	return value
}

// waits returns how many more events a slot at local waits for, before which
// nothing else need happen; 0: it does not wait.
func (w *worker) waits(local uint32) int {
	if !w.reduce {
		return 0
	}
	w.knowWaits(local)
	if w.waiting[local] == 0 {
		l := w.local(local)
		w.waiting[local] = 1 + uint16(w.sys.(Reducer).Waits(int(l.slot), []byte(l.body)))
	}
	return int(w.waiting[local]) - 1
}

// neverWaits says that a slot at local is not taken to wait. A slot that waits
// at the start does so without having chosen to, at a time when it was too
// early, perhaps.
func (w *worker) neverWaits(local uint32) {
	w.knowWaits(local)
	w.waiting[local] = 1
}

func (w *worker) knowWaits(local uint32) {
	for int(local) >= len(w.waiting) {
		w.waiting = append(w.waiting, 0)
	}
}

// waitingSlot returns the slot that waits in a state with these locals, or -1. There
// is at most one.
func (w *worker) waitingSlot(locals []uint32) int {
	for slot, l := range locals {
		if w.waits(l) > 0 {
			return slot
		}
	}
	return -1
}

// inVain reports whether a slot that comes to local, from s by the delivery of
// the message at index taken, begins to wait for what is not on its way; -1 is
// no delivery.
func (w *worker) inVain(s flat, t *transition, slot uint32, taken int) bool {
	missing := w.waits(t.local)
	if missing == 0 || w.joins(t.local, ownMoves) {
		return false
	}
	for i, m := range s.messages(w.slots) {
		if i != taken && w.message(m).slot == slot && w.joins(t.local, m) {
			missing--
		}
	}
	for _, m := range w.sent(t) {
		if w.message(m).slot == slot && w.joins(t.local, m) {
			missing--
		}
	}
	return missing > 0
}
