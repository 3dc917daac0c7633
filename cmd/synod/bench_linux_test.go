package main

import (
	"io"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
	"time"
)

// BenchmarkRun measures a scenario of the lab over five processes, from exec to
// exit, with all that is synced to disks and removed again. The metric to quote is
// x, how many times as long that takes as it takes synod to say its version: the
// median of both, which take turns.
func BenchmarkRun(b *testing.B) {
	scenario, err := filepath.Abs("../../examples/lab/b_wins_first.star")
	if err != nil {
		b.Fatal(err)
	}
	var runs, versions []time.Duration
	for b.Loop() {
		runs = append(runs, wallTime(b, "run", scenario))
		versions = append(versions, wallTime(b, "--version"))
	}
	run, version := median(runs), median(versions)
	b.ReportMetric(float64(run.Microseconds())/1000, "ms/run")
	b.ReportMetric(float64(version.Microseconds())/1000, "ms/version")
	b.ReportMetric(float64(run)/float64(version), "x")
}

// wallTime returns how long synod takes from exec to exit.
func wallTime(b *testing.B, args ...string) time.Duration {
	b.Helper()
	cmd := exec.Command("synod", args...)
	cmd.Stdout = io.Discard
	start := time.Now()
	if err := cmd.Run(); err != nil {
		b.Fatal(err)
	}
	return time.Since(start)
}

func median(all []time.Duration) time.Duration {
	slices.Sort(all)
	return all[len(all)/2]
}
