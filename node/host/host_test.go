package host_test

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"synod/node"
	"synod/node/disk"
	"synod/node/host"
	"synod/node/host/hosttest"
)

var config = node.Config{Self: 2, Nodes: 3}

// start starts node 2, which must succeed.
func start(t testing.TB, store disk.Store, mode host.Mode) *host.Host {
	t.Helper()
	h, effects, err := host.Start(hosttest.Protocol{}, config, store, mode)
	if err != nil {
		t.Fatal(err)
	}
	if len(effects) != 1 || effects[0].Kind != node.EffectOutcome {
		t.Fatalf("start: got effects %v, want one outcome", effects)
	}
	return h
}

// deliver lets the node take a script.
func deliver(h *host.Host, script string) ([]node.Effect, error) {
	return h.Step(&node.Event{Kind: node.EventDeliver, From: 1, Message: hosttest.New(script)})
}

// kinds names the effects, one letter each.
func kinds(effects []node.Effect) string {
	var out strings.Builder
	for _, e := range effects {
		out.WriteByte("wysTtrpon"[e.Kind])
	}
	return out.String()
}

// recording notes what is asked of a disk, and fails one call if told to.
type recording struct {
	disk.Store
	calls []string
	fail  string // the call that fails
	err   error
}

func (r *recording) note(format string, args ...any) error {
	call := fmt.Sprintf(format, args...)
	r.calls = append(r.calls, call)
	if call == r.fail {
		return r.err
	}
	return nil
}

func (r *recording) Create(b []byte) error {
	return errors.Join(r.note("create"), r.Store.Create(b))
}

func (r *recording) Append(b []byte) error {
	if err := r.note("append %d", len(b)); err != nil {
		return err
	}
	return r.Store.Append(b)
}

func (r *recording) Publish(name string, b []byte) error {
	if err := r.note("publish %s %q", name, b); err != nil {
		return err
	}
	return r.Store.Publish(name, b)
}

func (r *recording) Wipe() error { return errors.Join(r.note("wipe"), r.Store.Wipe()) }

func (r *recording) Close() error { return r.note("close") }

const record = 13 // bytes of a record of one letter

// expect fails the test unless these were the calls.
func (r *recording) expect(t *testing.T, want ...string) {
	t.Helper()
	if !slices.Equal(r.calls, want) {
		t.Errorf("disk: got calls %q, want %q", r.calls, want)
	}
}

func TestEffectsArePerformedInOrder(t *testing.T) {
	store := &recording{Store: disk.NewMemory()}
	h := start(t, store, host.Create)
	effects, err := deliver(h, `write a; write b; sync; publish "X"; write c; publish 7; sync; sync; set 3; stop 3; reply; note; send n3 write d; sync`)
	if err != nil {
		t.Fatal(err)
	}
	if got, want := kinds(effects), "wwypwpyyTtrns"; got != want {
		t.Errorf("effects: got %s, want %s", got, want)
	}
	store.expect(t, "create", fmt.Sprintf("append %d", 2*record), `publish published "\"X\"\n"`,
		`publish published "7\n"`, fmt.Sprintf("append %d", record))
}

// TestCrash drops the host, at each place where a record can be.
func TestCrash(t *testing.T) {
	for _, test := range []struct{ script, survives string }{
		{"write a", ""},
		{"write a; sync", "a"},
		{"write a; sync; write b; send n3 note", "a"},
		{"write a; write b; sync", "a b"},
	} {
		t.Run(test.script, func(t *testing.T) {
			store := disk.NewMemory()
			if _, err := deliver(start(t, store, host.Create), test.script); err != nil {
				t.Fatal(err)
			}
			h := start(t, store, host.Keep)
			if got := string(h.AppendState([]byte("state: "))); got != "state: "+test.survives {
				t.Errorf("got %q, want %q", got, "state: "+test.survives)
			}
		})
	}
}

func TestModes(t *testing.T) {
	used := func() disk.Store {
		store := disk.NewMemory()
		deliver(start(t, store, host.Create), "write a; sync; publish 1")
		return store
	}
	_, _, err := host.Start(hosttest.Protocol{}, config, used(), host.Create)
	if !errors.Is(err, disk.ErrExists) {
		t.Errorf("create on a disk in use: got error %v, want ErrExists", err)
	}
	_, _, err = host.Start(hosttest.Protocol{}, config, disk.NewMemory(), host.Keep)
	if !errors.Is(err, disk.ErrMissing) {
		t.Errorf("keep on a fresh disk: got error %v, want ErrMissing", err)
	}
	_, _, err = host.Start(hosttest.Protocol{}, node.Config{Self: 3, Nodes: 3}, used(), host.Keep)
	if corrupt := (*disk.CorruptError)(nil); !errors.As(err, &corrupt) {
		t.Errorf("keep on the disk of another node: got error %v, want a CorruptError", err)
	}
	store := used()
	h := start(t, store, host.Wipe)
	if got := h.AppendState(nil); len(got) > 0 {
		t.Errorf("wiped: got state %q, want none", got)
	}
	if _, exists, _ := store.ReadFile(node.PublishedFile(hosttest.Protocol{})); exists {
		t.Error("wiped: got a published file, want none")
	}
	start(t, disk.NewMemory(), host.Wipe) // a fresh disk is as good
}

