package script

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"

	"go.starlark.net/starlark"

	"synod/engine"
	"synod/engine/fleet"
	"synod/engine/search"
	"synod/engine/trace"
	"synod/node/cells"
)

// TraceMode says how the trace is shown.
type TraceMode string

// The trace modes of --trace.
const (
	TraceText TraceMode = "text"
	TraceJSON TraceMode = "json"
	TraceOff  TraceMode = "off"
)

// FleetKind says where the nodes live.
type FleetKind string

// The kinds of fleet of --fleet.
const (
	Processes FleetKind = "processes"
	Simulated FleetKind = "sim"
)

// DefaultSeed is the seed of a run that names none.
const DefaultSeed = 1

// Options describes a session. The zero value of a field is its default.
type Options struct {
	Fleet     FleetKind             // default Simulated
	Program   string                // the synod that nodes run as processes; "" is this program, which has called child.RunIfNode
	Seed      uint64                // default DefaultSeed
	Forks     []engine.Fork         // where draws change to another seed, by ascending events
	Trace     TraceMode             // default TraceText
	DataDir   string                // keeps the directories of nodes that are processes; "" for temporary ones
	Args      map[string]string     // the script's arguments
	Out       io.Writer             // takes what the script prints and the trace; nil for nobody
	Diag      io.Writer             // takes warnings and the lab's own remarks; nil for nobody
	Workers   int                   // how many goroutines a search has; 0 is one for each processor
	Progress  func(search.Progress) // is told how far a search is; nil for nobody
	Doing     func(what string)     // is told a few times a second how far what takes long is, in a line, and "" when that is over; nil for nobody
	Sink      trace.Sink            // takes every trace in place of Out; nil for nobody
	Searching bool                  // the script is run to search: a violation that it does not expect is a failure, printed or not
	Strict    bool                  // make an error of what a scenario does not show, such as a fault that never happened
	Files     *Files                // the files that sessions share; nil to read and compile for this one
	Rules     map[string]bool       // switched in every cluster whose protocol has them, whatever the script says

	Traced func(cluster int, line string) // is told of each line of the trace, as text, also when it is not shown; nil for nobody

	Columns int // how wide tables are where no Screen says it; 0 is cells.Columns

	In             *os.File // where a breakpoint's commands come from; nil for nowhere
	Screen         *os.File // what Out writes to, for its width and for who is there; nil for a file
	Color          bool     // show the trace in colours on Screen
	Alert          bool     // show errors in colours at a prompt, where Diag is a terminal too
	BreakAt        int      // stop before this event; 0 for none
	BreakOnFailure bool     // stop where an assertion, an invariant or a safety check fails

	// Insist is called when a person at a prompt interrupts again what does not
	// notice, from another goroutine: the program is to end. nil for never.
	Insist func()
	// Again is the command line that repeats the run, for failures to show.
	Again string
	// NewFleet makes a fleet for one cluster; nil makes the usual ones. DataDir
	// is where its nodes' directories are to be kept, "" for nowhere.
	NewFleet func(kind FleetKind, dataDir string) (fleet.Fleet, error)
}

// input returns what decides the draws of clusters that are told nothing else.
func (o *Options) input() engine.Input { return engine.Input{Seed: o.Seed, Forks: o.Forks} }

// isUsual reports whether in is what it is when nobody says so.
func isUsual(in engine.Input) bool { return in.Seed == DefaultSeed && len(in.Forks) == 0 }

