// Package paxos is what a script sees of single-decree Paxos alone: what acceptors
// were asked, as rows of boxes, and what is chosen.
package paxos

import (
	"strings"

	"synod/engine"
	"synod/engine/trace"
	"synod/node"
	"synod/node/cells"
)

// Boxes is what every acceptor was asked, in its own order: the rows of boxes
// by which Ousterhout and Ongaro's slides draw a run. Two runs with equal rows
// may have different traces, since rows do not tell one node's time from
// another's.
type Boxes struct {
	Rows      [][]Box // by node, from 1; Rows[0] is unused
	Forgotten int     // how many early records are no longer kept
}

// Box is one request to an acceptor.
type Box struct {
	Phase   byte // 'P' for prepare, 'A' for accept
	Ballot  node.Ballot
	Value   node.Value // of an accept
	Refused bool
}

// BoxesOf returns the boxes of the run of w so far.
func BoxesOf(w *engine.World) Boxes {
	b := Boxes{Rows: make([][]Box, w.Nodes()+1), Forgotten: w.Log().Forgotten()}
	records := w.Log().All()
	for i := range records {
		if box, ok := boxOf(&records[i]); ok {
			id := records[i].Dst
			b.Rows[id] = append(b.Rows[id], box)
		}
	}
	return b
}

func boxOf(r *trace.Record) (Box, bool) {
	if r.Kind != trace.Deliver {
		return Box{}, false
	}
	box := Box{Refused: r.Outcome.Refused}
	switch r.Message.Kind() {
	case "prepare":
		box.Phase = 'P'
	case "accept":
		box.Phase = 'A'
	default:
		return Box{}, false
	}
	for _, f := range r.Message.Fields(nil) {
		switch v := f.Value.(type) {
		case node.Ballot:
			box.Ballot = v
		case node.Value:
			box.Value = v
		}
	}
	return box, true
}

// String returns "[P 3.1]", "[A 3.1 X]" or, refused, "[A 3.1 X refused]".
func (b Box) String() string {
	s := "[" + string(b.Phase) + " " + b.Ballot.String()
	if !b.Value.Absent() {
		s += " " + b.Value.String()
	}
	if b.Refused {
		s += " refused"
	}
	return s + "]"
}

// Text returns one row a node, each box after the one before it. A row that would
// be wider than so many columns goes on below itself; with 0 none is.
func (b Boxes) Text(columns int) string {
	var text strings.Builder
	if b.Forgotten > 0 {
		text.WriteString("(the earliest events are no longer kept)\n")
	}
	width := len(node.ID(len(b.Rows) - 1).String())
	for id := 1; id < len(b.Rows); id++ {
		row := node.ID(id).String()
		row += strings.Repeat(" ", width-len(row)+1)
		for _, line := range boxLines(b.Rows[id], columns-len(row)-1) {
			text.WriteString(strings.TrimRight(row+" "+line, " ") + "\n")
			row = strings.Repeat(" ", len(row))
		}
	}
	return text.String()
}

// boxLines returns boxes in lines of so many cells, unless that is negative. Only a
// box that is wider than a line by itself is divided.
func boxLines(row []Box, room int) []string {
	lines := []string{""}
	for _, box := range row {
		last := &lines[len(lines)-1]
		text := strings.TrimLeft(*last+" "+box.String(), " ")
		if room < 0 || cells.Width(text) <= room {
			*last = text
			continue
		}
		parts := cells.Fill(box.String(), max(room, 1))
		if *last == "" {
			*last, parts = parts[0], parts[1:]
		}
		lines = append(lines, parts...)
	}
	return lines
}
