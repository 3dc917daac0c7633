package search

import (
	"math/rand/v2"
	"slices"
)

// plan says when a walk spends its budgets: each unit has a step, drawn
// beforehand. Without one, a walk spends them almost at once. There are many
// ways to crash, one for each point in each step, so that a crash is nearly
// always among the first things that a draw hits, when there is nothing to lose
// yet, and a restart is all that is possible afterwards. A fault that takes its
// place like a priority change of PCT is at the right step once in as many walks
// as a walk has steps.
type plan struct {
	due  [MaxClasses][]int // by class: the step of each unit, ascending
	open []int             // scratch
}

// newPlan draws when a walk spends budgets.
func newPlan(draw *rand.Rand, budgets Budgets, lengths []int) *plan {
	p := &plan{}
	for class, units := range budgets {
		for range units {
			p.due[class] = append(p.due[class], someStep(draw, lengths))
		}
		slices.Sort(p.due[class])
	}
	return p
}

// someStep draws a step of a walk as long as one of those that have been.
func someStep(draw *rand.Rand, lengths []int) int {
	return draw.IntN(max(1, lengths[draw.IntN(len(lengths))]))
}

// among returns the successors among which a walk may choose after so many
// steps: those that spend what is due and nothing else. If there is no such,
// those that spend nothing; and if there is nothing else left to do, all.
func (p *plan) among(k *walker, steps int) []int {
	due := p.overdue(k.at.budgets(), steps)
	if due != 0 && p.keep(k, func(cost Classes) bool { return cost != 0 && cost&^due == 0 }) {
		return p.open
	}
	if !p.keep(k, func(cost Classes) bool { return cost == 0 }) {
		p.keep(k, func(Classes) bool { return true })
	}
	return p.open
}

// overdue returns the classes of which less is spent than should be by now.
func (p *plan) overdue(left uint64, steps int) (due Classes) {
	for class, units := range unpackBudgets(left) {
		all := p.due[class]
		if spent := len(all) - int(units); spent < len(all) && all[spent] <= steps {
			due |= 1 << class
		}
	}
	return due
}

// keep makes open of the successors whose cost is such, and reports whether there
// are any.
func (p *plan) keep(k *walker, such func(Classes) bool) bool {
	p.open = p.open[:0]
	for i := range k.how {
		if such(k.costOf(&k.how[i])) {
			p.open = append(p.open, i)
		}
	}
	return len(p.open) > 0
}

// costOf returns what a step takes from the budgets.
func (w *worker) costOf(how *origin) Classes {
	cost := w.transition(how.transition).cost
	if how.duplicate {
		cost |= w.o.Duplicate
	}
	return cost
}
