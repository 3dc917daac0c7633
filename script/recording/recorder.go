package recording

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"synod/engine"
	"synod/script"
)

// maxBytes bounds what a recording holds of a run: a run that never ends must
// not fill the memory.
const maxBytes = 256 << 20

// ErrNoVerdict says that a run is not to be recorded, because the lab failed or
// somebody interrupted it: no other run comes to the same.
var ErrNoVerdict = errors.New("there is no verdict, so there is nothing to repeat")

// Recorder takes down one run of a session.
type Recorder struct {
	r     Recording
	again string // the command line that failures show
	out   bytes.Buffer
	bytes int  // how much of the run is taken down
	full  bool // there was more than maxBytes
	ended bool
}

// NewRecorder returns a Recorder for a session with the options, which it
// changes, that runs the script at path, shown as display. by is the build of
// synod. Nobody is asked at a breakpoint of a run that is recorded: what a person
// would type is none of the script.
func NewRecorder(o *script.Options, by, path, display string) *Recorder {
	rec := &Recorder{}
	seed, mode := engine.Input{Seed: o.Seed, Forks: slices.Clone(o.Forks)}, o.Trace
	if seed.Seed == 0 {
		seed.Seed = script.DefaultSeed
	}
	if mode == "" {
		mode = script.TraceText
	}
	rec.r.By = by
	rec.r.Run = Run{filepath.ToSlash(path), display, mode, seed, maps.Clone(o.Args), maps.Clone(o.Rules)}
	rec.again = o.Again
	out := o.Out
	if out == nil {
		out = io.Discard
	}
	o.Out = io.MultiWriter(out, (*printed)(rec))
	o.Files, o.Traced = script.FilesFrom(rec.read), rec.event
	o.In, o.Screen, o.BreakAt, o.BreakOnFailure = nil, nil, 0, false
	return rec
}

// read reads a file for the session.
func (rec *Recorder) read(path string) ([]byte, error) {
	text, err := script.ReadFile(path)
	s := Source{Path: filepath.ToSlash(path), Text: string(text)}
	if err != nil {
		s.Text, s.Error = "", cause(err).Error()
	}
	rec.r.Sources = append(rec.r.Sources, s)
	return text, err
}

// cause removes the path from an error: it is known.
func cause(err error) error {
	var p *os.PathError
	if errors.As(err, &p) {
		return p.Err
	}
	return err
}

// event takes down a line of a trace.
func (rec *Recorder) event(cluster int, line string) {
	if rec.fits(len(line)) {
		rec.r.Events = append(rec.r.Events, Event{cluster, line})
	}
}

// fits reports whether there is room for n bytes more.
func (rec *Recorder) fits(n int) bool {
	rec.full = rec.full || rec.bytes+n > maxBytes
	rec.bytes += n
	return !rec.full
}

// printed is a Recorder as what takes the output.
type printed Recorder

// Write takes down b.
func (p *printed) Write(b []byte) (int, error) {
	if rec := (*Recorder)(p); rec.fits(len(b)) {
		rec.out.Write(b)
	}
	return len(b), nil
}

// End takes down how the session ended the run: err is that of RunFile.
func (rec *Recorder) End(s *script.Session, err error) {
	rec.r.End, rec.ended = endOf(s, err, rec.again)
}

// endOf returns how a session ended a run, and whether that is a verdict. A
// script that says exit(3) has nothing to explain. The command line that a
// failure shows names the fleet, and so is left out.
func endOf(s *script.Session, err error, again string) (end End, verdict bool) {
	end = End{script.Status(err), strings.TrimSuffix(s.Explain(err), "again: "+again+"\n")}
	return end, end.Status != script.StatusLab || end.Explained == ""
}

// Recording returns the run, which must have ended.
func (rec *Recorder) Recording() (*Recording, error) {
	switch {
	case !rec.ended:
		return nil, ErrNoVerdict
	case rec.full:
		return nil, fmt.Errorf("the run has more than %d MB of trace and output", maxBytes>>20)
	}
	rec.r.Output = rec.out.Bytes()
	return &rec.r, nil
}
