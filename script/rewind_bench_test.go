package script

import (
	"fmt"
	"testing"
	"time"

	"synod/engine/fleet"
	"synod/engine/fleet/process"
	"synod/engine/fleet/sim"
)

// thousand is a session of a thousand events and a few more, the last of which
// is undone.
func thousand() []string {
	lines := []string{`c = cluster(5, quiet = True)`}
	for i := range 35 {
		node := i%5 + 1
		lines = append(lines, fmt.Sprintf(`p = proposer(%d, "v%d", ballot = (%d, %d))`, node, i, i+1, node), `p.start()`, `settle()`)
	}
	return append(lines, `note("the last event")`)
}

// BenchmarkUndo measures undo() in a session of a thousand events, and how it
// compares to starting the nodes and running the events.
func BenchmarkUndo(b *testing.B) {
	for name, newFleet := range map[string]func(FleetKind, string) (fleet.Fleet, error){
		"sim":       func(FleetKind, string) (fleet.Fleet, error) { return sim.New(), nil },
		"processes": func(FleetKind, string) (fleet.Fleet, error) { return process.New(process.Options{}), nil },
	} {
		b.Run(name, func(b *testing.B) {
			var straight, undoing time.Duration
			for b.Loop() {
				once, again := undoOnce(b, newFleet)
				straight, undoing = straight+once, undoing+again
			}
			b.ReportMetric(float64(undoing.Microseconds())/1000/float64(b.N), "undo-ms")
			b.ReportMetric(float64(straight.Microseconds())/1000/float64(b.N), "start-and-run-ms")
			b.ReportMetric(float64(undoing)/float64(straight), "ratio")
		})
	}
}

// undoOnce runs the session and undoes its last command, and returns how long
// each took.
func undoOnce(t fataler, newFleet func(FleetKind, string) (fleet.Fleet, error)) (straight, undoing time.Duration) {
	began := time.Now()
	var events []int
	converseWith(t, Options{NewFleet: newFleet}, "", typing(thousand(), func(c *conversation) string {
		passed := time.Since(began)
		events = append(events, c.session.current.world.Latest())
		if len(events) == 1 {
			straight, began = passed, time.Now()
			return "undo()"
		}
		undoing = passed
		return hangUp
	}))
	if events[0] < 1000 || events[1] != events[0]-1 {
		t.Fatalf("got %d events, want a thousand, and one less after undo()", events)
	}
	return straight, undoing
}