// Session is one script, or one conversation, and the clusters it made. It
// belongs to one goroutine.
type Session struct {
	options    Options
	ctx        context.Context
	out        *output
	sources    map[string]string // by the name that positions show
	walked     parsedFile        // the file whose syntax was asked for last
	modules    map[string]*module
	used       map[string]bool // arguments that the script asked for
	clusters   []*Cluster
	current    *Cluster
	protocols  []*Protocol          // that the script defined, in order
	names      starlark.StringDict  // the predeclared names
	statements map[string]*standing // by the name that positions show
	globals    starlark.StringDict  // of the main script
	shown      *looked              // the text that a verb returned last; nil for none
	lookers    []*starlark.Thread   // for predicates, one for each that is asked inside another
	asking     int                  // how many of them are in use
	watched    bool                 // somebody waits for each line of the output
	baits      map[string]*bait     // what is meant to bite, by the place where it was set
	places     []string             // the keys of baits, in the order in which they came
	chose      bool                 // something was chosen, in a run that is over
	explored   []*Exploration       // what the searches found
	follow     func(*call, int)     // is told of every call that acted, and how many records there were before; nil for nobody
	expected   string               // the property that expect_violation waits for; "" for any
	screen     *os.File             // of which terminal is known
	terminal   bool                 // screen is a terminal
	looked     bool                 // the script looked whether something was chosen
	checked    bool                 // the script, or a protocol, checked something
	active     *starlark.Thread     // the one that runs, of the script or of a task; nil for none
	awaited    int                  // how many calls of expect_violation there are, one inside the other
	asks       sync.Mutex           // is held by the one predicate of a search that is asked
	elements   int                  // how many elements of a long range may be kept at once
	memory     int64                // how many bytes its values and those of other sessions may take

	course       course
	guarded      atomic.Pointer[starlark.Thread]   // the thread that runs the script; nil for none
	script       *source                           // what Run runs; nil in a conversation
	talk         *conversation                     // whom a breakpoint asks what to do; nil for nobody
	stopped      func(*spot, string) error         // asks what to do at a spot; nil for nobody
	lastWords    []string                          // what happened last before a failure that was looked at
	copied       io.Writer                         // takes every trace, also that of a quiet cluster; nil for nobody
	driver       *starlark.Thread                  // the thread that lets time pass
	reading      func(file string) (string, error) // reads a file to load
	spare        map[lodging][]fleet.Fleet         // kept from before the session started over
	startingOver bool
	documenting  bool // the script runs only to tell which protocols it defines
}

// New returns a session. Close it.
func New(ctx context.Context, o Options) *Session {
	if o.Fleet == "" {
		o.Fleet = Simulated
	}
	if o.Trace == "" {
		o.Trace = TraceText
	}
	if o.Seed == 0 {
		o.Seed = DefaultSeed
	}
	if o.Out == nil {
		o.Out = io.Discard
	}
	if o.Diag == nil {
		o.Diag = io.Discard
	}
	o.Diag = &locked{w: o.Diag}
	return &Session{
		options: o, ctx: ctx, out: newOutput(o.Out), names: predeclared(),
		sources: map[string]string{}, modules: map[string]*module{}, used: map[string]bool{}, baits: map[string]*bait{},
		statements: map[string]*standing{}, reading: o.Files.text, spare: map[lodging][]fleet.Fleet{}, memory: maxHeap, elements: maxElements,
	}
}

// Close stops every cluster's nodes and waits for them to be gone.
func (s *Session) Close() error {
	err := s.out.Flush()
	for _, c := range s.clusters {
		err = errors.Join(err, c.close())
	}
	s.clusters, s.current = nil, nil
	for _, kept := range s.spare {
		for _, f := range kept {
			err = errors.Join(err, f.Close())
		}
	}
	clear(s.spare)
	return err
}

// RunFile runs the script in a file. Positions show it as display; load paths
// start from the file's folder.
func (s *Session) RunFile(path, display string) error {
	src, err := s.options.Files.read(path)
	if err != nil {
		return fmt.Errorf("%s: %w", display, pathless(err))
	}
	return s.perform(&source{display, filepath.Dir(path), src, path})
}

// pathless removes the path from an error that shows it already.
func pathless(err error) error {
	var p *os.PathError
	if errors.As(err, &p) {
		return p.Err
	}
	return err
}

// Run runs a script. The error, if any, goes through Explain.
func (s *Session) Run(name, dir, src string) error {
	return s.perform(&source{name: name, dir: dir, src: src})
}

// source is a script: the name that positions show, the folder that its loads
// start from, its text, and its path if it has one.
type source struct{ name, dir, src, path string }

// perform runs a script, and stops where somebody wants it to.
func (s *Session) perform(src *source) error {
	text, err := SourceText(src.name, src.src)
	src.src = text
	s.sources[src.name], s.script = text, src
	if err != nil {
		return err
	}
	if s.options.In != nil || s.options.BreakAt > 0 || s.options.BreakOnFailure {
		return s.runStopping()
	}
	return s.runOnce()
}

