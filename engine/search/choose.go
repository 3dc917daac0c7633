package search

import "math/rand/v2"

// chooser chooses among the successors of the state where a walker is, after
// so many steps.
type chooser interface {
	choose(k *walker, steps int) int
}

// chooser returns the one of a walk, which it shares with no other.
func (s *walks) chooser(number int) chooser {
	draw := rand.New(rand.NewPCG(s.o.Seed, uint64(number)))
	plan := newPlan(draw, unpackBudgets(s.start.budgets()), s.lengths)
	if s.o.Strategy == PCT {
		return newPriorities(draw, plan, s.slots, s.o.Changes, s.lengths)
	}
	return &planned{uniform{draw}, plan}
}

// uniform finds every step as good as any other.
type uniform struct{ draw *rand.Rand }

func (u uniform) choose(k *walker, _ int) int { return u.draw.IntN(k.len()) }

// planned is uniform, but for when budgets are spent.
type planned struct {
	uniform
	plan *plan
}

func (p *planned) choose(k *walker, steps int) int {
	open := p.plan.among(k, steps)
	return open[p.draw.IntN(len(open))]
}
