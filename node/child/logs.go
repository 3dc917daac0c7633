package child

import (
	"fmt"
	"io"
	"strings"
	"sync/atomic"
)

// logDepth bounds the lines that wait to be sent.
const logDepth = 64

// logs takes diagnostics and sends them to the controller. It never blocks:
// the session itself logs, and must not wait for its own stream. Lines that
// find the queue full are lost; how many, the next line says.
type logs struct {
	lines chan string
	lost  atomic.Int64
}

// newLogs returns logs that keep lines until copyTo sends them.
func newLogs() *logs { return &logs{lines: make(chan string, logDepth)} }

// printf logs one line.
func (l *logs) printf(format string, args ...any) {
	text := strings.ReplaceAll(fmt.Sprintf(format, args...), "\n", " | ")
	select {
	case l.lines <- text:
	default:
		l.lost.Add(1)
	}
}

// copyTo writes every line to w, until w fails or done is closed.
func (l *logs) copyTo(w io.Writer, done <-chan struct{}) {
	for {
		select {
		case text := <-l.lines:
			if n := l.lost.Swap(0); n > 0 {
				text = fmt.Sprintf("logs: %d lines lost\n%s", n, text)
			}
			if _, err := io.WriteString(w, text+"\n"); err != nil {
				return
			}
		case <-done:
			return
		}
	}
}
