package sweep

import (
	"encoding/binary"

	"github.com/cespare/xxhash/v2"

	"synod/engine/trace"
)

// situation is what a run came to at some event, seen from afar: what each node
// did last, without the ballots and values that make every run another one.
type situation struct {
	hash  uint64
	event int // how many messages had arrived and timers fired
}

// watcher collects the situations of one run from its trace.
type watcher struct {
	situations []situation
	latest     []uint32 // what each node did last, by id
	events     int
	buffer     []byte
}

var _ trace.Sink = (*watcher)(nil)

// Record implements trace.Sink.
func (w *watcher) Record(r *trace.Record) error {
	if r.Seq == 1 { // of another cluster, or of one that starts over
		w.latest, w.events = w.latest[:0], 0
	}
	switch r.Kind {
	case trace.Deliver, trace.Fire:
		w.events++
	case trace.Ask, trace.Note, trace.Milestone, trace.Crash, trace.Restart:
	default: // no node did anything
		return nil
	}
	for int(r.Dst) >= len(w.latest) {
		w.latest = append(w.latest, 0)
	}
	w.latest[r.Dst] = uint32(xxhash.Sum64(w.deed(r)))
	b := w.buffer[:0]
	for _, deed := range w.latest {
		b = binary.LittleEndian.AppendUint32(b, deed)
	}
	w.buffer = b
	w.situations = append(w.situations, situation{xxhash.Sum64(b), w.events})
	return nil
}

// deed returns what a node did, without names and numbers.
func (w *watcher) deed(r *trace.Record) []byte {
	o := &r.Outcome
	b := append(w.buffer[:0], byte(r.Kind), byte(r.Timer), o.Code, byte(o.Ahead()))
	for _, is := range []bool{o.Refused, o.Value.Absent(), o.Wanted.Absent(), o.From == r.Dst} {
		b = append(b, '0')
		if is {
			b[len(b)-1] = '1'
		}
	}
	if r.Message != nil {
		b = append(b, r.Message.Kind()...)
	}
	w.buffer = b
	return b
}
