package search

import (
	"errors"
	"fmt"
	"slices"
)

// Symmetric is a System of which some slots can be told apart by nothing but
// their numbers. Two states that are one another's image under an exchange of
// such slots have images of each other as successors, so one of them is enough.
// [Options.Symmetry] makes use of it, as Ip and Dill, "Better Verification
// Through Symmetry", 1996, section 4.
//
// The images of an outcome must be the outcomes of the images, in any order, and
// those of the start must be the start. [Options.Paranoid] finds out.
type Symmetric interface {
	// Orders returns the ways to exchange slots, first that which leaves all where
	// they are: slot i takes the place of slot Orders()[k][i]. To do two of them one
	// after the other is one of them too. An image need not tell what makes no
	// difference to anything that happens later, not even where all stay.
	Orders() [][]int
	// RenameLocal returns the image of a local state, which is one of slot to[slot].
	RenameLocal(slot int, local []byte, to []int) []byte
	// RenameMessage returns the image of a message to slot, which is one to to[slot].
	RenameMessage(slot int, body []byte, to []int) []byte
	// RenameWatcher returns the images of the watcher, one for each of Orders.
	RenameWatcher(watcher []byte) [][]byte
}

// ErrAsymmetric says that slots were called symmetric that are not.
var ErrAsymmetric = errors.New("not symmetric")

// symmetry has the fingerprints of images. A state is known by the least of the
// fingerprints of all its images, so that all of them are one. To have that of a
// successor follow from its predecessor's, each part has one for each order, and
// so has what changes in a transition.
type symmetry struct {
	sys     Symmetric
	orders  [][]int
	changes []sum // by transition, one for each order
}

// newSymmetry returns nil unless there is a use for it.
func newSymmetry(sys System, o *Options) (*symmetry, error) {
	if !o.Symmetry {
		return nil, nil
	}
	s, ok := sys.(Symmetric)
	switch {
	case !ok:
		return nil, errors.New("symmetry: the system is not Symmetric and cannot tell which slots are alike")
	case len(o.Invariants)+len(o.Goals)+len(o.Prunes) > 0:
		return nil, errors.New("symmetry: got predicates, want none: they can tell slots apart")
	case o.Strategy >= RandomWalk:
		return nil, errors.New("symmetry: got walks, want a search: walks do not know where they have been")
	}
	y := &symmetry{sys: s, orders: s.Orders()}
	if len(y.orders) < 2 {
		return nil, nil
	}
	return y, nil
}

// tell makes the pools of m keep the fingerprints of images.
func (y *symmetry) tell(m *model) {
	if y == nil {
		return
	}
	m.locals.images = func(slot int, body string) []sum {
		return y.images(func(to []int) sum { return sumOf(aLocal, to[slot], string(y.sys.RenameLocal(slot, []byte(body), to))) })
	}
	m.messages.images = func(slot int, body string) []sum {
		return y.images(func(to []int) sum {
			return sumOf(aMessage, to[slot], string(y.sys.RenameMessage(slot, []byte(body), to)))
		})
	}
	m.watchers.images = func(slot int, body string) []sum {
		var sums []sum
		for _, image := range y.sys.RenameWatcher([]byte(body)) {
			sums = append(sums, sumOf(aWatcher, slot, string(image)))
		}
		return sums
	}
}

// images returns the fingerprint of an image for each order.
func (y *symmetry) images(of func(to []int) sum) []sum {
	sums := make([]sum, len(y.orders))
	for k, to := range y.orders {
		sums[k] = of(to)
	}
	return sums
}

// learnImages notes what transition t, the newest, changes in the images. Before
// is what it takes away.
func (m *model) learnImages(t *transition, before []sum) {
	for k := range m.symmetry.orders {
		change := m.locals.items[t.local].images[k].minus(before[k])
		for _, id := range m.sends[t.send : t.send+uint32(t.sent)] {
			change = change.plus(m.messages.items[id].images[k])
		}
		m.symmetry.changes = append(m.symmetry.changes, change)
	}
}

// takenImages returns the fingerprints of the images of what an event takes away.
func (m *model) takenImages(local item, event uint32) []sum {
	if m.symmetry == nil {
		return nil
	}
	before := slices.Clone(local.images)
	if event != ownMoves {
		for k, s := range m.messages.items[event].images {
			before[k] = before[k].plus(s)
		}
	}
	return before
}

// mirror finds the fingerprints of the images of s, which is about to be expanded.
func (w *worker) mirror(s flat) {
	if w.symmetry == nil {
		return
	}
	w.images = w.imagesOf(s, w.images[:0])
	w.alike = w.others(w.images)
}

