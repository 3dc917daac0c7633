package engine_test

import (
	"strings"
	"testing"
	"time"

	"synod/engine"
	"synod/engine/fleet"
	"synod/node"
	"synod/node/disk"
)

// Whatever a script does to nodes and to the network is in the history of faults,
// from the line of the trace that says so to that of its end.
func TestFaultHistory(t *testing.T) {
	bit := 3
	w := newWorld(t, engine.Options{Nodes: 3})
	var rule *engine.Rule
	var skew *engine.Fault
	err := inOrder(
		ask(w, 1, `"X"`), settle(w), crash(w, 1), pass(w, 1),
		func() error { return w.Damage(1, disk.Damage{Rollback: 1}) },
		func() error { return w.Restart(1, fleet.Keep) },
		func() (err error) { rule, err = w.Partition([][]node.ID{{1}, {2, 3}}, engine.InFlightLost); return err },
		pause(w, 2), pass(w, 2),
		func() error { return w.Resume(2) },
		func() (err error) { skew, err = w.Skew(3, time.Millisecond, 2); return err },
		func() error { _, err := w.Disk(3, disk.Faults{FailSync: 1}, 0); return err },
		func() error { _, err := w.Disk(3, disk.Faults{}, 0); return err },
		func() error { return w.Undo(skew) },
		func() error { return w.Lift(rule) },
		func() error { return w.Impose(&engine.Rule{Action: engine.ActLose, Rate: 0.5, Text: "lose half"}) },
		crash(w, 1), func() error { return w.Damage(1, disk.Damage{Flip: &bit}) },
		func() error { return w.Restart(1, fleet.Wipe) },
		func() error { _, err := w.Disk(3, disk.Faults{Lie: true}, 0); return err },
		crash(w, 3), pause(w, 2),
	)
	if err != nil {
		t.Fatal(err)
	}
	want := `
crash n1: crash, 5ms (19) to 6ms (21)
rollback n1: disk: the last record is gone, at 6ms (20)
partition network: partition n1 | n2 n3, 6ms (22) to 8ms (29)
pause n2: pause, 6ms (23) to 8ms (24)
clock n3: clock +1ms, rate 2, 8ms (25) to 8ms (28)
disk n3: disk fails 1 time, 8ms (26) to 8ms (27)
lose network: lose half, from 8ms (30)
crash n1: crash, 8ms (31) to 8ms (33)
corrupt n1: disk: bit 3 is flipped, at 8ms (32)
wipe n1: disk wiped, at 8ms (33)
disk n3: disk loses what it says it synced, 8ms (34) to 8ms (35)
crash n3: crash, from 8ms (35)
pause n2: pause, from 8ms (36)
`
	var got strings.Builder
	for _, f := range w.FaultHistory() {
		got.WriteString(f.Kind + " " + f.String() + "\n")
	}
	if "\n"+got.String() != want {
		t.Errorf("got\n%s\nwant%s", got.String(), want)
	}
	if err := w.Reset(1); err != nil || len(w.FaultHistory()) != 0 {
		t.Errorf("got %v and %v after a reset, want none", err, w.FaultHistory())
	}
}

// Every line of the trace about a fault is the beginning or the end of one in the
// history, and the other way round.
func TestFaultHistoryAgreesWithTrace(t *testing.T) {
	w := newWorld(t, engine.Options{Nodes: 3})
	var rules []*engine.Rule
	err := inOrder(crash(w, 1), pause(w, 2), func() error {
		for _, a := range []engine.Action{engine.ActHold, engine.ActDelay, engine.ActLose, engine.ActRepeat, engine.ActReorder} {
			r := &engine.Rule{Action: a, Rate: 1, Text: "rule"}
			if err := w.Impose(r); err != nil {
				return err
			}
			rules = append(rules, r)
		}
		return nil
	}, func() error { return w.Lift(rules[2]) }, w.Heal, w.HealAndRelease)
	if err != nil {
		t.Fatal(err)
	}
	lines := map[int]bool{}
	for _, f := range w.FaultHistory() {
		lines[f.Began.Event] = true
		if !f.Lasting {
			lines[f.Ended.Event] = true
		}
	}
	if len(lines) != w.Seq() {
		t.Errorf("got %d lines of the trace in the history of faults, want all %d: %v", len(lines), w.Seq(), w.FaultHistory())
	}
}
