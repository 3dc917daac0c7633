package golden

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"synod/script"
	"synod/script/shell"
)

// An orphan is a golden that no run is compared with: its scenario was removed or
// renamed, or has a name that keeps it from being run. It would look like a test, and
// test nothing.

// orphans returns the goldens below those of the paths that are folders which belong
// to none of the scenarios there. A match selects them by the paths that their scenarios
// would have. A path that is a file names its scenario, and with it the golden that
// matters.
func orphans(paths []string, match *regexp.Regexp) ([]string, error) {
	scripts, err := all(paths, match, func(p string) ([]string, error) {
		if info, err := os.Stat(p); err != nil || !info.IsDir() {
			return nil, nil // what is wrong with it is found when it is run
		}
		goldens, err := filesIn(filepath.Clean(p), goldenExt, func(string) bool { return true })
		for i, name := range goldens {
			goldens[i] = strings.TrimSuffix(name, goldenExt) + scriptExt
		}
		return goldens, err
	})
	var found []string
	for _, path := range scripts {
		if info, err := os.Stat(path); err != nil || info.IsDir() || !isScenario(filepath.Base(path)) {
			found = append(found, goldenOf(path))
		}
	}
	return found, err
}

// orphaned is the result of a golden without a scenario.
func orphaned(golden string) Result {
	path := strings.TrimSuffix(golden, goldenExt) + scriptExt
	text := fmt.Sprintf("%s: no such file, so nothing is compared with %s; give the scenario that name, or remove the golden\n", path, golden)
	if info, err := os.Stat(path); err == nil && !info.IsDir() {
		text = fmt.Sprintf("%s: a file with such a name is for others to load and is not run, so nothing is compared with %s; rename both, or remove the golden\n", path, golden)
	}
	again := shell.Join("synod", "test", "--fleet="+string(script.Simulated), filepath.Dir(golden))
	return Result{Script: golden, Failure: &Failure{NoScenario, 0, text, again}}
}
