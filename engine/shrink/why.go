package shrink

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"synod/engine/explore"
	"synod/engine/search"
)

// Why says at which step of a run its end was decided: how many of the random
// continuations break the property before the first step and after each.
type Why struct {
	*Run
	Hits  []int // after so many steps
	Walks int   // of how many
}

// DefaultWalks is how many continuations there are of each prefix.
const DefaultWalks = 1000

// WhyOptions says how to explain a run.
type WhyOptions struct {
	Walks   int    // random continuations from each place
	Seed    uint64 // decides their draws
	Workers int    // goroutines; 0 is one for each processor

	Progress func(steps, of int) // is told along how much of the run they have gone on; nil for nobody
}

// Why lets r go on at random from everywhere along it. What may happen in a
// continuation is what happens in r and has not happened yet: its requests,
// timers and failures, and every message.
func (r *Run) Why(ctx context.Context, with WhyOptions) (*Why, error) {
	o, ok := r.budgets(r.Steps)
	if !ok {
		return nil, errors.New("nobody knows how a run goes on in which a client gives up or a disk fails: a search knows clients that wait and disks that work")
	}
	w, err := r.newPlayer().start(r.Options.Nodes)
	if err != nil {
		return nil, err
	}
	defer w.Close()
	o.Walks, o.Seed, o.Workers = with.Walks, with.Seed, with.Workers
	if with.Progress != nil {
		o.Progress = func(p search.Progress) { with.Progress(p.Depth, len(r.Steps)) }
	}
	hits, err := explore.Shares(ctx, w, o, r.Steps)
	return &Why{Run: r, Hits: hits, Walks: with.Walks}, err
}

// Point returns the number of the step that decided: the first one after which
// all continuations break the property, or else the one that raised their share
// the most. It is 0 when all of them do from the start. Certain reports whether
// the step before the last left no way out.
func (y *Why) Point() (step int, certain bool) {
	for i, n := range y.Hits {
		if n == y.Walks && i < len(y.Steps) {
			return i, true
		}
	}
	for i := 1; i < len(y.Hits); i++ {
		if step == 0 || y.Hits[i]-y.Hits[i-1] > y.Hits[step]-y.Hits[step-1] {
			step = i
		}
	}
	return step, false
}

// Sentence names the step that decided.
func (y *Why) Sentence() string {
	step, certain := y.Point()
	switch {
	case step == 0:
		return fmt.Sprintf("There is no way out from the start: all %d random continuations break %s.", y.Walks, y.Property)
	case certain:
		return fmt.Sprintf("The point of no return is step %d of %d, %s: after it all %d random continuations break %s, before it %s.",
			step, len(y.Steps), y.name(step), y.Walks, y.Property, y.share(step-1))
	}
	return fmt.Sprintf("No step before the last leaves no way out. Step %d of %d, %s, decides the most: it raises the share of random continuations that break %s from %s to %s.",
		step, len(y.Steps), y.name(step), y.Property, y.share(step-1), y.share(step))
}

// name returns a step, by its number, in running text.
func (y *Why) name(step int) string {
	return strings.Join(strings.Fields(y.Steps[step-1].String()), " ")
}

// share returns the share after so many steps, such as "12.5 %". Only all of
// them are 100 %.
func (y *Why) share(steps int) string {
	thousandths := y.Hits[steps] * 1000 / y.Walks
	return fmt.Sprintf("%d.%d %%", thousandths/10, thousandths%10)
}

// Table returns the steps with the share after each, a line each, and a mark at
// the one that decided.
func (y *Why) Table() [][]string {
	point, certain := y.Point()
	rows := [][]string{{"step", "share", ""}}
	for i := range y.Hits {
		what := "the start"
		if i > 0 {
			what = y.Steps[i-1].String()
		}
		if i == point {
			what += "  <- " + mark(certain)
		}
		rows = append(rows, []string{fmt.Sprintf("%4d", i), fmt.Sprintf("%7s", y.share(i)), what})
	}
	return rows
}

// mark is what stands at the step that decided.
func mark(certain bool) string {
	if certain {
		return "the point of no return"
	}
	return "decides the most"
}

// Diagram draws the run as a space-time diagram of so many columns, with a mark
// after the step that decided.
func (y *Why) Diagram(width int) (string, error) {
	w, err := y.World()
	if err != nil {
		return "", err
	}
	defer w.Close()
	point, certain := y.Point()
	for i := range y.Steps {
		if i == point {
			if err := w.Remark(strings.ToUpper(mark(certain))); err != nil {
				return "", err
			}
		}
		if err := y.Steps[i].Do(w); err != nil && i+1 < len(y.Steps) {
			return "", fmt.Errorf("step %d of %d: %w", i+1, len(y.Steps), err)
		}
	}
	if point == len(y.Steps) {
		err = w.Remark(strings.ToUpper(mark(certain)))
	}
	text := w.Diagram(width, len(w.Log().All()))
	return text, err
}
