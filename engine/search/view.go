package search

// View is a state as a predicate sees it. What it returns is shared: nobody
// may change it. A slot or class that does not exist is the caller's bug.
type View struct {
	state *State
	sys   System
}

// Local returns the local state of slot.
func (v *View) Local(slot int) []byte { return v.state.Locals[slot] }

// DecodedLocal returns the local state of slot in the form of the System's
// Decoder.
func (v *View) DecodedLocal(slot int) (any, error) {
	return v.sys.(Decoder).DecodeLocal(slot, v.state.Locals[slot])
}

// Watcher returns the state of the watcher.
func (v *View) Watcher() []byte { return v.state.Watcher }

// DecodedWatcher returns the watcher in the form of the System's Decoder.
func (v *View) DecodedWatcher() (any, error) {
	return v.sys.(Decoder).DecodeWatcher(v.state.Watcher)
}

// Messages returns the bodies of the messages in flight to slot, in the order
// of their bytes; equal ones count each. It costs more than the rest of View,
// because states differ in their messages more than in anything else.
func (v *View) Messages(slot int) [][]byte {
	var bodies [][]byte
	for _, m := range v.state.Messages {
		if m.To == slot {
			bodies = append(bodies, m.Body)
		}
	}
	return bodies
}

// Budget returns how many units of class are left.
func (v *View) Budget(class int) int { return int(v.state.Budgets[class]) }
