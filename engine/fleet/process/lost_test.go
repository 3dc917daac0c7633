package process

import (
	"errors"
	"os"
	"strings"
	"testing"
	"time"

	"synod/engine/fleet"
	"synod/node"
	"synod/node/disk"
	"synod/node/wire"
)

// TestKilledWhileIdle kills a node from outside. Check names it, and so does every
// call of it; the others go on; a reset replaces it.
func TestKilledWhileIdle(t *testing.T) {
	f := startFleet(t, 3, Options{})
	kill(t, pid(f, 2))
	eventually(t, "error from check", func() bool { return f.Check() != nil })
	expectError(t, f.Check(), 2, "n2: running: ", killed)
	_, err := f.Step(2, deliver("note"))
	expectError(t, err, 2, "n2: delivering script note: ", killed)
	_, err = f.State(2)
	expectError(t, err, 2, "n2: asking for its state: ", killed)
	if !f.Lost(2) || f.Lost(1) {
		t.Errorf("got lost %t and %t, want n2 and not n1", f.Lost(2), f.Lost(1))
	}
	do(t, f, 1, "write a", "w")
	if _, err := f.Reset(setup(3)); err != nil {
		t.Fatal(err)
	}
	if err := f.Check(); err != nil {
		t.Errorf("check after a reset: got %v, want none", err)
	}
	do(t, f, 2, "write a", "w")
}

// TestLostAndBack loses nodes in every way and gets them back: those that were
// killed, when they were paused too, and those that were stopped from outside.
func TestLostAndBack(t *testing.T) {
	losses := map[string]func(t *testing.T, f *Fleet, id node.ID){
		"killed": func(t *testing.T, f *Fleet, id node.ID) { kill(t, pid(f, id)) },
		"killed while paused": func(t *testing.T, f *Fleet, id node.ID) {
			if err := f.Pause(id); err != nil {
				t.Fatal(err)
			}
			kill(t, pid(f, id))
		},
		"stopped": func(t *testing.T, f *Fleet, id node.ID) {
			if !canStop {
				t.Skip("no process can be stopped here")
			}
			stop(t, pid(f, id))
			_, err := f.Step(id, deliver("note"))
			expectError(t, err, id, "no answer within")
		},
	}
	for name, lose := range losses {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := startFleet(t, 3, Options{Patience: time.Second})
			for id := node.ID(1); id <= 3; id++ {
				do(t, f, id, "write a; sync; write b", "wyw")
			}
			for id := node.ID(1); id <= 3; id++ {
				lose(t, f, id)
				eventually(t, "loss", func() bool { return f.Lost(id) && f.Check() != nil })
			}
			for id := node.ID(1); id <= 2; id++ {
				if err := f.Crash(id); err != nil {
					t.Fatal(err)
				}
				expectRestart(t, f, id, fleet.Keep, 1)
				expectState(t, f, id, "a")
				eventually(t, "check of the third", func() bool { return f.Check() != nil && !f.Lost(id) })
			}
			if _, err := f.Reset(setup(3)); err != nil {
				t.Fatal(err)
			}
			if err := f.Check(); err != nil {
				t.Errorf("got %v, want none", err)
			}
			do(t, f, 3, "write a", "w")
			lose(t, f, 3)
		})
	}
}

// TestStoppedFromOutside starts over while a node is stopped that nothing has been
// asked of since: it is woken, and nothing waits until patience is over.
func TestStoppedFromOutside(t *testing.T) {
	if !canStop {
		t.Skip("no process can be stopped here")
	}
	f := startFleet(t, 2, Options{Patience: time.Minute})
	stop(t, pid(f, 2))
	if _, err := f.Reset(setup(2)); err != nil {
		t.Fatal(err)
	}
	do(t, f, 2, "write a", "w")
}

// TestKilledDuringReset kills a node that a reset has found alive.
func TestKilledDuringReset(t *testing.T) {
	f := startFleet(t, 2, Options{})
	m := f.members[1]
	m.line.close() // as late as can be: the process is there, and the line is not
	if _, err := f.Reset(setup(2)); err != nil {
		t.Fatal(err)
	}
	if f.members[1] == m {
		t.Error("got the same process, want another")
	}
	if err := f.Check(); err != nil {
		t.Errorf("got %v, want none", err)
	}
	do(t, f, 2, "write a", "w")
}

