package sweep

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"

	"github.com/cespare/xxhash/v2"

	"synod/engine"
	"synod/script/atomicfile"
	"synod/script/regular"
)

// Corpus is a folder of inputs whose runs have shown something new, one small text
// file for each: a sweep with a guide runs them first, and adds to them. A file is
// never changed, so several sweeps may add to one folder.
type Corpus struct {
	dir    string
	inputs []engine.Input  // in the order of the files' names
	known  map[string]bool // by their text
	err    error           // the first failure to add
}

// corpusEnding is how the names of a corpus's files end.
const corpusEnding = ".txt"

// OpenCorpus reads a folder, and makes it when it is not there. The error names
// the file that is no input, and says what would be right.
func OpenCorpus(dir string) (*Corpus, error) {
	if err := os.MkdirAll(dir, 0o777); err != nil {
		return nil, err
	}
	entries, err := os.ReadDir(dir) // sorted
	if err != nil {
		return nil, err
	}
	c := &Corpus{dir: dir, known: map[string]bool{}}
	for _, e := range entries {
		name := filepath.Join(dir, e.Name())
		if filepath.Ext(name) != corpusEnding {
			continue
		}
		b, err := regular.File(name)
		if err != nil {
			return nil, err
		}
		text := strings.TrimSpace(string(b))
		in, err := engine.ParseInput(text)
		if errors.Is(err, engine.ErrInput) {
			err = fmt.Errorf("got %.40q, %w", text, err)
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		if !c.known[in.String()] {
			c.known[in.String()] = true
			c.inputs = append(c.inputs, in)
		}
	}
	return c, nil
}

// Len returns how many inputs there were when the folder was read.
func (c *Corpus) Len() int {
	if c == nil {
		return 0
	}
	return len(c.inputs)
}

// add writes an input down, unless it is there already.
func (c *Corpus) add(in engine.Input) {
	text := in.String()
	if c.known[text] || c.err != nil {
		return
	}
	c.known[text] = true
	name := filepath.Join(c.dir, fmt.Sprintf("%016x%s", xxhash.Sum64String(text), corpusEnding))
	if err := atomicfile.WriteNew(name, []byte(text+"\n")); !errors.Is(err, fs.ErrExist) { // then another sweep was first
		c.err = err
	}
}

// Err returns the first failure to add an input.
func (c *Corpus) Err() error {
	if c == nil {
		return nil
	}
	return c.err
}
