package search

// flat is a state as a run of words: no pointers, so that the collector has
// nothing to do and a block holds thousands.
//
//	0  fingerprint, 4 words
//	4  budgets, 2 words
//	6  watcher
//	7  how many messages, and whether the state is pruned
//	8  local state of each slot
//	   messages, in canonical order
type flat []uint32

const (
	sumAt      = 0
	budgetsAt  = 4
	watcherAt  = 6
	messagesAt = 7
	localsAt   = 8

	prunedBit   = 1 << 31
	maxMessages = 1<<16 - 1 // in flight
)

func (s flat) sum() sum {
	return sum{uint64(s[0]) | uint64(s[1])<<32, uint64(s[2]) | uint64(s[3])<<32}
}

func (s flat) setSum(a sum) {
	s[0], s[1], s[2], s[3] = uint32(a.lo), uint32(a.lo>>32), uint32(a.hi), uint32(a.hi>>32)
}

func (s flat) budgets() uint64     { return uint64(s[budgetsAt]) | uint64(s[budgetsAt+1])<<32 }
func (s flat) setBudgets(b uint64) { s[budgetsAt], s[budgetsAt+1] = uint32(b), uint32(b>>32) }
func (s flat) inFlight() int       { return int(s[messagesAt] &^ prunedBit) }
func (s flat) pruned() bool        { return s[messagesAt]&prunedBit != 0 }
func (s flat) prune()              { s[messagesAt] |= prunedBit }

// messages returns the messages of a state with so many slots.
func (s flat) messages(slots int) []uint32 {
	return s[localsAt+slots : localsAt+slots+s.inFlight()]
}

// flatSize returns the words of a state.
func flatSize(slots, inFlight int) int { return localsAt + slots + inFlight }

// pack returns b as one word, a byte for each class.
func (b Budgets) pack() uint64 {
	var p uint64
	for k, units := range b {
		p |= uint64(units) << (8 * k)
	}
	return p
}

func unpackBudgets(p uint64) Budgets {
	var b Budgets
	for k := range b {
		b[k] = uint8(p >> (8 * k))
	}
	return b
}

// spend takes a unit of each class in cost, if there is one.
func spend(budgets uint64, cost Classes) (uint64, bool) {
	for k := 0; cost != 0; k, cost = k+1, cost>>1 {
		if cost&1 == 0 {
			continue
		}
		if uint8(budgets>>(8*k)) == 0 {
			return budgets, false
		}
		budgets -= 1 << (8 * k)
	}
	return budgets, true
}