func TestARefusedConfigLeavesTheDiskAlone(t *testing.T) {
	store := &recording{Store: disk.NewMemory()}
	_, _, err := host.Start(hosttest.Protocol{}, node.Config{Self: 9, Nodes: 3}, store, host.Wipe)
	if err == nil || err.Error() != "self: got n9, want n1 to n3" {
		t.Errorf("got error %v, want the protocol's", err)
	}
	store.expect(t, "close")
}

func TestARecordOfAnotherProtocolIsRefused(t *testing.T) {
	store := &recording{Store: disk.NewMemory()}
	log, err := disk.Create(store, "n2")
	if err != nil {
		t.Fatal(err)
	}
	log.Append([]byte("a"))
	log.Append(nil) // no script is empty
	if err := log.Sync(); err != nil {
		t.Fatal(err)
	}
	_, _, err = host.Start(hosttest.Protocol{}, config, store, host.Keep)
	if want := "record 2: script: got no bytes, want some"; err == nil || err.Error() != want {
		t.Errorf("got error %v, want %s", err, want)
	}
	store.expect(t, "create", fmt.Sprintf("append %d", record+record-1), "close")
}

// TestAFailedDiskIsTheEnd fails each kind of call. What came before it was
// performed, what comes after it is not, and the node stays down.
func TestAFailedDiskIsTheEnd(t *testing.T) {
	for _, test := range []struct{ call, performed string }{
		{fmt.Sprintf("append %d", record), "nw"},
		{`publish published "7\n"`, "nwy"},
	} {
		t.Run(test.call, func(t *testing.T) {
			broken := errors.New("disk on fire")
			store := &recording{Store: disk.NewMemory(), fail: test.call, err: broken}
			h := start(t, store, host.Create)
			effects, err := deliver(h, "note; write a; sync; publish 7; note")
			if got := kinds(effects); got != test.performed || !errors.Is(err, broken) {
				t.Fatalf("got effects %s, error %v; want %s, %v", got, err, test.performed, broken)
			}
			n := len(store.calls)
			effects, again := deliver(h, "write b; sync")
			if len(effects) > 0 || again != err {
				t.Errorf("the next step: got effects %s, error %v; want none, %v", kinds(effects), again, err)
			}
			if len(store.calls) != n {
				t.Errorf("the next step: got calls %q, want none", store.calls[n:])
			}
			if h.Close(); store.calls[n] != "close" {
				t.Errorf("Close: got calls %q, want close", store.calls[n:])
			}
			if _, again := deliver(h, "note"); again != err {
				t.Errorf("after Close: got error %v, want %v", again, err)
			}
		})
	}
}

func TestARecordTooLongIsTheEnd(t *testing.T) {
	h := start(t, disk.NewMemory(), host.Create)
	effects, err := deliver(h, "note; write "+strings.Repeat("x", disk.MaxRecord+1))
	if kinds(effects) != "n" || err == nil {
		t.Errorf("got effects %s, error %v; want n and an error", kinds(effects), err)
	}
}

func TestClose(t *testing.T) {
	store := &recording{Store: disk.NewMemory()}
	h := start(t, store, host.Create)
	deliver(h, "write a; sync; write b")
	for range 2 {
		if err := h.Close(); err != nil {
			t.Error(err)
		}
	}
	if effects, err := deliver(h, "note"); err == nil || len(effects) > 0 {
		t.Errorf("a step after Close: got effects %s, error %v; want an error", kinds(effects), err)
	}
	if got := string(start(t, store, host.Keep).AppendState(nil)); got != "a" {
		t.Errorf("after Close: got state %q, want what was synced, a", got)
	}
}

func TestASecondStartPanics(t *testing.T) {
	h := start(t, disk.NewMemory(), host.Create)
	defer func() {
		if recover() == nil {
			t.Error("got no panic, want one")
		}
	}()
	h.Step(&node.Event{Kind: node.EventStart})
}

