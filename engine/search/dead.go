package search

// A dead message is forgotten before a state is hashed, so that states that
// differ in dead messages only are one. Whatever else makes states equal that
// are not, such as a symmetry of clients, belongs at the same two places:
// where the fingerprint of a successor is made, and where the successor is.

// isDead reports whether message can no longer matter to its slot in state
// local.
func (w *worker) isDead(local, message uint32) bool {
	if value, known := w.dead.get(eventKey(local, message)); known {
		return value != 0
	}
	return w.model.isDead(*w.local(local), *w.message(message), local, message)
}

// dropFrom takes the needless messages out of the fingerprint to of the state
// that t makes of s, and returns how many there are. The message at index taken
// of s is no longer in flight.
func (w *worker) dropFrom(s flat, t *transition, slot uint32, taken int, to *sum) int {
	dropped := 0
	if t.local != s[localsAt+slot] {
		for i, m := range s.messages(w.slots) {
			if i != taken && w.concerns(m, slot) && w.needless(s, slot, t.local, m) {
				w.takeFrom(to, m)
				dropped++
			}
		}
	}
	for _, m := range w.sent(t) {
		if w.needless(s, slot, t.local, m) {
			w.takeFrom(to, m)
			dropped++
		}
	}
	return dropped
}

// concerns reports whether message may become needless when slot moves: dead
// ones only do so when their own slot does, and what the gate stops when that does.
func (w *worker) concerns(message, slot uint32) bool {
	return w.reduce || int(slot) == w.gate || w.message(message).slot == slot
}

// lost returns how many dead messages are missing in the successor of s that
// how describes.
func (w *worker) lost(s flat, how *origin) int {
	n := s.inFlight() + int(w.transition(how.transition).sent) - int(how.inFlight)
	if !how.duplicate && !how.move {
		n--
	}
	return n - w.keptOut(s, how)
}
