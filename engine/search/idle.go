package search

// idle remembers for each local state which messages do nothing to it, and
// whether it makes no move by itself. That is most of what a state has in
// flight, so it is worth a bit each in a worker's nearest cache. It covers the
// first messages of each slot and leaves the others to the model's memory.
type idle struct {
	bits   [][idleWords]uint64 // by local state
	forget bool                // remember nothing
}

const (
	idleWords    = 4
	idleMessages = 64*idleWords - 1
)

func (i *idle) has(local, message uint32) bool {
	return message < idleMessages && int(local) < len(i.bits) && i.bits[local][message/64]>>(message%64)&1 != 0
}

func (i *idle) add(local, message uint32) {
	if message < idleMessages {
		i.set(local, message)
	}
}

// still reports whether local is known to make no move.
func (i *idle) still(local uint32) bool {
	return int(local) < len(i.bits) && i.bits[local][idleWords-1]>>63 != 0
}

func (i *idle) addStill(local uint32) { i.set(local, idleMessages) }

func (i *idle) set(local, bit uint32) {
	if i.forget {
		return
	}
	for int(local) >= len(i.bits) {
		i.bits = append(i.bits, [idleWords]uint64{})
	}
	i.bits[local][bit/64] |= 1 << (bit % 64)
}
