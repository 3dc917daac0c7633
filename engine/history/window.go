package history

import (
	"fmt"
	"slices"
	"strings"

	"synod/node"
	"synod/node/cells"
)

// Window is the core of a violation: operations whose results fit no order,
// even if every other operation may have happened at any time since its
// invocation, or never. Without any one of them there would be an order.
type Window struct {
	Operations History      // in order of invocation
	Last       Operation    // the one of them whose return made it impossible
	Fits       []node.Value // what Last might have returned instead, of the values in the history
	Others     int          // how many operations are not needed
	Minimal    bool         // false when the budget was spent before all could be tried
}

// shrinker makes a window smaller. To leave an operation out is to open its
// call: a history cannot become harder to explain by that, so what is violated
// without an operation needs it at no time later.
type shrinker struct {
	search *search
	calls  []Call
	spent  bool
	err    error
}

// shrink returns the window of calls, which are violated, among so many in all. It
// ends at the first return that made them so.
func shrink(s *search, calls []Call, among int) (*Window, error) {
	k := &shrinker{search: s, calls: calls}
	closed := byReturn(calls)
	closed = closed[:k.shortest(closed)]
	last := closed[len(closed)-1]
	needed := append(k.needed(closed[:len(closed)-1], last), last)
	if k.err != nil {
		return nil, k.err
	}
	w := &Window{Last: *last.Operation, Others: among - len(needed), Minimal: !k.spent}
	for _, c := range needed {
		w.Operations = append(w.Operations, *c.Operation)
	}
	slices.SortStableFunc(w.Operations, func(a, b Operation) int { return compare(a.Invoked, b.Invoked) })
	w.Fits = k.fits(needed, last)
	return w, k.err
}

// violated reports whether the calls in needed alone are impossible, all others
// being open.
func (k *shrinker) violated(needed []Call) bool {
	if k.spent || k.err != nil {
		return false
	}
	verdict, err := k.search.linearizable(k.opened(needed))
	k.err = err
	k.spent = verdict == Undecided
	return verdict == Violated
}

// opened returns the calls with all opened that are not in needed, the last of
// which is the last to return, without those that were invoked after that.
func (k *shrinker) opened(needed []Call) []Call {
	closed := map[*Operation]bool{}
	for _, c := range needed {
		closed[c.Operation] = true
	}
	end := needed[len(needed)-1].Returned
	var calls []Call
	for _, c := range k.calls {
		if !end.Before(c.Invoked) {
			calls = append(calls, Call{c.Operation, !closed[c.Operation]})
		}
	}
	return calls
}

// shortest returns how many of the calls, which are in the order in which they
// returned, it takes to be violated.
func (k *shrinker) shortest(closed []Call) int {
	low, high := 0, len(closed) // not violated, violated
	for high-low > 1 {
		if middle := (low + high) / 2; k.violated(closed[:middle]) {
			high = middle
		} else {
			low = middle
		}
	}
	return high
}

// needed returns those of the calls that are violated together with last and of
// which none can be left out. It tries to leave out many at once first, and
// first those that asked for nothing: that something was written says more than
// that somebody read it.
func (k *shrinker) needed(calls []Call, last Call) []Call {
	calls = slices.Clone(calls)
	slices.SortStableFunc(calls, func(a, b Call) int {
		switch {
		case a.asks() == b.asks():
			return 0
		case b.asks():
			return -1
		}
		return 1
	})
	for size := max(1, len(calls)/2); size >= 1; size /= 2 {
		for i := 0; i < len(calls); {
			fewer := slices.Delete(slices.Clone(calls), i, min(i+size, len(calls)))
			if k.violated(append(slices.Clone(fewer), last)) {
				calls = fewer
			} else {
				i += size
			}
		}
	}
	return calls
}

// maxFits bounds how many values are tried in place of a result.
const maxFits = 64

// fits returns the values that last might have returned: none of a model that
// cannot be asked, or when there are too many to try.
func (k *shrinker) fits(needed []Call, last Call) []node.Value {
	var fit []node.Value
	values := k.values(last)
	if len(values) > maxFits {
		return nil
	}
	for _, v := range values {
		other := *last.Operation
		other.Result = v
		if k.search.model.check != nil && k.search.model.check(&other) != nil {
			continue
		}
		if k.explains(needed, last, &other) {
			fit = append(fit, v)
		}
	}
	return fit
}

// explains reports whether the calls in needed are possible with other in place
// of last.
func (k *shrinker) explains(needed []Call, last Call, other *Operation) bool {
	if k.spent || k.err != nil {
		return false
	}
	calls := k.opened(needed)
	for i := range calls {
		if calls[i].Operation == last.Operation {
			calls[i].Operation = other
		}
	}
	verdict, err := k.search.linearizable(calls)
	k.err = err
	return verdict == Holds
}

// values returns what is worth a try as the result of last.
func (k *shrinker) values(last Call) []node.Value {
	var values []node.Value
	add := func(v node.Value) {
		if v != last.Result && !slices.Contains(values, v) {
			values = append(values, v)
		}
	}
	if model := k.search.model; model.answers != nil {
		if few := model.answers(last.Operation); few != nil {
			for _, v := range few {
				add(v)
			}
			return values
		}
	}
	for _, c := range k.calls {
		for _, f := range c.Arguments() {
			if f.Name != keyArg {
				add(present(f.Value.(node.Value)))
			}
		}
		add(c.Result)
	}
	add("")
	return values
}

// String says in plain words why the window is impossible.
func (w *Window) String() string {
	var text strings.Builder
	if len(w.Operations) == 1 {
		text.WriteString("this operation cannot be explained:\n")
	} else {
		fmt.Fprintf(&text, "these %d operations fit no order:\n", len(w.Operations))
	}
	for _, line := range strings.SplitAfter(w.Operations.Table(cells.Columns-4), "\n") {
		if line != "" {
			text.WriteString("  " + line)
		}
	}
	if fits := w.fits(); fits != "" {
		fmt.Fprintf(&text, "%s's %s returned %s; %s would fit\n", w.Last.Client, w.Last.Op, result(w.Last.Result), fits)
	}
	switch {
	case w.Others == 1:
		text.WriteString("whatever became of the other operation\n")
	case w.Others > 1:
		fmt.Fprintf(&text, "whatever became of the other %d operations\n", w.Others)
	}
	if !w.Minimal {
		text.WriteString("the budget was spent before it was as short as it can be\n")
	}
	return strings.TrimSuffix(text.String(), "\n")
}

// fits returns "X or None".
func (w *Window) fits() string {
	var words []string
	for _, v := range w.Fits {
		words = append(words, result(v))
	}
	return listed(words, "or")
}
