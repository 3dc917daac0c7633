package search

// lineage remembers how each state was reached first: from which state, and
// by which of its successors. States are numbered in the order in which a
// search by one worker meets them, so the path that it gives is the first in
// canonical order among the shortest. The states themselves are not kept.
type lineage struct {
	pages []*lineagePage
	count int
}

type lineagePage struct {
	parent  [lineagePageSize]uint32
	ordinal [lineagePageSize]uint16
}

const (
	lineagePageSize = 1 << 13
	maxSuccessors   = 1 << 16 // of a state
	maxStates       = 1 << 32
)

// extend makes room for n more states. Different ones may be set at once.
func (l *lineage) extend(n int) {
	l.count += n
	for len(l.pages)*lineagePageSize < l.count {
		l.pages = append(l.pages, new(lineagePage))
	}
}

func (l *lineage) set(state int, parent uint32, ordinal int) {
	p := l.pages[state/lineagePageSize]
	p.parent[state%lineagePageSize], p.ordinal[state%lineagePageSize] = parent, uint16(ordinal)
}

// path returns the ordinals that lead from the start, state 0, to state.
func (l *lineage) path(state int) []int {
	var path []int
	for state != 0 {
		p := l.pages[state/lineagePageSize]
		path = append(path, int(p.ordinal[state%lineagePageSize]))
		state = int(p.parent[state%lineagePageSize])
	}
	for i, j := 0, len(path)-1; i < j; i, j = i+1, j-1 {
		path[i], path[j] = path[j], path[i]
	}
	return path
}

// bytes returns how much memory l takes.
func (l *lineage) bytes() int64 { return 6 * lineagePageSize * int64(len(l.pages)) }
