package search

import "errors"

// View is a state as a predicate sees it. It notes what the predicate reads,
// so that the predicate need not be asked again about a state that is the same
// in these respects. It is only good during the call. What it returns is
// shared: nobody may change it. A slot or class that does not exist is the
// caller's bug.
type View struct {
	w     *worker
	s     flat
	j     *judges
	reads []read
}

// Local returns the local state of slot.
func (v *View) Local(slot int) []byte {
	return []byte(v.w.local(v.local(slot)).body)
}

// DecodedLocal returns the local state of slot in the form of the System's
// Decoder.
func (v *View) DecodedLocal(slot int) (any, error) {
	d, err := v.decoder()
	if err != nil {
		return nil, err
	}
	id := v.local(slot)
	return decodeOnce(v.j.locals, id, func() (any, error) {
		return d.DecodeLocal(slot, []byte(v.w.local(id).body))
	})
}

// Watcher returns the state of the watcher.
func (v *View) Watcher() []byte {
	v.note(read{what: readWatcher})
	return []byte(v.w.watcher(v.s[watcherAt]).body)
}

// DecodedWatcher returns the watcher in the form of the System's Decoder.
func (v *View) DecodedWatcher() (any, error) {
	d, err := v.decoder()
	if err != nil {
		return nil, err
	}
	v.note(read{what: readWatcher})
	id := v.s[watcherAt]
	return decodeOnce(v.j.watchers, id, func() (any, error) {
		return d.DecodeWatcher([]byte(v.w.watcher(id).body))
	})
}

// Messages returns the bodies of the messages in flight to slot, in the order
// of their bytes; equal ones count each. It costs more than the rest of View,
// because states differ in their messages more than in anything else.
func (v *View) Messages(slot int) [][]byte {
	_ = v.s[localsAt : localsAt+v.w.slots][slot]
	v.note(read{readMessages, uint16(slot)})
	var bodies [][]byte
	for _, id := range v.s.messages(v.w.slots) {
		if m := v.w.message(id); m.slot == uint32(slot) {
			bodies = append(bodies, []byte(m.body))
		}
	}
	return bodies
}

// Budget returns how many units of class are left.
func (v *View) Budget(class int) int {
	units := unpackBudgets(v.s.budgets())[class]
	v.note(read{readBudget, uint16(class)})
	return int(units)
}

func (v *View) local(slot int) uint32 {
	id := v.s[localsAt : localsAt+v.w.slots][slot]
	v.note(read{readLocal, uint16(slot)})
	return id
}

// note appends r to what was read, unless it is there.
func (v *View) note(r read) {
	for _, before := range v.reads {
		if before == r {
			return
		}
	}
	v.reads = append(v.reads, r)
}

func (v *View) decoder() (Decoder, error) {
	if d, ok := v.w.sys.(Decoder); ok {
		return d, nil
	}
	return nil, errors.New("the system is no Decoder: its states are only bytes")
}

func decodeOnce(known map[uint32]any, id uint32, decode func() (any, error)) (any, error) {
	if x, ok := known[id]; ok {
		return x, nil
	}
	x, err := decode()
	if err == nil {
		known[id] = x
	}
	return x, err
}
