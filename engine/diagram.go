package engine

import (
	"fmt"
	"strings"

	"synod/engine/trace"
	"synod/node"
	"synod/node/cells"
)

// Diagram draws a run as a space-time diagram in text: a column for each node,
// time downwards, a row for each event, an arrow for each message from its
// sender to where it arrived. What did not arrive is drawn too, since a diagram
// that hides it explains nothing: lost and dropped messages end halfway, held
// ones are listed at the bottom.
type Diagram struct {
	nodes int
	width int    // of the whole, in columns
	step  int    // from one lifeline to the next
	shown int    // how many lifelines there is room for
	down  []bool // by id: whether the node is down in the row to come
	words trace.Words
	text  strings.Builder
}

// The narrowest and widest that a node's column gets.
const (
	diagramLeft    = 10 // where the time ends and the drawing begins
	diagramNarrow  = 6
	diagramWide    = 20
	DiagramColumns = 100 // the width of a diagram when nobody knows better
)

// Diagram returns the space-time diagram of the latest events, most of them at
// most. No line is wider than width columns: nodes that do not fit are left out,
// and it says which.
func (w *World) Diagram(width, most int) string {
	d := &Diagram{nodes: w.Nodes(), width: width, words: w.Words(), down: make([]bool, w.Nodes()+1)}
	room := width - diagramLeft - 1
	d.step = min(max(room/w.Nodes(), diagramNarrow), diagramWide)
	d.shown = min(w.Nodes(), max(room/d.step, 1))
	records := w.log.All()
	skip := max(0, len(records)-most)
	for i := range records[:skip] {
		d.follow(&records[i])
	}
	d.header()
	if skip+w.log.Forgotten() > 0 {
		d.line(fmt.Sprintf("… %d earlier events", skip+w.log.Forgotten()))
	}
	for i := range records[skip:] {
		d.row(&records[skip+i])
	}
	d.footer(w)
	return d.text.String()
}

// follow keeps track of who is down.
func (d *Diagram) follow(r *trace.Record) {
	switch r.Kind {
	case trace.Crash:
		d.down[r.Dst] = true
	case trace.Restart:
		d.down[r.Dst] = false
	}
}

// x returns the column of a node's lifeline.
func (d *Diagram) x(id node.ID) int { return diagramLeft + d.step/2 + int(id-1)*d.step }

func (d *Diagram) line(s string) {
	d.text.WriteString(fit(strings.TrimRight(s, " "), d.width) + "\n")
}

func (d *Diagram) header() {
	row := d.blank()
	for id := node.ID(1); int(id) <= d.nodes; id++ {
		name := id.String()
		row.put(d.x(id)-(len(name)-1)/2, name)
	}
	d.line(row[:d.seen()].String())
}

// seen returns how many columns of a row are shown.
func (d *Diagram) seen() int { return diagramLeft + d.shown*d.step + 1 }

// blank returns a row of spaces, with room for every node.
func (d *Diagram) blank() canvas { return blankCanvas(diagramLeft + d.nodes*d.step + 1) }

// lifelines returns a row with every node's lifeline in it.
func (d *Diagram) lifelines() canvas {
	row := d.blank()
	for id := node.ID(1); int(id) <= d.nodes; id++ {
		row[d.x(id)] = "│"
		if d.down[id] {
			row[d.x(id)] = "┆"
		}
	}
	return row
}

// row draws one record.
func (d *Diagram) row(r *trace.Record) {
	if int(r.Dst) > d.shown && (r.Src == 0 || int(r.Src) > d.shown) {
		d.follow(r)
		return // there is nothing of it to see
	}
	row := d.lifelines()
	time := string(trace.AppendTime(nil, r.Time))
	row.put(diagramLeft-2-len(time), time)
	switch r.Kind {
	case trace.Deliver:
		d.arrow(row, r, "")
	case trace.Lose:
		d.arrow(row, r, "lost")
	case trace.Drop:
		d.arrow(row, r, "dropped")
	case trace.Ask, trace.Fire, trace.Crash, trace.Restart, trace.Note:
		d.local(row, r)
	case trace.Hold, trace.Duplicate:
		return
	default:
		text := r.Text
		if r.Kind == trace.Violation {
			text = "VIOLATION: " + text
		}
		d.say(fmt.Sprintf("%*s  ── ", diagramLeft-2, time), text)
		return
	}
	d.follow(r)
	d.line(row[:d.seen()].String())
}

