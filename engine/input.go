package engine

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
)

// Input is what decides every random draw of a run: a seed, and the forks after
// it. Its text form is "7", or "7,120:93" for a run that is that of seed 7 up to
// event 120, and from there on draws from seed 93.
type Input struct {
	Seed  uint64
	Forks []Fork // by ascending events
}

// Fork is the point of a run from which on all draws come from another seed: the
// run is the same as without the fork until right before the event happens.
type Fork struct {
	Event int    // the number of the event, from 1, as [World.Events] counts
	Seed  uint64 // of what is drawn from there on
}

// String returns the text form.
func (in Input) String() string {
	text := strconv.AppendUint(nil, in.Seed, 10)
	for _, f := range in.Forks {
		text = append(text, ',')
		text = strconv.AppendInt(text, int64(f.Event), 10)
		text = append(text, ':')
		text = strconv.AppendUint(text, f.Seed, 10)
	}
	return string(text)
}

// ErrInput is the error of a text that is no Input. It says what would be right.
var ErrInput = errors.New(`want a whole number from 0 to 2^64-1, or one with forks such as "7,120:93": seed 7, from event 120 on seed 93`)

// ParseInput reads the text form.
func ParseInput(text string) (in Input, err error) {
	parts := strings.Split(text, ",")
	if in.Seed, err = parseSeed(parts[0]); err != nil {
		return Input{}, err
	}
	for _, part := range parts[1:] {
		event, seed, _ := strings.Cut(part, ":")
		f := Fork{}
		if f.Event, err = strconv.Atoi(event); err != nil || !isPlain(event) {
			return Input{}, ErrInput
		}
		if f.Seed, err = parseSeed(seed); err != nil {
			return Input{}, err
		}
		in.Forks = append(in.Forks, f)
	}
	return in, checkForks(in.Forks)
}

func parseSeed(text string) (uint64, error) {
	seed, err := strconv.ParseUint(text, 10, 64)
	if err != nil || !isPlain(text) {
		return 0, ErrInput
	}
	return seed, nil
}

// isPlain reports whether text is a number in its only spelling: an Input has one
// text, whoever wrote it.
func isPlain(text string) bool {
	return text == "0" || text != "" && text[0] >= '1' && text[0] <= '9'
}

// checkForks returns an error that says which fork is out of order.
func checkForks(forks []Fork) error {
	after := 0
	for _, f := range forks {
		if f.Event <= after {
			return fmt.Errorf("got a fork at event %d, want one at event %d or later: forks stand in the order of their events", f.Event, after+1)
		}
		after = f.Event
	}
	return nil
}

// Input returns what decides the draws of this run.
func (w *World) Input() Input { return Input{w.options.Seed, w.options.Forks} }

// seeded lets everything be drawn from the beginning of the options' input.
func (w *World) seeded() {
	w.seed, w.forks = w.options.Seed, w.options.Forks
	w.latency, w.order = newStream(w.seed, "latency"), newStream(w.seed, "order")
	w.dice = map[string]*Dice{}
}

// forked lets everything be drawn from the next fork's seed: what draws already,
// and what will.
func (w *World) forked() {
	w.seed, w.forks = w.forks[0].Seed, w.forks[1:]
	w.latency.reseed(w.seed)
	w.order.reseed(w.seed)
	for id := range w.nodes {
		w.nodes[id].draws.reseed(w.seed)
		w.nodes[id].choices = nil
	}
	for _, d := range w.dice {
		d.stream.reseed(w.seed)
	}
	for _, r := range w.rules {
		r.seed = w.seed
		for _, s := range r.streams {
			s.reseed(w.seed)
		}
	}
}