// TestKilledWhileStepped kills a node from outside in the middle of a step.
func TestKilledWhileStepped(t *testing.T) {
	f := startFleet(t, 3, Options{})
	timer := time.AfterFunc(100*time.Millisecond, func() { kill(t, pid(f, 3)) })
	defer timer.Stop()
	_, err := f.Step(3, deliver("stuck"))
	expectError(t, err, 3, "n3: delivering script stuck: ", killed)
	if f.Check() == nil {
		t.Error("check: got none, want an error")
	}
	do(t, f, 1, "write a", "w")
}

// TestLastWords shows how a node ended by itself, and why.
func TestLastWords(t *testing.T) {
	tests := map[string][]string{
		"exit":  {"n1: delivering script exit: its process is gone (exit status 3): farewell"},
		"panic": {"n1: delivering script panic: its process is gone (exit status 2): panic: boom"},
	}
	for script, want := range tests {
		t.Run(script, func(t *testing.T) {
			f := startFleet(t, 1, Options{})
			_, err := f.Step(1, deliver(script))
			expectError(t, err, 1, want...)
			if strings.Contains(err.Error(), "goroutine") {
				t.Errorf("got %q, want no stack in it", err)
			}
			expectError(t, f.Check(), 1)
		})
	}
}

// TestStuck waits for a node that never answers no longer than it has to, says
// what the node does, and gets rid of it.
func TestStuck(t *testing.T) {
	f := startFleet(t, 2, Options{Patience: 300 * time.Millisecond})
	_, err := f.Step(2, deliver("stuck"))
	expectError(t, err, 2, "n2: delivering script stuck: no answer within 300ms, it is busy delivering script stuck")
	expectError(t, f.Check(), 2, "no answer")
	_, err = f.Step(2, deliver("note"))
	expectError(t, err, 2, "no answer within 300ms")
	if _, err := f.Reset(setup(2)); err != nil {
		t.Fatal(err)
	}
	do(t, f, 2, "write a", "w")
}

// TestInspectionOfABusyNode asks a node for its state while a step keeps it.
func TestInspectionOfABusyNode(t *testing.T) {
	f := startFleet(t, 1, Options{Patience: 5 * time.Second})
	m := f.members[0]
	stepped := make(chan error, 1)
	go func() { _, err := f.Step(1, deliver("stuck")); stepped <- err }()
	eventually(t, "busy node", func() bool {
		o, err := m.line.call(&m.line.inspect, &wire.Command{Op: wire.OpState}, time.Second)
		if err != nil {
			t.Fatal(err)
		}
		return o.Err == "busy delivering script stuck"
	})
	kill(t, m.proc.cmd.Process.Pid)
	expectError(t, <-stepped, 1, killed)
}

// TestDiskFails lets a sync fail. The node is up, of no use, and named.
func TestDiskFails(t *testing.T) {
	dir := t.TempDir()
	f := startFleet(t, 1, Options{DataDir: dir})
	if err := os.RemoveAll(dir + "/n1"); err != nil {
		t.Fatal(err)
	}
	effects, err := f.Step(1, deliver("note; write a; sync; note"))
	expectError(t, err, 1, "n1: delivering script note; write a; sync; note: ", disk.ErrMissing.Error())
	if got := kinds(effects); got != "nw" {
		t.Errorf("got effects %q, want nw: those before the one that failed", got)
	}
	expectError(t, f.Check(), 1, disk.ErrMissing.Error())
	expectState(t, f, 1, "a")
}

// TestMessageTooLarge refuses what does not fit into a frame, at once.
func TestMessageTooLarge(t *testing.T) {
	f := startFleet(t, 1, Options{})
	_, err := f.Step(1, deliver(strings.Repeat("x", wire.MaxFrame)))
	expectError(t, err, 1, wire.ErrOversized.Error())
}

// TestDiagnosticsArrive reads what a node has to say about itself.
func TestDiagnosticsArrive(t *testing.T) {
	log := &diary{t: t}
	f := startFleet(t, 2, Options{Logf: log.printf})
	do(t, f, 2, "slow", "")
	log.expect("n2: host: delivering script slow took 1.")
}