// say writes text behind a heading, in as many lines as it takes: what is said
// of the whole cluster is the point of a diagram, and not to be cut.
func (d *Diagram) say(heading, text string) {
	d.text.WriteString(cells.Hang(heading, cells.Visible(text), d.width))
}

// arrow draws a message. What became of it is said when it did not arrive, and
// a refusal has a mark of its own.
func (d *Diagram) arrow(row canvas, r *trace.Record, lost string) {
	from, to := d.x(r.Src), d.x(r.Dst)
	label := string(r.Message.Append(nil))
	if from == to {
		d.beside(row, from, "↺", label, d.step-3)
		return
	}
	left, right := min(from, to)+1, max(from, to)-1
	for x := left; x <= right; x++ {
		row[x] = "─"
	}
	head, at := "▶", right
	if to < from {
		head, at = "◀", left
	}
	switch {
	case lost != "":
		half := (from + to) / 2
		for x := min(half, at); x <= max(half, at); x++ {
			row[x] = " "
		}
		row[half] = "✗"
	case r.Outcome.Refused:
		row[at] = "×"
	default:
		row[at] = head
	}
	d.label(row, from, to, lost != "", label)
}

// label writes a message's text onto its arrow, near the sender.
func (d *Diagram) label(row canvas, from, to int, half bool, text string) {
	room := max(from-to, to-from) - 3
	if half {
		room = room/2 - 1
	}
	text = fit(text, room)
	size := cells.Width(text)
	if from < to {
		row.put(from+2, text)
		return
	}
	row.put(from-1-size, text)
}

// local writes what happened at one node beside its lifeline.
func (d *Diagram) local(row canvas, r *trace.Record) {
	mark, text := "●", ""
	switch r.Kind {
	case trace.Ask:
		text = r.Request.Op
		if v, ok := r.Request.Arg("value").(node.Value); ok {
			text += " " + v.String()
		}
	case trace.Fire:
		text = d.words.TimerName(r.Timer)
	case trace.Crash:
		mark, text = "✖", "crash"
	case trace.Restart:
		mark, text = "○", "restart"
	case trace.Note:
		text = string(d.words.AppendNote(nil, r.Outcome))
	}
	d.beside(row, d.x(r.Dst), mark, text, d.seen())
}

// beside writes a mark on a lifeline and a text of at most most columns next
// to it: to the right, or to the left where only that side has the room.
func (d *Diagram) beside(row canvas, at int, mark, text string, most int) {
	row.put(at, mark)
	right, left := d.seen()-at-2, at-diagramLeft-1
	if size := min(cells.Width(text), most); size > right && left > right {
		text = fit(text, min(most, left))
		row.put(at-1-cells.Width(text), text)
		return
	}
	row.put(at+2, fit(text, min(most, right)))
}

// footer lists what is held, and explains the signs.
func (d *Diagram) footer(w *World) {
	d.held(w)
	if d.shown < d.nodes {
		d.line(fmt.Sprintf("%v to %v do not fit", node.ID(d.shown+1), node.ID(d.nodes)))
	}
	d.line("▶ arrives  × is refused  ✗ is lost or dropped  ↺ to itself  ┆ down")
}

// maxHeld is how many held messages a diagram lists; copies are one.
const maxHeld = 20

// held lists what is held.
func (d *Diagram) held(w *World) {
	var texts []string
	copies := map[string]int{}
	for _, p := range w.Pending() {
		if !p.Held() {
			continue
		}
		text := fmt.Sprintf("%v -> %v %s", p.Src, p.Dst, p.Message.Append(nil))
		if copies[text]++; copies[text] == 1 {
			texts = append(texts, text)
		}
	}
	for i, text := range texts {
		if i == maxHeld {
			d.line(fmt.Sprintf("%*s  ── and %d others", diagramLeft-2, "held", len(texts)-i))
			return
		}
		if n := copies[text]; n > 1 {
			text += fmt.Sprintf(", %d times", n)
		}
		d.line(fmt.Sprintf("%*s  ── %s", diagramLeft-2, "held", text))
	}
}

// fit shortens text to room columns: behind a part of it if it can, which is at a
// comma that is in no value, else in the middle of a word.
func fit(text string, room int) string {
	text = cells.Visible(text)
	if cells.Width(text) <= room {
		return text
	}
	head, _, ok := strings.Cut(text, ", ")
	if whole := strings.Count(head, `"`)%2 == 0; ok && whole && cells.Width(head) <= room {
		return head
	}
	if room < 2 {
		return ""
	}
	return cells.Cut(text, room)
}
