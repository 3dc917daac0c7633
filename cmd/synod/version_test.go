package main

import (
	"runtime/debug"
	"testing"
)

func TestBuildName(t *testing.T) {
	revision := []debug.BuildSetting{{Key: "vcs.revision", Value: "0123456789abcdef0123"}, {Key: "vcs.time", Value: "2026-01-02T03:04:05Z"}}
	dirty := append(revision[:2:2], debug.BuildSetting{Key: "vcs.modified", Value: "true"})
	for _, c := range []struct {
		version  string
		settings []debug.BuildSetting
		want     string
	}{
		{"v1.2.0", revision, "v1.2.0"},
		{"v1.2.0-rc.1", revision, "v1.2.0-rc.1"},
		{"(devel)", nil, "devel"},
		{"", revision, "devel 0123456789ab"},
		{"v0.0.0-20260102030405-0123456789ab", revision, "devel 0123456789ab"},
		{"v1.2.1-0.20260102030405-0123456789ab+dirty", dirty, "devel 0123456789ab+dirty"},
	} {
		info := &debug.BuildInfo{Main: debug.Module{Version: c.version}, Settings: c.settings}
		if got := buildName(info); got != c.want {
			t.Errorf("%s: got %q, want %q", c.version, got, c.want)
		}
	}
}
