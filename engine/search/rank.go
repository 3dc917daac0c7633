package search

import "slices"

// rankMessages gives every message its place in the canonical order: by slot,
// then by body. The order of two messages never changes, so states that are
// sorted by it stay sorted. Nobody else may use the model meanwhile.
func (m *model) rankMessages() {
	known := len(m.rank)
	items := m.messages.items
	if known == len(items) {
		return
	}
	order := make([]uint32, 0, len(items))
	fresh := make([]uint32, 0, len(items)-known)
	for id := known; id < len(items); id++ {
		fresh = append(fresh, uint32(id))
	}
	slices.SortFunc(fresh, func(a, b uint32) int { return items[a].compare(&items[b]) })
	for _, id := range m.ranked() {
		for len(fresh) > 0 && items[fresh[0]].compare(&items[id]) < 0 {
			order, fresh = append(order, fresh[0]), fresh[1:]
		}
		order = append(order, id)
	}
	order = append(order, fresh...)
	rank := make([]uint32, len(items)) // workers still hold the old one
	for place, id := range order {
		rank[id] = uint32(place)
	}
	m.rank = rank
}

// ranked returns the messages that have a rank, in order.
func (m *model) ranked() []uint32 {
	order := make([]uint32, len(m.rank))
	for id, place := range m.rank {
		order[place] = uint32(id)
	}
	return order
}
