package recording

import (
	"bytes"
	"strings"

	"synod/engine"
	"synod/script"
)

// Version is the version of the file's form. It grows when a field changes its
// meaning, goes or comes: an older program would leave out what it does not know.
// It also grows when lines are written in another way; see oldest.
const Version = 2

// Recording is a run that can be repeated.
type Recording struct {
	Version int      // of the form; 0 is Version
	By      string   // which build of synod recorded it
	Run     Run      // what was run
	Sources []Source // what it read, in that order; the script is the first
	Events  []Event  // the trace, in order
	Output  []byte   // what it printed, with the trace where that was shown
	End     End      // how it ended
}

// Run is what was run, but for the texts.
type Run struct {
	File  string            // the script's path, as the sources name it
	Shown string            // what positions call the script
	Trace script.TraceMode  // how the trace was shown
	Seed  engine.Input      // decided every draw
	Args  map[string]string // the script's arguments
	Rules map[string]bool   // that were switched in every cluster
}

// Source is a file that was read, or that could not be.
type Source struct {
	Path  string // with slashes
	Text  string
	Error string // why it could not be read; "" when it could
}

// Event is a line of the trace of a cluster.
type Event struct {
	Cluster int // from 1, in the order in which the script made them
	Line    string
}

// End is how a run ended.
type End struct {
	Status    int    // the exit status
	Explained string // what was said about a failure, but for the command that repeats it; "" without one
}

// lines returns the lines of a text with their ends. The last one may have none.
func lines(text []byte) []string {
	if len(text) == 0 {
		return nil
	}
	all := strings.SplitAfter(string(bytes.TrimSuffix(text, []byte("\n"))), "\n")
	if text[len(text)-1] == '\n' {
		all[len(all)-1] += "\n"
	}
	return all
}
