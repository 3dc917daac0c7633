package process

import (
	"bytes"
	"slices"
	"strings"
	"sync"
)

// What is kept of what a node writes on its standard error, and how much of it
// an error shows.
const (
	tailBytes = 16 << 10
	tailLines = 6
)

// tail keeps the end of what is written to it.
type tail struct {
	mu  sync.Mutex
	buf []byte
}

// Write implements io.Writer.
func (t *tail) Write(b []byte) (int, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.buf = append(t.buf, b...)
	if extra := len(t.buf) - tailBytes; extra > 0 {
		t.buf = append(t.buf[:0], t.buf[extra:]...)
	}
	return len(b), nil
}

// String returns the last lines in one; of a panic those that say what happened,
// without the stack.
func (t *tail) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	lines := strings.Split(strings.TrimSpace(string(bytes.ToValidUTF8(t.buf, []byte("?")))), "\n")
	first := max(0, len(lines)-tailLines)
	if i := slices.IndexFunc(lines, isPanic); i >= 0 {
		first = i
	}
	lines = lines[first:min(len(lines), first+tailLines)]
	if i := slices.IndexFunc(lines, isStack); i >= 0 {
		lines = lines[:i]
	}
	for i, line := range lines {
		lines[i] = strings.TrimSpace(line)
	}
	return strings.TrimRight(strings.Join(lines, " | "), "| ")
}

func isPanic(line string) bool {
	return strings.HasPrefix(line, "panic:") || strings.HasPrefix(line, "fatal error:")
}

// isStack reports whether a line begins a stack of Go.
func isStack(line string) bool { return strings.HasPrefix(line, "goroutine ") }
