package engine_test

import (
	"fmt"
	"io"
	"runtime"
	"testing"

	"synod/engine"
	"synod/engine/trace"
	"synod/node"
	"synod/node/paxos"
)

// delivered is how many messages a world has delivered, counted by its trace.
type delivered struct {
	n    int
	next trace.Sink
}

// Record counts r and passes it on.
func (d *delivered) Record(r *trace.Record) error {
	if r.Kind == trace.Deliver {
		d.n++
	}
	if d.next == nil {
		return nil
	}
	return d.next.Record(r)
}

// BenchmarkDelivered measures how fast the simulated fleet delivers the
// messages of one proposal after another, everything included: protocol,
// disks, network, safety checks and the log of records. The metric to quote is
// msgs/s; the text trace goes to a writer that discards it.
func BenchmarkDelivered(b *testing.B) {
	for _, text := range []bool{false, true} {
		for _, nodes := range []int{3, 5} {
			b.Run(fmt.Sprintf("trace=%t/nodes=%d", text, nodes), func(b *testing.B) {
				count := &delivered{}
				if text {
					count.next = trace.NewText(io.Discard, paxos.Protocol{})
				}
				w := newWorld(b, engine.Options{Nodes: nodes, Sink: count})
				b.ReportAllocs()
				for i := 0; b.Loop(); i++ {
					if i%1000 == 999 { // the disks grow for ever otherwise
						if err := w.Reset(uint64(i)); err != nil {
							b.Fatal(err)
						}
					}
					propose(b, w, node.ID(i%nodes+1), "1")
				}
				b.ReportMetric(float64(count.n)/b.Elapsed().Seconds(), "msgs/s")
				b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(count.n), "ns/msg")
			})
		}
	}
}

// BenchmarkThousandNodes measures how long 1,000 nodes take from their start
// to a decision that all of them have learned.
func BenchmarkThousandNodes(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		w := newWorld(b, engine.Options{Nodes: 1000})
		propose(b, w, 1, "1")
	}
	b.ReportMetric(bytesOfNode(b), "B/node")
}

// bytesOfNode returns how much memory a node takes of which nobody has asked
// anything, simulated, with all that its world keeps for it.
func bytesOfNode(b *testing.B) float64 {
	const nodes = 1000
	heap := func() uint64 {
		var m runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	before := heap()
	w := newWorld(b, engine.Options{Nodes: nodes})
	after := heap()
	runtime.KeepAlive(w)
	return (float64(after) - float64(before)) / nodes
}