// compile returns the program of the script, which other sessions may share.
func (s *Session) compile() (prog *starlark.Program, err error) {
	if s.script.path != "" {
		return s.options.Files.compile(s.script.path, s.script.name, s.script.src, s.names.Has)
	}
	_, prog, err = starlark.SourceProgramOptions(Dialect, s.script.name, s.script.src, s.names.Has)
	return prog, err
}

// runOnce runs the script from its start to its end.
func (s *Session) runOnce() error {
	thread := s.thread(s.script.name, s.script.dir)
	prog, err := s.compile()
	if err != nil {
		return err
	}
	return s.guard(thread, func() error {
		globals, err := prog.Init(thread, s.names)
		s.globals = globals
		if err == nil {
			s.warnUnusedArgs()
			err = s.warnVacuous()
		}
		if err == nil {
			err = s.unexpected()
		}
		if err == nil {
			err = s.sound()
		}
		return err
	})
}

// sound returns an error when a node has gone that nobody crashed.
func (s *Session) sound() error {
	for _, c := range s.clusters {
		if err := c.world.Sound(); err != nil {
			return err
		}
	}
	return nil
}

// thread returns a new Starlark thread. A thread that was cancelled stays so,
// hence every script and every line of a conversation has its own.
func (s *Session) thread(name, dir string) *starlark.Thread {
	thread := &starlark.Thread{
		Name: name,
		Load: s.load,
		Print: func(_ *starlark.Thread, text string) {
			if s.onTerminal() {
				text = cells.VisibleLines(text) // a value may be anything, and the terminal would obey it
			}
			fmt.Fprintln(s.out, text)
			s.showNow()
		},
	}
	thread.SetLocal(whereKey, &where{session: s, dir: dir})
	s.number(thread)
	return thread
}

// where is what a thread runs in.
type where struct {
	session *Session
	dir     string // where the paths of its loads start from
	task    *Task  // nil for none
	search  bool   // it runs a predicate of a search
	number  int    // of the thread, in the order in which a session that is watched made them
}

// whereKey is where a thread keeps its where.
const whereKey = "where"

func whereOf(thread *starlark.Thread) *where { return thread.Local(whereKey).(*where) }

// showNow writes what is still to be written, if somebody waits for it. A
// failure comes up again when the script ends.
func (s *Session) showNow() {
	if s.watched {
		_ = s.out.Flush()
	}
}

// within runs fn with ctx in place of the session's context: an interrupt of
// ctx ends what fn does, and neither the session nor its clusters.
func (s *Session) within(ctx context.Context, fn func() error) error {
	before := s.ctx
	s.bind(ctx)
	defer s.bind(before)
	return fn()
}

func (s *Session) bind(ctx context.Context) {
	s.ctx = ctx
	for _, c := range s.clusters {
		c.world.Bind(ctx)
	}
}

// guard runs fn with interrupts and panics turned into errors, and flushes
// what it printed.
func (s *Session) guard(thread *starlark.Thread, fn func() error) (err error) {
	stop := context.AfterFunc(s.ctx, func() { thread.Cancel("interrupted") })
	defer stop()
	defer s.guarded.Store(s.guarded.Swap(thread))
	defer s.activate(thread)()
	defer func() {
		if flushed := s.out.Flush(); err == nil && flushed != nil {
			err = &fleet.Error{Doing: "writing the output", Err: flushed}
		}
	}()
	defer func() {
		if r := recover(); r != nil {
			if err = asOverflow(r); err == nil {
				err = &fleet.Error{Doing: "running the script", Err: fmt.Errorf("internal error: %v", r)}
			}
		}
	}()
	return fn()
}

// warnUnusedArgs tells of arguments that the script never asked for: they are
// usually misspelt.
func (s *Session) warnUnusedArgs() {
	for _, name := range sortedKeys(s.options.Args) {
		if s.used[name] {
			continue
		}
		known := sortedKeys(s.used)
		hint := "; the script asks for no arguments"
		if len(known) > 0 {
			hint = "; it asks for " + strings.Join(known, ", ")
		}
		fmt.Fprintf(s.options.Diag, "warning: the script did not ask for the argument %q%s\n", name, hint)
	}
}

// module is a loaded file. An entry without globals and error is being loaded.
type module struct {
	globals starlark.StringDict
	err     error
	done    bool
}