// TestBothDisksHoldTheSame runs the same scripts, with a crash after each, on
// both kinds of disk.
func TestBothDisksHoldTheSame(t *testing.T) {
	var files, memory disk.Store = disk.Dir(t.TempDir()), disk.NewMemory()
	for _, script := range []string{"write a; sync; publish 1; write lost", "write b; publish 2", "write c; sync"} {
		for _, store := range []disk.Store{files, memory} {
			mode := host.Keep
			if _, exists, _ := store.Load(); !exists {
				mode = host.Create
			}
			if _, err := deliver(start(t, store, mode), script); err != nil {
				t.Fatal(err)
			}
		}
		got, _, _ := memory.Load()
		want, _, _ := files.Load()
		if string(got) != string(want) || len(got) == 0 {
			t.Errorf("records after %q: memory got %q, directory got %q", script, got, want)
		}
		got, _, _ = memory.ReadFile(node.PublishedFile(hosttest.Protocol{}))
		want, _, _ = files.ReadFile(node.PublishedFile(hosttest.Protocol{}))
		if string(got) != string(want) || len(got) == 0 {
			t.Errorf("file after %q: memory got %q, directory got %q", script, got, want)
		}
	}
}

func TestStepDoesNotAllocate(t *testing.T) {
	h := start(t, nothing{disk.NewMemory()}, host.Create)
	ev := &node.Event{Kind: node.EventDeliver, Message: hosttest.New("sync; publish 7; set 1; note; send n3 note")}
	if n := testing.AllocsPerRun(100, func() { h.Step(ev) }); n > 0 {
		t.Errorf("got %v allocations in a step, want 0", n)
	}
	ev.Message = hosttest.New("write a; sync")
	if n := testing.AllocsPerRun(1000, func() { h.Step(ev) }); n > 0 {
		t.Errorf("got %v allocations in a step that writes, want 0", n)
	}
}

// nothing is a disk that keeps no records, so as not to grow.
type nothing struct{ disk.Store }

func (nothing) Append([]byte) error { return nil }

func BenchmarkStep(b *testing.B) {
	for _, script := range []string{"note", "send n3 note", "write a; sync; send n3 note"} {
		b.Run(script, func(b *testing.B) {
			store := disk.NewMemory()
			ev := &node.Event{Kind: node.EventDeliver, Message: hosttest.New(script)}
			b.ReportAllocs()
			var h *host.Host
			for i := 0; b.Loop(); i++ {
				if i%4096 == 0 { // what the machine has written grows with every step
					h = start(b, store, host.Wipe)
				}
				if _, err := h.Step(ev); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}

// TestCrashPoint lets a node die at every place of a step. The effects before
// the place are performed, and the disk holds what they say it does.
func TestCrashPoint(t *testing.T) {
	const step = "note; write a; sync; publish 7; send n3 note"
	for _, test := range []struct {
		point, performed string
		records          int
		published        bool
	}{
		{"before_write", "n", 0, false},
		{"after_write", "nw", 0, false},
		{"before_sync", "nw", 0, false},
		{"after_sync", "nwy", 1, false},
		{"before_publish", "nwy", 1, false},
		{"after_publish", "nwyp", 1, true},
		{"before_send", "nwyp", 1, true},
		{"after_send", "nwyps", 1, true},
	} {
		t.Run(test.point, func(t *testing.T) {
			point, err := node.ParsePoint(test.point)
			if err != nil {
				t.Fatal(err)
			}
			store := disk.NewMemory()
			h := start(t, store, host.Create)
			ev := node.Event{Kind: node.EventDeliver, From: 1, Message: hosttest.New(step), Crash: &point}
			effects, err := h.Step(&ev)
			var died *node.Died
			if !errors.As(err, &died) || died.Why != test.point {
				t.Fatalf("got the error %v, want died: %s", err, test.point)
			}
			if got := kinds(effects); got != test.performed {
				t.Errorf("got the effects %s, want %s", got, test.performed)
			}
			if _, again := h.Step(&node.Event{Kind: node.EventTimer}); again != err {
				t.Errorf("the next step: got %v, want %v", again, err)
			}
			records, log, err := disk.Open(store, "n2")
			if err != nil || len(records) != test.records {
				t.Fatalf("got %d records, %v, want %d", len(records), err, test.records)
			}
			log.Close()
			if _, ok, _ := store.ReadFile(node.PublishedFile(hosttest.Protocol{})); ok != test.published {
				t.Errorf("published is %v, want %v", ok, test.published)
			}
		})
	}
}

// TestCrashPointNotReached lets a step do without the effect that the point is next to.
func TestCrashPointNotReached(t *testing.T) {
	h := start(t, disk.NewMemory(), host.Create)
	point := node.Point{Kind: node.EffectSend, Nth: 2}
	ev := node.Event{Kind: node.EventDeliver, From: 1, Message: hosttest.New("write a; send n3 note"), Crash: &point}
	if effects, err := h.Step(&ev); err != nil || len(effects) != 2 {
		t.Errorf("got %d effects, %v, want both and the node up", len(effects), err)
	}
}
