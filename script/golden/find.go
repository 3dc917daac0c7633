package golden

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// The endings of a script's name and of its transcript's.
const (
	scriptExt = ".star"
	goldenExt = ".golden"
)

// Find returns the scenarios that paths name, each once, sorted: a file itself, and
// all below a folder but what has a name that begins with "_" or ".", or is in a
// folder that has. A match that is not nil selects some of them by their paths.
// Finding none is an error: a test of nothing must not pass.
func Find(paths []string, match *regexp.Regexp) ([]string, error) {
	return find(paths, match, isScenario)
}

// FindAll is Find for all scripts: beside the scenarios the files in the same folders
// that are for others to load.
func FindAll(paths []string) ([]string, error) {
	return find(paths, nil, func(string) bool { return true })
}

// isScenario reports whether a file of that name is not only for others to load.
func isScenario(name string) bool { return !isHidden(name) }

func isHidden(name string) bool { return strings.IndexByte("_.", name[0]) >= 0 }

// isDotted reports whether the name is of a folder that belongs to a tool, such as .git:
// nothing of that is a test.
func isDotted(name string) bool { return name[0] == '.' }

// find returns the scripts that paths name, of those below folders the ones with
// such names.
func find(paths []string, match *regexp.Regexp, such func(name string) bool) ([]string, error) {
	found, err := all(paths, match, func(p string) ([]string, error) { return scriptsAt(p, such) })
	if err == nil && len(found) == 0 {
		err = none(paths, match)
	}
	return found, err
}

// all returns what at finds at each of the paths, once and sorted, as far as it matches.
func all(paths []string, match *regexp.Regexp, at func(path string) ([]string, error)) ([]string, error) {
	var found []string
	for _, p := range paths {
		some, err := at(p)
		if err != nil {
			return nil, err
		}
		found = append(found, some...)
	}
	slices.Sort(found)
	return slices.DeleteFunc(slices.Compact(found), func(p string) bool { return match != nil && !match.MatchString(filepath.ToSlash(p)) }), nil
}

// none is the error of paths that name no script.
func none(paths []string, match *regexp.Regexp) error {
	for _, p := range paths {
		if some, err := scriptsAt(p, isScenario); err == nil && len(some) > 0 {
			return fmt.Errorf("no script in %s matches %q", strings.Join(paths, ", "), match)
		}
	}
	return fmt.Errorf("there is no %s file in %s", scriptExt, strings.Join(paths, ", "))
}

// scriptsAt returns the scripts that one path names.
func scriptsAt(p string, such func(name string) bool) ([]string, error) {
	p = filepath.Clean(p)
	info, err := os.Stat(p)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", p, pathless(err))
	}
	if info.IsDir() {
		return scriptsIn(p, such)
	}
	if filepath.Ext(p) != scriptExt {
		return nil, fmt.Errorf("%s: got a file that is no script, want one that ends in %s, or a folder", p, scriptExt)
	}
	return []string{p}, nil
}

// scriptsIn returns the scripts below a folder that have such names.
func scriptsIn(folder string, such func(name string) bool) ([]string, error) {
	return filesIn(folder, scriptExt, isHidden, such)
}

// filesIn returns the files below a folder that have an ending and such names, except
// those in folders with names that are skipped.
func filesIn(folder, ext string, skipped, such func(name string) bool) ([]string, error) {
	var found []string
	err := fs.WalkDir(os.DirFS(folder), ".", func(p string, d fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return fmt.Errorf("%s: %w", filepath.Join(folder, p), pathless(err))
		case d.IsDir() && p != "." && skipped(d.Name()):
			return fs.SkipDir
		case !d.IsDir() && path.Ext(p) == ext && such(d.Name()):
			found = append(found, filepath.Join(folder, filepath.FromSlash(p)))
		}
		return nil
	})
	return found, err
}

// goldenOf returns the path of a script's transcript.
func goldenOf(script string) string { return strings.TrimSuffix(script, scriptExt) + goldenExt }

// pathless removes the path from an error that shows it already.
func pathless(err error) error {
	var p *fs.PathError
	if errors.As(err, &p) {
		return p.Err
	}
	return err
}
