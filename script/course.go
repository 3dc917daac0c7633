package script

import (
	"errors"

	"go.starlark.net/starlark"

	"synod/engine"
)

// course is how far a session has come, counted in what is the same whenever
// the session is repeated. So a moment has a name, and is found again.
type course struct {
	watching    bool   // the beats are counted; otherwise nobody asks for them
	beats       int    // moments at which the world was whole, before an event or a verb that acts
	threads     int    // how many threads were made
	changes     int    // calls of verbs that changed something
	looking     int    // how many predicates are being asked, one inside the other
	catching    int    // how many callers expect a failure, one inside the other
	latest      moment // where the trace stood at the latest beat
	searching   bool   // predicates are asked for a search: nobody knows how often
	forecasting bool   // functions are asked about messages that are still to come
	restless    bool   // the predicate asked last looked at what time alone may change

	warned map[string]bool // the places at which a warning was given

	cuts   map[int]error  // what ends the command that comes to a beat
	ends   map[int]uint64 // after how many steps a thread ends, by its number
	taken  bool           // one of these did, in the present command
	heeded cutoff         // where a thread heeded an interrupt, in the present command
	limits []*limit       // what stop_before set, the innermost one last
	fell   bool           // somebody has looked at a failure
	passed []bool         // which of the breaks were taken
	survey *survey        // takes down where the session could have stopped; nil when nobody wants to know
}

// cutoff is where a command was cut short: at a beat, or after so many steps of a
// thread. The zero cutoff is none.
type cutoff struct {
	beat   int
	by     error // errCut, or ErrInterrupted
	thread int
	steps  uint64
}

// errCut ends a command that is to be cut short.
var errCut = errors.New("the command was cut short")

// expect lets a command that will be repeated be cut short where it was.
func (k *course) expect(c cutoff) {
	if k.cuts == nil {
		k.cuts, k.ends = map[int]error{}, map[int]uint64{}
	}
	if c.beat > 0 {
		k.cuts[c.beat] = c.by
	}
	if c.thread > 0 {
		k.ends[c.thread] = c.steps
	}
}

// interruption returns where the command was that an interrupt ended with err,
// on the thread that performed it.
func (k *course) interruption(err error, thread *starlark.Thread) cutoff {
	switch {
	case errors.Is(err, engine.ErrInterrupted):
		return cutoff{beat: k.beats, by: engine.ErrInterrupted}
	case k.heeded != cutoff{}:
		return k.heeded
	}
	return cutoff{thread: numberOfThread(thread), steps: thread.Steps}
}

// loss returns where the command was that the loss of a node ended: at its latest
// beat, if the cluster has not moved since, and nowhere else that is known.
func (s *Session) loss(beats int) cutoff {
	k := &s.course
	if s.current == nil || k.beats == beats || k.latest != s.current.moment() {
		return cutoff{}
	}
	return cutoff{beat: k.beats, by: errCut}
}

// moment is where a trace stands: how many lines it has, in which run of which
// cluster.
type moment struct {
	cluster int // from 1, in the order in which they were made
	run     int // how often it was reset before
	lines   int
}

// moment returns where the cluster's trace stands.
func (c *Cluster) moment() moment { return moment{c.number, c.run, c.world.Latest()} }

// sameRun reports whether m and n are in the same run.
func (m moment) sameRun(n moment) bool { return m.cluster == n.cluster && m.run == n.run }

// reached reports whether m is in the run that n is in, and as far at least.
func (m moment) reached(n moment) bool { return m.sameRun(n) && m.lines >= n.lines }

// watch lets the session count its beats from now on.
func (s *Session) watch() {
	if s.course.watching {
		return
	}
	s.course.watching = true
	for _, c := range s.clusters {
		s.attend(c)
	}
}

// attend counts the events of a cluster.
func (s *Session) attend(c *Cluster) { c.world.Before(func() error { return s.beat(c) }) }

// beat is called before something happens to a cluster. Its error ends the
// command that lets it happen.
func (s *Session) beat(c *Cluster) error {
	k := &s.course
	k.beats++
	if err := k.cuts[k.beats]; err != nil {
		k.taken = true
		return err
	}
	here := c.moment()
	k.latest = here
	if k.survey != nil {
		if err := k.survey.see(here, k.beats); err != nil {
			return err
		}
	}
	for _, l := range k.limits {
		if here.reached(l.moment) {
			return l
		}
	}
	return s.breakAt(here)
}

// acts is the beat before a verb that acts. A task's own deeds belong to the
// event that woke it, and a predicate does nothing.
func (c *call) acts() error {
	if !c.session.course.watching || c.task() != nil || c.session.course.looking > 0 {
		return nil
	}
	return c.session.beat(c.cluster)
}

// changes reports whether the verb changes something, for whoever wants to go
// back to before it.
func (v *Verb) changes() bool {
	switch v.Name {
	case "cluster", "reset", "close", "spawn", "invariant", "call", "submit", "read", "eventually_decides":
		return true
	}
	return v.Acts || v.On == "random"
}

// limit is what stop_before set: where its function ends.
type limit struct{ moment }

// Error says what became of the function.
func (*limit) Error() string { return "stopped before an event" }

func numberOfThread(thread *starlark.Thread) int { return whereOf(thread).number }

// number gives a new thread its number, and lets it heed what ends it.
func (s *Session) number(thread *starlark.Thread) {
	if !s.course.searching {
		s.course.threads++
		whereOf(thread).number = s.course.threads
	}
	thread.OnMaxSteps = s.heed
	s.pace(thread)
}

// stepsUnheeded is how many steps a thread runs before it heeds an interrupt
// again.
const stepsUnheeded = 100_000

// pace says when a thread heeds next what ends it.
func (s *Session) pace(thread *starlark.Thread) {
	next := thread.Steps + stepsUnheeded
	if end := s.course.ends[numberOfThread(thread)]; end > thread.Steps {
		next = min(next, end)
	}
	thread.SetMaxExecutionSteps(next)
}

// heed cancels a thread after an interrupt, or when the scripts take too much
// memory, and lets it go on otherwise. The
// main thread is cancelled at once, by guard; this is for the threads of tasks
// and predicates, and costs one that is soon done nothing, as most are. And it
// is for a thread that is to end where it was cancelled before.
func (s *Session) heed(thread *starlark.Thread) {
	k := &s.course
	number := numberOfThread(thread)
	expected := k.ends[number] == thread.Steps && thread.Steps > 0
	if expected || s.ctx.Err() != nil {
		k.taken = k.taken || expected
		k.heeded = cutoff{thread: number, steps: thread.Steps}
		thread.Cancel("interrupted")
	} else if err := overMemory(s.memory); err != nil {
		thread.Cancel(err.Error())
	}
	s.pace(thread)
}
