package main

import (
	"fmt"
	"regexp"
	"runtime"
	"runtime/debug"
)

// version returns what identifies this build and nothing that changes from one
// to the next: no time.
func version() string {
	name := "devel"
	if info, ok := debug.ReadBuildInfo(); ok {
		name = buildName(info)
	}
	return fmt.Sprintf("%s (%s, %s/%s)", name, runtime.Version(), runtime.GOOS, runtime.GOARCH)
}

// release is the version of a tagged build. A build from between two tags has
// a version with a time in it.
var release = regexp.MustCompile(`^v\d+\.\d+\.\d+(-(alpha|beta|rc)[0-9.]*)?$`)

// buildName returns a tag, such as "v1.2.0", or else "devel" with the
// revision that was built, such as "devel 8ddfb3e84b5c+dirty".
func buildName(info *debug.BuildInfo) string {
	if release.MatchString(info.Main.Version) {
		return info.Main.Version
	}
	settings := map[string]string{}
	for _, s := range info.Settings {
		settings[s.Key] = s.Value
	}
	revision := settings["vcs.revision"]
	if revision == "" {
		return "devel"
	}
	if settings["vcs.modified"] == "true" {
		return "devel " + revision[:min(len(revision), 12)] + "+dirty"
	}
	return "devel " + revision[:min(len(revision), 12)]
}
