package linediff

// maxEdits bounds the edits that are looked for at once. Texts that have little in
// common are aligned piece by piece, which costs time in proportion to their lengths
// and may find more edits than there have to be.
const maxEdits = 2000

// align returns for each of x the index of the one of y that it stays, or -1 when it
// goes. What stays is the same in both, and in the same order.
//
// The algorithm is the greedy one of E. Myers, An O(ND) Difference Algorithm and Its
// Variations (Algorithmica 1, 1986), so that as much as possible stays.
func align(x, y []int) []int {
	to := make([]int, len(x))
	for i := range to {
		to[i] = -1
	}
	begin := 0
	for begin < len(x) && begin < len(y) && x[begin] == y[begin] {
		to[begin] = begin
		begin++
	}
	endX, endY := len(x), len(y)
	for endX > begin && endY > begin && x[endX-1] == y[endY-1] {
		endX, endY = endX-1, endY-1
		to[endX] = endY
	}
	for i, j := begin, begin; i < endX && j < endY; {
		g := greedy{x: x[i:endX], y: y[j:endY]}
		g.search()
		g.stays(func(a, b int) { to[i+a] = j + b })
		i, j = i+g.endX, j+g.endY
	}
	return to
}

// greedy looks for the shortest way from the start of x and y to their ends: a step
// leaves out one of x, or one of y, and what is the same in both costs nothing. The
// k-th diagonal is where i-j is k, for indices i in x and j in y.
type greedy struct {
	x, y       []int
	reached    [][]int // by the number of steps, and by k+len(y): how far in x; -1 for not at all
	endX, endY int     // where the way ends
}

// search goes until the ends are reached, or there were too many steps.
func (g *greedy) search() {
	for d := 0; ; d++ {
		far := make([]int, 2*d+1)
		for k := -d; k <= d; k += 2 {
			i := g.arrive(d, k)
			for i >= 0 && i < len(g.x) && i-k < len(g.y) && g.x[i] == g.y[i-k] {
				i++
			}
			far[k+d] = i
			if i == len(g.x) && i-k == len(g.y) {
				g.reached = append(g.reached, far)
				g.endX, g.endY = len(g.x), len(g.y)
				return
			}
		}
		g.reached = append(g.reached, far)
		if d == maxEdits {
			g.settle(d, far)
			return
		}
	}
}

// settle ends the way where it has come furthest.
func (g *greedy) settle(d int, far []int) {
	for k := -d; k <= d; k += 2 {
		if i := far[k+d]; i >= 0 && i+i-k > g.endX+g.endY {
			g.endX, g.endY = i, i-k
		}
	}
}

// arrive returns how far in x the d-th step leads on the diagonal k; -1 for beyond.
func (g *greedy) arrive(d, k int) int {
	if d == 0 {
		return 0
	}
	down, right := g.at(d-1, k+1), g.at(d-1, k-1) // leaving out one of y, or one of x
	if right >= 0 {
		right++
	}
	if down > len(g.x) || down-k > len(g.y) {
		down = -1
	}
	if right > len(g.x) || right-k > len(g.y) {
		right = -1
	}
	return max(down, right)
}

// at returns how far in x d steps have led on the diagonal k; -1 for not at all.
func (g *greedy) at(d, k int) int {
	if k < -d || k > d {
		return -1
	}
	return g.reached[d][k+d]
}

// stays yields the indices of what the way passes for nothing.
func (g *greedy) stays(yield func(i, j int)) {
	i, j := g.endX, g.endY
	for d := len(g.reached) - 1; d >= 0; d-- {
		k := i - j
		start := g.arrive(d, k)
		for i > start {
			i, j = i-1, j-1
			yield(i, j)
		}
		if d > 0 && g.at(d-1, k+1) == start {
			j-- // one of y was left out
		} else {
			i--
		}
	}
}
