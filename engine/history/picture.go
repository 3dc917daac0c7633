package history

import (
	"cmp"
	"html"
	"slices"
	"strings"

	"github.com/anishathalye/porcupine"
)

// pictureBudget bounds the search for what a picture shows.
const pictureBudget = 100_000

// HTML returns a page that shows the history as compared with a model: an order
// that explains it, or how far one comes. The page is porcupine's, and works by
// itself in a browser.
func (h History) HTML(m *Model) (string, error) {
	if err := m.Check(h); err != nil {
		return "", err
	}
	calls := callsOf(h)
	s := &search{model: m, budget: pictureBudget}
	_, info := porcupine.CheckOperationsVerbose(s.described(), h.pictured(calls), 0)
	if s.panic != nil {
		panic(s.panic)
	}
	if s.err != nil {
		return "", s.err
	}
	// Porcupine collects what it shows in the order of a map.
	for _, partials := range info.PartialLinearizations() {
		slices.SortFunc(partials, func(a, b []int) int {
			return cmp.Or(cmp.Compare(len(b), len(a)), slices.Compare(a, b))
		})
	}
	var page strings.Builder
	free := &search{model: m} // the page takes the steps of its orders once more
	err := porcupine.Visualize(free.described(), info, &page)
	return page.String(), err
}

// described returns the model with the words for a picture.
func (s *search) described() porcupine.Model {
	m := s.porcupine()
	m.DescribeOperation = func(input, _ any) string {
		c := input.(Call)
		return c.Request() + ": " + c.Ending()
	}
	// The page puts these two into itself as HTML, and operations as text.
	m.DescribeState = func(state any) string { return html.EscapeString(stateText(state)) }
	m.DescribeOperationMetadata = func(about any) string { return html.EscapeString(about.(string)) }
	return m
}

// pictured returns the calls for a picture, with a row for each client.
func (h History) pictured(calls []Call) []porcupine.Operation {
	ops := operations(calls)
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
