package main

import (
	"bufio"
	"encoding/json"
	"fmt"

	"synod/script/atomicfile"
	"synod/script/sweep"
)

// results is the file of what came of the runs of a sweep, a line for each. The lines
// are written as they come, since there may be very many, and are in the file when it
// is committed. Nil results are wanted nowhere.
type results struct {
	file    *atomicfile.File
	lines   *bufio.Writer
	encoder *json.Encoder
}

// newResults begins the file called name; without a name it returns nil.
func newResults(name string) (*results, error) {
	if name == "" {
		return nil, nil
	}
	if err := reportName("--json", name); err != nil {
		return nil, err
	}
	f, err := atomicfile.Create(name)
	if err != nil {
		return nil, fmt.Errorf("--json: %s: %w", name, cause(err))
	}
	lines := bufio.NewWriter(f)
	encoder := json.NewEncoder(lines)
	encoder.SetEscapeHTML(false)
	return &results{f, lines, encoder}, nil
}

// add adds what came of a run.
func (r *results) add(result sweep.Result) {
	if r != nil {
		_ = r.encoder.Encode(result) // lines keeps the error
	}
}

// commit puts the file in its place, unless a line could not be written.
func (r *results) commit() error {
	if r == nil {
		return nil
	}
	_ = r.lines.Flush() // the file keeps the error
	return r.file.Commit()
}

// discard leaves the file as it was, unless it is committed.
func (r *results) discard() {
	if r != nil {
		r.file.Discard()
	}
}
