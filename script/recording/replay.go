package recording

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"path/filepath"
	"strings"

	"synod/node/cells"
	"synod/script"
)

// Replay runs a recording again and returns the first difference, or nil when
// there is none. Of the options only where the nodes live counts, and who hears
// remarks and how far it is. An error means that there is no verdict: the lab
// failed.
func (r *Recording) Replay(ctx context.Context, o script.Options) (*Difference, error) {
	inner, cancel := context.WithCancel(ctx)
	defer cancel()
	c := &comparison{r: r, told: r, stop: cancel}
	event, out, printed := c.listeners()
	s := script.New(inner, script.Options{
		Fleet: o.Fleet, Program: o.Program, NewFleet: o.NewFleet, Diag: o.Diag, Doing: o.Doing, DataDir: o.DataDir, Workers: o.Workers,
		Seed: r.Run.Seed.Seed, Forks: r.Run.Seed.Forks, Trace: r.Run.Trace, Args: maps.Clone(r.Run.Args), Rules: maps.Clone(r.Run.Rules),
		Files: script.FilesFrom(r.read), Traced: event, Out: out, Columns: r.columns(),
	})
	err := s.RunFile(filepath.FromSlash(r.Run.File), r.Run.Shown)
	printed()
	end, verdict := endOf(s, err, "")
	if r.Version == oldest {
		end.Explained = gistOfAll(end.Explained)
	}
	closed := s.Close()
	d := c.difference(end)
	switch {
	case ctx.Err() != nil:
		return nil, errors.New("interrupted")
	case !verdict && !c.differs():
		return nil, errors.New(strings.TrimSpace(end.Explained))
	case closed != nil:
		return nil, fmt.Errorf("stopping the nodes: %w", closed)
	}
	return d, nil
}

// read returns the text of a file as it was.
func (r *Recording) read(path string) ([]byte, error) {
	for _, s := range r.Sources {
		switch {
		case s.Path != filepath.ToSlash(path):
		case s.Error != "":
			return nil, errors.New(s.Error)
		default:
			return []byte(s.Text), nil
		}
	}
	return nil, errors.New("it was not read when the run was recorded, so the recording has it not")
}

// comparison compares a run with a recording while it goes on, and stops it when
// it has become another one.
type comparison struct {
	r       *Recording // what is compared
	told    *Recording // what is shown of it
	stop    func()
	events  int    // how many are the same
	strange *Event // the first that is not
	out     []byte
	same    int // how much of out is what it was
}

// listeners returns what hears of the events and the output of a run, and what is
// to be called when all is printed. Of a recording of an older version the gist
// is compared.
func (c *comparison) listeners() (event func(int, string), out io.Writer, printed func()) {
	if c.r.Version != oldest {
		return c.event, (*output)(c), func() {}
	}
	c.r = c.r.gists()
	lines := &byLine{to: (*output)(c)}
	return c.event, lines, lines.end
}

// event compares the next line of a trace.
func (c *comparison) event(cluster int, line string) {
	got := Event{cluster, line}
	if c.r != c.told {
		got.Line = gist(line)
	}
	switch {
	case c.strange != nil:
	case c.events < len(c.r.Events) && c.r.Events[c.events] == got:
		c.events++
	default:
		c.strange = &Event{cluster, line}
		c.stop()
	}
}

// output is a comparison as what takes the output.
type output comparison

// Write compares b. The run goes on to the end of a line that differs.
func (o *output) Write(b []byte) (int, error) {
	c := (*comparison)(o)
	if !c.apart() {
		c.same += common(b, c.r.Output[c.same:])
	}
	c.out = append(c.out, b...)
	if c.apart() && bytes.IndexByte(c.out[c.same:], '\n') >= 0 {
		c.stop()
	}
	return len(b), nil
}

// common returns the length of the longest common beginning.
func common(x, y []byte) int {
	n := min(len(x), len(y))
	for i := range n {
		if x[i] != y[i] {
			return i
		}
	}
	return n
}

// apart reports whether what is printed differs.
func (c *comparison) apart() bool { return c.same < len(c.out) }

// differs reports whether the run was stopped for a difference.
func (c *comparison) differs() bool { return c.strange != nil || c.apart() }

// difference returns the first difference, given how the run ended: an event, or
// else a line of the output, or else the end.
func (c *comparison) difference(end End) *Difference {
	d := &Difference{Script: c.r.Run.Shown}
	switch {
	case c.strange != nil:
		c.atEvent(d)
	case c.apart():
		c.atLine(d, len(lines(c.out[:c.same+1])))
	case c.events < len(c.r.Events):
		c.atEvent(d)
	case len(c.out) < len(c.r.Output):
		c.atLine(d, len(lines(c.r.Output[:len(c.out)+1])))
	case end != c.r.End:
		atEnd(d, c.r.End, end)
	default:
		return nil
	}
	return d
}

func (c *comparison) atEvent(d *Difference) {
	d.What = place("event", c.events, len(c.r.Events))
	for _, e := range c.told.Events[max(0, c.events-contextLines):c.events] {
		d.Before = append(d.Before, e.in(c.r))
	}
	if c.events < len(c.r.Events) {
		d.Want = c.told.Events[c.events].in(c.r)
	}
	if c.strange != nil {
		d.Got = c.strange.in(c.r)
	}
}

// in returns the line of an event, with its cluster where there are several.
func (e Event) in(r *Recording) string {
	if e.Cluster == 1 && (len(r.Events) == 0 || r.Events[len(r.Events)-1].Cluster == 1) {
		return e.Line
	}
	return fmt.Sprintf("[cluster %d] %s", e.Cluster, e.Line)
}

// place names what comes after so many of which there should be so many.
func place(what string, same, all int) string {
	if same == all {
		return fmt.Sprintf("%s %d, beyond the %d of the recording", what, same+1, all)
	}
	return fmt.Sprintf("%s %d of %d", what, same+1, all)
}

// atLine says that the n-th line of the output differs.
func (c *comparison) atLine(d *Difference, n int) {
	want, got := lines(c.told.Output), lines(c.out)
	d.What = place("output line", n-1, len(want))
	for _, l := range want[max(0, n-1-contextLines) : n-1] {
		d.Before = append(d.Before, visible(l))
	}
	if n <= len(want) {
		d.Want = visible(want[n-1])
	}
	if n <= len(got) {
		d.Got = visible(got[n-1])
	}
}

func atEnd(d *Difference, want, got End) {
	d.What = "its end"
	d.Want, d.Got = fmt.Sprintf("exit status %d", want.Status), fmt.Sprintf("exit status %d", got.Status)
	if want.Status != got.Status {
		return
	}
	w, g := lines([]byte(want.Explained)), lines([]byte(got.Explained))
	n := 0
	for n < len(w) && n < len(g) && w[n] == g[n] {
		d.Before = append(d.Before, visible(w[n]))
		n++
	}
	d.Before = d.Before[max(0, n-contextLines):]
	d.Want, d.Got = "", ""
	if n < len(w) {
		d.Want = visible(w[n])
	}
	if n < len(g) {
		d.Got = visible(g[n])
	}
}

// visible returns a line as a person can see it.
func visible(line string) string {
	text, ended := strings.CutSuffix(line, "\n")
	text = cells.Visible(text)
	switch {
	case !ended:
		return text + " (without an end of line)"
	case text == "":
		return "(an empty line)"
	}
	return text
}
