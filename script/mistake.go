package script

import (
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"go.starlark.net/starlark"
	"go.starlark.net/syntax"

	"synod/node"
)

// explainMistake explains a mistake in a protocol: where it is, what is wrong, and the
// calls in the node that led there; what the node did, and what it remembered; and where
// the scenario was.
func (s *Session) explainMistake(text *strings.Builder, m *node.HandlerError, err error) {
	if at, ok := positionIn(m.Where); ok {
		s.point(text, at, m.Text)
	} else {
		fmt.Fprintln(text, m.Text)
	}
	for _, call := range slices.Backward(m.Calls) {
		if where, name, ok := strings.Cut(call, ": in "); ok && where != m.Where {
			fmt.Fprintf(text, "  called from %s in %s\n", where, name)
		}
	}
	if m.Event != "" {
		fmt.Fprintf(text, "  while %s\n", m.Event)
	}
	if m.State != "" {
		fmt.Fprintf(text, "  in the state %s\n", m.State)
	}
	var eval *starlark.EvalError
	if errors.As(err, &eval) {
		s.calledFrom(text, innermost(err).CallStack)
	}
}

// positionIn reads "counter.star:7:12".
func positionIn(where string) (pos syntax.Position, ok bool) {
	rest, col, _ := cutLast(where, ":")
	file, line, _ := cutLast(rest, ":")
	l, err1 := strconv.Atoi(line)
	c, err2 := strconv.Atoi(col)
	return syntax.MakePosition(&file, int32(l), int32(c)), err1 == nil && err2 == nil
}