// TestCannotStart names what keeps a node from starting, and leaves nothing.
func TestCannotStart(t *testing.T) {
	tests := map[string]struct {
		options Options
		want    []string
	}{
		"no program":     {Options{Program: "/nonexistent/synod"}, []string{"n1: starting: ", "/nonexistent/synod"}},
		"failing":        {Options{Env: as("failing")}, []string{"n1: starting: its process is gone (exit status 3): one | two"}},
		"never connects": {Options{Env: as("dumb"), Boot: 300 * time.Millisecond}, []string{"n1: starting: no connection within 300ms"}},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			f := newFleet(t, test.options)
			_, err := f.Reset(setup(2))
			expectError(t, err, 1, test.want...)
			if err := f.Close(); err != nil {
				t.Errorf("close: %v", err)
			}
			expectGone(t, f)
		})
	}
}

// TestClose ends every node and removes everything, once.
func TestClose(t *testing.T) {
	f := startFleet(t, 3, Options{})
	pids := []int{pid(f, 1), pid(f, 2), pid(f, 3)}
	if err := f.Crash(2); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if err := f.Close(); err != nil {
			t.Fatal(err)
		}
	}
	expectGone(t, f)
	for _, pid := range pids {
		if alive(pid) {
			t.Errorf("process %d: got it alive, want it gone", pid)
		}
	}
	_, err := f.Reset(setup(1))
	expectError(t, err, 0, "fleet is closed")
	if err := New(Options{}).Close(); err != nil {
		t.Errorf("close of a fleet that never started: %v", err)
	}
}

// TestGoodbyesAreClean expects a node to end by itself when asked.
func TestGoodbyesAreClean(t *testing.T) {
	f := startFleet(t, 2, Options{})
	members := f.members
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	for _, m := range members {
		if got := m.proc.why.Error(); got != "its process is gone (exit status 0)" {
			t.Errorf("%v: got %q, want exit status 0", m.id, got)
		}
	}
}

// TestCloseDoesNotWaitForTheStuck closes a fleet with a node that is stuck.
func TestCloseDoesNotWaitForTheStuck(t *testing.T) {
	f := startFleet(t, 2, Options{Patience: 100 * time.Millisecond})
	if _, err := f.Step(1, deliver("stuck")); err == nil {
		t.Fatal("got no error, want one")
	}
	began := time.Now()
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	if took := time.Since(began); took > 5*time.Second {
		t.Errorf("got %v, want at most 5s", took)
	}
	expectGone(t, f)
}

// expectGone fails unless every directory of the run is gone.
func expectGone(t *testing.T, f *Fleet) {
	t.Helper()
	for _, path := range f.place.tidy() {
		if _, err := os.Lstat(path); !errors.Is(err, os.ErrNotExist) {
			t.Errorf("%s: got %v, want it gone", path, err)
		}
	}
}

// TestDeathIsFasterThanItsAnswer lets a node die as it was told to and be gone
// before anybody has read that it would be. That is no loss; the loss of another
// node at the same time is.
func TestDeathIsFasterThanItsAnswer(t *testing.T) {
	f := startFleet(t, 3, Options{})
	for _, other := range []bool{false, true} {
		ev := deliver("write a; sync")
		ev.Crash = &node.Point{Kind: node.EffectSync, Nth: 1}
		m := f.up(1)
		var died *node.Died
		if _, err := m.step(ev); !errors.As(err, &died) {
			t.Fatalf("got %v, want it dead", err)
		}
		eventually(t, "end of n1", func() bool { return m.proc.ended(0) })
		expectError(t, f.Check(), 1, "n1: running: ", killed)
		if other {
			kill(t, pid(f, 2))
			eventually(t, "end of n2", func() bool { return f.up(2).proc.ended(0) })
		}
		if err := f.bury(1); err != nil {
			t.Fatal(err)
		}
		if other {
			expectError(t, f.Check(), 2, "n2: running: ", killed)
		} else if err := f.Check(); err != nil {
			t.Errorf("check: got %v, want none", err)
		}
		if _, err := f.Reset(setup(3)); err != nil {
			t.Fatal(err)
		}
	}
}
