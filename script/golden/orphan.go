package golden

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"synod/script"
	"synod/script/shell"
)

// An orphan is a golden that no run is compared with: its scenario was removed or
// renamed, or has a name that keeps it from being run, or is in a folder that has. It
// would look like a test, and test nothing.

// orphans returns the goldens below those of the paths that are folders which belong
// to none of the scenarios that are run. A match selects them by the paths that their
// scenarios would have. A path that is a file names its scenario, and with it the golden
// that matters.
func orphans(paths []string, match *regexp.Regexp, run []string) ([]string, error) {
	scripts, err := all(paths, match, func(p string) ([]string, error) {
		if info, err := os.Stat(p); err != nil || !info.IsDir() {
			return nil, nil // what is wrong with it is found when it is run
		}
		goldens, err := filesIn(filepath.Clean(p), goldenExt, isDotted, func(string) bool { return true })
		for i, name := range goldens {
			goldens[i] = strings.TrimSuffix(name, goldenExt) + scriptExt
		}
		return goldens, err
	})
	var found []string
	for _, path := range scripts {
		if _, runs := slices.BinarySearch(run, path); !runs {
			found = append(found, goldenOf(path))
		}
	}
	return found, err
}

// orphaned is the result of a golden without a scenario.
func orphaned(golden string) Result {
	path, within := strings.TrimSuffix(golden, goldenExt)+scriptExt, filepath.Dir(golden)
	say := func(why, help string) string {
		return fmt.Sprintf("%s: %s, so nothing is compared with %s; %s, or remove the golden\n", path, why, golden, help)
	}
	text := say("no such file", "give the scenario that name")
	if info, err := os.Stat(path); err == nil && !info.IsDir() {
		if text = say("a file with such a name is for others to load and is not run", "rename both"); isScenario(filepath.Base(path)) {
			folder := hiddenAbove(path)
			text = say(fmt.Sprintf("what is in %s is for others to load and is not run unless that folder is named", folder), "rename the folder")
			within = filepath.Dir(folder)
		}
	}
	again := shell.Join("synod", "test", "--fleet="+string(script.Simulated), within)
	return Result{Script: golden, Failure: &Failure{NoScenario, 0, text, again}}
}

// hiddenAbove returns the innermost folder that a file is in whose name keeps what is in
// it from being run.
func hiddenAbove(file string) string {
	folder := filepath.Dir(file)
	for isScenario(filepath.Base(folder)) && filepath.Dir(folder) != folder {
		folder = filepath.Dir(folder)
	}
	return folder
}
