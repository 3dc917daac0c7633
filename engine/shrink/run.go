package shrink

import (
	"errors"
	"fmt"
	"math"

	"synod/engine"
	"synod/engine/explore"
	"synod/engine/fleet/sim"
	"synod/engine/history"
	"synod/node"
)

// Run is a run that broke a property: where it began, what was chosen in it, and
// what broke.
type Run struct {
	Options   engine.Options // of the cluster, which was as new when the run began
	Steps     []explore.Step // the last one breaks the property
	Events    int            // how many there were in the run that was told; 0 is as many as Steps
	Property  string
	Invariant *engine.Invariant // when Property is one of the script's own, or what clients are told; nil otherwise
	Model     *history.Model    // that what clients are told does not fit, when Property is explore.Linearizable; nil otherwise
	Sentence  string            // how it broke
}

// Of returns the run of a world in which a property broke.
func Of(w *engine.World) (*Run, error) {
	v := w.Violation()
	if v == nil {
		return nil, errors.New("no property broke in this run")
	}
	return told(w, v.Seq, nil, &Run{Property: v.Name})
}

// Then returns the run that led w to where it stands and goes on with steps, the
// last of which breaks a property.
func Then(w *engine.World, steps []explore.Step, property string) (*Run, error) {
	return told(w, math.MaxInt, steps, &Run{Property: property})
}

// Untrue returns the run that led w to where it stands and goes on with steps,
// after the last of which the history of the clients does not fit a model.
func Untrue(w *engine.World, steps []explore.Step, m *history.Model) (*Run, error) {
	return told(w, math.MaxInt, steps, &Run{Property: explore.Linearizable, Model: m, Invariant: fits(m)})
}

// fits returns the invariant that the history of a world fits a model. In a run
// that is told again it is asked after every event, as any other.
func fits(m *history.Model) *engine.Invariant {
	return &engine.Invariant{Name: explore.Linearizable, Hold: func(w *engine.World) (bool, string, error) {
		j, err := history.Judge(w.History(), m, history.DefaultBudget)
		return j.Verdict != history.Violated, j.Sentence(), err
	}}
}

// arriving returns steps without those that keep messages from arriving: here all
// messages are on their way until one is told to arrive.
func arriving(steps []explore.Step) (kept []explore.Step) {
	for _, s := range steps {
		switch s.Kind {
		case explore.Drop, explore.Partition, explore.Heal:
		default:
			kept = append(kept, s)
		}
	}
	return kept
}

// told returns r, of which only the property is known, as the run of w up to a
// record, and then steps.
func told(w *engine.World, last int, steps []explore.Step, r *Run) (*Run, error) {
	if n := w.Log().Forgotten(); n > 0 {
		return nil, fmt.Errorf("the run is too long to be told again: its first %d records are forgotten", n)
	}
	r.Options = held(w.Options())
	for _, in := range w.Invariants() {
		if in.Name == r.Property && r.Model == nil {
			r.Invariant = &in
		}
	}
	if r.Invariant == nil && !w.Checks(r.Property) {
		return nil, fmt.Errorf("there is no property %q any more", r.Property)
	}
	for _, anew := range []bool{false, true} {
		t := taken{anew: anew}
		all := append(t.steps(w, last), arriving(steps)...)
		r.Events = len(all)
		for _, kinds := range unheard(all, t.hands) {
			r.Steps = without(all, kinds)
			if again, err := r.Check(); err != nil || again {
				return r, err
			}
		}
	}
	return nil, fmt.Errorf("the run cannot be told again: its requests, failures, timers and deliveries alone do not break %s; it may depend on the time, on what is lost or cut, or on what the script remembers", r.Property)
}

// held returns the options of a simulated cluster like that of o in which
// nothing moves by itself.
func held(o engine.Options) engine.Options {
	return engine.Options{
		Protocol: o.Protocol, Nodes: o.Nodes, Rules: o.Rules, Settings: node.WithoutResends(o.Protocol, o.Settings),
		Hold: true, Latency: engine.Constant(engine.DefaultLatency), Seed: 1,
	}
}

// World returns a new world in which the steps can be taken. It has the
// invariant that is to break.
func (r *Run) World() (*engine.World, error) {
	p := r.newPlayer()
	return p.world(r.Options.Nodes)
}

// Check reports whether the steps break the property, and leaves out those that
// make no sense and those that come later.
func (r *Run) Check() (bool, error) {
	p := r.newPlayer()
	defer p.close()
	told := p.play(r.Options.Nodes, p.events(r.Steps))
	if told.broke {
		r.Steps, r.Sentence = stepsOf(told.events), told.sentence
	}
	return told.broke, p.err
}

// Flights returns what is on its way before each step.
func (r *Run) Flights() ([][]engine.Flight, error) {
	w, err := r.World()
	if err != nil {
		return nil, err
	}
	defer w.Close()
	var all [][]engine.Flight
	for i := range r.Steps {
		var flights []engine.Flight
		for _, p := range w.Pending() {
			if p.Message != nil {
				flights = append(flights, engine.Flight{Src: p.Src, Dst: p.Dst, Message: p.Message})
			}
		}
		all = append(all, flights)
		if err := r.Steps[i].Do(w); err != nil && i+1 < len(r.Steps) {
			return nil, fmt.Errorf("step %d of %d: %w", i+1, len(r.Steps), err)
		}
	}
	return all, nil
}

// newPlayer returns a player of the run. Close it.
func (r *Run) newPlayer() *player { return &player{run: r, worlds: map[int]*engine.World{}} }

// world returns a world of n nodes that is as new, in which the property is
// watched.
func (p *player) world(n int) (*engine.World, error) {
	w, err := p.fresh(n)
	if in := p.run.Invariant; err == nil && in != nil && !in.Own {
		err = w.Invariant(in.Name, in.Hold)
	}
	return w, err
}

// start returns a world of n nodes that is as new, for a search: that one has
// its own way to know what clients are told.
func (p *player) start(n int) (*engine.World, error) {
	if p.run.Model != nil {
		return p.fresh(n)
	}
	return p.world(n)
}

// fresh returns a world of n nodes that is as new.
func (p *player) fresh(n int) (*engine.World, error) {
	w := p.worlds[n]
	if w == nil {
		o := p.run.Options
		o.Nodes, o.Fleet = n, sim.New()
		var err error
		if w, err = engine.New(p.context(), o); err != nil {
			return nil, err
		}
		p.worlds[n] = w
	} else if err := w.Reset(p.run.Options.Seed, p.run.Options.Forks...); err != nil {
		return nil, err
	}
	w.Expect(p.run.Property)
	return w, nil
}

// close stops the worlds.
func (p *player) close() {
	for _, w := range p.worlds {
		_ = w.Close() // simulated nodes have nothing to stop
	}
}
