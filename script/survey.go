package script

import (
	"bytes"
	"errors"
	"maps"

	"synod/engine"
	"synod/engine/fleet"
	"synod/engine/fleet/sim"
)

// survey takes down where a session could have stopped.
type survey struct {
	tape  *tape
	stops []stop
	until int // ends the session once a trace has so many lines; 0 is never
}

// stop is the first beat at which a trace had a number of lines, in one entry.
type stop struct {
	moment
	beat    int  // 0 is the end of a run, where nothing could have stopped any more
	entries int  // how many had begun
	owner   int  // the one that was being performed, or -1
	fresh   bool // the owner had done nothing yet
}

// errArrived ends a session that was only repeated to be surveyed.
var errArrived = errors.New("the survey is over")

// see takes down a beat.
func (v *survey) see(m moment, beat int) error {
	s := stop{m, beat, len(v.tape.entries), v.tape.owner(), false}
	if n := len(v.stops); n > 0 && v.stops[n-1].moment == m && v.stops[n-1].owner == s.owner {
		return nil
	}
	if s.owner >= 0 && s.entries == s.owner+1 {
		for _, began := range v.tape.entries[s.owner].began {
			s.fresh = s.fresh || began == m
		}
	}
	v.stops = append(v.stops, s)
	if v.until > 0 && m.lines >= v.until {
		return errArrived
	}
	return nil
}

// end takes down the end of a cluster's run. It does nothing without a survey.
func (v *survey) end(c *Cluster) {
	if v != nil {
		v.stops = append(v.stops, stop{moment: c.moment()})
	}
}

// before returns the last stop before an event of a run, and how many lines the
// run's trace has in the end.
func (v *survey) before(run moment, event int) (found stop, lines int) {
	for _, s := range v.stops {
		if !s.sameRun(run) {
			continue
		}
		lines = max(lines, s.lines)
		if s.lines < event && s.beat > 0 {
			found = s
		}
	}
	return found, lines
}

// first returns the run that comes to an event first, and whether one does.
func (v *survey) first(event int) (run moment, ok bool) {
	for _, s := range v.stops {
		if s.lines >= event {
			return s.moment, true
		}
	}
	return moment{}, false
}

// ghost is what is known of a session that was repeated.
type ghost struct {
	survey survey
	trace  bytes.Buffer // of all its clusters, one after the other as it came
	err    error        // how it ended
}

// repeat repeats a timeline in a session of its own, whose nodes are simulated,
// and that nobody sees. With until it ends once a trace has so many lines, and
// otherwise where the timeline ends.
func (s *Session) repeat(t timeline, until int) (*ghost, error) {
	o := s.options
	o.Fleet, o.DataDir, o.In, o.Screen, o.Out, o.Diag, o.BreakAt = Simulated, "", nil, nil, nil, nil, 0
	o.NewFleet = func(FleetKind, string) (fleet.Fleet, error) { return sim.New(), nil }
	return repeated(s, New(s.ctx, o), t, until)
}

// repeated is repeat in a session that is there.
func repeated(s, twin *Session, t timeline, until int) (*ghost, error) {
	g := &ghost{}
	c := &conversation{piped: true, unseen: true, passes: until > 0}
	c.begin(twin)
	maps.Copy(twin.sources, s.sources) // where a protocol finds its functions: nothing is read again
	c.muted = true
	c.tape.load(t)
	twin.foresee(c.tape.queue)
	g.survey = survey{tape: &c.tape, until: until}
	twin.course.survey = &g.survey
	twin.copied = &g.trace
	if s.script != nil {
		twin.script = s.script
		g.err = twin.runOnce()
	} else {
		g.err = c.listen()
	}
	for _, c := range twin.clusters {
		if !c.closed {
			g.survey.end(c)
		}
	}
	err := twin.Close()
	if s.ctx.Err() != nil {
		err = engine.ErrInterrupted
	}
	return g, err
}
