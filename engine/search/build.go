package search

import "fmt"

// build writes the successor of s that how describes to out, which has the
// right size.
func (w *worker) build(s flat, how *origin, to sum, out flat) {
	tr := w.transition(how.transition)
	slot := w.local(tr.local).slot
	copy(out, s[:localsAt+w.slots])
	out.setSum(to)
	out[watcherAt], out[messagesAt] = how.watcher, uint32(how.inFlight)
	out[localsAt+slot] = tr.local
	cost, taken := tr.cost, -1
	switch {
	case how.duplicate:
		cost |= w.o.Duplicate
	case !how.move:
		taken = int(how.at)
	}
	if cost != 0 {
		left, _ := spend(s.budgets(), cost)
		out.setBudgets(left)
	}
	w.gain(tr, out)
	w.merge(s, slot, taken, out)
	if w.symmetry != nil {
		out.setSum(w.sumOf(out)) // it is known by that of an image
	}
}

// gain lists the messages that tr sends and that matter, in order.
func (w *worker) gain(tr *transition, out flat) {
	w.incoming = w.incoming[:0]
	for _, m := range w.sent(tr) {
		if w.drops && w.needless(out, w.message(m).slot, out[localsAt+w.message(m).slot], m) {
			continue
		}
		i := len(w.incoming)
		w.incoming = append(w.incoming, m)
		for ; i > 0 && w.precedes(m, w.incoming[i-1]); i-- {
			w.incoming[i] = w.incoming[i-1]
		}
		w.incoming[i] = m
	}
}

// merge writes the messages of s that are left, and those gained.
func (w *worker) merge(s flat, slot uint32, taken int, out flat) {
	gained := w.incoming
	dst := out[localsAt+w.slots:]
	at := 0
	local := out[localsAt+slot]
	moved := w.drops && local != s[localsAt+slot]
	for i, m := range s.messages(w.slots) {
		if i == taken || moved && w.concerns(m, slot) && w.needless(out, slot, local, m) {
			continue
		}
		for len(gained) > 0 && w.precedes(gained[0], m) {
			dst[at], gained = gained[0], gained[1:]
			at++
		}
		dst[at] = m
		at++
	}
	copy(dst[at:], gained)
}

// start returns the flat form of state, without its dead messages.
func (w *worker) start(state *State) (flat, error) {
	if len(state.Locals) != w.slots {
		return nil, fmt.Errorf("start: got %d local states, want %d, one for each slot", len(state.Locals), w.slots)
	}
	for _, m := range state.Messages {
		if m.To < 0 || m.To >= w.slots {
			return nil, fmt.Errorf("start: got a message to slot %d, want 0 to %d", m.To, w.slots-1)
		}
	}
	s := make(flat, localsAt+w.slots, flatSize(w.slots, len(state.Messages)))
	m := w.model
	m.mu.Lock()
	for slot, l := range state.Locals {
		s[localsAt+slot] = m.locals.id(slot, l)
	}
	s[watcherAt] = m.watchers.id(0, state.Watcher)
	for _, x := range state.Messages {
		s = append(s, m.messages.id(x.To, x.Body))
	}
	m.mu.Unlock()
	return w.settle(s, state.Budgets.pack())
}

// settle completes the start, whose messages are still as they were given.
func (w *worker) settle(s flat, budgets uint64) (flat, error) {
	live := s[:localsAt+w.slots]
	for _, m := range s[localsAt+w.slots:] {
		if !w.drops || !w.needless(s, w.message(m).slot, s[localsAt+w.message(m).slot], m) {
			live = append(live, m)
		}
	}
	inFlight := len(live) - localsAt - w.slots
	if inFlight > maxMessages {
		return nil, fmt.Errorf("start: got %d messages in flight, want at most %d", inFlight, maxMessages)
	}
	live[messagesAt] = uint32(inFlight)
	live.setBudgets(budgets)
	w.sortMessages(live.messages(w.slots))
	live.setSum(w.sumOf(live))
	return live, w.checkStart(live)
}

// sumOf returns the fingerprint of s, from its parts.
func (w *worker) sumOf(s flat) sum {
	total := sumOfBudgets(s.budgets()).plus(w.watcher(s[watcherAt]).sum)
	for _, l := range s[localsAt : localsAt+w.slots] {
		total = total.plus(w.local(l).sum)
	}
	for _, m := range s.messages(w.slots) {
		total = total.plus(w.message(m).sum)
	}
	return total
}

// state returns s in bytes.
func (w *worker) state(s flat) State {
	state := State{Watcher: []byte(w.watcher(s[watcherAt]).body), Budgets: unpackBudgets(s.budgets())}
	for _, l := range s[localsAt : localsAt+w.slots] {
		state.Locals = append(state.Locals, []byte(w.local(l).body))
	}
	for _, id := range s.messages(w.slots) {
		m := w.message(id)
		state.Messages = append(state.Messages, Message{int(m.slot), []byte(m.body)})
	}
	return state
}
