package recording

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"

	"synod/engine"
	"synod/script"
	"synod/script/lineend"
)

// Decode reads a file. Its error says which line of name is wrong, and how. Line ends
// of Windows, which a conversion made, are read as what they were.
func Decode(name string, file []byte) (*Recording, error) {
	if lineend.IsWindows(string(file)) {
		file = []byte(lineend.FromWindows(string(file)))
	}
	d := &decoder{name: name, lines: bytes.SplitAfter(file, []byte("\n"))}
	if len(d.lines[len(d.lines)-1]) == 0 {
		d.lines = d.lines[:len(d.lines)-1]
	}
	for _, read := range []func() error{d.header, d.seal, d.body} {
		if err := read(); err != nil {
			return nil, err
		}
	}
	if !bytes.Equal(d.r.Encode(), file) {
		return nil, fmt.Errorf("%s: the lines are not as synod run --record writes them", name)
	}
	return &d.r, nil
}

// decoder reads a file line by line.
type decoder struct {
	name  string
	lines [][]byte // with their ends
	at    int      // the index of the line that is read
	stage int      // which kind of line came last
	r     Recording
	out   strings.Builder
	ended *endLine
}

// wrong is an error about the line that is read.
func (d *decoder) wrong(format string, args ...any) error {
	return fmt.Errorf("%s:%d: %s", d.name, d.at+1, fmt.Sprintf(format, args...))
}

// header reads the first line. What else there is depends on the version, so
// that is looked at first.
func (d *decoder) header() error {
	var h struct {
		Recording string `json:"recording"`
		Version   *int   `json:"version"`
		By        text   `json:"by"`
	}
	if len(d.lines) == 0 || json.Unmarshal(d.lines[0], &h) != nil || h.Recording != "synod" || h.Version == nil {
		return d.wrong("this is no recording; synod run --record FILE makes one")
	}
	if *h.Version < oldest || *h.Version > Version {
		return d.wrong("got a recording of version %d, want version %d or %d; repeat it with the synod that made it: %s", *h.Version, oldest, Version, h.By)
	}
	d.r.Version, d.r.By = *h.Version, string(h.By)
	return nil
}

// seal checks that nothing is missing and nothing was changed.
func (d *decoder) seal() error {
	d.at = len(d.lines) - 1
	last := d.lines[d.at]
	var sum checksum
	if strict(last, &sum) != nil || sum.SHA256 == "" || !bytes.HasSuffix(last, []byte("\n")) {
		return d.wrong("the recording is cut off here: the last line must be its checksum")
	}
	d.lines = d.lines[:d.at]
	if whole := seal(bytes.Join(d.lines, nil)); !bytes.HasSuffix(whole, last) {
		return d.wrong("the checksum is not that of the lines above: the recording was changed")
	}
	return nil
}

// The kinds of line, in their order. There may be any number of those in the
// middle.
const (
	stageRun = iota + 1
	stageSource
	stageEvent
	stageOut
	stageEnd
)

// body reads all lines between the first and the last.
func (d *decoder) body() error {
	for d.at = 1; d.at < len(d.lines); d.at++ {
		var l line
		if err := strict(d.lines[d.at], &l); err != nil {
			return d.wrong("%v", err)
		}
		if err := d.take(&l); err != nil {
			return err
		}
	}
	switch {
	case d.ended == nil:
		return d.wrong("want the end of the run")
	case d.ended.Events != len(d.r.Events) || d.ended.Lines != len(lines([]byte(d.out.String()))):
		return fmt.Errorf("%s:%d: the counts are not those of the lines above", d.name, d.at)
	}
	d.r.Output = []byte(d.out.String())
	return nil
}

// take adds a line to the recording.
func (d *decoder) take(l *line) error {
	stage := stageOf(l)
	if stage == 0 {
		return d.wrong("want one of run, source, event, out and end")
	}
	once := stage == stageRun || stage == stageEnd
	if stage < d.stage || once && stage == d.stage || d.stage == 0 && stage != stageRun || d.stage == stageRun && stage != stageSource {
		return d.wrong("this line is out of place: the order is run, sources, events, output, end")
	}
	d.stage = stage
	switch stage {
	case stageRun:
		return d.run(l.Run)
	case stageSource:
		return d.source(l.Source)
	case stageEvent:
		return d.event(l.Event)
	case stageOut:
		d.out.WriteString(string(*l.Out))
	case stageEnd:
		d.ended = l.End
		d.r.End = End{l.End.Status, string(l.End.Explained)}
	}
	return nil
}

// stageOf returns the kind of a line, or 0 if it is none or several.
func stageOf(l *line) (stage int) {
	for i, there := range []bool{l.Run != nil, l.Source != nil, l.Event != nil, l.Out != nil, l.End != nil} {
		switch {
		case there && stage != 0:
			return 0
		case there:
			stage = i + 1
		}
	}
	return stage
}

func (d *decoder) run(l *runLine) error {
	modes := []script.TraceMode{script.TraceText, script.TraceJSON, script.TraceOff}
	if !slices.Contains(modes, l.Trace) {
		return d.wrong(`got the trace %q, want "text", "json" or "off"`, l.Trace)
	}
	seed, err := engine.ParseInput(l.Seed)
	if err == nil && seed.Seed == 0 {
		err = errors.New("want a number from 1") // a session would take another one
	}
	if err != nil {
		return d.wrong("got the seed %s: %v", l.Seed, err)
	}
	args := map[string]string{}
	for _, a := range l.Args {
		args[string(a.Name)] = string(a.Value)
	}
	d.r.Run = Run{string(l.File), string(l.Shown), l.Trace, seed, args, l.Rules}
	return nil
}

func (d *decoder) source(l *sourceLine) error {
	if len(d.r.Sources) == 0 && string(l.Path) != d.r.Run.File {
		return d.wrong("got the source of %q, want that of the script %q", l.Path, d.r.Run.File)
	}
	if slices.ContainsFunc(d.r.Sources, func(s Source) bool { return s.Path == string(l.Path) }) {
		return d.wrong("got the source of %q twice", l.Path)
	}
	d.r.Sources = append(d.r.Sources, Source{string(l.Path), string(l.Text), string(l.Error)})
	return nil
}

func (d *decoder) event(l *eventLine) error {
	if l.Cluster < 1 {
		return d.wrong("got an event of cluster %d, want a number from 1", l.Cluster)
	}
	d.r.Events = append(d.r.Events, Event{l.Cluster, string(l.Line)})
	return nil
}

// strict reads one JSON object with no fields but those of v.
func strict(b []byte, v any) error {
	d := json.NewDecoder(bytes.NewReader(b))
	d.DisallowUnknownFields()
	if err := d.Decode(v); err != nil {
		return errors.New(strings.TrimPrefix(err.Error(), "json: "))
	}
	if _, err := d.Token(); err != io.EOF {
		return errors.New("got more than one object in a line")
	}
	return nil
}
