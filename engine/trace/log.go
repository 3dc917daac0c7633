package trace

import "sync"

// Log keeps the latest records of a run, at least Keep of them once there
// were that many, for the tables, the causal chains and the last lines that a
// failure shows. The zero Log is empty and ready.
type Log struct {
	records []Record
	first   int // the Seq of records[0], once there is one
}

// Keep is how many records a Log holds at least. It holds at most twice that,
// so a run may go on for ever.
const Keep = 1 << 15

var _ Sink = (*Log)(nil)

// Record adds r. Its Seq must follow on the one before.
func (l *Log) Record(r *Record) error {
	if l.records == nil {
		l.records = spare.Get().([]Record)
	}
	if len(l.records) == 2*Keep {
		l.records = append(l.records[:0], l.records[Keep:]...)
	}
	l.records = append(l.records, *r)
	l.first = l.records[0].Seq
	return nil
}

// Reset forgets everything.
func (l *Log) Reset() {
	clear(l.records) // the messages they hold are garbage now
	l.records = l.records[:0]
}

// spare keeps the memory of logs that are done with, for those to come: a sweep
// makes one for each of its runs.
var spare = sync.Pool{New: func() any { return make([]Record, 0, 64) }}

// Release forgets everything, and leaves the memory to another Log.
func (l *Log) Release() {
	l.Reset()
	if l.records != nil {
		spare.Put(l.records)
		l.records = nil
	}
}

// Latest returns the newest record. It is valid until the next Record.
func (l *Log) Latest() *Record { return &l.records[len(l.records)-1] }

// All returns what is kept, oldest first. It is valid until the next Record.
func (l *Log) All() []Record { return l.records }

// Forgotten returns how many records are no longer kept.
func (l *Log) Forgotten() int {
	if len(l.records) == 0 {
		return 0
	}
	return l.first - 1
}

// Last returns the newest n records, or fewer, oldest first.
func (l *Log) Last(n int) []Record {
	return l.records[max(0, len(l.records)-n):]
}

// Find returns the record with the given Seq, or nil when it is not kept.
func (l *Log) Find(seq int) *Record {
	if len(l.records) == 0 || seq < l.first || seq >= l.first+len(l.records) {
		return nil
	}
	return &l.records[seq-l.first]
}

// Chain returns the causal chain that ends in seq, oldest first: the record,
// the one that led to it, and so on back to what the script did.
func (l *Log) Chain(seq int) []Record {
	var chain []Record
	for r := l.Find(seq); r != nil; r = l.Find(r.Cause) {
		chain = append([]Record{*r}, chain...)
	}
	return chain
}
