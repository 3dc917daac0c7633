package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"

	"synod/script"
	"synod/script/atomicfile"
)

// writeStubs writes the declarations for Python into a folder, which is made if there
// is none.
func writeStubs(folder string, stubs bool, names []string) error {
	switch {
	case !stubs:
		return errors.New("got --into without --stubs, want both")
	case len(names) > 0:
		return fmt.Errorf("got --into and %q, want one of them: --into writes all files", names[0])
	}
	files := script.StubFiles()
	var sorted []string
	for name := range files {
		sorted = append(sorted, name)
	}
	slices.Sort(sorted)
	for _, name := range sorted {
		path := filepath.Join(folder, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			return fmt.Errorf("--into: %w; want the name of a folder", err)
		}
		if err := atomicfile.Write(path, []byte(files[name])); err != nil {
			return fmt.Errorf("--into: %s: %w", path, cause(err))
		}
	}
	return nil
}