// imagesOf appends the fingerprints of the images of s, from those of its parts.
func (w *worker) imagesOf(s flat, dst []sum) []sum {
	dst = append(dst, w.watcher(s[watcherAt]).images...)
	add := func(images []sum) {
		for k := range dst {
			dst[k] = dst[k].plus(images[k])
		}
	}
	for _, l := range s[localsAt : localsAt+w.slots] {
		add(w.local(l).images)
	}
	for _, m := range s.messages(w.slots) {
		add(w.message(m).images)
	}
	budgets := sumOfBudgets(s.budgets())
	for k := range dst {
		dst[k] = dst[k].plus(budgets)
	}
	return dst
}

// others returns how many states there are among the images of one, beside it.
func (w *worker) others(images []sum) int {
	w.distinct = append(w.distinct[:0], images...)
	slices.SortFunc(w.distinct, sum.compare)
	return len(slices.Compact(w.distinct)) - 1
}

// move makes w.to the images of what transition t makes of the state looked at.
func (w *worker) move(t uint32) {
	if w.symmetry == nil {
		return
	}
	n := len(w.symmetry.orders)
	if int(t+1)*n > len(w.changes) {
		w.refresh()
	}
	w.to = w.to[:0]
	for k, change := range w.changes[int(t)*n : int(t+1)*n] {
		w.to = append(w.to, w.images[k].plus(change))
	}
}

// addTo adds to a fingerprint in the making, and to those of the images.
func (w *worker) addTo(to *sum, s sum, images []sum) {
	*to = to.plus(s)
	for k := range w.to {
		w.to[k] = w.to[k].plus(images[k])
	}
}

// takeFrom takes message away from a fingerprint in the making.
func (w *worker) takeFrom(to *sum, message uint32) {
	x := w.message(message)
	*to = to.minus(x.sum)
	for k := range w.to {
		w.to[k] = w.to[k].minus(x.images[k])
	}
}

// known returns the fingerprint by which a state is known, where own is its own
// and images are those of its images.
func known(own sum, images []sum) sum {
	if len(images) == 0 {
		return own
	}
	return slices.MinFunc(images, sum.compare)
}

// keyOf returns the fingerprint by which s is known, from its parts.
func (w *worker) keyOf(s flat) sum {
	if w.symmetry == nil {
		return w.sumOf(s)
	}
	return known(w.sumOf(s), w.imagesOf(s, nil))
}

// checkStart returns an error unless s is its own image.
func (w *worker) checkStart(s flat) error {
	if w.symmetry != nil && w.others(w.imagesOf(s, nil)) > 0 {
		return fmt.Errorf("start: %w: it changes when slots that are said to be alike take each other's place", ErrAsymmetric)
	}
	return nil
}

// checkImages returns an error unless the images of what comes of event at local
// are what comes of their images.
func (m *model) checkImages(local item, event uint32, body string, outcomes []Outcome) error {
	if m.symmetry == nil || !m.paranoid {
		return nil
	}
	slot := int(local.slot)
	self := m.symmetry.orders[0]
	for _, to := range m.symmetry.orders {
		image := item{slot: uint32(to[slot]), body: string(m.symmetry.sys.RenameLocal(slot, []byte(local.body), to))}
		there := body
		if event != ownMoves {
			there = string(m.symmetry.sys.RenameMessage(slot, []byte(body), to))
		}
		other, err := m.call(image, event, there)
		if err != nil {
			return err
		}
		if !slices.Equal(m.shapes(slot, outcomes, to), m.shapes(to[slot], other, self)) {
			return fmt.Errorf("%s: %s in state %s: %w: slot %d in the place of slot %d does something else", m.slotName(local.slot),
				m.eventName(local.slot, event, body), m.localName(local), ErrAsymmetric, to[slot], slot)
		}
	}
	return nil
}

// shapes returns fingerprints of the images of outcomes, sorted. What is observed
// is not in them.
func (m *model) shapes(slot int, outcomes []Outcome, to []int) []uint64 {
	var shapes []uint64
	for i := range outcomes {
		o := &outcomes[i]
		local := m.symmetry.sys.RenameLocal(slot, o.Local, to)
		total := sumOf(aLocal, to[slot], string(local)).plus(sumOfBudgets(uint64(o.Cost)))
		for _, s := range o.Send {
			body := m.symmetry.sys.RenameMessage(s.To, s.Body, to)
			total = total.plus(sumOf(aMessage, to[s.To], string(body)))
		}
		shapes = append(shapes, total.lo)
	}
	slices.Sort(shapes)
	return shapes
}

// change adds s to a fingerprint in the making and to those of the images, all
// alike.
func (w *worker) change(to *sum, s sum) {
	*to = to.plus(s)
	for k := range w.to {
		w.to[k] = w.to[k].plus(s)
	}
}
