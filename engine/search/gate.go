package search

// Gate is a System in which messages may be kept from arriving: a network that
// is divided. One slot is the gate, and its local state says what passes. What
// does not pass when it is sent is lost, and so is what is in flight when the
// gate comes to a state in which it does not pass.
type Gate interface {
	// GateSlot returns the slot that is the gate; -1 is none.
	GateSlot() int
	// Passes reports whether the gate in state local lets the message body to
	// slot to pass.
	Passes(local []byte, to int, body []byte) bool
}

// gateOf returns the slot that is the gate of a System, or -1.
func gateOf(sys System) int {
	if g, ok := sys.(Gate); ok {
		return g.GateSlot()
	}
	return -1
}

// keptOut returns how many messages the gate takes from the successor of s that how
// describes.
func (w *worker) keptOut(s flat, how *origin) (n int) {
	if w.gate < 0 {
		return 0
	}
	t := w.transition(how.transition)
	slot := w.local(t.local).slot
	for i, m := range s.messages(w.slots) {
		if taken := !how.move && !how.duplicate && i == int(how.at); !taken && w.stops(s, slot, t.local, m) {
			n++
		}
	}
	for _, m := range w.sent(t) {
		if w.stops(s, slot, t.local, m) {
			n++
		}
	}
	return n
}

// stops reports whether the gate, if there is one, keeps message from arriving in
// the state that is s but for slot, which is at local.
func (w *worker) stops(s flat, slot, local, message uint32) bool {
	if w.gate < 0 {
		return false
	}
	at := s[localsAt+w.gate]
	if int(slot) == w.gate {
		at = local
	}
	if value, known := w.stopped.get(eventKey(at, message)); known {
		return value != 0
	}
	l, m := w.local(at), w.message(message)
	value := uint32(1)
	if w.sys.(Gate).Passes([]byte(l.body), int(m.slot), []byte(m.body)) {
		value = 0
	}
	return w.remember(w.stopped, at, message, value) != 0
}
