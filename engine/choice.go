package engine

import (
	"synod/engine/trace"
	"synod/node"
)

// maxChoices bounds how many choices one step may make.
const maxChoices = 1000

// stepOf lets a node take w.event. Each choice that the step comes to is drawn by the
// seed, unless the step was told how its choices fall, and the node tries once more. A
// step that comes upon a mistake has drawn nothing.
func (w *World) stepOf(id node.ID) ([]node.Effect, error) {
	told := w.choices
	var undrawn *stream // before the first draw; nil for one that was not made yet
	for drawn := false; ; {
		effects, err := w.fleet.Step(id, &w.event)
		wanted := as[*node.ChoiceWanted](err)
		if wanted == nil {
			if drawn && asMistake(err) != nil {
				w.nodes[id].choices = undrawn
			}
			return effects, err
		}
		made := len(w.event.Choices)
		if made == maxChoices {
			return nil, &node.HandlerError{Text: "a step makes more than 1000 choices, want fewer"}
		}
		pick := 0
		if made < len(told) {
			pick = told[made]
		} else {
			if s := w.nodes[id].choices; s != nil && !drawn {
				undrawn = s.copy()
			}
			drawn = true
			pick = int(w.chooser(id).below(uint64(wanted.Options)))
		}
		w.event.Choices = append(w.event.Choices, pick)
	}
}

// chooser returns what draws the choices of a node.
func (w *World) chooser(id node.ID) *stream {
	n := &w.nodes[id]
	if n.choices == nil {
		n.choices = newStream(w.seed, "choices of "+id.String())
	}
	return n.choices
}

// Choosing runs fn, in which choices of steps fall as told and not by the seed: the
// first choice that a step comes to is the first option told, and so on.
func (w *World) Choosing(choices []int, fn func() error) error {
	w.choices = choices
	defer func() { w.choices = nil }()
	return fn()
}

// Choice is how the choices of one step fell.
type Choice struct {
	Seq     int   // the record of the step
	Options []int // the option of each choice, in order
}

// Choices returns how choices fell in this run, as far back as its log goes, in order.
// The trace does not say it; this is for whoever takes the steps again.
func (w *World) Choices() []Choice { return w.fell }

// chose notes how the choices of the step of record seq fell, if it made any.
func (w *World) chose(seq int) {
	if len(w.event.Choices) == 0 {
		return
	}
	if len(w.fell) == 2*trace.Keep {
		w.fell = append(w.fell[:0], w.fell[trace.Keep:]...)
	}
	w.fell = append(w.fell, Choice{seq, w.event.Choices})
}
