package engine_test

import (
	"testing"
	"time"

	"synod/engine"
	"synod/engine/fleet"
	"synod/node/disk"
)

// TestUndoEndsEachFault ends every kind of fault with the same call, once; a
// second call finds nothing to do.
func TestUndoEndsEachFault(t *testing.T) {
	for name, begin := range map[string]func(l *lab) (*engine.Fault, error){
		"crash": func(l *lab) (*engine.Fault, error) { return l.Crash(2) },
		"pause": func(l *lab) (*engine.Fault, error) { return l.Pause(2) },
		"skew":  func(l *lab) (*engine.Fault, error) { return l.Skew(2, time.Second, 2) },
		"disk":  func(l *lab) (*engine.Fault, error) { return l.Disk(2, disk.Faults{Full: true}, 0) },
		"slow":  func(l *lab) (*engine.Fault, error) { return l.Disk(2, disk.Faults{}, time.Millisecond) },
	} {
		l := newLab(t, engine.Options{})
		f, err := begin(l)
		l.check(err)
		if f.Over() {
			t.Errorf("%s: got a fault that is over at once", name)
		}
		l.check(l.Undo(f))
		if !f.Over() {
			t.Errorf("%s: got a fault that goes on after Undo", name)
		}
		hash, length := l.hash(), l.text.Len()
		l.check(l.Undo(f))
		if l.hash() != hash || l.text.Len() != length {
			t.Errorf("%s: got another world after a second Undo", name)
		}
		p := l.propose(2, x)
		l.check(l.Flush())
		if got := told(p); got.Value != x {
			t.Errorf("%s: got the reply %v from n2 afterwards, want X", name, got)
		}
	}
}

// TestUndoOfADiskOfANodeThatIsDown has nothing to repair: a node comes back with
// a disk that works.
func TestUndoOfADiskOfANodeThatIsDown(t *testing.T) {
	l := newLab(t, engine.Options{})
	f, err := l.Disk(2, disk.Faults{Full: true}, 0)
	l.check(err)
	_, err = l.Crash(2)
	l.check(err)
	l.check(l.Undo(f))
	l.check(l.Restart(2, fleet.Keep))
	p := l.propose(2, x)
	l.check(l.Flush())
	if got := told(p); got.Value != x {
		t.Errorf("got the reply %v, want X", got)
	}
}
