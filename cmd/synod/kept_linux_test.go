package main

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// A run that is interrupted does not replace what an earlier one left in a file: what
// it has is a part, and says nothing of how it would have ended. It says so.
func TestInterruptedFilesStay(t *testing.T) {
	for name, c := range map[string]struct {
		args []string // before the name of the file
		file string
		says string
	}{
		"recording": {[]string{"run", "x.star", "--record"}, "old.jsonl", "--record: FILE: there is no verdict, so there is nothing to repeat\n"},
		"history":   {[]string{"run", "x.star", "--history"}, "old.json", "--history: FILE is left as it was, because the run did not come to its end\n"},
		"report":    {[]string{"test", "--fleet=processes", "x.star", "--junit"}, "old.xml", "--junit: FILE is left as it was, because the test did not come to its end\n"},
	} {
		t.Run(name, func(t *testing.T) {
			old := filepath.Join(t.TempDir(), c.file)
			if err := os.WriteFile(old, []byte("old"), 0o666); err != nil {
				t.Fatal(err)
			}
			running := start(t, endless, append(c.args, old)...)
			soon(t, "nodes", func() bool { return len(running.nodes(t)) > 0 })
			running.signal(t, syscall.SIGINT)
			if status := running.end(t); status != 3 {
				t.Errorf("got the exit status %d, want 3", status)
			}
			says := strings.ReplaceAll(c.says, "FILE", old)
			if got := running.stderr.String(); !strings.Contains(got, says) {
				t.Errorf("got\n%s\nwant\n%s", got, says)
			}
			isAlone(t, old, "old")
		})
	}
}

// isAlone requires that a file has such content, and that nothing is beside it.
func isAlone(t *testing.T, file, content string) {
	t.Helper()
	if b, err := os.ReadFile(file); err != nil || string(b) != content {
		t.Errorf("got %q, %v, want %q", b, err, content)
	}
	if beside, err := os.ReadDir(filepath.Dir(file)); err != nil || len(beside) != 1 {
		t.Errorf("got the files %v, %v, want one", beside, err)
	}
}

// The runs of a sweep that ended before it was interrupted are results; the file of
// those has whole lines.
func TestInterruptedSweepKeepsItsResults(t *testing.T) {
	file := filepath.Join(t.TempDir(), "runs.jsonl")
	running := start(t, "print(1)\n", "fuzz", "x.star", "--runs", "1000000000", "--json", file)
	soon(t, "results", func() bool {
		temporary, err := filepath.Glob(filepath.Join(filepath.Dir(file), ".synod-*.tmp"))
		if err != nil || len(temporary) != 1 {
			return false
		}
		info, err := os.Stat(temporary[0])
		return err == nil && info.Size() > 0
	})
	if _, err := os.Stat(file); err == nil {
		t.Error("there are results before the end")
	}
	running.signal(t, syscall.SIGINT)
	running.end(t)
	b, err := os.ReadFile(file)
	if err != nil || !strings.HasPrefix(string(b), `{"seed":"1",`) || !strings.HasSuffix(string(b), "}\n") {
		t.Errorf("got %d bytes, %v, and on standard error %s", len(b), err, &running.stderr)
	}
	isAlone(t, file, string(b))
}
