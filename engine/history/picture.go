package history

import (
	"cmp"
	"fmt"
	"html"
	"slices"
	"strings"

	"github.com/anishathalye/porcupine"

	"synod/node"
)

// pictureBudget bounds the search for what a picture shows.
const pictureBudget = 100_000

// HTML returns a page that shows the history as compared with a model, and the
// faults beside it: an order that explains it, or how far one comes. The page is
// porcupine's, and works by itself in a browser.
func (h History) HTML(m *Model, faults []Fault) (string, error) {
	if err := m.Check(h); err != nil {
		return "", err
	}
	calls := callsOf(h)
	searches := h.searches(m, calls)
	_, info := porcupine.CheckOperationsVerbose(described(m, searches), pictured(calls, faults), 0)
	for _, s := range searches {
		if s.panic != nil {
			panic(s.panic)
		}
		if s.err != nil {
			return "", s.err
		}
		s.budget, s.stopped = 0, false // the page takes the steps of its orders once more
	}
	// Porcupine collects what it shows in the order of a map.
	for _, partials := range info.PartialLinearizations() {
		slices.SortFunc(partials, func(a, b []int) int {
			return cmp.Or(cmp.Compare(len(b), len(a)), slices.Compare(a, b))
		})
	}
	info.AddAnnotations(annotations(calls, faults))
	var page strings.Builder
	err := porcupine.Visualize(described(m, searches), info, &page)
	return page.String(), err
}

// searches returns a search for each key of calls: porcupine searches among those of
// different keys at the same time.
func (h History) searches(m *Model, calls []Call) map[node.Value]*search {
	searches := map[node.Value]*search{}
	for _, part := range m.parts(calls) {
		if len(part) > 0 {
			searches[m.key(part[0])] = &search{model: m, budget: pictureBudget}
		}
	}
	return searches
}

// described returns a model with the words for a picture.
func described(m *Model, searches map[node.Value]*search) porcupine.Model {
	of := func(o porcupine.Operation) node.Value { return m.key(o.Input.(Call)) }
	return porcupine.Model{
		Partition: func(ops []porcupine.Operation) (parts [][]porcupine.Operation) {
			return groups(ops, of)
		},
		Init: func() any { return m.Init },
		Step: func(state, input, _ any) (bool, any) {
			c := input.(Call)
			return searches[m.key(c)].step(state, c)
		},
		Equal: func(a, b any) bool {
			for _, s := range searches {
				if len(searches) == 1 {
					return s.equal(a, b)
				}
			}
			same, err := m.equal(a, b) // of a model with keys, whose states are plain values
			return same && err == nil
		},
		DescribeOperation: func(input, _ any) string {
			c := input.(Call)
			return c.Request() + ": " + c.Ending()
		},
		// The page puts these two into itself as HTML, and operations as text.
		DescribeState:             func(state any) string { return html.EscapeString(stateText(state)) },
		DescribeOperationMetadata: func(about any) string { return html.EscapeString(about.(string)) },
	}
}

// pictured returns the calls for a picture, with a row for each client.
func pictured(calls []Call, faults []Fault) []porcupine.Operation {
	ops := operations(calls, faults)
	rows := map[string]int{}
	for i, c := range calls {
		row, known := rows[c.Client]
		if !known {
			row = len(rows)
			rows[c.Client] = row
		}
		ops[i].ClientId = row
		ops[i].Metadata = c.Who() + ", " + c.span()
	}
	return ops
}

// annotations returns the faults for a picture. Those of a node, and those of the
// network, have rows of their own: as many as there are at one time.
func annotations(calls []Call, faults []Fault) []porcupine.Annotation {
	all := make([]porcupine.Annotation, len(faults))
	ranks := ends(calls, faults)
	for i := range faults {
		f := &faults[i]
		all[i] = porcupine.Annotation{Description: f.Text, Details: f.String(), Start: -1, End: int64(len(ranks)), BackgroundColor: faultColor}
	}
	for rank, e := range ranks {
		switch i := e.of - len(calls); {
		case e.class != strikes:
		case all[i].Start < 0:
			all[i].Start = int64(rank)
			if faults[i].momentary() {
				all[i].End = int64(rank)
			}
		default:
			all[i].End = int64(rank)
		}
	}
	free := map[string]int64{} // from when on each row has nothing in it
	for i := range all {
		row := faults[i].Where()
		for n := 2; free[row] > all[i].Start; n++ {
			row = fmt.Sprintf("%s (%d)", faults[i].Where(), n)
		}
		all[i].Tag, free[row] = row, all[i].End+1
	}
	return all
}

// faultColor is the background of a fault in a picture.
const faultColor = "#e9dca0"
