package main

import (
	"bufio"
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// A search that somebody interrupts says what it knows by then, and that it is
// no verdict.
func TestInterruptedSearch(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "x.star")
	script := `cluster(3)
explore(propose = [(1, "A"), (2, "B"), (3, "C")], timers = 3, duplicates = 3)
print("never")
`
	if err := os.WriteFile(file, []byte(script), 0o666); err != nil {
		t.Fatal(err)
	}
	cmd := exec.Command("synod", "explore", file)
	cmd.Env = append(os.Environ(), quick+"="+quickly)
	var stdout strings.Builder
	cmd.Stdout = &stdout
	stderr, err := cmd.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	var lines []string
	for scan := bufio.NewScanner(stderr); scan.Scan(); {
		if lines = append(lines, scan.Text()); len(lines) == 1 { // the search has begun, and is far from its end
			if err := cmd.Process.Signal(os.Interrupt); err != nil {
				t.Fatal(err)
			}
		}
	}
	var ended *exec.ExitError
	if err := cmd.Wait(); !errors.As(err, &ended) || ended.ExitCode() != 3 {
		t.Errorf("got %v, want exit status 3", err)
	}
	said := strings.Join(lines, "\n")
	if !strings.Contains(said, "\nunknown: it was interrupted; ") || !strings.Contains(said, "x.star:2:8: interrupted\n    explore(") || stdout.Len() > 0 {
		t.Errorf("got %q and on standard error\n%s\nwant what is known, and that it was interrupted", &stdout, said)
	}
}
