package sim

import (
	"runtime"
	"testing"

	"synod/node"
)

func TestStepDoesNotAllocate(t *testing.T) {
	f := started(t, 3)
	ev := delivery("sync; set 1; send n3 note")
	if n := testing.AllocsPerRun(100, func() { f.Step(2, ev) }); n > 0 {
		t.Errorf("got %v allocations in a step, want 0", n)
	}
}

// TestAThousandNodes checks that an idle node is small: most of it is the room
// for the effects of one step.
func TestAThousandNodes(t *testing.T) {
	const n, most = 1000, 4096
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	f := started(t, n)
	runtime.GC()
	runtime.ReadMemStats(&after)
	each := (int64(after.HeapAlloc) - int64(before.HeapAlloc)) / n
	if each > most {
		t.Errorf("an idle node: got %d bytes, want at most %d", each, most)
	}
	t.Logf("%d bytes for each idle node", each)
	deliver(t, f, n, "write a; sync; send n1 note")
	f.Crash(n)
	if got := state(t, f, n-1); got != "" {
		t.Errorf("n%d: got %q, want nothing", n-1, got)
	}
}

func BenchmarkStep(b *testing.B) {
	f := started(b, 5)
	ev := delivery("send n3 note")
	b.ReportAllocs()
	for b.Loop() {
		if _, err := f.Step(2, ev); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkReset(b *testing.B) {
	f, s := started(b, 5), setup(5)
	b.ReportAllocs()
	for b.Loop() {
		if _, err := f.Reset(s); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkCrashAndRestart(b *testing.B) {
	f := started(b, 5)
	deliver(b, f, 2, "write a; write b; sync")
	b.ReportAllocs()
	for b.Loop() {
		if err := f.Crash(2); err != nil {
			b.Fatal(err)
		}
		if _, err := f.Restart(node.ID(2), 0); err != nil {
			b.Fatal(err)
		}
	}
}
