package script

import (
	"slices"
	"strings"

	"synod/engine/explore"
)

// entry is one command of a conversation: what was typed, or a statement of
// the file that came first, and what came of it.
type entry struct {
	item
	lead  string // the comments before it, in a file
	name  string // what positions call the text that it is a part of
	dir   string // where its loads start from
	echo  bool   // the values of its expressions are shown
	left  bool   // nothing was said: the prompt at a breakpoint was left, and what had stopped went on
	depth int    // how many breakpoints it stands inside of

	changed bool      // it did more than look
	failed  bool      // it ended with an error
	cut     cutoff    // where it was cut short
	stage   int       // the statement that it ended in, from 0
	moved   bool      // that statement moved a cluster before it ended
	broke   string    // the property that it broke, if that is how it ended
	halt    moment    // where the trace stood then
	kept    []int     // the statements whose values became _
	stood   string    // where the session stood after it
	revived []revival // the nodes that it restarted and that were lost

	began []moment // where the traces stood before it, for a survey
}

// title is what messages call the command.
func (e *entry) title() string {
	if e.left {
		return "going on"
	}
	first, rest, _ := strings.Cut(strings.TrimRight(e.text, "\n"), "\n")
	if rest != "" {
		first += " …"
	}
	return first
}

// timeline is all that decides how a conversation comes to where it is. The run
// of a script that stops at breakpoints has one, too.
type timeline struct {
	entries []entry   // in the order in which they began
	reads   []reading // what was read to be loaded, in order
	found   []finding // what searches found, in order
	breaks  []moment  // where a script stops, beside breakpoint()
	rest    []entry   // what is still to be done of the file
}

// reading is a file as it was when it was loaded.
type reading struct {
	file string
	text string
	err  error
}

// finding is what a search found, and what it was a search of: it may take long
// to do it again.
type finding struct {
	of     string
	result *explore.Result
}

// upTo returns the timeline that ends before the entry with an index.
func (t *timeline) upTo(n int) timeline {
	return timeline{slices.Clone(t.entries[:n]), slices.Clip(t.reads), slices.Clip(t.found), slices.Clip(t.breaks), t.rest}
}

// tape takes down the timeline of a conversation, and plays one back: a
// conversation goes anywhere by being repeated from its start up to there.
type tape struct {
	timeline
	ahead *timeline // with what was undone; nil for nothing
	at    int       // how many entries of ahead are done

	queue  []entry // still to be played back
	active []int   // the entries that are being performed, each inside the one before
	loaded int     // how many reads there were
	sought int     // how many findings
	astray string  // the first entry that was repeated and came to something else
}

// load lets the tape play back a timeline.
func (t *tape) load(to timeline) {
	t.queue, to.entries = to.entries, nil
	t.timeline, t.active, t.loaded, t.sought, t.astray = to, nil, 0, 0, ""
}

// pop returns the next entry to be played back.
func (t *tape) pop(depth int) (entry, bool) {
	if len(t.queue) == 0 {
		return entry{}, false
	}
	e := t.queue[0]
	if e.depth != depth {
		t.queue, t.astray = nil, e.title()
		return entry{}, false
	}
	t.queue = t.queue[1:]
	return e, true
}

// begin takes down an entry and returns its index.
func (t *tape) begin(e entry) int {
	e.kept = nil
	t.entries = append(t.entries, e)
	t.active = append(t.active, len(t.entries)-1)
	return len(t.entries) - 1
}

// end says that the latest entry that had begun is over.
func (t *tape) end() { t.active = t.active[:len(t.active)-1] }

// drop takes an entry that has just ended, and those inside of it, off the tape.
func (t *tape) drop(i int) { t.entries = t.entries[:i] }

// owner returns the entry that is being performed, or -1.
func (t *tape) owner() int {
	if len(t.active) == 0 {
		return -1
	}
	return t.active[len(t.active)-1]
}

// arrive forgets what the tape has not played back: the conversation goes on
// from here, and may go another way.
func (t *tape) arrive() {
	t.reads, t.found = slices.Clip(t.reads[:t.loaded]), slices.Clip(t.found[:t.sought])
	for _, i := range t.active {
		t.entries[i].cut = cutoff{}
	}
}

// read reads a file to load, and remembers it: it may be another one when the
// load is repeated.
func (t *tape) read(file string) (string, error) {
	if t.loaded == len(t.reads) || t.reads[t.loaded].file != file {
		text, err := (*Files)(nil).text(file)
		t.reads = append(slices.Clip(t.reads[:t.loaded]), reading{file, text, err})
	}
	r := t.reads[t.loaded]
	t.loaded++
	return r.text, r.err
}

// known returns what the next search found before, if that was a search of the
// same.
func (t *tape) known(of string) *explore.Result {
	if t.sought == len(t.found) || t.found[t.sought].of != of {
		return nil
	}
	t.sought++
	return t.found[t.sought-1].result
}

// discover remembers what a search found.
func (t *tape) discover(f finding) {
	t.found = append(slices.Clip(t.found[:t.sought]), f)
	t.sought++
}

// whole returns the timeline with what was undone.
func (t *tape) whole() timeline {
	if t.ahead != nil {
		return *t.ahead
	}
	return t.timeline
}

// back returns the index of the k-th last of entries that changed something,
// seen from a depth: what happened inside of others belongs to them. It also
// returns those it went past, the latest first.
func back(entries []entry, depth, k int) (n int, passed []int) {
	for i := len(entries) - 1; i >= 0 && len(passed) < k; i-- {
		if entries[i].depth > depth {
			continue
		}
		depth = entries[i].depth
		if entries[i].changed {
			passed = append(passed, i)
			n = i
		}
	}
	return n, passed
}

// forth returns the index after the k-th next of entries from at that changes
// something, and after those that only look behind it. It also returns those it
// went past, the latest first.
func forth(entries []entry, at, k int) (n int, passed []int) {
	n = at
	for len(passed) < k {
		for n < len(entries) && !entries[n].changed {
			n++
		}
		if n == len(entries) {
			break
		}
		passed = append([]int{n}, passed...)
		depth := entries[n].depth
		for n++; n < len(entries) && (entries[n].depth > depth || !entries[n].changed); n++ {
		}
	}
	return n, passed
}
