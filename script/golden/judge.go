package golden

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"time"

	"synod/script"
	"synod/script/golden/linediff"
	"synod/script/lineend"
	"synod/script/regular"
	"synod/script/shell"
)

// Kind is a kind of failure.
type Kind string

// The kinds of failure of a script, in the order in which they are looked for, and
// that of a golden without one.
const (
	NoVerdict     Kind = "there is no verdict"
	FleetsDiffer  Kind = "the fleets differ"
	RunsDiffer    Kind = "the runs differ"
	NoGolden      Kind = "there is no golden"
	GoldenDiffers Kind = "the golden differs"
	NoScenario    Kind = "there is no scenario"
)

// Failure is what is wrong with a script in a fleet.
type Failure struct {
	Kind  Kind
	Run   int    // which run shows it, from 1; 0 when all of them do
	Text  string // the difference, or the lab's words
	Again string // the command line that shows it again, or that helps
}

// Result is what came of a script in one fleet.
type Result struct {
	Script  string           // its path; that of the golden when there is no scenario
	Fleet   script.FleetKind // "" when there is no scenario
	Runs    int
	Took    time.Duration // by all runs together
	Failure *Failure      // nil when all held
}

// judge compares the runs with each other, and with the golden unless that is
// to be written.
func (t *trial) judge(o *Options) []Result {
	golden, err := regular.File(goldenOf(t.path))
	apart := t.fleetsDiffer(o)
	results := make([]Result, len(o.Fleets))
	for i, fleet := range o.Fleets {
		r := Result{Script: t.path, Fleet: fleet, Runs: o.Count}
		for _, run := range t.runs[i] {
			r.Took += run.took
		}
		r.Failure = t.noVerdict(o, i)
		if r.Failure == nil && apart != nil {
			// The fleet that repeats the golden is not to blame.
			if got := t.runs[i][apart.Run-1].transcript; o.Update || err != nil || !bytes.Equal(got, asWritten(golden, got)) {
				r.Failure = apart
			}
		}
		if r.Failure == nil {
			r.Failure = t.runsDiffer(o, i)
		}
		if r.Failure == nil && !o.Update {
			r.Failure = t.compare(o, i, golden, err)
		}
		results[i] = r
	}
	return results
}

// noVerdict returns the first run in a fleet in which the lab failed.
func (t *trial) noVerdict(o *Options, fleet int) *Failure {
	for n, r := range t.runs[fleet] {
		if r.err != nil {
			return &Failure{NoVerdict, n + 1, r.err.Error() + "\n", t.again(o.Fleets[fleet], 1)}
		}
	}
	return nil
}

// fleetsDiffer returns the first run whose transcripts differ between the fleets.
func (t *trial) fleetsDiffer(o *Options) *Failure {
	if len(t.runs) < 2 {
		return nil
	}
	for n, x := range t.runs[0] {
		y := t.runs[1][n]
		if x.err != nil || y.err != nil || bytes.Equal(x.transcript, y.transcript) {
			continue
		}
		text := difference(o, t.label(o.Fleets[0]), x.transcript, t.label(o.Fleets[1]), y.transcript)
		return &Failure{FleetsDiffer, n + 1, text, t.again("both", n+1)}
	}
	return nil
}

// runsDiffer returns the first run in a fleet that is not like the first one.
func (t *trial) runsDiffer(o *Options, fleet int) *Failure {
	first := t.runs[fleet][0].transcript
	for n, r := range t.runs[fleet] {
		if !bytes.Equal(first, r.transcript) {
			text := difference(o, t.path+" in run 1", first, fmt.Sprintf("%s in run %d", t.path, n+1), r.transcript)
			return &Failure{RunsDiffer, n + 1, text, t.again(o.Fleets[fleet], n+1)}
		}
	}
	return nil
}

// compare returns how the runs in a fleet, which are all the same, differ from
// the golden. Its err is that of reading it.
func (t *trial) compare(o *Options, fleet int, golden []byte, err error) *Failure {
	name := goldenOf(t.path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		text := name + ": no such file; make it with the command below, and read it before you trust it\n"
		return &Failure{NoGolden, 0, text, shell.Join("synod", "test", "--update", t.path)}
	case err != nil:
		return &Failure{NoGolden, 0, fmt.Sprintf("%s: %v\n", name, pathless(err)), t.again(o.Fleets[fleet], 1)}
	}
	got := t.runs[fleet][0].transcript
	if golden = asWritten(golden, got); !bytes.Equal(got, golden) {
		return &Failure{GoldenDiffers, 0, difference(o, name, golden, t.path, got), t.again(o.Fleets[fleet], 1)}
	}
	return nil
}

// asWritten returns a golden as a test wrote it, given a transcript that it is to be
// compared with. Where all its lines end as on Windows, an editor or a version control
// system converted it, unless they do so in the transcript as well.
func asWritten(golden, transcript []byte) []byte {
	if bytes.Equal(golden, transcript) || !lineend.IsWindows(string(golden)) {
		return golden
	}
	return []byte(lineend.FromWindows(string(golden)))
}

// again returns the command line that repeats count runs of the script.
func (t *trial) again(fleet script.FleetKind, count int) string {
	words := []string{"synod", "test", "--fleet=" + string(fleet)}
	if count > 1 {
		words = append(words, "--count", fmt.Sprint(count))
	}
	return shell.Join(append(words, t.path)...)
}

// maxLines bounds how much of a difference is shown, unless all is wanted.
const maxLines = 200

// difference says how two transcripts differ: the first difference that matters, or all.
func difference(o *Options, oldName string, old []byte, newName string, new []byte) string {
	if o.FullDiff {
		return linediff.Full(oldName, old, newName, new)
	}
	text, note := linediff.First(oldName, old, newName, new)
	lines := strings.SplitAfter(text, "\n")
	if len(lines) > maxLines {
		text = strings.Join(lines[:maxLines], "") + fmt.Sprintf("(and %d lines more)\n", len(lines)-maxLines-1)
	}
	return text + note
}
