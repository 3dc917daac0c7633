package script

import "synod/engine/trace"

// tracedSink tells somebody of each line of a trace, before it is shown.
type tracedSink struct {
	tell    func(cluster int, line string)
	cluster int // from 1, in the order in which the session made them
	words   trace.Words
	shown   trace.Sink // nil for a trace that is not shown
}

var _ trace.Sink = (*tracedSink)(nil)

// Record tells of r.
func (t *tracedSink) Record(r *trace.Record) error {
	t.tell(t.cluster, trace.Line(r, t.words))
	if t.shown == nil {
		return nil
	}
	return t.shown.Record(r)
}
