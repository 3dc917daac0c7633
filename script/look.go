package script

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"

	"go.starlark.net/starlark"
	"golang.org/x/term"

	"synod/engine"
	"synod/engine/trace"
	"synod/node"
	"synod/node/cells"
)

// showVerb is show().
func showVerb(c *call) (starlark.Value, error) {
	if err := c.unpack(); err != nil {
		return nil, err
	}
	rows := [][]string{{"node"}}
	for _, n := range c.cluster.nodes[1:] {
		s, err := c.cluster.world.State(n.id)
		if err != nil {
			return nil, err
		}
		row := []string{n.String()}
		if s.Down {
			row = append(row, "down")
		}
		for _, f := range s.Fields {
			if !slices.Contains(rows[0], f.Name) {
				rows[0] = append(rows[0], f.Name)
			}
			row = append(row, fieldText(f.Value))
		}
		rows = append(rows, row)
	}
	return c.lookAtTable(withoutEmptyEnd(rows))
}

// withoutEmptyEnd returns a table without the columns at its right end in which no
// row has anything.
func withoutEmptyEnd(rows [][]string) [][]string {
	width := 0
	for _, row := range rows[1:] {
		for i, cell := range row {
			if cell != nothing {
				width = max(width, i+1)
			}
		}
	}
	for i, row := range rows {
		rows[i] = row[:min(len(row), width)]
	}
	return rows
}

// file returns what a node has published as learned; absent before that.
func (c *Cluster) file(id node.ID) (node.Value, error) {
	content, ok, err := c.world.File(id)
	if err != nil || !ok {
		return "", err
	}
	v := node.Value(strings.TrimSuffix(string(content), "\n"))
	if !v.Valid() {
		return "", fmt.Errorf("%v: the file %s holds %q, want one JSON value", id, node.PublishedFile(c.world.Options().Protocol), string(content))
	}
	return v, nil
}

// fileVerb is file(node).
func fileVerb(c *call) (starlark.Value, error) {
	n := nodeArg{cluster: c.cluster}
	if err := c.unpack(&n); err != nil {
		return nil, err
	}
	c.session.looked = true
	v, err := c.cluster.file(n.id)
	return fromValue(v), err
}

// filesVerb is files().
func filesVerb(c *call) (starlark.Value, error) {
	if err := c.unpack(); err != nil {
		return nil, err
	}
	all := starlark.NewDict(len(c.cluster.nodes))
	for _, n := range c.cluster.nodes[1:] {
		v, err := c.cluster.file(n.id)
		if err != nil {
			return nil, err
		}
		if err := all.SetKey(num(n.id), fromValue(v)); err != nil {
			return nil, err
		}
	}
	return all, nil
}

// traceVerb is trace(last).
func traceVerb(c *call) (starlark.Value, error) {
	last := 0
	if err := c.unpack(&last); err != nil {
		return nil, err
	}
	if last < 1 {
		return nil, fmt.Errorf("got last=%d, want at least one line", last)
	}
	lines := c.cluster.world.Recent(last)
	return c.lookIn(0, func(columns int) string {
		var text strings.Builder
		for _, line := range lines {
			text.WriteString(trace.Fold(line, columns) + "\n")
		}
		return text.String()
	})
}

// noteVerb is note(text).
func noteVerb(c *call) (starlark.Value, error) {
	var text string
	if err := c.unpack(&text); err != nil {
		return nil, err
	}
	if strings.ContainsAny(text, "\n\r") {
		return nil, errors.New("got several lines, want one: a note is one line of the trace")
	}
	return nil, c.cluster.world.Remark(text)
}

// diagramVerb is diagram(last, width).
func diagramVerb(c *call) (starlark.Value, error) {
	last, width := 0, 0
	if err := c.unpack(&last, &width); err != nil {
		return nil, err
	}
	if last < 1 || width != 0 && width < 40 || width > 1000 {
		if width == 0 {
			width = 100 // what it is where there is no terminal
		}
		return nil, fmt.Errorf("got last=%d and width=%d, want at least one event and 40 to 1000 columns", last, width)
	}
	draw := func(columns int) string { return c.cluster.world.Diagram(columns, last) }
	if width > 0 {
		return c.look(draw(width))
	}
	return c.lookIn(engine.DiagramColumns, draw)
}

// lookAtTable is look for a table.
func (c *call) lookAtTable(rows [][]string) (starlark.Value, error) {
	return c.lookIn(c.session.tableColumns(), func(columns int) string { return cells.Table(rows, columns) })
}

// tableColumns returns how wide a table is where there is no terminal.
func (s *Session) tableColumns() int { return cmp.Or(s.options.Columns, cells.Columns) }

// onTerminal reports whether a person sees on a terminal what the session prints.
func (s *Session) onTerminal() bool {
	if screen := s.options.Screen; screen != s.screen {
		s.screen, s.terminal = screen, screen != nil && term.IsTerminal(int(screen.Fd()))
	}
	return s.terminal
}

// columns returns how many columns the terminal has now, and usual where there is
// none.
func (s *Session) columns(usual int) int {
	if !s.onTerminal() {
		return usual
	}
	columns, _, err := term.GetSize(int(s.options.Screen.Fd()))
	if err != nil || columns <= 0 {
		return usual
	}
	return min(max(columns, 40), 1000)
}
