package main

import (
	"errors"
	"fmt"
	"io/fs"
	"path/filepath"

	"synod/script/atomicfile"
)

// checkFile returns what is wrong with a file that a flag wants written at the end,
// before anything runs: a name that is wrong is noticed at once. Without a name there
// is none.
func checkFile(flag, name string) error {
	if name == "" {
		return nil
	}
	if err := reportName(flag, name); err != nil {
		return err
	}
	if err := atomicfile.Check(name); err != nil {
		return fmt.Errorf("%s: %s: %w", flag, name, cause(err))
	}
	return nil
}

// reportName refuses names that no report has. Where somebody forgets the name of a
// report, the next word is a scenario, which would be replaced: --junit *.star.
func reportName(flag, name string) error {
	switch filepath.Ext(name) {
	case ".star", ".golden":
		return fmt.Errorf("%s: got %q, want the name of a report, which is no scenario and no golden", flag, name)
	}
	return nil
}

// checkNewFile is checkFile for a file that must not be there yet.
func checkNewFile(flag, name string) error {
	if name == "" {
		return nil
	}
	return newFile(flag, name, atomicfile.CheckNew(name))
}

// writeNewFile writes a file that a flag wants, and that is not there yet.
func writeNewFile(flag, name, text string) error {
	return newFile(flag, name, atomicfile.WriteNew(name, []byte(text)))
}

// newFile says what would be right in place of a name that failed with err.
func newFile(flag, name string, err error) error {
	switch {
	case err == nil:
		return nil
	case errors.Is(err, fs.ErrNotExist):
		return fmt.Errorf("%s: %s: %w; want a name in a folder that there is", flag, name, cause(err))
	}
	return fmt.Errorf("%s: %s: %w; want the name of a new file", flag, name, cause(err))
}

// untouched says that a file was not written, because what it was to hold did not
// come to its end.
func untouched(c *console, flag, name, what string) {
	if name != "" {
		fmt.Fprintf(c.err, "%s: %s is left as it was, because the %s did not come to its end\n", flag, name, what)
	}
}
