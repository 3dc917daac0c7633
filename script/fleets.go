package script

import (
	"fmt"
	"io"
	"sync"

	"synod/engine/fleet"
	"synod/engine/fleet/process"
	"synod/engine/fleet/sim"
)

// newFleet makes the fleet of one cluster, unless Options say how.
func (s *Session) newFleet(kind FleetKind, dataDir string) (fleet.Fleet, error) {
	if s.options.NewFleet != nil {
		return s.options.NewFleet(kind, dataDir)
	}
	if kind == Simulated {
		return sim.New(), nil
	}
	diag := s.options.Diag
	return process.New(process.Options{
		Program: s.options.Program,
		DataDir: dataDir,
		Logf:    func(format string, args ...any) { fmt.Fprintf(diag, format+"\n", args...) },
	}), nil
}

// locked is a writer for several goroutines: nodes that are processes have
// something to say at any time.
type locked struct {
	mu    sync.Mutex
	w     io.Writer
	muted bool // nobody is to read it
}

// Write writes b in one piece.
func (l *locked) Write(b []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.muted {
		return len(b), nil
	}
	return l.w.Write(b)
}

// mute lets nobody read what is written from now on, or somebody again.
func (l *locked) mute(muted bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.muted = muted
}
