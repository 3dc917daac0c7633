package script

import (
	"bufio"
	"io"
	"sync"
)

// output is what a session prints, kept back until it is flushed. The session
// writes to it; Salvage flushes it from elsewhere.
type output struct {
	mu sync.Mutex
	w  *bufio.Writer
}

func newOutput(w io.Writer) *output {
	return &output{w: bufio.NewWriterSize(w, bufferSize(w))}
}

// bufferSize is how many bytes of the output are kept back: hardly any that
// nobody takes, since there may be many sessions of that kind.
func bufferSize(out io.Writer) int {
	if out == io.Discard {
		return 16
	}
	return 1 << 16
}

// Write implements io.Writer.
func (o *output) Write(b []byte) (int, error) {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.w.Write(b)
}

// Flush writes what was kept back.
func (o *output) Flush() error {
	o.mu.Lock()
	defer o.mu.Unlock()
	return o.w.Flush()
}

// Reset forgets what was kept back, and goes on with another writer.
func (o *output) Reset(w io.Writer) {
	o.mu.Lock()
	defer o.mu.Unlock()
	o.w.Reset(w)
}

// Salvage writes what the session has printed so far. Unlike all else it may be
// called from any goroutine: it is for a program that ends while a session is in
// the middle of what cannot be interrupted. It gives up where a write is stuck.
func (s *Session) Salvage() {
	if s.out.mu.TryLock() {
		defer s.out.mu.Unlock()
		_ = s.out.w.Flush() // the program ends anyway
	}
}
